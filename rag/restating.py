"""A question of a conversation made to stand alone: what its pronouns stand for is put in their place.

Only where that is plain. A pronoun that two things could stand behind keeps the question as it is (None here), and the
caller falls back on the questions before it: a wrong name is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from index.dates import time_expressions
from rag.followup import dangling, is_fragment, points_elsewhere
from rag.kinds import kind_of
from rag.phrases import Phrase, definite, is_person, named_things, noun_phrase_end, people, plurals, subject
from rag.support.names import names

_LEAD = re.compile(
    r"^\W*(?:(?:ok|okay|well|oh|hm+|and|but|so|then|also),? )+(?=\S)|^\W*(?:something|one thing) else: ",
    re.IGNORECASE,
)
_ANEW = re.compile(r"\W*(?:something|one thing) else: ", re.IGNORECASE)
_ABOUT = re.compile(r"^\W*(?:what|how) about ", re.IGNORECASE)
_PRONOUNS = {**dict.fromkeys("he she him her".split(), "he"), "it": "it", "they": "they", "them": "they"}
_NO_NOUNS = frozenset(  # behind "her", these make an object of it
    "in on at to for from by with after before when while and or about again under into of".split()
)
_OWNERS = {"his": "he", "its": "it", "their": "they"}
_CROWD = frozenset("people men women persons".split())
_POINTING = frozenset("this that these those".split())
_ASKS_WHICH = re.compile(r"\W*(?:[a-z]+ )?(?:what|which)\b", re.IGNORECASE)
_ASKED_FOR = re.compile(r"\b(?:how many|which|what) (?:[a-z'-]+ ){0,2}?[a-z'-]+s\b", re.IGNORECASE)
_OWNED = re.compile(r"[’']s ")
_MARKERS = re.compile(r"\[\d+(?:, ?\d+)*\]")
_PREPOSITION = re.compile(
    r"(?:in|on|at|from|to|for|with|by|near|during|after|before|since|until|under)\b", re.IGNORECASE
)
_SOMEBODY = re.compile(
    r"the (?:[a-z]+ ){0,2}?(?:man|woman|boy|girl|captain|minister|president|director|judge|mayor|governor|coach|"
    r"driver|pilot|accountant|officer|doctor|chairman|brother|sister|wife|husband|son|daughter|deputy)\b"
)
_ANY_DAY = date(2000, 1, 1)  # to find time expressions where the day they count from does not matter


@dataclass(frozen=True, slots=True)
class Antecedents:
    """What "he" or "she", "it" and "they" stand for after a turn of a conversation; "" where that is not plain."""

    he: str = ""
    it: str = ""
    they: str = ""

    def of(self, pronoun: str) -> str:
        """What a pronoun stands for: "he", "it" or "they"."""
        return {"he": self.he, "it": self.it, "they": self.they}[pronoun]


def restate(question: str, known: Antecedents, last: str = "") -> str | None:
    """The question as one that stands alone, after the question `last` (itself standing alone, "" for none).

    None where that is not safe: a pronoun without a plain antecedent, a fragment that fits in no plain place.
    """
    restated = _with_names(question, known)
    if restated is None or points_elsewhere(question):
        return None
    if is_fragment(question):
        return _put_into(_bare(restated), last) if last else None
    return _opened(restated) if restated != question or _ANEW.match(question) else None


def after(question: str, answer: str, before: Antecedents) -> Antecedents:
    """What pronouns stand for after a question, made to stand alone, and its answer ("" for none)."""
    kind = kind_of(question)
    said = _MARKERS.sub(" ", answer)
    asked = people(question)
    new = [
        name
        for name in _first_sentence_people(said, kind in {"who", "who_is"})
        if name not in asked and name not in question
    ]
    one = subject(question)
    he = asked[0] if len(asked) == 1 else ""
    if kind in {"who", "who_is"} and len(new) == 1:
        he = new[0]
    it = _thing(question, said, kind, one)
    they = one.text if one and one.pronoun == "they" and _only_plural(question, one) else ""
    several = len(asked) > 1 or (kind in {"who", "who_is"} and len(new) > 1)
    return Antecedents(he or ("" if several else before.he), it or before.it, they or before.they)


def partly(question: str, known: Antecedents) -> str:
    """The question with what is known of its pronouns in their place, the others left as they are."""
    return _replaced(question, known)[0]


def _with_names(question: str, known: Antecedents) -> str | None:
    """The question with what its pronouns stand for in their place; None where one of them is not known."""
    text, whole = _replaced(question, known)
    return text if whole else None


def _replaced(question: str, known: Antecedents) -> tuple[str, bool]:
    """The question with the pronouns replaced that can be, and whether these are all of them."""
    whole = True
    pieces: list[str] = []
    at = 0
    for start, end in dangling(question):
        if start < at:
            continue
        found = _instead(question, start, end, known)
        if found is None:
            whole = False
            continue
        pieces += [question[at:start], found[0]]
        at = found[1]
    return "".join(pieces) + question[at:], whole


def _instead(question: str, start: int, end: int, known: Antecedents) -> tuple[str, int] | None:
    """What stands for the pronoun at `[start:end]`, and where what it replaces ends."""
    word = question[start:end].lower()
    following = re.match(r" (?P<noun>[A-Za-z][\w'-]*)", question[end:])
    noun = following["noun"].lower() if following else ""
    if word in _POINTING:
        they = noun in _CROWD and known.they
        if they:
            return they, end + 1 + len(noun)
        return (known.it, end + 1 + len(noun)) if noun and known.it.lower().split()[-1:] == [noun] else None
    owner = _OWNERS.get(word) or ("he" if word == "her" and noun and noun not in _NO_NOUNS else "")
    if owner:
        stands_for = known.of(owner)
        return (_owned(stands_for), end) if stands_for else None
    stands_for = known.of(_PRONOUNS[word]) if word in _PRONOUNS else ""
    return (stands_for, end) if stands_for else None


def _owned(phrase: str) -> str:
    plural = phrase[0].islower() and phrase.endswith("s")
    return f"{phrase}'" if plural else f"{phrase}'s"


def _bare(fragment: str) -> str:
    """A fragment without "And", "What about" and its question mark."""
    return _ABOUT.sub("", _LEAD.sub("", fragment)).strip(" ,?!.;:")


def _opened(question: str) -> str:
    """A question without the "And" that ties it to the one before, with a capital."""
    bare = _LEAD.sub("", question)
    return bare[:1].upper() + bare[1:]


def _put_into(fragment: str, last: str) -> str | None:
    """The last question with the fragment in the place of the one thing in it that is of the same sort."""
    place = _place(fragment, last)
    if place is None:
        return None
    start, end = place
    owned = re.match(r"[’']s?(?=\s|$)", last[end:])
    if owned and " who " in f" {fragment} ":
        return None
    return last[:start] + fragment + last[end:]


def _place(fragment: str, last: str) -> tuple[int, int] | None:
    preposition = _PREPOSITION.match(fragment)
    if preposition:
        return _phrase_behind(preposition.group(), bool(time_expressions(fragment, _ANY_DAY)), last)
    found = names(fragment)
    if (
        len(found) == 1
        and re.fullmatch(r"(?:the )?", fragment[: found[0].start])
        and found[0].end == len(fragment)
    ):
        return _name_like(fragment, last)
    somebody = [name for name in names(last) if is_person(name, last)]
    if _SOMEBODY.match(fragment) and len(somebody) == 1:
        return somebody[0].start, _without_possessive(last, somebody[0].end)
    return None


def _phrase_behind(preposition: str, is_time: bool, last: str) -> tuple[int, int] | None:
    """The one phrase of the last question that follows the preposition and is, or is not, a time."""
    times = time_expressions(last, _ANY_DAY)
    found = []
    for match in re.finditer(rf"\b{preposition} ", last, re.IGNORECASE):
        time = next((one for one in times if one.start in (match.start(), match.end())), None)
        end = time.end if time else noun_phrase_end(last, match.end())
        if match.start() and end is not None and bool(time) == is_time:
            found.append((match.start(), end))
    return found[0] if len(found) == 1 else None


def _name_like(fragment: str, last: str) -> tuple[int, int] | None:
    """The name of the last question that another name takes the place of: the only one of its sort, or the subject."""
    person = len(names(fragment)[0].tokens) > 1
    spans = [(one.start, one.end) for one in named_things(last)] if not person else []
    spans += [
        (name.start, _without_possessive(last, name.end))
        for name in names(last)
        if person and is_person(name, last)
    ]
    if len(spans) == 1:
        return spans[0]
    one = subject(last)
    return (one.start, one.end) if one and (one.start, one.end) in spans else None


def _without_possessive(text: str, end: int) -> int:
    owned = re.search(r"[’']s?$", text[:end])
    return owned.start() if owned else end


def _first_sentence_people(answer: str, expected: bool) -> tuple[str, ...]:
    """The people whom an answer's first sentence names, else those of the whole answer."""
    first = re.split(r"(?<=[a-z0-9”\"][.!?])\s+(?=[A-Z“\"])", answer.strip(), maxsplit=1)[0]
    return people(first, expected=expected) or people(answer, expected=expected)


