"""Finds the passages for a query: by meaning and by words, fused by reciprocal rank."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index import Filters, Hit, Library
from rag.query import Query

RANK_CONSTANT = 60
"""k of reciprocal rank fusion (Cormack, Clarke and Buettcher 2009, section 3)."""
CANDIDATES = 50
"""Passages taken from each of the two searches."""


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
    """The hits without those that only repeat, in a copy of the same report, what a better hit says.

    A passage of a copy stays when it has a sentence that the better ones lack: copies are edited.
    """
    owner: dict[tuple[str, str], str] = {}
    kept: list[Hit] = []
    for hit in hits:
        story = hit.article.story or hit.article.id
        sentences = {fold(text) for _, _, text in hit.passage.sentence_texts()}
        repeated = {text for text in sentences if owner.get((story, text), hit.article.id) != hit.article.id}
        if sentences and repeated == sentences:
            continue
        for text in sentences:
            owner.setdefault((story, text), hit.article.id)
        kept.append(hit)
    return kept


def retrieve(library: Library, query: Query, k: int) -> list[Hit]:
    """The `k` best passages for a query, best first, copies of one report counted once."""
    filters: Filters = query.filters
    vector = library.embed_query(query.standalone)
    by_meaning = library.search_vectors(vector, max(CANDIDATES, k), filters)
    by_words = library.search_words([*query.keywords, *query.context], max(CANDIDATES, k), filters)
    fused = fuse([[seq for seq, _ in by_meaning], [seq for seq, _ in by_words]])
    return one_voice(library.hits(fused, dict(by_meaning)))[:k]
