"""Fits the weights of the check: `python -m rag.support.fit --training FOLDER --realtimeqa FOLDER`.

Logistic regression over `rag.support.features` and, in a second set of weights, the score of the judge that
`rag.support.aligned` makes of the default embedder. The examples are those of `rag.support.examples`, of which every
fifth is kept apart to be measured on; only claims whose facts all stand count, for only these are weighed. No benchmark
of the check is read.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.embedding import open_embedder
from rag.support.bearing import bearing
from rag.support.check import weighed
from rag.support.evidence import Cited, read
from rag.support.examples import Example, news, questions
from rag.support.facts import facts, missing_numbers, missing_others
from rag.support.features import NAMES
from rag.support.meaning import Judge, aligned
from rag.support.quotations import fold, places
from rag.support.weighing import FILE

Array = NDArray[np.float64]
_ARTICLES, _QUESTIONS = 900, 1500
_RIDGE = 3.0  # L2 penalty, on standardised features
_STEPS = 40  # of Newton's method; ten are enough
_APART = 5


@dataclass(frozen=True, slots=True)
class _Row:
    """The features of an example, the judge's score last, its label, and the kind it is of."""

    values: tuple[float, ...]
    supported: bool
    kind: str


def _row(example: Example, judge: Judge) -> _Row | None:
    """An example as it is weighed; None where a fact of it is missing, or all of its words are."""
    claim, context = fold(example.claim), read(" ".join(example.passage))
    found = []
    for at in bearing(claim, example.passage):
        spans, _ = places(fold(example.passage[at]), context.text)
        if spans:
            found.append(Cited(context, spans))
    given = facts(claim)
    if not found or any(missing_numbers(given.counts, found)) or any(missing_others(given, found)):
        return None
    quotation = " ".join(cited.quotation for cited in found)
    return _Row((*weighed(given, found), judge(claim, quotation)), example.supported, example.kind)


def _weights(rows: Sequence[_Row]) -> Array:
    """As much for each kind and label together."""
    number = Counter((row.kind, row.supported) for row in rows)
    return np.array([len(rows) / len(number) / number[row.kind, row.supported] for row in rows])


def fitted(values: Array, labels: Array, weights: Array) -> Array:
    """The bias and a weight for each column of `values`, shape (examples, features), by Newton's method."""
    mean, spread = values.mean(axis=0), values.std(axis=0) + 1e-9
    inputs = np.c_[np.ones(len(values)), (values - mean) / spread]
    penalty = np.full(inputs.shape[1], _RIDGE)
    penalty[0] = 1e-9
    found = np.zeros(inputs.shape[1])
    for _ in range(_STEPS):
        said = 1 / (1 + np.exp(-inputs @ found))
        slope = inputs.T @ (weights * (said - labels)) + penalty * found
        curve = (inputs * (weights * said * (1 - said))[:, None]).T @ inputs + np.diag(penalty)
        found -= np.linalg.solve(curve, slope)
    scaled = found[1:] / spread
    return np.concatenate(([found[0] - scaled @ mean], scaled))


def _right(found: Array, values: Array, labels: Array, weights: Array) -> float:
    said = found[0] + values @ found[1:] > 0
    return float((weights * (said == (labels > 0.5))).sum() / weights.sum())


def _sets(rows: Sequence[_Row]) -> Iterator[tuple[str, dict[str, float]]]:
    """The weights with and without the judge, each with the share that is right of the examples kept apart."""
    apart = np.arange(len(rows)) % _APART == 0
    labels = np.array([float(row.supported) for row in rows])
    weights = _weights(rows)
    for name, columns in (("unjudged", NAMES), ("judged", (*NAMES, "meaning"))):
        values = np.array([row.values[: len(columns)] for row in rows])
        found = fitted(values[~apart], labels[~apart], weights[~apart])
        right = _right(found, values[apart], labels[apart], weights[apart])
        named = zip(("bias", *columns), found, strict=True)
        yield (
            name,
            {**{column: round(float(value), 4) for column, value in named}, "accuracy": round(right, 4)},
        )


def main() -> None:
    """Fit both sets, and write them beside the code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--training", type=Path, required=True)
    parser.add_argument("--realtimeqa", type=Path, required=True)
    given = parser.parse_args()
    draw = random.Random(7)
    judge = aligned(open_embedder())
    examples = chain(news(given.realtimeqa, draw, _ARTICLES), questions(given.training, draw, _QUESTIONS))
    rows = [row for example in examples if (row := _row(example, judge))]
    made = Counter(f"{row.kind}, {'supported' if row.supported else 'not'}" for row in rows)
    found = {
        "made_by": "python -m rag.support.fit --training FOLDER --realtimeqa FOLDER",
        "examples": dict(sorted(made.items())),
        **dict(_sets(rows)),
    }
    FILE.write_text(json.dumps(found, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