def _thing(question: str, answer: str, kind: str, one: Phrase | None) -> str:
    """What "it" stands for: the question's own subject, else the one thing that it, or only its answer, names."""
    asked = named_things(question)
    if one is not None:
        alone = one.pronoun == "it" and all(one.start <= thing.start < one.end for thing in asked)
        return one.text if alone else ""
    if kind in {"who", "what", "where"} and _ASKS_WHICH.match(question):
        return _new_thing(asked, answer)
    if len(asked) == 1 and _stands_by_itself(asked[0], question):
        return asked[0].text
    said = definite(question)
    plain = len(said) == 1 and said[0].pronoun == "it" and not _OWNED.search(said[0].text)
    return (
        said[0].text
        if plain and all(thing.start in range(said[0].start, said[0].end) for thing in asked)
        else ""
    )


def _new_thing(asked: Sequence[Phrase], answer: str) -> str:
    """The one thing that an answer names and its question does not; "" where it names several."""
    known = [thing.text.removeprefix("the ").lower() for thing in asked]
    said = {thing.text: thing.text.removeprefix("the ").lower() for thing in named_things(answer)}
    new = [text for text, bare in said.items() if not any(bare in other for other in known)]
    return new[0] if len(new) == 1 else ""


def _stands_by_itself(thing: Phrase, question: str) -> bool:
    """Whether a name is a thing of its own: no owner, no place behind "in", no part of a longer phrase."""
    if _OWNED.search(thing.text):  # "its" could be the owner's or the owned one's
        return False
    behind, before = question[thing.end :], question[: thing.start]
    return bool(
        re.match(r"\W*$|,? (?:and|or|in|on|at|to|after|before|when|that|which|who)\b", behind)
    ) and not re.search(r"\b(?:[Ii]n|at|near|from|to) $", before)


def _only_plural(question: str, one: Phrase) -> bool:
    """Whether a question names nothing else that "they" could stand for, but what it asks for."""
    rest = question[: one.start] + " " + question[one.end :]
    return not plurals(_ASKED_FOR.sub(" ", rest))
