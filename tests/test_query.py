"""What a question is understood as: its words, dates and filters, and which questions are refused."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from index import Filters
from rag.errors import QuestionError
from rag.query import LONGEST_QUESTION, Query, anchor_day, as_date, check_question, understand

TODAY = date(2024, 3, 10)


def asked(
    question: str, *, since: date | None = None, until: date | None = None, as_of: date | None = None
) -> Query:
    return understand(question, (), Filters(since, until), as_of, TODAY)


def test_keywords_are_the_content_words_in_order_and_once() -> None:
    query = asked("How many of Ostrel’s 61,000 homes, and 6-year-olds' homes, lost power?")
    assert query.keywords == ("Ostrel", "61,000", "homes", "6-year-olds", "lost", "power")


@pytest.mark.parametrize("question", ["???", "👍", "…", "!", "🚢🌊", "-", "Ω"])
def test_a_question_without_words_is_a_question(question: str) -> None:
    assert asked(question).question == question


@pytest.mark.parametrize("question", ["", "   ", "\n\t", "\0", "\u200b", "\ufeff\u200e", "\x1b\x07"])
def test_an_empty_question_is_refused(question: str) -> None:
    with pytest.raises(QuestionError, match="empty"):
        check_question(question)


def test_a_question_may_have_2000_characters_and_no_more() -> None:
    assert check_question("x" * LONGEST_QUESTION)
    with pytest.raises(QuestionError, match=r"2,001 characters; 2,000"):
        check_question("x" * (LONGEST_QUESTION + 1))


@pytest.mark.parametrize("question", [None, 3, b"Who?", ["Who?"]])
def test_a_question_is_text(question: object) -> None:
    with pytest.raises(QuestionError, match="must be text"):
        check_question(question)


def test_white_space_control_characters_and_stray_bytes_leave_the_question() -> None:
    assert check_question("  Who\x1b[31m\nwon\0?\udcff ") == "Who [31m won ??"


def test_as_of_is_the_latest_day() -> None:
    assert asked("Who won?", as_of=date(2024, 3, 1)).filters.until == date(2024, 3, 1)
    assert asked("Who won?", as_of=date(2024, 3, 1), until=date(2024, 2, 1)).filters.until == date(2024, 2, 1)
    assert asked("Who won?", as_of=date(2024, 3, 1), until=date(2025, 2, 1)).filters.until == date(2024, 3, 1)


@pytest.mark.parametrize("until", [{"until": date(2024, 3, 1)}, {"as_of": date(2024, 3, 1)}])
def test_days_the_wrong_way_round_are_refused(until: dict[str, date]) -> None:
    with pytest.raises(QuestionError, match=r"2024-03-02.*2024-03-01.*swap"):
        asked("Who won?", since=date(2024, 3, 2), **until)


def test_one_day_is_a_range() -> None:
    day = date(2024, 3, 2)
    assert asked("Who won?", since=day, until=day).filters == Filters(day, day)


@pytest.mark.parametrize(
    ("question", "first", "last", "relative"),
    [
        ("What happened last week?", date(2024, 2, 26), date(2024, 3, 3), True),
        ("What happened on 5 March 2024?", date(2024, 3, 5), date(2024, 3, 5), False),
        ("What happened in August 2017?", date(2017, 8, 1), date(2017, 8, 31), False),
        ("How many have died since 2011?", date(2011, 1, 1), TODAY, False),
        ("what happened yesterday", date(2024, 3, 9), date(2024, 3, 9), True),
    ],
)
def test_dates_of_a_question(question: str, first: date, last: date, relative: bool) -> None:
    query = asked(question)
    (found,) = query.dates
    assert (found.start, found.end, found.counted_from) == (first, last, TODAY)
    assert query.counts_from is relative


def test_a_day_without_a_year_is_no_date_but_words() -> None:
    query = asked("How many people were arrested on Aug. 2?")
    assert query.dates == ()
    assert {"Aug", "2"} <= set(query.keywords)


@pytest.mark.parametrize(
    ("question", "each"),
    [
        ("How many people does each report say were caught?", True),
        ("What do the different newspapers say?", True),
        ("How did the figure change from one report to the next?", True),
        ("What did each passenger pay?", False),
    ],
)
def test_a_question_can_ask_for_every_report(question: str, each: bool) -> None:
    assert asked(question).each_report is each


@pytest.mark.parametrize(
    ("question", "bare"),
    [
        ("True or false: The ferry sank.", "The ferry sank."),
        ("Can you tell me who won the cup?", "Who won the cup?"),
        ("Please tell me, where did it sink?", "Where did it sink?"),
        ("I would like to know how many drowned", "How many drowned"),
        ("Tell me about the storm", "About the storm"),
        ("Which of these is a port?", "Which of these is a port?"),
        ("Who told you?", "Who told you?"),
        ("Please", "Please"),
    ],
)
def test_what_a_question_is_wrapped_in_is_not_searched(question: str, bare: str) -> None:
    query = asked(question)
    assert (query.question, query.standalone) == (question, bare)


@pytest.mark.parametrize(
    ("question", "since", "until"),
    [
        ("What do reports since 3 March 2024 say about the dam?", date(2024, 3, 3), None),
        ("Which articles published in August 2017 mention Kessen?", date(2017, 8, 1), date(2017, 8, 31)),
        ("What has been reported since February?", date(2024, 2, 1), None),
        ("What did newspapers before 2020 say of it?", None, date(2019, 12, 31)),
        ("What was published after March 5, 2024 about the ferry?", date(2024, 3, 6), None),
        ("What has been reported about the dam since 3 March 2024?", date(2024, 3, 3), None),
        ("Is there news from last week?", date(2024, 2, 26), date(2024, 3, 3)),
        ("Are there reports between 1 and 5 March 2024?", date(2024, 3, 1), date(2024, 3, 5)),
        ("How many have died since 2011?", None, None),
        ("What happened last week?", None, None),
        ("Who won the election of 2024?", None, None),
        ("What did the report published in 2016 find?", None, None),
        ("Secret papers were published last week. How many were there?", None, None),
    ],
)
def test_a_question_that_plainly_asks_for_reports_of_some_days_is_filtered(
    question: str, since: date | None, until: date | None
) -> None:
    assert asked(question).filters == Filters(since, until)


def test_the_days_a_question_asks_for_and_those_given_both_hold() -> None:
    query = asked("What do reports since 3 March 2024 say?", since=date(2024, 3, 5), until=date(2024, 3, 8))
    assert query.filters == Filters(date(2024, 3, 5), date(2024, 3, 8))
    assert asked("reports before 2020", since=date(2024, 3, 5)).filters.until == date(2019, 12, 31)


@pytest.mark.parametrize(
    ("question", "days"),
    [
        ("What happened on 5 March 2024?", ((date(2024, 3, 5), date(2024, 3, 5)),)),
        ("What happened last week?", ((date(2024, 2, 26), date(2024, 3, 3)),)),
        ("Which team won the cup this week?", ()),
        ("Which team won the cup?", ()),
    ],
)
def test_days_that_reports_are_near(question: str, days: tuple[tuple[date, date], ...]) -> None:
    assert asked(question).days == days


def test_this_week_is_a_time_where_the_day_is_given() -> None:
    (days,) = asked("Which team won the cup this week?", as_of=TODAY).days
    assert days[0] <= TODAY <= days[1]


@pytest.mark.parametrize(
    ("question", "latest"),
    [
        ("How many are still missing?", True),
        ("What is the latest death toll?", True),
        ("Who is currently the mayor?", True),
        ("How many were missing?", False),
        ("Who has known it?", False),
    ],
)
def test_a_question_can_ask_how_things_stand(question: str, latest: bool) -> None:
    assert asked(question).latest is latest


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (None, None),
        ("2017-08-18", date(2017, 8, 18)),
        (date(2017, 8, 18), date(2017, 8, 18)),
        (datetime(2017, 8, 18, 23, 59), date(2017, 8, 18)),
    ],
)
def test_a_day_is_a_date_or_iso_text(value: Any, day: date | None) -> None:
    found = as_date(value, "since")
    assert found == day
    assert type(found) is type(day)


@pytest.mark.parametrize(
    "value", ["", "yesterday", "18.8.2017", "2017-02-30", "2017-08-18T10:00", 20170818, 0]
)
def test_anything_else_is_no_day(value: Any) -> None:
    with pytest.raises(QuestionError, match=r"until must be a date such as 2017-08-18, not"):
        as_date(value, "until")


@pytest.mark.parametrize(
    ("as_of", "newest", "day", "from_newest"),
    [
        (None, None, TODAY, False),
        (None, TODAY, TODAY, False),
        (None, date(2024, 3, 9), TODAY, False),
        (None, date(2024, 3, 8), date(2024, 3, 8), True),
        (None, date(2030, 1, 1), TODAY, False),
        (date(2020, 1, 1), date(2024, 3, 8), date(2020, 1, 1), False),
    ],
)
def test_relative_dates_count_from(
    as_of: date | None, newest: date | None, day: date, from_newest: bool
) -> None:
    assert anchor_day(as_of, newest, TODAY) == (day, from_newest)
