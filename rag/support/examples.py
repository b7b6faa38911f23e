"""Claims with passages that bear them out, or do not, made of data that nobody labelled for it.

- News (RealTimeQA 2022, Kasai et al. 2023, `articles.jsonl.gz`): a headline is borne out by the opening of its article,
  and not by that of the article nearest to it; a sentence from further down is not borne out by the opening.
- Questions (NQ-open with gold passages, Liu et al. 2023, and SQuADShifts, Miller et al. 2020): question and answer,
  said in one breath, are borne out by the passage that answers, and not by the passage nearest to it.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.sentences import split
from rag.support.bearing import units
from rag.support.rarity import rarity

_OPENING = 8  # sentences of an article that a claim is put to
_COMMON = 200  # texts with a word, from which it tells nothing of which texts are near
_ASKING = re.compile(
    r"\b(?:what|which|who|whom|whose|where|when|why|how(?: many| much| long| old)?)\b|\?", re.IGNORECASE
)
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Example:
    """A claim, the sentences of a passage, whether they bear it out, and how the pair was made."""

    claim: str
    passage: tuple[str, ...]
    supported: bool
    kind: str


def _sentences(text: str) -> list[str]:
    return [plain for start, end in split(text) if (plain := _SPACE.sub(" ", text[start:end]).strip())]


class _Near:
    """Finds which of some texts has the most rare words in common with one of them."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._units = [units(text) for text in texts]
        self._having: dict[str, list[int]] = defaultdict(list)
        for number, found in enumerate(self._units):
            for word in sorted(found):
                self._having[word].append(number)

    def to(self, number: int) -> int:
        """The number of the nearest other text."""
        worth: dict[int, float] = defaultdict(float)
        for word in sorted(self._units[number]):
            having = self._having[word]
            if len(having) <= _COMMON:
                for other in having:
                    worth[other] += rarity(word)
        worth.pop(number, None)
        return max(worth, key=lambda other: (worth[other], -other), default=(number + 1) % len(self._units))


def news(folder: Path, draw: random.Random, number: int) -> Iterator[Example]:
    """Examples of `number` articles of RealTimeQA."""
    with gzip.open(folder / "articles.jsonl.gz", "rt", encoding="utf-8") as file:
        articles = [json.loads(line) for line in file]
    read = [(article["title"], _sentences(article["text"])) for article in draw.sample(articles, number)]
    read = [(title, body) for title, body in read if title and len(body) > 2 * _OPENING]
    near = _Near([" ".join((title, *body[:3])) for title, body in read])
    for at, (title, body) in enumerate(read):
        opening, other = tuple(body[:_OPENING]), tuple(read[near.to(at)][1][:_OPENING])
        yield Example(title, opening, True, "news")
        yield Example(title, other, False, "news")
        yield Example(draw.choice(body[_OPENING:]), opening, False, "news")


def _asked(training: Path) -> Iterator[tuple[str, str, str]]:
    """Questions, an answer each, and the passage it stands in."""
    with gzip.open(training / "nq_open_oracle.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            item = json.loads(line)
            yield item["question"], item["answers"][0], item["ctxs"][0]["text"]
    with gzip.open(training / "squadshifts_new_wiki.json.gz", "rt", encoding="utf-8") as file:
        for document in json.load(file)["data"]:
            for paragraph in document["paragraphs"]:
                item = paragraph["qas"][0]
                yield item["question"], item["answers"][0]["text"], paragraph["context"]


def questions(folder: Path, draw: random.Random, number: int) -> Iterator[Example]:
    """Examples of `number` questions of the training data."""
    drawn = draw.sample(list(_asked(folder)), number)
    near = _Near([text for _, _, text in drawn])
    for at, (question, answer, text) in enumerate(drawn):
        claim = _SPACE.sub(" ", f"{_ASKING.sub(' ', question)} {answer}").strip()
        yield Example(claim, tuple(_sentences(text)), True, "question")
        other = drawn[near.to(at)][2]
        if answer.casefold() not in other.casefold():
            yield Example(claim, tuple(_sentences(other)), False, "question")
