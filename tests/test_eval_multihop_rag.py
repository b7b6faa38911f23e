"""MultiHop-RAG is read from its file, every fact of it is searched, and the figures are those worked out by hand."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from eval.benchmarks.multihop_rag import MEASURES, load_multihop_rag, multihop_rag
from eval.errors import DatasetError
from eval.item import Item
from eval.report import Report
from eval.runner import Options

pytestmark = pytest.mark.usefixtures("eval_cache")
Write = Callable[..., Path]
SHIPS = {
    "title": "Storm off Varro",
    "source": "Velmora Wire",
    "published_at": "2024-03-03T08:00:00+00:00",
    "fact": "Three cargo ships sank off Varro on Saturday, the coast guard said.",
    "url": "https://wire.example/storm",
    "author": "",
    "category": "news",
}
BUDGET = {
    "title": "Council agrees on a budget",
    "source": "The Sarn Courier",
    "published_at": "2024-03-05T08:00:00+00:00",
    "fact": "The council of Keldmouth will spend 40 million marren on its schools.",
    "url": "https://courier.example/budget",
    "author": "A. Brenn",
    "category": "news",
}
QUESTIONS: tuple[dict[str, Any], ...] = (
    {
        "id": "1",
        "question": "Do the Velmora Wire on ships and The Sarn Courier on the council both give a number?",
        "question_type": "comparison_query",
        "answer": "Yes",
        "evidence_list": [SHIPS, BUDGET],
    },
    {
        "id": "2",
        "question": "How many cargo ships sank off Varro?",
        "question_type": "inference_query",
        "answer": "Three",
        "evidence_list": [SHIPS],
    },
    {
        "id": "3",  # its words are those of the other fact, so its evidence is found second
        "question": "How many cargo ships sank off Varro on Saturday?",
        "question_type": "temporal_query",
        "answer": "Forty",
        "evidence_list": [BUDGET],
    },
    {
        "id": "4",
        "question": "What is the capital of Peru?",
        "question_type": "null_query",
        "answer": "Insufficient information.",
        "evidence_list": [],
    },
)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write questions to a file, packed or not, and give its path."""

    def write(*items: Mapping[str, Any], packed: bool = False) -> Path:
        file = tmp_path / "questions.jsonl"
        lines = "\n".join(map(json.dumps, items)).encode()
        file.write_bytes(gzip.compress(lines) if packed else lines)
        return file

    return write


def by_id(report: Report) -> dict[str, Item]:
    return {item.id: item for item in report.items}


def test_figures_are_those_worked_out_by_hand(write: Write) -> None:
    report = multihop_rag(write(*QUESTIONS), Options())
    values = {name: estimate.value for name, estimate in report.measures.items()}
    counts = {name: estimate.n for name, estimate in report.measures.items()}
    items = by_id(report)
    assert [len(items[name].detail["retrieved"]) for name in "1234"] == [2, 2, 2, 2]
    # question 1: both pieces, first and second; 2: the first passage; 3: the second passage
    assert values["mrr@10"] == pytest.approx((1 + 1 + 1 / 2) / 3)
    assert values["map@10"] == pytest.approx((1 + 1 + 1 / 2) / 3)
    assert values["hits@4"] == values["hits@10"] == values["recall@10"] == 1.0
    assert items["2"].said == "Three"
    assert (items["2"].correct, items["2"].guess_correct) == (True, True)
    assert items["3"].correct is False
    assert values["answer_correct"] == pytest.approx(sum(items[name].correct is True for name in "123") / 3)
    assert counts["answer_correct"] == counts["hits@4"] == 3
    assert set(values) | set(report.skipped) == set(MEASURES)


def test_a_null_query_counts_for_abstention_only(write: Write) -> None:
    report = multihop_rag(write(*QUESTIONS), Options())
    item = by_id(report)["4"]
    assert (item.said, item.correct, item.guess_correct) == ("(abstained)", True, False)
    bearing = {name for name, tally in item.scores.items() if tally.whole}
    assert bearing == {"abstention_precision", "abstention_recall", "refused_unanswerable"}
    assert set(report.by_kind) == {"comparison", "inference", "temporal", "null"}
    assert report.measures["refused_unanswerable"].n == 1
    assert report.calibration is not None


