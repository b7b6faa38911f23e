"""The content words of a question: what is searched for."""

from __future__ import annotations

import re

from rag.support.words import STOPWORDS

EMPTY_WORDS = frozenset(
    (
        "what which who whom whose when where why how many much long old big and or but so then "
        "about happened happen tell more else exactly again next did does do was were is are has "
        "have had be been being can could will would the a an of in on at to for from by with say "
        "said says mean go went ever also still please thing things people person number date day "
        "time place reason first last other another any some all there"
    ).split()
)
"""Words of a question that name nothing an article could be found by."""
_WORD = re.compile(r"[^\W_]+(?:[.,’'&-][^\W_]+)*")


def is_content(word: str) -> bool:
    """Whether a word of a question says what it is about."""
    return word.lower() not in STOPWORDS and word.lower() not in EMPTY_WORDS


def keywords(text: str) -> tuple[str, ...]:
    """The content words of a text, each once, numbers and hyphened words included, in order."""
    found = (re.sub(r"[’']s$", "", match.group()) for match in _WORD.finditer(text))
    return tuple(dict.fromkeys(word for word in found if is_content(word)))
