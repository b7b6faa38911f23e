"""Answers to questions of several parts."""

from __future__ import annotations

from rag.choosing.choice import Choice
from rag.choosing.parts import choose_parts, together
from rag.choosing.plan import plan_of
from rag.choosing.quoting import line, text_of
from rag.choosing.single import choose_single
from rag.settings import Settings
from tests.made_readings import query, readings

ASKED = "What did the dockers demand, and when did the strike end?"
WANT, END = "What did the dockers demand?", "When did the strike end?"


def one(question: str, text: str, score: float, span: str) -> Choice:
    return choose_single(
        query(question), readings(question, text, score, spans=(span,), story=text), Settings()
    )


def test_the_parts_are_told_in_order_with_what_each_contributes() -> None:
    choice = together(
        [
            (WANT, one(WANT, "The dockers demand 9 percent.", 0.9, "9 percent")),
            (END, one(END, "The strike ended on 2 September 2024.", 0.6, "2 September 2024")),
        ]
    )
    assert choice is not None
    assert [text_of(told) for told in choice.lines] == [
        "The dockers demand 9 percent.",
        "The strike ended on 2 September 2024.",
    ]
    assert choice.short == "9 percent; 2 September 2024"
    assert choice.best.score == 0.6


def test_a_part_that_nothing_answers_is_named() -> None:
    choice = together([(WANT, one(WANT, "The dockers demand 9 percent.", 0.9, "9 percent")), (END, None)])
    assert choice is not None
    assert choice.notes == ("The articles do not say: When did the strike end?",)
    assert choice.short == "9 percent"


def test_without_any_answered_part_there_is_no_answer() -> None:
    assert together([(WANT, None), (END, None)]) is None


def test_one_sentence_that_answers_both_parts_is_told_once() -> None:
    text = "The dockers, who demand 9 percent, went back on Monday."
    choice = together([(WANT, one(WANT, text, 0.9, "9 percent")), (END, one(END, text, 0.8, "Monday"))])
    assert choice is not None
    assert len(choice.lines) == 1


def test_where_all_would_be_long_each_part_gives_the_sentence_that_settles_it() -> None:
    found = readings(WANT, f"The dockers demand cranes. {'Very ' * 70}much more is said.", 0.9, 0.8)
    wordy = Choice(tuple(line(reading, Settings()) for reading in found), found[0])
    choice = together([(WANT, wordy), (END, one(END, "The strike ended on Monday.", 0.8, "Monday"))])
    assert choice is not None
    assert [text_of(told) for told in choice.lines] == [
        "The dockers demand cranes.",
        "The strike ended on Monday.",
    ]


def test_read_together_each_part_has_the_sentence_with_its_words() -> None:
    text = "The dockers demand more pay. The dockers work at night. The strike will end on Friday."
    found = sorted(readings(ASKED, text, 0.9, 0.85, 0.5), key=lambda reading: -reading.score)
    told = [text_of(said) for said in choose_parts(plan_of(query(ASKED)), found, Settings()).lines]
    assert told == ["The dockers demand more pay.", "The strike will end on Friday."]
