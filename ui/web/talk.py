"""The conversation as data: what was asked, what has come back so far, and what went wrong."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index.errors import LibraryError
from rag.errors import LanguageModelError, QuestionError
from rag.result import Answer, Citation, Sentence

if TYPE_CHECKING:
    from rag import Chain

log = logging.getLogger(__name__)

UNEXPECTED = (
    "Something went wrong while answering. The window where Dateline runs says more; you can ask again."
)


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and what has come back: sentences while it is answered, then an answer or a problem."""

    question: str
    sentences: tuple[Sentence, ...] = ()
    answer: Answer | None = None
    problem: str = ""

    @property
    def busy(self) -> bool:
        """Whether the answer is still on its way."""
        return self.answer is None and not self.problem


def history(turns: Sequence[Turn]) -> list[dict[str, str]]:
    """The answered turns as the chain takes them: plain text, oldest first."""
    messages = []
    for turn in turns:
        if turn.answer is not None:
            messages.append({"role": "user", "content": turn.question})
            messages.append({"role": "assistant", "content": turn.answer.text})
    return messages


def follow(chain: Chain, question: str, turns: Sequence[Turn]) -> Iterator[Turn]:
    """Ask, and yield the turn each time there is more of it; the last one is not busy.

    Every error becomes a message in the turn: nothing a reader types may end in a traceback.
    """
    turn = Turn(question)
    yield turn
    try:
        for part in chain.stream(question, history=history(turns)):
            if isinstance(part, Answer):
                turn = replace(turn, answer=part)
            else:
                turn = replace(turn, sentences=(*turn.sentences, part))
            yield turn
    except (QuestionError, LanguageModelError, LibraryError) as error:
        turn = replace(turn, problem=str(error) or UNEXPECTED)
    except Exception:
        log.exception("the question could not be answered")
        turn = replace(turn, problem=UNEXPECTED)
    if turn.busy:
        turn = replace(turn, problem=UNEXPECTED)
    if turn.problem:
        yield turn


class Conversation:
    """What one reader has asked. One question is answered at a time; starting over leaves an answer behind.

    Each session of the page has its own, changed in place by the threads that serve it.
    """

    def __init__(self) -> None:
        self.turns: tuple[Turn, ...] = ()
        self._run = object()
        self._guard = threading.Lock()

    def __deepcopy__(self, memo: dict[int, object]) -> Conversation:
        """A new one: Gradio copies the initial state for every session."""
        return Conversation()

    def ask(self, chain: Chain, question: str) -> Iterator[Turn]:
        """Ask, and yield the turn as it grows; nothing while another is answered or once the reader starts over."""
        with self._guard:
            if self.turns and self.turns[-1].busy:
                return
            earlier = tuple(turn for turn in self.turns if turn.question)
            run = self._run = object()
            self.turns = (*earlier, Turn(question))
        try:
            for turn in follow(chain, question, earlier):
                if not self._keep(run, (*earlier, turn)):
                    return
                yield turn
        finally:
            # A page that goes away closes this half-way; the conversation must not stay busy for ever.
            if self.turns and self.turns[-1].busy:
                self._keep(run, (*earlier, Turn(question, problem=UNEXPECTED)))

    def start_over(self) -> None:
        """Forget everything, an answer under way included."""
        with self._guard:
            self.turns = ()
            self._run = object()

    def _keep(self, run: object, turns: tuple[Turn, ...]) -> bool:
        with self._guard:
            if self._run is not run:
                return False
            self.turns = turns
            return True


def first_citation(turn: Turn) -> Citation | None:
    """The citation that opens by itself when the answer is complete."""
    return min(turn.answer.citations, key=lambda c: c.n, default=None) if turn.answer else None
