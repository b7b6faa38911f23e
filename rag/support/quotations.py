"""Finding a quotation in a text by string comparison."""

from __future__ import annotations

import re

_SAME = str.maketrans("“”„‟«»‘’‚‛`´", '""""""' + "''''''")
_MOST_PLACES = 20
_INNER = re.compile(r'"([^"]+)"')


def fold(text: str) -> str:
    """The text with every run of white space as one space, and none around it. Nothing else is changed."""
    return " ".join(text.split())


def same_quotes(text: str) -> str:
    """The text with straight quotation marks for every kind, each offset kept."""
    return text.translate(_SAME)


def inner_quotations(text: str) -> list[str]:
    """What stands between double quotation marks in a text, without punctuation at its end."""
    found = (match[1].strip().rstrip(".,;:!?… ") for match in _INNER.finditer(same_quotes(text)))
    return [quoted for quoted in found if quoted]


def cuts(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` begins or ends inside a word or a number of the text."""
    return _joins(text, start) or _joins(text, end)


def _joins(text: str, at: int) -> bool:
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if before.isalnum() and after.isalnum():
        return True
    if after in ".," and before.isdigit():
        return text[at + 1 : at + 2].isdigit()
    return before in ".," and after.isdigit() and text[at - 2 : at - 1].isdigit()


def places(quotation: str, text: str) -> tuple[tuple[tuple[int, int], ...], str]:
    """Every (start, end) at which a quotation stands in a text; if nowhere, the reason in words."""
    if not re.search(r"[^\W_]", quotation):
        return (), "the quotation is empty"
    spans: list[tuple[int, int]] = []
    at = text.find(quotation)
    stood = at >= 0
    while at >= 0 and len(spans) < _MOST_PLACES:
        if not cuts(text, at, at + len(quotation)):
            spans.append((at, at + len(quotation)))
        at = text.find(quotation, at + 1)
    if spans:
        return tuple(spans), ""
    return (
        (),
        "the quotation cuts a word or a number in two" if stood else "the quotation is not in the passage",
    )
