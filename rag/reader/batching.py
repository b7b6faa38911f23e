"""Turns examples into the tokens of training, puts those of like length together, and judges the spans found."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from rag.reader.examples import Example
from rag.reader.span_model import LONGEST, LONGEST_HEADLINE, LONGEST_QUESTION

_LONGEST_ANSWER = 30  # tokens


@dataclass(frozen=True, slots=True)
class Item:
    """An example as tokens. `starts` and `ends` are token places, 0 (the first token) where there is no answer."""

    ids: list[int]
    types: list[int]
    first: int
    offsets: list[tuple[int, int]]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    example: Example


class Encoding:
    """Turns examples into tokens: [CLS] question [SEP] headline passage [SEP]."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._known: dict[str, Any] = {}
        self._cls, self._sep = (int(tokenizer.token_to_id(mark) or 0) for mark in ("[CLS]", "[SEP]"))

    def _encoded(self, text: str) -> Any:
        if text not in self._known:
            self._known[text] = self._tokenizer.encode(text, add_special_tokens=False)
        return self._known[text]

    def item(self, example: Example, draw: random.Random) -> Item | None:
        """The tokens of an example; of a passage that is too long, a window with the answer. None where it is cut."""
        question = self._encoded(example.question).ids[:LONGEST_QUESTION]
        title = self._encoded(f"{example.title}.").ids[:LONGEST_HEADLINE] if example.title else []
        passage = self._encoded(example.passage)
        ids, offsets = passage.ids, passage.offsets
        room = LONGEST - len(question) - len(title) - 3
        pairs: list[tuple[int, int]] = []
        for start, end in example.spans:
            inside = [n for n, (one, other) in enumerate(offsets) if one < end and other > start]
            if inside:
                pairs.append((inside[0], inside[-1]))
        if example.spans and not pairs:
            return None
        skip = 0
        if len(ids) > room:
            low = max(0, pairs[0][1] - room + 1) if pairs else 0
            high = min(pairs[0][0], len(ids) - room) if pairs else len(ids) - room
            skip = draw.randint(min(low, high), max(low, high))
            ids, offsets = ids[skip : skip + room], offsets[skip : skip + room]
            pairs = [
                (one - skip, other - skip) for one, other in pairs if one >= skip and other < skip + room
            ]
            if example.spans and not pairs:
                return None
        head = [self._cls, *question, self._sep, *title]
        return Item(
            ids=[*head, *ids, self._sep],
            types=[0] * (len(question) + 2) + [1] * (len(title) + len(ids) + 1),
            first=len(head),
            offsets=offsets,
            starts=tuple(one + len(head) for one, _ in pairs) or (0,),
            ends=tuple(other + len(head) for _, other in pairs) or (0,),
            example=example,
        )


def batches(items: Sequence[Item], tokens: int, seed: int | None) -> list[list[Item]]:
    """Items of like length in batches of at most `tokens` tokens with padding, in an order that the seed gives."""
    draw = random.Random(seed)
    ordered = sorted(items, key=lambda item: (len(item.ids), draw.random()))
    made: list[list[Item]] = []
    now: list[Item] = []
    for item in ordered:
        if now and len(item.ids) * (len(now) + 1) > tokens:
            made.append(now)
            now = []
        now.append(item)
    if now:
        made.append(now)
    if seed is not None:
        draw.shuffle(made)
    return made


def best_span(
    starts: NDArray[np.float32], ends: NDArray[np.float32], first: int, last: int
) -> tuple[int, int, float]:
    """The tokens (first, last) of the best answer within a passage and its score over that of no answer."""
    room = last - first
    table = starts[first:last, None] + ends[None, first:last]
    allowed = np.triu(np.ones((room, room), bool)) & ~np.triu(np.ones((room, room), bool), _LONGEST_ANSWER)
    table = np.where(allowed, table, -np.inf)
    place = int(table.argmax())
    one, other = divmod(place, room)
    return first + one, first + other, float(table.flat[place] - starts[0] - ends[0])


def f1_abstaining(found: Sequence[tuple[float, float, bool]]) -> float:
    """Token F1 where below the best threshold nothing is answered (as SQuAD 2.0's `best_f1`)."""
    ordered = sorted(found, key=lambda one: -one[0])
    now = float(sum(not has for _, _, has in found))
    best = now
    for _, f1, has in ordered:
        now += f1 if has else -1
        best = max(best, now)
    return best / max(len(found), 1)
