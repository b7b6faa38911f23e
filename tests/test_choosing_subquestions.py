"""Questions of several parts, taken apart into questions that stand alone."""

from __future__ import annotations

import pytest

from rag.choosing.subquestions import subquestions

SEVERAL = {
    "When was the Halva Bridge closed, and what will the repair cost?": (
        "When was the Halva Bridge closed?",
        "What will the repair cost?",
    ),
    "When was the Halva Bridge supposed to reopen, and when did it really reopen?": (
        "When was the Halva Bridge supposed to reopen?",
        "When did the Halva Bridge really reopen?",
    ),
    "What pay did the dockers' union demand, what was the offer, and on how much did they settle?": (
        "What pay did the dockers' union demand?",
        "What was the offer?",
        "On how much did they settle?",
    ),
    "What pay rise did the dockers demand, and what did they get?": (
        "What pay rise did the dockers demand?",
        "What did the dockers get?",
    ),
    "How many people died in Ostrel on Monday, and how many on Friday?": (
        "How many people died in Ostrel on Monday?",
        "How many people died in Ostrel on Friday?",
    ),
    "How many ships were waiting off Port Sarn on the third day of the strike, and how many when work resumed?": (
        "How many ships were waiting off Port Sarn on the third day of the strike?",
        "How many ships were waiting off Port Sarn when work resumed?",
    ),
    "How many sailors does the order name, and how many were caught in May?": (
        "How many sailors does the order name?",
        "How many sailors were caught in May?",
    ),
    "Which vessel was sent to Tamsay first, and which one will serve the island in June?": (
        "Which vessel was sent to Tamsay first?",
        "Which vessel will serve the island in June?",
    ),
    "What was the key rate after the decision of May, and what after that of June?": (
        "What was the key rate after the decision of May?",
        "What was the key rate after the decision of June?",
    ),
    "When and where did the Tamsay Star sink?": (
        "When did the Tamsay Star sink?",
        "Where did the Tamsay Star sink?",
    ),
    "By how much did the river rise, and in what time?": (
        "By how much did the river rise?",
        "In what time did the river rise?",
    ),
    "What did Ada Brenn say in Ostrel and in Keldmouth?": (
        "What did Ada Brenn say in Ostrel?",
        "What did Ada Brenn say in Keldmouth?",
    ),
    "How fast were prices in Velmora rising in April 2024, at the peak two months on, and in January 2025?": (
        "How fast were prices in Velmora rising in April 2024?",
        "How fast were prices in Velmora rising at the peak two months on?",
        "How fast were prices in Velmora rising in January 2025?",
    ),
    "Who won the cup? And who trained the team?": ("Who won the cup?", "Who trained the team?"),
    "Two bodies spoke of schools and of banks: how far did truancy drop, and what was the rate?": (
        "Two bodies spoke of schools and of banks: how far did truancy drop?",
        "Two bodies spoke of schools and of banks: what was the rate?",
    ),
}

ONE = (
    "What did the man who stole the clock and who was caught later say?",
    "Which show did Bob Marn appear on, who died this week?",
    "What is the name of the man who lives in Ostrel and works in Kessen?",
    "How did police find out where and when the gang met?",
    "Who are the leaders of Velmora and Lorvania?",
    "What happened when the ferry sank, and why?",
    "How many people died and when?",
    "Who and what was on board?",
    "When the ferry sank, how many people were on board?",
    "What is the difference between the first and the second round?",
    "storm brannoc deaths and damage",
    "",
    "?",
)


@pytest.mark.parametrize("question", SEVERAL)
def test_each_part_stands_alone(question: str) -> None:
    assert subquestions(question) == SEVERAL[question]


@pytest.mark.parametrize("question", ONE)
def test_a_question_of_one_thing_is_left_whole(question: str) -> None:
    assert subquestions(question) == ()


def test_at_most_four_parts_are_taken() -> None:
    assert len(subquestions("Who won, " + "what is lost here, " * 6 + "and what was said there?")) <= 4


def test_a_pronoun_that_stands_for_nothing_plain_is_left() -> None:
    asked = "How deep is the wreck of the Tamsay Star, and how deep is the harbour it had left?"
    assert subquestions(asked)[1] == "How deep is the harbour it had left?"
