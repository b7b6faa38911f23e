"""A chain and the library it asks: opened late, changed and replaced between two questions, filtered."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from index import Library, LibraryNotFoundError
from rag import Chain, answer

Write = Callable[[str, str | bytes], Path]
BALLOON = "What was the balloon over Haldrisk carrying?"


@pytest.fixture(autouse=True)
def no_language_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATELINE_LLM_URL", raising=False)


@pytest.fixture(scope="module")
def chain(samples_library: Library) -> Chain:
    return Chain.open(samples_library, abstain_below=0.0)


def test_opening_is_lazy_and_a_missing_library_is_named_when_asked(tmp_path: Path) -> None:
    chain = Chain.open(tmp_path / "none")
    for use in (lambda: chain.answer("Who won?"), lambda: answer("Who won?", library=tmp_path / "none")):
        with pytest.raises(LibraryNotFoundError, match=r"none.*dateline index"):
            use()
    assert not (tmp_path / "none").exists()


def test_a_library_made_after_the_chain_was_opened_is_found(write: Write, tmp_path: Path) -> None:
    chain = Chain.open(tmp_path / "library", abstain_below=0)
    with pytest.raises(LibraryNotFoundError):
        chain.answer("What sank?")
    folder = write("a.txt", "The ferry Anna sank on Monday off the island of Roe. Nobody died.")
    with Library.open(tmp_path / "library") as library:
        library.index([folder])
    assert "Anna" in chain.answer("What sank?").text


def test_an_article_added_between_two_questions_is_found(write: Write, tmp_path: Path) -> None:
    path = tmp_path / "library"
    with Library.open(path) as library:
        library.index([write("a.txt", "The ferry Anna sank on Monday off the island of Roe. Nobody died.")])
    chain = Chain.open(path, abstain_below=0)
    assert "Anna" in chain.answer("Which ferry sank?").text
    with Library.open(path) as other:
        other.index(
            [write("b.txt", "A tax on windows was introduced in Port Lund by Mayor Ines Dahl on Friday.")]
        )
    assert "Ines Dahl" in chain.answer("Who introduced a tax on windows in Port Lund?").text


def test_another_library_put_in_its_place_is_the_one_asked(write: Write, tmp_path: Path) -> None:
    path = tmp_path / "library"
    with Library.open(path) as library:
        library.index([write("a.txt", "The ferry Anna sank on Monday off the island of Roe. Nobody died.")])
    assert "Anna" in answer("Which ferry sank?", library=path, abstain_below=0).text
    with Library.open(tmp_path / "other") as library:
        library.index([write("a.txt", "The ferry Berta sank on Friday off the island of Lind. Two died.")])
    shutil.rmtree(path)
    (tmp_path / "other").rename(path)
    found = answer("Which ferry sank?", library=path, abstain_below=0)
    assert "Berta" in found.text
    assert "Anna" not in found.text


def test_the_one_call_takes_a_path_as_text_and_a_library(samples_library: Library) -> None:
    by_text = answer(BALLOON, library=str(samples_library.path), abstain_below=0)
    by_library = answer(BALLOON, library=samples_library, abstain_below=0)
    assert by_text.text == by_library.text


# filters


@pytest.mark.parametrize("as_of", ["2024-03-05", date(2024, 3, 5)])
def test_as_of_uses_nothing_published_later(chain: Chain, as_of: Any) -> None:
    found = chain.answer("How many people are missing from the Tamsay Star?", as_of=as_of)
    assert all(citation.source.published == date(2024, 3, 5) for citation in found.citations)
    assert "12" in found.text
    assert found.filters == {"until": "2024-03-05", "as_of": "2024-03-05"}


def test_what_has_no_date_is_left_out_by_a_filter_on_days_and_that_is_said(chain: Chain) -> None:
    undated = chain.library.summary().undated
    assert undated
    found = chain.answer(BALLOON, since="2017-01-01")
    assert any(note.startswith(f"{undated} article") and "without a date" in note for note in found.notes)
    assert found.filters == {"since": "2017-01-01"}


def test_a_source_is_named_without_its_case_and_an_unknown_one_is_noted(chain: Chain) -> None:
    found = chain.answer(BALLOON, sources="the sarn COURIER")
    assert {citation.source.source for citation in found.citations} == {"The Sarn Courier"}
    assert found.notes == ()
    found = chain.answer(BALLOON, sources=["The Sarn Courier", "The Moon"])
    assert found.notes == ("No article has the source The Moon.",)


def test_a_search_that_nothing_passes_abstains_and_says_why(chain: Chain) -> None:
    found = chain.answer(BALLOON, since="2031-01-01")
    assert (found.abstained, found.confidence, found.nearest) == (True, 0.0, ())
    assert "No article passes the filters." in found.notes
