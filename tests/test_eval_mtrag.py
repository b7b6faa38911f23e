"""MT-RAG is read from its file, each task is asked with and without its history, and both are measured by hand."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from eval.benchmarks.mtrag import MEASURES, load_mtrag, mtrag
from eval.errors import DatasetError
from eval.report import Report
from eval.runner import Options

pytestmark = pytest.mark.usefixtures("eval_cache")
Write = Callable[..., Path]
FERRY = {
    "document_id": "ferry-1",
    "title": "Ferries of Port Sarn",
    "text": "The ferry to Tamsay leaves Port Sarn at seven each morning and carries 120 passengers.",
}
BRIDGE = {
    "document_id": "bridge-1",
    "title": "",
    "text": "The bridge over the Orlin at Haldrisk was closed in May and opens again in September.",
}


def task(
    name: str, answerability: str, contexts: list[dict[str, str]], question: str, *before: str
) -> dict[str, Any]:
    """Make a task; what was said before is by user and agent in turn."""
    speakers = ("user", "agent") * len(before)
    said = [{"speaker": speaker, "text": text} for speaker, text in zip(speakers, before, strict=False)]
    return {
        "task_id": name,
        "answerability": [answerability],
        "contexts": contexts,
        "input": [*said, {"speaker": "user", "text": question}],
        "targets": [{"speaker": "agent", "text": "In September."}],
    }


FOLLOW_UP = task(
    "follow-up",
    "ANSWERABLE",
    [BRIDGE],
    "How many passengers could cross it each day?",
    "When does the bridge at Haldrisk open again?",
    "The bridge at Haldrisk opens again in September.",
)
SILENT = task("silent", "UNANSWERABLE", [], "What is the capital of Peru?")
VAGUE = task("vague", "UNDERSPECIFIED", [FERRY], "When does the ferry leave?")
HALF = task("half", "PARTIAL", [FERRY, BRIDGE], "When does the ferry to Tamsay leave, and who steers it?")


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write tasks to a file, packed or not, and give its path."""

    def write(*items: Mapping[str, Any], packed: bool = True) -> Path:
        file = tmp_path / "tasks.jsonl.gz"
        lines = "\n".join(map(json.dumps, items)).encode()
        file.write_bytes(gzip.compress(lines) if packed else lines)
        return file

    return write


def values(report: Report, kind: str | None = None) -> dict[str, float]:
    measures = report.measures if kind is None else report.by_kind[kind]
    return {name: estimate.value for name, estimate in measures.items()}


def test_a_follow_up_finds_its_context_with_the_history_and_less_well_without(write: Write) -> None:
    report = mtrag(write(FOLLOW_UP, SILENT, VAGUE, HALF), Options())
    assert report.settings["articles"] == 2
    # with the history the bridge comes first, without it the ferry, which has the question's words
    assert values(report, "with history")["mrr@10"] == 1.0
    assert values(report, "without history")["mrr@10"] == values(report, "without history")["map@10"] == 0.5
    assert report.by_kind["with history"]["mrr@10"].n == report.by_kind["without history"]["mrr@10"].n == 1
    # the run is with the history: every first passage is gold, of "half" both are
    assert values(report)["mrr@10"] == values(report)["map@10"] == 1.0
    assert report.measures["mrr@10"].n == 3
    item = next(item for item in report.items if item.id == "follow-up")
    without = item.detail["without_history"]
    found = [hit["passage_id"] for hit in item.detail["retrieved"]]
    assert without["retrieved"] == found[::-1]
    assert set(without) == {"said", "confidence", "retrieved"}
    assert [message["role"] for message in item.detail["history"]] == ["user", "assistant"]


def test_only_what_can_be_told_counts_for_abstention(write: Write) -> None:
    report = mtrag(write(FOLLOW_UP, SILENT, VAGUE, HALF), Options())
    assert set(report.by_kind) == {
        "answerable", "unanswerable", "underspecified", "partial", "with history", "without history",
    }  # fmt: skip
    items = {item.id: item for item in report.items}
    assert {name for name, tally in items["vague"].scores.items() if tally.whole} == set(MEASURES[:6])
    assert items["vague"].correct is None
    assert items["silent"].correct is True
    assert items["silent"].accepted == "(the articles do not say)"
    assert values(report)["refused_unanswerable"] == 1.0
    assert report.measures["refused_unanswerable"].n == 1
    assert report.measures["refused_answerable"].n == 2
    assert [items[name].guess_correct for name in ("vague", "silent")] == [None, False]
    assert report.calibration is not None
    assert report.calibration.aurc.n == 3  # all but the one that nobody could answer


def test_an_answerable_task_without_contexts_bears_on_nothing(write: Write) -> None:
    report = mtrag(write({**FOLLOW_UP, "contexts": [], "targets": []}, VAGUE), Options())
    assert report.items[0].correct is None
    assert not any(tally.whole for tally in report.items[0].scores.values())


def test_small_talk_is_rightly_left_unanswered(write: Write) -> None:
    thanks = task("thanks", "CONVERSATIONAL", [], "Zzyzx qwrt?")
    report = mtrag(write(thanks, VAGUE), Options())
    assert report.measures["refused_unanswerable"].n == 1
    assert "refused_answerable" in report.skipped


