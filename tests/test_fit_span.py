"""The questions on news that the reader's weights are fitted on: kept apart, and asked without their answer as well."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.question import Question, draw
from index import Library
from rag.reader.fit_span import Case, Read, news
from rag.reader.judging import Judged
from rag.reader.pointing import Pointed
from rag.reader.sentences import candidates
from rag.settings import Settings

ASKED = [
    {
        "id": "0",
        "question": "How many metres high is the balloon's basket?",
        "answer": "a hundred and ninety",
    },
    {"id": "1", "question": "Where did the ferry Tamsay Star leave from?", "answer": "Keldmouth"},
    {"id": "2", "question": "Who won the presidential runoff in Velmora?", "answer": "Hask"},
    {"id": "3", "question": "Which bridge was closed in Ostrel?", "answer": "“St. Halva Bridge”"},
]


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    path = tmp_path / "questions.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in ASKED), "utf-8")
    return path


def _cases(library: Library, questions: Path, kept_out: int = 0) -> list[Case]:
    return list(news(library, questions, 10, kept_out, Settings()))


def test_each_question_is_asked_of_all_articles_and_of_those_without_its_answer(
    samples_library: Library, questions: Path
) -> None:
    cases = {
        name: [case for case in _cases(samples_library, questions) if case.group == name] for name in "0123"
    }
    assert {name: [bool(case.answers) for case in some] for name, some in cases.items()} == {
        "0": [False],  # no article says so
        "1": [True, False],
        "2": [True, False],
        "3": [True, False],
    }
    assert cases["3"][0].answers == ("St. Halva Bridge",)
    with_answer, without = cases["1"]
    assert any("Keldmouth" in hit.article.text for hit in with_answer.hits)
    assert without.hits
    assert not any("Keldmouth" in hit.article.text + hit.article.title for hit in without.hits)


def test_questions_that_an_evaluation_draws_are_kept_out(samples_library: Library, questions: Path) -> None:
    drawn = {one.id for one in draw([Question(one["id"], "what", ()) for one in ASKED], 2, 0)}
    left = {case.group for case in _cases(samples_library, questions, kept_out=2)}
    assert left == {"0", "1", "2", "3"} - drawn


def test_what_the_search_did_not_find_cannot_teach_which_span_is_right(
    samples_library: Library, questions: Path
) -> None:
    case = next(case for case in _cases(samples_library, questions) if case.answers == ("Keldmouth",))
    sentence = candidates(case.hits)[0]
    wrong = Judged(sentence, Pointed(0, 1, 0.0), "nothing of the sort")
    right = Judged(sentence, Pointed(0, 1, 0.0), "Keldmouth")
    assert not Read(case, [wrong]).usable
    assert Read(case, [wrong, right]).usable
    assert Read(Case(case.query, (), case.hits, case.group), [wrong]).usable
