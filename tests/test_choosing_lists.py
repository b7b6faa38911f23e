"""Answers that are lists."""

from __future__ import annotations

from datetime import date

from rag.choosing.choice import Choice
from rag.choosing.lists import choose_list, enumerated
from rag.choosing.plan import plan_of
from rag.choosing.quoting import text_of
from rag.reader import Reading
from rag.settings import Settings
from tests.made_readings import best_first, query, readings

GOALS = "Which players scored in the final?"
FINAL = (
    "Milo Carrand won it. Rain fell all day. Dario Fenwyck had scored first. It was late. Yann Obrest scored."
)


def chosen(question: str, found: list[Reading]) -> Choice:
    asked = query(question)
    return choose_list(plan_of(asked), asked, found, Settings())


def test_one_enumerating_sentence_gives_all_its_items() -> None:
    question = "Which towns lost power?"
    found = readings(
        question, "Power failed in Kessen, Ostrel and Port Sarn. It rained.", 0.9, 0.2, spans=("Ostrel", "")
    )
    choice = chosen(question, found)
    assert choice.short == "Kessen, Ostrel and Port Sarn"
    assert [text_of(one) for one in choice.lines] == ["Power failed in Kessen, Ostrel and Port Sarn."]


def test_items_of_several_sentences_are_told_in_the_order_of_the_article() -> None:
    found = readings(
        GOALS, FINAL, 0.7, 0.1, 0.9, 0.1, 0.6, spans=("Milo Carrand", "", "Dario Fenwyck", "", "Yann Obrest")
    )
    choice = chosen(GOALS, best_first(found))
    assert choice.short == "Milo Carrand, Dario Fenwyck and Yann Obrest"
    assert [one.short for one in choice.lines] == ["Milo Carrand", "Dario Fenwyck", "Yann Obrest"]
    assert choice.best.score == 0.9


def test_the_list_ends_where_the_next_sentence_is_much_worse() -> None:
    found = readings(
        GOALS, FINAL, 0.7, 0.1, 0.9, 0.1, 0.2, spans=("Milo Carrand", "", "Dario Fenwyck", "", "Yann Obrest")
    )
    assert chosen(GOALS, best_first(found)).short == "Milo Carrand and Dario Fenwyck"


def test_the_list_ends_with_as_many_items_as_the_question_wants() -> None:
    question = "Which two players scored in the final?"
    found = readings(
        question,
        FINAL,
        0.8,
        0.1,
        0.9,
        0.1,
        0.7,
        spans=("Milo Carrand", "", "Dario Fenwyck", "", "Yann Obrest"),
    )
    assert chosen(question, best_first(found)).short == "Milo Carrand and Dario Fenwyck"


def test_fewer_items_than_the_question_wants_are_noted() -> None:
    question = "Which three players scored in the final?"
    found = readings(question, "The winner came from Milo Carrand.", 0.9, spans=("Milo Carrand",))
    assert chosen(question, found).notes == ("The question asks for 3; the articles read name 1.",)


def test_an_item_is_given_once_however_many_reports_name_it() -> None:
    question = "Which players scored?"
    found = best_first(
        readings(question, "Milo Carrand scored.", 0.9, spans=("Milo Carrand",), story="one"),
        readings(
            question,
            "Carrand and Dario Fenwyck scored.",
            0.8,
            spans=("Carrand and Dario Fenwyck",),
            story="two",
        ),
        readings(
            question, "Then Carrand scored.", 0.7, spans=("Carrand",), day=date(2024, 3, 7), story="three"
        ),
    )
    choice = chosen(question, found)
    assert choice.short == "Milo Carrand and Dario Fenwyck"
    assert len(choice.lines) == 2


def test_a_sentence_without_a_span_still_answers() -> None:
    found = readings(GOALS, "Nobody knows who scored.", 0.9, spans=("",))
    assert chosen(GOALS, found).short == ""
    assert len(chosen(GOALS, found).lines) == 1


def test_items_with_commas_are_parted_by_semicolons() -> None:
    assert enumerated(["a", "b", "c"]) == "a, b and c"
    assert enumerated(["Ada Brenn, 40", "Olen Varrick"]) == "Ada Brenn, 40; Olen Varrick"
    assert enumerated([]) == ""


def test_a_preposition_that_every_item_repeats_is_left_out_and_what_names_nothing_too() -> None:
    question = "Which towns do the trains go to?"
    text = "The trains go to Kessen, to Ostrel, to Port Sarn and to other towns."
    assert (
        chosen(question, readings(question, text, 0.9, spans=("Ostrel",))).short
        == "Kessen, Ostrel and Port Sarn"
    )


def test_a_bare_number_is_no_place() -> None:
    question = "Which towns lost power?"
    found = best_first(
        readings(question, "Power failed in Kessen.", 0.9, spans=("Kessen",)),
        readings(question, "It failed in 3,400 homes.", 0.8, spans=("3,400",), story="b"),
    )
    assert chosen(question, found).short == "Kessen"
