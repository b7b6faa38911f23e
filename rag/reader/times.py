"""The day, year or hour that answers "when"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.reader.sought import Sought, Span

_YEAR = r"(?:1[0-9]|20)\d\d"
_WIDER = re.compile(  # what index.dates does not resolve
    rf"\b(?:between|from) (?P<range>{_YEAR} (?:and|to|until) {_YEAR})\b|"
    rf"\b(?P<years>{_YEAR} ?[-–] ?(?:{_YEAR}|\d\d))\b|"
    rf"\b(?P<season>(?:the )?(?:early |late )?(?:spring|summer|autumn|fall|winter) of {_YEAR})\b|"
    r"\b(?P<end>(?:the )?(?:end|beginning|start|middle) of (?:January|February|March|April|May|June|July|"
    r"August|"
    rf"September|October|November|December|{_YEAR}|(?:the )?(?:year|month|week|century))(?: {_YEAR})?)\b|"
    r"\b(?P<decade>(?:early |late |mid-)?(?:the )?(?:early |late |mid-)?(?:1[0-9]|20)\d0s)\b|"
    r"\b(?P<century>(?:the )?(?:early |late |mid-)?(?:\d{1,2}(?:st|nd|rd|th)|(?:nine|eigh|seven|six|fif)teenth|"
    r"twentieth|twenty-first)[ -]century)\b|"
    r"\b(?P<clock>\d{1,2}(?:[:.]\d\d)? ?(?:[ap]\.m\.|[ap]m\b)|noon|midnight)|"
    r"(?<![\d,.$€£-])(?P<year>(?:1[5-9]|20)\d\d)(?![\d,%-]|\.\d| (?:people|men|women|homes|jobs|dollars|"
    r"votes|seats))|"
    r"\b(?P<day>Christmas(?: Day| Eve)?|Easter|New Year[’']s (?:Day|Eve)|Ramadan|Thanksgiving)\b"
)
_LEADING = re.compile(
    r"(?:in|since|between|during|from|by|until|before|after|of|to|on|at)\b[ -]", re.IGNORECASE
)
_SAID = re.compile(
    r"\b(?:said|told|added|announced|reported|saying|statement|spokes(?:man|woman|person))\b[^,;.]{0,30}$",
    re.IGNORECASE,
)
_SAYS = re.compile(r"\b(?:sa(?:y|id)|tell|told|announc|report|declar|warn)")
_EXACT = re.compile(r"\b(?:what|which) (?:calendar |exact )?(?:date|day)|\bwhen exactly")


@dataclass(frozen=True, slots=True)
class _Time:
    start: int
    end: int
    days: int
    """How many days it spans; 0 for a time of day."""


def find_time(seeking: Sought) -> Span | None:
    """The time expression nearest to what the question asks about, in the grain it asks for."""
    text, question = seeking.text, seeking.question
    found = [time for time in _times(seeking) if time.start >= seeking.opening]
    found = [time for time in found if text[time.start : time.end].lower() not in question]
    if not found:
        return None
    best = max(found, key=lambda time: (_fit(time, seeking), -time.start))
    return _cut(best, text, question)


def _times(seeking: Sought) -> list[_Time]:
    text = seeking.text
    wider = [match for match in _WIDER.finditer(text) if match.lastgroup]
    found = [_Time(*match.span(match.lastgroup or 0), _DAYS[match.lastgroup or ""]) for match in wider]
    for one in seeking.times:
        lead = _LEADING.match(one.text)
        start = one.start + (lead.end() if lead else 0)
        inside = [time for time in found if time.start <= start and time.end >= one.end]
        if not inside:
            found = [time for time in found if time.end <= start or time.start >= one.end]
            found.append(_Time(start, one.end, (one.last - one.first).days + 1))
    return found


_DAYS = {
    "range": 900,
    "years": 900,
    "season": 90,
    "end": 25,
    "decade": 3650,
    "century": 36500,
    "clock": 0,
    "year": 365,
    "day": 1,
}


def _fit(time: _Time, seeking: Sought) -> float:
    text, question = seeking.text, seeking.question
    fit = seeking.near(time.start, time.end)
    if _SAID.search(text, max(0, time.start - 60), time.start) and not _SAYS.search(question):
        fit -= 2.0
    if "what time" in question:
        return fit + (3.0 if time.days == 0 else 0.0)
    if time.days == 0:
        return fit - 3.0
    if _EXACT.search(question):
        return fit + (1.0 if time.days == 1 else 0.0)
    if re.search(r"(?:what|which) year", question):
        return fit + (1.0 if re.search(_YEAR, text[time.start : time.end]) else 0.0)
    return fit + (0.2 if time.days <= 31 else 0.0)


def _cut(time: _Time, text: str, question: str) -> Span:
    """The expression in the grain that the question asks for: of a date only its year, where a year is asked for."""
    if re.search(r"(?:what|which) year\b", question) and time.days <= 366:
        year = re.search(rf"\b{_YEAR}\b", text[time.start : time.end])
        if year:
            return time.start + year.start(), time.start + year.end()
    return time.start, time.end
