"""Finds the paragraphs of a plain text, whichever of the usual ways it marks them."""

from __future__ import annotations

import re

_SENTENCE_END = re.compile(r"[.!?:;…][\"'”’)\]]*$")
_LONGEST_END = 8  # characters at the end of a line that say whether a sentence ends there


def _is_hard_wrapped(lines: list[str]) -> bool:
    """Whether the lines are one paragraph broken at a column: even in length, and broken inside sentences."""
    if len(lines) < 2:
        return False
    body = lines[:-1]
    longest = max(len(line) for line in body)
    if longest > 100 or longest < 40:
        return False
    broken = sum(
        not _SENTENCE_END.search(line[-_LONGEST_END:]) and len(line) > longest * 0.6 for line in body
    )
    return broken > len(body) / 2


def _block_spans(text: str, lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The paragraphs of a run of lines without a blank one: one a line, or one in all where it was wrapped."""
    if _is_hard_wrapped([text[start:end] for start, end in lines]):
        return [(lines[0][0], lines[-1][1])]
    return lines


def paragraphs(text: str) -> list[tuple[int, int]]:
    r"""The (start, end) of each paragraph, in order, without surrounding white space.

    Paragraphs are separated by blank lines or, inside a block, by line ends; a block that was wrapped at a
    column is one paragraph. Line ends must be `\\n`.
    """
    spans: list[tuple[int, int]] = []
    block: list[tuple[int, int]] = []
    at = 0
    for line in text.split("\n"):
        stripped = line.strip()
        if stripped:
            start = at + len(line) - len(line.lstrip())
            block.append((start, start + len(stripped)))
        elif block:
            spans.extend(_block_spans(text, block))
            block = []
        at += len(line) + 1
    if block:
        spans.extend(_block_spans(text, block))
    return spans
