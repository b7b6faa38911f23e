"""What the weights and word counts of the check are made of; the data here is invented."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from rag.support.counting import counted
from rag.support.examples import news, questions
from rag.support.fit import fitted


def packed(path: Path, *values: Any) -> None:
    path.write_bytes(gzip.compress("\n".join(json.dumps(value) for value in values).encode()))


def test_a_regression_finds_what_labels_follow() -> None:
    draw = np.random.default_rng(5)
    values = draw.random((4000, 2))
    labels = (draw.random(4000) < 1 / (1 + np.exp(-(6 * values[:, 0] - 3)))).astype(float)
    bias, first, second = fitted(values, labels, np.ones(4000))
    assert first == pytest.approx(6, abs=0.6)
    assert bias == pytest.approx(-3, abs=0.4)
    assert abs(second) < 0.4


def test_words_are_counted_by_text_and_names_are_not_ordinary() -> None:
    texts = ["They saw the mill near Olm, and in Olm the mill stood."] * 40 + ["Rain fell."] * 40
    found = counted(texts)
    assert isinstance(found["rarity"], dict)
    assert found["rarity"]["mill"] == pytest.approx(0.7)
    assert found["unseen"] == pytest.approx(1.7)
    assert isinstance(found["ordinary"], str)
    assert "mill" in found["ordinary"].split()
    assert "olm" not in found["ordinary"].split()


def test_a_headline_goes_with_its_own_article_and_not_with_the_nearest_other(tmp_path: Path) -> None:
    def article(title: str, thing: str) -> dict[str, str]:
        return {"title": title, "text": " ".join(f"The {thing} number {n} was seen." for n in range(20))}

    packed(
        tmp_path / "articles.jsonl.gz",
        article("Ferry sinks", "ferry"),
        article("Ferry is raised", "ferry"),
        article("Rye is cheap", "loaf"),
        {"title": "Too short", "text": "One sentence."},
    )
    made = list(news(tmp_path, random.Random(1), 4))
    assert [example.supported for example in made] == [True, False, False] * 3
    sinks = [example for example in made if example.claim == "Ferry sinks"]
    assert [example.passage[0] for example in sinks] == ["The ferry number 0 was seen."] * 2
    assert all(example.claim not in example.passage for example in made)


def test_a_question_goes_with_its_answer_and_the_passage_that_gives_it(tmp_path: Path) -> None:
    texts = ("Ada Brenn built the mill.", "The mill stands in Olm.")
    packed(
        tmp_path / "nq_open_oracle.jsonl.gz",
        {"question": "who built the mill", "answers": ["Ada Brenn"], "ctxs": [{"text": texts[0]}]},
    )
    paragraph = {
        "context": texts[1],
        "qas": [{"question": "Where is the mill?", "answers": [{"text": "Olm"}]}],
    }
    (tmp_path / "squadshifts_new_wiki.json.gz").write_bytes(
        gzip.compress(json.dumps({"data": [{"paragraphs": [paragraph]}]}).encode())
    )
    made = {
        (example.claim, example.passage, example.supported)
        for example in questions(tmp_path, random.Random(1), 2)
    }
    assert made == {
        ("built the mill Ada Brenn", (texts[0],), True),
        ("built the mill Ada Brenn", (texts[1],), False),
        ("is the mill Olm", (texts[1],), True),
        ("is the mill Olm", (texts[0],), False),
    }
