"""Makes the questions that a passage does not answer, and the examples of one pass over the data."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from index.embedding import Embedder
from index.sentences import split
from rag.reader.examples import Example, everywhere, words_of
from rag.reader.rewording import Wordings, ending
from rag.support.words import STOPWORDS

_NEAREST = 8  # passages of other questions that a question is put to
_MARKS = "?,.\"'"
_REPLACED = 0.7  # of the words of a reworded question that have a like
_NEAR = 0.5  # of the words asked about that are replaced by one of the same field, not by any other
_NAME = re.compile(r"(?<!^)(?<![.!?] )\b[A-Z][a-z]{2,}(?: [A-Z][a-z]+)*")
_SWAPS = (
    "first last;most least;more fewer;before after;north south;east west;largest smallest;highest lowest;"
    "oldest youngest;"
    "increase decrease;rise fall;won lost;male female;men women;start end;began ended;early late;longest shortest;"
    "best worst;inside outside;above below;maximum minimum;founded dissolved;opened closed;arrived left;up down;"
    "buy sell;bought sold;accepted rejected;allowed banned;born buried;married divorced;husband wife;son daughter;"
    "brother sister;father mother;cheapest priciest;strongest weakest;major minor;northern southern;eastern western"
)


def _sentence_spans(passage: str, known: dict[str, list[tuple[int, int]]]) -> list[tuple[int, int]]:
    if passage not in known:
        known[passage] = list(split(passage))
    return known[passage]


class Negatives:
    """Makes questions that a passage does not answer out of answered ones, the way a search would bring them up.

    - `nearest`: a passage of another document that is among the nearest by meaning and lacks the answer;
    - `removed`: the same passage without the sentences that answer;
    - `altered`: the same passage, and a question about another name, number, thing or opposite (after the rule-made
      questions of Rajpurkar et al. 2018, section 5.1).
    """

    def __init__(self, examples: Sequence[Example], embedder: Embedder | None) -> None:
        self._sentences: dict[str, list[tuple[int, int]]] = {}
        self._pages: dict[str, list[str]] = defaultdict(list)
        for passage, group in {e.passage: e.group for e in examples if e.origin == "qamr"}.items():
            self._pages[group].append(passage)
        self._near: dict[str, list[tuple[str, str]]] = {}
        if embedder is not None:
            self._search([e for e in examples if e.origin in {"squadshifts_new_wiki", "nq"}], embedder)
        swaps = [pair.split() for pair in _SWAPS.split(";")]
        self._opposite: dict[str, str] = {one: other for pair in swaps for one, other in (pair, pair[::-1])}
        numbers: set[str] = {n for e in examples for n in re.findall(r"\b\d[\d,.]*\b", e.passage)}
        self._numbers: list[str] = sorted(numbers)[:5000]
        texts = [*{e.passage for e in examples}, *(e.question for e in examples)]
        self._wordings = Wordings(texts, embedder)
        self._questions: dict[str, list[str]] = defaultdict(list)
        for word in sorted({word for e in examples for word in e.question.lower().split()}):
            if self._content(word):
                self._questions[ending(word)].append(word)

    def _search(self, examples: Sequence[Example], embedder: Embedder) -> None:
        pool = list(dict.fromkeys((e.passage, e.title, e.group) for e in examples))
        questions = list(dict.fromkeys(e.question for e in examples))
        vectors = embedder.encode([f"{title}\n{passage}" for passage, title, _ in pool])
        asked = embedder.encode(questions, query=True)
        for question, row in zip(questions, asked @ vectors.T, strict=True):
            best = np.argsort(-row)[: _NEAREST + 1]
            self._near[question] = [(pool[place][0], pool[place][1]) for place in best]

    def nearest(self, example: Example, draw: random.Random) -> Example | None:
        """The question with a near passage that lacks the answer; None where there is none."""
        near = self._near.get(example.question, [])
        if example.origin == "qamr":
            near = [(text, "") for text in self._pages[example.group]]
        lacking = [
            (passage, title)
            for passage, title in near
            if passage != example.passage and not everywhere(passage, example.answers)
        ]
        if not lacking:
            return None
        passage, title = draw.choice(lacking[:5])
        return replace(example, passage=passage, title=title, spans=())

    def removed(self, example: Example, _draw: random.Random) -> Example | None:
        """The question with its passage after the sentences with the answer are taken out."""
        sentences = _sentence_spans(example.passage, self._sentences)
        kept = [
            example.passage[start:end]
            for start, end in sentences
            if not everywhere(example.passage[start:end], example.answers)
        ]
        if len(kept) < 2:
            return None
        return replace(example, passage=" ".join(kept), spans=())

    def altered(self, example: Example, draw: random.Random) -> Example | None:
        """A question about something else that the passage does not answer either; None where none can be made."""
        words = example.question.split()
        choices = [
            " ".join([*words[:place], other + word[len(word.rstrip(_MARKS)) :], *words[place + 1 :]])
            for place, word in enumerate(words)
            if (other := self._other(example, place, word, draw)) is not None
        ]
        return replace(example, question=draw.choice(choices), spans=()) if choices else None

    def _other(self, example: Example, place: int, word: str, draw: random.Random) -> str | None:
        """What can stand for a word of a question so that it asks about something else; None where nothing can."""
        bare = word.strip(_MARKS)
        lower = bare.lower()
        if lower in self._opposite:
            return self._opposite[lower]
        if re.fullmatch(r"[12]\d{3}", bare):
            return str(int(bare) + draw.choice((-12, -7, -3, 2, 5, 11)))
        if re.fullmatch(r"\d[\d,.]*", bare):
            return draw.choice(self._numbers) if self._numbers else None
        if place and bare[:1].isupper() and len(bare) > 2:
            there = {*words_of(example.question), *words_of(" ".join(example.answers))}
            names = [name for name in _NAME.findall(example.passage) if not there & set(words_of(name))]
            return draw.choice(names) if names else None
        if place and self._content(lower) and lower in example.passage.lower():
            near = self._wordings.other(lower, draw) if bare == lower else None
            if near is not None and near not in example.passage.lower() and draw.random() < _NEAR:
                return near
            others = self._questions[ending(lower)]
            for _ in range(5 if others else 0):
                other = draw.choice(others)
                if other not in example.passage.lower():
                    return other
        return None

    def reworded(self, example: Example, draw: random.Random) -> Example:
        """The question with many of its words replaced by others that mean nearly the same."""
        words = [self._reworded(word, draw) for word in example.question.split()]
        return replace(example, question=" ".join(words))

    def _reworded(self, word: str, draw: random.Random) -> str:
        bare = word.strip(_MARKS)
        other = self._wordings.same(bare, draw) if draw.random() < _REPLACED else None
        return word.replace(bare, other) if other else word

    @staticmethod
    def _content(word: str) -> bool:
        return len(word) > 3 and word.isalpha() and word not in STOPWORDS

    def cropped(self, example: Example, draw: random.Random) -> Example:
        """Three to five sentences of the passage that hold all places of the answer; the whole where it is short."""
        sentences = _sentence_spans(example.passage, self._sentences)
        wanted = draw.randint(3, 5)
        if len(sentences) <= wanted:
            return example
        holding = [
            number
            for number, (start, end) in enumerate(sentences)
            if any(start <= one < end or start < other <= end for one, other in example.spans)
        ]
        low, high = (min(holding), max(holding)) if holding else (draw.randrange(len(sentences)),) * 2
        first = draw.randint(max(0, min(low, high - wanted + 1)), low)
        last = min(len(sentences) - 1, max(high, first + wanted - 1))
        start, end = sentences[first][0], sentences[last][1]
        spans = tuple((one - start, other - start) for one, other in example.spans)
        if any(one < 0 or other > end - start for one, other in spans):
            return example
        return replace(example, passage=example.passage[start:end], spans=spans)


Mix = dict[str, tuple[float, float, float]]
MIX: Mix = {
    "squadshifts_new_wiki": (0.35, 0.25, 0.5),
    "squadshifts_reddit": (0.0, 0.2, 0.2),
    "squadshifts_amazon_reviews": (0.0, 0.2, 0.2),
    "qamr": (0.1, 0.15, 0.2),
    "nq": (0.9, 0.3, 0.5),
    "multispanqa": (0.0, 0.2, 0.0),
}
"""For each set, how many unanswered questions come to an answered one: nearest, removed, altered."""
TIMES = {
    "squadshifts_new_wiki": 2.0,
    "squadshifts_reddit": 0.8,
    "squadshifts_amazon_reviews": 0.7,
    "qamr": 0.6,
    "nq": 2.0,
    "multispanqa": 2.0,
    "realtimeqa": 2.0,
}
"""How often a question of each set comes in one pass over the data; what is near to news comes more often."""
_CROPPED = 0.5
_REWORDED = 0.15
_TITLED = 0.7


def _repeated(examples: Sequence[Example], draw: random.Random) -> Iterator[Example]:
    for example in examples:
        times = TIMES.get(example.origin, 1.0)
        for _ in range(int(times) + (draw.random() < times % 1.0)):
            yield example


def epoch(examples: Sequence[Example], negatives: Negatives, seed: int) -> list[Example]:
    """The examples of one pass over the data, with fresh negatives, crops and titles; the same for the same seed."""
    draw = random.Random(seed)
    out: list[Example] = []

    def add(example: Example) -> None:
        if draw.random() < _CROPPED:
            example = negatives.cropped(example, draw)
        if draw.random() < _REWORDED:
            example = negatives.reworded(example, draw)
        if example.title and draw.random() > _TITLED:
            example = replace(example, title="")
        out.append(example)

    kinds: tuple[Callable[[Example, random.Random], Example | None], ...] = (
        negatives.nearest,
        negatives.removed,
        negatives.altered,
    )
    for example in _repeated(examples, draw):
        add(example)
        if not example.spans:
            continue
        for make, share in zip(kinds, MIX.get(example.origin, (0.0, 0.0, 0.0)), strict=True):
            if share and draw.random() < share:
                made = make(example, draw)
                if made:
                    add(made)
    draw.shuffle(out)
    return out
