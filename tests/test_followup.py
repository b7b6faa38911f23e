"""Which questions go on from the one before, and what they then are searched with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from index import Filters
from rag.errors import QuestionError
from rag.query import Query, understand, unwrapped

GOES_ON = (
    "What did he say about the boat?",
    "And in Keldmouth?",
    "How old is he?",
    "Why?",
    "why",
    "Who won it?",
    "What about the children?",
    "And Velmora?",
    "How many of those people came from Taiwan?",
    "And how many were held in the capital two weeks later?",
    "And the woman who was finance director under him?",
    "How many years does Lorvania want to take to fill it?",
    "For how long did the police question him?",
    "And how deep is his ship lying?",
    "How much of what they lost have their victims got back?",
    "And who is the coach of his team?",
    "And which candidate did he ask his voters to support in the runoff?",
    "When was that?",
    "Where was this?",
    "What happened then?",
    "Who else?",
    "Who else was arrested?",
    "How many died?",
    "How many people died?",
    "How many were arrested?",
    "Who won?",
    "Who resigned?",
    "What happened?",
    "In Keldmouth?",
    "On Monday?",
    "The children?",
    "Is that true?",
    "Which one?",
    "Which bridge?",
    "What happened to the others?",
    "And what happened to the rest?",
    "Did they agree?",
    "Who paid for his trip?",
    "How did police arrest him?",
    "What did it cost?",
    "Why did it sink?",
    "When did she resign?",
    "How many people live there?",
    "Was it insured?",
    "Who is she?",
    "What’s its name?",
    "what did he say",
    "Did Hask resign because of it?",
    "And why?",
    "But why did they leave?",
    "How many of them were women?",
    "And what does that mean?",
    "Who told them about the leak?",
    "Did that help?",
    "What company did he lead?",
    "And yesterday?",
    "???",
    "👍",
    "Tell me more",
    "Tell me more about it",
    "What else?",
    "What did the former say?",
    "How come?",
    "In which minute?",
    "How do officials there explain it?",
    "And who is the coach of his team?",
    "Which part of it does he have to leave shut?",
)

STANDS_ALONE = (
    "How many people died in the storm?",
    "Is there a date for the vote?",
    "What did the minister say about the deportations?",
    "When did Ada Brenn leave her post?",
    "when did ada brenn leave her post",
    "What did the fraudsters detained in Indonesia promise people in return for their money?",
    "Why did the bank cut its rate?",
    "Why did the dockers leave their jobs?",
    "Who is Uk Heisela?",
    "who is uk heisela",
    "Whose decision was it not to shoot down the balloon near Haldrisk?",
    "How long will it take to fill the dam?",
    "Is it true that the bridge is closed?",
    "What did police do with the balloon after they found it?",
    "Who found the astrolabe and sold it?",
    "What is the name of the storm that killed two people?",
    "What happened to the ferry?",
    "What happened this week in Ostrel?",
    "Which one of the bridges is closed?",
    "How many of those who died were children?",
    "Where is Ostrel?",
    "What is inflation?",
    "Who is the president of Velmora?",
    "Were there any survivors of the ferry?",
    "Are there any children among the dead?",
    "Why did Hask say he would resign?",
    "What did Callowick promise when he was elected?",
    "Storm Brannoc deaths",
    "tamsay star",
    "So how many people died in Storm Brannoc?",
    "When will the new hospital open?",
    "Whose signature sends the first group out of the country?",
    "How many Danish sailors were sent home?",
    "Which country does the dam belong to, and when will it be filled?",
    "Actor Bob Marn died this week. Which show did he appear on?",
    "What did the man who was arrested say?",
    "How many ships does each report say were held, and in which harbours?",
    "Summarise the strike",
    "What did the minister say about his resignation?",
    "On which day were vehicles first kept off the St. Halva Bridge because of the cracks?",
    "Why do the jets that circled the balloon matter?",
    "How far is it from Ostrel to Kessen?",
    "Who was killed in the storm?",
    "Why was the harbour closed?",
    "Who leads the union?",
    "What was stolen from the museum?",
    "Did anyone survive the ferry disaster?",
    "Where did the thief who stole the clock live before he was caught?",
    "What is the rest of the money for?",
    "How many beds were there in the old hospital in Ostrel?",
    "How many people are there on Tamsay Island?",
    "Who went to Ostrel and what happened there on Monday?",
)

TODAY = date(2024, 3, 10)
BEFORE = "Who commands the coast guard at Keldmouth?"
SAID = "Lt. Jorun Pellask commands the coast guard station at Keldmouth. [1] [2]"


def asked(question: str, *history: tuple[str, str]) -> Query:
    """The query of a question after a conversation of (question, answer) pairs."""
    messages: list[Mapping[str, object]] = []
    for user, assistant in history:
        messages += [{"role": "user", "content": user}, {"role": "assistant", "content": assistant}]
    return understand(question, messages, Filters(), None, TODAY)


@pytest.mark.parametrize("question", GOES_ON)
def test_it_is_searched_with_what_it_goes_on_from(question: str) -> None:
    query = asked(question, (BEFORE, SAID))
    assert query.standalone != question
    assert {"Pellask", "coast"} & {*query.context, *query.keywords}


@pytest.mark.parametrize("question", STANDS_ALONE)
def test_it_is_searched_alone(question: str) -> None:
    query = asked(question, (BEFORE, SAID))
    assert query.standalone == question
    assert query.context == ()


@pytest.mark.parametrize("question", GOES_ON)
def test_without_a_conversation_there_is_nothing_to_take_over(question: str) -> None:
    assert asked(question).standalone == unwrapped(question)


def test_a_chain_of_follow_ups_goes_back_to_the_question_that_stands_alone() -> None:
    query = asked(
        "And his ship?", ("What sank off Tamsay?", "The Tamsay Star."), ("Who led it?", "Olen Varrick.")
    )
    assert query.standalone == "Who led the Tamsay Star? Olen Varrick And Olen Varrick's ship?"


def test_only_the_last_questions_since_one_that_stands_alone_are_taken_over() -> None:
    short = ("When?", "Who?", "How?", "Whose?", "Which one?", "What?")
    query = asked("Why?", ("Where is Ostrel?", ""), *((question, "") for question in short))
    assert query.standalone == "Where is Ostrel? Who? How? Whose? Which one? What? Why?"


def test_an_abstention_before_adds_no_names() -> None:
    assert asked("Why?", (BEFORE, "The articles do not say.")).standalone == f"{BEFORE} Why?"


def test_the_context_holds_no_word_of_the_question_itself() -> None:
    query = asked("And in Keldmouth?", (BEFORE, SAID))
    assert query.keywords == ("Keldmouth",)
    assert "Keldmouth" not in query.context


@pytest.mark.parametrize(
    "history",
    [
        "Who won?",
        b"Who won?",
        None,
        7,
        {"role": "user", "content": "Who won?"},
        ["Who won?"],
        [("user", "Who won?")],
        [{"role": "system", "content": "Who won?"}],
        [{"role": "user"}],
        [{"content": "Who won?"}],
        [{"role": "user", "content": None}],
        [{"role": "user", "content": [{"text": "Who won?"}]}],
        [{"role": ["user"], "content": "Who won?"}],
    ],
)
def test_a_history_of_another_shape_is_refused(history: Any) -> None:
    with pytest.raises(QuestionError, match='"role": "user" or "assistant", "content": text'):
        understand("Why?", history, Filters(), None, TODAY)


def test_an_answer_before_any_question_is_passed_over() -> None:
    history = [{"role": "assistant", "content": "Ask me about Ostrel."}]
    assert understand("Why?", history, Filters(), None, TODAY).standalone == "Why?"


def test_what_can_be_said_in_full_is_read_as_if_it_had_been_asked_so() -> None:
    query = asked(
        "And Velmora?",
        (
            "How many years does Lorvania want to take to fill the dam?",
            "Lorvania offers to take four years. [1]",
        ),
    )
    assert query.kind == "how_many"
    assert query.asked == query.own == query.standalone
    assert {"years", "dam"} <= set(query.keywords)
    assert query.names == ("Velmora",)


def test_what_is_put_behind_other_questions_is_read_without_them() -> None:
    query = asked("Why?", (BEFORE, "The articles do not say."))
    assert query.asked == query.own == "Why?"
    assert query.kind == "why"
    assert "coast" in query.context
