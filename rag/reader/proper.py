"""The proper names of a sentence as whole phrases: "Commission on Human Rights", "Lt. Ada Brenn", "A, B and C"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.support.names import names
from rag.support.words import STOPWORDS

_BODY = (
    r"(?:Company|Corporation|Group|Party|Bank|Union|University|College|School|Council|Office|Ministry|"
    r"Minister|Department|"
    r"Commission|Court|Agency|Authority|Association|League|Board|Bureau|Church|House|Chamber|Institute|"
    r"Institution|"
    r"Foundation|Museum|Society|Federation|Organi[sz]ation|Committee|Service|Administration|Academy|Army|"
    r"Bishop|Archbishop|"
    r"Secretary|Coalition|Congress|Front|Center|Centre|Confederation|Convention|Conference|Alliance|"
    r"Campaign|Movement|"
    r"Programme|Program|Ministers|Republic|Kingdom|Gulf|Bay|Cape|Isle|District|Province|Duke|Duchess|"
    r"Prince|Princess|Mayor|"
    r"Governor|President|Bar|Friends|Sons|Daughters|National|International|Fund|Division|Dynasty|Order|"
    r"Knights|States|Treaty)"
)
_LINKED = re.compile(rf"(?:.*[ -])?{_BODY}$")
_LINK = re.compile(r" (?:of|for|on|de|del|von|van)(?: the)? $")
_AND_BODY = re.compile(
    rf"(?:.* )?(?:{_BODY}|Affairs|Herzegovina|Tobago|Prejudice|Sciences?|Arts|Sport|Culture|Trade|Line|"
    rf"Lines|Workers|Sons|Co)\b"
)
_DIRECTION = re.compile(
    r"(?:^|\s)((?:(?:north|south|east|west|central|upper|lower|mid|inner|outer|downtown|greater)"
    r"(?:-?(?:north|south|east|west|central))?(?:ern)?)[ -])$",
    re.IGNORECASE,
)
_ABBREVIATION = re.compile(r"(?:\b[A-Z]|\b(?:Inc|Ltd|Co|Corp|Jr|Sr|St|No|Bros))\.$")


@dataclass(frozen=True, slots=True)
class Proper:
    """A name at `[start:end]`; `tokens` are its words that are no titles; `initial` says that it opens the sentence."""

    text: str
    start: int
    end: int
    tokens: tuple[str, ...]
    initial: bool = False


def proper_names(text: str) -> tuple[Proper, ...]:
    """The names in order, parts that belong together in one, without words that only open the sentence."""
    found: list[Proper] = []
    for name in names(text):
        start, end = _trim(text, name.start, name.end, name.initial)
        if start >= end:
            continue
        one = Proper(text[start:end], start, end, name.tokens, name.initial and start == name.start)
        last = found[-1] if found else None
        if last is not None and _belong_together(last, one, text):
            found[-1] = Proper(
                text[last.start : end], last.start, end, (*last.tokens, *one.tokens), last.initial
            )
        else:
            found.append(one)
    return tuple(found)


def _trim(text: str, start: int, end: int, initial: bool) -> tuple[int, int]:
    """A name without the words before it that merely open the sentence, and without a full stop behind it."""
    while initial and (first := re.match(r"([A-Z][a-z]*) (?=\S)", text[start:end])):
        word = first[1].lower()
        if word not in STOPWORDS - {"the", "a", "an"} and word not in {
            "since",
            "although",
            "despite",
            "near",
            "like",
            "among",
        }:
            break
        start += first.end()
    if text[start:end].endswith(".") and not _ABBREVIATION.search(text[start:end]):
        end -= 1
    if text[start:end].endswith(("’s", "'s")):
        end -= 2
    return start, end


def _belong_together(last: Proper, one: Proper, text: str) -> bool:
    """Whether two runs of capitals are one name: "Ministry" and "Foreign Affairs", "Victoria" and "Albert Museum"."""
    between = text[last.end : one.start]
    if _LINK.fullmatch(between):
        linked = _LINKED.match(last.text) or re.search(rf"{_BODY} (?:of|for|on) ", last.text)
        return bool(linked) and not (between == " on " and one.tokens[0] in _DAYS)
    if between in {" and ", " & "}:
        return (
            bool(_AND_BODY.match(one.text)) and len(last.tokens) == 1 and " " in one.text
        ) or between == " & "
    return False


_DAYS = frozenset("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())


def with_direction(text: str, start: int) -> int:
    """Where a place's name starts, with "southern" or "north-western" before it."""
    match = _DIRECTION.search(text[:start])
    return match.start(1) if match else start


def in_a_list(found: Sequence[Proper], one: Proper, text: str) -> tuple[int, int]:
    """The span of the list that a name stands in, "A, B and C"; its own span where it stands alone."""
    at = found.index(one)
    first = last = at
    while last + 1 < len(found) and re.fullmatch(
        r", (?:the )?", text[found[last].end : found[last + 1].start]
    ):
        last += 1
    closed = last + 1 < len(found) and re.fullmatch(
        r",? (?:and|&) (?:the )?", text[found[last].end : found[last + 1].start]
    )
    last = last + 1 if closed else at
    opened = at
    if closed or (
        first and re.fullmatch(r",? (?:and|&) (?:the )?", text[found[first - 1].end : found[first].start])
    ):
        if not closed:
            first -= 1
        while first and re.fullmatch(r", (?:the )?", text[found[first - 1].end : found[first].start]):
            first -= 1
        opened = first
    return found[opened].start, found[last].end
