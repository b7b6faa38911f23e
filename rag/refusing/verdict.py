"""What is found about a question's premise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rag.reader.reading import Reading


@dataclass(frozen=True, slots=True)
class Premise:
    """A premise that does not hold: `reason` says so in a sentence, without saying more than the articles.

    `correct` comes with the `reading` whose sentence says how it is; `refuse` with none.
    """

    verdict: Literal["refuse", "correct"]
    reason: str
    reading: Reading | None = None
