"""Time expressions of news text and the days they mean."""

from __future__ import annotations

import itertools
from datetime import date

import pytest

from index.dates import parse_date, time_expressions

FRIDAY = date(2017, 8, 18)


def found(text: str, published: date | None = FRIDAY) -> list[tuple[str, str]]:
    """Each expression with the days it means: one day, or first/last."""
    return [
        (item.text, f"{item.first}" if item.first == item.last else f"{item.first}/{item.last}")
        for item in time_expressions(text, published)
    ]


SINGLE = [
    # weekdays: the last one in a report, the coming one where the clause looks ahead
    ("Police said on Wednesday", "Wednesday", "2017-08-16"),
    ("They met on Thursday", "Thursday", "2017-08-17"),
    ("officials said Friday", "Friday", "2017-08-18"),
    ("a fire on Saturday", "Saturday", "2017-08-12"),
    ("It rained Sunday", "Sunday", "2017-08-13"),
    ("opened on Monday", "Monday", "2017-08-14"),
    ("The two sides will meet on Monday", "Monday", "2017-08-21"),
    ("The verdict is expected on Tuesday", "Tuesday", "2017-08-22"),
    ("a strike planned for Wednesday", "Wednesday", "2017-08-23"),
    ("He is to be sworn in on Thursday", "Thursday", "2017-08-24"),
    ("until Sunday", "Sunday", "2017-08-20"),
    ("They must leave by Sunday", "Sunday", "2017-08-20"),
    ("They were picked up by a boat on Monday", "Monday", "2017-08-14"),
    ("The road was closed from the bridge to the port on Monday", "Monday", "2017-08-14"),
    ("They will not go. The ship left on Tuesday", "Tuesday", "2017-08-15"),
    ("next Friday", "next Friday", "2017-08-25"),
    ("Next Monday", "Next Monday", "2017-08-21"),
    ("last Friday", "last Friday", "2017-08-11"),
    ("Last Monday", "Last Monday", "2017-08-14"),
    ("this Sunday", "this Sunday", "2017-08-20"),
    ("the coming Tuesday", "coming Tuesday", "2017-08-22"),
    ("Monday's", "Monday", "2017-08-14"),  # a possessive is still the day
    # days beside the day of the report
    ("police said yesterday", "yesterday", "2017-08-17"),
    ("Yesterday the court", "Yesterday", "2017-08-17"),
    ("he said today", "today", "2017-08-18"),
    ("tonight", "tonight", "2017-08-18"),
    ("tomorrow", "tomorrow", "2017-08-19"),
    ("a storm last night", "last night", "2017-08-17"),
    ("this morning", "this morning", "2017-08-18"),
    ("this afternoon", "this afternoon", "2017-08-18"),
    # weeks, months, years, weekends
    ("this week", "this week", "2017-08-14/2017-08-20"),
    ("last week", "last week", "2017-08-07/2017-08-13"),
    ("next week", "next week", "2017-08-21/2017-08-27"),
    ("this month", "this month", "2017-08-01/2017-08-31"),
    ("Last month", "Last month", "2017-07-01/2017-07-31"),
    ("next month", "next month", "2017-09-01/2017-09-30"),
    ("this year", "this year", "2017-01-01/2017-12-31"),
    ("last year", "last year", "2016-01-01/2016-12-31"),
    ("next year", "next year", "2018-01-01/2018-12-31"),
    ("the past year", "past year", "2016-08-18/2017-08-18"),
    ("arrested over the weekend", "over the weekend", "2017-08-12/2017-08-13"),
    ("Over the weekend they", "Over the weekend", "2017-08-12/2017-08-13"),
    ("last weekend", "last weekend", "2017-08-12/2017-08-13"),
    ("next weekend", "next weekend", "2017-08-19/2017-08-20"),
    ("will play at the weekend", "at the weekend", "2017-08-19/2017-08-20"),
    # so long ago
    ("three days ago", "three days ago", "2017-08-15"),
    ("a week ago", "a week ago", "2017-08-07/2017-08-13"),
    ("Two weeks earlier", "Two weeks earlier", "2017-07-31/2017-08-06"),
    ("a month ago", "a month ago", "2017-07-01/2017-07-31"),
    ("18 months ago", "18 months ago", "2016-02-01/2016-02-29"),
    ("an year ago", "an year ago", "2016-01-01/2016-12-31"),
    ("twelve years ago", "twelve years ago", "2005-01-01/2005-12-31"),
    # a day without a year
    ("On Aug. 2, police", "Aug. 2", "2017-08-02"),
    ("On August 2nd", "August 2nd", "2017-08-02"),
    ("on 2 August", "2 August", "2017-08-02"),
    ("on the 2nd of August", "2nd of August", "2017-08-02"),
    ("on Sept. 11", "Sept. 11", "2017-09-11"),
    ("since Dec. 24", "since Dec. 24", "2016-12-24/2017-08-18"),
    ("It opens from Dec. 24", "Dec. 24", "2017-12-24"),
    ("on Feb. 29", "Feb. 29", "2016-02-29"),
    ("on May 5, 3,000 people", "May 5", "2017-05-05"),
    # a month
    ("in July", "in July", "2017-07-01/2017-07-31"),
    ("in August.", "in August", "2017-08-01/2017-08-31"),
    ("in September", "in September", "2016-09-01/2016-09-30"),
    ("It will open in September", "in September", "2017-09-01/2017-09-30"),
    ("since May", "since May", "2017-05-01/2017-08-18"),
    ("last August", "last August", "2016-08-01/2016-08-31"),
    ("next August", "next August", "2018-08-01/2018-08-31"),
    ("this September", "this September", "2017-09-01/2017-09-30"),
    ("in mid-June", "mid-June", "2017-06-11/2017-06-20"),
    ("in August 2015", "August 2015", "2015-08-01/2015-08-31"),
    ("in Feb. 2016", "Feb. 2016", "2016-02-01/2016-02-29"),
    # a year
    ("since 2011", "since 2011", "2011-01-01/2017-08-18"),
    ("In 1987 it", "In 1987", "1987-01-01/1987-12-31"),
    ("by 2030.", "by 2030", "2030-01-01/2030-12-31"),
    # a full date in any order
    ("2017-08-18", "2017-08-18", "2017-08-18"),
    ("2017-08-18T07:15:00Z", "2017-08-18", "2017-08-18"),
    ("2017/08/18", "2017/08/18", "2017-08-18"),
    ("August 18, 2017", "August 18, 2017", "2017-08-18"),
    ("Aug. 18, 2017", "Aug. 18, 2017", "2017-08-18"),
    ("AUGUST 18, 2017", "AUGUST 18, 2017", "2017-08-18"),
    ("Sept 3 2015", "Sept 3 2015", "2015-09-03"),
    ("18 August 2017", "18 August 2017", "2017-08-18"),
    ("18th of August, 2017", "18th of August, 2017", "2017-08-18"),
    ("1 Jan 2000", "1 Jan 2000", "2000-01-01"),
]


