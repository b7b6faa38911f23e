"""What the words of an answer say, and when two of them say the same or cannot both be right."""

from __future__ import annotations

from datetime import date

import pytest

from rag.choosing.days import dated, in_words, without_a_day
from rag.choosing.shortening import short_of
from rag.choosing.values import Value, differ, same, value_of
from tests.made_readings import query, readings


def value(question: str, sentence: str, span: str) -> Value | None:
    return value_of(query(question), readings(question, sentence, 0.5, spans=[span])[0])


def amount(sentence: str, span: str) -> Value | None:
    return value("How many people are missing?", sentence, span)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Nearly 400 were held.", "400"), ("Police held 390 people.", "390 people")),
        (("Some 61,000 homes are dark.", "61,000"), ("It hit 60,900 homes.", "60,900")),
        (("More than 600 were sent back.", "600"), ("They sent back 640 people.", "640")),
        (
            ("They held 151 Chinese and three Taiwanese.", "151 Chinese and three Taiwanese"),
            ("Held were 154.", "154"),
        ),
        (("Seventeen are missing.", "Seventeen"), ("There are 17 missing.", "17")),
        (("It lasted 90 minutes.", "90 minutes"), ("It lasted 1.5 hours.", "1.5 hours")),
        (("It cost US$80 million.", "US$80 million"), ("It cost US$80.2 million.", "US$80.2 million")),
        (("It rose 38 percent.", "38 percent"), ("It rose 38.4 percent.", "38.4 percent")),
        (("Dozens are missing.", "Dozens"), ("There are 44 missing.", "44")),
    ],
)
def test_amounts_that_can_mean_the_same(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert same(amount(*one), amount(*other))
    assert not differ(amount(*one), amount(*other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("There are 12 missing.", "12"), ("There are 19 missing.", "19")),
        (("There are 20 missing.", "20"), ("There are 19 missing.", "19")),
        (("Nearly 400 are held.", "400"), ("They hold 300.", "300")),
        (("The rate is 6 percent.", "6 percent"), ("The rate is 6.25 percent.", "6.25 percent")),
        (("It cost US$80 million.", "US$80 million"), ("It cost US$65 million.", "US$65 million")),
        (("It lasted two days.", "two days"), ("It lasted five hours.", "five hours")),
    ],
)
def test_amounts_that_cannot_both_be_right(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert differ(amount(*one), amount(*other))
    assert not same(amount(*one), amount(*other))


def test_amounts_of_different_units_are_not_compared() -> None:
    one, other = amount("It cost US$80.", "US$80"), amount("There are 19 missing.", "19")
    assert not same(one, other)
    assert not differ(one, other)


def test_days_agree_where_one_holds_the_other() -> None:
    question = "When did the ferry sink?"
    monday = value(question, "It sank on Monday.", "Monday")
    fourth = value(question, "It sank on March 4, 2024.", "March 4, 2024")
    month = value(question, "It sank in March.", "March")
    april = value(question, "It sank in April 2023.", "April 2023")
    assert same(monday, fourth)
    assert same(month, monday)
    assert differ(april, monday)
    assert value(question, "It sank at night.", "at night") is None


def test_names_agree_where_one_has_the_words_of_the_other() -> None:
    question = "Who leads the inquiry?"
    full = value(question, "Halvard Brisken leads it.", "Halvard Brisken")
    short = value(question, "Mr. Brisken leads it.", "Mr. Brisken")
    other = value(question, "Ada Brenn leads it.", "Ada Brenn")
    judge = value(question, "A retired judge leads it.", "A retired judge")
    assert same(full, short)
    assert differ(full, other)
    assert not differ(full, judge)  # a description may fit the name
    assert not same(full, None)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2017, 8, 16), date(2017, 8, 16), "16 August 2017"),
        (date(2017, 8, 1), date(2017, 8, 31), "August 2017"),
        (date(2017, 1, 1), date(2017, 12, 31), "2017"),
        (date(2010, 1, 1), date(2019, 12, 31), "2010 to 2019"),
        (date(2017, 8, 14), date(2017, 8, 20), "14 to 20 August 2017"),
        (date(2017, 8, 28), date(2017, 9, 3), "28 August to 3 September 2017"),
        (date(2017, 12, 28), date(2018, 1, 3), "28 December 2017 to 3 January 2018"),
    ],
)
def test_days_in_words(first: date, last: date, words: str) -> None:
    assert in_words(first, last) == words