def test_an_answer_is_compared_with_that_of_a_person_and_is_right_where_it_cites_the_context(
    write: Write,
) -> None:
    asked = task("plain", "ANSWERABLE", [FERRY], "How many passengers does the ferry to Tamsay carry?")
    asked["targets"] = [{"speaker": "agent", "text": "Passengers: 120"}]
    (item,) = mtrag(write(asked, VAGUE, SILENT), Options()).items[:1]
    assert item.said == FERRY["text"]
    # of fifteen words, fourteen without "the", two are those of the answer, but in another order
    assert item.scores["f1_abstaining"].value == pytest.approx(2 * 2 / (14 + 2))
    assert item.scores["rouge_l"].value == pytest.approx(2 * 1 / (15 + 2))
    assert item.scores["citation_precision"].value == item.scores["citation_recall"].value == 1.0
    assert (item.correct, item.guess_correct) == (True, True)


def test_a_passage_that_stands_for_its_copy_finds_both(write: Write) -> None:
    text = (
        f"{BRIDGE['text']} Until then lorries take the road over Sarnholt, which is forty kilometres longer, and the "
        "town pays for a boat that brings children to school on the other bank each morning."
    )
    copies = [{**BRIDGE, "document_id": name, "text": text} for name in ("bridge-1", "bridge-2")]
    asked = task("copies", "ANSWERABLE", copies, "When does the bridge at Haldrisk open again?")
    report = mtrag(write(asked), Options())
    (item,) = report.items
    assert len(item.detail["retrieved"]) == 1
    assert values(report)["recall@5"] == 1.0


def test_one_id_with_two_texts_is_two_contexts(write: Write) -> None:
    other = {**FERRY, "text": "The ferry to Tamsay does not sail in a storm."}
    file = write(task("two", "ANSWERABLE", [FERRY, other, FERRY], "Does the ferry sail?"))
    (first,) = load_mtrag(file)
    assert [context.text for context in first.contexts] == [FERRY["text"], other["text"]]
    report = mtrag(file, Options())
    assert report.settings["articles"] == 2
    assert values(report)["recall@5"] == 1.0


def test_a_limit_leaves_the_pool_whole_and_a_plain_file_is_read_as_a_packed_one(write: Write) -> None:
    report = mtrag(write(FOLLOW_UP, SILENT, VAGUE, packed=False), Options(limit=1))
    assert len(report.items) == 1
    assert report.settings["articles"] == 2


@pytest.mark.parametrize(
    ("field", "value", "named", "problem"),
    [
        ("input", [], "input", "does not end with the user"),
        ("input", [{"speaker": "agent", "text": "Hello."}], "input", "does not end with the user"),
        ("input", [{"speaker": "robot", "text": "Hello."}], "input[0].speaker", 'is "robot"'),
        ("input", [{"speaker": "user", "text": "x" * 2001}], "input[0].text", "2,001 characters"),
        ("input", [{"speaker": "user"}], "input[0].text", "is missing"),
        ("answerability", "ANSWERABLE", "answerability", "is text"),
        ("answerability", [], "answerability", "is empty"),
        ("contexts", None, "contexts", "is null"),
        ("contexts", [{"document_id": "d", "text": None}], "contexts[0].text", "is null"),
        ("targets", [], "targets", "is empty"),
        ("task_id", "silent", "task_id", "line 1"),
    ],
)
def test_a_malformed_line_names_file_line_and_field(
    write: Write, field: str, value: object, named: str, problem: str
) -> None:
    file = write(SILENT, {**FOLLOW_UP, field: value})
    with pytest.raises(DatasetError) as caught:
        mtrag(file, Options())
    assert str(caught.value).startswith(f'{file}, line 2, field "{named}": ')
    assert problem in str(caught.value)


def test_no_tasks_and_no_contexts_are_said(write: Write) -> None:
    with pytest.raises(DatasetError, match="no tasks in it"):
        mtrag(write(), Options())
    with pytest.raises(DatasetError, match="no articles in the data"):
        mtrag(write(SILENT), Options())


def test_the_real_tasks_are_read_and_some_are_asked(tmp_path: Path) -> None:
    given = os.environ.get("DATELINE_SHARED")
    shared = Path(given) if given else Path(__file__).resolve().parent.parent.parent / "shared"
    folder = shared / "benchmarks" / "mtrag_un"
    if not folder.is_dir():
        pytest.skip(f"no MT-RAG in {folder}: set DATELINE_SHARED")
    tasks = load_mtrag(folder)
    assert sum(bool(one.contexts) for one in tasks) == 180
    assert {one.kind for one in tasks} == {"answerable", "partial", "unanswerable", "underspecified"}
    # the contexts of all tasks take a minute to embed; those of the first thirty tell as much here
    with gzip.open(next(folder.iterdir())) as packed:
        (tmp_path / "tasks").write_bytes(b"".join(packed.readlines()[:30]))
    report = mtrag(tmp_path / "tasks", Options(limit=10))
    assert len(report.items) == 10
    assert report.measures["hits@10"].value > 0.5
