"""Questions of a conversation, made to stand alone where that is plain."""

from __future__ import annotations

import pytest

from rag.conversation import Turn, restated
from rag.phrases import definite, people, subject
from rag.restating import Antecedents, after, restate

CAPTAIN = Turn(
    "Who was in command of the ferry Tamsay Star?",
    "The captain, Olen Varrick, is one of them. [1] He lives. [2]",
)
DAM = Turn("How tall will the dam in the Vorn Gorge be?", "It is to be 94 metres high. [1]")
GOAL = Turn(
    "Who scored the goal that decided the final?", "The goal came in the 113th minute from Milo Carrand, 19."
)


@pytest.mark.parametrize(
    ("turns", "question", "alone"),
    [
        ([CAPTAIN], "How old is he?", "How old is Olen Varrick?"),
        (
            [CAPTAIN],
            "For how long did the police question him?",
            "For how long did the police question Olen Varrick?",
        ),
        ([CAPTAIN], "And how deep is his ship lying?", "How deep is Olen Varrick's ship lying?"),
        ([GOAL], "And who is the coach of his team?", "Who is the coach of Milo Carrand's team?"),
        ([DAM], "What will it cost?", "What will the dam in the Vorn Gorge cost?"),
        (
            [
                DAM,
                Turn(
                    "How many years does Lorvania want to take to fill it?",
                    "Lorvania offers to take four years.",
                ),
            ],
            "And Velmora?",
            "How many years does Velmora want to take to fill the dam in the Vorn Gorge?",
        ),
        (
            [Turn("What prison sentence did Lucan Dreyve receive?", "He got nine years.")],
            "And the woman who was finance director under him?",
            "What prison sentence did the woman who was finance director under Lucan Dreyve receive?",
        ),
        (
            [Turn("What was the turnout in the first round of the election in 2024?", "67 percent.")],
            "And in the runoff?",
            "What was the turnout in the runoff of the election in 2024?",
        ),
        (
            [Turn("How many people died on Monday?", "Three people died.")],
            "And on Tuesday?",
            "How many people died on Tuesday?",
        ),
        (
            [Turn("How high did the fighter jets fly?", "At 9,000 metres.")],
            "Who kept them from firing?",
            "Who kept the fighter jets from firing?",
        ),
        (
            [Turn("Which airline flies to Tamsay?", "Sarn Air, the only airline to serve the island, does.")],
            "What profit did it make in 2024?",
            "What profit did Sarn Air make in 2024?",
        ),
        (
            [Turn("Which party opposes the meals?", "The National Union party voted against the tax.")],
            "Who speaks for it on schools?",
            "Who speaks for the National Union on schools?",
        ),
        ([CAPTAIN], "Something else: who won the cup?", "Something else: who won the cup?"),
        ([], "How old is he?", "How old is he?"),
        ([CAPTAIN], "Who leads the union?", "Who leads the union?"),
    ],
)
def test_what_a_question_goes_on_from_stands_in_it(turns: list[Turn], question: str, alone: str) -> None:
    assert restated(question, turns) == alone


@pytest.mark.parametrize(
    ("turns", "question", "alone"),
    [
        (  # two people: no name is guessed
            [Turn("Who signed it?", "Ada Brenn and Olen Varrick signed it.")],
            "How old is she?",
            "Who signed it? Ada Brenn Olen Varrick How old is she?",
        ),
        ([CAPTAIN], "Why?", f"{CAPTAIN.question} Olen Varrick Why?"),
        (  # an answer that the articles do not give names nobody
            [Turn("Who chairs the board?", "The articles do not say.")],
            "How old is she?",
            "Who chairs the board? How old is she?",
        ),
        (  # a name that could take either place of the question
            [Turn("How far is it from Ostrel to Kessen?", "38 kilometres.")],
            "And Haldrisk?",
            "How far is it from Ostrel to Kessen? And Haldrisk?",
        ),
        (
            [DAM, Turn("Has Lorvania agreed to that?", "It has not.")],
            "Why not?",
            f"{DAM.question} Has Lorvania agreed to that? Why not?",
        ),
    ],
)
def test_where_it_is_not_plain_the_questions_before_come_first(
    turns: list[Turn], question: str, alone: str
) -> None:
    assert restated(question, turns) == alone


def test_what_is_known_of_a_question_is_put_in_even_where_not_all_is() -> None:
    turns = [CAPTAIN, Turn("Did he say that?", "He did.")]
    assert restated("Why did he say that?", turns).endswith("Why did Olen Varrick say that?")


def test_a_whole_question_that_goes_on_from_nothing_known_is_not_restated() -> None:
    assert restate("How old is he?", Antecedents()) is None


def test_a_chain_is_followed_turn_by_turn() -> None:
    turns = [CAPTAIN, Turn("Where does he live?", "Varrick lives in Keldmouth."), Turn("And his wife?", "")]
    assert restated("How old is he?", turns) == "How old is Olen Varrick?"


def test_a_new_person_takes_the_place_of_the_one_before() -> None:
    known = after("Who leads the union?", "Gessa Lindqvar leads it.", Antecedents(he="Olen Varrick"))
    assert known.he == "Gessa Lindqvar"


def test_a_possessive_leaves_open_whether_its_owner_is_meant() -> None:
    assert after("Who speaks for Velmora's Interior Ministry?", "", Antecedents()).it == ""


@pytest.mark.parametrize(
    ("question", "phrase", "pronoun"),
    [
        ("When was the Halva Bridge closed?", "the Halva Bridge", "it"),
        ("How tall will the dam in the Vorn Gorge be?", "the dam in the Vorn Gorge", "it"),
        (
            "By when was the inquiry into the sinking supposed to report?",
            "the inquiry into the sinking",
            "it",
        ),
        ("What did a round trip by air to Tamsay cost?", "a round trip by air to Tamsay", "it"),
        ("What pay rise did Port Sarn's dockers demand?", "Port Sarn's dockers", "they"),
        ("What did Ada Brenn say?", "Ada Brenn", "he"),
        ("What did the newly elected president mean to do?", "the newly elected president", "he"),
    ],
)
def test_the_subject_of_a_question(question: str, phrase: str, pronoun: str) -> None:
    found = subject(question)
    assert found is not None
    assert (found.text, found.pronoun) == (phrase, pronoun)
    assert question[found.start : found.end].lower() == phrase.lower()


@pytest.mark.parametrize("question", ["Who won?", "How many died?", "", "What did he say?", "Why?"])
def test_a_question_without_a_plain_subject(question: str) -> None:
    assert subject(question) is None


def test_people_are_told_from_places_and_bodies() -> None:
    text = "Ada Brenn left the Halva Bridge in Port Sarn for the Velmora Wire, and Dr. Immerall of Phnom Penh stayed."
    assert people(text) == ("Ada Brenn", "Immerall")


def test_definite_phrases_keep_what_follows_them_at_the_end() -> None:
    assert [one.text for one in definite("Who is in charge of the new hospital in Ostrel?")] == [
        "the new hospital in Ostrel"
    ]