@pytest.mark.parametrize(("text", "words", "days"), SINGLE, ids=[text for text, _, _ in SINGLE])
def test_a_time_expression_means_the_days_a_reader_takes_it_to_mean(text: str, words: str, days: str) -> None:
    assert found(text) == [(words, days)]


@pytest.mark.parametrize(
    "text",
    [
        "it may rain",
        "They march on the capital",
        "It may 5 times out of six",
        "the march 12 people began",
        "May Corlis, 52, said",
        "won the final 2-1",
        "The score was 3-0 after 41 minutes",
        "It cost US$450 million",
        "a loan of $2017",
        "from 1,500 to 2000 people",
        "at least 1950 homes",
        "in 2000 homes",
        "a rise of 2000 percent",
        "call 555-2017-08-18",
        "call 2017-08-18-44",
        "call +44 20 7946 0000",
        "66 million years ago",
        "1,200 years ago",
        "2.5 years ago",
        "Second Street",
        "the sun rose",
        "the 1990s",
        "the 2017-18 season",
        "the 2017/18 season",
        "Augustus 3",
        "version 20.17",
        "Feb. 30",
        "2017-02-30",
        "31 June 2017",
        "2017-13-01",
        "August 0, 2017",
    ],
)
def test_what_is_no_date_is_not_taken_for_one(text: str) -> None:
    assert [item for item in found(text) if item[1].count("-") == 2] == []


