"""CLAPNQ: prose and citations are compared with what annotators wrote and chose, silence with whether any wrote."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from eval.benchmarks.clapnq import MEASURES, clapnq, load_clapnq
from eval.errors import DatasetError
from eval.measures.rouge_l import rouge_l
from eval.runner import Options
from tests.shared import SHARED, needs_shared

pytestmark = pytest.mark.usefixtures("eval_cache")
FERRY = "The Varro ferry carries 40 cars across the bay ."
BAKERS = "Bakers in Olm sell rye bread ."


def output(answer: str, *chosen: str) -> dict[str, Any]:
    return {"answer": answer, "selected_sentences": list(chosen), "meta": {"skip": not answer}}


def passage(text: str) -> dict[str, Any]:
    return {"title": "Varro", "text": f"{text} ", "sentences": [text]}


ANSWERABLE: dict[str, Any] = {
    "id": "1",
    "input": "how many cars does the Varro ferry carry",
    "passages": [passage(FERRY), passage(BAKERS)],
    "output": [
        output("The ferry and the bakers.", FERRY, BAKERS),
        output("The ferry carries 40 cars.", FERRY),
        output(""),
    ],
}
UNANSWERABLE: dict[str, Any] = {
    "id": "2",
    "input": "who painted the ceiling of the Sistine Chapel",
    "passages": [passage(BAKERS)],
    "output": [output("")],
}


def written(path: Path, *items: dict[str, Any]) -> Path:
    path.write_text("\n".join(map(json.dumps, items)) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("said", "golds", "value"),
    [
        ("the cat sat on the mat", ["the cat lay on a mat"], 8 / 12),  # the cat on mat
        ("Mat, on sat!", ["sat on mat"], 2 / 6),  # order counts
        ("40 cars", ["nothing", "It is 40 cars."], 4 / 6),  # the best of them
        ("A.B.C.", ["a b c"], 1.0),
        ("", ["a"], 0.0),
        ("!", ["?"], 0.0),
    ],
)
def test_rouge_l_is_the_f_measure_of_the_longest_common_subsequence(
    said: str, golds: list[str], value: float
) -> None:
    assert rouge_l(said, golds) == pytest.approx(value)


def test_prose_citations_and_silence_are_measured_by_hand(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    written(folder / "a.bin", UNANSWERABLE)
    (folder / "b.bin").write_bytes(gzip.compress(json.dumps(ANSWERABLE).encode()))
    report = clapnq(folder, Options())
    silent, told = report.items
    assert (told.type, silent.type) == ("answerable", "unanswerable")
    assert told.said == FERRY
    assert report.measures["rouge_l"].value == pytest.approx(10 / 14)  # 5 words of 9 said and of 5 accepted
    assert report.measures["f1_abstaining"].value == pytest.approx(8 / 11)  # without "the": 4 of 7 and of 4
    assert report.measures["citation_precision"].value == 1
    assert report.measures["citation_recall"].value == 1  # by the annotator who chose the one sentence
    assert (report.measures["rouge_l"].n, report.measures["refused_unanswerable"].n) == (1, 1)
    assert told.correct
    assert told.guess_correct
    assert (silent.said, silent.correct, silent.guess_correct) == ("(abstained)", True, False)
    assert report.measures["abstention_balanced_accuracy"].value == 1
    assert report.settings["data"] == "a.bin, b.bin"
    assert report.settings["evidence_not_found"] == []
    gold = told.to_dict()["gold"]
    assert gold["answers"] == ["The ferry and the bakers.", "The ferry carries 40 cars."]
    assert [piece["places"][0]["article_id"] for piece in gold["evidence"]] == ["1-0", "1-1"]


def test_a_gold_sentence_that_stands_in_no_passage_is_missed_and_named(tmp_path: Path) -> None:
    strange = {**ANSWERABLE, "output": [output("Forty.", "The ferry takes forty cars .")]}
    report = clapnq(written(tmp_path / "data", strange), Options())
    assert report.measures["citation_recall"].value == 0
    assert report.settings["evidence_not_found"] == ["1: 1-0"]


def test_without_an_answerable_question_there_is_no_silent_zero(tmp_path: Path) -> None:
    report = clapnq(written(tmp_path / "data", UNANSWERABLE), Options())
    assert set(report.measures) == {"abstention_precision", "abstention_recall", "refused_unanswerable"}
    assert set(report.skipped) == set(MEASURES) - set(report.measures)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"input": ""}, 'line 2, field "input": is empty'),
        ({"input": "who " * 600}, 'line 2, field "input": has 2,400 characters'),
        ({"passages": []}, 'line 2, field "passages": is empty'),
        ({"passages": [{"title": "Varro"}]}, 'line 2, field "passages[0].text": is missing'),
        ({"output": []}, 'line 2, field "output": is empty'),
        ({"output": [{"selected_sentences": []}]}, 'line 2, field "output[0].answer": is missing'),
        (
            {"output": [{"answer": "40", "selected_sentences": "40"}]},
            'line 2, field "output[0].selected_sentences": is text',
        ),
        ({"id": "1"}, 'line 2, field "id": "1" is the id of line 1 too'),
    ],
)
def test_a_malformed_line_is_named_with_file_line_and_field(
    tmp_path: Path, changes: dict[str, Any], message: str
) -> None:
    file = written(tmp_path / "data", ANSWERABLE, {**UNANSWERABLE, **changes})
    with pytest.raises(DatasetError) as error:
        clapnq(file, Options())
    assert f"{file}, {message}" in str(error.value)


def test_an_empty_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    with pytest.raises(DatasetError, match="data: there are no questions in it"):
        load_clapnq(tmp_path / "data")


@needs_shared
def test_the_real_questions_are_read_and_every_gold_sentence_is_found() -> None:
    data = SHARED / "benchmarks" / "clapnq"
    questions = load_clapnq(data)
    assert sum(bool(question.golds) for question in questions) == len(questions) / 2
    report = clapnq(data, Options(limit=20))
    assert len(report.items) == 20
    assert report.settings["evidence_not_found"] == []
    assert report.skipped == ()
