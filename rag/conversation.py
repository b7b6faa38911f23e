"""The conversation before a question, and what a question that goes on from it takes over."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rag.errors import QuestionError
from rag.followup import goes_on
from rag.support.names import names

_LONGEST_HISTORY = 20  # turns looked back over
_LONGEST_TURN = 2000  # characters of an earlier question
_MOST_BACK = 3  # questions taken over, at most
_MOST_NAMES = 4  # of an answer


@dataclass(frozen=True, slots=True)
class Turn:
    """A question of the conversation and the answer it got, "" where it got none."""

    question: str
    answer: str = ""


def turns(history: Sequence[Mapping[str, object]]) -> list[Turn]:
    """The turns of a history, oldest first; QuestionError where it is not one."""
    found: list[Turn] = []
    wrong = QuestionError(
        'The history must be a sequence of {"role": "user" or "assistant", "content": text}.'
    )
    given: object = history  # whatever a caller without types hands over
    if not isinstance(given, Sequence):
        raise wrong
    for message in given:
        fields = message if isinstance(message, Mapping) else {}
        role, content = fields.get("role"), fields.get("content")
        if role not in ("user", "assistant") or not isinstance(content, str):
            raise wrong
        if role == "user":
            found.append(Turn(" ".join(content.split())[:_LONGEST_TURN]))
        elif found:
            found[-1] = Turn(found[-1].question, f"{found[-1].answer} {content}".strip())
    return found[-_LONGEST_HISTORY:]


def taken_over(question: str, before: Sequence[Turn]) -> list[str]:
    """What a question takes over: those before it, back to one that stands alone, and the names of the last answer.

    Nothing for a question that stands alone.
    """
    if not before or not goes_on(question):
        return []
    taken: list[str] = []
    for number, turn in enumerate(reversed(before[-_MOST_BACK:])):
        entities = _answer_names(turn.answer) if number == 0 else []
        taken = [turn.question, *entities, *taken]
        if not goes_on(turn.question):
            break
    return taken


def _answer_names(answer: str) -> list[str]:
    """The names in an answer's prose, without its citation markers; none of a statement that nothing was found."""
    answer = re.sub(r"\[\d+(?:, ?\d+)*\]", " ", answer)
    return list(dict.fromkeys(name.text for name in names(answer)))[:_MOST_NAMES]
