"""Copies of one report share a story; reports of one event by different people do not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from index import Library
from index.article import Article
from index.copies import find_story, sentence_hashes
from index.record import Record

WIRE = [
    "Two people were killed when a storm crossed the north of the country on Saturday night.",
    "Gusts reached 148 kilometres an hour at the cape, the strongest measured since 1993.",
    "A falling tree killed a cyclist near the river and a man drowned in his cellar.",
    "The river rose by more than three metres in nine hours and flooded the lower town.",
    "Power was back in two thirds of the homes by Sunday evening, the company said.",
    "Engineers will examine the bridge as soon as the water falls, an official added.",
]
OTHER = [
    "The storm that hit the north killed two, and the power was out in many homes.",
    "Winds of 148 kilometres an hour were measured at the cape on Saturday.",
    "A cyclist of 29 and a man of 70 are the dead, according to the government.",
    "Residents spent the night in a sports hall, with their dogs and their papers.",
    "Insurers do not yet know what it will cost, but they expect a large sum.",
]
BOILERPLATE = "All rights are reserved and this text may not be copied, sent on or sold without our leave."


def put(record: Record, name: str, text: str) -> str:
    """Keeps an article as an index run does and gives its story."""
    hashes = sentence_hashes(text)
    story = find_story(record, hashes, name) or name
    record.put(Article(name, name, text, story=story), [], hashes, "", "")
    return story


@pytest.mark.parametrize(
    "copy",
    [
        WIRE,
        WIRE[::-1],
        WIRE[:4],
        [*WIRE, BOILERPLATE],
        ["A sentence of our own stands in front of it all.", *WIRE],
        [line.upper().replace(",", "") for line in WIRE],
        [f"“{line}”" for line in WIRE],
        WIRE[:5] + OTHER[:1],
    ],
)
def test_a_copy_cut_reordered_or_added_to_shares_the_story(copy: list[str]) -> None:
    record = Record(None)
    assert put(record, "a", "\n\n".join(WIRE)) == "a"
    assert put(record, "b", "\n\n".join(copy)) == "a"


@pytest.mark.parametrize(
    "text",
    [OTHER, [BOILERPLATE, *OTHER], WIRE[:2] + OTHER, WIRE[:1], ["Yes."], []],
)
def test_another_report_or_a_shared_sentence_is_no_copy(text: list[str]) -> None:
    record = Record(None)
    put(record, "a", "\n\n".join([*WIRE, BOILERPLATE]))
    assert put(record, "b", "\n\n".join(text)) == "b"


def test_boilerplate_in_every_article_makes_no_copies_and_hides_none() -> None:
    record = Record(None)
    for number in range(250):
        text = f"Report {number} says that ship {number} sailed to port {number} in fine weather.\n\n{BOILERPLATE}"
        assert put(record, f"n{number:03}", text) == f"n{number:03}"
    assert put(record, "x", "\n\n".join([*WIRE, BOILERPLATE])) == "x"
    assert put(record, "y", "\n\n".join([*WIRE, BOILERPLATE])) == "x"


def test_a_report_in_hundreds_of_outlets_is_still_one_story() -> None:
    record = Record(None)
    assert {put(record, f"n{number:03}", "\n".join(WIRE)) for number in range(230)} == {"n000"}


def test_the_storm_in_the_samples_is_one_story_of_three_and_every_other_sample_its_own(
    samples_library: Library,
) -> None:
    stories: dict[str, list[str]] = {}
    for article in samples_library.articles():
        stories.setdefault(article.story, []).append(Path(article.origin).stem)
    assert sorted(map(len, stories.values()))[-2:] == [1, 3]
    (storm,) = (names for names in stories.values() if len(names) == 3)
    assert sorted(storm) == ["storm_copy_herald", "storm_copy_post", "storm_wire"]


def test_hits_and_articles_name_the_other_copies(samples_library: Library) -> None:
    wire = next(a for a in samples_library.articles() if "storm_wire" in a.origin)
    assert {copy.source for copy in samples_library.copies(wire)} == {
        "Port Sarn Herald",
        "Haldrisk Evening Post",
    }
    found = samples_library.search_words(["storm", "Brannoc"], 20)
    hits = samples_library.hits(found, {})
    assert {len(hit.also_in) for hit in hits if hit.article.story == wire.story} == {2}
    assert all(hit.article.id not in {copy.id for copy in hit.also_in} for hit in hits)


def test_an_article_that_turns_into_another_leaves_its_story_to_its_copies(
    library: Library, write: Callable[[str, str | bytes], Path]
) -> None:
    write("a.txt", "\n\n".join(WIRE))
    write("b.txt", "\n\n".join(WIRE))
    folder = write("c.txt", "\n\n".join(WIRE))
    assert library.index([folder]).copies == 2
    write("a.txt", "\n\n".join(OTHER))
    report = library.index([folder])
    assert (report.changed, report.copies) == (1, 0)
    stories = {article.key: article.story for article in library.articles()}
    assert stories["b.txt"] == stories["c.txt"] != stories["a.txt"]
    write("a.txt", "\n\n".join(WIRE[::-1]))
    assert library.index([folder]).copies == 1
    assert len({article.story for article in library.articles()}) == 1


def test_removing_the_first_of_a_story_keeps_the_others_together(
    library: Library, write: Callable[[str, str | bytes], Path]
) -> None:
    for name in "abc":
        folder = write(f"{name}.txt", "\n\n".join(WIRE))
    library.index([folder])
    first = next(article for article in library.articles() if article.story == article.id)
    library.remove(first.id)
    assert len({article.story for article in library.articles()}) == 1
    assert {article.story for article in library.articles()} != {first.id}
    assert library.copies(first) == []
