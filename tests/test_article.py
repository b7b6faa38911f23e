"""Article ids and the facts an article and a passage hold to."""

from __future__ import annotations

import pytest

from index.article import Article, Passage, article_id


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        # by sha256sum
        ("https://example.org/a", "b5b10dd0429e"),
        ("", "e3b0c44298fc"),
        ("abc", "ba7816bf8f01"),
    ],
)
def test_an_id_is_the_head_of_the_sha256_of_the_key(key: str, expected: str) -> None:
    assert article_id(key) == expected


def test_a_key_with_half_a_surrogate_pair_still_has_an_id() -> None:
    assert len(article_id("caf\udce9.txt")) == 12


def test_words_are_counted_by_white_space() -> None:
    assert Article("a", "t", " One  two\nthree. ").words == 3


def test_the_sentences_of_a_passage_are_read_at_their_offsets_in_the_article() -> None:
    text = "Zero. One. Two."
    passage = Passage("p", "a", text[6:], 6, 15, ((6, 10), (11, 15)))
    assert list(passage.sentence_texts()) == [(6, 10, "One."), (11, 15, "Two.")]
