"""Passages: whole sentences at exact offsets, none left out."""

from __future__ import annotations

import itertools
import time

import pytest

from index.article import Article
from index.passages import OVERLAP_WORDS, TARGET_WORDS, passages
from index.samples import samples_path
from index.sentences import split

TEXTS = {
    "short": "One sentence.",
    "many short": " ".join(f"Ship number {n} sailed." for n in range(200)),
    "paragraphs": "\n\n".join(f"On Aug. {n} it rained in {n} towns. Nobody knows why." for n in range(1, 90)),
    "long sentences": " ".join(("word " * 90).strip() + "." for _ in range(9)),
    "one huge sentence": "word " * 3_000,
    "no spaces": "水" * 6_000,
    "a sample": (samples_path() / "ferry_2_gazette.txt").read_text("utf-8"),
}


@pytest.mark.parametrize("name", TEXTS)
def test_passages_are_whole_sentences_at_exact_offsets_and_leave_none_out(name: str) -> None:
    text = TEXTS[name]
    found = passages(Article("a", "t", text))
    sentences = split(text)
    assert [
        sentence for passage in found for sentence in passage.sentences if sentence not in sentences
    ] == []
    assert sorted({span for passage in found for span in passage.sentences}) == sentences
    for number, passage in enumerate(found):
        assert passage.id == f"a-{number}"
        assert passage.text == text[passage.start : passage.end]
        assert (passage.start, passage.end) == (passage.sentences[0][0], passage.sentences[-1][1])
    assert [p.start for p in found] == sorted({p.start for p in found})


def test_neighbours_share_a_short_sentence_and_not_a_long_one() -> None:
    short = passages(Article("a", "t", TEXTS["many short"]))
    assert all(one.sentences[-1] == two.sentences[0] for one, two in itertools.pairwise(short))
    long = passages(Article("a", "t", TEXTS["long sentences"]))
    assert OVERLAP_WORDS < 90
    assert all(one.sentences[-1] != two.sentences[0] for one, two in itertools.pairwise(long))


def test_a_passage_has_at_most_its_words_unless_it_is_one_sentence() -> None:
    for text in TEXTS.values():
        for passage in passages(Article("a", "t", text)):
            assert len(passage.sentences) == 1 or len(passage.text.split()) <= TARGET_WORDS
            assert len(passage.text) <= 1_200 or len(passage.sentences) > 1


def test_text_without_spaces_is_cut_too() -> None:
    assert max(len(passage.text) for passage in passages(Article("a", "t", "水" * 60_000))) <= 1_200


def test_a_text_of_nothing_has_no_passages() -> None:
    assert passages(Article("a", "t", " \n ")) == []


def test_a_megabyte_in_one_line_takes_a_second_or_two() -> None:
    started = time.perf_counter()
    assert len(passages(Article("a", "t", "The ferry sailed on Aug. 2 and came back. " * 24_000))) > 1_000
    assert time.perf_counter() - started < 20
