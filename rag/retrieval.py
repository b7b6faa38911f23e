"""Finds the passages for a query: by meaning and by words, ranked by fitted weights; copies of a report speak once."""

from __future__ import annotations

import heapq
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from index import Hit, Library
from rag.query import Query
from rag.ranking import Candidate, features, weights
from rag.settings import Settings
from rag.spelling import spelled

RANK_CONSTANT = 60
"""k of reciprocal rank fusion (Cormack, Clarke and Buettcher 2009, section 3)."""
BY_MEANING, BY_WORDS = 50, 60
"""Passages taken from each of the two searches: with 100 of each the ranking finds no more, and takes twice as long."""
SHIPPED = Settings()
"""The settings where none are given."""
_DAYS_WEIGHT, _LATEST_WEIGHT = 1.5, 0.7
"""In the unit of the fitted scores, logarithms of odds; set by hand, for the questions that the ranking is fitted on
name few days. A passage of the very day rises above others about the same thing, not above those about another."""
_NEAR_DAYS = 7.0
"""Days by which a report may miss the days asked for, and lose two thirds of their weight."""
_SAME_THING = 20
"""Passages of the best that are taken to be about what the question is about, when the newest of them is sought."""
_FREE, _STORY_COST, _EACH_COST = 3, 0.3, 1.5
"""What each passage of a story after the third costs its next one, so that no story takes all places; where every
report is asked for each costs, and more. Set by hand: recall on the samples is the same with and without."""


def fuse(rankings: Sequence[Sequence[int]]) -> list[tuple[int, float]]:
    """Reciprocal rank fusion: the items of all rankings as (item, score), best first.

    score = sum over the rankings of 1 / (60 + rank), rank counted from 1. Ties keep the order of appearance.
    """
    scores: dict[int, float] = {}
    for ranking in rankings:
        for rank, item in enumerate(ranking, start=1):
            scores[item] = scores.get(item, 0.0) + 1.0 / (RANK_CONSTANT + rank)
    return sorted(scores.items(), key=lambda item: item[1], reverse=True)


