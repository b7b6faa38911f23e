"""Risk, coverage and calibration: values computed by hand, and intervals that say how sure they are."""

from __future__ import annotations

import numpy as np
import pytest

from eval.calibration import BINS, POINTS, Calibration, calibration


def calibrated(confidences: list[float], corrects: list[bool]) -> Calibration:
    found = calibration(confidences, corrects)
    assert found is not None
    return found


def drawn(n: int, seed: int = 1) -> Calibration:
    """Answers that are right exactly as often as their confidence says."""
    random = np.random.default_rng(seed)
    confidences = random.beta(2, 2, n)
    return calibrated(confidences.tolist(), (random.random(n) < confidences).tolist())


def curve(found: Calibration) -> list[tuple[float, float, float]]:
    return [(point.coverage, point.risk, point.confidence) for point in found.risk_coverage]


def test_risk_is_the_share_wrong_of_what_is_answered_from_a_confidence_up() -> None:
    found = calibrated([0.9, 0.8, 0.2, 0.1], [True, True, False, False])
    assert curve(found) == [(0.25, 0, 0.9), (0.5, 0, 0.8), (0.75, pytest.approx(1 / 3), 0.2), (1, 0.5, 0.1)]


def test_the_area_is_the_mean_risk_over_the_answers() -> None:
    assert calibrated([0.9, 0.8, 0.2, 0.1], [True, True, False, False]).aurc.value == pytest.approx(5 / 24)
    assert calibrated([0.9, 0.8, 0.2, 0.1], [False, False, True, True]).aurc.value == pytest.approx(19 / 24)


def test_equal_confidences_are_answered_together_whatever_their_order() -> None:
    found = calibrated([0.9, 0.8, 0.8, 0.1], [True, False, True, False])
    assert curve(found) == [(0.25, 0, 0.9), (0.75, pytest.approx(1 / 3), 0.8), (1, 0.5, 0.1)]
    assert found.aurc.value == pytest.approx((0 + 1 / 3 + 1 / 3 + 1 / 2) / 4)
    turned = calibrated([0.1, 0.8, 0.8, 0.9], [False, True, False, True])
    assert curve(turned) == curve(found)
    assert turned.aurc.value == found.aurc.value


def test_one_confidence_for_all_is_one_point_and_one_bin() -> None:
    found = calibrated([0.5] * 40, [True, False] * 20)
    assert curve(found) == [(1, 0.5, 0.5)]
    assert [(one.low, one.high, one.accuracy, one.n) for one in found.bins] == [(0.5, 0.5, 0.5, 40)]
    assert (found.aurc.value, found.ece.value) == (0.5, 0)


@pytest.mark.parametrize("right", [True, False])
def test_where_all_are_right_or_all_wrong_the_risk_is_certain(right: bool) -> None:
    found = calibrated([0.7, 0.6, 0.2], [right] * 3)
    risk = float(not right)
    assert [point.risk for point in found.risk_coverage] == [risk] * 3
    assert (found.aurc.value, found.aurc.low, found.aurc.high) == (risk, risk, risk)
    assert found.ece.value == pytest.approx(0.5)


def test_a_single_answer_is_its_own_curve_and_bin() -> None:
    assert calibrated([0.75], [True]).to_dict() == {
        "aurc": {"value": 0, "low": 0, "high": 0, "n": 1},
        "ece": {"value": 0.25, "low": 0.25, "high": 0.25, "n": 1},
        "risk_coverage": [{"coverage": 1, "risk": 0, "confidence": 0.75}],
        "bins": [{"low": 0.75, "high": 0.75, "confidence": 0.75, "accuracy": 1, "n": 1}],
    }


def test_the_calibration_error_weighs_bins_of_equal_mass() -> None:
    """Ten answers at .9 with six right are .3 off, ten at .2 with one right .1: .2 in the mean."""
    found = calibrated([0.9] * 10 + [0.2] * 10, [True] * 6 + [False] * 4 + [True] + [False] * 9)
    assert found.ece.value == pytest.approx(0.2)
    shown = [(one.confidence, one.accuracy, one.n) for one in found.bins]
    assert shown == [(pytest.approx(0.2), 0.1, 10), (pytest.approx(0.9), 0.6, 10)]


def test_equal_confidences_share_a_bin() -> None:
    found = calibrated([0.5] * 15 + [0.1] * 5, [True] * 20)
    assert [(one.low, one.high, one.n) for one in found.bins] == [(0.1, 0.1, 5), (0.5, 0.5, 15)]


@pytest.mark.parametrize(("n", "bins"), [(9, 1), (20, 2), (57, 5), (100, BINS), (1003, BINS)])
def test_a_bin_has_ten_answers_and_there_are_at_most_ten_bins(n: int, bins: int) -> None:
    found = drawn(n)
    assert len(found.bins) == bins
    assert sum(one.n for one in found.bins) == n
    assert max(one.n for one in found.bins) - min(one.n for one in found.bins) <= 1
    assert all(one.low <= one.confidence <= one.high for one in found.bins)
    assert [one.low for one in found.bins] == sorted(one.low for one in found.bins)


def test_a_long_curve_is_thinned_and_keeps_its_ends() -> None:
    found = drawn(1000)
    coverage = [point.coverage for point in found.risk_coverage]
    assert len(coverage) == POINTS
    assert (coverage[0], coverage[-1]) == (0.001, 1)
    assert coverage == sorted(coverage)


@pytest.mark.parametrize("n", [1, 2, 7, 80, 600])
def test_a_figure_lies_in_its_interval_and_comes_out_the_same_again(n: int) -> None:
    found = drawn(n)
    for figure in (found.aurc, found.ece):
        assert 0 <= figure.low <= figure.value <= figure.high <= 1
        assert figure.n == n
    assert found == drawn(n)


def test_more_answers_make_the_intervals_narrower() -> None:
    few, many = drawn(80), drawn(8000)
    assert many.aurc.high - many.aurc.low < (few.aurc.high - few.aurc.low) / 5
    assert many.ece.high - many.ece.low < (few.ece.high - few.ece.low) / 5


def test_the_interval_of_the_calibration_error_takes_back_what_chance_adds() -> None:
    """These answers are calibrated, so all of the error is chance, and half of it at least can be told to be."""
    errors = [drawn(500, seed).ece for seed in range(5)]
    assert all(error.value > 0 for error in errors)
    assert all(error.low < error.value / 2 for error in errors)


def test_without_answers_there_is_no_calibration() -> None:
    assert calibration([], []) is None


def test_lists_of_two_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="2 confidences, but 1 answers"):
        calibration([0.5, 0.6], [True])


@pytest.mark.parametrize("bad", [-0.1, 1.1, float("nan")])
def test_a_confidence_that_is_no_share_is_refused(bad: float) -> None:
    with pytest.raises(ValueError, match=r"outside 0\.\.1"):
        calibration([0.5, bad], [True, True])
