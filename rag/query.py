"""Understands a question: its kind, its words, its dates and filters, and what it goes on from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from index import Filters
from index.dates import time_expressions
from rag.asked_days import asked_filters, spoken_days
from rag.conversation import restated, turns
from rag.errors import QuestionError
from rag.keywords import keywords
from rag.kinds import kind_of
from rag.result import ResolvedDate
from rag.support.names import names

LONGEST_QUESTION = 2000
"""Characters; a longer question is a QuestionError."""
_EACH_REPORT = re.compile(
    r"\b(?:each|every|the different|the various) (?:report|article|outlet|newspaper|source|paper)s?\b|"
    r"\bfrom one report to the next\b",
    re.IGNORECASE,
)
_YEARLESS = re.compile(
    r"(?:[A-Z][a-z]+day,? )?(?:the )?(?:\d{1,2}(?:st|nd|rd|th)?(?: of)? )?"
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?(?: \d{1,2}(?:st|nd|rd|th)?(?: ?[-–] ?\d{1,2})?)?$"
)
"""A day and month without a year mean any year in a question: they are matched as words."""
_LATEST = re.compile(
    r"\b(?:latest|newest|most recent(?:ly)?|current(?:ly)?|by now|so far|to date|as of (?:now|today)|up to now|"
    r"at present|right now|these days|nowadays|still|now)\b",
    re.IGNORECASE,
)
_SHELL = re.compile(  # what a question is wrapped in says nothing of what it is about
    r"^(?:(?:true or false|fill in the blank|quiz|question|q)\b ?[:,.?–—-]+ ?|please,? |any idea,? |i wonder,? |"
    r"i(?: want|'d like| would like) to know,? |(?:can|could|would) (?:you|anyone|someone) (?:please )?(?:tell|remind) "
    r"me,? |(?:please )?tell me,? |do you know,? |(?:can|could) you (?:name|guess),? )+(?=\S)",
    re.IGNORECASE,
)
_QUESTION_END = re.compile(r"(?<=\?)\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Query:
    """A question as it is searched and read.

    `standalone` is what is searched: for a question that goes on from another, one that stands alone. `keywords` are
    its content words; where it had to be put behind the questions before it, those of the question itself, and
    `context` the words it takes over. `kind`, `names` and `dates` are of the same words as `keywords`.
    `dates` are the days it speaks of, `days` those that reports of it would be near; `latest` says that it asks for how
    things stand. `spelled` are the words that are searched in another spelling, with that spelling.
    """

    question: str
    standalone: str
    kind: str
    keywords: tuple[str, ...]
    context: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    each_report: bool = False
    latest: bool = False
    days: tuple[tuple[date, date], ...] = ()
    spelled: tuple[tuple[str, str], ...] = ()
    dates: tuple[ResolvedDate, ...] = ()
    counts_from: bool = False
    """Whether one of the dates was counted from another day."""
    filters: Filters = field(default_factory=Filters)
    as_of: date | None = None

    @property
    def own(self) -> str:
        """The words that keywords and kind are of: all that stands alone, or what is asked behind other questions."""
        return self.question if self.context else self.standalone

    @property
    def asked(self) -> str:
        """What is put to a model that reads: the standalone question without whole questions asked before it."""
        return _QUESTION_END.split(self.standalone)[-1] if self.context else self.standalone


def check_question(question: object) -> str:
    """The question in one line, without control characters; QuestionError where it is empty or too long."""
    if not isinstance(question, str):
        raise QuestionError(f"A question must be text, not {type(question).__name__}.")
    question = question.encode("utf-8", "replace").decode("utf-8")  # undecodable bytes of a command line
    question = "".join(" " if unicodedata.category(mark) == "Cc" else mark for mark in question)
    question = " ".join(question.split())
    if not any(
        unicodedata.category(mark)[0] in "LNPSM" for mark in question
    ):  # white space, or what has no shape
        raise QuestionError("The question is empty. Ask something about the articles.")
    if len(question) > LONGEST_QUESTION:
        raise QuestionError(
            f"The question has {len(question):,} characters; {LONGEST_QUESTION:,} are the most. Ask it more shortly."
        )
    return question


def unwrapped(question: str) -> str:
    """A question without what it is wrapped in: "True or false:", "Can you tell me"; it begins with a capital then."""
    bare = _SHELL.sub("", question)
    return bare if bare == question else bare[:1].upper() + bare[1:]


def understand(
    question: str,
    history: Sequence[Mapping[str, object]],
    filters: Filters,
    as_of: date | None,
    counted_from: date,
) -> Query:
    """The query of a question. Relative dates in it count from `counted_from`.

    Raises QuestionError for a question that is empty or too long and for a history of another shape.
    """
    question = check_question(question)
    standalone = unwrapped(restated(question, turns(history)))
    plain = len(_QUESTION_END.split(standalone)) == 1  # nothing had to be put in front of it
    said = standalone if plain else question
    own = keywords(unwrapped(said))
    lower = {word.lower() for word in own}
    context = tuple(word for word in keywords(standalone) if word.lower() not in lower)
    if as_of is not None:
        until = min(filters.until, as_of) if filters.until else as_of
        filters = Filters(filters.since, until, filters.sources)
    if filters.since and filters.until and filters.since > filters.until:
        raise QuestionError(
            f"Nothing can be published since {filters.since} and until {filters.until}: swap the two dates."
        )
    asked = asked_filters(question, counted_from)
    filters = Filters(
        max(filter(None, (filters.since, asked.since)), default=None),
        min(filter(None, (filters.until, asked.until)), default=None),
        filters.sources,
    )
    dates = [one for one in time_expressions(said, counted_from) if not _YEARLESS.match(one.text)]
    return Query(
        question=question,
        standalone=standalone,
        kind=kind_of(said),
        keywords=own,
        context=context,
        names=tuple(name.text for name in names(said)),
        each_report=bool(_EACH_REPORT.search(question)),
        latest=bool(_LATEST.search(question)),
        days=spoken_days(dates, day_is_given=as_of is not None),
        dates=tuple(ResolvedDate(one.text, one.first, one.last, counted_from) for one in dates),
        counts_from=any(one.relative for one in dates),
        filters=filters,
        as_of=as_of,
    )


def as_date(value: date | str | None, name: str) -> date | None:
    """A date given as such or in ISO 8601; QuestionError where it is neither."""
    if value is None or (isinstance(value, date) and type(value) is date):
        return value
    if isinstance(value, date):  # a datetime is a date
        return date(value.year, value.month, value.day)
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise QuestionError(f"{name} must be a date such as 2017-08-18, not {value!r}.") from None


def anchor_day(as_of: date | None, newest: date | None, today: date) -> tuple[date, bool]:
    """The day relative dates in a question count from, and whether it is the newest article's rather than today's."""
    if as_of is not None:
        return as_of, False
    if newest is not None and newest < today - timedelta(days=1):
        return newest, True
    return today, False
