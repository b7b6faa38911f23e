"""`dateline eval new` draws sentences with a fact, and what it writes is a suite once it is filled in."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eval.benchmarks.suite import suite
from eval.errors import DatasetError
from eval.judging import by_name, judge
from eval.question import Evidence, load_questions
from eval.runner import Options
from eval.template import LONGEST, SHORTEST, template
from index import Library, LibraryNotFoundError

Write = Callable[[str, str | bytes], Path]
STORM = (
    "Storm off Varro\n\n"
    "Three cargo ships with 41 sailors sank off Varro in the storm. "
    "He said that 12 of the sailors were still missing on Sunday. "
    "It rained. "
    "Nobody could say how the ships had come so close to the rocks. "
    "The harbour of Varro was closed on 3 March 2024 and opened again a week later.\n"
)
BUDGET = (
    "Council agrees on a budget\n\n"
    "The council of Keldmouth will spend 40 million marren on its schools next year.\n"
)


def items_of(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def quotes(items: list[dict[str, Any]]) -> list[str]:
    turns = [turn for item in items for turn in item.get("turns", [item])]
    return [piece["quote"] for turn in turns for piece in turn["evidence"]]


def filled(items: list[dict[str, Any]], path: Path) -> Path:
    """Fill in every question and answer, as somebody would by hand."""
    for item in items:
        for turn in item.get("turns", [item]):
            turn["question"] = f"What of {item['id']}?"
            if turn["answers"] is not None:
                turn["answers"] = ["41"]
    path.write_text("\n".join(map(json.dumps, items)), "utf-8")
    return path


def test_every_quotation_stands_in_the_article_it_names(samples_library: Library) -> None:
    items = items_of(template(samples_library, 30, 0))
    assert len(items) == 32
    names = by_name(samples_library.articles())
    for item in items:
        for turn in item.get("turns", [item]):
            evidence = [Evidence(piece["article"], piece["quote"]) for piece in turn["evidence"]]
            assert all(judgment.places for judgment in judge(evidence, names))
    assert all(SHORTEST <= len(quote.split()) <= LONGEST for quote in quotes(items))
    assert {item["type"] for item in items[:30]} == {"number", "date", "name"}


def test_stories_are_drawn_from_in_turn(samples_library: Library) -> None:
    stories = {article.id: article.story for article in samples_library.articles()}
    drawn = items_of(template(samples_library, 10, 0))[:10]
    assert max(Counter(stories[item["evidence"][0]["article"]] for item in drawn).values()) == 1


def test_the_draw_is_the_same_for_the_same_seed_only(samples_library: Library) -> None:
    assert template(samples_library, 8, 3) == template(samples_library, 8, 3)
    assert template(samples_library, 8, 3) != template(samples_library, 8, 4)


def test_only_sentences_with_a_fact_that_can_stand_alone_are_drawn(library: Library, write: Write) -> None:
    library.index([write("storm.txt", STORM)])
    library.index([write("budget.txt", BUDGET)])
    items = items_of(template(library, 100, 0))
    facts, (unanswerable, conversation) = items[:-2], items[-2:]
    # not the one with a pronoun at its head, not the short one, not the one without a fact
    assert {quote.split()[1] for quote in quotes(facts)} == {"cargo", "harbour", "council"}
    assert {item["about"] for item in facts} == {"Storm off Varro", "Council agrees on a budget"}
    assert unanswerable["answers"] is None
    assert unanswerable["evidence"] == []
    assert conversation["about"] == "Storm off Varro"
    assert len(set(quotes([conversation]))) == 2


def test_what_is_not_filled_in_is_refused_by_line_and_field(samples_library: Library, tmp_path: Path) -> None:
    file = tmp_path / "new.jsonl"
    text = template(samples_library, 2, 0)
    file.write_text(text, "utf-8")
    with pytest.raises(DatasetError, match=r'new\.jsonl, line 1, field "question": is empty'):
        load_questions(file)
    last = text.splitlines()[-1]
    file.write_text(last, "utf-8")
    with pytest.raises(DatasetError, match=r'line 1, field "turns\[0\]\.question": is empty'):
        load_questions(file)
    file.write_text(text.splitlines()[0].replace('"question": ""', '"question": "What?"'), "utf-8")
    with pytest.raises(DatasetError, match=r'line 1, field "answers": is empty'):
        load_questions(file)


@pytest.mark.usefixtures("eval_cache")
def test_filled_in_it_is_a_suite_over_the_same_articles(
    library: Library, write: Write, tmp_path: Path
) -> None:
    articles = write("storm.txt", STORM)
    library.index([articles])
    file = filled(items_of(template(library, 2, 0)), tmp_path / "new.jsonl")
    questions = load_questions(file)
    assert [question.conversation for question in questions] == [False, False, False, True]
    assert questions[2].turns[0].answers is None
    report = suite(file, articles, Options())
    assert len(report.items) == 4
    assert report.settings["evidence_not_found"] == []


def test_a_library_without_a_fact_and_none_at_all_are_said(library: Library, write: Write) -> None:
    with pytest.raises(LibraryNotFoundError):
        template(library, 5, 0)
    library.index([write("nothing.txt", "Nothing to see\n\nIt rained all day and then it rained again.\n")])
    with pytest.raises(DatasetError, match="no sentence with a number, a date or a name"):
        template(library, 5, 0)
