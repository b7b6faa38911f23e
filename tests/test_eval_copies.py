"""Copies: edits are what they say they are, and what was found is counted by kind of edit."""

from __future__ import annotations

import gzip
import itertools
import json
import random
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from eval.bench.invented import article as invented
from eval.benchmarks.copies import copies, divide, load_articles
from eval.edits import KINDS, Kind, Means
from eval.errors import DatasetError
from eval.figures import figure
from eval.measures.same_story import MEASURES, same_story
from eval.runner import Options
from eval.same_event import pairs
from index.article import Article, article_id
from index.files import find_files
from tests.shared import SHARED, needs_shared

pytestmark = pytest.mark.usefixtures("eval_cache")
TEXT, OTHER = invented(1, 1).text, invented(1, 2).text
LENGTH = len(TEXT.split())
BY_NAME = {kind.name: kind for kind in KINDS}
EVERY = [(kind, strength) for kind in KINDS for strength in kind.strengths]


def edited(kind: Kind | str, strength: float, seed: int = 0) -> str:
    made = BY_NAME[kind] if isinstance(kind, str) else kind
    return made.edit(TEXT, Means(strength, random.Random(seed), OTHER))


def paragraphs(text: str) -> list[str]:
    return text.split("\n\n")


def written(path: Path, count: int, first: int = 0) -> Path:
    """A file of invented articles."""
    numbered = ((number, invented(2, number)) for number in range(first, first + count))
    lines = [
        json.dumps({"id": str(number), "title": raw.title, "text": raw.text}) for number, raw in numbered
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(("kind", "strength"), EVERY, ids=lambda value: getattr(value, "name", value))
def test_an_edit_changes_something_and_is_the_same_for_a_seed(kind: Kind, strength: float) -> None:
    assert edited(kind, strength) == edited(kind, strength)
    assert edited(kind, strength) != TEXT
    assert edited(kind, strength).strip()


@pytest.mark.parametrize("strength", BY_NAME["truncated"].strengths)
def test_a_truncated_report_ends_with_a_sentence_of_its_beginning(strength: float) -> None:
    text = edited("truncated", strength)
    assert TEXT.startswith(text)
    assert text.endswith(".")
    assert (1 - strength) * LENGTH <= len(text.split()) < (1 - strength) * LENGTH + 60


@pytest.mark.parametrize("strength", BY_NAME["paragraphs cut"].strengths)
def test_cut_paragraphs_leave_the_others_in_their_order(strength: float) -> None:
    left = paragraphs(edited("paragraphs cut", strength))
    assert len(left) == max(1, round(len(paragraphs(TEXT)) * (1 - strength)))
    rest = iter(paragraphs(TEXT))
    assert all(part in rest for part in left)


@pytest.mark.parametrize("strength", BY_NAME["new lead"].strengths)
def test_a_new_lead_stands_before_the_rest_of_the_report(strength: float) -> None:
    parts = paragraphs(edited("new lead", strength))
    old = [part for part in parts if part in paragraphs(TEXT)]
    assert old == paragraphs(TEXT)[-len(old) :]
    assert parts[-len(old) :] == old
    replaced = LENGTH - len(" ".join(old).split())
    assert strength * LENGTH <= replaced < strength * LENGTH + 120
    assert OTHER.startswith("\n\n".join(parts[: -len(old)]))


def test_a_changed_name_is_the_same_one_everywhere() -> None:
    text = edited("names changed", 1.0)
    changed: dict[str, set[str]] = {}
    for old, new in zip(TEXT.split(), text.split(), strict=True):
        if old != new:
            changed.setdefault(old.strip(".,"), set()).add(new.strip(".,"))
    assert len(changed) > 20
    assert all(len(names) == 1 for names in changed.values())
    assert sum(old != new for old, new in zip(TEXT.split(), text.split(), strict=True)) < LENGTH / 3


@pytest.mark.parametrize("strength", BY_NAME["paragraphs reordered"].strengths)
def test_reordered_paragraphs_are_all_there(strength: float) -> None:
    assert Counter(paragraphs(edited("paragraphs reordered", strength))) == Counter(paragraphs(TEXT))


def test_rewording_replaces_and_drops_words_alike() -> None:
    lengths = [len(edited("reworded", 0.2, seed).split()) for seed in range(20)]
    assert 0.88 * LENGTH < sum(lengths) / 20 < 0.92 * LENGTH
    assert len(set(lengths)) > 1


@pytest.mark.parametrize("strength", BY_NAME["shared background"].strengths)
def test_shared_background_is_at_most_its_share_of_the_shorter_report(strength: float) -> None:
    parts = paragraphs(edited("shared background", strength))
    own = [part for part in parts if part not in paragraphs(TEXT)]
    shared = parts[len(own) :]
    assert paragraphs(TEXT)[len(paragraphs(TEXT)) - len(shared) :] == shared
    count = len(" ".join(shared).split())
    assert strength * min(LENGTH, len(OTHER.split())) - 120 < count
    assert count <= strength * min(LENGTH, len(OTHER.split()))


def test_the_same_form_has_other_figures_of_as_many_digits() -> None:
    def digits(text: str) -> list[str]:
        return "".join(mark if mark.isdigit() else " " for mark in text).split()

    before, after = digits(TEXT), digits(edited("same form", 1.0))
    assert [len(one) for one in before] == [len(one) for one in after]
    assert sum(one == other for one, other in zip(before, after, strict=True)) < len(before) / 3


def test_precision_recall_and_f1_by_hand() -> None:
    """Five copies, of which three find their story and one another's; of two other reports one is taken for a copy."""
    told = [("a", "a"), ("b", "b"), ("c", "c"), ("x", "d"), (None, "e"), (None, None), ("f", None)]
    scores = [same_story(said, gold) for said, gold in told]
    found = {name: figure(name, scores) for name in MEASURES}
    assert {name: estimate and round(estimate.value, 6) for name, estimate in found.items()} == {
        "copy_precision": 0.6,
        "copy_recall": 0.6,
        "copy_f1": 0.6,
        "kept_apart": 0.5,
    }
    assert {name: estimate and estimate.n for name, estimate in found.items()} == {
        "copy_precision": 5,
        "copy_recall": 5,
        "copy_f1": 6,
        "kept_apart": 2,
    }


def test_a_run_reports_every_kind_of_edit_and_finds_nearly_all_copies(tmp_path: Path) -> None:
    report = copies(written(tmp_path / "articles.jsonl", 10), Options())
    names = [kind.name for kind in KINDS]
    assert [kind for kind in report.by_kind if ":" not in kind] == [*names, "another report"]
    assert len(report.items) == 8 * len(EVERY) + 2
    assert len({item.id for item in report.items}) == len(report.items)
    assert report.by_kind["truncated: its last 50 % cut"]["copy_recall"].value == 1
    assert report.by_kind["names changed: 50 % of its names changed"]["copy_f1"].value == 1
    assert report.by_kind["another report"]["kept_apart"].value == 1
    assert report.by_kind["shared background"]["kept_apart"].value == 1
    assert report.measures["copy_precision"].value > 0.95
    assert (report.settings["articles"], report.settings["held_out"]) == (8, 2)
    assert report.settings["milliseconds"] > 0


def test_a_limit_draws_cases_and_leaves_the_record_whole(tmp_path: Path) -> None:
    report = copies(written(tmp_path / "articles.jsonl", 10), Options(limit=7))
    assert len(report.items) == 7
    assert report.settings["articles"] == 8


def test_articles_are_read_in_every_form_and_the_same_text_counts_once(tmp_path: Path) -> None:
    written(tmp_path / "a.jsonl", 6)
    folder = tmp_path / "more"
    folder.mkdir()
    (folder / "b.txt").write_text(invented(2, 3).text, encoding="utf-8")
    (folder / "c.txt").write_text(invented(2, 6).text, encoding="utf-8")
    (folder / "d.json").write_text('{"text": ""}', encoding="utf-8")
    articles = load_articles(find_files([tmp_path]), Options())
    assert len(articles) == 7
    stock = divide(articles, 0)
    assert (len(stock.originals), len(stock.held_out)) == (6, 1)
    assert not {article.id for article in stock.originals} & {article.id for article in stock.held_out}
    assert divide(articles, 0) == stock
    assert len({divide(articles, seed).held_out for seed in range(5)}) > 1


def test_too_few_articles_are_named(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="2 articles of 300 words or more are not enough"):
        copies(written(tmp_path / "articles.jsonl", 2), Options())


@needs_shared
def test_edited_real_articles_find_their_original_and_real_others_keep_apart(tmp_path: Path) -> None:
    source = SHARED / "benchmarks" / "realtimeqa" / "2022" / "articles.jsonl.gz"
    with gzip.open(source, "rt", encoding="utf-8") as stream:
        (tmp_path / "articles.jsonl").write_text("".join(itertools.islice(stream, 120)), encoding="utf-8")
    report = copies(tmp_path, Options(limit=400))
    assert report.measures["copy_recall"].value > 0.85
    assert report.measures["copy_precision"].value > 0.97
    assert report.measures["kept_apart"].value > 0.95


def test_articles_that_one_question_names_and_that_are_near_in_time_are_pairs(tmp_path: Path) -> None:
    def article(name: str, day: int | None, words: int = 60) -> Article:
        return Article(name, name, "word " * words, published=date(2024, 5, day) if day else None)

    every = [article("a", 1), article("b", 3), article("c", 4), article("d", None), article("e", 1, 9)]
    assert pairs(tmp_path, every) == []
    named = [["b", "a", "c", "x"], ["a", "b", "d", "e"], []]
    lines = [json.dumps({"articles": ids}) for ids in named] + [json.dumps({"question": "Who?"})]
    (tmp_path / "questions.jsonl").write_text("\n".join(lines), "utf-8")
    assert [(pair.one.id, pair.other.id) for pair in pairs(tmp_path, every)] == [("a", "b"), ("b", "c")]


def test_pairs_on_one_event_are_kept_apart_unless_they_are_one_report(tmp_path: Path) -> None:
    written(tmp_path / "articles.jsonl", 30)
    lines = [json.loads(line) for line in (tmp_path / "articles.jsonl").read_text("utf-8").splitlines()]
    lines.append({**lines[0], "id": "copy", "title": "Again", "text": lines[0]["text"] + " One more line."})
    stated = [{**line, "published": "2024-05-01"} for line in lines]
    (tmp_path / "articles.jsonl").write_text("\n".join(map(json.dumps, stated)), "utf-8")
    ids = [article_id(line["id"]) for line in lines]
    (tmp_path / "questions.jsonl").write_text(json.dumps({"articles": ids}), "utf-8")
    found = [item for item in copies(tmp_path, Options()).items if item.type == "same event"]
    joined = [item.id for item in found if not item.correct]
    kept = {article for item in found for article in item.id.split("-")[2:]}
    same = sorted([article_id("0"), article_id("copy")])
    assert set(same) <= kept  # neither is held out
    assert len(found) > 200
    assert joined == [f"same-event-{'-'.join(same)}"]
