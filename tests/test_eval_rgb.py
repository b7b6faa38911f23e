"""RGB: passages are drawn by condition, and each condition has figures of its own."""

from __future__ import annotations

import gzip
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from eval.benchmarks.rgb import load_rgb, rgb
from eval.conditions import conditions, mixture
from eval.errors import DatasetError
from eval.measures.conflict_shown import conflict_shown
from eval.question import Turn
from eval.runner import Options
from rag.result import Answer, Conflict, ConflictValue
from tests.shared import SHARED, needs_shared

pytestmark = pytest.mark.usefixtures("eval_cache")
NOISE = ("noise 0.0", "noise 0.2", "noise 0.4", "noise 0.6", "noise 0.8")
SAYING = "The Varro ferry carries {} cars across the bay."
FERRY: dict[str, Any] = {
    "id": 7,
    "query": "How many cars does the Varro ferry carry?",
    "answer": [["40", "forty"]],
    "fakeanswer": "60",
    "positive": [SAYING.format(40), f"Port news: {SAYING.format(40)}"],
    "positive_wrong": [SAYING.format(60), f"Port news: {SAYING.format(60)}"],
    "negative": [
        "Bakers in Olm sell rye bread.",
        "It rained in Roe.",
        "Olm has a chapel.",
        "Pears are ripe.",
    ],
}
ONE, OTHER = Turn("Q?", ("40",)), Turn("Q?", ("60",))


def written(path: Path, *items: dict[str, Any]) -> Path:
    path.write_text("\n".join(map(json.dumps, items)) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("level", "true", "other", "made"),
    [
        (0.0, 9, 9, (5, 0)),
        (0.4, 9, 9, (3, 2)),
        (0.8, 9, 9, (1, 4)),
        (0.0, 2, 9, (2, 0)),  # not filled up
        (0.4, 2, 9, (2, 1)),  # 1/3 is nearer to 0.4 than 2/4
        (0.8, 9, 1, (1, 1)),
        (0.2, 9, 0, (0, 0)),
        (0.0, 9, 0, (5, 0)),
        (0.0, 0, 9, (0, 0)),
    ],
)
def test_the_share_of_noise_is_as_near_as_there_are_passages(
    level: float, true: int, other: int, made: tuple[int, int]
) -> None:
    assert mixture(level, true, other) == made


def test_passages_are_drawn_with_the_seed_and_from_one_order(tmp_path: Path) -> None:
    many = {
        **FERRY,
        **{
            field: [f"{field} {number}." for number in range(8)]
            for field in ("positive", "positive_wrong", "negative")
        },
    }
    (question,) = load_rgb(written(tmp_path / "data", many))
    drawn = conditions(question, 3)
    assert drawn == conditions(question, 3)
    assert any(conditions(question, seed) != drawn for seed in range(10))
    assert list(drawn) == [*NOISE, "rejection", "counterfactual", "disagreeing"]
    kinds = {
        name: [
            sum(passage in those for passage in passages)
            for those in (question.true, question.false, question.other)
        ]
        for name, passages in drawn.items()
    }
    assert [kinds[name] for name in NOISE] == [[5, 0, 0], [4, 0, 1], [3, 0, 2], [2, 0, 3], [1, 0, 4]]
    assert kinds["rejection"] == [0, 0, 5]
    assert kinds["counterfactual"] == [0, 5, 0]
    assert kinds["disagreeing"] == [2, 2, 0]
    assert len({passage.text.split()[1] for passage in drawn["disagreeing"]}) == 4  # four different ones
    for more, less in pairwise(NOISE):
        assert set(drawn[less]) & set(question.true) < set(drawn[more]) & set(question.true)


def test_every_condition_is_measured_by_hand(tmp_path: Path) -> None:
    file = tmp_path / "data"
    file.write_bytes(gzip.compress(json.dumps(FERRY).encode()))
    report = rgb(file, Options(seed=1))
    assert list(report.by_kind) == [*NOISE, "rejection", "counterfactual", "disagreeing"]
    for name in NOISE:
        assert {measure: figure.value for measure, figure in report.by_kind[name].items()} == {
            "accuracy": 1,
            "em_abstaining": 1,
            "f1_abstaining": 1,
            "refused_answerable": 0,
        }
    assert report.by_kind["rejection"]["refused_unanswerable"].value == 1
    counterfactual = report.by_kind["counterfactual"]
    assert {name: figure.value for name, figure in counterfactual.items()} == {
        "accuracy": 0,
        "fake_answer": 1,
    }
    assert report.by_kind["disagreeing"]["conflict_shown"].value == 1
    (item,) = report.items
    assert item.scores["accuracy"].whole == 5  # every level counts, and no other condition
    assert item.scores["fake_answer"].whole == 1  # that of the counterfactual condition
    assert report.measures["abstention_balanced_accuracy"].value == 1
    assert (item.id, item.correct, item.guess_correct, item.accepted) == ("7", True, True, "40 / forty")
    told = item.to_dict()["conditions"]
    assert (told["rejection"]["said"], told["counterfactual"]["said"]) == ("(abstained)", "60")
    assert {passage["says"] for passage in told["disagreeing"]["passages"]} == {"true", "false"}
    assert report.settings["conditions"]["noise 0.8"] == {"questions": 1, "passages": 5, "noise": 0.8}