@pytest.mark.parametrize(
    ("sentence", "span", "short", "note"),
    [
        ("It sank on Monday.", "Monday", "Monday (4 March 2024)", "Monday → 4 March 2024"),
        (
            "It sank late on Monday.",
            "late on Monday",
            "late on Monday (4 March 2024)",
            "Monday → 4 March 2024",
        ),
        ("It sank yesterday.", "yesterday", "yesterday (4 March 2024)", "yesterday → 4 March 2024"),
        ("It sank on Feb. 2.", "Feb. 2", "Feb. 2 (2 February 2024)", "Feb. 2 → 2 February 2024"),
        ("It sank last month.", "last month", "last month (February 2024)", "last month → February 2024"),
        ("It sank in January.", "January", "January 2024", "in January → January 2024"),
        ("It sank on 4 March 2024.", "4 March 2024", "4 March 2024", ""),
        ("It sank at dawn.", "at dawn", "at dawn", ""),
        ("It will sail on Monday and on Tuesday.", "Monday and on Tuesday", "Monday and on Tuesday", ""),
    ],
)
def test_a_relative_time_is_given_with_its_calendar_date(
    sentence: str, span: str, short: str, note: str
) -> None:
    found = dated(span, readings("When did it sink?", sentence, 0.5, spans=[span])[0])
    assert found.short == short
    assert found.note == (f"{note}, counted from the report of 5 March 2024" if note else "")


def test_two_days_later_counts_from_the_day_that_an_earlier_sentence_names() -> None:
    text = "The ferry sank on Feb. 2. It was found two days later."
    found = readings("When was it found?", text, 0.5, 0.5, spans=["Feb. 2", "two days later"])
    assert dated("two days later", found[1]).short == "two days later (4 February 2024)"


def test_nothing_is_counted_from_a_report_without_a_date() -> None:
    (reading,) = readings("When?", "It sank on Monday.", 0.5, day=None, spans=["Monday"])
    assert dated("Monday", reading).short == "Monday"
    assert without_a_day(reading) == ""


def test_a_sentence_without_a_day_is_told_with_the_day_of_its_report() -> None:
    (bare,) = readings("When?", "The ferry has sunk.", 0.5, spans=[""])
    (dated_one,) = readings("When?", "The ferry sank on Monday.", 0.5, spans=[""])
    assert without_a_day(bare) == "The sentence names no day; its report is of 5 March 2024"
    assert without_a_day(dated_one) == ""


@pytest.mark.parametrize(
    ("sentence", "span", "short"),
    [
        ("They met on Wednesday, and left.", "on Wednesday,", "Wednesday"),
        ("It cost 212 million marren.", "212", "212 million"),
        ("It rose by 6 percent.", "6", "6 percent"),
        (
            "They held 151 Chinese and three Taiwanese there.",
            "151 Chinese and three",
            "151 Chinese and three Taiwanese",
        ),
        ("“This is not victory,” she said.", "“This is not victory", "This is not victory"),
        ("He sailed (with two men) home.", "(with two men)", "with two men"),
        ("He is the captain of the Crannet Light.", "captain of the", "captain"),
        ("Ada Brenn’s boat sank.", "Ada Brenn’s", "Ada Brenn"),
        ("It was St. Orla's, near Keldmouth.", "Keldmouth.", "Keldmouth"),
        ("It opens at 10 p.m.", "10 p.m.", "10 p.m."),
        ("They want vineyards.", "vineyard", "vineyards"),
        ("Nobody knows.", "", ""),
    ],
)
def test_a_short_answer_is_a_clean_phrase(sentence: str, span: str, short: str) -> None:
    assert short_of(readings("What?", sentence, 0.5, spans=[span])[0]) == short
