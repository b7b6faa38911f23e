"""RealTimeQA: one pool, answers, choices, recall, and silence once the answer's articles are gone."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from eval.benchmarks.realtimeqa import MEASURES, load_quiz, realtimeqa
from eval.errors import DatasetError
from eval.multiple_choice import NAMES
from eval.parts import without
from eval.pool import PoolLibrary
from eval.report import Report
from eval.runner import Options
from rag.settings import Settings
from tests.official_squad import exact, f1
from tests.shared import SHARED, needs_shared

ARTICLES = [
    {
        "id": "storm",
        "url": "https://example.org/storm",
        "title": "Storm off Varro",
        "text": "Three cargo ships sank off Varro on Saturday, the coast guard said. Captain Ann Bok led the "
        "rescue of 41 sailors, who were taken to the harbour of Roe.",
        "published": "2019-03-04",
        "authors": [],
    },
    {
        "id": "bok",
        "url": "https://example.org/bok",
        "title": "A captain is honoured",
        "text": "The town of Roe named a square after Captain Ann Bok on Friday. She had led the rescue of the "
        "sailors off Varro in March.",
        "published": "2019-06-01",
        "authors": ["Ines Dahl"],
    },
    {
        "id": "tax",
        "url": "https://example.org/tax",
        "title": "A tax on windows",
        "text": "A tax on windows was introduced in Port Lund on Friday. House owners said that they would wall "
        "their windows up. The mayor expects 12 million crowns a year.",
        "published": "2019-05-01",
        "authors": [],
    },
]
QUESTIONS: list[dict[str, Any]] = [
    {
        "id": "1",
        "asked": "2019-03-08",
        "question": "Who led the rescue of the sailors off Varro?",
        "choices": ["Ines Dahl", "Ann Bok", "The mayor of Lund", "A fisherman"],
        "answer_index": 1,
        "answer": "Ann Bok",
        "articles": ["storm"],
    },
    {
        "id": "2",
        "asked": "2019-05-03",
        "question": "What did Port Lund introduce a tax on?",
        "choices": ["Windows", "Doors", "Dogs", "Bicycles"],
        "answer_index": 0,
        "answer": "Windows",
        "articles": ["tax"],
    },
    {
        "id": "3",
        "asked": "2019-05-03",
        "question": "Which opera opened the season in Port Lund?",
        "choices": ["The Miller", "The Baker", "The Smith", "The Weaver"],
        "answer_index": 3,
        "answer": "The Weaver",
        "articles": [],
    },
]


@pytest.fixture
def year(tmp_path: Path) -> Path:
    """Write the folder of a year: articles gzipped, under names that say nothing."""
    folder = tmp_path / "year"
    folder.mkdir()
    (folder / "a.bin").write_bytes(gzip.compress("\n".join(map(json.dumps, ARTICLES)).encode()))
    (folder / "b.bin").write_text("\n".join(map(json.dumps, QUESTIONS)), encoding="utf-8")
    return folder


@pytest.fixture
def report(eval_cache: Path, year: Path) -> Report:
    assert not eval_cache.exists()
    return realtimeqa(year, Options())


def test_figures_are_those_of_the_pool(report: Report) -> None:
    measures = report.measures
    assert report.settings["articles"] == 3
    assert (measures["em"].n, measures["multiple_choice"].n) == (3, 3)
    assert measures["answer_recall@50"].value == pytest.approx(2 / 3)  # the third answer stands nowhere
    assert report.by_kind["answer in pool"]["answer_recall@50"].value == 1.0
    assert report.by_kind["answer not in pool"]["answer_recall@50"].value == 0.0
    assert report.by_kind["answer in pool"]["multiple_choice"].value == 1.0
    assert measures["refused_answerable"].n == 2
    assert measures["refused_unanswerable"].n == 3  # each question, without the articles of its answer
    assert set(report.measures) | set(report.skipped) == set(MEASURES)


def test_a_question_says_where_its_answer_was_seen_and_how_long_its_answer_took(report: Report) -> None:
    first, _, third = (item.detail for item in report.items)
    assert (first["trace"]["in_articles"], first["trace"]["found_at"], first["trace"]["quoted"]) == (
        True,
        1,
        True,
    )
    assert (third["trace"]["in_articles"], third["trace"]["found_at"]) == (False, None)
    assert first["answer"]["timings_ms"]["total"] > 0
    assert np.array(first["choice_features"]).shape == (4, len(NAMES))


def test_a_part_that_is_off_is_recorded(eval_cache: Path, year: Path) -> None:
    settings = without(Settings(read=3), ["combine", "rerank"])
    recorded = realtimeqa(year, Options(settings=settings, limit=1)).settings
    assert (recorded["off"], recorded["read"]) == (["rerank", "combine"], 3)
    assert eval_cache.exists()


def test_em_and_f1_agree_with_the_official_rule_to_four_digits(report: Report) -> None:
    items = report.to_dict()["items"]
    for name, rule in (("em", exact), ("f1", f1)):
        for measure, said in (
            (name, lambda item: item["guess"]),
            (f"{name}_abstaining", lambda item: "" if item["answer"]["abstained"] else item["said"]),
        ):
            mean = sum(rule(said(item), [item["accepted"]]) for item in items) / len(items)
            assert report.measures[measure].value == pytest.approx(mean, abs=5e-5)


def test_a_limit_leaves_the_pool_whole_and_the_pool_is_indexed_once(eval_cache: Path, year: Path) -> None:
    limited = realtimeqa(year, Options(limit=1, seed=2))
    assert (len(limited.items), limited.settings["articles"]) == (1, 3)
    libraries = eval_cache / "eval" / "libraries"
    made = [(file, file.stat().st_ino) for file in libraries.glob("*/*/library.sqlite")]
    assert len(made) == 1
    assert len(realtimeqa(year, Options()).items) == 3
    assert [(file, file.stat().st_ino) for file in libraries.glob("*/*/library.sqlite")] == made


def test_articles_taken_away_are_not_found_and_the_next_question_finds_them(tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.jsonl").write_text("\n".join(map(json.dumps, ARTICLES)), encoding="utf-8")
    with PoolLibrary(tmp_path / "library") as library:
        library.index([tmp_path / "news"])
        storm = next(article for article in library.articles() if article.title.startswith("Storm"))
        vector = library.embed_query("Who led the rescue off Varro?")

        def found() -> set[str]:
            ranked = [*library.search_vectors(vector, 2), *library.search_words(["rescue", "Varro"], 2)]
            return {hit.article.title for hit in library.hits(ranked, {})}

        assert found() == {"Storm off Varro", "A captain is honoured"}
        library.without = frozenset({storm.id})
        assert found() == {"A captain is honoured", "A tax on windows"}
        library.without = frozenset()
        assert "Storm off Varro" in found()


def broken(**changes: Any) -> dict[str, Any]:
    return {**QUESTIONS[1], **changes}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (json.dumps(broken(answer="")), 'b.bin, line 2, field "answer": is empty'),
        (json.dumps(broken(answer=None)), 'b.bin, line 2, field "answer": is null'),
        (json.dumps(broken(answer_index=4)), 'line 2, field "answer_index": is 4, and there are 4 choices'),
        (json.dumps(broken(choices="Windows")), 'line 2, field "choices": is text'),
        (json.dumps(broken(id="1")), 'line 2, field "id": "1" is the id of line 1 too'),
        ('{"id": "2", ', "b.bin, line 2, column 13: not JSON"),
    ],
)
def test_a_malformed_line_is_named_with_file_line_and_field(year: Path, line: str, message: str) -> None:
    (year / "b.bin").write_text(f"{json.dumps(QUESTIONS[0])}\n{line}\n", encoding="utf-8")
    with pytest.raises(DatasetError) as error:
        realtimeqa(year, Options())
    assert message in str(error.value)


def test_what_is_missing_or_damaged_is_named(year: Path, tmp_path: Path) -> None:
    (year / "a.bin").write_bytes((year / "a.bin").read_bytes()[:-20])
    with pytest.raises(DatasetError, match=r"a\.bin: the gzip file is damaged"):
        realtimeqa(year, Options())
    (year / "a.bin").unlink()
    with pytest.raises(DatasetError, match="no file of articles"):
        load_quiz(year)
    (tmp_path / "empty").mkdir()
    with pytest.raises(DatasetError, match="there are no files in this folder"):
        load_quiz(tmp_path / "empty")


def test_a_quiz_without_an_answer_in_the_pool_has_no_silent_zero(eval_cache: Path, year: Path) -> None:
    assert not eval_cache.exists()
    (year / "b.bin").write_text(json.dumps(QUESTIONS[2]), encoding="utf-8")
    report = realtimeqa(year, Options())
    assert "refused_answerable" in report.skipped
    assert "abstention_balanced_accuracy" in report.skipped
    assert report.measures["refused_unanswerable"].n == 1


@needs_shared
@pytest.mark.parametrize("year_of", ["2022", "2023"])
def test_the_real_questions_are_read(year_of: str) -> None:
    questions, *files = load_quiz(SHARED / "benchmarks" / "realtimeqa" / year_of)
    assert len(questions) > 800
    assert all(question.choices[question.right] for question in questions)
    assert [file.name for file in files] == ["questions.jsonl", "articles.jsonl.gz"]
