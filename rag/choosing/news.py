"""Answers to "what is new": the leading sentences of the reports since a day, copies of one report being one voice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from index import Article, Filters, Hit
from index.dates import time_expressions
from index.passages import passages
from index.sentences import split
from rag.choosing.choice import Choice
from rag.choosing.days import in_words
from rag.choosing.disagree import published, story
from rag.choosing.plan import Plan
from rag.choosing.quoting import line
from rag.choosing.single import reported
from rag.query import Query
from rag.reader.reading import Reading
from rag.settings import Settings

_LEAST = 0.3
"""Of the best score, what a report needs where the question names a subject."""
_MOST = 6
_FEWEST_WORDS = 6
_NO_LEAD = re.compile(r"(?:CORRECTION|UPDATE|Editor[’']s note|An earlier version)\b", re.IGNORECASE)
_SURE = 0.9
"""Score of a leading sentence where the question names no subject: what came in when is in the record."""


def choose_news(plan: Plan, query: Query, readings: Sequence[Reading], settings: Settings) -> Choice:
    """The leading sentence of each report since the day asked for, newest first; `readings` are best first.

    Where no report read is as new, the newest one is told, and a note says so.
    """
    first, last = _days(plan, query, readings)
    fitting = [one for one in readings if not plan.about or one.score >= _LEAST * readings[0].score]
    voices: dict[str, Reading] = {}
    for reading in fitting:
        voices.setdefault(story(reading), reading)
    leads = [lead_of(reading, plan) for reading in voices.values()]
    leads.sort(key=lambda one: (published(one), one.score), reverse=True)
    new = [one for one in leads if first <= published(one) <= last]
    notes: tuple[str, ...] = ()
    if not new:
        new = leads[:1]
        day = published(new[0])
        since = f" since {in_words(first, first)}" if first > date.min else ""
        newest = f" The newest of them is of {in_words(day, day)}." if day > date.min else ""
        notes = (f"None of the reports that were found was published{since}.{newest}",)
    told = new[:_MOST]
    lines = tuple(line(one, settings, label=reported(one)) for one in told)
    return Choice(lines, max(told, key=lambda one: one.score), notes=notes)


def lead_of(reading: Reading, plan: Plan) -> Reading:
    """The leading sentence of the reading's report, with the reading's score; the reading where it has none."""
    article = reading.hit.article
    score = reading.score if plan.about else max(reading.score, _SURE)
    for start, end in split(article.text):
        sentence = article.text[start:end]
        if len(sentence.split()) >= _FEWEST_WORDS and not _NO_LEAD.match(sentence):
            return replace(reading, start=start, end=end, score=score, span=None)
    return replace(reading, score=score)


def newest_hits(articles: Iterable[Article], filters: Filters, plan: Plan, k: int) -> list[Hit]:
    """The first passage of each of the `k` newest stories that pass the filters and the plan's days.

    For a question that names no subject, where there is nothing to search by. `articles` are newest first, as
    `Library.articles` gives them; the score falls with the rank.
    """
    found: dict[str, Hit] = {}
    for article in articles:
        day = article.published
        if day is None or article.version < 1 or (article.story or article.id) in found:
            continue
        if (
            (plan.since and day < plan.since)
            or (plan.until and day > plan.until)
            or not _passes(article, day, filters)
        ):
            continue
        cut = passages(article)
        if cut:
            found[article.story or article.id] = Hit(cut[0], article, 1.0 / (1 + len(found)))
        if len(found) == k:
            break
    return list(found.values())


def _passes(article: Article, day: date, filters: Filters) -> bool:
    if (filters.since and day < filters.since) or (filters.until and day > filters.until):
        return False
    names = {name.casefold() for name in filters.sources}
    return not names or (article.source or "").casefold() in names


def _days(plan: Plan, query: Query, readings: Sequence[Reading]) -> tuple[date, date]:
    """The days between which something is new: the plan's, else those of a day without a year ("since 6 March").

    Such a day is the last one before the newest report read.
    """
    newest = max((published(one) for one in readings), default=date.min)
    if plan.since or plan.until:
        return plan.since or date.min, plan.until or date.max
    found = time_expressions(query.question, newest) if newest > date.min else ()
    return (found[0].first, date.max) if found else (date.min, date.max)
