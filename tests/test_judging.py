"""What speaks for a span beside the model's score: its kind, and the weights that put what is right first."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from index import Filters
from rag.query import understand
from rag.reader.fit import fit_ranking
from rag.reader.fit_span import weigh
from rag.reader.judging import NAMES, kind_fits


@pytest.mark.parametrize(
    ("question", "words", "fits"),
    [
        ("On what date did it open?", "4 March 2024", 1.0),
        ("On what date did it open?", "on Wednesday", 1.0),
        ("On what date did it open?", "1974", -0.5),
        ("On what date did it open?", "the mayor", -1.0),
        ("In what year did it open?", "1974", 1.0),
        ("In what year did it open?", "on Monday", -0.5),
        ("In which month did it open?", "in March", 1.0),
        ("At what time did it open?", "8:12 a.m.", 1.0),
        ("At what time did it open?", "in 1974", -0.5),
        ("When did it open?", "1974", 1.0),
        ("What share of the voters came?", "67 percent", 1.0),
        ("What share of the voters came?", "67", -0.5),
        ("How many people came?", "67", 1.0),
        ("How many people came?", "67 percent", -0.5),
        ("How many people came?", "the mayor", -1.0),
        ("How long did it last?", "21 days", 1.0),
        ("How long did it last?", "21", -0.5),
        ("How long did it last?", "3 percent", -0.5),
        ("How hard did the storm blow?", "148 kilometres an hour", 1.0),
        ("How hard did the storm blow?", "22 million dollars", -0.5),
        ("How old was the man?", "70 years", 1.0),
        ("How often did it ring?", "twice a week", 1.0),
        ("What prison sentence did she get?", "nine years", 1.0),
        ("What prison sentence did she get?", "$2,000", -0.5),
        ("What jail term did she get?", "life", 1.0),
        ("Who came?", "the mayor", -1.0),
        ("Who came?", "Ada Brenn", 1.0),
        ("What came?", "anything", 0.0),
    ],
)
def test_a_span_fits_what_is_asked_for(question: str, words: str, fits: float) -> None:
    query = understand(question, (), Filters(), None, date(2024, 5, 1))
    assert kind_fits(query, words) == fits


def test_ranking_weights_put_first_what_tells_right_from_wrong() -> None:
    draw = np.random.default_rng(0)
    examples = []
    for _ in range(60):
        features = draw.normal(size=(8, 3))
        features[:, 2] = draw.normal()  # the same for all rows of a question
        labels = np.zeros(8)
        labels[(2 * features[:, 0] - features[:, 1]).argmax()] = 1.0
        examples.append((features, labels))
    weights = fit_ranking(examples)
    assert weights[0] > 0.5
    assert weights[1] < -0.2
    assert abs(weights[2]) < 1e-6
    assert np.mean([y[(x @ weights).argmax()] for x, y in examples]) > 0.9


def test_a_question_without_a_right_row_teaches_the_ranking_nothing() -> None:
    features, labels = np.eye(3), np.array([1.0, 0.0, 0.0])
    alone = fit_ranking([(features, labels)])
    assert fit_ranking([(features, labels), (np.eye(3)[::-1], np.zeros(3))]) == pytest.approx(alone, abs=0.2)


def test_sharing_words_with_the_question_never_counts_against_a_sentence() -> None:
    width = len(NAMES)
    share, lead = NAMES.index("words_sentence"), NAMES.index("lead")
    rows = np.zeros((2, width))
    rows[0, lead], rows[1, share] = 1.0, 1.0
    weights = weigh([(rows, np.array([1.0, 0.0])), (rows[::-1], np.array([0.0, 1.0]))])
    assert weights[lead] > 0
    assert weights[share] == 0
