"""The items of an enumeration."""

from __future__ import annotations

import pytest

from rag.choosing.items import items

MONEY = "The money went into a racing stable, a vineyard abroad and a yacht of 31 metres."
AIRLINE = "He said that fuel had become dearer, that the runway was short, and that the line was flying more."


def found(text: str, words: str) -> tuple[str, ...]:
    start = text.index(words)
    return tuple(item.text for item in items(text, start, start + len(words)))


@pytest.mark.parametrize("words", ["a racing stable", "a vineyard abroad", "a yacht of 31 metres", "a yacht"])
def test_any_item_gives_the_whole_enumeration(words: str) -> None:
    expected = ("a racing stable", "a vineyard abroad", "a yacht of 31 metres")
    assert [one.split(" of ")[0] for one in found(MONEY, words)] == [one.split(" of ")[0] for one in expected]


def test_a_span_over_all_of_it_is_cut_into_its_items() -> None:
    assert found(MONEY, "a racing stable, a vineyard abroad and a yacht of 31 metres") == (
        "a racing stable",
        "a vineyard abroad",
        "a yacht of 31 metres",
    )


@pytest.mark.parametrize("words", ["Kessen", "Ostrel", "Port Sarn"])
def test_names_are_enumerated_without_what_leads_up_to_them(words: str) -> None:
    text = "Power failed in Kessen, Ostrel and Port Sarn, where the grid is old."
    assert found(text, words) == ("Kessen", "Ostrel", "Port Sarn")


def test_two_names_joined_by_and_are_two_items() -> None:
    text = "Police made 154 arrests in two provinces, Velden and Upper Sarn."
    assert found(text, "Velden and Upper Sarn") == ("Velden", "Upper Sarn")
    assert found(text, "Velden") == ("Velden", "Upper Sarn")


def test_clauses_that_open_alike_are_items() -> None:
    assert found(AIRLINE, "that fuel had become dearer") == (
        "that fuel had become dearer",
        "that the runway was short",
        "that the line was flying more",
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The mayor, Edda Kolrun, asked for a ship.", "Edda Kolrun"),
        ("The ferry sank on Monday, the coast guard said.", "on Monday"),
        ("Rain fell, and the river rose when the dam broke.", "the river"),
        ("It cost 1,200 marren.", "1,200 marren"),
    ],
)
def test_what_stands_in_no_enumeration_is_one_item(text: str, words: str) -> None:
    assert found(text, words) == (words,)


def test_no_words_are_no_item() -> None:
    assert items("Rain fell.", 4, 4) == ()
