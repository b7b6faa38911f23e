"""Ranking: what the features say of a passage, by hand where the number is plain, and that the weights fit them."""

from __future__ import annotations

import json
import math
from datetime import date

import numpy as np
import pytest

from index import Article, Filters, Library, Passage
from rag.fit_ranking import Asked, fit, recall
from rag.query import Query, understand
from rag.ranking import NAMES, WEIGHTS, Candidate, features, rarity, share, wanted, weights

NEWEST = date(2025, 6, 10)


def asked(question: str) -> Query:
    return understand(question, (), Filters(), None, NEWEST)


def candidate(
    text: str,
    *,
    title: str = "",
    start: int = 0,
    article: str = "a",
    published: date | None = NEWEST,
    cosine: float | None = 0.5,
    place: int | None = 1,
) -> Candidate:
    """A passage of an article, found by meaning at a place."""
    passage = Passage(
        f"{article}-{start}", article, text, start, start + len(text), ((start, start + len(text)),)
    )
    whole = Article(article, title, " " * start + text, published=published, story=article)
    return Candidate(passage, whole, cosine, place)


def feature(library: Library, question: str, name: str, *candidates: Candidate) -> list[float]:
    rows = features(asked(question), candidates, library, NEWEST)
    assert rows.shape == (len(candidates), len(NAMES))
    return [float(value) for value in rows[:, NAMES.index(name)]]


def test_every_feature_has_one_weight() -> None:
    told = json.loads(WEIGHTS.read_text("utf-8"))
    assert tuple(told["weights"]) == NAMES
    assert weights().shape == (len(NAMES),)
    assert np.isfinite(weights()).all()


def test_a_rarer_word_weighs_more_and_one_in_no_passage_nothing(samples_library: Library) -> None:
    found = rarity(samples_library, ["balloon", "polic", "xqzzv"])
    assert set(found) == {"balloon", "polic"}
    assert found["balloon"] > found["polic"] > 0


def test_share_is_of_the_weight() -> None:
    assert share({"a", "x"}, {"a": 3.0, "b": 1.0}) == 0.75
    assert share({"a"}, {}) == 0.0


def test_wanted_are_the_words_those_that_ask_and_neighbours(samples_library: Library) -> None:
    asks = wanted(asked("The ferry sank near Keldmouth. Who was the captain?"), samples_library)
    assert set(asks.asked) == {"captain"}
    assert {"ferri", "captain", "keldmouth"} <= set(asks.weights)
    assert ("the", "ferri") in asks.pairs
    assert ("who", "was") not in asks.pairs


def test_words_count_in_passage_headline_and_article(samples_library: Library) -> None:
    question = "Which balloon closed the airport?"
    here = candidate("A balloon.", title="The airport")
    there = candidate("Nothing of it.", title="The airport", start=500)
    other = candidate("Rain.", article="b")
    both, one, none = feature(samples_library, question, "words", here, there, other)
    assert both > one > none == 0
    assert feature(samples_library, question, "article", here, there, other) == [both, both, 0]
    assert feature(samples_library, question, "asked", here, there, other) == [both - one, 0, 0]


def test_neighbours_of_the_question_count_where_they_are_neighbours(samples_library: Library) -> None:
    close, far = feature(
        samples_library,
        "key rate",
        "pairs",
        candidate("The key rate fell."),
        candidate("A rate is key.", article="b"),
    )
    assert (close, far) == (1.0, 0.0)


def test_a_passage_that_meaning_did_not_find_is_as_far_as_the_farthest(samples_library: Library) -> None:
    cosines = feature(
        samples_library,
        "balloon",
        "cosine",
        candidate("A", cosine=0.7),
        candidate("B", cosine=0.4, article="b"),
        candidate("C", cosine=None, article="c"),
    )
    assert cosines == pytest.approx([0.0, -0.3, -0.3])


