"""AttributionBench and QAGS: claims are put to the shipped check and its decisions counted by class."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from eval.benchmarks.support import load_support, said, support
from eval.cited_whole import borne_out
from eval.errors import DatasetError
from eval.measures.decision import MEASURES
from eval.runner import Options
from index.article import Article, Hit, Passage
from index.sentences import split
from rag.writer.checked import Written, check
from rag.writer.citations import Cite
from rag.writer.parse import Claim
from tests.shared import SHARED, needs_shared

pytestmark = pytest.mark.usefixtures("eval_cache")
FERRY = "The Varro ferry carries 40 cars across the bay. It was built in Roe."
BAKERS = "Bakers in Olm sell rye bread. They bake at night."


def attributed(name: str, claim: str, *references: str, yes: bool) -> dict[str, Any]:
    label = "attributable" if yes else "not attributable"
    return {
        "id": name,
        "claim": claim,
        "references": list(references),
        "attribution_label": label,
        "src_dataset": "Ports",
    }


def summed(sentence: str, *responses: str) -> dict[str, Any]:
    votes = [{"worker_id": number, "response": said} for number, said in enumerate(responses)]
    return {"article": FERRY, "summary_sentences": [{"sentence": sentence, "responses": votes}]}


RIGHT = attributed("a", "The Varro ferry carries 40 cars.", FERRY, yes=True)
WRONG_NUMBER = attributed("b", "The Varro ferry carries 60 cars.", FERRY, yes=False)
OTHER_WORDS = attributed("c", "Rye loaves are on offer in many shops.", BAKERS, yes=True)
HALF_TRUE = attributed("d", "The Varro ferry carries cars.", FERRY, yes=False)
ALL = (RIGHT, WRONG_NUMBER, OTHER_WORDS, HALF_TRUE)


def written(path: Path, *items: dict[str, Any]) -> Path:
    path.write_text("\n".join(map(json.dumps, items)) + "\n", encoding="utf-8")
    return path


def whole(name: str, text: str) -> Hit:
    return Hit(Passage(name, name, text, 0, len(text), tuple(split(text))), Article(name, "", text), 0.0)


def test_decisions_are_counted_by_class(tmp_path: Path) -> None:
    """Said to be supported: a and d; are: a and c. So one of two is right in each class, found and there."""
    report = support(written(tmp_path / "data", *ALL), Options())
    assert [item.said.split(" (")[0] for item in report.items] == [
        "supported",
        "not supported",
        "not supported",
        "supported",
    ]
    assert [item.correct for item in report.items] == [True, True, False, False]
    assert {name: figure.value for name, figure in report.measures.items()} == dict.fromkeys(MEASURES, 0.5)
    assert list(report.by_kind) == ["attributionbench", "attributionbench: Ports"]
    assert report.measures["supported_recall"].n == 2
    assert "the number 60 is not in the quotation" in report.items[1].said
    assert [item.guess_correct for item in report.items] == [True, False, True, False]
    (reference,) = report.items[0].to_dict()["retrieved"]
    assert reference["text"] == FERRY
    assert report.settings["threshold"] == 0.5


def test_both_formats_are_told_apart_in_a_folder_and_a_tie_is_left_out_and_counted(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    written(folder / "a.bin", RIGHT)
    qags = (
        summed("The ferry carries 40 cars.", "yes", "no", "yes"),
        summed("The ferry carries 90 cars.", "no", "no", "yes"),
        summed("The ferry was built.", "yes", "no"),
    )
    (folder / "b.bin").write_bytes(gzip.compress("\n".join(map(json.dumps, qags)).encode()))
    report = support(folder, Options())
    assert [(item.id, item.type, item.accepted) for item in report.items] == [
        ("a", "attributionbench", "supported"),
        ("record-2-1", "qags", "supported"),
        ("record-3-1", "qags", "not supported"),
    ]
    assert report.settings["ties"] == 1
    assert report.by_kind["qags"]["accuracy"].value == 1


@pytest.mark.parametrize("form", [json.dumps, repr])
def test_references_may_be_a_list_written_as_text(tmp_path: Path, form: Any) -> None:
    item = {**RIGHT, "references": form([FERRY, "Olm's bakers."])}
    (claim,) = load_support(written(tmp_path / "data", item))
    assert claim.references == (FERRY, "Olm's bakers.")


def test_marks_of_citation_and_list_are_no_part_of_what_a_claim_says() -> None:
    assert said("2. The ferry carries **40** cars [3][12].") == "The ferry carries 40 cars."
    assert said("It was built in 1987.") == "It was built in 1987."
    assert said("[1]") == "[1]"


@pytest.mark.parametrize(
    ("claim", "references", "supported"),
    [
        ("The Varro ferry carries 40 cars.", [FERRY], True),
        ("The Varro ferry carries 60 cars.", [FERRY], False),
        ("The Varro ferry carries 40 cars and bakers in Olm sell rye bread.", [FERRY, BAKERS], True),
        ("Pears are ripe.", [FERRY, BAKERS], False),
        ("Pears are ripe.", [], False),
    ],
)
def test_a_claim_is_decided_on_as_the_writer_decides_on_a_sentence_that_quotes_nothing(
    claim: str, references: list[str], supported: bool
) -> None:
    hits = [whole(f"r{number}", text) for number, text in enumerate(references)]
    assert borne_out(claim, hits).supported is supported
    cites = (Cite(tuple(range(1, len(hits) + 1))),) if hits else ()
    assert isinstance(check(Claim(claim, cites), hits), Written) is supported


def test_with_claims_of_one_class_only_there_is_no_silent_zero(tmp_path: Path) -> None:
    report = support(written(tmp_path / "data", RIGHT), Options())
    assert set(report.skipped) == {
        "balanced_accuracy",
        "macro_f1",
        "unsupported_recall",
        "unsupported_precision",
    }
    assert report.measures["accuracy"].value == 1


@pytest.mark.parametrize(
    ("item", "message"),
    [
        ({**OTHER_WORDS, "claim": ""}, 'line 2, field "claim": is empty'),
        ({**OTHER_WORDS, "attribution_label": "maybe"}, 'line 2, field "attribution_label": is "maybe"'),
        ({"claim": "x", "references": ["y"]}, 'line 2, field "attribution_label": is missing'),
        ({**OTHER_WORDS, "references": "[1"}, 'line 2, field "references": is text'),
        ({**OTHER_WORDS, "references": [1]}, 'line 2, field "references[0]": is a number'),
        (RIGHT, 'line 2, field "id": "a" is the id of line 1 too'),
        (summed("x", "perhaps"), 'line 2, field "summary_sentences[0].responses[0].response": is "perhaps"'),
        (summed(""), 'line 2, field "summary_sentences[0].sentence": is empty'),
        ({"summary_sentences": []}, 'line 2, field "article": is missing'),
    ],
)
def test_a_malformed_line_is_named_with_file_line_and_field(
    tmp_path: Path, item: dict[str, Any], message: str
) -> None:
    file = written(tmp_path / "data", RIGHT, item)
    with pytest.raises(DatasetError) as error:
        support(file, Options())
    assert f"{file}, {message}" in str(error.value)


def test_an_empty_file_and_one_of_ties_only_are_named(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    with pytest.raises(DatasetError, match="data: there are no claims in it"):
        support(tmp_path / "data", Options())
    with pytest.raises(DatasetError, match="there are no questions to ask"):
        support(written(tmp_path / "data", summed("x", "yes", "no")), Options())


@needs_shared
@pytest.mark.parametrize("data_set", ["attributionbench", "qags"])
def test_the_real_claims_are_read_and_decided_on(data_set: str) -> None:
    report = support(SHARED / "benchmarks" / data_set, Options(limit=20))
    assert len(report.items) == 20
    assert {item.type for item in report.items} == {data_set}
    assert "accuracy" in report.measures
