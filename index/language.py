"""Tells the language a text is written in, with py3langid: a table of 3 MB, no network, 97 languages."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

SHORTEST = 60
"""Characters under which no language is told: headlines and lists of names look like many."""
_LOOKED_AT = 1_000  # characters, a millisecond; more makes it no surer
_SURE = 0.9  # probability; quotations and names in another language leave a text of one well above


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def language(text: str) -> str | None:
    """The ISO 639-1 code of the language of `text`, None where it is too short or where that is not plain."""
    text = text.strip()
    if len(text) < SHORTEST:
        return None
    try:
        identifier = _identifier()
    except OSError:  # it is unpacked into a temporary file, and the disk is full: the article is worth more
        return None
    code, probability = identifier.classify(text[:_LOOKED_AT])
    return str(code) if probability >= _SURE else None
