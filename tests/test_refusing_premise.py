"""What a question takes for granted: corrected or refused on plain evidence, and left alone otherwise.

The reports are invented.
"""

from __future__ import annotations

from datetime import date

import pytest

from rag.refusing import Premise, premise
from rag.refusing.relations import swapped
from rag.refusing.roles import borne
from tests.refusing_made_up import article, asks, readings

FIRE = article(
    "A fire broke out in the grain store of Port Sarn on Tuesday night. Five people died and 21 were hurt, the fire "
    "brigade said. Ada Brenn, the mayor of Port Sarn, refused to resign over it on Wednesday. “I will not leave in "
    "such an hour,” she said. The owner, Sarn Grain, did not insure the building. Police have not yet arrested anyone.",
    "Five dead in grain store fire",
    1,
)
BANK = article(
    "The Bank of Velmora cut its main rate by half a point on Monday. Its governor, Ines Dahl, denied that she had "
    "warned the government. The union accepted the offer of the bank. Keldmouth Rovers beat Ostrel Town 3-1 in "
    "the cup.",
    "Bank of Velmora cuts rate",
    2,
)
BRIDGE = article(
    "The bridge at Kessen did not open until noon on May 9. Three of the nine piers are cracked. Holm Varro, the head "
    "of the Roads Office, has ruled out selling the ferry. In all, 38 dockers and 12 sailors took part in the work. "
    "The council rejected the plan for a second bridge.",
    "Kessen bridge opens late",
    3,
)
REPORTS = (FIRE, BANK, BRIDGE)

CORRECTED = (
    ("Why did Ada Brenn resign?", "refused to resign"),
    ("When did Mayor Ada Brenn resign over the fire?", "refused to resign"),
    ("What happened after Ada Brenn resigned over the fire?", "refused to resign"),
    ("Who were the 90 people who died in the fire in Port Sarn?", "Five people died"),
    ("How did 14 people die in the grain store in Port Sarn?", "Five people died"),
    ("Why did the Bank of Velmora raise its main rate on Monday?", "cut its main rate"),
    ("By how much did the Bank of Velmora raise its main rate?", "cut its main rate"),
    ("Where did Ostrel Town beat Keldmouth Rovers?", "Rovers beat Ostrel Town"),
    ("How did Ostrel Town beat Keldmouth Rovers in the cup?", "Rovers beat Ostrel Town"),
    ("Why did the union reject the offer of the bank?", "accepted the offer"),
    ("Why did the council accept the plan for a second bridge?", "rejected the plan"),
    ("When did Holm Varro sell the ferry?", "ruled out selling"),
    ("Which company did Sarn Grain insure the building with?", "did not insure"),
    ("Why did Ines Dahl warn the government?", "denied that she had"),
    ("What did Tom Lark, the mayor of Port Sarn, say about the fire?", "Ada Brenn, the mayor"),
    ("Where did the 55 dockers work on the bridge?", "38 dockers"),
)
REFUSED = (
    "What did Corvin Trask say about the harvest?",
    "Who won the Golden Lantern Prize?",
    "What did the Bank of Velmora do in March 2019?",
    "Which team won the cup in 2016?",
    "When was the Tarn Hollow tunnel finished?",
)
LEFT_ALONE = (
    "Did Ada Brenn resign?",
    "Why did Ada Brenn refuse to resign?",
    "Why did the mayor of Port Sarn not resign?",
    "Who asked Ada Brenn to resign?",
    "Will Ada Brenn resign?",
    "Who died in the fire?",
    "How many people died in the fire in Port Sarn?",
    "What is known of the five people who died?",
    "What happened to the 21 people who were hurt?",
    "What did the 50 dockers and sailors do?",
    "Why did nearly 6 people die in the fire?",
    "When did the Bank of Velmora cut its rate?",
    "Who beat Ostrel Town?",
    "Whom did Keldmouth Rovers beat?",
    "Was Ostrel Town beaten by Keldmouth Rovers?",
    "When did the bridge at Kessen open?",
    "How many of the nine piers are cracked?",
    "What did Ada Bren say?",
    "What did Mayor Brenn say on Wednesday?",
    "Why was the plan for a second bridge rejected?",
    "What does Ines Dahl deny?",
    "what did holm varro rule out",
    "What did Holmm Varo rule out?",
    "What did Ada Benn and Ines Dhal say?",
    "What has happened since 2019?",
    "Which building burned before 2024?",
    "Tell me about the fire in Port Sarn",
    "fire port sarn dead",
    "Why was nobody arrested?",
    "What did Ada Brenn, the mayor of Port Sarn, say?",
)


