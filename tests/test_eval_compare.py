"""Two runs are compared on the questions both asked; differences and p-values are those worked out by hand."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from eval.compare import Run, compare
from eval.compare_render import to_table
from eval.errors import DatasetError
from eval.item import Item
from eval.measures.abstention import abstention
from eval.measures.tally import Scores, Tally, share
from eval.paired import differences
from eval.report import load_run, report

NAMES = ("answer_correct", "citation_precision", "abstention_balanced_accuracy", "refused_answerable")


def item(name: str, right: bool | None, scores: Scores | None = None, **more: Any) -> Item:
    """Make an item that is right or not; what else it says can be given."""
    given = {
        "type": "fact",
        "question": f"What of {name}?",
        "said": "yes" if right else "no",
        "accepted": "yes",
    }
    given |= more
    if scores is None:
        scores = {"answer_correct": share(bool(right))}
    return Item(id=name, correct=right, scores=scores, **given)


def run_of(items: Sequence[Item], settings: Mapping[str, Any] | None = None, name: str = "suite") -> Run:
    """Make a run as it is read from a file."""
    value = json.loads(report(name, items, NAMES, settings or {}).to_json())
    return value, [Item.from_dict(one) for one in value["items"]]


def rights(*right: bool) -> list[Item]:
    return [item(f"q{place}", one) for place, one in enumerate(right)]


def test_a_run_is_no_different_from_itself() -> None:
    run = run_of(rights(True, False, True, True, False))
    found = compare(run, run).measures["answer_correct"]
    assert (found.a, found.b, found.difference, found.low, found.high, found.p) == (0.6, 0.6, 0, 0, 0, 1)


def test_right_everywhere_against_wrong_everywhere_is_no_chance() -> None:
    comparison = compare(run_of(rights(*[False] * 20)), run_of(rights(*[True] * 20)))
    found = comparison.measures["answer_correct"]
    assert (found.difference, found.low, found.high, found.n) == (1, 1, 1, 20)
    assert found.p < 0.001
    assert len(comparison.mended) == 20
    assert comparison.broken == ()


def test_the_p_value_is_the_share_of_swaps_that_differ_as_much() -> None:
    # of three questions that all went from wrong to right, 2 of the 8 ways to swap them differ by three
    three = compare(run_of(rights(False, False, False)), run_of(rights(True, True, True)))
    assert three.measures["answer_correct"].p == pytest.approx(2 / 8, abs=0.02)
    # +1, +1, +1, -1 differ by two: so do 4 + 4 of the 16 sums of four signs, and 2 differ by four
    four = compare(run_of(rights(False, False, False, True)), run_of(rights(True, True, True, False)))
    assert four.measures["answer_correct"].difference == 0.5
    assert four.measures["answer_correct"].p == pytest.approx(10 / 16, abs=0.02)


def test_questions_that_both_got_alike_change_no_p_value() -> None:
    before, after = [False] * 6, [True] * 6
    few = compare(run_of(rights(*before)), run_of(rights(*after)))
    alike = [True, False] * 20
    many = compare(run_of(rights(*before, *alike)), run_of(rights(*after, *alike)))
    assert few.measures["answer_correct"].p == pytest.approx(2 / 64, abs=0.01)
    assert many.measures["answer_correct"].p == pytest.approx(2 / 64, abs=0.01)


def test_the_interval_is_of_the_difference_not_of_two_figures() -> None:
    # the figures vary between questions, the difference does not: paired, it is certain
    a: list[Scores] = [{"f1": share(place / 20)} for place in range(10)]
    b: list[Scores] = [{"f1": share(place / 20 + 0.1)} for place in range(10)]
    found = differences(["f1"], a, b)["f1"]
    assert found.low == pytest.approx(0.1)
    assert found.high == pytest.approx(0.1)
    # one question of four changed: 0 to 4 of four drawn are that one, over 2.5 % of draws none and three
    one = differences(["m"], [{"m": share(False)}] * 4, [{"m": share(True)}, *[{"m": share(False)}] * 3])["m"]
    assert (one.difference, one.low, one.high) == (0.25, 0.0, 0.75)
    assert one.p == 1.0  # either way to swap it differs as much


def test_parts_of_wholes_are_summed_over_questions_that_bear_on_them() -> None:
    # A cites 1 of 2 and is silent on the second; B cites 2 of 2, then 1 of 4
    a: list[Scores] = [{"citation_precision": Tally(1, 2)}, {"citation_precision": Tally(0, 0)}, {}]
    b: list[Scores] = [{"citation_precision": Tally(2, 2)}, {"citation_precision": Tally(1, 4)}, {}]
    found = differences(["citation_precision"], a, b)["citation_precision"]
    assert (found.a, found.b, found.n) == (0.5, 0.5, 2)
    assert found.p == 1.0


def test_measures_made_of_others_are_compared() -> None:
    def items(*abstained: bool) -> list[Item]:
        return [
            item(f"q{place}", one, abstention(one, answerable=place < 2))
            for place, one in enumerate(abstained)
        ]

    comparison = compare(run_of(items(True, False, False, False)), run_of(items(False, False, True, True)))
    found = comparison.measures["abstention_balanced_accuracy"]
    assert (found.a, found.b, found.n) == (0.25, 1.0, 4)  # (0 + 1/2) / 2 and (1 + 1) / 2
    assert comparison.measures["refused_answerable"].difference == -0.5


def test_a_measure_that_one_run_lacks_is_left_out() -> None:
    silent = [item("q1", False, {"answer_correct": share(False)})]
    citing = [item("q1", True, {"answer_correct": share(True), "citation_precision": Tally(1, 1)})]
    assert set(compare(run_of(silent), run_of(citing)).measures) == {"answer_correct"}


def test_flips_and_kinds_are_of_the_questions_both_asked() -> None:
    a = [
        item("1", True),
        item("2", False, type="date"),
        item("3", None),
        item("4", True),
        item("only a", True),
    ]
    b = [
        item("4", True),
        item("3", True),
        item("2", True, type="date"),
        item("1", False),
        item("only b", True),
    ]
    comparison = compare(run_of(a), run_of(b))
    assert (comparison.questions, comparison.only_in_a, comparison.only_in_b) == (4, 1, 1)
    assert [(flip.id, flip.a, flip.b) for flip in comparison.broken] == [("1", "yes", "no")]
    assert [(flip.id, flip.a, flip.b) for flip in comparison.mended] == [("2", "no", "yes")]
    by_kind = {kind: measures["answer_correct"] for kind, measures in comparison.by_kind.items()}
    assert {kind: (one.a, one.b, one.n) for kind, one in by_kind.items()} == {
        "fact": (2 / 3, 2 / 3, 3),
        "date": (0, 1, 1),
    }
    assert "1 of A, 1 of B" in comparison.notes[0]


def test_the_same_id_with_other_words_is_another_question() -> None:
    run = run_of([item("1", True), item("2", True)])
    other = run_of([item("1", True, question="What else?"), item("2", True)])
    assert compare(run, other).questions == 1
    # an item of a conversation shows the turn that went wrong: its turns are compared
    turns = [{"question": "What sank?"}, {"question": "Where?"}]
    went_wrong = [item("c", False, question="Where?", detail={"turns": turns})]
    went_well = [item("c", True, question="What sank?", detail={"turns": turns})]
    assert compare(run_of(went_wrong), run_of(went_well)).questions == 1


def test_settings_that_differ_are_named_and_those_of_every_run_are_not() -> None:
    a = {
        "threshold": 0.17,
        "data_hash": "a",
        "corpus": None,
        "started": "1",
        "seconds": 1,
        "machine": {"cores": 2},
    }
    b = {
        "threshold": 0.2,
        "data_hash": "b",
        "corpus": "c",
        "started": "2",
        "seconds": 2,
        "machine": {"cores": 8},
    }
    comparison = compare(run_of(rights(True), a), run_of(rights(True), {**b, "best_threshold": 0.3}))
    assert comparison.to_dict()["settings"] == {
        "threshold": {"a": 0.17, "b": 0.2},
        "data_hash": {"a": "a", "b": "b"},
        "corpus": {"a": None, "b": "c"},
        "machine.cores": {"a": 2, "b": 8},
        "best_threshold": {"a": None, "b": 0.3},
    }
    assert len(comparison.notes) == 2


def test_what_cannot_be_compared_is_refused() -> None:
    run = run_of(rights(True))
    with pytest.raises(DatasetError, match="two benchmarks, suite and squad"):
        compare(run, run_of(rights(True), name="squad"))
    with pytest.raises(DatasetError, match="no question in common, of 1 and 1"):
        compare(run, run_of([item("another", True)]))
    with pytest.raises(DatasetError, match="second file is not a run"):
        compare(run, ({"items": []}, []))


def test_a_comparison_of_files_is_shown_and_is_json(tmp_path: Path) -> None:
    files = tmp_path / "a.json", tmp_path / "b.json"
    long = "a [very] " * 60
    for file, right in zip(files, ((True, False), (True, True)), strict=True):
        items = [*rights(*right), item("long", right[1], accepted=long)]
        file.write_text(report("suite", items, NAMES, {"threshold": str(file)}).to_json(), "utf-8")
    comparison = compare(load_run(files[0]), load_run(files[1]))
    value = json.loads(json.dumps(comparison.to_dict(), allow_nan=False))
    assert value["measures"]["answer_correct"].keys() == {"a", "b", "difference", "low", "high", "p", "n"}
    assert [flip["id"] for flip in value["mended"]] == ["q1", "long"]
    assert value["draws"] == 10_000
    stream = io.StringIO()
    Console(file=stream, width=200).print(to_table(comparison))
    shown = stream.getvalue()
    assert "+66.7" in shown
    assert "not corrected" in shown
    assert "From wrong to right: 2" in shown
    assert "From right to wrong: 0" in shown
    assert "a [very] a [very]" in shown
    assert long not in shown


def test_of_many_flips_the_first_are_shown() -> None:
    comparison = compare(run_of(rights(*[True] * 100)), run_of(rights(*[False] * 100)))
    stream = io.StringIO()
    Console(file=stream, width=200).print(to_table(comparison))
    assert "From right to wrong: 100" in stream.getvalue()
    assert "and 60 more" in stream.getvalue()
