"""Tells the paragraphs that a page puts around an article from the article: calls to subscribe, links, credits.

A paragraph is boilerplate only when every sentence of it plainly is; what merely might be stays in the text.
"""

from __future__ import annotations

import re

from index.cleaning.phrases import HEADLINE_LINK, PHRASES, SHARE_WORD

LONGEST = 420
"""Characters of a paragraph that is looked at; what is longer is text."""
_KINDS = tuple((kind, re.compile("|".join(phrases), re.IGNORECASE)) for kind, phrases in PHRASES.items())
_HEADLINE_LINK = re.compile("|".join(HEADLINE_LINK), re.IGNORECASE)
# A paragraph without one of these words matches no phrase: most are text, and need no closer look.
_TELLING = frozenset(
    "ad ads advert advertise advertisement advertisements advertising adverts afp all along also ap app back become "
    "click close comment comments commission commissions compiled contact continue continues continuing "
    "contributed contributing contributor contributors cookie cookies copied copyright data developing edited "
    "editing editor editors email enable epa exclusive explainer facebook fact feedback follow following gallery "
    "getty graphics icymi inbox independently instagram javascript join journalism keep know latest link listen "
    "live loading local log mail mobile more newsletter newsletters next object opinion partner partners phone "
    "photo photos picks play podcast podcasts policy popular preferences prices print privacy processing promoted "
    "protected purchases reach read recap recommendations recommended register related relevant reported "
    "reporting reports reserved reuters review rights save scroll see service settings share shutterstock sign "
    "signed signing signup skip sponsored subscribe subscriber subscribers subscribing subscription supporting "
    "tap terms text transcript translated trending trust tweet twitter update updated updates video view watch we "
    "web wire writing written x".split()
)
_WORD = re.compile(r"[a-z]+")
# Where a sentence ends, roughly: a break too many leaves a piece that matches nothing, and the paragraph stays.
_SENTENCE_BREAK = re.compile(
    r"(?<=[.!?])(?<!\b[A-Z]\.)(?<!\b[MDJS][rst]\.)[\"”’)]*\s+(?=[\"“‘'(]?[A-Z])"
    r"|(?<=[a-z][.!?])(?=(?:Sign up|Subscribe|Follow|This transcript|Twitter\.com)\b)"
)
# Bullets, arrows, emoji and brackets before a sentence; stops, brackets and emoji behind it.
_AROUND = re.compile(r"^[^\w©‘’'“”\"(]*\(?|[\s.!:;>)\]]*[^\w\s.!?:;>)\]‘’'“”\"@/]*\s*$")
# Talk to the reader: short, nobody's words, and "you", a question or an imperative.
_PITCH = re.compile(
    r"(?!.*[\"“]|.{161})"
    r"(?:.*\b(?:you|your|our|us|we)\b|.*\?$|(?:explore|discover|enjoy|join|get|don[’']t|keep|stay|look)\b)",
    re.IGNORECASE,
)
_LONGEST_LEAD = 32  # characters up to the colon of "In case you missed it:"
_SPOKEN = ('"', "“")
_CALLS = frozenset({"newsletter", "subscription", "follow"})
_SHARE_WORD = re.compile(SHARE_WORD, re.IGNORECASE)


def _kind_of_sentence(sentence: str) -> str | None:
    bare = _AROUND.sub("", sentence)
    return next((kind for kind, pattern in _KINDS if pattern.fullmatch(bare)), None)


def boilerplate(paragraph: str) -> str | None:
    """What kind of boilerplate a paragraph plainly is (a key of PHRASES), None for text.

    Beside a call to sign up, subscribe or follow, sentences that only talk to the reader go with it.
    """
    if len(paragraph) > LONGEST or paragraph.startswith(_SPOKEN):
        return None
    line = " ".join(paragraph.split())
    if ":" in line[:_LONGEST_LEAD] and _HEADLINE_LINK.fullmatch(_AROUND.sub("", line)):
        return "link"
    if _TELLING.isdisjoint(_WORD.findall(line.lower())) and "©" not in line and "@" not in line:
        return None
    kinds: list[str] = []
    pitch = False
    for sentence in _SENTENCE_BREAK.split(line):
        if kind := _kind_of_sentence(sentence):
            kinds.append(kind)
        elif _PITCH.match(sentence):
            pitch = True
        else:
            return None
    if not kinds or (pitch and _CALLS.isdisjoint(kinds)):
        return None
    return kinds[0]


def is_share_word(paragraph: str) -> bool:
    """Whether a paragraph is one word of a share bar, such as `Facebook`."""
    return len(paragraph) <= 12 and _SHARE_WORD.fullmatch(paragraph) is not None