def fold(text: str) -> str:
    """The words of a sentence without case and punctuation: copies differ in their quotation marks."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def one_voice(hits: Sequence[Hit]) -> list[Hit]:
    """The hits without those that only repeat, in a copy of the same report, what another hit says.

    The article with a story's best hit speaks first, and a copy only where it adds something: a passage of a copy stays
    when it has a sentence that the others lack, for copies are edited.
    """
    first: dict[str, str] = {}
    for hit in hits:
        first.setdefault(_story(hit), hit.article.id)
    copied = {_story(hit) for hit in hits if first[_story(hit)] != hit.article.id}
    owner: dict[tuple[str, str], str] = {}
    for hit in hits:
        if _story(hit) in copied and first[_story(hit)] == hit.article.id:
            owner |= {(_story(hit), text): hit.article.id for text in _sentences(hit)}
    kept: list[Hit] = []
    for hit in hits:
        if _story(hit) not in copied:
            kept.append(hit)
            continue
        own = [(_story(hit), text) for text in _sentences(hit)]
        if own and all(owner.get(sentence, hit.article.id) != hit.article.id for sentence in own):
            continue
        for sentence in own:
            owner.setdefault(sentence, hit.article.id)
        kept.append(hit)
    return kept


def _sentences(hit: Hit) -> set[str]:
    return {fold(text) for _, _, text in hit.passage.sentence_texts()}


def _story(hit: Hit) -> str:
    return hit.article.story or hit.article.id


def diverse(hits: Sequence[Hit], most: int, cost: float, free: int = 0) -> list[Hit]:
    """The `most` best hits where each passage of a story after `free` makes its next one cost more; scores fall."""
    taken: Counter[str] = Counter()
    chosen: list[Hit] = []
    waiting = [
        (-hit.score, at, 0) for at, hit in enumerate(hits)
    ]  # the last: of its story taken when it was scored
    heapq.heapify(waiting)
    while waiting and len(chosen) < most:
        score, at, known = heapq.heappop(waiting)
        hit, story = hits[at], _story(hits[at])
        if known < taken[story]:  # scored before another of its story was taken
            lost = cost * max(0, taken[story] - free)
            heapq.heappush(waiting, (lost - hit.score, at, taken[story]))
            continue
        taken[story] += 1
        chosen.append(replace(hit, score=-score))
    return chosen


def near_days(published: date | None, days: Sequence[tuple[date, date]]) -> float:
    """How near a report is to the days a question speaks of: 1 on them and for three days after, else falling to 0.

    The longer the span of days, the slower. Of several spans the nearest counts.
    """
    if published is None or not days:
        return 0.0
    nearness = []
    for first, last in days:
        off = max((first - published).days, (published - last).days - 3, 0)
        nearness.append(math.exp(-off / (_NEAR_DAYS + (last - first).days / 4)))
    return max(nearness)


def newness(hits: Sequence[Hit]) -> list[float]:
    """For each hit, best first, the share (0..1) of the best ones that were published before it; 0 without a date."""
    of_best = [hit.article.published for hit in hits[:_SAME_THING] if hit.article.published]
    return [
        sum(other < hit.article.published for other in of_best) / max(len(of_best), 1)
        if hit.article.published
        else 0.0
        for hit in hits
    ]


def candidates(library: Library, query: Query, k: int = 0) -> list[tuple[Candidate, float]]:
    """The passages that meaning or words find, at least `k` where there are so many, with their reciprocal ranks' sum.

    The best by that sum come first.
    """
    vector = library.embed_query(query.standalone)
    by_meaning = library.search_vectors(vector, max(BY_MEANING, k), query.filters)
    words = [*query.keywords, *query.context]
    by_words = library.search_words(words, max(BY_WORDS, k), query.filters)
    nearest, cosines = [seq for seq, _ in by_meaning], dict(by_meaning)
    places = {seq: place for place, seq in enumerate(nearest, start=1)}
    fused = fuse([nearest, [seq for seq, _ in by_words]])
    found = library.passages([seq for seq, _ in fused])
    return [
        (Candidate(*found[seq], cosines.get(seq), places.get(seq)), score)
        for seq, score in fused
        if seq in found
    ]


def retrieve(library: Library, query: Query, k: int, settings: Settings = SHIPPED) -> list[Hit]:
    """The `k` best passages for a query, best first, copies of one report counted once."""
    if settings.spelling:
        query = spelled(query, library)
    found = candidates(library, query, k)
    hits = [Hit(one.passage, one.article, score, one.cosine) for one, score in found]
    if settings.ranking and hits:
        rows = features(query, [one for one, _ in found], library, library.summary().newest)
        hits = _best_first(_scored(hits, (rows @ weights()).tolist()))
        hits = _best_first(_scored(hits, _by_date(query, hits, settings)))
    hits = one_voice(hits)
    if settings.ranking and settings.diversity:  # what a place costs is in the unit of the fitted scores
        cost, free = (_EACH_COST, 0) if query.each_report else (_STORY_COST, _FREE)
        hits = diverse(hits, k, cost, free)
    return library.with_copies(hits[:k])


def _by_date(query: Query, hits: Sequence[Hit], settings: Settings) -> list[float]:
    """The score of each hit with what its day adds: near the days the question speaks of, new where it asks so."""
    scores = [hit.score for hit in hits]
    if settings.dates and query.days:
        near = [near_days(hit.article.published, query.days) for hit in hits]
        scores = [score + _DAYS_WEIGHT * by for score, by in zip(scores, near, strict=True)]
    if settings.recency and query.latest:
        scores = [score + _LATEST_WEIGHT * by for score, by in zip(scores, newness(hits), strict=True)]
    return scores


def _scored(hits: Sequence[Hit], scores: Sequence[float]) -> list[Hit]:
    return [replace(hit, score=score) for hit, score in zip(hits, scores, strict=True)]


def _best_first(hits: Sequence[Hit]) -> list[Hit]:
    return sorted(hits, key=lambda hit: hit.score, reverse=True)
