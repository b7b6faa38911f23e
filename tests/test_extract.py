"""Which sentences make an extractive answer: the best, those that explain, one a report, or those that disagree."""

from __future__ import annotations

from datetime import date

import pytest

from index import Article, Filters, Hit, Passage
from index.sentences import split
from rag.extract import MOST_WORDS, choose, quotation, settle
from rag.query import Query, understand
from rag.reader import Reading
from rag.reader.spans import answer_span


def query(question: str) -> Query:
    return understand(question, (), Filters(), None, date(2024, 3, 10))


def readings(
    question: str, text: str, *scores: float, day: date | None = date(2024, 3, 5), story: str = ""
) -> list[Reading]:
    """A reading of each sentence of an article, with these scores."""
    article = Article(story or str(day), "A headline", text, published=day, story=story or str(day))
    spans = tuple(split(text))
    hit = Hit(Passage("p", article.id, text, 0, len(text), spans), article, 1.0)
    made = []
    for (start, end), score in zip(spans, scores, strict=True):
        bare = Reading(hit, start, end, score)
        made.append(Reading(hit, start, end, score, answer_span(query(question), bare)))
    return made


def texts(told: tuple[Reading, ...]) -> list[str]:
    return [reading.text for reading in told]


def test_the_best_sentence_answers_alone_when_no_other_is_nearly_as_good() -> None:
    question = "What sank?"
    found = readings(question, "The ferry sank. It was Monday. Two died.", 0.9, 0.2, 0.1)
    assert texts(choose(query(question), found).told) == ["The ferry sank."]


def test_a_second_sentence_comes_along_when_it_is_nearly_as_good_and_never_a_third() -> None:
    question = "What sank?"
    found = readings(question, "The ferry sank. The ship sank. The boat sank.", 0.9, 0.8, 0.7)
    assert texts(choose(query(question), found).told) == ["The ferry sank.", "The ship sank."]


def test_a_short_answer_never_grows_over_80_words() -> None:
    question = "What sank?"
    long = "The ferry sank " + "and then " * 35 + "it lay there."
    found = readings(question, f"{long} {long.replace('ferry', 'ship')}", 0.9, 0.9)
    assert len(choose(query(question), found).told) == 1
    assert len(found[0].text.split()) <= MOST_WORDS


def test_an_explanation_is_told_in_the_order_of_the_article() -> None:
    question = "Why did the ferry sink?"
    found = readings(question, "A door was open. Water came in. The ferry sank.", 0.6, 0.7, 0.9)
    told = choose(query(question), sorted(found, key=lambda one: -one.score)).told
    assert texts(told) == ["A door was open.", "Water came in.", "The ferry sank."]


def test_where_each_report_is_asked_for_each_has_one_sentence_newest_first() -> None:
    question = "How many does each report say were missing?"
    found = [
        *readings(question, "On Tuesday 12 were missing. The sea was rough.", 0.9, 0.5, day=date(2024, 3, 5)),
        *readings(question, "By now 19 were missing.", 0.8, day=date(2024, 3, 6)),
        *readings(question, "It is cold.", 0.1, day=date(2024, 3, 7)),
        *readings(question, "Two were missing long ago.", 0.7, day=None),
    ]
    assert texts(choose(query(question), found).told) == [
        "By now 19 were missing.",
        "On Tuesday 12 were missing.",
        "Two were missing long ago.",
    ]


def test_reports_that_differ_in_a_number_are_shown_newest_first_and_the_newest_settles_it() -> None:
    question = "How many people are missing?"
    found = [
        *readings(question, "There are 12 people missing.", 0.9, day=date(2024, 3, 5)),
        *readings(question, "There are 17 people missing.", 0.8, day=date(2024, 3, 8)),
        *readings(question, "There are 19 people missing.", 0.7, day=date(2024, 3, 6)),
    ]
    choice = choose(query(question), found)
    assert [reading.span_text.split()[0] for reading in choice.disagree] == ["17", "19", "12"]
    assert choice.best == choice.disagree[0]
    assert choice.told == choice.disagree


@pytest.mark.parametrize(
    ("other", "score", "day"),
    [
        ("There are 12 people missing.", 0.8, date(2024, 3, 8)),  # the same number
        ("There are 17 people missing.", 0.3, date(2024, 3, 8)),  # hardly an answer
        ("There were 17 boats.", 0.8, date(2024, 3, 8)),  # of something else
    ],
)
def test_no_disagreement(other: str, score: float, day: date) -> None:
    question = "How many people are missing?"
    found = [
        *readings(question, "There are 12 people missing.", 0.9),
        *readings(question, other, score, day=day),
    ]
    assert choose(query(question), found).disagree == ()


def test_one_report_and_its_copies_do_not_disagree_with_themselves() -> None:
    question = "How many people are missing?"
    found = readings(
        question, "There are 12 people missing. There are 15 people missing.", 0.9, 0.8, story="s"
    )
    assert choose(query(question), found).disagree == ()


def test_several_things_asked_at_once_are_covered_between_the_sentences() -> None:
    question = "What did the dockers demand, and when did the strike end?"
    text = "The dockers demand more pay. The dockers demand cranes. The strike did end on Friday."
    found = readings(question, text, 0.9, 0.85, 0.5)
    told = texts(choose(query(question), found).told)
    assert told[0] == "The dockers demand more pay."
    assert "The strike did end on Friday." in told


def test_what_an_earlier_version_said_is_marked_down() -> None:
    question = "How many are missing?"
    text = "CORRECTION: An earlier version of this report said that 19 were missing. There are 17 missing."
    found = settle(readings(question, text, 0.9, 0.6))
    assert found[0].text == "There are 17 missing."


def quoted(text: str, sentence: int) -> str:
    reading = readings("Who?", text, *[0.5] * len(split(text)))[sentence]
    start, end = quotation(reading)
    assert end == reading.end
    return text[start:end]


def test_a_quotation_is_the_sentence() -> None:
    assert quoted("The ferry sank. Two people died.", 1) == "Two people died."


def test_a_sentence_that_opens_with_a_pronoun_is_quoted_with_the_one_before_it() -> None:
    assert quoted("Rain fell. Olen Varrick was questioned. He went home.", 2) == (
        "Olen Varrick was questioned. He went home."
    )


def test_the_first_sentence_of_an_article_may_open_with_a_pronoun() -> None:
    assert quoted("He went home. It rained.", 0) == "He went home."


def test_a_dateline_is_not_quoted() -> None:
    assert quoted("OSTREL, Dec. 4 - The bridge is closed. It rained.", 0) == "The bridge is closed."
