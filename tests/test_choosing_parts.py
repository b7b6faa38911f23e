"""Answers to questions of several parts."""

from __future__ import annotations

from rag.choosing.choice import Choice
from rag.choosing.parts import apart, together
from rag.choosing.quoting import line, text_of
from rag.choosing.single import choose_single
from rag.settings import Settings
from tests.made_readings import best_first, query, readings

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


def test_two_parts_are_not_answered_with_the_same_words() -> None:
    text = "The bridge was to open on March 31. It opened on May 5."
    planned = readings("When was it to open?", text, 0.5, 0.6, spans=("March 31", "May 5"))
    opened = readings("When did it open?", text, 0.2, 0.8, spans=("March 31", "May 5"))
    made = apart([best_first(planned), best_first(opened)])
    assert [found[0].span_text for found in made] == ["March 31", "May 5"]
    assert [len(found) for found in made] == [2, 2]


def test_where_nothing_else_is_likely_two_parts_have_the_same_answer() -> None:
    text = "The bridge was closed on March 31. Nobody waved."
    sure = readings("When was it closed?", text, 0.9, 0.01, spans=("March 31", "Nobody"))
    made = apart([sure, sure])
    assert [found[0].span_text for found in made] == ["March 31", "March 31"]


def test_a_part_that_nothing_was_read_for_stays_empty() -> None:
    found = readings(WANT, "The dockers demand 9 percent.", 0.9, spans=("9 percent",))
    assert apart([found, []]) == [found, []]
