"""Intervals hold the figure, narrow with more questions and are the same each time."""

from __future__ import annotations

import pytest

from eval.figures import figure, figures
from eval.intervals import Estimate
from eval.measures.tally import NOTHING, Tally

HALF = [Tally(1, 1), Tally(0, 1)]


def estimate(tallies: list[Tally]) -> Estimate | None:
    return figure("accuracy", [{"accuracy": tally} for tally in tallies])


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


YES, NO = Tally(1, 1), Tally(0, 1)


def test_a_balanced_accuracy_is_the_mean_of_two_shares_of_different_questions() -> None:
    """3 of 4 unanswerable refused, 1 of 2 answerable refused: (3/4 + 1/2) / 2."""
    scores = [{"refused_unanswerable": one} for one in (YES, YES, YES, NO)]
    scores += [{"refused_answerable": one} for one in (YES, NO)]
    found = figure("abstention_balanced_accuracy", scores)
    assert found is not None
    assert (found.value, found.n) == (0.625, 6)
    assert 0 <= found.low < 0.625 < found.high <= 1


def test_a_balanced_accuracy_with_one_side_only_is_left_out() -> None:
    only = [{"refused_answerable": NO, "refused_unanswerable": NOTHING}] * 3
    assert figures(["abstention_balanced_accuracy", "refused_answerable"], only).keys() == {
        "refused_answerable"
    }


def classified(supported: bool, predicted: bool) -> dict[str, Tally]:
    right = Tally(float(supported == predicted), 1)
    gold, said = ("supported" if one else "unsupported" for one in (supported, predicted))
    return {f"{gold}_recall": right, f"{said}_precision": right, "accuracy": right}


def test_macro_f1_and_balanced_accuracy_of_claims_are_those_computed_by_hand() -> None:
    """Of 4 supported claims 3 are found, of 2 unsupported ones 1: F1 2*3/(4+4) and 2*1/(2+2)."""
    scores = [classified(True, True)] * 3 + [classified(True, False)]
    scores += [classified(False, True), classified(False, False)]
    found = figures(["accuracy", "balanced_accuracy", "macro_f1"], scores)
    assert found["accuracy"].value == pytest.approx(4 / 6)
    assert found["balanced_accuracy"].value == pytest.approx((3 / 4 + 1 / 2) / 2)
    assert found["macro_f1"].value == pytest.approx((6 / 8 + 2 / 4) / 2)
    assert found["macro_f1"].n == 6


def test_a_class_that_is_never_predicted_has_an_f1_of_0() -> None:
    scores = [classified(True, True), classified(False, True)]
    assert figures(["macro_f1"], scores)["macro_f1"].value == pytest.approx((2 / 3 + 0) / 2)
