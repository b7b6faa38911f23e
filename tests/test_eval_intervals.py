"""Intervals hold the figure, narrow with more questions and are the same each time."""

from __future__ import annotations

import pytest

from eval.intervals import Estimate, estimate
from eval.measures.tally import NOTHING, Tally

HALF = [Tally(1, 1), Tally(0, 1)]


def test_the_figure_is_the_sum_of_parts_by_the_sum_of_wholes() -> None:
    figure = estimate([Tally(1, 1), Tally(0, 3), NOTHING])
    assert figure is not None
    assert (figure.value, figure.n) == (0.25, 2)


def test_the_interval_of_a_half_over_100_questions_is_the_binomial_one() -> None:
    figure = estimate(HALF * 50)
    assert figure is not None
    assert figure.low == pytest.approx(0.40, abs=0.02)  # 0.5 - 1.96 * 0.05
    assert figure.high == pytest.approx(0.60, abs=0.02)


def test_questions_are_drawn_not_citations() -> None:
    """Ten questions of ten citations each, all right or all wrong, are no surer than ten of one."""
    many, one = estimate([Tally(10, 10), Tally(0, 10)] * 5), estimate(HALF * 5)
    assert many is not None
    assert one is not None
    assert (many.low, many.high) == (one.low, one.high)


@pytest.mark.parametrize("tallies", [[Tally(1, 1)], [Tally(1, 1)] * 9, HALF, [Tally(1, 3), Tally(2, 2)] * 3])
def test_the_figure_lies_in_its_interval_and_comes_out_the_same_again(tallies: list[Tally]) -> None:
    figure = estimate(tallies)
    assert figure is not None
    assert 0 <= figure.low <= figure.value <= figure.high <= 1
    assert figure == estimate(tallies)


def test_where_no_question_bears_on_it_there_is_no_figure() -> None:
    assert estimate([]) is None
    assert estimate([NOTHING, NOTHING]) is None


def test_an_estimate_is_four_numbers() -> None:
    assert Estimate(1 / 3, 0.0, 1.0, 3).to_dict() == {"value": 0.333333, "low": 0.0, "high": 1.0, "n": 3}
