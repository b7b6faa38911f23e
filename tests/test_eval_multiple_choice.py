"""Multiple choice: what speaks for a choice, and the weights that a run is fitted to."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from eval.errors import DatasetError
from eval.fit_choices import Chosen, fit, held_out, main
from eval.multiple_choice import (
    NAMES,
    Grounds,
    asks_for_exception,
    best_supported,
    features,
    shipped_weights,
)
from index.article import Article, Hit, Passage
from index.sentences import split
from rag.reader import Reading


def hit(text: str, cosine: float | None = None) -> Hit:
    return Hit(Passage("p", "a", text, 0, len(text), tuple(split(text))), Article("a", "", text), 0.5, cosine)


def reading(text: str, span: str, score: float) -> Reading:
    start = text.index(span)
    return Reading(hit(text), 0, len(text), score, (start, start + len(span)))


CHOICES = ("Ines Dahl", "Ann Bok")
LED = "Captain Ann Bok led the rescue off Varro."
GROUNDS = Grounds(
    "Who led the rescue off Varro?",
    [hit("Ines Dahl spoke."), hit(LED)],
    [reading(LED, "Ann Bok", 0.8), reading("Ann Bok and Ines Dahl met.", "Ines Dahl", 0.5)],
    [[hit("Ines Dahl spoke.", 0.25)], [hit(LED, 0.75)]],
)


def column(found: np.ndarray[Any, Any], name: str) -> list[float]:
    values: list[float] = found[:, NAMES.index(name)].tolist()
    return values


def test_what_speaks_for_a_choice_is_what_was_worked_out_by_hand() -> None:
    found = features(CHOICES, GROUNDS)
    assert found.shape == (2, len(NAMES))
    assert column(found, "passages") == pytest.approx([1 / 10, 1 / 11])
    assert column(found, "span_sum") == pytest.approx([0.5, 0.8])
    assert column(found, "sentence_sum") == pytest.approx([0.5, 0.8 + 0.5])
    assert column(found, "sentence_best") == pytest.approx([0.5, 0.8])
    assert column(found, "first_sentence") == [0.0, 1.0]
    assert column(found, "own_passages") == pytest.approx(
        [0.0, 1 / 10]
    )  # all of led, rescue, Varro stand there
    assert column(found, "own_cosine") == [0.25, 0.75]
    assert column(found, "own_sentence") == pytest.approx([0.0, 1.0])


def test_words_of_the_question_and_words_that_all_choices_share_support_none() -> None:
    grounds = Grounds("Which bridge fell?", [hit("The old bridge of Roe fell.")], [], [[], [], []])
    found = features(("The old bridge of Roe", "The old bridge of Lund", ""), grounds)
    assert column(found, "passages") == pytest.approx([0.1, 0.0, 0.0])
    assert not found[2].any()


def test_the_best_supported_choice_is_chosen_and_of_an_exception_the_least() -> None:
    found = features(CHOICES, GROUNDS)
    assert best_supported(CHOICES, found, GROUNDS.question) == 1
    assert best_supported(CHOICES, found, "All of these led a rescue except:") == 0
    assert (
        best_supported(("", "Ann Bok"), found, "All of these led a rescue except:") == 1
    )  # an empty one is none
    assert best_supported(CHOICES, np.zeros((2, len(NAMES))), "Who?") == 0


@pytest.mark.parametrize(
    ("question", "exception"),
    [
        ("He acted in all of these films except:", True),
        ("Which of these is not one of the rivers?", True),
        ("Which harbour wasn’t closed this week?", True),
        ("Which of the following songs did she not write?", True),
        ("Who said that the port would not close?", False),
        ("Which minister said this week that it’s not going to be reopened?", False),
        ("Which port was closed?", False),
    ],
)
def test_a_question_for_an_exception_is_known_by_its_words(question: str, exception: bool) -> None:
    assert asks_for_exception(question) is exception


def made(count: int, question: str = "Who led it?") -> list[Chosen]:
    """Questions of which one feature tells the right choice, nine times of ten, and the others nothing."""
    random = np.random.default_rng(1)
    questions = []
    for place in range(count):
        table = random.random((4, len(NAMES)))
        right = int(random.integers(4))
        table[right, 2] += 0.9 if place % 10 else -0.9
        questions.append(Chosen(question, ("a", "b", "c", "d"), right, table))
    return questions


def test_the_fit_finds_the_feature_that_tells() -> None:
    weights = fit(made(200))
    assert int(weights.argmax()) == 2
    assert weights[2] > 3 * np.abs(np.delete(weights, 2)).max()
    assert held_out(made(200)) > 0.6
    assert fit(made(200, "All of these except:"))[2] < 0  # there the right one is that with least support


def test_a_run_is_fitted_with_one_command_and_one_without_choices_is_refused(tmp_path: Path) -> None:
    items = [
        {
            **{
                "id": str(place),
                "type": "",
                "question": one.question,
                "said": "",
                "accepted": "",
                "correct": None,
            },
            **{
                "scores": {},
                "weights": {},
                "kinds": {},
                "confidence": None,
                "guess_correct": None,
                "overlap": None,
            },
            **{"choices": one.choices, "right": one.right, "choice_features": one.features.tolist()},
        }
        for place, one in enumerate(made(40))
    ]
    run, output = tmp_path / "run.json", tmp_path / "weights.json"
    value = {"benchmark": "realtimeqa", "settings": {"data_hash": "abc"}, "items": items}
    run.write_text(json.dumps(value), encoding="utf-8")
    main([str(run), "--output", str(output)])
    told = json.loads(output.read_text("utf-8"))
    assert (set(told["weights"]), told["fitted_on"]["questions"]) == (set(NAMES), 40)
    main([str(run), "--output", str(output), "--kept-out", "10"])
    told = json.loads(output.read_text("utf-8"))
    assert (told["fitted_on"]["questions"], told["kept_out"]["questions"]) == (30, 10)
    assert told["kept_out"]["share_right"] >= 0.6
    with pytest.raises(DatasetError, match="no question is left"):
        main([str(run), "--output", str(output), "--kept-out", "40"])
    run.write_text(json.dumps({**value, "items": []}), encoding="utf-8")
    with pytest.raises(DatasetError, match="no choices with the features"):
        main([str(run), "--output", str(output)])


def test_the_shipped_weights_are_those_of_the_features() -> None:
    assert shipped_weights().shape == (len(NAMES),)
