"""Fits the weights that turn what the span model says into probabilities.

`python -m rag.reader.fit_span --training FOLDER --library DIR --questions FILE` reads questions that the model was not
trained on. Those of the held-out documents of SQuADShifts and NQ-open are put to the passages nearest to them: as they
are, with the passages that hold the answer taken away, and, where that can be done, altered so that the passages do not
answer them. Those of RealTimeQA 2023 are put to what the search finds in all articles and in those that do not hold the
answer. Those of 2022 would not do: the model has seen their answers, and is surer of them than of news it has not seen.
`--kept-out N` leaves out the N questions that an evaluation with `--limit N` asks.

The questions of a suite of one's own (`--samples LIBRARY QUESTIONS`) are asked as they are: the others share more of
their words with the passages than people's own questions do.

A span is right where it and the answer share most of their words. The weights put what is right first among the spans
of each question; scale and bias then make probabilities of their sums. Last the confidence is fitted with which the
best one may be given. A fifth of the questions is held out and measured.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from index import Article, Filters, Hit, Library
from index.embedding import Embedder, open_embedder
from index.passages import passages
from rag import confidence
from rag.choosing import settle
from rag.query import Query, understand
from rag.reader import judging
from rag.reader.examples import Example, everywhere, held_out, load, token_f1
from rag.reader.fit import fit, fit_ranking, measure
from rag.reader.judging import Judged
from rag.reader.negatives import Negatives
from rag.reader.span_model import CARD_FILE, FOLDER, SpanModel
from rag.reader.span_reader import SpanReader
from rag.retrieval import fold, retrieve
from rag.settings import Settings

Array = NDArray[np.float64]
_TODAY = date(2023, 12, 31)
_RIGHT = 0.6  # token F1 from which a span counts as the answer
_POOL = 12  # passages an encyclopedia's question is read with
_DEEP = 50  # passages of which those are read that hold no answer
_NEWS = 2  # times as many questions on news as of an encyclopedia


@dataclass(frozen=True, slots=True)
class Case:
    """A question with its passages. `answers` is empty where they do not answer it; `group` decides the split."""

    query: Query
    answers: tuple[str, ...]
    hits: list[Hit]
    group: str


@dataclass(frozen=True, slots=True)
class Read:
    """A case with the spans that the model points at."""

    case: Case
    found: list[Judged]

    @property
    def held(self) -> bool:
        """Whether it is measured rather than fitted on."""
        return crc32(self.case.group[::-1].encode()) % 5 == 0

    @property
    def usable(self) -> bool:
        """Whether it can teach which span is right: one is, or none can be."""
        return not self.case.answers or any(self.right(judged.words) for judged in self.found)

    def right(self, words: str) -> bool:
        """Whether a span says the answer."""
        return bool(self.case.answers) and max(token_f1(words, one) for one in self.case.answers) >= _RIGHT


def _asked(question: str) -> Query:
    return understand(question, (), Filters(), None, _TODAY)


def _ways(example: Example, hits: list[Hit], other: Example | None) -> Iterator[Case]:
    """The ways in which one question is asked."""
    group = example.group + example.question
    query = _asked(example.question)
    if query.keywords:
        yield Case(query, example.answers, hits, group)
        left = [hit for hit in hits if not everywhere(hit.passage.text, example.answers)]
        if left and crc32(group.encode()) % 2:
            yield Case(query, (), left, group)
    if other is not None:
        yield Case(_asked(other.question), (), hits, group)


def encyclopedia(folder: Path, embedder: Embedder, most: int) -> Iterator[Case]:
    """Held-out questions, each with the nearest of all passages."""
    every = [one for one in load(folder) if one.origin in {"squadshifts_new_wiki", "nq"}]
    negatives = Negatives(every, None)
    texts = list(dict.fromkeys((one.title, one.passage) for one in every))
    articles = [Article(id=str(number), title=title, text=text) for number, (title, text) in enumerate(texts)]
    hits = [(article, passage) for article in articles for passage in passages(article)]
    vectors = embedder.encode([f"{article.title}\n{passage.text}" for article, passage in hits])
    own = {text: str(number) for number, (_, text) in enumerate(texts)}
    chosen = [one for one in every if held_out(one)]
    random.Random(0).shuffle(chosen)
    for one in chosen[:most]:
        cosines = vectors @ embedder.encode([one.question], query=True)[0]
        found = [
            Hit(hits[place][1], hits[place][0], 0.0, float(cosines[place]))
            for place in np.argsort(-cosines)[:_POOL]
        ]
        if any(hit.article.id == own[one.passage] for hit in found):
            yield from _ways(one, found, negatives.altered(one, random.Random(one.question)))


def news(library: Library, questions: Path, most: int, kept_out: int, settings: Settings) -> Iterator[Case]:
    """Quiz questions with what the search finds, in all articles and in those that do not hold the answer.

    The `kept_out` questions that an evaluation draws first are no part of them (`eval.question.draw`, seed 0).
    """
    lines = questions.read_text("utf-8").splitlines()
    drawn = set(random.Random(0).sample(range(len(lines)), min(kept_out, len(lines))))
    left = [line for place, line in enumerate(lines) if place not in drawn]
    random.Random(1).shuffle(left)
    words = {article.id: f" {fold(f'{article.title} {article.text}')} " for article in library.articles()}
    for line in left[:most]:
        item = json.loads(line)
        query = _asked(item["question"])
        if not query.keywords or not fold(item["answer"]):
            continue
        holding = {name for name, text in words.items() if f" {fold(item['answer'])} " in text}
        found = retrieve(library, query, _DEEP, settings)
        answer = item["answer"].strip('“”" .')
        yield Case(query, (answer,) if holding else (), found[: settings.read], item["id"])
        without = [hit for hit in found if hit.article.id not in holding][: settings.read]
        if holding and without:
            yield Case(query, (), without, item["id"])


def suite(library: Library, questions: Path, settings: Settings) -> Iterator[Case]:
    """The questions of a suite of one's own (eval/suites), conversations left out, with what the search finds."""
    for line in questions.read_text("utf-8").splitlines():
        item = json.loads(line)
        if item.get("turns") or item["type"] == "injection":
            continue
        query = _asked(item["question"])
        answers = [*(item["answers"] or ()), *(one for part in item.get("all_of", ()) for one in part)]
        hits = retrieve(library, query, settings.read, settings)
        if query.keywords and hits:
            yield Case(query, tuple(answers), hits, item["id"])


