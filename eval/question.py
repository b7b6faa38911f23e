"""The questions of a suite and their accepted answers, read from JSON Lines.

One item a line: `{"id", "type", "question", "answers": [...] or null, "all_of": [[...], ...], "evidence":
[{"article", "quote"}]}`, or a conversation `{"id", "type", "turns": [{"question", "answers", ...}]}`.
"""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.errors import DatasetError
from eval.fields import Fields
from eval.measures.normalise import normalise

MAX_QUESTION = 2000  # characters; a longer question is refused by `rag.answer` too


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
    seen: dict[str, int] = {}
    questions = []
    for number, line in _lines(Path(path)):
        question = _question(_fields(path, number, line))
        if question.id in seen:
            first = seen[question.id]
            raise DatasetError(
                f'{path}, line {number}, field "id": "{question.id}" is the id of line {first} too. '
                "Give each question an id of its own."
            )
        seen[question.id] = number
        questions.append(question)
    if not questions:
        raise DatasetError(f"{path}: there are no questions in it. Write one JSON object on each line.")
    return tuple(questions)


def draw(questions: Sequence[Question], limit: int | None, seed: int) -> tuple[Question, ...]:
    """Draw `limit` questions at random, the same ones for the same seed, in the order of the file."""
    if limit is None or limit >= len(questions):
        return tuple(questions)
    if limit < 1:
        raise DatasetError(f"--limit {limit}: there is nothing to ask. Give a number from 1 up.")
    drawn = sorted(random.Random(seed).sample(range(len(questions)), limit))
    return tuple(questions[position] for position in drawn)


def _lines(path: Path) -> list[tuple[int, str]]:
    """Give the lines that are not blank, with their numbers from 1.

    Split on line feeds only: U+2028 and its like may stand inside a JSON string.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise DatasetError(f"{path}: there is no such file. Give the path of a JSONL file.") from None
    except IsADirectoryError:
        raise DatasetError(f"{path}: this is a folder. Give the path of a JSONL file.") from None
    except OSError as error:
        raise DatasetError(f"{path}: cannot be read ({error.strerror}). Check the path.") from None
    lines = []
    for number, raw in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        try:
            line = raw.decode("utf-8")
        except UnicodeDecodeError as error:
            raise DatasetError(
                f"{path}, line {number}: byte {error.start + 1} is not UTF-8. Save the file as UTF-8."
            ) from None
        if line.strip():
            lines.append((number, line))
    return lines


def _fields(path: str | Path, number: int, line: str) -> Fields:
    """Read the line as an object whose fields can be asked for."""
    where = f"{path}, line {number}"
    try:
        value = json.loads(line)
    except json.JSONDecodeError as error:
        raise DatasetError(
            f"{where}, column {error.colno}: not JSON ({error.msg}). Write one whole JSON object on the line."
        ) from None
    except (RecursionError, ValueError):
        raise DatasetError(f"{where}: not usable JSON. Write one plain JSON object on the line.") from None
    if not isinstance(value, dict):
        raise DatasetError(
            f"{where}: not a JSON object. Write one object {{...}} on each line, with no list around."
        )
    return Fields(where, value)


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
    question = item.text("question")
    if len(question) > MAX_QUESTION:
        raise item.error("question", f"has {len(question):,} characters. Shorten it to {MAX_QUESTION:,}")
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