def test_a_file_without_false_passages_has_the_other_conditions(tmp_path: Path) -> None:
    plain = {name: value for name, value in FERRY.items() if name not in ("fakeanswer", "positive_wrong")}
    report = rgb(written(tmp_path / "data", plain), Options())
    assert list(report.by_kind) == [*NOISE, "rejection"]
    assert report.skipped[:2] == ("fake_answer", "conflict_shown")


def test_without_an_answerable_question_there_is_no_silent_zero(tmp_path: Path) -> None:
    silent = {**FERRY, "positive": [], "positive_wrong": []}
    report = rgb(written(tmp_path / "data", silent), Options())
    assert list(report.by_kind) == ["rejection"]
    assert {"accuracy", "refused_answerable", "abstention_balanced_accuracy"} <= set(report.skipped)
    assert report.measures["refused_unanswerable"].n == 1
    assert report.calibration is None


def test_where_all_of_a_list_is_needed_one_of_each_part_is(tmp_path: Path) -> None:
    (question,) = load_rgb(written(tmp_path / "data", {**FERRY, "answer": [["40", "forty"], "Varro"]}))
    assert question.turn.all_of == (("40", "forty"), ("Varro",))
    report = rgb(tmp_path / "data", Options())
    assert report.by_kind["noise 0.0"]["accuracy"].value == 1
    assert "em_abstaining" in report.skipped  # there is no single wording


@pytest.mark.parametrize(
    ("text", "values", "shown"),
    [
        ("One says 40, one 60.", (), True),
        ("One says 40.", (), False),
        ("They differ.", ("40 cars", "60"), True),
        ("They differ.", ("40 cars", "50"), False),
    ],
)
def test_a_conflict_is_shown_by_both_values(text: str, values: tuple[str, ...], shown: bool) -> None:
    conflict = Conflict("Q?", tuple(ConflictValue(value, (1,)) for value in values))
    answer = Answer("Q?", "Q?", text, "", "how_many", False, 0.5, "extractive", conflicts=(conflict,))
    assert conflict_shown(answer, ONE, OTHER) is shown


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"query": None}, 'line 2, field "query": is null'),
        ({"query": "who " * 600}, 'line 2, field "query": has 2,400 characters'),
        ({"answer": 40}, 'line 2, field "answer": is a number'),
        ({"answer": []}, 'line 2, field "answer": is empty'),
        ({"answer": ["?"]}, 'line 2, field "answer": has no letter or digit'),
        ({"answer": [["40", 40]]}, 'line 2, field "answer[0][1]": is a number'),
        ({"fakeanswer": ""}, 'line 2, field "fakeanswer": is empty'),
        ({"positive": "40"}, 'line 2, field "positive": is text'),
        ({"positive": [], "negative": []}, 'line 2, field "positive": is empty, and "negative" too'),
        ({"id": 7}, 'line 2, field "id": "7" is the id of line 1 too'),
    ],
)
def test_a_malformed_line_is_named_with_file_line_and_field(
    tmp_path: Path, changes: dict[str, Any], message: str
) -> None:
    file = written(tmp_path / "data", FERRY, {**FERRY, "id": 8, **changes})
    with pytest.raises(DatasetError) as error:
        rgb(file, Options())
    assert f"{file}, {message}" in str(error.value)


def test_an_empty_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    with pytest.raises(DatasetError, match="data: there are no questions in it"):
        rgb(tmp_path / "data", Options())


@needs_shared
def test_the_real_questions_have_every_condition() -> None:
    report = rgb(SHARED / "benchmarks" / "rgb", Options(limit=20))
    assert len(report.items) == 20
    assert set(report.skipped) <= {"abstention_precision"}  # nothing, where it was never silent
    made = report.settings["conditions"]
    assert {name: one["questions"] for name, one in made.items()} == dict.fromkeys(report.by_kind, 20)
    assert all(abs(made[f"noise {level}"]["noise"] - level) < 0.1 for level in (0.0, 0.2, 0.4, 0.6, 0.8))


def test_false_passages_need_not_stand_beside_true_ones(tmp_path: Path) -> None:
    more = {**FERRY, "positive_wrong": [*FERRY["positive_wrong"], f"Late news: {SAYING.format(60)}"]}
    for item, count in ((more, 3), ({**FERRY, "positive_wrong": FERRY["positive_wrong"][:1]}, 1)):
        (question,) = load_rgb(written(tmp_path / "data.jsonl", item))
        drawn = conditions(question, seed=0)
        assert sorted(passage.text for passage in drawn["counterfactual"]) == sorted(item["positive_wrong"])
        assert len(drawn["counterfactual"]) == count
        assert len(drawn["disagreeing"]) == 2
