"""Answers that tell a course of events."""

from __future__ import annotations

from datetime import date

from rag.choosing.choice import Choice
from rag.choosing.quoting import text_of
from rag.choosing.timeline import choose_timeline, event_of
from rag.reader import Reading
from rag.settings import Settings
from tests.made_readings import best_first, readings

ASKED = "Give me a timeline of the strike"


def chosen(found: list[Reading]) -> Choice:
    return choose_timeline(found, Settings())


def test_events_are_told_by_the_day_they_happened_not_by_the_day_they_were_reported() -> None:
    choice = chosen(
        best_first(
            readings(ASKED, "Work began again on Monday.", 0.9, day=date(2024, 9, 3), source="Velmora Wire"),
            readings(
                ASKED,
                "A crane operator was killed on July 19.",
                0.6,
                day=date(2024, 9, 4),
                source="Radio Ambrell",
            ),
            readings(
                ASKED,
                "The dockers stopped work on Aug. 12.",
                0.7,
                day=date(2024, 8, 14),
                source="Velmora Wire",
            ),
        )
    )
    assert [(one.label, text_of(one)) for one in choice.lines] == [
        ("19 July 2024 (Radio Ambrell):", "A crane operator was killed on July 19."),
        ("12 August 2024 (Velmora Wire):", "The dockers stopped work on Aug. 12."),
        ("2 September 2024 (Velmora Wire):", "Work began again on Monday."),
    ]
    assert choice.best.score == 0.9


def test_a_sentence_without_a_day_has_that_of_its_report_and_says_so() -> None:
    choice = chosen(
        readings(ASKED, "The union wants more pay.", 0.9, day=date(2024, 8, 14), source="Velmora Wire")
    )
    assert [one.label for one in choice.lines] == ["Reported on 14 August 2024 (Velmora Wire):"]


def test_a_span_of_years_is_not_when_something_happened() -> None:
    (reading,) = readings(ASKED, "Investigators have worked together since 2011.", 0.9, day=date(2024, 8, 14))
    event = event_of(reading)
    assert event is not None
    assert (event.first, event.stated) == (date(2024, 8, 14), False)


def test_one_event_is_told_once() -> None:
    text = "The dockers of Port Sarn stopped work on Monday."
    choice = chosen(
        best_first(
            readings(ASKED, text, 0.9, day=date(2024, 8, 14), story="one"),
            readings(ASKED, text.replace("Monday", "Aug. 12"), 0.8, day=date(2024, 8, 15), story="two"),
        )
    )
    assert len(choice.lines) == 1


def test_a_poor_sentence_is_no_event() -> None:
    choice = chosen(
        best_first(
            readings(ASKED, "The dockers stopped work on Aug. 12.", 0.9, day=date(2024, 8, 14)),
            readings(ASKED, "A circus came on Aug. 10.", 0.1, day=date(2024, 8, 14)),
        )
    )
    assert len(choice.lines) == 1


def test_without_any_date_the_best_sentence_is_told_and_the_lack_is_noted() -> None:
    choice = chosen(readings(ASKED, "The dockers stopped work.", 0.9, day=None))
    assert choice.notes == ("The articles read have no dates.",)
    assert len(choice.lines) == 1