def _spans(reader: SpanReader, read: Sequence[Read]) -> list[tuple[Array, Array]]:
    return [
        (
            reader.features(one.case.query, one.found),
            np.array([one.right(judged.words) for judged in one.found], np.float64),
        )
        for one in read
    ]


def weigh(examples: Sequence[tuple[Array, Array]]) -> Array:
    """The weights of the features of `judging.NAMES`, and with the bias a probability.

    What a sentence shares with the question never counts against it: where the fit would have it so, for questions
    were written to share words with sentences that do not answer them, that feature is left out.
    """
    shares = [name in judging.MATCHES for name in judging.NAMES]
    left = np.ones(len(shares))
    while True:
        ranking = fit_ranking([(x * left, y) for x, y in examples])
        against = np.where(shares, ranking * left, 0.0)
        if not (against < 0).any():
            break
        left[int(against.argmin())] = 0.0
    x, y = (np.concatenate(part) for part in zip(*examples, strict=True))
    bias, scale = fit(np.stack([np.ones(len(x)), x @ ranking], axis=1), y)
    weights: Array = ranking * scale
    weights[0] += bias
    return weights


def _answers(reader: SpanReader, read: Sequence[Read]) -> tuple[Array, Array]:
    x, y = [], []
    for one in read:
        readings = settle(one.case.query, reader.readings(one.case.query, one.found), Settings())
        if readings:
            x.append(confidence.features(one.case.query, readings))
            y.append(one.right(readings[0].span_text))
    return np.array(x, np.float64), np.array(y, np.float64)


def _quality(weights: Array, x: Array, y: Array) -> dict[str, float]:
    """How well a confidence tells right answers from wrong ones."""
    chance = 1.0 / (1.0 + np.exp(-(x @ weights)))
    above = (chance[y == 1][:, None] > chance[y == 0][None, :]).mean()
    return {
        "right": round(float(y.mean()), 4),
        "auc": round(float(above), 4),
        "brier": round(float(((chance - y) ** 2).mean()), 4),
    }


def main() -> None:
    """Fits the weights and writes them into the model's card."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--training", type=Path, required=True, help="the folder of the training sets")
    parser.add_argument(
        "--library", type=Path, required=True, help="a library of the articles of RealTimeQA 2023"
    )
    parser.add_argument("--questions", type=Path, required=True, help="questions.jsonl of RealTimeQA 2023")
    parser.add_argument("--kept-out", type=int, default=300, help="questions that an evaluation draws")
    parser.add_argument("--samples", nargs=2, type=Path, help="a library and the suite of questions about it")
    parser.add_argument(
        "--most", type=int, default=280, help="questions of the encyclopedia; twice as many of news"
    )
    parser.add_argument("--model", type=Path, default=FOLDER, help="the folder of the model")
    arguments = parser.parse_args()
    path, embedder = arguments.model / CARD_FILE, open_embedder()
    reader = SpanReader(SpanModel(arguments.model), embedder)

    def read(cases: Iterator[Case]) -> list[Read]:
        found = (Read(case, reader.judged(case.query, case.hits)) for case in cases)
        return [one for one in found if one.found]

    library, most = Library.open(arguments.library), arguments.most
    quiz = news(library, arguments.questions, _NEWS * most, arguments.kept_out, Settings())
    sets = {
        "encyclopedia": read(encyclopedia(arguments.training, embedder, most)),
        "realtimeqa_2023": read(quiz),
    }
    if arguments.samples:
        sets["samples"] = read(suite(Library.open(arguments.samples[0]), arguments.samples[1], Settings()))
    card = json.loads(path.read_text("utf-8"))
    every = [one for found in sets.values() for one in found]
    spans = weigh(_spans(reader, [one for one in every if one.usable and not one.held]))
    card["weights"] = _named(judging.NAMES, spans)
    card["fitted_on"] = {name: len(found) for name, found in sets.items()}
    card["spans_held_out"] = {
        name: measure(spans, _spans(reader, [one for one in found if one.usable and one.held]))
        for name, found in sets.items()
    }
    path.write_text(json.dumps(card, indent=1) + "\n", "utf-8")
    reader = SpanReader(SpanModel(arguments.model), embedder)
    answers = fit(*_answers(reader, [one for one in every if not one.held]))
    card["confidence"] = _named(confidence.NAMES, answers)
    card["confidence_held_out"] = {
        name: _quality(answers, *_answers(reader, [one for one in found if one.held]))
        for name, found in sets.items()
    }
    path.write_text(json.dumps(card, indent=1) + "\n", "utf-8")
    print(json.dumps(card, indent=1))


def _named(names: Sequence[str], weights: Array) -> dict[str, float]:
    return {name: round(float(value), 4) for name, value in zip(names, weights, strict=True)}


if __name__ == "__main__":
    main()
