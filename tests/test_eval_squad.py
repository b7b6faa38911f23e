"""SQuAD: both versions of the format, its scoring rule, the best threshold, and what is wrong with bad data."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eval.benchmarks.squad import load_squad, squad
from eval.errors import DatasetError
from eval.measures.exact_match import exact_match
from eval.measures.token_f1 import token_f1
from eval.report import Report
from eval.runner import Options
from eval.threshold import Guess, best_threshold
from tests.official_squad import exact, f1
from tests.shared import SHARED, needs_shared

STORM = (
    "The Varro storm struck the island of Roe on 3 March 2019. Captain Ann Bok led the rescue of 41 sailors. "
    "The harbour of Roe was rebuilt in 2021 at a cost of 12 million crowns."
)
ASKED: list[tuple[str, list[str]]] = [
    ("When did the Varro storm strike Roe?", ["3 March 2019", "in March 2019"]),
    ("Who led the rescue of the sailors?", ["Captain Ann Bok", "Ann Bok"]),
    ("How many sailors were rescued?", ["41"]),
    ("In which year was the harbour of Roe rebuilt?", ["2021"]),
]
SILENT = ["Who paid for the harbour of Roe?", "What did the opera house cost?"]


def document(questions: list[tuple[str, list[str]]], silent: list[str] | None = None) -> dict[str, Any]:
    asked = [
        {
            "id": f"q{number}",
            "question": question,
            "answers": [{"text": answer, "answer_start": 0} for answer in answers],
        }
        for number, (question, answers) in enumerate(questions)
    ]
    for number, question in enumerate(silent or []):
        asked.append({"id": f"s{number}", "question": question, "answers": [], "is_impossible": True})
    return {"version": "1", "data": [{"title": "Roe", "paragraphs": [{"context": STORM, "qas": asked}]}]}


pytestmark = pytest.mark.usefixtures("eval_cache")
Write = Callable[[dict[str, Any]], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a document where it can be read."""

    def put(value: dict[str, Any]) -> Path:
        file = tmp_path / "data.json"
        file.write_text(json.dumps(value), encoding="utf-8")
        return file

    return put


PREDICTIONS = [
    ("The 41 sailors.", ["41 sailors"]),
    ("Ann Bok, Ann Bok", ["Ann Bok"]),
    ("captain ann-bok", ["Captain Ann Bok"]),
    ("", ["41"]),
    ("", []),
    ("something", []),
    ("a", ["the"]),
    ("on 3 March, 2019", ["3 March 2019", "March 3"]),
    ("12 million Crowns (est.)", ["12 million crowns", "12m"]),
]


@pytest.mark.parametrize(("prediction", "golds"), PREDICTIONS)
def test_hand_made_predictions_score_as_the_official_rule_scores_them(
    prediction: str, golds: list[str]
) -> None:
    assert exact_match(prediction, golds) == exact(prediction, golds)
    assert token_f1(prediction, golds) == pytest.approx(f1(prediction, golds), abs=1e-12)


def check_by_the_official_rule(report: Report, name: str, said: Callable[[dict[str, Any]], str]) -> None:
    """Score what was said once more and compare to four digits."""
    items = report.to_dict()["items"]
    for measure, rule in (("em", exact), ("f1", f1)):
        values = [rule(said(item), item["gold"]["answers"] or []) for item in items]
        mean = sum(values) / len(values)
        assert report.measures[f"{measure}{name}"].value == pytest.approx(mean, abs=5e-5)


def test_version_1_is_of_the_best_span_with_abstention_off(write: Write) -> None:
    report = squad(write(document(ASKED)), Options())
    check_by_the_official_rule(report, "", lambda item: item["guess"])
    check_by_the_official_rule(
        report, "_abstaining", lambda item: "" if item["answer"]["abstained"] else item["said"]
    )
    assert report.measures["em"].n == 4
    assert report.measures["f1"].value > 0.3  # a reader that reads
    assert report.settings["version_of_data"] == "1.1"
    assert "abstention_recall" not in report.measures


