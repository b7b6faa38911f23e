"""Misspelt words of a question: which are replaced, by what, and which are left alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from index import Filters, Library
from rag.query import Query, understand
from rag.spelling import corrections, nearest, slips, spelled


def asked(question: str) -> Query:
    return understand(question, (), Filters(), None, date(2025, 6, 10))


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        ("ferry", "ferry", 0),
        ("fery", "ferry", 1),  # a letter more
        ("ferrry", "ferry", 1),  # a letter less
        ("farry", "ferry", 1),  # another letter
        ("ferry", "frery", 1),  # two changed over
        ("", "abc", 3),
        ("abc", "", 3),
        ("kitten", "sitting", 3),
        ("ca", "abc", 3),  # optimal alignment: what was changed over is not edited again
    ],
)
def test_slips_by_hand(one: str, other: str, count: int) -> None:
    assert slips(one, other) == slips(other, one) == count


def test_the_nearest_then_one_with_a_letter_more_then_the_most_frequent_is_taken() -> None:
    known = {"ferri": 3, "merri": 90, "berri": 3, "fern": 500, "storm": 1}
    assert nearest("ferr", known, 1) == "ferri"
    assert nearest("fernn", known, 1) == "fern"
    assert nearest("zerri", known, 1) == "merri"
    assert nearest("zerri", {"ferri": 3, "berri": 3}, 1) == "berri"
    assert nearest("sotrm", known, 1) == "storm"
    assert nearest("zzzzz", known, 2) == ""
    assert nearest("ferri", {}, 2) == ""


@pytest.mark.parametrize(
    ("question", "word", "meant"),
    [
        ("Who led the goverment of Velmora?", "goverment", "government"),
        ("when did the ballon come down", "ballon", "balloon"),
        ("how long was the airprt at haldrisk shut", "airprt", "airport"),
        ("Who is the captain of keldmoth?", "keldmoth", "Keldmouth"),
    ],
)
def test_a_misspelt_word_is_searched_as_the_library_has_it(
    samples_library: Library, question: str, word: str, meant: str
) -> None:
    query = spelled(asked(question), samples_library)
    ((given, searched),) = query.spelled
    assert (given, searched.lower()) == (word, meant.lower())
    assert searched in query.standalone
    assert searched in query.keywords
    assert word not in query.keywords
    assert query.question == question


@pytest.mark.parametrize(
    "question",
    [
        "How many people were on the ferry to Tamsay Island?",  # all of it known
        "Did a giraffe appear in the harbour?",  # English, and in no article
        "Who is Oswin Threll?",  # a name like no other
        "How many jobs for nurses were unfilled?",  # its stem is near to that of "until", itself far from it
        "What happened on 5/3/2024 at 14:30?",
        "???",
        "那艘渡轮怎么了",
    ],
)
def test_other_words_are_left_alone(samples_library: Library, question: str) -> None:
    query = asked(question)
    assert spelled(query, samples_library) is query


def test_correcting_twice_changes_nothing_more(samples_library: Library) -> None:
    once = spelled(asked("goverment of velmroa"), samples_library)
    assert len(once.spelled) == 2
    assert spelled(once, samples_library) is once


def test_what_a_question_takes_over_is_corrected_too(samples_library: Library) -> None:
    query = replace(asked("Who owns it?"), context=("ballon",))
    assert [word.lower() for word in spelled(query, samples_library).context] == ["balloon"]


def test_an_empty_library_corrects_nothing(tmp_path: Path) -> None:
    with Library.open(tmp_path) as library:
        assert corrections(["goverment"], library) == {}
