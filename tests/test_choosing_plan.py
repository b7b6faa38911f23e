"""What form of answer a question asks for."""

from __future__ import annotations

from datetime import date

import pytest

from index import Filters
from rag.choosing.plan import Form, Plan, plan_of
from rag.query import understand
from tests.made_readings import query

FORMS: dict[Form, tuple[str, ...]] = {
    "span": (
        "Which team won?",
        "Is the level of the river high or low?",
        "Did they rescue a boy or a girl?",
        "Were the pylons mended, or did they stay under water?",
        "How much higher was the fare compared to that of March?",
        "Who scored in the match versus Ostrel?",
        "Which bus does he take?",
        "What pays for the free school lunches?",
        "Which place do motorists have to pass through while the bridge is shut?",
        "Where did a fishing crew land the two young men?",
        "What stopped the electricity company from reconnecting everybody at once?",
        "What did the Competition Office decide after hearing both sides?",
        "By how much did the bank change its rate in April?",
        "What news did the captain bring?",
        "What is the address of the museum?",
        "How many provinces were hit?",
        "how many ships sank",
        "Which timeline was longer?",
        "Who drew the first timeline?",
        "What was reported stolen on March 6?",
    ),
    "explain": (
        "Why was the bridge closed?",
        "How did the burglar get out of the museum?",
        "What happened to the ferry?",
        "What became of the balloon?",
        "Tell me about the storm",
        "Summarise the strike",
        "What do the articles say about the ferry?",
        "What were the main reasons for the delay?",
    ),
    "yes_no": (
        "Is the bridge open?",
        "Was the bridge or the tunnel closed in March?",
        "Did the rate change in May?",
        "Has anything new been said of the dam?",
    ),
    "list": (
        "In which two provinces did police arrest suspects?",
        "Which towns lost power?",
        "Which countries are affected?",
        "Which three people were in the dock?",
        "Who were the two people that the storm killed?",
        "Who took the first three places in the first round?",
        "Name everyone who scored in the final.",
        "List all provinces where arrests were made",
        "What sorts of people do the callers pick as victims?",
        "What justifications does the airline give for its dearer tickets?",
        "Who are the members of the board?",
        "On what calendar dates did work stop in the harbour and start again?",
    ),
    "timeline": (
        "Give me a timeline of the ferry disaster",
        "In which order did the arrests happen?",
        "How did the strike unfold?",
        "What happened when in the strike?",
    ),
    "compare": (
        "How has the number of missing changed?",
        "How did inflation develop in 2024?",
        "Compare the turnout in the first round with that in the runoff",
        "What is the difference between the first and the second round?",
        "Which is taller, the dam in the Vorn Gorge or the bridge?",
        "How does the new ferry differ from the old one?",
    ),
    "each_report": (
        "What does each report say about the number of missing?",
        "How did the number of missing change from one report to the next?",
    ),
    "news": (
        "What is new since 6 March 2024?",
        "What has changed since 6 March 2024?",
        "What's new?",
        "Any news on the strike?",
        "What is the latest news about the bridge?",
        "What happened last week?",
    ),
}


@pytest.mark.parametrize(("form", "question"), [(form, one) for form, many in FORMS.items() for one in many])
def test_form(form: Form, question: str) -> None:
    assert plan_of(query(question)).form == form


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("In which two provinces did police arrest suspects?", 2),
        ("Who took the first three places in the first round?", 3),
        ("Name the 4 winners: which 4 people won?", 4),
        ("Which towns lost power?", 0),
    ],
)
def test_a_list_knows_how_many_items_the_question_wants(question: str, count: int) -> None:
    assert plan_of(query(question)).count == count


@pytest.mark.parametrize(
    ("question", "compared"),
    [
        (
            "Which is taller, the dam in the Vorn Gorge or the bridge?",
            ("the dam in the Vorn Gorge", "the bridge"),
        ),
        ("What is the difference between Ostrel and Keldmouth?", ("Ostrel", "Keldmouth")),
        ("Compare the old fare with the new one", ("the old fare", "the new one")),
        ("How do the turnout in May and that in June compare?", ("the turnout in May", "that in June")),
        ("How has the number of missing changed?", ()),
    ],
)
def test_what_is_compared_is_named_in_the_questions_own_words(
    question: str, compared: tuple[str, ...]
) -> None:
    assert plan_of(query(question)).compared == compared


def test_news_since_a_day_begins_on_that_day() -> None:
    plan = plan_of(query("What is new about the ferry since 2024-03-06?"))
    assert (plan.since, plan.about) == (date(2024, 3, 6), ("ferry",))


def test_news_of_last_week_begins_and_ends_with_it() -> None:
    plan = plan_of(query("What happened last week?"))
    assert plan == Plan("news", since=date(2024, 2, 26), until=date(2024, 3, 3))


def test_news_without_a_day_of_its_own_takes_the_filters() -> None:
    filters = Filters(since=date(2024, 3, 7))
    plan = plan_of(understand("What is new?", (), filters, None, date(2024, 3, 10)))
    assert plan.since == date(2024, 3, 7)


def test_a_development_from_report_to_report_is_told_oldest_first() -> None:
    assert plan_of(query("How did the number of missing change from one report to the next?")).oldest_first
    assert not plan_of(query("What does each report say about the missing?")).oldest_first


def test_a_question_of_two_lists_is_two_questions() -> None:
    plan = plan_of(query("Which towns lost power and which roads were closed?"))
    assert plan.parts == ("Which towns lost power?", "Which roads were closed?")


def test_questions_asked_before_are_no_parts_of_one_that_goes_on_from_them() -> None:
    history = [
        {"role": "user", "content": "Who led the strike and what did the dockers want?"},
        {"role": "assistant", "content": "Gessa Lindqvar led it. Arne Holm spoke for the harbour."},
    ]
    asked = understand(
        "And how many were held in the capital two weeks later?", history, Filters(), None, date(2024, 3, 10)
    )
    assert asked.context
    assert plan_of(asked) == Plan("span")