def test_a_gold_yes_must_stand_in_what_was_said(write: Write) -> None:
    item = by_id(multihop_rag(write(*QUESTIONS), Options()))["1"]
    assert "yes" not in item.said.lower()
    assert item.correct is False


def test_evidence_that_the_index_lacks_is_missed_and_named(write: Write) -> None:
    # of a paragraph that stands twice one is taken out, so these words stand nowhere
    twice = {**BUDGET, "fact": f"{BUDGET['fact']}\n\n{BUDGET['fact']}"}
    question = {**QUESTIONS[1], "evidence_list": [SHIPS, twice]}
    report = multihop_rag(write(question), Options())
    assert report.measures["recall@10"].value == 0.5
    assert report.measures["map@10"].value == 0.5
    assert [name.partition(":")[0] for name in report.settings["evidence_not_found"]] == ["2"]


def test_two_facts_of_one_article_are_two_articles_of_the_pool_and_one_fact_is_one(write: Write) -> None:
    other = {**SHIPS, "fact": "Captain Ann Bok led the rescue of 41 sailors."}
    (question,), pool = load_multihop_rag(write({**QUESTIONS[0], "evidence_list": [SHIPS, other, SHIPS]}))
    assert len(question.turns[0].evidence) == 2
    assert [record["text"] for record in pool] == [SHIPS["fact"], other["fact"]]
    assert len({record["id"] for record in pool}) == 2
    assert pool[0]["title"] == "Storm off Varro"
    assert pool[0]["published"].startswith("2024-03-03")


def test_a_limit_draws_questions_and_leaves_the_pool_whole(write: Write) -> None:
    report = multihop_rag(write(*QUESTIONS, packed=True), Options(limit=1))
    assert len(report.items) == 1
    assert report.settings["articles"] == 2


@pytest.mark.parametrize(
    ("field", "value", "named", "problem"),
    [
        ("question", None, "question", "is null"),
        ("question", "x" * 2001, "question", "2,001 characters"),
        ("question_type", 3, "question_type", "is a number"),
        ("answer", "?!", "answer", "no letter or digit"),
        ("evidence_list", [], "evidence_list", "is empty"),
        ("evidence_list", [{**SHIPS, "fact": ""}], "evidence_list[0].fact", "is empty"),
        ("evidence_list", [{"fact": "It rained."}], "evidence_list[0].url", "is missing"),
        ("id", "1", "id", "line 1"),
    ],
)
def test_a_malformed_line_names_file_line_and_field(
    write: Write, field: str, value: object, named: str, problem: str
) -> None:
    file = write(QUESTIONS[0], {**QUESTIONS[1], field: value})
    with pytest.raises(DatasetError) as caught:
        multihop_rag(file, Options())
    assert str(caught.value).startswith(f'{file}, line 2, field "{named}": ')
    assert problem in str(caught.value)


def test_no_questions_and_no_evidence_are_said(write: Write) -> None:
    with pytest.raises(DatasetError, match="no questions in it"):
        multihop_rag(write(), Options())
    with pytest.raises(DatasetError, match="no articles in the data"):
        multihop_rag(write(QUESTIONS[3]), Options())


def test_the_real_questions_are_asked() -> None:
    given = os.environ.get("DATELINE_SHARED")
    shared = Path(given) if given else Path(__file__).resolve().parent.parent.parent / "shared"
    folder = shared / "benchmarks" / "multihop_rag"
    if not folder.is_dir():
        pytest.skip(f"no MultiHop-RAG in {folder}: set DATELINE_SHARED")
    report = multihop_rag(folder, Options(limit=10))
    assert len(report.items) == 10
    assert report.settings["articles"] > 200
    assert report.settings["evidence_not_found"] == []
    assert report.measures["hits@10"].value > 0.5
