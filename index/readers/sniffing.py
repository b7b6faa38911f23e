"""Tells what a file holds by how it begins, where its name does not say."""

from __future__ import annotations

import json
import re

_ENDING = re.compile(r"\.(?=.*[a-z])[a-z0-9][a-z0-9_+-]{0,9}")
_BLANK_OR_COMMENT = re.compile(rb"(?:\s+|<!--.*?-->|<\?xml[^>]*\?>)*", re.DOTALL)
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE)
_PDF = b"%PDF-"
_JUNK_BEFORE_PDF = 1024  # bytes, which PDF readers skip


def is_ending(suffix: str) -> bool:
    """Whether a suffix is a file type and not the rest of a name such as "U.S. economy" or "story.2024-03-12"."""
    return _ENDING.fullmatch(suffix) is not None


def looks_like(head: bytes) -> str | None:
    """The file ending that fits the first bytes: ".html", ".pdf", ".json" or ".jsonl"; None where none plainly does."""
    if _PDF in head[:_JUNK_BEFORE_PDF]:
        return ".pdf"
    start = head.removeprefix(b"\xef\xbb\xbf")
    if _PAGE.match(start, _end_of_blanks(start)):
        return ".html"
    return _json(start.lstrip())


def _end_of_blanks(start: bytes) -> int:
    match = _BLANK_OR_COMMENT.match(start)
    return match.end() if match else 0


def _json(start: bytes) -> str | None:
    if start[:1] == b"[":
        return ".json" if start[1:].lstrip()[:1] == b"{" else None
    if start[:1] != b"{":
        return None
    first, _, rest = start.partition(b"\n")
    if not rest.strip():  # one object is one line of many, or the whole
        return ".jsonl"
    return ".jsonl" if is_json(first) else ".json"


def is_json(line: bytes) -> bool:
    """Whether a line is a JSON value by itself."""
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True
