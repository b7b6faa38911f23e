"""Asks the questions of a benchmark one after the other; what is finished survives an interruption."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol, TypeVar

from eval.errors import DatasetError
from eval.item import Item
from eval.journal import Journal
from rag.settings import Settings


@dataclass(frozen=True, slots=True)
class Step:
    """How far a run is: what it does ("Indexing", "Asking"), how many of how many are done, and a word on it."""

    doing: str
    done: int
    total: int
    note: str = ""


Progress = Callable[[Step], None]


@dataclass(frozen=True, slots=True)
class Options:
    """How a benchmark is run.

    `limit` draws that many questions with `seed`; the pool of articles is never smaller for it. `embedder` None
    is the default one. `mode` is that of `rag.answer`, `settings` are those of the chain. `journals` is for
    whoever writes a report down: what was measured is then kept, also when all is, until they take the journals
    named in it away with `forget`.
    """

    limit: int | None = None
    seed: int = 0
    mode: str = "extractive"
    embedder: str | None = None
    settings: Settings = field(default_factory=Settings)
    progress: Progress | None = None
    journals: list[Journal] | None = None

    def tell(self, doing: str, done: int, total: int, note: str = "") -> None:
        """Say how far the run is, to whoever wants to know."""
        if self.progress:
            self.progress(Step(doing, done, total, note))

    def forget(self) -> None:
        """Take away what was kept of a run that is done and written down: the next one measures anew."""
        for journal in self.journals or ():
            journal.forget()


class Named(Protocol):
    """A question of any benchmark."""

    @property
    def id(self) -> str:
        """What tells it from the others."""


Q = TypeVar("Q", bound=Named)


def run(
    benchmark: str,
    questions: Sequence[Q],
    ask: Callable[[Q], Item],
    options: Options,
    depends_on: Mapping[str, Any],
) -> list[Item]:
    """Ask all questions and give what came out, in order; those an interrupted run has asked are not asked again.

    `depends_on` is everything beside the code and the options that an answer depends on (data, corpus, model).
    Raises `DatasetError` where there is no question.
    """
    if not questions:
        raise DatasetError(f"{benchmark}: there are no questions to ask. Give other data with --data.")
    items = []
    chosen = {"mode": options.mode, "chain": asdict(options.settings)}
    with Journal(benchmark, {**chosen, **depends_on}) as journal:
        known = sum(question.id in journal.finished for question in questions)
        note = f"{known} of {len(questions)} were asked before an interruption" if known else ""
        for done, question in enumerate(questions):
            options.tell("Asking", done, len(questions), note)
            item = journal.finished.get(question.id)
            if item is None:
                item = ask(question)
                journal.add(item)
            items.append(item)
        options.tell("Asking", len(questions), len(questions), note)
    if options.journals is None:
        journal.forget()
    else:
        options.journals.append(journal)
    return items
