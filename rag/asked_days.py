"""The days a question speaks of: those its events are near, and those in which a report must have been published."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from index import Filters
from index.dates import TimeExpression, time_expressions

_REPORTS = re.compile(  # what stands before the days: "articles published in", "reported since"
    r"\b(?:(?:reports|articles|stories|newspapers|news|coverage)"
    r"(?: (?:that|which) (?:were|have been|was|has been|are))?"
    r"(?: (?:published|written|printed|reported|dated|from|appeared))?"
    r"|what (?:was|has been|had been) (?:newly )?(?:reported|published)(?: about [^,?]+?)?)"
    r"(?P<how> (?:in|on|of|from|during|over|since|between|before|after|until|up to|by))?(?: the| all of)?\s*$",
    re.IGNORECASE,
)
_LEAD = re.compile(r"(?:since|between|before|after|until|up to|by|from)\b", re.IGNORECASE)
_DAY = timedelta(days=1)
_PRESENT = re.compile(
    r"(?:this (?:past )?(?:week|month|year|weekend)|today|tonight|now|currently)\b", re.IGNORECASE
)


def asked_filters(question: str, counted_from: date) -> Filters:
    """The publication days that a question plainly asks for ("reports since May"); empty where it asks for none.

    "in" and "of" are both bounds, "since" and "after" the first, "before" and "until" the last; of several such
    phrases the narrowest days.
    """
    since: date | None = None
    until: date | None = None
    for one in time_expressions(question, counted_from):
        first, last = _published(question, one)
        since = max(filter(None, (since, first)), default=None)
        until = min(filter(None, (until, last)), default=None)
    return Filters(since, until)


def _published(question: str, one: TimeExpression) -> tuple[date | None, date | None]:
    """The publication days that one time expression asks for."""
    match = _REPORTS.search(question[: one.start])
    lead = _LEAD.match(one.text)
    if match is None or not (match["how"] or lead or one.relative):
        return None, None
    how = (match["how"] or (lead.group() if lead else "in")).strip().lower()
    if how == "since":
        return one.first, None
    if how == "after":
        return one.last + _DAY, None
    if how == "before":
        return None, one.first - _DAY
    if how in {"until", "up to", "by"}:
        return None, one.last
    return one.first, one.last


def spoken_days(
    expressions: Sequence[TimeExpression], *, day_is_given: bool
) -> tuple[tuple[date, date], ...]:
    """The days that reports of what is asked for would be near, first and last of each expression.

    "This week" says so only where the day of the question is given: a question of a quiz means the week of the quiz.
    """
    return tuple(
        (one.first, one.last)
        for one in expressions
        if day_is_given or not (one.relative and _PRESENT.match(one.text))
    )
