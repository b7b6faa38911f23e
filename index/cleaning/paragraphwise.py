"""Cleans the text of an article: whole paragraphs go, no character inside a kept sentence changes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.cleaning.boilerplate import boilerplate, is_share_word
from index.paragraphs import paragraphs

_SHORTEST_REPEAT = 60  # characters; shorter ones ("The squad has not been named yet.") may well be said twice
_LONG_REPEAT = 120  # from here on a paragraph that stands twice is no entry of a list
_SHARE_BAR = 3  # words of a share bar, each on a line of its own; two may be headings
_LINE_END = re.compile(r"\r\n?|\u2028|\u2029|\x85")
_SPACE = re.compile(r"\s+")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*$")
_LISTED = re.compile(r"[•*>▪◦●·+-]|[^.!?:]{1,40}: |[^.!?:]{1,30}[a-z]{4}\. .{1,40}$")


def normalise_line_ends(text: str) -> str:
    r"""The text with every kind of line end as `\\n` and without a byte order mark."""
    return _LINE_END.sub("\n", text.removeprefix("\ufeff"))


def _is_prose(paragraph: str) -> bool:
    """Whether a paragraph that stands twice was printed twice, and is not a value that two entries of a list share.

    "Births: 14 per 1,000 people" is true of two countries in one article; the second is as good as the first.
    """
    if len(paragraph) < _SHORTEST_REPEAT or not _SENTENCE_END.search(paragraph[-4:]):
        return False
    return len(paragraph) >= _LONG_REPEAT or not _LISTED.match(paragraph)


def _repeats(texts: Sequence[str]) -> set[int]:
    seen: set[str] = set()
    found: set[int] = set()
    for number, text in enumerate(texts):
        if text in seen and _is_prose(text):
            found.add(number)
        seen.add(text)
    return found


def _share_bars(texts: Sequence[str]) -> set[int]:
    found: set[int] = set()
    run: list[int] = []
    for number, text in enumerate([*texts, ""]):
        if is_share_word(text):
            run.append(number)
            continue
        if len(run) >= _SHARE_BAR:
            found.update(run)
        run = []
    return found


def dropped(texts: Sequence[str]) -> set[int]:
    """Which of the paragraphs of one article, by number, are not its text: boilerplate and what stood before."""
    lines = [_SPACE.sub(" ", text) for text in texts]
    return {n for n, line in enumerate(lines) if boilerplate(line)} | _repeats(lines) | _share_bars(lines)


def _tidy_gaps(text: str) -> str:
    """Leaves at most one blank line between paragraphs and no white space at either end."""
    return re.sub(r"\n[ \t]*\n(?:[ \t]*\n)+", "\n\n", text).strip()


def clean(text: str) -> str:
    """The text as the library keeps it; line ends must have been normalised.

    What goes are whole paragraphs, as `paragraphs` finds them: those that plainly are boilerplate and those that
    stood before, word for word. Between what is left nothing changes but the number of blank lines.
    """
    spans = paragraphs(text)
    gone = dropped([text[start:end] for start, end in spans])
    kept: list[str] = []
    at = 0
    for number in sorted(gone):
        start, end = spans[number]
        kept.append(text[at:start])
        at = end
    kept.append(text[at:])
    return _tidy_gaps("".join(kept))
