"""Cleans the text of an article: whole spans go, no character inside a kept sentence changes."""

from __future__ import annotations

import re

from index.paragraphs import paragraphs

_SHORTEST_REPEAT = 40  # characters; shorter lines ("* * *", "He declined to comment.") may well repeat
_LINE_END = re.compile(r"\r\n?|\u2028|\u2029|\x85")
_SPACE = re.compile(r"\s+")


def normalise_line_ends(text: str) -> str:
    r"""The text with every kind of line end as `\\n` and without a byte order mark."""
    return _LINE_END.sub("\n", text.removeprefix("\ufeff"))


def drop_repeated_paragraphs(text: str) -> str:
    """The text without paragraphs that stood before, word for word, in the same article."""
    seen: set[str] = set()
    kept: list[str] = []
    at = 0
    for start, end in paragraphs(text):
        paragraph = _SPACE.sub(" ", text[start:end])
        if len(paragraph) >= _SHORTEST_REPEAT and paragraph in seen:
            kept.append(text[at:start])
            at = end
        seen.add(paragraph)
    kept.append(text[at:])
    return _tidy_gaps("".join(kept))


def _tidy_gaps(text: str) -> str:
    """Leaves at most one blank line between paragraphs and no white space at either end."""
    return re.sub(r"\n[ \t]*\n(?:[ \t]*\n)+", "\n\n", text).strip()


def clean(text: str) -> str:
    """The text as the library keeps it; line ends must have been normalised."""
    return drop_repeated_paragraphs(text)