def test_version_2_is_at_the_shipped_threshold_with_both_sides_apart(write: Write) -> None:
    report = squad(write(document(ASKED, SILENT)), Options())
    check_by_the_official_rule(report, "", lambda item: "" if item["answer"]["abstained"] else item["said"])
    measures = report.measures
    assert (measures["f1_has_answer"].n, measures["f1_no_answer"].n, measures["f1"].n) == (4, 2, 6)
    assert measures["f1"].value == pytest.approx(
        (4 * measures["f1_has_answer"].value + 2 * measures["f1_no_answer"].value) / 6
    )
    assert measures["f1_no_answer"].value == measures["refused_unanswerable"].value
    assert measures["f1_best_threshold"].value >= measures["f1"].value - 1e-9
    assert report.settings["best_threshold"] > 0
    assert set(report.by_kind) == {"has answer", "no answer"}


def test_the_best_threshold_is_that_of_the_highest_total() -> None:
    right, wrong, silent = (
        Guess(0.9, 1.0, silent=False),
        Guess(0.6, 0.25, silent=False),
        Guess(0.7, 0.0, silent=True),
    )
    assert best_threshold([right, silent]) == 0.9
    assert best_threshold([right, wrong, silent]) == 0.9  # to gain .25 it would lose 1
    assert best_threshold([right, wrong]) == 0.6
    assert best_threshold([silent]) > 1
    tied = Guess(0.7, 1.0, silent=False)
    assert best_threshold([tied, silent, right]) in {0.7, 0.9}  # two total scores are equal: 2


def test_a_gzipped_file_gives_the_same_questions_whatever_it_is_called(write: Write, tmp_path: Path) -> None:
    plain = write(document(ASKED, SILENT))
    packed = tmp_path / "packed.dat"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert load_squad(packed) == load_squad(plain)


def test_version_2_is_told_by_its_form_also_where_every_question_has_an_answer(write: Write) -> None:
    value = document(ASKED)
    for item in value["data"][0]["paragraphs"][0]["qas"]:
        item["is_impossible"] = False
    report = squad(write(value), Options())
    assert report.settings["version_of_data"] == "2.0"
    assert report.measures["em"] == report.measures["em_has_answer"]
    assert "f1_no_answer" in report.skipped


def test_a_limit_draws_the_same_questions_for_the_same_seed(write: Write) -> None:
    file = write(document(ASKED, SILENT))
    drawn = [item.id for item in squad(file, Options(limit=2, seed=3)).items]
    assert len(drawn) == 2
    assert drawn == [item.id for item in squad(file, Options(limit=2, seed=3)).items]


def test_questions_without_an_answer_only_have_no_figure_for_the_others(write: Write) -> None:
    report = squad(write(document([], SILENT)), Options())
    assert {"f1_has_answer", "refused_answerable", "abstention_balanced_accuracy"} <= set(report.skipped)
    assert report.measures["f1_no_answer"].n == 2


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        ({"data": []}, "there are no questions in it"),
        ({}, 'field "data": is missing'),
        ({"data": [{"paragraphs": [{"qas": []}]}]}, r'field "data\[0\].paragraphs\[0\].context": is missing'),
        (document([("Who?", [])]), r'qas\[0\].answers": is empty'),
        (document([(" ", ["41"])]), r'qas\[0\].question": is empty'),
    ],
)
def test_bad_data_are_named_with_the_field(write: Write, broken: dict[str, Any], message: str) -> None:
    with pytest.raises(DatasetError, match=message):
        squad(write(broken), Options())


def test_a_file_that_is_no_json_and_a_folder_of_several_files_are_named(tmp_path: Path) -> None:
    (tmp_path / "one.json").write_text('{"data": [\n{]}', encoding="utf-8")
    with pytest.raises(DatasetError, match=r"one.json, line 2, column 2: not JSON"):
        squad(tmp_path / "one.json", Options())
    (tmp_path / "two.json").write_text("{}", encoding="utf-8")
    with pytest.raises(DatasetError, match=r"2 files in this folder.*one.json, two.json"):
        squad(tmp_path, Options())
    with pytest.raises(DatasetError, match="no such file or folder"):
        squad(tmp_path / "three.json", Options())


@needs_shared
@pytest.mark.parametrize(("name", "measure"), [("xquad_en.json", "f1"), ("squad2.json", "f1_no_answer")])
def test_the_real_files_are_read_and_measured(name: str, measure: str) -> None:
    report = squad(SHARED / "benchmarks" / "squad" / name, Options(limit=12))
    assert len(report.items) == 12
    assert 0 <= report.measures[measure].low <= report.measures[measure].high <= 1
