"""Questions made for training: reworded without losing their sense, and made from one report for another."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from index import Library
from index.embedding import Embedder
from rag.reader.cloze import cloze
from rag.reader.examples import Example
from rag.reader.negatives import Negatives
from rag.reader.rewording import Wordings

_TEXTS = [
    "the minister bought a large house while the doctor purchased a huge boat and the physician waited",
    "a guitarist and a drummer played music while dockers stopped working at the harbour",
] * 8


@pytest.fixture(scope="module")
def wordings(embedder: Embedder) -> Wordings:
    return Wordings(_TEXTS, embedder)


def test_a_word_is_replaced_by_one_that_means_nearly_the_same(wordings: Wordings) -> None:
    draw = random.Random(0)
    assert wordings.same("bought", draw) == "purchased"
    assert wordings.same("doctor", draw) == "physician"


def test_a_word_without_a_like_is_left(wordings: Wordings) -> None:
    assert wordings.same("harbour", random.Random(0)) is None
    assert wordings.same("unheardof", random.Random(0)) is None


def test_a_word_of_the_same_field_says_something_else(wordings: Wordings) -> None:
    assert wordings.other("guitarist", random.Random(0)) == "music"


def test_without_an_embedder_nothing_is_replaced() -> None:
    wordings = Wordings(_TEXTS, None)
    assert wordings.same("bought", random.Random(0)) is None
    assert wordings.other("guitarist", random.Random(0)) is None


def test_a_reworded_question_keeps_its_answer_and_its_names(embedder: Embedder) -> None:
    passage = " ".join(_TEXTS)
    example = Example("Who bought the house near Orlestad?", passage, ((4, 12),), "", "nq", "n")
    made = {Negatives([example], embedder).reworded(example, random.Random(seed)) for seed in range(20)}
    assert any("purchased" in one.question for one in made)
    assert all(one.spans == example.spans and "Orlestad?" in one.question for one in made)


FIRST = (
    "PORT SARN - Mayor Ada Brenn closed the harbour of Port Sarn on Friday after a barge rammed the northern quay. "
    "Some 340 dockers were sent home, the harbour office said."
)
SECOND = (
    "Ships had to wait off the coast after the accident. The port was shut when a vessel struck the quay in the north, "
    "and Mayor Ada Brenn promised to have it repaired. The 340 dockers who could not work will be paid."
)


def test_what_one_report_says_is_asked_of_another(
    library: Library, write: Callable[[str, str | bytes], Path]
) -> None:
    write("first.txt", FIRST)
    library.index([write("second.txt", SECOND)])
    made = cloze(library, 50)
    assert made
    for example in made:
        assert example.answers[0] not in example.question
        assert example.passage in {FIRST, SECOND}
        assert example.question.endswith("?")
    assert {example.answers[0] for example in made} & {"Ada Brenn", "Mayor Ada Brenn", "340"}


def test_an_article_is_never_asked_about_itself(
    library: Library, write: Callable[[str, str | bytes], Path]
) -> None:
    library.index([write("first.txt", FIRST)])
    assert cloze(library, 50) == []
