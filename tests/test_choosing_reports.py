"""Answers with a line for each report, for each thing compared, and for each report since a day."""

from __future__ import annotations

from datetime import date

import pytest

from index import Article, Filters
from rag.choosing.choice import Choice
from rag.choosing.compare import choose_compare
from rag.choosing.each_report import choose_each_report
from rag.choosing.news import choose_news, newest_hits
from rag.choosing.plan import Plan, plan_of
from rag.choosing.quoting import text_of
from rag.reader import Reading
from rag.settings import Settings
from tests.made_readings import best_first, query, readings

MISSING = "What does each report say about the number of missing?"


def counts(question: str) -> list[Reading]:
    """Three reports, one of them in two copies, with a number each."""
    return best_first(
        readings(
            question, "On Tuesday 12 were missing.", 0.9, day=date(2024, 3, 5), source="Wire", spans=("12",)
        ),
        readings(
            question,
            "By now 19 were missing.",
            0.8,
            day=date(2024, 3, 6),
            source="Post",
            story="s",
            spans=("19",),
        ),
        readings(
            question,
            "By now 19 are missing.",
            0.7,
            day=date(2024, 3, 6),
            source="Herald",
            story="s",
            spans=("19",),
        ),
        readings(
            question, "That leaves 17 missing.", 0.6, day=date(2024, 3, 8), source="Courier", spans=("17",)
        ),
        readings(question, "A circus came.", 0.1, day=date(2024, 3, 9), source="Gazette", spans=("",)),
    )


def told(choice: Choice) -> list[tuple[str, str]]:
    return [(one.label, text_of(one)) for one in choice.lines]


def each(question: str) -> Choice:
    return choose_each_report(plan_of(query(question)), counts(question), Settings())


def test_each_report_has_one_line_newest_first_and_copies_are_one_voice() -> None:
    assert told(each(MISSING)) == [
        ("8 March 2024 (Courier):", "That leaves 17 missing."),
        ("6 March 2024 (Post):", "By now 19 were missing."),
        ("5 March 2024 (Wire):", "On Tuesday 12 were missing."),
    ]


def test_a_change_from_report_to_report_is_told_oldest_first_with_its_values() -> None:
    choice = each("How did the number of missing change from one report to the next?")
    assert choice.short == "12 (5 March 2024); 19 (6 March 2024); 17 (8 March 2024)"
    assert [one.short for one in choice.lines] == ["12", "19", "17"]


def test_a_report_without_a_date_comes_last() -> None:
    found = [
        *counts(MISSING),
        *readings(MISSING, "Two are missing.", 0.5, day=None, source="Radio", spans=("Two",)),
    ]
    choice = choose_each_report(plan_of(query(MISSING)), best_first(found), Settings())
    assert told(choice)[-1] == ("Radio:", "Two are missing.")
    assert choice.short.endswith("Two (no date)")


def compared(question: str, found: list[Reading]) -> Choice:
    asked = query(question)
    return choose_compare(plan_of(asked), asked, found, Settings())


def test_a_change_is_told_as_values_by_day() -> None:
    question = "How has the number of missing changed?"
    choice = compared(question, counts(question))
    assert choice.short == "12 (5 March 2024); 19 (6 March 2024); 17 (8 March 2024)"


def test_each_thing_compared_has_the_sentence_that_speaks_of_it() -> None:
    question = "Compare the turnout in the first round with that in the runoff"
    found = best_first(
        readings(question, "Turnout in the runoff was 71 percent.", 0.9, story="b", spans=("71 percent",)),
        readings(question, "In the first round it was 67 percent.", 0.6, story="a", spans=("67 percent",)),
    )
    choice = compared(question, found)
    assert choice.short == "the turnout in the first round: 67 percent; that in the runoff: 71 percent"


@pytest.mark.parametrize(
    ("question", "sentence", "span"),
    [
        (
            "How do the fares of the night ferry compare to those of other ferries?",
            "Night ferries charge much higher fares than other ferries.",
            "much higher",
        ),
        (
            "How did the turnout in Ostrel compare to the turnout in Kessen?",
            "The turnout was the same in Ostrel and in Kessen.",
            "the same",
        ),
    ],
)
def test_a_sentence_that_compares_is_the_answer(question: str, sentence: str, span: str) -> None:
    found = best_first(
        readings(question, sentence, 0.9, spans=(span,)),
        readings(question, "Other ferries are no private ferries.", 0.8, story="b", spans=("private",)),
    )
    choice = compared(question, found)
    assert (choice.short, len(choice.lines)) == (span, 1)


