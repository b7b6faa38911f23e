"""Explanations: two to four sentences in the order of their article, and yes or no where it is plain."""

from __future__ import annotations

import pytest

from rag.choosing.explain import choose_explanation
from rag.choosing.quoting import MOST_WORDS, text_of
from rag.choosing.verdict import verdict
from rag.choosing.yes_no import choose_yes_no
from rag.settings import Settings
from tests.made_readings import best_first, query, readings

SETTINGS = Settings()
WHY = "Why did the ferry sink?"


def explained(question: str, text: str, *scores: float, spans: tuple[str, ...] = ()) -> list[str]:
    found = best_first(readings(question, text, *scores, spans=spans))
    return [text_of(line) for line in choose_explanation(query(question), found, SETTINGS).lines]


def test_an_explanation_is_told_in_the_order_of_the_article() -> None:
    assert explained(WHY, "A door was open. Water came in. The ferry sank.", 0.6, 0.7, 0.9) == [
        "A door was open. Water came in. The ferry sank."
    ]


def test_a_sentence_that_goes_on_from_the_best_one_comes_along() -> None:
    text = "Rain fell. The ferry sank because a door was open. So water came in. A cat slept."
    assert explained(WHY, text, 0.05, 0.9, 0.05, 0.05) == [
        "The ferry sank because a door was open. So water came in."
    ]


def test_sentences_apart_from_each_other_are_quoted_apart() -> None:
    text = "The door was open.\nA cat slept.\nThe ferry sank since water came in."
    assert explained(WHY, text, 0.6, 0.05, 0.9) == [
        "The door was open.",
        "The ferry sank since water came in.",
    ]


def test_an_explanation_has_at_most_four_sentences_and_80_words() -> None:
    text = "\n".join(
        f"Reason number {word} is told here." for word in ("one", "two", "three", "four", "five")
    )
    assert [len(one.splitlines()) for one in explained(WHY, text, *[0.9] * 5)] == [4]
    long = "\n".join(f"Reason {word} {'is told ' * 14}here." for word in ("one", "two", "three", "four"))
    told = explained(WHY, long, *[0.9] * 4)
    assert [len(one.splitlines()) for one in told] == [2]
    assert sum(len(one.split()) for one in told) <= MOST_WORDS


def test_one_overlong_sentence_still_answers() -> None:
    assert len(explained(WHY, f"The ferry sank {'and ' * 90}lay there.", 0.9)) == 1


def test_the_best_article_is_told_first_and_no_sentence_twice() -> None:
    found = best_first(
        readings(WHY, "The ferry sank as a door was open.", 0.9, story="a"),
        readings(
            WHY,
            "The ferry sank as a door was open. Divers saw that the ferry had sunk fast.",
            0.85,
            0.83,
            story="b",
        ),
        readings(WHY, "Farmers want cheaper fuel.", 0.7, story="c"),
    )
    told = [text_of(line) for line in choose_explanation(query(WHY), found, SETTINGS).lines]
    assert told == ["The ferry sank as a door was open.", "Divers saw that the ferry had sunk fast."]


def test_the_short_answer_is_the_reason_where_that_is_short() -> None:
    short = readings(WHY, "The ferry sank because a door was open.", 0.9, spans=["a door was open"])
    assert choose_explanation(query(WHY), short, SETTINGS).short == "a door was open"
    reason = f"a door {'and a door ' * 10}was open"
    long = readings(WHY, f"The ferry sank because {reason}.", 0.9, spans=[reason])
    assert choose_explanation(query(WHY), long, SETTINGS).short == ""


