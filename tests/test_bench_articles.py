"""What `dateline bench` indexes: invented articles that Dateline keeps whole, given ones in any packing."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import pytest

from eval.bench import corpus
from eval.bench.dateline import Dateline, SeededEmbedder
from eval.bench.gathered import gather
from eval.bench.invented import FEWEST_WORDS, MOST_WORDS, article
from eval.bench.plan import END_TO_END, GROWTH, Options
from eval.errors import DatasetError
from index import InputError, Library
from index.sentences import split

STORM = {
    "id": "a1",
    "title": "Storm",
    "text": "Three ships sank off Elmgate. Nobody was hurt, Ada Torbrun said.",
}
TAX = {
    "url": "https://news.example/tax",
    "title": "Tax",
    "text": "A tax on glass was lifted in Saltwick on Monday.",
}
BRIDGE = {"id": "b1", "title": "Bridge", "text": "The stone bridge of Foxdale was closed by Runa Linask."}


def lines(*articles: dict[str, object]) -> bytes:
    return "\n".join(map(json.dumps, articles)).encode()


def test_an_invented_article_depends_on_seed_and_number_alone() -> None:
    assert article(3, 7) == article(3, 7)
    assert article(3, 7) != article(4, 7)
    assert article(3, 7).url != article(3, 8).url


def test_invented_articles_have_a_realistic_length_and_hardly_share_a_sentence() -> None:
    articles = [article(0, number) for number in range(100)]
    lengths = [len(one.text.split()) for one in articles]
    assert min(lengths) >= FEWEST_WORDS
    assert max(lengths) < MOST_WORDS + 150  # the last paragraph may go over
    sentences = [one.text[start:end] for one in articles for start, end in split(one.text)]
    assert len(set(sentences)) > 0.99 * len(sentences)


def test_invented_articles_pass_through_dateline_whole(tmp_path: Path) -> None:
    pieces = corpus.invent(0, 300)
    corpus.write(pieces, tmp_path / "articles")
    indexed = Dateline(SeededEmbedder()).index(tmp_path / "articles", tmp_path / "store")
    assert indexed.passages == sum(piece.passages for piece in pieces) >= 300
    with Library.open(tmp_path / "store") as library:
        kept = {found.url: found for found in library.articles()}
    assert len(kept) == len(pieces)
    for piece in pieces:
        found = kept[piece.url]
        assert (found.text, found.title, found.source) == (piece.text, piece.title, piece.source)
        assert found.published is not None
        assert found.published.isoformat() == piece.published
        assert found.story == found.id  # a copy of no other


def test_articles_are_told_apart_by_content_not_by_name(tmp_path: Path) -> None:
    (tmp_path / "packed.jsonl").write_bytes(gzip.compress(lines(STORM)))
    (tmp_path / "plain.jsonl.gz").write_bytes(lines(TAX))
    (tmp_path / "bare.gz").write_bytes(gzip.compress(lines(BRIDGE)))
    (tmp_path / "note.txt").write_text(
        "A lighthouse was painted\n\nThe lighthouse of Crowshore is white again."
    )
    given = corpus.read(tmp_path)
    assert [piece.title for piece in given.pieces] == [
        *("Bridge", "A lighthouse was painted", "Storm", "Tax")
    ]
    assert given.left_out == ()


def test_what_is_no_article_is_left_out_and_counted(tmp_path: Path) -> None:
    (tmp_path / "articles.jsonl.gz").write_bytes(
        gzip.compress(lines(STORM, {**STORM, "title": "Again"}, {"text": "  "}))
    )
    (tmp_path / "questions.jsonl").write_bytes(lines({"id": "q", "question": "Who?"}))
    (tmp_path / "damaged.jsonl").write_bytes(gzip.compress(lines(TAX))[:-6])
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n")
    os.mkfifo(tmp_path / "pipe.jsonl")
    given = corpus.read(tmp_path)
    assert [piece.title for piece in given.pieces] == ["Storm"]
    assert sorted(reason.partition(": ")[2][:20] for reason in given.left_out) == sorted(
        [
            "it came before",
            "it has no text: an a",
            "it has no text: an a",
            "its gzip data is dam",
            ".png files are not r",
            "it is not a file but",
        ]
    )


def test_a_folder_without_articles_and_one_that_is_not_there_are_named(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"no article could be read \(there are no files in it\)"):
        corpus.read(tmp_path)
    (tmp_path / "questions.jsonl").write_bytes(lines({"question": "Who?"}))
    with pytest.raises(DatasetError, match=r"questions\.jsonl, line 1: it has no text"):
        corpus.read(tmp_path)
    with pytest.raises(InputError, match="There is no file or folder"):
        corpus.read(tmp_path / "nowhere")


def test_a_smaller_size_is_part_of_a_larger_one_and_no_larger_than_it_must_be() -> None:
    drawn = corpus.draw(corpus.invent(0, 200), 1, (40, 100))
    counts = {size: sum(piece.passages for piece in pieces) for size, pieces in drawn.items()}
    assert drawn[100][: len(drawn[40])] == drawn[40]
    for size, pieces in drawn.items():
        assert counts[size] >= size > counts[size] - pieces[-1].passages
    assert corpus.draw(corpus.invent(0, 200), 2, (40,))[40] != drawn[40]


def test_too_few_passages_are_an_error_that_says_how_many_there_are() -> None:
    with pytest.raises(DatasetError, match=r"fewer than 5,000.*--passages \d+ at most"):
        corpus.draw(corpus.invent(0, 20), 0, (10, 5000))


def test_questions_come_from_headlines_and_sentences_and_are_always_the_same() -> None:
    pieces = corpus.invent(0, 20)
    asked = corpus.questions(pieces, 12, 0)
    assert asked == corpus.questions(pieces, 12, 0)
    assert asked != corpus.questions(pieces, 12, 1)
    assert len(set(asked)) == 12
    assert all(any(piece.title in question for piece in pieces) for question in asked[::2])
    for question in asked[1::2]:
        words = question.rstrip("?").split()[-4:]
        assert any(" ".join(words) in piece.text for piece in pieces)


def test_growth_has_articles_of_its_own_and_what_is_added_is_new_to_it() -> None:
    articles = gather(Options(passages=(20,), growth=(50, 150)))
    grown = {piece.url for piece in articles.largest(GROWTH)}
    assert not grown & {piece.url for piece in articles.added}
    assert sum(piece.passages for piece in articles.added) >= 100
    assert articles.smallest(GROWTH) == articles.largest(GROWTH)[: len(articles.smallest(GROWTH))]
    assert gather(Options(passages=(20,), growth=())).added == []
    assert len(articles.questions(END_TO_END, Options(questions=7))) == 7
