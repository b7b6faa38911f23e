"""Reads a streamed reply as sentences with their citations, whatever dress a model puts them in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from rag.writer.citations import Cite, read

LONGEST_REPLY = 40_000
"""Characters after which a reply is read no further."""

_LONGEST_LINE = 4_000  # a longer one is no sentence, and is cut

_LINE_END = re.compile(r"\r\n|[\n\r\u2028\u2029]")
_THOUGHT = re.compile(r"<(?P<close>/?)(?:think|thinking|thought|reasoning)>", re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:(?:[>*•·‣+–—-]|#{1,6}|\(?\d{1,2}[.)])\s+)*")
_FENCE = re.compile(r"^\s*(?:```|~~~)\w*\s*$")
_HEADING = re.compile(r"^\s*(?:#{1,6}\s.*|(?:\*\*|__)[^*_]+(?:\*\*|__)\s*:?|[^\[]*:(?:\*\*|__)?)\s*$")
_MAY_CITE = re.compile(r"^[\s>*•·+–—().\d-]*[\[【(\"“«'‘<]|^[\s>*•·+–—().\d-]*$")
_GOES_ON = re.compile(r"^\s*(?:[,;–—]|-\s|[a-z])")
_ENDS = re.compile(r"[.!?…][\"”’')\]]*$")
_LEAD_IN = re.compile(
    r"^According to (?:the )?(?:(?:passages?|sources?|articles?|reports?)(?: \d+(?:(?:, | and )\d+)*)?)?\s*,\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of the reply and what it cites; `broken` when the reply ended in the middle of it."""

    text: str
    cites: tuple[Cite, ...]
    broken: bool = False


@dataclass(slots=True)
class _Open:
    """The sentence being read."""

    text: str = ""
    cites: list[Cite] = field(default_factory=list)


def tidy(text: str) -> str:
    """A sentence on one line, without Markdown, control characters and the gaps its citations left."""
    text = "".join(" " if char.isspace() else char for char in text)
    text = "".join(char for char in text if unicodedata.category(char) not in ("Cc", "Cf", "Cs"))
    text = re.sub(r"\*\*|__|`", "", text)
    text = re.sub(r"(?<![\w*])[*_](?=\S)([^*_]*[^\s*_])[*_](?![\w*])", r"\1", text)
    text = re.sub(r"\(\s*\)|\[\s*\]", "", text)
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r" ([.,;:!?])", r"\1", text)
    text = re.sub(r"([.,;])(?:[.,;])+(?=$| )", r"\1", text).strip(" -–—(")
    if _LEAD_IN.match(text):
        text = _LEAD_IN.sub("", text)
        text = text[:1].upper() + text[1:]
    return text


def _visible(line: str, thinking: bool) -> tuple[str, bool]:
    """A line without what stands between thought tags, and whether a thought goes on after it."""
    kept, at = "", 0
    for match in _THOUGHT.finditer(line):
        if match["close"]:  # a close without an opening: what came before was thought too
            kept, thinking = ("" if not thinking else kept), False
        elif not thinking:
            kept += line[at : match.start()]
            thinking = True
        at = match.end()
    return (kept if thinking else kept + line[at:]), thinking


def _lines(deltas: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """The lines of a stream, each with whether it is complete.

    An incomplete line comes as soon as it shows that it starts no citation, as ("", False), and at the end of the
    stream with its text.
    """
    rest, thinking, length, announced = "", False, 0, False
    for delta in deltas:
        rest += delta
        length += len(delta)
        *complete, rest = _LINE_END.split(rest)
        if len(rest) > _LONGEST_LINE:
            complete, rest = [*complete, rest], ""
        for line in complete:
            visible, thinking = _visible(line, thinking)
            yield visible, True
        announced = announced and not complete
        if not announced and not thinking and len(rest) > 2 and not _MAY_CITE.match(rest):
            announced = True
            yield "", False
        if length > LONGEST_REPLY:
            break
    visible, _ = _visible(rest, thinking)
    if visible.strip():
        yield visible, False


def claims(deltas: Iterable[str]) -> Iterator[Claim]:
    """The sentences of a streamed reply, each as soon as nothing can be added to it any more."""
    now = _Open()
    for line, complete in _lines(deltas):
        if not line.strip():
            if not complete and now.cites:
                yield from _close(now)
                now = _Open()
            continue
        if _FENCE.match(line) or (_HEADING.match(line) and not now.text):
            continue
        first = True
        for piece in read(_BULLET.sub("", line, count=1), complete=complete):
            if isinstance(piece, Cite):
                now.cites.append(piece)
            elif _begins(piece, now, first):
                yield from _close(now)
                now = _Open(piece)
            elif re.search(r"[^\W_]", piece):
                now.text += " " + piece
            elif piece[0] in ".!?…" and not _ENDS.search(now.text):
                now.text += piece[0]
            first = False
        if not complete:
            yield from _close(now, broken=not now.cites and not _ENDS.search(tidy(now.text)))
            now = _Open()
    yield from _close(now)


def _begins(piece: str, now: _Open, first: bool) -> bool:
    """Whether a piece of text begins a sentence of its own."""
    if not re.search(r"[^\W_]", piece) or not now.text.strip():
        return False
    if _GOES_ON.match(piece):
        return first and bool(now.cites)
    return bool(now.cites) or first


def _close(now: _Open, *, broken: bool = False) -> Iterator[Claim]:
    text = tidy(now.text)
    if re.search(r"[^\W_]", text):
        if not _ENDS.search(text) and not broken:
            text = text.rstrip(",;:") + "."
        yield Claim(text, tuple(now.cites), broken)
