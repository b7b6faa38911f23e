"""Paragraphs of plain text, however they are marked."""

from __future__ import annotations

import time

import pytest

from index.cleaning import clean
from index.header import read_header
from index.paragraphs import paragraphs
from index.sentences import split

WRAPPED = (
    "The ferry left the harbour at ten minutes to six in the evening, and\n"
    "it sent a call for help from a place three kilometres short of the\n"
    "island before it sank.\n"
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n\t\n ", []),
        ("One.", ["One."]),
        ("One.\n\nTwo.", ["One.", "Two."]),
        ("One.\n \t\n\n Two. \n", ["One.", "Two."]),
        ("One.\nTwo.\nThree.", ["One.", "Two.", "Three."]),
        ("  One.\n\u00a0\nTwo.", ["One.", "Two."]),
        (WRAPPED, [WRAPPED.strip()]),
        (f"{WRAPPED}\nAnd more.", [WRAPPED.strip(), "And more."]),
    ],
)
def test_paragraphs_end_at_blank_lines_and_line_ends_but_not_where_text_was_wrapped(
    text: str, expected: list[str]
) -> None:
    assert [text[start:end] for start, end in paragraphs(text)] == expected


LONG = 2_000_000
HOSTILE = {
    "one word": "x" * 5 * LONG,
    "one line of sentences": "The ferry sailed on. " * (5 * LONG // 21),
    "one line without an end": "ferry sailed " * (LONG // 13),
    "spaces behind a word": "ab." + " " * LONG + "\nc",
    "spaces only": " " * LONG,
    "date and spaces": "date" + " " * LONG,
    "capitals": "A" * LONG + " -",
    "initials": "A. " * (LONG // 10),
    "quotation marks": '."' * (LONG // 20),
    "brackets": "(" * LONG,
    "blank lines": "\n \t" * (LONG // 3),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_megabytes_of_anything_take_seconds_not_hours(name: str) -> None:
    text, started = HOSTILE[name], time.perf_counter()
    header = read_header(text)
    split(clean(header.body))
    assert time.perf_counter() - started < 20