@pytest.mark.parametrize(
    ("question", "sentence", "answer"),
    [
        ("Did Ada Brenn resign?", "Ada Brenn resigned on Friday.", "Yes"),
        ("Did Ada Brenn resign?", "Ada Brenn refused to resign.", "No"),
        ("Did Ada Brenn resign?", "Ada Brenn has not resigned, the mayor said.", "No"),
        ("Did Ada Brenn win?", "Ada Brenn lost.", "No"),
        ("Will Ada Brenn resign?", "Ada Brenn will resign on Friday.", "Yes"),
        ("Will the ferry sail on Sunday?", "The ferry will not sail on Sunday.", "No"),
        ("Did the motion pass?", "The motion failed by two votes.", "No"),
        ("Does the airline admit the charge?", "The airline denies the charge.", "No"),
        ("Did Ada Brenn deny the charge?", "Ada Brenn denied the charge.", "Yes"),
        ("Has the bridge opened?", "The bridge is still closed.", "No"),
        ("Was the guard convicted?", "The guard was acquitted.", "No"),
        ("Was the guard acquitted?", "The court acquitted the guard.", "Yes"),
        ("Did five people die in the storm?", "Three people died in the storm.", "No"),
        ("Did three people die in the storm?", "Three people died in the storm.", "Yes"),
        ("Was anybody hurt in the storm?", "Nobody was hurt in the storm.", "No"),
        ("Did Hask win the presidency?", "Teodric Hask won the presidency.", "Yes"),
        ("Could the president stand again?", "The president was not allowed to stand again.", "No"),
    ],
)
def test_yes_or_no_where_a_sentence_says_so_plainly(question: str, sentence: str, answer: str) -> None:
    assert verdict(question, sentence) == answer


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Did Ada Brenn resign?", "Ada Brenn may resign on Friday."),
        ("Did Ada Brenn resign?", "Ada Brenn is expected to resign."),
        ("Did Ada Brenn resign?", "Ada Brenn will resign on Friday."),
        ("Did Ada Brenn resign?", "Somebody else resigned."),
        ("Did the mayor open the bridge?", "The bridge was closed by divers."),
        ("Did Ada Brenn beat Olen Varrick?", "Olen Varrick beat Ada Brenn."),
        ("Did Ada Brenn beat Olen Varrick?", "Ada Brenn was beaten by Olen Varrick."),
        ("Is Ada Brenn older or younger than Olen Varrick?", "Ada Brenn is younger than Olen Varrick."),
        ("Did Teodric Hask win in Keldmouth?", "Teodric Hask won the presidency."),
        ("Didn't the ferry sink?", "The ferry sank."),
        ("Did five people die?", "The storm cost 5 million marren and people died."),
    ],
)
def test_neither_where_it_is_not_plain(question: str, sentence: str) -> None:
    assert verdict(question, sentence) == ""


def test_the_deciding_sentence_is_told_alone_where_it_decides_plainly() -> None:
    question = "Did the motion pass?"
    found = best_first(
        readings(question, "The motion passed.", 0.9, story="a"),
        readings(question, "Members spoke of the motion for hours.", 0.8, story="b"),
    )
    choice = choose_yes_no(query(question), found, SETTINGS)
    assert ([text_of(line) for line in choice.lines], choice.short) == (["The motion passed."], "Yes")


def test_a_sentence_that_decides_plainly_goes_before_one_that_does_not() -> None:
    question = "Did the motion pass?"
    found = best_first(
        readings(question, "Members spoke of the motion for hours.", 0.9, story="a"),
        readings(question, "The motion failed.", 0.8, story="b"),
    )
    choice = choose_yes_no(query(question), found, SETTINGS)
    assert (text_of(choice.lines[0]), choice.short, choice.best) == ("The motion failed.", "No", found[1])


def test_where_nothing_is_plain_two_sentences_are_told() -> None:
    question = "Did the motion pass?"
    found = best_first(
        readings(question, "Members may back the motion.", 0.9, story="a"),
        readings(question, "The mayor hopes that it will be law by May.", 0.8, story="b"),
    )
    choice = choose_yes_no(query(question), found, SETTINGS)
    assert ([text_of(line) for line in choice.lines], choice.short) == (
        ["Members may back the motion.", "The mayor hopes that it will be law by May."],
        "",
    )
