"""Fits the weights of the ranking: `python -m rag.fit_ranking --quiz LIBRARY QUESTIONS --suite LIBRARY QUESTIONS`.

The quiz is RealTimeQA 2022: a library of its articles, and its questions.jsonl. A passage counts as right where the
answer's words stand in it: distant labels, for they may stand there by chance. The suite is the built-in one: a library
of the sample articles, and eval/suites/samples.jsonl; right is where a quotation of the evidence stands. Its questions
are worded far from the articles, those of the quiz near, so that either alone makes weights that are bad for the other.

The model is a conditional logistic regression (McFadden 1974): the chance that a candidate is the one that answers is
the softmax of its score over the candidates of its question. Which of several right ones it is, is not known: each
Newton step takes the chances that the weights of the step before give them (expectation maximisation).

The file keeps the weights fitted on all questions, and what those fitted on one half of them, by the hash of their ids,
reach on the other.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index import Filters, Library
from rag.query import understand
from rag.ranking import NAMES, WEIGHTS, Array, Candidate, features
from rag.retrieval import candidates, fold
from rag.spelling import spelled

_SUITE_WEIGHT = 2.0
"""Of a question of the suite beside one of the quiz, which has four times as many; with 1 and 4 much the same."""
DEPTHS = (1, 5, 10, 20, 50)
_STEPS, _LONGEST_STEP = 100, 0.3
_RIDGE = 20.0
"""Of the penalty on weights in the unit of a feature's standard deviation; with 5 or 60 it reaches much the same."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question's candidates, best first by reciprocal rank: their features and whether the answer stands in them.

    `weight` is that of the question in the fit; `in_pool` says whether the answer stands in any article.
    """

    id: str
    rows: Array
    right: NDArray[np.bool_]
    in_pool: bool
    weight: float = 1.0


def quiz(library: Library, questions: Path) -> list[Asked]:
    """The candidates of every question of a quiz; right where the answer's words stand."""
    pool = [f" {fold(article.text)} " for article in library.articles()]
    found = []
    for line in questions.read_text("utf-8").splitlines():
        item = json.loads(line)
        answer = f" {fold(item['answer'])} "
        near, rows = _found(library, item["question"])
        right = [answer in f" {fold(one.passage.text)} " for one in near]
        found.append(Asked(item["id"], rows, np.array(right, np.bool_), any(answer in text for text in pool)))
    return found


def suite(library: Library, questions: Path) -> list[Asked]:
    """The candidates of every question of a suite that has evidence; right where a quotation of it stands."""
    found = []
    for line in questions.read_text("utf-8").splitlines():
        item = json.loads(line)
        quotes = [fold(one["quote"]) for one in item.get("evidence") or ()]
        if quotes and "question" in item:
            near, rows = _found(library, item["question"])
            right = [any(quote in fold(one.passage.text) for quote in quotes) for one in near]
            found.append(Asked(item["id"], rows, np.array(right, np.bool_), True, _SUITE_WEIGHT))
    return found


def _found(library: Library, question: str) -> tuple[list[Candidate], Array]:
    newest = library.summary().newest
    query = spelled(understand(question, (), Filters(), None, newest or date.today()), library)
    near = [one for one, _ in candidates(library, query)]
    return near, features(query, near, library, newest)


def fit(asked: Sequence[Asked]) -> Array:
    """The weights, one a feature, of the questions that have right candidates and wrong ones."""
    told = [one for one in asked if one.right.any() and not one.right.all()]
    rows = np.concatenate([one.rows for one in told])
    spread = rows.std(axis=0)
    spread[spread == 0] = 1.0
    rows = (rows - rows.mean(axis=0)) / spread
    right = np.concatenate([one.right for one in told])
    sizes = [len(one.right) for one in told]
    starts = np.cumsum([0, *sizes])[:-1]
    question = np.repeat(np.arange(len(told)), sizes)
    counts = np.array([one.weight for one in told])
    weights = np.zeros(rows.shape[1])
    for _ in range(_STEPS):
        scores = rows @ weights
        chance = _softmax(scores, np.ones_like(right), starts, question)
        share = _softmax(scores, right, starts, question)
        means = np.add.reduceat(rows * chance[:, None], starts)
        slope = rows.T @ (counts[question] * (share - chance)) - _RIDGE * weights
        spent = (counts[question] * chance)[:, None]
        curve = (rows * spent).T @ rows - (means * counts[:, None]).T @ means + _RIDGE * np.eye(len(weights))
        step = np.linalg.solve(curve, slope)
        step *= min(1.0, _LONGEST_STEP / float(np.abs(step).max() or 1.0))
        weights = weights + step
        if float(np.abs(step).max()) < 1e-5:
            break
    return np.asarray(weights / spread)


def _softmax(
    scores: Array, allowed: NDArray[np.bool_], starts: NDArray[np.int64], question: NDArray[np.int64]
) -> Array:
    """The softmax over the allowed candidates of each question."""
    highest = np.maximum.reduceat(scores, starts)[question]
    raised = np.exp(scores - highest) * allowed
    return np.asarray(raised / np.add.reduceat(raised, starts)[question])


def recall(asked: Sequence[Asked], scores: Sequence[Array]) -> dict[str, float]:
    """The share of the questions, of those whose answer is in the pool, with a right one among the first k."""
    pool = [(one, score) for one, score in zip(asked, scores, strict=True) if one.in_pool]
    hits = dict.fromkeys(DEPTHS, 0)
    for one, score in pool:
        places = np.flatnonzero(one.right[np.argsort(-score, kind="stable")])
        for depth in DEPTHS:
            hits[depth] += bool(len(places)) and int(places[0]) < depth
    return {f"answer_recall@{depth}": round(hits[depth] / max(len(pool), 1), 4) for depth in DEPTHS}


def crossed(asked: Sequence[Asked]) -> list[Array]:
    """The scores of every question's candidates, by the weights that were fitted on the half it is not in."""
    half = [int(hashlib.sha256(one.id.encode()).hexdigest(), 16) % 2 for one in asked]
    fitted = [fit([one for one, own in zip(asked, half, strict=True) if own != number]) for number in (0, 1)]
    return [one.rows @ fitted[own] for one, own in zip(asked, half, strict=True)]


def main() -> None:
    """Fits the weights and writes them beside the ranking."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quiz", type=Path, nargs=2, required=True, metavar=("LIBRARY", "QUESTIONS"))
    parser.add_argument("--suite", type=Path, nargs=2, required=True, metavar=("LIBRARY", "QUESTIONS"))
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    arguments = parser.parse_args()
    with Library.open(arguments.quiz[0]) as news, Library.open(arguments.suite[0]) as samples:
        sets = {
            "RealTimeQA 2022": quiz(news, arguments.quiz[1]),
            "samples": suite(samples, arguments.suite[1]),
        }
    every = [one for asked in sets.values() for one in asked]
    scores = dict(zip((id(one) for one in every), crossed(every), strict=True))
    result = {
        "weights": {name: round(float(one), 4) for name, one in zip(NAMES, fit(every), strict=True)},
        "answer_in_pool": {
            name: {
                "questions": sum(one.in_pool for one in asked),
                "reciprocal_rank_fusion": recall(
                    asked, [-np.arange(len(one.right), dtype=np.float64) for one in asked]
                ),
                "ranking_cross_validated": recall(asked, [scores[id(one)] for one in asked]),
            }
            for name, asked in sets.items()
        },
    }
    arguments.out.write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
