"""How far a question got on its way to an answer: in an article, found, read, quoted. Kept with each item."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from eval.asking import shown
from eval.judging import Judgment, cites, retrieves
from eval.measures.normalise import holds_words
from index.article import Hit
from rag.result import Answer


@dataclass(frozen=True, slots=True)
class Trace:
    """Where the gold answer was seen last.

    `in_articles` says whether an article has it, None where nobody knows. `found_at` is the place, from 1, of the
    first passage that has it among those `found`, None where none has; the first `read` of them were read. `quoted`
    says whether the best guess, the answer with abstention off, quotes it; `guessed` whether there was a guess at
    all, and `guess` what it was.
    """

    in_articles: bool | None
    found_at: int | None
    found: int
    read: int
    quoted: bool
    guessed: bool
    guess: str

    def to_dict(self) -> dict[str, Any]:
        """Give it as JSON values."""
        return asdict(self)


def trace_of_words(
    answers: Sequence[str], in_articles: bool | None, hits: Sequence[Hit], read: int, guess: Answer
) -> Trace:
    """Follow the words of the accepted answers: a passage has the answer where one of them stands in it."""
    held = [any(holds_words(hit.passage.text, words) for words in answers) for hit in hits]
    quoted = any(holds_words(citation.quote, words) for citation in guess.citations for words in answers)
    return _trace(in_articles, held, read, quoted, guess)


def trace_of_evidence(
    judgments: Sequence[Judgment], hits: Sequence[Hit], read: int, guess: Answer
) -> Trace | None:
    """Follow the marked evidence: a passage has the answer where it has some of it; None where none is marked."""
    if not judgments:
        return None
    held = [any(retrieves(hit, judgment) for judgment in judgments) for hit in hits]
    quoted = any(cites(citation, judgment) for citation in guess.citations for judgment in judgments)
    return _trace(any(judgment.places for judgment in judgments), held, read, quoted, guess)


def _trace(in_articles: bool | None, held: Sequence[bool], read: int, quoted: bool, guess: Answer) -> Trace:
    found_at = held.index(True) + 1 if True in held else None
    return Trace(in_articles, found_at, len(held), read, quoted, not guess.abstained, shown(guess))
