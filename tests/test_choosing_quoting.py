"""What is quoted for a reading: whole sentences that say whom they speak of, and none told twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.sentences import split
from rag.choosing.choice import Line
from rag.choosing.pronouns import leaves_open
from rag.choosing.quoting import line, quotation, stands_alone, text_of, without_repeats
from rag.settings import Settings
from tests.made_readings import readings

SETTINGS = Settings()


@pytest.mark.parametrize(
    "text",
    [
        "He went home.",
        "But she stayed.",
        "In July he left for Ostrel.",
        "In Ostrel, he said that the bridge was safe.",
        "His lawyer said he would.",
        "Its spokesman, Olen Varrick, said so.",
        "It was the first cut since 2019.",
        "They did not agree on a date.",
        "That brings the number down to 17.",
        "These two were arrested.",
        "Both were hurt.",
        "Both sides met on Friday.",
        "The two were put ashore.",
        "The man is free.",
        "The other 27 can expect the same.",
        "Most were saved by fishing boats.",
        "Two of them died.",
        "Twenty-five of them are women.",
        "Such a storm comes once a century.",
        "“Nobody gets rich on that,” he said.",
        '"I told Milo to go on," she added.',
        "“It is the first day on which one can see it.”",
        "Police questioned him for four hours.",
    ],
)
def test_what_leaves_open_whom_it_speaks_of(text: str) -> None:
    assert leaves_open(text)


@pytest.mark.parametrize(
    "text",
    [
        "Olen Varrick said he would go home.",
        "The mayor said she would leave.",
        "When he arrived in Ostrel, Olen Varrick said nothing.",
        "A woman of 61 who had been ill died in her house.",
        "Police said they had no suspects.",
        "It is the fifth time that such a ring has been found.",
        "It rained.",
        "This week two ships left.",
        "Both Ada Brenn and her sister left.",
        "The man who found the boat is free.",
        "Two people were killed.",
        "Half of the voters stayed at home.",
        "Some 3,400 savers lost money.",
        '"Nobody gets rich on that," Olen Varrick said.',
        "“I told Milo to go on,” said the coach, Ada Brenn, who won.",
        "All seven members voted for it.",
        "One in six firms closed.",
        "The dam, 40 kilometres away, is to be 94 metres high.",
    ],
)
def test_what_can_be_read_by_itself(text: str) -> None:
    assert not leaves_open(text)


def quoted(text: str, sentence: int, settings: Settings = SETTINGS) -> str:
    reading = readings("Who?", text, *[0.5] * len(split(text)))[sentence]
    start, end = quotation(reading, settings)
    return text[start:end]


def test_a_quotation_is_the_sentence() -> None:
    assert quoted("The ferry sank. Two people died.", 1) == "Two people died."


def test_a_sentence_that_points_back_comes_with_the_one_that_names_its_subject() -> None:
    text = "Rain fell. Olen Varrick was questioned. He went home."
    assert quoted(text, 2) == "Olen Varrick was questioned. He went home."


def test_two_sentences_may_come_before_it() -> None:
    text = "Olen Varrick was questioned. It rained all day. He went home."
    assert quoted(text, 2) == text


def test_a_sentence_stays_alone_where_nothing_near_names_its_subject() -> None:
    text = "Olen Varrick was questioned. It rained. It snowed. It hailed. He went home."
    assert quoted(text, 4) == "He went home."


def test_a_sentence_stays_alone_where_the_one_before_it_is_too_long() -> None:
    text = f"Olen Varrick said {'very ' * 80}little. He went home."
    assert quoted(text, 1) == "He went home."


def test_a_heading_names_nobody() -> None:
    assert quoted("Olen Varrick\nHe went home. It rained.", 1) == "He went home."


def test_the_name_may_stand_in_the_paragraph_before() -> None:
    text = "Olen Varrick was questioned.\nHe went home."
    assert quoted(text, 1) == text


def test_pronouns_can_be_left_alone() -> None:
    settings = replace(SETTINGS, pronouns=False)
    assert quoted("Olen Varrick was questioned. He went home.", 1, settings) == "He went home."


def test_an_utterance_comes_with_the_sentence_that_names_its_speaker() -> None:
    text = "Ada Brenn sounded the alarm. “The water is cold. We have little time.” It snowed."
    assert quoted(text, 1) == "Ada Brenn sounded the alarm. “The water is cold. We have little time.”"


def test_the_first_sentence_of_an_article_may_point_back() -> None:
    assert quoted("He went home. It rained.", 0) == "He went home."
    assert not stands_alone(readings("Who?", "He went home.", 0.5)[0], SETTINGS)


def test_a_dateline_is_not_quoted() -> None:
    assert quoted("OSTREL, Dec. 4 - The bridge is closed. It rained.", 0) == "The bridge is closed."


def lines(text: str, *sentences: int) -> tuple[Line, ...]:
    found = readings("Who?", text, *[0.5] * len(split(text)))
    return without_repeats([line(found[place], SETTINGS) for place in sentences])


def test_a_widened_quotation_swallows_what_it_holds() -> None:
    text = "Olen Varrick was questioned. He went home."
    assert [text_of(one) for one in lines(text, 0, 1)] == [text]
    assert [text_of(one) for one in lines(text, 1, 0)] == [text]


def test_sentences_that_follow_one_another_are_one_quotation() -> None:
    text = "The ferry sank. Two people died. Rain fell."
    assert [text_of(one) for one in lines(text, 1, 0)] == ["The ferry sank. Two people died."]
    assert [text_of(one) for one in lines(text, 0, 2)] == ["The ferry sank.", "Rain fell."]
    assert [text_of(one) for one in lines(text, 0, 2, 1)] == [text]


def test_what_two_articles_say_in_the_same_words_is_told_once() -> None:
    one, other = (
        line(readings("Who?", "“The ferry” sank.", 0.5, story=name)[0], SETTINGS) for name in ("a", "b")
    )
    assert without_repeats([one, other]) == (one,)


def test_lines_with_labels_stay_apart() -> None:
    found = readings("Who?", "The ferry sank. Two people died.", 0.5, 0.5)
    labelled = [line(reading, SETTINGS, label="A:") for reading in found]
    assert without_repeats(labelled) == tuple(labelled)
