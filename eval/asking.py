"""Asks a question as it is shipped, and once more with abstention off where it was silent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from eval.measures.normalise import without_markers
from index.article import Hit
from rag.result import Answer

ABSTAINED = "(abstained)"
DO_NOT_SAY = "(the articles do not say)"


@dataclass(frozen=True, slots=True)
class Asked:
    """The answer at the shipped threshold, and the best guess: the same where it is no abstention."""

    answer: Answer
    guess: Answer


def asked(ask: Callable[[float | None], Answer]) -> Asked:
    """Ask with `abstain_below` None, the shipped threshold, and where it abstains with 0, which never does.

    A guess is an abstention all the same where there was nothing to read.
    """
    answer = ask(None)
    return Asked(answer, ask(0.0) if answer.abstained else answer)


def said(answer: Answer) -> str:
    """Give the words that are compared with a gold answer: the short answer, else the prose; "" for an abstention."""
    return "" if answer.abstained else answer.short or without_markers(answer.text)


def shown(answer: Answer) -> str:
    """Give what was said for a list of answers: an abstention as one."""
    return said(answer) or ABSTAINED


def retrieved(hits: Sequence[Hit], relevant: Sequence[bool | None]) -> list[dict[str, Any]]:
    """Give the passages found, best first, as JSON values; `relevant` says of each whether it is, None if unjudged."""
    return [
        {
            "passage_id": hit.passage.id,
            "article_id": hit.article.id,
            "title": hit.article.title,
            "source": hit.article.source,
            "published": hit.article.published.isoformat() if hit.article.published else None,
            "start": hit.passage.start,
            "end": hit.passage.end,
            "score": round(hit.score, 6),
            "relevant": judged,
            "text": hit.passage.text,
        }
        for hit, judged in zip(hits, relevant, strict=True)
    ]
