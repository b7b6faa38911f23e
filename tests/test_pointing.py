"""Where the span of an answer begins and ends, and that windows over a long passage leave nothing out."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from rag.reader.combining import combined, same_answer
from rag.reader.pointing import best_in, whole_words
from rag.reader.reading import Reading
from rag.reader.span_model import Window, _windows
from tests.reading_hits import hit_of


def _cut(text: str, words: str) -> str:
    start = text.index(words)
    low, high = 0, len(text)
    first, last = whole_words(text, start, start + len(words), low, high)
    return text[first:last]


@pytest.mark.parametrize(
    ("text", "pointed", "expected"),
    [
        ("It took 640 million marren.", "640", "640 million"),
        ("Prices rose 3.9 percent.", "3.9", "3.9 percent"),
        ("Turnout was 71.5% then.", "71.5", "71.5%"),
        ("They paid US$80 million.", "80 million", "US$80 million"),
        ("They paid €12 each.", "12", "€12"),
        ("Ada Brenn's boat sank.", "Ada Bren", "Ada Brenn"),
        ("He is from Port Sarn, they said.", "Port Sarn,", "Port Sarn"),
        ("It moved to the U.S. in May.", "the U.S.", "the U.S."),
        ("It fell to -7 degrees.", "-7", "-7"),
        ("The (first) round was held.", "(first", "first"),
        ("It cost 22 crowns (US$3).", "22 crowns (US$3", "22 crowns"),
        ("The (US$3) fare rose.", "(US$3", "US$3"),
        ("It held the Office for Boats (OB).", "Office for Boats (OB)", "Office for Boats"),
        ("It (a second try), a raft and a mast sank.", "try), a raft", "try"),
        ("Ada’s raft and Bo’s mast sank.", "Ada’s raft and Bo’s mast", "Ada’s raft and Bo’s mast"),
        ("It was sung by Ada B. Brenn-Sarn there.", "Ada B", "Ada B. Brenn-Sarn"),
        ("There were more than 40 boats.", "40 boats", "more than 40 boats"),
        ("It cost up to $3 million then.", "3", "up to $3 million"),
        ("It lasted at least two weeks.", "two weeks", "at least two weeks"),
        ("It has stood there over 2019 too.", "2019", "2019"),
        ("Ferries go over Lake Sarn.", "Lake Sarn", "Lake Sarn"),
        ("It cost 22 crowns (about three dollars).", "22 crowns (about three", "22 crowns"),
        ("They have “feelers [long ones] and legs” there.", "feelers [long", "feelers"),
        ("He said “never again” twice.", "“never again", "never again"),
        ("They left at 6 a.m. on Monday.", "6 a.m.", "6 a.m."),
        ("Is it 94 or 86?", "86?", "86"),
    ],
)
def test_a_span_has_whole_words_and_whole_amounts(text: str, pointed: str, expected: str) -> None:
    assert _cut(text, pointed) == expected


def test_a_span_never_leaves_its_sentence() -> None:
    text = "It cost 640. Million-year-old stones lay there."
    assert whole_words(text, 8, 11, 0, 12) == (8, 11)


def _window(text: str, starts: dict[str, float], ends: dict[str, float]) -> Window:
    places, at = [], 0
    for word in text.split(" "):
        places.append((at, at + len(word)))
        at += len(word) + 1
    words = text.split(" ")
    return Window(
        np.array(places, np.int64),
        np.array([starts.get(word, -9.0) for word in words], np.float32),
        np.array([ends.get(word, -9.0) for word in words], np.float32),
    )


def test_the_best_span_ends_where_it_begins_or_later() -> None:
    text = "Brenn met Ada Varro there"
    window = _window(text, {"Varro": 5.0, "Ada": 4.0}, {"Brenn": 6.0, "Varro": 3.0})
    found = best_in([window], text, 0, len(text))
    assert found is not None
    assert text[found.start : found.end] == "Varro"
    assert found.score == pytest.approx(8.0)


def test_each_sentence_has_its_own_best_span() -> None:
    text = "Ada sank . Bo swam ."
    window = _window(text, {"Ada": 5.0, "Bo": 2.0}, {"Ada": 5.0, "Bo": 2.0})
    first, second = best_in([window], text, 0, 10), best_in([window], text, 11, 20)
    assert first is not None
    assert second is not None
    assert (text[first.start : first.end], text[second.start : second.end]) == ("Ada", "Bo")
    assert first.score > second.score


def test_of_two_windows_the_surer_one_counts() -> None:
    text = "Ada sank Bo"
    low = _window(text, {"Ada": 1.0}, {"Ada": 1.0})
    high = _window(text, {"Bo": 3.0}, {"Bo": 3.0})
    found = best_in([low, high], text, 0, len(text))
    assert found is not None
    assert text[found.start : found.end] == "Bo"


def test_where_no_token_lies_there_is_no_span() -> None:
    assert best_in([], "Ada sank", 0, 8) is None
    assert best_in([_window("Ada sank", {}, {})], "Ada sank      ", 9, 14) is None


@pytest.mark.parametrize("tokens", [1, 199, 200, 201, 335, 336, 337, 1000, 4321])
def test_windows_cover_every_token_and_overlap(tokens: int) -> None:
    begins = _windows(tokens, 200)
    covered = {place for begin in begins for place in range(begin, min(begin + 200, tokens))}
    assert covered == set(range(tokens))
    assert all(later - earlier <= 136 for earlier, later in pairwise(begins))


def test_nothing_has_no_window() -> None:
    assert _windows(0, 200) == []


def test_like_answers_of_other_stories_add_up_and_copies_do_not() -> None:
    def reading(article: str, story: str, text: str, words: str, score: float) -> Reading:
        hit = hit_of(text, article_id=article, story=story)
        start = text.index(words)
        return Reading(hit, 0, len(text), score, (start, start + len(words)))

    one = reading("a", "s1", "The toll is 17 now.", "17", 0.4)
    copy = reading("b", "s1", "The toll is 17 now, it says.", "17", 0.4)
    other = reading("c", "s2", "Seventeen? No: 17 are missing.", "17", 0.3)
    rival = reading("d", "s3", "The toll is 19 now.", "19", 0.45)
    alone = {r.hit.article.id: r.score for r in combined([rival, one, copy])}
    assert alone["d"] == pytest.approx(0.45)
    assert alone["a"] == pytest.approx(0.4)
    together = combined([rival, one, copy, other])
    assert together[0].hit.article.id == "a"
    assert together[0].score == pytest.approx(1 - 0.6 * (1 - 0.5 * 0.3))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("17", "17 people", True),
        ("17 people", "19 people", False),
        ("Brenn", "Ada Brenn", True),
        ("Ada Brenn", "Captain Ada Brenn", True),
        ("the harbour", "harbour", True),
        ("Ada Brenn", "Bo Brenn", False),
        ("", "Ada", False),
    ],
)
def test_what_counts_as_the_same_answer(one: str, other: str, same: bool) -> None:
    assert same_answer(one, other) is same
