"""What a question speaks of: the phrases in it, and in the answer before, that a later pronoun may stand for.

There is no parser here: a phrase counts only where its end is plain (a name, a plural, a verb right behind it).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rag.support.names import Name, names

_DETERMINER = r"(?:the|a|an)"
_AUXILIARY = r"(?:is|are|was|were|will|would|can|could|should|must|may|might|did|does|do|has|have|had)"
_VERBS = frozenset(
    (
        "accept accuse agree allow announce answer appear arrest arrive ask attack ban be become been "
        "begin believe block blow break bring build buy call carry catch cause change charge claim close "
        "come complain cost crash decide declare demand deny die discover do drive drop earn elect end "
        "expect explain face fall find finish flee fly get give go grow happen have hear help hit hold "
        "hope increase insist keep kill know land last lead learn leave lie lift live lose make mean meet "
        "miss move need offer open order pay plan play promise propose protect protest publish put "
        "question raise reach receive refuse reject release repay reply report rescue resign return rise "
        "run sail say see seek sell send serve settle show sign sink spend stand start stay steal stop "
        "strike suffer suggest supposed take talk tell think travel treat try turn use vote wait walk "
        "want warn weigh win work write"
    ).split()
)
_PREPOSITION = r"(?:of|in|into|at|on|to|by|from|for|with|near|off|over|against|between|about)"
_CLOSING = frozenset(  # no noun phrase goes on over these
    (
        "in on at to for from by with near off over into of about against between than that which who when while "
        "after before since until because if and or but not really still now then there also just so it he she they "
        "them him his her its their"
    ).split()
)
_NO_PLURALS = frozenset("does has was is this his hers its as us always perhaps yes".split())
_MOST_ADDED = 3  # prepositions behind a subject's noun
_WORD = re.compile(r"[^\W_]+(?:[.’'&-][^\W_]+)*(?:[’'](?=\s))?")
_PLURALS = frozenset("people police men women children staff pupils".split())
_BODY = re.compile(
    r"\b(?:Bank|Ministry|Commission|Court|Company|Group|Party|Union|University|Council|Office|Agency|Authority|Line|Rovers|"
    r"United|City|Club|Air|Airlines|Wire|Courier|Gazette|Herald|Post|Times|Museum|Hospital|School|Bridge|Island|Isles|"
    r"Point|Port|Cape|River|Gorge|Valley|Sea|Bay|Lake|Mount|Storm|Cup|League|List|Star|Light|Square|Street|Road|St|"
    r"North|South|East|West|New|Desk|Association|Federation|Department|Service|Army|Navy|Institute|Board|House|"
    r"Center|Centre|Foundation|Society|National|International|Royal|Central|State|States|Republic|Kingdom)\b"
)
_TITLED = re.compile(
    r"(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Sgt|Capt|Sen|Rep|Gov|Judge|Sir|Dame|Rev|President)\b\.? ?"
)
_NO_PERSON_BEHIND = re.compile(
    r"\b(?:[Tt]he|[Ii]n|at|near|off|from|to|through|of|storm|ferry|ship|town|city)"
    r"(?: (?:ferry|ship|town|city|village))? $"
)
_NO_PERSON_BEHIND_AT_ALL = re.compile(r"\b(?:[Tt]he|[Ii]n|at|near|off|storm|ferry|ship|town|city) $")
_OPENER = re.compile(rf"(?:And|But|So|Then|In|On|At|{_AUXILIARY.replace('(?:', '(?i:', 1)}) (?=\S)")
_PERSON_NOUN = re.compile(
    r"\b(?:man|woman|boy|girl|captain|minister|president|director|judge|mayor|governor|coach|player|driver|pilot|leader|"
    r"head|chief|spokes(?:man|woman)|accountant|officer|general|doctor|teacher|baker|singer|actor|actress|author|"
    r"candidate|chairman|chair|defendant|suspect|victim|widow|brother|sister|mother|father|son|daughter)\b"
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase at `[start:end]` of its text; what may stand for it: "he", "it" or "they"."""

    text: str
    start: int
    end: int
    pronoun: str


@lru_cache(maxsize=256)
def _named(text: str) -> tuple[Name, ...]:
    """The names of a text, kept: every phrase of a question is held against all of them."""
    return names(text)


def is_person(name: Name, text: str, *, expected: bool = False) -> bool:
    """Whether a name plainly is somebody's: two to four words, none of a body or a place, no "the" before it.

    Where somebody is `expected` (in the answer to "who"), a name behind "of" or "from" may be somebody's too.
    """
    if _BODY.search(name.text) or any(token.isupper() and len(token) > 1 for token in name.tokens):
        return False
    if _TITLED.match(text, name.start):
        return True
    if (_NO_PERSON_BEHIND_AT_ALL if expected else _NO_PERSON_BEHIND).search(text[: name.start]):
        return False
    return 2 <= len(name.tokens) <= 4


def people(text: str, *, expected: bool = False) -> tuple[str, ...]:
    """The names in a text that plainly are somebody's, each once; a last name that repeats a full one is left out."""
    found = [name.text for name in _named(text) if is_person(name, text, expected=expected)]
    return tuple(
        one
        for one in dict.fromkeys(found)
        if not any(one != other and one in other.split() for other in found)
    )


def named_things(text: str) -> tuple[Phrase, ...]:
    """The names in a text that plainly are nobody's, with the article and the noun that stand before them."""
    found = []
    for name in _named(text):
        if is_person(name, text):
            continue
        first = name.start
        while opener := _OPENER.match(text, first, name.end):
            first = opener.end()
        lead = re.search(r"\b[Tt]he (?:[a-z]+ )?$", text[:first])
        start = lead.start() if lead else first
        shown = re.sub(r"[’']s?$", "", text[start : name.end])
        found.append(Phrase(_lower_article(shown), start, start + len(shown), "it"))
    return tuple(found)


