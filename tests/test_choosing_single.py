"""Answers of one span: the sentence that has it, a second one where it adds something, and a clean short answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from rag.choosing.choice import Choice
from rag.choosing.quoting import MOST_WORDS, text_of
from rag.choosing.single import choose_single
from rag.reader import Reading
from rag.settings import Settings
from tests.made_readings import best_first, query, readings

SETTINGS = Settings()


def chosen(question: str, found: Sequence[Reading], settings: Settings = SETTINGS) -> Choice:
    return choose_single(query(question), found, settings)


def texts(choice: Choice) -> list[str]:
    return [text_of(line) for line in choice.lines]


def test_the_best_sentence_answers_alone_where_no_other_is_nearly_as_good() -> None:
    question = "What sank?"
    found = readings(
        question, "The ferry sank. Rain fell. Two died.", 0.9, 0.2, 0.1, spans=["The ferry", "", ""]
    )
    choice = chosen(question, found)
    assert texts(choice) == ["The ferry sank."]
    assert (choice.short, choice.best, choice.notes) == ("The ferry", found[0], ())


def test_a_second_sentence_comes_where_it_says_something_else_and_never_a_third() -> None:
    question = "What sank off Keldmouth?"
    found = best_first(
        readings(question, "The ferry sank near Keldmouth.", 0.9, spans=["The ferry"]),
        readings(question, "A barge went down off Keldmouth.", 0.85, spans=["A barge"], story="b"),
        readings(question, "One yacht sank in a squall at Keldmouth.", 0.83, spans=["One yacht"], story="c"),
    )
    assert texts(chosen(question, found)) == [
        "The ferry sank near Keldmouth.",
        "A barge went down off Keldmouth.",
    ]


def test_a_second_sentence_without_a_word_of_the_question_is_not_told() -> None:
    question = "What sank off Keldmouth?"
    found = best_first(
        readings(question, "The ferry sank near Keldmouth.", 0.9, spans=["The ferry"]),
        readings(question, "A balloon landed in a field.", 0.8, spans=["A balloon"], story="b"),
    )
    assert texts(chosen(question, found)) == ["The ferry sank near Keldmouth."]


def test_the_same_value_is_not_told_again() -> None:
    question = "Who leads the inquiry?"
    found = best_first(
        readings(question, "Ada Brenn leads the inquiry.", 0.9, spans=["Ada Brenn"]),
        readings(
            question, "A judge named Ada Brenn took over last week.", 0.85, spans=["Ada Brenn"], story="b"
        ),
    )
    assert texts(chosen(question, found)) == ["Ada Brenn leads the inquiry."]


def test_a_second_sentence_in_nearly_the_same_words_is_not_told() -> None:
    question = "What sank?"
    found = readings(
        question, "The old ferry sank. The old ferry sank fast.", 0.9, 0.85, spans=["The old ferry", ""]
    )
    assert texts(chosen(question, found)) == ["The old ferry sank."]


def test_an_answer_of_one_span_never_grows_over_80_words() -> None:
    question = "What sank?"
    long = "and then " * 35
    found = best_first(
        readings(question, f"The ferry sank {long}it lay there.", 0.9, spans=["The ferry"]),
        readings(question, f"A barge drifted {long}nobody knew why.", 0.9, spans=["A barge"], story="b"),
    )
    choice = chosen(question, found)
    assert len(choice.lines) == 1
    assert len(texts(choice)[0].split()) <= MOST_WORDS


def test_a_sentence_that_leaves_its_subject_open_gives_way_to_one_that_says_the_same() -> None:
    question = "Where did the captain go?"
    found = best_first(
        readings(question, "He went to Keldmouth.", 0.9, spans=["Keldmouth"]),
        readings(question, "Olen Varrick went to Keldmouth.", 0.8, spans=["Keldmouth"], story="b"),
    )
    assert texts(chosen(question, found)) == ["Olen Varrick went to Keldmouth."]
    assert texts(chosen(question, found, replace(SETTINGS, pronouns=False))) == ["He went to Keldmouth."]
    weaker = [found[0], replace(found[1], score=0.5)]
    assert texts(chosen(question, weaker)) == ["He went to Keldmouth."]


def test_a_relative_date_is_given_as_a_calendar_date_with_the_report_it_counts_from() -> None:
    question = "When were 225 people caught?"
    text = "On Wednesday 225 people were caught."
    found = readings(question, text, 0.9, day=date(2017, 8, 18), spans=["Wednesday"])
    choice = chosen(question, found)
    assert choice.short == "Wednesday (16 August 2017)"
    assert choice.lines[0].short == choice.short
    assert choice.notes == ("Wednesday → 16 August 2017, counted from the report of 18 August 2017.",)


def test_where_when_is_asked_and_no_day_is_named_the_report_gives_its_own() -> None:
    question = "When did the ferry sink?"
    choice = chosen(question, readings(question, "The ferry has sunk.", 0.9, spans=[""]))
    assert choice.short == ""
    assert choice.notes == ("The sentence names no day; its report is of 5 March 2024.",)
