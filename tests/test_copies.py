"""Copies of one report share a story; reports of one event by different people do not."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from index import Library
from index.article import Article
from index.copies import find_story, same_report, signature
from index.record import Kept, Record
from index.signature import containment, words

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
RESULTS = [
    "Port Sarn beat Ostrel by 4 to 1 on Saturday in front of 812 people who had come in the rain.",
    "Ada Brenn scored after 12 minutes and again after 37, and the goalkeeper of Ostrel hurt her hand.",
    "The team is third in the table with 28 points from 15 matches and plays at home next week.",
]
NEXT_RESULTS = [
    "Port Sarn beat Haldrisk by 3 to 2 on Saturday in front of 645 people who had come in the rain.",
    "Ada Brenn scored after 51 minutes and again after 88, and the goalkeeper of Haldrisk hurt her hand.",
    "The team is second in the table with 31 points from 16 matches and plays at home next week.",
]
RENAMED = [
    "Two people were killed when a storm crossed the south of Velmora on Saturday night.",
    "Gusts reached 148 kilometres an hour at Illan, the strongest measured since 1993.",
    "A falling tree killed a cyclist near the Ambrell and a man drowned in his cellar.",
    "The Ambrell rose by more than three metres in nine hours and flooded the lower town.",
    "Power was back in two thirds of the homes by Monday evening, the company said.",
    "Engineers will examine the bridge as soon as the Ambrell falls, Birgit Vaelen added.",
]
BOILERPLATE = "All rights are reserved and this text may not be copied, sent on or sold without our leave."


def put(record: Record, name: str, text: str, published: date | None = None) -> str:
    """Keeps an article as an index run does and gives its story."""
    marks = signature(text)
    story = find_story(record, text, marks, name, published)
    article = Article(name, name, text, published=published)
    record.put(Kept(article, (), (), marks.blob, marks.bands, "digest", 1, "file"), story=story)
    return story or name


def invented(number: int, count: int = 12) -> list[str]:
    """Sentences that no other number has."""
    return [
        f"In place{number}x{line} the guild{number} of trade{line} met person{number} over matter{line} of "
        f"year{number} and found cause{line}x{number} for it."
        for line in range(count)
    ]


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
        [OTHER[0], *WIRE[1:]],
        RENAMED,
        [line.replace("148", "146") for line in WIRE],
    ],
)
def test_a_copy_cut_reordered_renamed_or_added_to_shares_the_story(copy: list[str]) -> None:
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


def test_the_same_words_with_other_figures_are_another_report() -> None:
    record = Record(None)
    assert put(record, "a", "\n\n".join(RESULTS)) == "a"
    assert put(record, "b", "\n\n".join(NEXT_RESULTS)) == "b"
    assert put(record, "c", "\n\n".join(RESULTS).replace("Ostrel", "Haldrisk")) == "a"


@pytest.mark.parametrize(
    ("text", "days", "same"),
    [
        (WIRE[:5] + OTHER[:1], 7, True),
        (WIRE[:5] + OTHER[:1], 8, False),
        (WIRE[:5] + OTHER[:1], -365, False),
        (WIRE, 365, True),
    ],
)
def test_a_report_that_comes_back_later_must_be_nearly_the_same(
    text: list[str], days: int, same: bool
) -> None:
    record = Record(None)
    first = date(2021, 12, 20)
    put(record, "a", "\n\n".join(WIRE), first)
    later = date.fromordinal(first.toordinal() + days)
    assert put(record, "b", "\n\n".join(text), later) == ("a" if same else "b")


def test_an_item_of_a_round_up_is_no_copy_of_it_and_the_beginning_of_a_report_is_one() -> None:
    others = invented(1, 30)
    short, round_up, report = (words("\n".join(lines)) for lines in (WIRE, others + WIRE, WIRE + others))
    assert not same_report(short, round_up)
    assert not same_report(round_up, short)
    assert same_report(short, report)
    assert same_report(report, short)


def test_a_short_item_is_a_copy_of_itself_alone() -> None:
    item = words("The harbour office of Port Sarn stays closed on Monday.")
    assert same_report(item, list(item))
    assert not same_report(item, words("The harbour office of Port Sarn stays closed on Friday."))
    assert not same_report(["closed"], ["closed"])


def test_boilerplate_in_every_article_makes_no_copies_and_hides_none() -> None:
    record = Record(None)
    for number in range(250):
        text = f"Report {number} says that ship {number} sailed to port {number} in fine weather.\n\n{BOILERPLATE}"
        assert put(record, f"n{number:03}", text) == f"n{number:03}"
    assert put(record, "x", "\n\n".join([*WIRE, BOILERPLATE])) == "x"
    assert put(record, "y", "\n\n".join([*WIRE, BOILERPLATE])) == "x"


class Counting(Record):
    """Counts the rows that were asked for and the articles that were read."""

    asked = read = 0

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Count the rows."""
        found = super().rows(sql, values)
        self.asked += len(found)
        return found

    def article(self, article_id: str) -> Article | None:
        """Count the article."""
        self.read += 1
        return super().article(article_id)