def subject(question: str) -> Phrase | None:
    """The subject of a question behind its auxiliary: "did the police question …" → the police; None where unclear."""
    match = re.search(rf"\b{_AUXILIARY}n?(?:[’']t)? (?=\S)", question)
    if match is None:
        return None
    start = match.end()
    end = _core(question, start)
    if end is None:
        return None
    plural = _is_plural(question[start:end])
    reached = end
    for _ in range(_MOST_ADDED):
        more = re.match(rf" {_PREPOSITION} (?=\S)", question[reached:])
        if more is None:
            break
        further = _core(question, reached + more.end()) or _bare_noun(question, reached + more.end())
        if further is None:
            break
        reached = further
        if more.group() == " of " or _verb_at(question, reached):
            end = reached
    text = question[start:end]
    if not (_verb_at(question, end) or plural or _ends_with_name(question, end)):
        return None
    return Phrase(_lower_article(text), start, end, "they" if plural else _pronoun(question, start, end))


def _bare_noun(text: str, start: int) -> int | None:
    """Where a single noun without an article ends, as in "by air"; None where there is none."""
    word = _WORD.match(text, start)
    return word.end() if word and word.group().isalpha() and not _closes(word.group(), True) else None


def definite(text: str) -> tuple[Phrase, ...]:
    """The phrases of a text that open with "the", each with what a preposition adds at the very end of the text."""
    found: list[Phrase] = []
    for match in re.finditer(r"\b[Tt]he (?=\S)", text):
        end = _core(text, match.start())
        if end is None or (found and match.start() < found[-1].end):
            continue
        added = re.match(rf" {_PREPOSITION} (?=\S)", text[end:])
        further = _core(text, end + added.end()) if added else None
        if further is not None and not text[further:].strip(" ?."):
            end = further
        pronoun = "they" if _is_plural(text[match.start() : end]) else _pronoun(text, match.start(), end)
        found.append(Phrase(_lower_article(text[match.start() : end]), match.start(), end, pronoun))
    return tuple(found)


def _core(text: str, start: int) -> int | None:
    """Where a noun phrase that begins at `start` ends, without what follows a preposition; None where none does."""
    determiner = re.match(rf"{_DETERMINER} ", text[start:], re.IGNORECASE)
    at = start + (determiner.end() if determiner else 0)
    runs = {name.start: name.end for name in _named(text)}
    end, owned = None, False
    for _ in range(5):
        if at in runs:
            end = runs[at]
            owned = bool(re.search(r"[’']s?$", text[at:end]))
            if not owned and _closes_or_acts(text, end):
                return end
        else:
            word = _WORD.match(text, at)
            adverb = text[start:at].endswith("ly ")
            if word is None or not word.group()[0].isalnum() or _closes(word.group(), end is None or adverb):
                break
            if word.group().lower() in _VERBS and end is not None and not owned:
                break
            end, owned = word.end(), word.group().endswith(("'s", "’s", "s'", "s’"))
            if _is_plural(word.group()) and not owned:
                return end
        gap = re.match(r" ", text[end:])
        if gap is None:
            break
        at = end + 1
    plain = (
        end is not None
        and not owned
        and (determiner or end in runs.values() or _starts_with_name(text, start))
    )
    return end if plain else None


def _closes_or_acts(text: str, end: int) -> bool:
    """Whether what follows a name is no noun that it belongs to ("Velmora wants", not "Velmora police")."""
    word = _WORD.match(text, end + 1) if text[end : end + 1] == " " else None
    return word is None or _closes(word.group(), False) or word.group().lower() in _VERBS


def _closes(word: str, first: bool) -> bool:
    lower = word.lower()
    return lower in _CLOSING or (not first and bool(re.search(r"(?:ed|ing)$", lower)))


def plurals(text: str) -> list[str]:
    """The words of a text that look like plurals."""
    return [
        word.group()
        for word in _WORD.finditer(text)
        if _is_plural(word.group()) and word.group() not in _NO_PLURALS
    ]


def noun_phrase_end(text: str, start: int) -> int | None:
    """Where the noun phrase that begins at `start` ends, without what a preposition adds; None where none begins."""
    return _core(text, start)


def _is_plural(phrase: str) -> bool:
    last = re.sub(r"[’']s?$", "", phrase).split()[-1]
    return last.lower() in _PLURALS or (last[0].islower() and bool(re.search(r"[^siu]s$", last)))


def _verb_at(text: str, end: int) -> bool:
    match = re.match(r"\W*(?:(?:really|first|still|now|also|not|then) )?(?P<verb>[a-z]+)", text[end:])
    return match is not None and (match["verb"] in _VERBS or match["verb"].endswith(("ed", "ing")))


def _starts_with_name(text: str, start: int) -> bool:
    return any(name.start == start for name in _named(text))


def _ends_with_name(text: str, end: int) -> bool:
    return any(name.end == end for name in _named(text))


def _pronoun(text: str, start: int, end: int) -> str:
    inside = [name for name in _named(text) if start <= name.start and name.end <= end]
    if len(inside) == 1 and inside[0].end == end and is_person(inside[0], text):
        return "he"
    return "he" if _PERSON_NOUN.search(re.split(rf" {_PREPOSITION} ", text[start:end])[0]) else "it"


def _lower_article(phrase: str) -> str:
    return phrase[0].lower() + phrase[1:] if re.match(r"(?:The|A|An) ", phrase) else phrase
