"""What an extractive answer is made of: the lines it tells, the reading that settles it, and what differs."""

from __future__ import annotations

from dataclasses import dataclass

from rag.reader.reading import Reading


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of the answer to be told.

    `reading` is what it rests on; `start` and `end` are what is quoted, as offsets into
    `reading.hit.article.text`: whole sentences, without a dateline. `label` is said before the quotation and made only
    of facts that are held ("16 August 2017 (Velmora Wire):"), "" for none. `short` is what the line gives to a short
    answer, "" for nothing.
    """

    reading: Reading
    start: int
    end: int
    label: str = ""
    short: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer before it is written: at least one line, in the order they are told.

    `best` is the reading that settles the question; its score is the confidence. `short` is the short answer, ""
    where there is none. `conflicts` are lines that give different values for one thing, newest report first; the
    `short` of each is its value. `notes` are sentences for the reader of the answer.
    """

    lines: tuple[Line, ...]
    best: Reading
    short: str = ""
    conflicts: tuple[Line, ...] = ()
    notes: tuple[str, ...] = ()
