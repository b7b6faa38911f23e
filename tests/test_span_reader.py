"""The trained reader points at the words, in odd input as well; a missing model is said, and done without."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from index import Filters, Library
from index.embedding import Embedder
from rag import Chain
from rag.errors import ReaderError
from rag.query import Query, understand
from rag.reader import SpanModel, SpanReader
from rag.reader.span_model import CARD_FILE, FOLDER, MODEL_FILE
from rag.settings import Settings
from tests.reading_hits import hit_of

TEXT = (
    "The ferry left Port Sarn at noon on Monday. Captain Ada Brenn turned back because of the fog. "
    "The company has asked for a new lighthouse, which would cost 3.4 million crowns."
)


def _query(question: str) -> Query:
    return understand(question, (), Filters(), None, date(2024, 5, 1))


@pytest.fixture(scope="module")
def model() -> SpanModel:
    return SpanModel()


@pytest.fixture
def reader(model: SpanModel, embedder: Embedder) -> SpanReader:
    return SpanReader(model, embedder)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Who turned back?", "Ada Brenn"),
        ("Why did the captain turn back?", "fog"),
        ("How much would a new lighthouse cost?", "3.4 million"),
        ("Where did the ferry leave from?", "Port Sarn"),
    ],
)
def test_the_best_reading_has_the_words_that_answer(reader: SpanReader, question: str, words: str) -> None:
    best = reader.read(_query(question), [hit_of(TEXT)])[0]
    assert words in best.span_text
    assert best.start <= (best.span or (0, 0))[0]
    assert (best.span or (0, 0))[1] <= best.end


def test_a_dateline_is_no_part_of_what_is_read(reader: SpanReader) -> None:
    text = f"KELDMOUTH, March 5 (Velmora Wire) - {TEXT}"
    with_it, without = (
        reader.judged(_query("Where did it leave from?"), [hit_of(one)]) for one in (text, TEXT)
    )
    assert [one.words for one in with_it] == [one.words for one in without]
    assert [one.pointed.score for one in with_it] == [one.pointed.score for one in without]
    assert all(text[one.pointed.start : one.pointed.end] == one.words for one in with_it)


def test_every_sentence_is_read_once_and_best_first(reader: SpanReader) -> None:
    readings = reader.read(_query("Who turned back?"), [hit_of(TEXT), hit_of(TEXT, article_id="b")])
    assert len(readings) == 3
    assert [one.score for one in readings] == sorted((one.score for one in readings), reverse=True)


def test_what_is_asked_and_not_said_scores_lower_than_what_is_said(reader: SpanReader) -> None:
    said = reader.read(_query("Who turned the ferry back?"), [hit_of(TEXT)])[0].score
    unsaid = reader.read(_query("Which bank lent money to the museum in Ibbeth?"), [hit_of(TEXT)])[0].score
    assert unsaid < said / 2


def test_a_passage_longer_than_the_window_is_read_to_its_end(reader: SpanReader) -> None:
    long = " ".join(f"Rain number {number} fell on the quay and nobody minded it." for number in range(120))
    best = reader.read(_query("Who turned back?"), [hit_of(f"{long} Captain Ada Brenn turned back.")])[0]
    assert "Ada Brenn" in best.span_text


def test_a_passage_reads_the_same_in_any_company(model: SpanModel) -> None:
    alone = model.point("Who turned back?", [("", TEXT)])[0][0]
    beside = model.point("Who turned back?", [("Other", "Rain fell."), ("", TEXT)])[1][0]
    assert (alone.starts == beside.starts).all()
    assert (alone.ends == beside.ends).all()


@pytest.mark.parametrize(
    "text",
    [
        "🚢🌊 🌫️ 👩‍✈️ ⚓ 🧭 🚢🌊 🌫️ 👩‍✈️ ⚓",
        "Паром вышел из порта в полдень, и капитан повернул назад из-за тумана.",
        "渡轮于周一中午离开港口。船长因大雾而返航。 没有人受伤，公司要求新建灯塔。",
        "a" * 5000,
        "- - - - - - - - - -",
        "\u200b\u200b \u200b \u200b \u200b \u200b",
    ],
)
def test_odd_passages_are_read_without_harm(reader: SpanReader, text: str) -> None:
    for reading in reader.read(_query("Who turned back?"), [hit_of(text), hit_of(TEXT, article_id="b")]):
        assert 0.0 <= reading.score <= 1.0
        assert reading.text == reading.hit.article.text[reading.start : reading.end]


def test_an_empty_passage_has_no_window_and_no_reading(model: SpanModel, reader: SpanReader) -> None:
    assert model.point("Who turned back?", [("Headline", "")]) == [[]]
    assert reader.read(_query("Who turned back?"), []) == []


def test_only_the_best_passages_are_read(model: SpanModel, embedder: Embedder) -> None:
    reader = SpanReader(model, embedder, Settings(read=1))
    readings = reader.read(
        _query("Who turned back?"), [hit_of("Rain fell on the quay all day."), hit_of(TEXT, article_id="b")]
    )
    assert {one.hit.article.id for one in readings} == {"a"}


def test_a_missing_model_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ReaderError, match="Install Dateline again"):
        SpanModel(tmp_path)


def test_a_damaged_model_is_noticed(tmp_path: Path) -> None:
    shutil.copyfile(FOLDER / CARD_FILE, tmp_path / CARD_FILE)
    whole = (FOLDER / MODEL_FILE).read_bytes()
    (tmp_path / MODEL_FILE).write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    with pytest.raises(ReaderError, match="checksum differs"):
        SpanModel(tmp_path)


def test_without_the_model_the_sentence_reader_answers_and_the_answer_says_so(
    tmp_path: Path, samples_library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.reader.span_model.FOLDER", tmp_path)
    given = Chain.open(samples_library).answer("How many people were on the Tamsay Star?", abstain_below=0)
    assert not given.abstained
    assert any("Sentences were judged without it" in note for note in given.notes)