@pytest.mark.parametrize(
    ("question", "name", "text", "value"),
    [
        ("How many sailed?", "figures", "On the 4 boats were 12 of the 30, or two in five.", 3),
        ("How many sailed?", "no_figure", "They sailed.", 1),
        ("How many of the 12 sailed?", "figures", "Of the 12, none.", 0),
        ("When did it sail?", "times", "It sailed on Monday, in May.", 2),
        ("Who sailed?", "times", "It sailed on Monday, in May.", 0),
        ("What percentage sailed?", "percent", "Some 40 percent.", 1),
        ("What percentage sailed?", "percent", "Some 40 of them.", 0),
    ],
)
def test_what_the_kind_of_question_asks_for(
    samples_library: Library, question: str, name: str, text: str, value: float
) -> None:
    assert feature(samples_library, question, name, candidate(text)) == [value]


def test_age_is_counted_in_months_from_the_newest_and_no_date_is_the_middle(samples_library: Library) -> None:
    year_before = candidate("B", published=date(2024, 6, 10), article="b")
    undated = candidate("C", published=None, article="c")
    ages = feature(samples_library, "Who won?", "age", candidate("A"), year_before, undated)
    assert ages == pytest.approx([0.0, math.log(13), math.log(13) / 2])
    assert feature(samples_library, "Who won?", "age_now", year_before) == [0.0]
    assert feature(samples_library, "Who won this week?", "age_now", year_before) == pytest.approx(
        [math.log(13)]
    )
    assert feature(samples_library, "Who won in 2019?", "age", candidate("A"), year_before) == [0.0, 0.0]


def test_a_crowd_is_what_was_found_of_one_article(samples_library: Library) -> None:
    found = [candidate("A balloon."), candidate("It fell.", start=50), candidate("Rain.", article="b")]
    assert feature(samples_library, "balloon", "crowd", *found) == pytest.approx(
        [math.log(2), math.log(2), 0]
    )


def test_words_that_the_best_passages_share_are_related(samples_library: Library) -> None:
    best = [candidate("The balloon carried a thermometer.", article=name, cosine=0.9) for name in "ab"]
    measured, rain = candidate("A thermometer.", article="c"), candidate("Rain.", article="d")
    related = feature(samples_library, "Which balloon came down?", "related", *best, measured, rain)
    assert related == [1, 1, 1, 0]


def test_a_place_by_meaning_falls_from_the_first_to_none(samples_library: Library) -> None:
    first, tenth, none = (candidate("A", article=str(place), place=place) for place in (1, 10, None))
    assert feature(samples_library, "Who?", "meaning_place", first, tenth, none) == pytest.approx(
        [60 / 61, 60 / 70, 60 / 210]
    )


def test_nothing_found_has_no_rows(samples_library: Library) -> None:
    assert features(asked("Who won?"), [], samples_library, None).shape == (0, len(NAMES))


@pytest.mark.parametrize("question", ["???", "xqzzv", "那艘渡轮怎么了"])
def test_a_question_without_known_words_has_finite_features(samples_library: Library, question: str) -> None:
    rows = features(asked(question), [candidate(""), candidate("Rain.", article="b")], samples_library, None)
    assert np.isfinite(rows).all()


def made(shift: float, number: int) -> Asked:
    """Ten candidates with one feature that tells the right one, and one that tells nothing."""
    chance = np.random.default_rng(number)
    rows = chance.normal(size=(10, 2))
    right = np.zeros(10, np.bool_)
    right[number % 10] = True
    rows[right, 0] += shift
    return Asked(str(number), rows, right, in_pool=True)


def test_the_fit_finds_what_tells_the_right_passage() -> None:
    examples = [made(3.0, number) for number in range(200)]
    telling, idle = fit(examples)
    assert telling > 1
    assert abs(idle) < 0.3
    learned = recall(examples, [one.rows @ np.array([telling, idle]) for one in examples])
    assert learned["answer_recall@1"] > 0.85
    assert learned["answer_recall@10"] == 1


def test_recall_counts_only_questions_whose_answer_is_in_the_pool() -> None:
    right = np.array([False, True])
    there = Asked("a", np.zeros((2, 1)), right, in_pool=True)
    absent = Asked("b", np.zeros((2, 1)), np.zeros(2, np.bool_), in_pool=False)
    found = recall([there, absent], [np.array([2.0, 1.0]), np.array([0.0, 0.0])])
    assert (found["answer_recall@1"], found["answer_recall@5"]) == (0.0, 1.0)
