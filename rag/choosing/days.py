"""The days that the words of an answer mean, in words, with the report they were counted from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from index.dates import TimeExpression, time_expressions
from rag.reader.reading import Reading

_LONGEST = 366  # days; a longer time is no answer to "when" that a calendar date would make plainer
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Dated:
    """A short answer with its calendar date, and the note that says how the date was found ("" where it stands)."""

    short: str
    note: str = ""


def in_words(first: date, last: date) -> str:
    """Days in words: "16 August 2017", "August 2017", "2017", "14 to 20 August 2017"."""
    if first == last:
        return f"{first.day} {first:%B %Y}"
    after = last + timedelta(days=1)
    if first.day == 1 and after.day == 1 and (first.year, first.month) == (last.year, last.month):
        return f"{first:%B %Y}"
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return str(first.year) if first.year == last.year else f"{first.year} to {last.year}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {in_words(last, last)}"
    same_year = first.year == last.year
    return f"{first.day} {first:%B}{'' if same_year else f' {first.year}'} to {in_words(last, last)}"


def times_in(reading: Reading, start: int, end: int) -> list[TimeExpression]:
    """The time expressions that overlap a part of the article, their offsets counting in the article.

    They are read in their passage, since "two days later" counts from a day that an earlier sentence names.
    """
    passage, published = reading.hit.passage, reading.hit.article.published
    text, shift = passage.text, passage.start
    if not (passage.start <= start and end <= passage.end):
        text, shift = reading.text, reading.start
    return [
        TimeExpression(one.text, one.start + shift, one.end + shift, one.first, one.last, one.relative)
        for one in time_expressions(text, published)
        if one.start + shift < end and start < one.end + shift
    ]


def dated(short: str, reading: Reading) -> Dated:
    """A short answer with the calendar date of the one relative time that it names.

    "Wednesday" becomes "Wednesday (16 August 2017)", "July" becomes "July 2017". Anything else stays as it is.
    """
    published = reading.hit.article.published
    found = times_in(reading, *reading.span) if reading.span and published else []
    if len(found) != 1 or not found[0].relative or (found[0].last - found[0].first).days > _LONGEST:
        return Dated(short)
    (one,) = found
    calendar = in_words(one.first, one.last)
    if published is None or _words(calendar) <= _words(short):
        return Dated(short)
    note = f"{one.text} → {calendar}, counted from the report of {in_words(published, published)}"
    if f" {short} " in f" {calendar} ":
        return Dated(calendar, note)
    return Dated(f"{short} ({calendar})", note)


def without_a_day(reading: Reading) -> str:
    """What is said where "when" is asked and the sentence names no time: the day of its report; "" where unknown."""
    published = reading.hit.article.published
    if published is None or times_in(reading, reading.start, reading.end):
        return ""
    return f"The sentence names no day; its report is of {in_words(published, published)}"


def _words(text: str) -> set[str]:
    return {match.group().lower() for match in _WORD.finditer(text)}
