"""The questions of a suite and their accepted answers, read from JSON Lines.

One item a line: `{"id", "type", "question", "answers": [...] or null, "all_of": [[...], ...], "evidence":
[{"article", "quote"}]}`, or a conversation `{"id", "type", "turns": [{"question", "answers", ...}]}`.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from eval.datafiles import records
from eval.errors import DatasetError
from eval.fields import Fields
from eval.measures.normalise import normalise

Q = TypeVar("Q")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words that give the answer: `quote` stands in `article`, which is a file name or an article id."""

    article: str
    quote: str


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing asked, and what counts as its answer.

    `answers` are alternatives, None where the articles do not say. Where `all_of` has groups, one alternative
    of each group is needed, and `answers` may be empty.
    """

    question: str
    answers: tuple[str, ...] | None
    all_of: tuple[tuple[str, ...], ...] = ()
    evidence: tuple[Evidence, ...] = ()

    @property
    def answerable(self) -> bool:
        """Whether the articles say."""
        return self.answers is not None


@dataclass(frozen=True, slots=True)
class Question:
    """One item of a suite: a single turn, or the turns of a conversation in order."""

    id: str
    type: str
    turns: tuple[Turn, ...]
    conversation: bool = False


def load_questions(path: str | Path) -> tuple[Question, ...]:
    """Read the questions of a JSONL file (UTF-8, a byte order mark is passed over, blank lines too).

    Raises `DatasetError` for a file that cannot be read, a malformed line, an id used twice and an empty set.
    """
    questions = [_question(item) for item in unique(records(Path(path)), "id")]
    if not questions:
        raise DatasetError(f"{path}: there are no questions in it. Write one JSON object on each line.")
    return tuple(questions)


def unique(items: Iterable[Fields], field: str) -> Iterator[Fields]:
    """Pass the objects on; raises `DatasetError` at one whose field says what that of an earlier one says."""
    seen: dict[str, str] = {}
    for item in items:
        name = item.name(field)
        if name in seen:
            raise item.error(field, f'"{name}" is the {field} of {seen[name]} too. Give each one of its own')
        seen[name] = item.where.rpartition(", ")[2]
        yield item


def draw(questions: Sequence[Q], limit: int | None, seed: int) -> tuple[Q, ...]:
    """Draw `limit` questions at random, the same ones for the same seed, in the order of the file."""
    if limit is None or limit >= len(questions):
        return tuple(questions)
    if limit < 1:
        raise DatasetError(f"--limit {limit}: there is nothing to ask. Give a number from 1 up.")
    drawn = sorted(random.Random(seed).sample(range(len(questions)), limit))
    return tuple(questions[position] for position in drawn)


def _question(item: Fields) -> Question:
    name, kind = item.text("id"), item.text("type")
    if not item.has("turns"):
        return Question(name, kind, (_turn(item),))
    if item.has("question"):
        raise item.error("turns", 'stands beside "question". Keep one of them: "turns" for a conversation')
    turns = item.objects("turns")
    if not turns:
        raise item.error("turns", 'is empty. Give at least one {"question", "answers"}')
    return Question(name, kind, tuple(_turn(turn) for turn in turns), conversation=True)


def _turn(item: Fields) -> Turn:
    question = item.question("question")
    evidence = tuple(
        Evidence(part.text("article"), part.text("quote")) for part in item.objects("evidence", optional=True)
    )
    all_of = tuple(
        tuple(_matchable(item, f"all_of[{i}][{j}]", text) for j, text in enumerate(group))
        for i, group in enumerate(item.groups("all_of", optional=True))
    )
    if item.is_null("answers"):
        if all_of:
            raise item.error("answers", 'is null beside "all_of". Empty one of them')
        return Turn(question, None, evidence=evidence)
    answers = tuple(
        _matchable(item, f"answers[{i}]", text)
        for i, text in enumerate(item.texts("answers", optional=bool(all_of)))
    )
    if not answers and not all_of:
        raise item.error(
            "answers", "is empty. List the accepted answers, or write null where the articles do not say"
        )
    return Turn(question, answers, all_of, evidence)


def _matchable(item: Fields, field: str, text: str) -> str:
    """Check an accepted answer: without a letter or digit it could not be matched."""
    if not normalise(text):
        raise item.error(field, "has no letter or digit. Write the words that must stand in the answer")
    return text