@pytest.mark.parametrize(
    ("text", "published", "days"),
    [
        ("on Dec. 30", date(2018, 1, 2), "2017-12-30"),
        ("on Jan. 2", date(2017, 12, 30), "2018-01-02"),
        ("on Jan. 2", date(2018, 1, 4), "2018-01-02"),
        ("will open on Jan. 2", date(2018, 1, 4), "2018-01-02"),  # a day a year away is written with its year
        ("will open on July 2", date(2017, 12, 4), "2018-07-02"),
        ("last week", date(2018, 1, 3), "2017-12-25/2017-12-31"),
        ("last month", date(2018, 1, 31), "2017-12-01/2017-12-31"),
        ("next month", date(2017, 12, 1), "2018-01-01/2018-01-31"),
        ("in December", date(2018, 1, 4), "2017-12-01/2017-12-31"),
        ("will start in January", date(2017, 12, 30), "2018-01-01/2018-01-31"),
        ("yesterday", date(2018, 1, 1), "2017-12-31"),
        ("on Sunday", date(2018, 1, 1), "2017-12-31"),
        ("a month ago", date(2018, 3, 31), "2018-02-01/2018-02-28"),
    ],
)
def test_days_are_counted_across_the_turn_of_the_year(text: str, published: date, days: str) -> None:
    assert [item[1] for item in found(text, published)] == [days]


def test_without_a_publication_date_only_what_needs_none_is_resolved() -> None:
    text = "Yesterday, last week, on Monday, on Aug. 2, in July, in 2011 and on March 3, 2012"
    assert [item[0] for item in found(text, None)] == ["in 2011", "March 3, 2012"]


def test_the_longest_expression_wins_and_none_overlap() -> None:
    text = "On Aug. 2, 2017, and again in August 2016, since last Monday, on 3 May and in 2015"
    spans = [(item.start, item.end) for item in time_expressions(text, FRIDAY)]
    assert [text[a:b] for a, b in spans] == [
        "Aug. 2, 2017",
        "August 2016",
        "since last Monday",
        "3 May",
        "in 2015",
    ]
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))


@pytest.mark.parametrize("published", [date.min, date.max])
def test_the_ends_of_the_calendar_raise_nothing(published: date) -> None:
    text = "yesterday, tomorrow, last year, next year, next month, last week, 999 years ago, Dec. 31, over the weekend"
    assert isinstance(time_expressions(text, published), tuple)


def test_relative_says_whether_the_days_were_counted_from_the_publication_date() -> None:
    flags = {item.text: item.relative for item in time_expressions("yesterday, 2017-08-02, Aug. 2", FRIDAY)}
    assert flags == {"yesterday": True, "Aug. 2": True, "2017-08-02": False}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Reuters, 18 August 2017 09:15", date(2017, 8, 18)),
        ("Fri, 18 Aug 2017 10:00:00 GMT", date(2017, 8, 18)),
        ("Monday", None),
        ("in 2017", None),
        ("August 2017", None),
        ("", None),
    ],
)
def test_a_full_date_is_read_from_a_line(text: str, day: date | None) -> None:
    assert parse_date(text) == day


def test_a_long_text_full_of_dates_takes_no_longer_than_its_length() -> None:
    assert len(time_expressions("On Aug. 2 and on Monday, last week. " * 5_000, FRIDAY)) == 15_000