def test_the_work_is_bounded_however_many_articles_share_their_text() -> None:
    record, shared = Counting(None), "\n".join(invented(2, 8))
    texts = [f"{shared}\n" + "\n".join(invented(number, 8)) for number in range(100, 500)]
    for number, text in enumerate(texts):
        marks = signature(text)
        name = f"n{number:03}"
        record.put(Kept(Article(name, name, text), (), (), marks.blob, marks.bands, "digest", 1, "file"))
    record.asked = record.read = 0
    text = f"{shared}\n" + "\n".join(invented(1, 8))
    assert find_story(record, text, signature(text), "new") is None
    assert 1 <= record.read <= 8
    assert record.asked <= 32 * 100 + 16 + 8
    assert find_story(record, texts[399][:-40], signature(texts[399][:-40]), "new") == "n399"


def test_a_report_in_hundreds_of_outlets_is_still_one_story() -> None:
    record = Record(None)
    assert {put(record, f"n{number:03}", "\n".join(WIRE)) for number in range(230)} == {"n000"}


def test_an_article_is_no_copy_of_itself() -> None:
    record = Record(None)
    put(record, "a", "\n".join(WIRE))
    assert find_story(record, "\n".join(WIRE), signature("\n".join(WIRE)), "a") is None


def test_signatures_stay_comparable_with_those_that_libraries_hold() -> None:
    """The values depend on datasketch's permutations: were they others, no copy of an older article would be found."""
    marks = signature("\n".join(WIRE))
    assert len(marks.blob) == 260
    assert hashlib.sha256(marks.blob).hexdigest()[:16] == "878d6f299a3fd190"
    assert len(set(marks.bands)) == 32
    assert all(0 <= band < 2**63 for band in marks.bands)
    assert marks == signature("  ".join(WIRE).upper().replace(",", " –"))


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 1.0])
def test_the_signature_tells_how_much_of_the_shorter_text_stands_in_the_longer_one(share: float) -> None:
    longer = invented(3, 200)
    kept = longer[: round(50 * share)] + invented(4, 50 - round(50 * share))
    found = containment(signature("\n".join(kept)).blob, signature("\n".join(longer)).blob)
    assert found == pytest.approx(share, abs=0.2)


@pytest.mark.parametrize("text", ["", "Four words are few.", "!?"])
def test_a_text_of_less_than_five_words_is_found_by_nothing(text: str) -> None:
    marks = signature(text)
    assert marks.bands == ()
    assert containment(marks.blob, signature("\n".join(WIRE)).blob) == 0.0


def test_a_text_without_end_is_looked_at_as_far_as_a_report_goes() -> None:
    endless = "one two three four five six " * 10_000
    assert len(words(endless)) == 50_000
    assert signature(endless) == signature(endless + "and more")


def test_what_finds_copies_is_imported_only_by_those_who_index() -> None:
    code = "import sys, index.copies; sys.exit('datasketch' in sys.modules or 'scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0


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
