"""What a user wrote, in its sentences, and whether a sentence asks something."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.sentences import split
from rag.kinds import plain

_TAG = re.compile(
    r"</?\s*(?:articles?|system|documents?|passages?|context|sources?|instructions?|user|assistant|inst|prompt|s)\b"
    r"[^<>]{0,40}>|\[/?\s*inst\s*\]|<\|[\w ]{1,20}\|>|#{2,}\s*(?:system|instructions?|user|assistant)\b:?",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"(?:^|(?<=[.!?;:>\"'”’)\]])\s+|(?<=\n))(?:system|assistant|user|human|developer|admin(?:istrator)?|chatbot|"
    r"new (?:article|report|instructions?|information|context|message|rule)s?|override)\s*:\s",
    re.IGNORECASE,
)
_BREAK = re.compile(r"(?<=[^\s]);\s+|(?<=[.!?])[\"'”’)\]]*\s+(?=[A-Z“‘\"'])")
_ASKS = re.compile(
    r"^\W*(?:(?:and|so|but|then|ok|okay|now|please|also),? )*(?:(?:in|on|at|by|from|for|to|with|of|about|since|until|"
    r"under|after|before|near|off|through) )?(?:who|whom|whose|what|which|when|where|why|how|is|are|was|were|do|does|"
    r"did|has|have|had|will|would|can|could|should|tell (?:me|us)|explain|describe|list|name|give|show|find|"
    r"summari[sz]e|compare|outline)\b"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence of what was written; `marked` says that it posed as something else: a role, an article's tag."""

    text: str
    marked: bool = False

    @property
    def asks(self) -> bool:
        """Whether it asks something, by its mark or by how it opens."""
        if self.text.rstrip(" \"'”’)]").endswith("?"):
            return True
        return not self.marked and bool(_ASKS.match(plain(self.text)))


def pieces(question: str) -> tuple[Piece, ...]:
    """The sentences of a question in order, without tags and role names that mark another speaker."""
    found: list[Piece] = []
    marked = False
    for stretch, opens_marked in _stretches(question):
        for start, end in split(stretch):
            for part in _BREAK.split(stretch[start:end]):
                if re.search(r"\w", part):
                    found.append(Piece(part.strip(), marked or opens_marked))
        marked = opens_marked
    return tuple(found)


def _stretches(question: str) -> list[tuple[str, bool]]:
    """The question cut at its marks; each stretch with whether a mark stands before it."""
    cut: list[tuple[str, bool]] = []
    at, marked = 0, False
    for match in sorted((*_TAG.finditer(question), *_ROLE.finditer(question)), key=lambda one: one.start()):
        if match.start() < at:
            continue
        cut.append((question[at : match.start()], marked))
        at, marked = match.end(), True
    cut.append((question[at:], marked))
    return [(stretch, flag) for stretch, flag in cut if stretch.strip()]
