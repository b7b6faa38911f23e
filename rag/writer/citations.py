"""Finds citations in a line of a reply: `[2] "exact words"` and the forms that models give it instead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NUMBERS = r"#?\d{1,2}(?:\s*(?:,|;|&|and|-|–)\s*#?\d{1,2})*"
_WORD = r"(?:passages?|sources?|articles?|documents?|p\.|no\.)"
_CITE = re.compile(
    rf"(?P<open>\(\s*)?(?:[\[【]\s*\^?(?:{_WORD}\s*)?(?P<numbers>{_NUMBERS})\s*"
    rf"(?:[\]】]|[:,–—-]?\s*(?=[\"“«])(?P<inside>))|\(\s*{_WORD}\s*(?P<worded>{_NUMBERS})\s*\))",
    re.IGNORECASE,
)
_TO_QUOTATION = re.compile(r"[*_\s]*[.:–—-]?[*_\s(]*(?=[\"“„«])")
_TO_NEXT = re.compile(r"\s*(?:,|;|and|&|/|\.\.\.|…|\[…\]|\[\.\.\.\])?\s*(?=[\"“„«])")
_SINGLE = re.compile(r"[\s:–—-]*[‘'](?P<quoted>[^\[\]]+?)[’'](?=\s*[.)]?\s*(?:$|[\[【]))")
_QUOTED_BEFORE = re.compile(
    r"^(?P<text>.*?[.!?:][\"”’')]*)\s+[–—(-]?\s*[\"“«](?P<quoted>[^\"”»]{8,})[\"”»][.)]?\s*$"
)
_OPENING, _CLOSING = "“„«", "”»"


@dataclass(frozen=True, slots=True)
class Cite:
    """Passages cited by number, 1-based, and the words quoted from them; none where the model quoted none."""

    numbers: tuple[int, ...]
    quotations: tuple[str, ...] = ()


def _numbers(text: str) -> tuple[int, ...]:
    found: list[int] = []
    for match in re.finditer(r"(\d+)(?:\s*[-–]\s*(\d+))?", text):
        first, last = int(match[1]), int(match[2] or match[1])
        found.extend(range(first, last + 1) if first <= last <= first + 9 else (first, last))
    return tuple(dict.fromkeys(found))


def _opens(line: str, at: int) -> bool:
    """Whether a straight quotation mark inside a quotation opens another one."""
    before, after = line[at - 1 : at], line[at + 1 : at + 2]
    return (
        (before.isspace() or before in '(“"')
        and bool(after)
        and not after.isspace()
        and after not in ".,;:)!?"
    )


def quotation(line: str, at: int) -> tuple[str, int, bool]:
    """The quotation that opens at `at`: its words, where it ends, and whether it was closed.

    Marks inside it are paired first, so that a quotation may hold another.
    """
    stack = [line[at]]
    last = -1
    for offset in range(at + 1, len(line)):
        character = line[offset]
        if character == '"':
            last = offset
            if _opens(line, offset):
                stack.append(character)
            elif '"' in stack:
                del stack[len(stack) - 1 - stack[::-1].index('"') :]
            elif "”" not in line[offset:]:
                stack.pop()  # opened by a curly mark, closed by a straight one
        elif character in _OPENING:
            stack.append(character)
        elif character in _CLOSING:
            last = offset
            if stack[-1] in _OPENING:
                stack.pop()
        if not stack:
            return line[at + 1 : offset], offset + 1, True
    if last > at:
        return line[at + 1 : last], last + 1, True
    return line[at + 1 :], len(line), False


def _quotations(line: str, at: int, *, complete: bool) -> tuple[list[str], int]:
    """The quotations that follow a citation, and where they end. One that the reply broke off in is left out."""
    single = _SINGLE.match(line, at)
    if single:
        return [single["quoted"]], single.end()
    found: list[str] = []
    lead = _TO_QUOTATION.match(line, at)
    while lead:
        words, at, closed = quotation(line, lead.end())
        if closed or complete:
            found.append(words)
        lead = _TO_NEXT.match(line, at)
    return found, at


def read(line: str, *, complete: bool = True) -> Iterator[str | Cite]:
    """The line as text and citations, in order; `complete` is false for a line the reply broke off in."""
    line = line.replace('\\"', '"')
    at = 0
    for match in _CITE.finditer(line):
        if match.start() < at:
            continue
        text = line[at : match.start()]
        quoted, at = _quotations(line, match.end(), complete=complete)
        before = None if quoted else _QUOTED_BEFORE.match(text)
        if before:
            text, quoted = before["text"], [before["quoted"]]
        if text.strip():
            yield text.strip()
        yield Cite(_numbers(match["numbers"] or match["worded"]), tuple(words.strip() for words in quoted))
        closing = re.compile(
            rf"\s*[\]】)]{{0,{(match['open'] is not None) + (match['inside'] is not None)}}}"
        )
        at = closing.match(line, at).end()  # type: ignore[union-attr]  # matches the empty string too
    if line[at:].strip():
        yield line[at:].strip()
