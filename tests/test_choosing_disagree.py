"""Reports that differ are set side by side; corrected and older ones come behind those that correct them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from rag.choosing import settle
from rag.choosing.choice import Choice
from rag.choosing.disagree import disagreeing
from rag.choosing.single import choose_single
from rag.reader import Reading
from rag.settings import Settings
from tests.made_readings import best_first, query, readings

SETTINGS = Settings()
MISSING = "How many people are missing?"


def chosen(question: str, found: Sequence[Reading], settings: Settings = SETTINGS) -> Choice:
    asked = query(question)
    return choose_single(asked, settle(asked, found, settings), settings)


def values(choice: Choice) -> list[str]:
    return [line.short for line in choice.conflicts]


def test_different_counts_are_shown_newest_first_with_source_and_date_and_the_newest_settles_it() -> None:
    found = best_first(
        readings(MISSING, "There are 12 people missing.", 0.9, day=date(2024, 3, 5), source="Velmora Wire"),
        readings(
            MISSING, "There are 17 people missing.", 0.8, day=date(2024, 3, 8), source="The Sarn Courier"
        ),
        readings(MISSING, "There are 19 people missing.", 0.7, day=date(2024, 3, 6)),
    )
    choice = chosen(MISSING, found)
    assert values(choice) == ["17", "19", "12"]
    assert choice.lines == choice.conflicts
    assert [line.label for line in choice.lines] == [
        "8 March 2024 (The Sarn Courier):",
        "6 March 2024:",
        "5 March 2024 (Velmora Wire):",
    ]
    assert (choice.short, choice.best.span_text) == ("17", "17")
    assert choice.notes == ("The articles differ.",)


def test_disagreement_can_be_left_out() -> None:
    found = best_first(
        readings(MISSING, "There are 12 people missing.", 0.9),
        readings(MISSING, "There are 17 people missing.", 0.8, day=date(2024, 3, 8)),
    )
    choice = chosen(MISSING, found, replace(SETTINGS, disagreement=False))
    assert (choice.conflicts, choice.short) == ((), "12")


@pytest.mark.parametrize(
    ("first", "other", "score", "day"),
    [
        ("There are 12 people missing.", "There are 12 people missing still.", 0.8, date(2024, 3, 8)),
        ("There are 12 people missing.", "There are 17 people missing.", 0.3, date(2024, 3, 8)),
        ("There are 12 people missing.", "There were 17 boats.", 0.8, date(2024, 3, 8)),
        ("Nearly 400 people are missing.", "There are 390 people missing.", 0.8, date(2024, 3, 8)),
        ("There are 400 people missing.", "Missing are 80 of the 400 people.", 0.8, date(2024, 3, 8)),
        (
            "There are 400 people missing.",
            "Many people are missing, including 25 children.",
            0.8,
            date(2024, 3, 8),
        ),
        ("On Jan. 2, 12 people went missing.", "On Feb. 7, 30 people went missing.", 0.8, date(2024, 3, 8)),
    ],
)
def test_no_disagreement(first: str, other: str, score: float, day: date) -> None:
    found = best_first(readings(MISSING, first, 0.9), readings(MISSING, other, score, day=day))
    assert disagreeing(query(MISSING), found) == ()


def test_one_report_and_its_copies_do_not_disagree_with_themselves() -> None:
    found = readings(
        MISSING, "There are 12 people missing. There are 15 people missing.", 0.9, 0.8, story="s"
    )
    assert disagreeing(query(MISSING), found) == ()


def test_the_value_of_two_stories_is_one_value() -> None:
    found = best_first(
        readings(MISSING, "There are 12 people missing.", 0.9),
        readings(MISSING, "There are 19 people missing.", 0.8, day=date(2024, 3, 8), story="a"),
        readings(MISSING, "There are 19 people missing now.", 0.7, day=date(2024, 3, 9), story="b"),
    )
    assert values(chosen(MISSING, found)) == ["19", "12"]


def test_days_and_names_that_differ_are_shown_and_the_likelier_one_settles_it() -> None:
    question = "When did the ferry leave Keldmouth?"
    found = best_first(
        readings(question, "The ferry left Keldmouth on Monday.", 0.9, spans=["Monday"]),
        readings(
            question, "The ferry left Keldmouth on March 2.", 0.8, day=date(2024, 3, 7), spans=["March 2"]
        ),
    )
    choice = chosen(question, found)
    assert values(choice) == ["March 2 (2 March 2024)", "Monday (4 March 2024)"]
    assert choice.short == "Monday (4 March 2024)"

    question = "Who leads the inquiry into the sinking?"
    found = best_first(
        readings(question, "The inquiry into the sinking is led by Ada Brenn.", 0.9, spans=["Ada Brenn"]),
        readings(
            question,
            "It is Olen Varrick who will lead the inquiry into the sinking.",
            0.85,
            day=date(2024, 3, 7),
            spans=["Olen Varrick"],
        ),
    )
    assert values(chosen(question, found)) == ["Olen Varrick", "Ada Brenn"]


LATER = {"day": date(2024, 3, 8)}


def test_what_an_earlier_version_said_is_marked_down() -> None:
    text = "CORRECTION: An earlier version of this report said that 19 were missing. There are 17 missing."
    found = settle(query(MISSING), readings(MISSING, text, 0.9, 0.6), SETTINGS)
    assert found[0].text == "There are 17 missing."


def test_a_span_on_the_rejected_figure_moves_to_the_right_one() -> None:
    question = "How many people were on the ferry?"
    found = readings(question, "There were 94 people, not 86, on the ferry.", 0.9, spans=["86"])
    assert settle(query(question), found, SETTINGS)[0].span_text == "94"


@pytest.mark.parametrize(
    "correction",
    [
        "The number of missing people is 19, up from 12.",
        "There are 19 people missing, not 12.",
        "An earlier report said that 12 people were missing. There are 19 people missing.",
    ],
)
def test_a_report_that_corrects_another_outranks_it_and_takes_over_its_confidence(correction: str) -> None:
    scores = [0.4] * (1 + correction.count(". "))
    older = readings(MISSING, "There are 12 people missing.", 0.9)
    newer = readings(MISSING, correction, *scores, day=date(2024, 3, 8))
    found = settle(query(MISSING), best_first(older, newer), SETTINGS)
    assert found[0].span_text.split()[0] == "19"
    assert (found[0].score, found[1].score) == (0.9, pytest.approx(0.81))


def test_a_correction_takes_over_what_was_seen_of_what_it_corrects() -> None:
    older = [
        replace(one, seen={"score": 2.0}) for one in readings(MISSING, "There are 12 people missing.", 0.9)
    ]
    newer = readings(MISSING, "The number of missing people is 19, up from 12.", 0.4, day=date(2024, 3, 8))
    found = settle(query(MISSING), best_first(older, newer), SETTINGS)
    assert found[0].span_text.split()[0] == "19"
    assert found[0].seen == {"score": 2.0}


def test_a_correction_whose_right_figure_no_reading_tells_still_marks_the_wrong_one_down() -> None:
    question = "How many people drowned?"
    found = best_first(
        readings(question, "In all 12 people drowned.", 0.9),
        readings(question, "Not 12 but nine people drowned.", 0.1, day=date(2024, 3, 8), spans=[""]),
    )
    assert settle(query(question), found, SETTINGS)[0].score == pytest.approx(0.36)


def test_a_correction_of_something_else_changes_nothing() -> None:
    found = best_first(
        readings(MISSING, "There are 12 people missing.", 0.9),
        readings(MISSING, "There were 19 buses, up from 12.", 0.3, day=date(2024, 3, 8)),
    )
    assert settle(query(MISSING), found, SETTINGS) == found


def test_a_later_report_is_not_corrected_by_an_earlier_one() -> None:
    found = best_first(
        readings(MISSING, "There are 12 people missing.", 0.9, day=date(2024, 3, 9)),
        readings(MISSING, "There are 19 people missing, up from 12.", 0.5, day=date(2024, 3, 6)),
    )
    assert settle(query(MISSING), found, SETTINGS) == found


@pytest.mark.parametrize(
    "question",
    ["How many people were at first said to be missing?", "Which number of missing people did it take back?"],
)
def test_what_was_said_at_first_is_found_where_it_is_asked_for(question: str) -> None:
    text = "CORRECTION: An earlier version of this report said that 19 were missing. There are 17 missing."
    found = readings(question, text, 0.9, 0.6, spans=["19", "17"])
    assert settle(query(question), found, SETTINGS) == found


def test_corrections_can_be_left_out() -> None:
    text = "CORRECTION: An earlier version of this report said that 19 were missing. There are 17 missing."
    found = readings(MISSING, text, 0.9, 0.6)
    assert settle(query(MISSING), found, replace(SETTINGS, corrections=False)) == found


def test_the_newest_count_comes_first_where_the_latest_is_asked_for() -> None:
    question = "How many homes are still dark?"
    found = best_first(
        readings(question, "There are 900 homes dark.", 0.9),
        readings(question, "By Friday 300 homes were dark.", 0.6, day=date(2024, 3, 8)),
        readings(question, "There were 12 buses in the dark.", 0.6, day=date(2024, 3, 9)),
    )
    settled = settle(query(question), found, SETTINGS)
    assert (settled[0].span_text, settled[0].score) == ("300", 0.9)
    assert chosen(question, found).short == "300"
    assert settle(query(question), found, replace(SETTINGS, recency=False)) == found
    assert settle(query("How many homes were dark?"), found, SETTINGS) == found


def test_up_from_corrects_nothing_where_the_question_does_not_count_what_grows() -> None:
    question = "What was the turnout?"
    found = best_first(
        readings(question, "Turnout was 67 percent.", 0.9, spans=["67 percent"]),
        readings(
            question, "Turnout was 71 percent, up from 67.", 0.5, day=date(2024, 3, 8), spans=["71 percent"]
        ),
    )
    assert settle(query(question), found, SETTINGS) == found


def test_a_span_in_a_dateline_is_none_and_one_that_begins_there_is_cut() -> None:
    text = "OSTREL, March 4 - The bridge is closed.\nOSTREL - Two brothers are safe."
    first, second = readings("Who?", text, 0.5, 0.4, spans=["March 4", "OSTREL - Two brothers"])
    settled = settle(query("Who?"), [first, second], SETTINGS)
    assert [reading.span_text for reading in settled] == ["", "Two brothers"]
