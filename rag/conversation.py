"""The conversation before a question, and what a question that goes on from it takes over."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rag.errors import QuestionError
from rag.followup import goes_on
from rag.restating import Antecedents, after, partly, restate
from rag.support.names import names

_LONGEST_HISTORY = 20  # turns looked back over
_LONGEST_TURN = 2000  # characters of an earlier question
_MOST_BACK = 5  # names and questions since the last question that stands alone, at most
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


def restated(question: str, before: Sequence[Turn]) -> str:
    """The question as one that stands alone, as far as the turns before it allow.

    A question that stands alone is given back as it is. Where every pronoun stands for something plain, it is the
    question with these in their place; where not, it comes behind the last question that stands alone and the names
    of its answer, so that it is at least searched with what it is about.
    """
    known, last = Antecedents(), ""
    since: list[str] = []  # what came after the last question that stands alone
    for turn in before:
        follows = bool(last) and goes_on(turn.question)
        alone = restate(turn.question, known, last) if follows else turn.question
        known = after(alone or turn.question, turn.answer, known if follows else Antecedents())
        if alone:
            last, since = alone, []
        else:
            since.append(turn.question)
        since += _answer_names(turn.answer)
    if not last or not goes_on(question):
        return question
    return restate(question, known, last) or " ".join([last, *since[-_MOST_BACK:], partly(question, known)])


def _answer_names(answer: str) -> list[str]:
    """The names in an answer's prose, without its citation markers; none of a statement that nothing was found."""
    answer = re.sub(r"\[\d+(?:, ?\d+)*\]", " ", answer)
    return list(dict.fromkeys(name.text for name in names(answer)))[:_MOST_NAMES]