def judged(question: str) -> Premise | None:
    return premise(asks(question), readings(question, *REPORTS))


@pytest.mark.parametrize(("question", "words"), CORRECTED)
def test_a_false_premise_is_corrected_with_the_sentence_that_says_how_it_is(
    question: str, words: str
) -> None:
    found = judged(question)
    assert found is not None
    assert found.verdict == "correct"
    assert found.reading is not None
    assert words in found.reading.text
    assert found.reason.endswith(".")


@pytest.mark.parametrize("question", REFUSED)
def test_what_no_article_read_has_heard_of_is_refused(question: str) -> None:
    found = judged(question)
    assert found is not None
    assert found.verdict == "refuse"
    assert found.reading is None


@pytest.mark.parametrize("question", LEFT_ALONE)
def test_an_honest_question_is_left_to_the_reader(question: str) -> None:
    assert judged(question) is None


def test_nothing_is_corrected_where_another_report_tells_it_so() -> None:
    later = article("Ada Brenn resigned on Friday as mayor of Port Sarn.", "Mayor goes", 4, date(2023, 5, 20))
    question = "Why did Ada Brenn resign?"
    assert judged(question) is not None
    assert premise(asks(question), readings(question, *REPORTS, later)) is None


def test_a_number_that_any_report_gives_is_no_false_premise() -> None:
    other = article("Ninety people died in the fire in Port Sarn, a paper said.", "Ninety dead", 5)
    question = "Who were the 90 people who died in the fire in Port Sarn?"
    assert premise(asks(question), readings(question, *REPORTS, other)) is None


def test_a_time_is_not_missed_where_the_report_has_no_date() -> None:
    undated = article("Rovers won the cup again.", "Cup", 6, None)
    question = "Which team won the cup in 2016?"
    assert premise(asks(question), readings(question, undated)) is None


def test_without_readings_nothing_is_said() -> None:
    assert premise(asks("Why did Ada Brenn resign?"), []) is None


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("Why did Ada Brenn sue Tom Lark?", "Tom Lark sued Ada Brenn on Monday.", True),
        ("Why did Ada Brenn sue Tom Lark?", "Ada Brenn was sued by Tom Lark.", True),
        ("Why did Ada Brenn sue Tom Lark?", "Ada Brenn sued Tom Lark on Monday.", False),
        ("Why did Ada Brenn sue Tom Lark?", "Tom Lark was sued by Ada Brenn.", False),
        ("Why did Ada Brenn meet Tom Lark?", "Tom Lark met Ada Brenn on Monday.", False),
        ("Why was Ada Brenn sued by Tom Lark?", "Ada Brenn sued Tom Lark on Monday.", True),
    ],
)
def test_who_did_it_to_whom(question: str, sentence: str, expected: bool) -> None:
    assert swapped(question, sentence) is expected


def test_roles_are_read_in_the_forms_of_news() -> None:
    expected = [("mayor", "sarn", "brenn")]
    assert borne("Ada Brenn, the mayor of Port Sarn, spoke.") == expected
    assert borne("The mayor of Port Sarn, Ada Brenn, spoke.") == expected
    assert borne("Port Sarn spoke of Ada Brenn.") == []