def test_a_sentence_that_compares_something_else_is_not() -> None:
    question = "Which is taller, the dam in the Vorn Gorge or the Halva Bridge?"
    choice = compared(question, readings(question, "The dam in the Vorn Gorge is taller than a mast.", 0.9))
    assert choice.notes == ("The articles read do not say it of the Halva Bridge.",)


def test_what_nothing_is_said_of_is_noted() -> None:
    question = "Which is taller, the dam in the Vorn Gorge or the Halva Bridge?"
    choice = compared(question, readings(question, "The dam in the Vorn Gorge is 94 metres high.", 0.9))
    assert choice.notes == ("The articles read do not say it of the Halva Bridge.",)
    assert choice.short == ""


FERRY = "What is new about the ferry since 6 March 2024?"


def news(question: str, *reports: tuple[date | None, float, str]) -> Choice:
    asked = query(question)
    found = best_first(
        *(
            readings(
                question,
                f"The lead of {name} says so now. The ferry is {name}.",
                score / 2,
                score,
                day=day,
                story=name,
            )
            for day, score, name in reports
        )
    )
    return choose_news(plan_of(asked), asked, found, Settings())


def test_news_are_the_leads_of_the_reports_since_the_day_newest_first() -> None:
    choice = news(
        FERRY, (date(2024, 3, 5), 0.9, "a"), (date(2024, 3, 6), 0.8, "b"), (date(2024, 3, 8), 0.7, "c")
    )
    assert told(choice) == [
        ("8 March 2024:", "The lead of c says so now."),
        ("6 March 2024:", "The lead of b says so now."),
    ]
    assert choice.best.score == 0.8


def test_a_day_without_a_year_is_the_last_one_before_the_newest_report() -> None:
    choice = news(
        "What is new about the ferry since 6 March?",
        (date(2024, 3, 5), 0.9, "a"),
        (date(2024, 3, 8), 0.7, "c"),
    )
    assert [one.label for one in choice.lines] == ["8 March 2024:"]


def test_where_nothing_is_new_the_newest_report_is_told_with_a_note() -> None:
    choice = news(FERRY, (date(2024, 3, 4), 0.9, "a"), (date(2024, 3, 5), 0.8, "b"))
    assert [one.label for one in choice.lines] == ["5 March 2024:"]
    assert choice.notes == (
        "None of the reports that were found was published since 6 March 2024. "
        "The newest of them is of 5 March 2024.",
    )


def test_a_report_on_something_else_is_no_news_of_the_subject() -> None:
    assert len(news(FERRY, (date(2024, 3, 7), 0.9, "a"), (date(2024, 3, 8), 0.1, "b")).lines) == 1
    assert len(news("What is new?", (date(2024, 3, 7), 0.9, "a"), (date(2024, 3, 8), 0.1, "b")).lines) == 2


def test_news_of_no_subject_are_as_sure_as_the_record() -> None:
    assert news("What is new?", (date(2024, 3, 7), 0.1, "a")).best.score == 0.9


def report(name: str, day: date | None, story: str = "", source: str = "Wire") -> Article:
    return Article(name, name, f"This is the lead of {name} today.", source, day, story=story or name)


@pytest.mark.parametrize(
    ("plan", "filters", "names"),
    [
        (Plan("news"), Filters(), ["d", "c", "a"]),
        (Plan("news", since=date(2024, 3, 7)), Filters(), ["d", "c"]),
        (Plan("news", until=date(2024, 3, 6)), Filters(), ["a"]),
        (Plan("news"), Filters(until=date(2024, 3, 7)), ["c", "a"]),
        (Plan("news"), Filters(sources=("post",)), ["d"]),
    ],
)
def test_the_newest_stories_are_those_that_pass_the_filters(
    plan: Plan, filters: Filters, names: list[str]
) -> None:
    articles = [
        report("d", date(2024, 3, 8), source="Post"),
        report("c", date(2024, 3, 7), "s"),
        report("b", date(2024, 3, 6), "s"),
        report("a", date(2024, 3, 5)),
        report("u", None),
    ]
    hits = newest_hits(articles, filters, plan, 10)
    assert [hit.article.id for hit in hits if hit.article.id != "b"] == names
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_no_more_stories_are_given_than_asked_for() -> None:
    articles = [report("b", date(2024, 3, 8)), report("a", date(2024, 3, 7))]
    assert [hit.article.id for hit in newest_hits(articles, Filters(), Plan("news"), 1)] == ["b"]
