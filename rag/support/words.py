"""Words of a sentence: what carries content, its stem, and what a negation denies."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")

_STOPWORDS = (
    "a about above according add added adds after again against all also am among an and announce announced any "
    "are as at be because been before being between both but by can could did do does doing during each either "
    "for from further had has have having he her here hers him his how i if in into is it its itself just may "
    "me might more most much must my no nor not now of off on once only or other our out over own per report "
    "reported reports said same say saying says she should so some still such tell tells than that the their "
    "theirs them then there these they this those through to told too under until up upon us very was we were "
    "what when where which while who whom whose why will with within without would yet you your"
)
STOPWORDS = frozenset(_STOPWORDS.split())
_SUFFIXES = (
    "ations",
    "ation",
    "ings",
    "ing",
    "ions",
    "ion",
    "edly",
    "ies",
    "ied",
    "ed",
    "es",
    "ly",
    "s",
    "e",
    "y",
)

_FORMS = (
    "arise arose arisen, beat beaten, become became, begin began begun, bite bit bitten, blow blew blown, "
    "break broke broken, bring brought, build built, burn burnt, buy bought, catch caught, choose chose "
    "chosen, come came, deal dealt, die dying, draw drew drawn, drink drank drunk, drive drove driven, "
    "eat ate eaten, fall fell fallen, feed fed, feel felt, fight fought, find found, flee fled, fly flew "
    "flown, forbid forbade forbidden, forget forgot forgotten, forgive forgave forgiven, freeze froze "
    "frozen, get got gotten, give gave given, go went gone, grow grew grown, hang hung, hear heard, hide "
    "hid hidden, hold held, keep kept, know knew known, lead led, learn learnt, leave left, lend lent, "
    "lose lost, make made, mean meant, meet met, pay paid, ride rode ridden, ring rang rung, rise rose "
    "risen, run ran, see saw seen, seek sought, sell sold, send sent, shake shook shaken, shoot shot, "
    "shrink shrank shrunk, sing sang sung, sink sank sunk, sit sat, sleep slept, speak spoke spoken, "
    "speed sped, spend spent, spring sprang sprung, stand stood, steal stole stolen, stick stuck, strike "
    "struck, swear swore sworn, swim swam swum, swing swung, take took taken, teach taught, tear tore "
    "torn, think thought, throw threw thrown, understand understood, wake woke woken, wear wore worn, win "
    "won, withdraw withdrew withdrawn, write wrote written"
)
_PLAIN = {form: forms[0] for forms in map(str.split, _FORMS.split(", ")) for form in forms[1:]}

_NEGATOR = re.compile(
    r"(?:not|never|none|nobody|nothing|neither|nor|no|without|cannot|hardly|barely|unlikely|"
    r"den(?:y|ies|ied|ying)|declin(?:e|es|ed|ing)|refus(?:e|es|ed|ing)|fail(?:s|ed|ing)?|"
    r"reject(?:s|ed|ing)?|[a-z]+n[’']t)",
    re.IGNORECASE,
)
VERB_NEXT = re.compile(
    r"\s+(?P<verb>[a-z]+ed|is|was|are|were|has|had|have|will|do|does|did|can|could|may|might|must|should|would|won|made|"
    r"took|gave|became|led|ran|met|sent|held|told|said|says|wrote|signs|signed)\b"
)
"""A verb right after a name: what the name is said to do."""
_REACH = 3  # content words after a negator that it is taken to deny


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """A word without case, possessive and common endings, so that forms of one word meet."""
    word = re.sub(r"[’']s?$", "", word.lower())
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            return word[: -len(suffix)]
    return word


def lemma(word: str) -> str:
    """The stem of a word, that of its plain form where it has forms of its own: "took" and "take" meet."""
    return stem(_PLAIN.get(word.lower(), word))


def words(text: str) -> list[tuple[str, int]]:
    """The words of a text, without digits, each with its offset."""
    return [(match.group(), match.start()) for match in _WORD.finditer(text)]


def content(text: str) -> list[str]:
    """The stems of the content words of a text, each once, in order."""
    found = (lemma(word) for word, _ in words(text) if len(word) > 1 and word.lower() not in STOPWORDS)
    return list(dict.fromkeys(found))


def negated(text: str) -> tuple[bool, frozenset[str]]:
    """Whether a text denies anything, and the stems of the content words it denies."""
    negates, denied, _ = denials(text)
    return negates, denied


def denials(text: str) -> tuple[bool, frozenset[str], frozenset[str]]:
    """As `negated`, and the stems of the content words that a text says without denying them; some are in both."""
    denied: set[str] = set()
    said: set[str] = set()
    negates = False
    for clause in re.split(r"[.;:!?](?=\s|$)|, (?:but|and|while) ", text):
        reach = 0
        tokens = words(clause)
        for number, (word, at) in enumerate(tokens):
            following = tokens[number + 1][0].lower() if number + 1 < len(tokens) else ""
            numbered = word.lower() == "no" and re.match(r"no\.? ?\d", clause[at:], re.IGNORECASE)
            if _NEGATOR.fullmatch(word) and following != "only" and not numbered:
                negates, reach = True, _REACH
            elif word.lower() not in STOPWORDS:
                (denied if reach else said).add(lemma(word))
                reach = max(0, reach - 1)
    return negates, frozenset(denied), frozenset(said)
