"""Reads CSV and TSV of any size: an article a row, in columns whose names or contents say what they hold."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import TypeVar

from index.decoding import Line, decode_lines
from index.readers.columns import NotThereError, Row, article, listed, mapping
from index.readers.raw import Item, Remark, Unreadable, parse_timestamp
from index.readers.rows import Broken, Record, delimiter_of, records
from index.readers.source import ReadOptions, Source

_SAMPLE = 50  # rows that are looked at before it is settled which column holds what
_LONGEST_SAMPLE = 4 * 2**20  # characters of them
_LONGEST_NAME = 60  # characters of a column's name; what is longer is no header

_Of = TypeVar("_Of", Line, "Record | Broken")


def read(source: Source, options: ReadOptions) -> Iterator[Item]:
    """The articles of a table; its first row names the columns, unless it plainly is an article itself."""
    with source.open() as stream:
        lines = decode_lines(stream, source.head())
        head = _first(lines)
        if not any(line.text is None or line.text.strip() for line in head):
            yield Unreadable("it is empty")
            return
        delimiter = delimiter_of(
            [line.text or "" for line in head], "\t" if source.suffix in {".tsv", ".tab"} else ","
        )
        rows = records(chain(head, lines), delimiter)
        yield from _articles(rows, options, source.name)


def _articles(rows: Iterator[Record | Broken], options: ReadOptions, name: str) -> Iterator[Item]:
    first = next((row for row in rows if isinstance(row, Record)), None)
    if first is None:
        yield Unreadable("no row of it can be read")
        return
    has_header = _is_header(first.cells)
    names = _names(first.cells if has_header else [""] * len(first.cells))
    following = _first(rows)
    waiting = following if has_header else [first, *following]
    sample: list[Row] = [
        dict(zip(names, row.cells, strict=True)) for row in waiting if isinstance(row, Record)
    ]
    try:
        columns = mapping(sample or [dict.fromkeys(names, "")], options.columns)
    except NotThereError as error:
        yield Unreadable(str(error))
        return
    if "text" not in columns:
        yield Unreadable(
            f"none of its columns plainly holds the text of articles: {listed(names)}. Say which one does with "
            "--columns text=NAME"
        )
        return
    if not waiting:
        yield Unreadable("it has a header and no rows")
        return
    yield Remark(_remark(name, names, columns, has_header=has_header))
    for row in chain(waiting, rows):
        yield _article(row, names, columns)


def _first(items: Iterator[_Of]) -> list[_Of]:
    """So many of the lines or rows as show how a table is made; of very long ones fewer."""
    taken: list[_Of] = []
    length = 0
    while len(taken) < _SAMPLE and length < _LONGEST_SAMPLE and (item := next(items, None)) is not None:
        taken.append(item)
        length += (
            len(item.text or "") if isinstance(item, Line) else sum(map(len, getattr(item, "cells", ())))
        )
    return taken


def _article(row: Record | Broken, names: list[str], columns: dict[str, str]) -> Item:
    where = f"line {row.line}"
    if isinstance(row, Broken):
        return Unreadable(row.reason, where)
    return article(dict(zip(names, row.cells, strict=True)), columns, where, kind="column")


def _is_header(cells: list[str]) -> bool:
    """Whether a first row names columns: short, and none of them a date, an address or a number."""
    named = [cell.strip() for cell in cells if cell.strip()]
    return (
        bool(named)
        and all(len(cell) <= _LONGEST_NAME and not cell.endswith(".") for cell in named)
        and not any(cell.startswith(("http://", "https://")) or cell.isdigit() for cell in named)
        and not any(parse_timestamp(cell) for cell in named)
    )


def _names(cells: list[str]) -> list[str]:
    """A name for each column, no two the same."""
    names: list[str] = []
    for number, cell in enumerate(cells, start=1):
        name = " ".join(cell.split()) or f"column {number}"
        names.append(name if name not in names else f"{name} ({number})")
    return names


def _remark(name: str, names: list[str], columns: dict[str, str], *, has_header: bool) -> str:
    taken = ", ".join(f"{field} = {column}" for field, column in columns.items())
    unused = [column for column in names if column not in columns.values()]
    rest = f"; not used: {listed(unused)}" if unused else ""
    return f"{name}: {'' if has_header else 'no header; '}{taken}{rest}"
