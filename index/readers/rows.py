"""Cuts a CSV or TSV file into rows; a quotation mark that is never closed costs its own row, not the rest."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from index.decoding import LONGEST_LINE, Line

_DELIMITERS = (",", "\t", ";", "|")
_LONGEST_ROW = LONGEST_LINE  # characters, over all its lines
_END = "\0end"  # no text has it: what is no text was refused, and NULs in rows are replaced


@dataclass(frozen=True, slots=True)
class Record:
    """A row of a table: the number of the line it begins on, and its cells."""

    line: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Broken:
    """A row that cannot be read: the number of the line it begins on, and why."""

    line: int
    reason: str


class _TooLongError(Exception):
    pass


def delimiter_of(lines: Sequence[str], usual: str) -> str:
    """What separates the cells: what makes the most rows as wide as the first; the usual where nothing does."""
    csv.field_size_limit(_LONGEST_ROW)

    def fit(delimiter: str) -> tuple[float, int, bool]:
        try:
            widths = [len(row) for row in csv.reader(lines, delimiter=delimiter) if row]
        except csv.Error:
            widths = []
        if not widths or widths[0] < 2:
            return 0.0, 0, delimiter == usual
        return widths.count(widths[0]) / len(widths), widths[0], delimiter == usual

    return max(_DELIMITERS, key=fit)


def records(lines: Iterable[Line], delimiter: str) -> Iterator[Record | Broken]:
    """The rows of a table that are not blank, in order, as wide as the first of them.

    Where one is broken or of another width, reading goes on with the line after the one on which it began.
    """
    csv.field_size_limit(
        _LONGEST_ROW
    )  # of the whole process; its default, 128 KiB, is less than a long report has
    feed = _Feed(lines)
    width: int | None = None
    reader = csv.reader(feed, delimiter=delimiter)
    while True:
        try:
            cells = next(reader)
        except csv.Error as error:
            problem = f"it is no row of a table: {error}"
        except _TooLongError:
            problem = (
                f"it is longer than {_LONGEST_ROW // 2**20} MiB; perhaps a quotation mark is never closed"
            )
        else:
            if cells == [_END]:
                return
            if not any(cell.strip() for cell in cells):
                feed.row_done()
                continue
            width = width or len(cells)
            problem = _problem(cells, width)
            if not problem:
                yield Record(feed.began, cells[:width])
                feed.row_done()
                continue
        yield Broken(feed.began, problem)
        feed.read_again()
        reader = csv.reader(feed, delimiter=delimiter)


def _problem(cells: Sequence[str], width: int) -> str:
    """Why the cells are no row of a table so wide; "" where they are one."""
    if any(_END in cell for cell in cells):
        return "a quotation mark on it is never closed"
    if len(cells) < width or any(cell.strip() for cell in cells[width:]):
        return f"it has {len(cells)} columns where the table has {width}"
    return ""


class _Feed:
    """Hands lines to the CSV reader, keeps those of the row at hand, and can go back to the second of them."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._lines = iter(lines)
        self._again: deque[Line] = deque()
        self._row: list[Line] = []
        self._length = 0
        self._ended = False

    @property
    def began(self) -> int:
        """The number of the line on which the row at hand begins."""
        return self._row[0].number if self._row else 0

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._lines, None)
        if line is None:
            if self._ended:  # inside a quotation that was not closed
                raise StopIteration
            self._ended = True
            return _END
        self._row.append(line)
        self._length += len(line.text or "")
        if line.text is None or self._length > _LONGEST_ROW:
            raise _TooLongError
        return line.text.replace("\0", "\ufffd")

    def row_done(self) -> None:
        """Forgets the lines of a row that was read."""
        self._row.clear()
        self._length = 0

    def read_again(self) -> None:
        """Forgets the first line of the row at hand; those after it are read again, as rows of their own."""
        self._again.extendleft(reversed(self._row[1:]))
        self._ended = False
        self.row_done()
