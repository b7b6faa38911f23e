"""Fits how multiple choice weighs what speaks for a choice: `python -m eval.fit_choices RUN.json --kept-out 300`.

RUN.json is a run of RealTimeQA 2023, which has the features of every choice:
`dateline eval realtimeqa --data REALTIMEQA_2023 --json RUN.json`. Those of 2022 would not do: the reader was trained on
its answers. The questions that `--limit 300` draws are left out of the fit, and measured. The weights are those of a
conditional logit over the choices of a question (McFadden, "Conditional Logit Analysis of Qualitative Choice Behavior",
1974) with a ridge; they go to choice_weights.json, with the share right when each tenth of the questions is held out.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from eval.errors import DatasetError
from eval.item import Item
from eval.multiple_choice import NAMES, WEIGHTS, Array, asks_for_exception, best_supported
from eval.question import draw
from eval.report import load_run

RIDGE = 10.0
"""L2 penalty, in the unit of features of standard deviation one; chosen by the tenths held out."""
FOLDS = 10
_STEPS = 50  # of Newton's method, which is there in some ten
_CLOSE = 1e-7


@dataclass(frozen=True, slots=True)
class Chosen:
    """A question with its choices, the place of the right one, and their features, shape (choices, len(NAMES))."""

    question: str
    choices: tuple[str, ...]
    right: int
    features: Array


def load_choices(items: Sequence[Item]) -> list[Chosen]:
    """Take the questions with choices out of a run. Raises `DatasetError` where there is none, or features differ."""
    found = [
        Chosen(
            item.question,
            tuple(item.detail["choices"]),
            item.detail["right"],
            np.array(item.detail["choice_features"], np.float64),
        )
        for item in items
        if "choice_features" in item.detail
    ]
    if not found or any(one.features.shape != (len(one.choices), len(NAMES)) for one in found):
        raise DatasetError(
            "The run has no choices with the features of this version. Make it anew with "
            "'dateline eval realtimeqa --data DIR --json FILE'."
        )
    return found


def fit(questions: Sequence[Chosen], ridge: float = RIDGE) -> Array:
    """Fit the weights, shape (len(NAMES),), by Newton's method; a feature that is always the same weighs nothing."""
    spread = np.concatenate([one.features for one in questions]).std(axis=0)
    scale = np.where(spread > 0, spread, np.inf)
    signed = [
        ((-1.0 if asks_for_exception(one.question) else 1.0) * one.features / scale, one.right)
        for one in questions
    ]
    weights = np.zeros(len(NAMES))
    for _ in range(_STEPS):
        slope, curve = -ridge * weights, ridge * np.eye(len(NAMES))
        for table, right in signed:
            support = table @ weights
            share = np.exp(support - support.max())
            share /= share.sum()
            mean = share @ table
            slope += table[right] - mean
            curve += (table * share[:, None]).T @ table - np.outer(mean, mean)
        step = np.linalg.solve(curve, slope)
        weights += step
        if np.abs(step).max() < _CLOSE:
            break
    return weights / scale


def held_out(questions: Sequence[Chosen], ridge: float = RIDGE) -> float:
    """The share right where each tenth is chosen by weights fitted on the others."""
    right = 0
    for fold in range(min(FOLDS, len(questions))):
        rest = [one for place, one in enumerate(questions) if place % FOLDS != fold]
        weights = fit(rest, ridge) if rest else np.zeros(len(NAMES))
        right += sum(_is_right(one, weights) for one in questions[fold::FOLDS])
    return right / len(questions)


def _is_right(one: Chosen, weights: Array) -> bool:
    return best_supported(one.choices, one.features, one.question, weights) == one.right


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit on a run and write the weights; raises `DatasetError` for what is no such run."""
    parser = argparse.ArgumentParser(prog="python -m eval.fit_choices", description=__doc__)
    parser.add_argument("run", type=Path, metavar="RUN.json")
    parser.add_argument(
        "--output", type=Path, default=WEIGHTS, metavar="FILE", help="default: in the package"
    )
    parser.add_argument(
        "--kept-out",
        type=int,
        metavar="N",
        help="measure those that --limit N draws with seed 0, fit on the rest",
    )
    args = parser.parse_args(arguments)
    value, items = load_run(args.run)
    every = load_choices(items)
    kept_out = draw(every, args.kept_out, 0) if args.kept_out else ()
    drawn = {id(one) for one in kept_out}
    questions = [one for one in every if id(one) not in drawn]
    if not questions:
        raise DatasetError(
            f"--kept-out {args.kept_out}: no question is left to fit on. Give a smaller number."
        )
    weights = fit(questions)
    told = {
        "weights": {name: round(float(weight), 4) for name, weight in zip(NAMES, weights, strict=True)},
        "fitted_on": {
            "benchmark": value["benchmark"],
            "data_hash": value["settings"].get("data_hash"),
            "questions": len(questions),
        },
        "share_right_held_out": round(held_out(questions), 4),
        "share_right_by_passages_alone": round(_by_passages(questions), 4),
        "kept_out": {"questions": len(kept_out), "share_right": round(_share_right(kept_out, weights), 4)},
    }
    args.output.write_text(json.dumps(told, indent=1) + "\n", "utf-8")
    print(f"{args.output}: {told['share_right_held_out']:.1%} right, held out")


def _by_passages(questions: Sequence[Chosen]) -> float:
    """The share right where only the words of the passages found count."""
    return _share_right(questions, np.array([float(name == "passages") for name in NAMES]))


def _share_right(questions: Sequence[Chosen], weights: Array) -> float:
    return sum(_is_right(one, weights) for one in questions) / max(len(questions), 1)


if __name__ == "__main__":
    main()
