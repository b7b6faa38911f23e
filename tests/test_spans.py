"""The short answer: which words of a sentence settle a question, and where none do.

Every sentence here is invented; "" means that no words settle it, which is better than the wrong ones.
"""

from __future__ import annotations

from datetime import date

import pytest

from index import Article, Filters, Hit, Passage
from rag.query import understand
from rag.reader.reading import Reading
from rag.reader.spans import answer_span

DAY = date(2023, 5, 18)  # a Thursday

HOW_MANY = (
    (
        "How many were held in Lund?",
        "Police held 151 Danes and three Swedes in Lund.",
        "151 Danes and three Swedes",
    ),
    (
        "How many people are missing from the barge?",
        "Three people died and 12 were missing after the barge turned over.",
        "12",
    ),
    ("How many Swedes were held?", "Police held 151 Danes and three Swedes in Lund.", "three"),
    ("How many households had no power?", "About 61,000 homes lost power in the storm.", "61,000 homes"),
    ("How many homes lost power?", "About 61,000 homes lost power in the storm.", "61,000"),
    ("By how much did rents rise?", "Rents rose by 6 percent last year, the council said.", "6 percent"),
    (
        "How much did the scheme earn?",
        "The ring is thought to have earned US$450 million.",
        "US$450 million",
    ),
    (
        "How much will the bridge cost?",
        "The bridge will cost 22 million crowns (US$2.75 million).",
        "22 million crowns",
    ),
    ("How long is her sentence?", "Ines Dahl, 51, was sentenced to nine years in prison.", "nine years"),
    ("How old is Ines Dahl?", "Ines Dahl, 51, was sentenced to nine years in prison.", "51"),
    ("How many jobs are vacant?", "The director said 90 of the 460 nursing jobs were vacant.", "90"),
    ("How many people were on board?", "It turned out that 94 people, not 86, had been on board.", "94"),
    ("How many are missing?", "The number of missing was put at 19, up from 12 on Monday.", "19"),
    (
        "How deep does the wreck lie?",
        "The wreck lies at a depth of 34 metres, 3 kilometres off the coast.",
        "34 metres",
    ),
    (
        "How tall will the tower be?",
        "The tower, 2 kilometres from the port, is to be 94 metres high.",
        "94 metres",
    ),
    ("How many ships were waiting?", "On May 3 some 14 ships lay at anchor off the port.", "14"),
    ("How many women were arrested?", "On Wednesday 225 Danes, 25 of them women, were arrested.", "25"),
    (
        "How many were arrested in total?",
        "On Wednesday 225 Danes, 25 of them women, were arrested in Lund.",
        "225 Danes",
    ),
    ("How many farmers blocked the road?", "At 6 a.m. on May 3, 2023, 300 farmers blocked the road.", "300"),
    (
        "What share of the vote did Dahl win?",
        "Dahl won 51.3 percent of the vote; turnout was 71.5 percent.",
        "51.3 percent",
    ),
    ("What was the turnout?", "Dahl won 51.3 percent of the vote; turnout was 71.5 percent.", "71.5 percent"),
    (
        "How many times a week does it fly?",
        "The airline flies 14 times a week to the island.",
        "14 times a week",
    ),
    ("How often does the boat run?", "A free boat runs twice a day to the island.", "twice a day"),
    (
        "How many rings of this kind have been found?",
        "It is the fifth ring of this kind found since May.",
        "fifth",
    ),
    (
        "How many children will get lunch?",
        "All 212,000 children in primary schools will get a free lunch.",
        "212,000",
    ),
    (
        "How many people live there?",
        "Between 9 and 10 percent of homes are empty; 4.1 million people live there.",
        "4.1 million",
    ),
    ("How many suspects does the order cover?", "The paper that sends 53 suspects away was signed.", "53"),
    ("How many eggs did he eat?", "He ate 10 to 12 eggs.", "10 to 12"),
    ("How many survived?", "Seventy-two of the 94 on board survived.", "Seventy-two"),
    ("How big was the crowd?", "They won 2-1 in front of 41,250 people at the stadium.", "41,250 people"),
    ("How much of the land is forest?", "About two thirds of the land is forest.", "two thirds"),
    ("How many buses were there?", "There was no word about buses.", ""),
    ("What is the interest rate now?", "The Royal Bank cut its interest rate by half a point.", ""),
    ("How many drivers voted no?", "Crane No. 4 was used by Flight 19 on Pier 7.", ""),
)

WHEN = (
    (
        "When was the bridge closed?",
        "The bridge was closed on Monday, the office said on Wednesday.",
        "Monday",
    ),
    (
        "When did the office say so?",
        "The bridge was closed on Monday, the office said on Wednesday.",
        "Wednesday",
    ),
    (
        "In what year was the hospital built?",
        "The hospital, built in 1938, was closed in March 2020.",
        "1938",
    ),
    ("What year was it closed?", "The hospital, built in 1938, was closed in March 2020.", "2020"),
    ("When will he be sworn in?", "He will be sworn in on Dec. 1 for a term of five years.", "Dec. 1"),
    (
        "When did the meeting take place?",
        "OSLO, May 17 (Wire) - Ministers met in Lund last Friday.",
        "last Friday",
    ),
    ("At what time did the ferry leave?", "The ferry left at 5:50 p.m. on Monday.", "5:50 p.m."),
    ("When did the ferry leave?", "The ferry left at 5:50 p.m. on Monday.", "Monday"),
    ("When should the report be ready?", "A report is due by the end of October.", "the end of October"),
    (
        "When does filling begin?",
        "They want to begin filling it in the spring of 2026.",
        "the spring of 2026",
    ),
    ("When was the style popular?", "The style was popular in the late 1970s.", "the late 1970s"),
    ("When was it made?", "The clock is thought to be from the 18th century.", "the 18th century"),
    ("When did it happen?", "Nobody was hurt.", ""),
)

WHO = (
    (
        "Who signed the order?",
        "Acting Interior Minister Ane Lund has signed the order.",
        "Acting Interior Minister Ane Lund",
    ),
    ("Who signed the order?", "The order was signed by Ane Lund, the acting minister.", "Ane Lund"),
    (
        "Who runs the station?",
        "Lt. Jon Dahl, who runs the station at Lund, said 12 were missing.",
        "Lt. Jon Dahl",
    ),
    (
        "Who scored?",
        "Keel looked beaten until Yann Moe, their captain, scored in the 88th minute.",
        "Yann Moe",
    ),
    ("Who was acquitted?", "A third defendant, the accountant Sim Arke, was acquitted.", "Sim Arke"),
    ("Who was questioned by the police?", "Police questioned Olen Varr for four hours.", "Olen Varr"),
    ("Who questioned Olen Varr?", "Police questioned Olen Varr for four hours.", "Police"),
    ("Who saw the balloon first?", "A farmer saw it first, over the hills west of Lund.", "A farmer"),
    ("Who leads the inquiry?", "The minister said that a judge, Hal Brisk, leads the inquiry.", "Hal Brisk"),
    (
        "Who will meet in the second round?",
        "Ilsa Mor and Teo Hask will meet in the second round.",
        "Ilsa Mor and Teo Hask",
    ),
    (
        "Who will meet Teo Hask in the second round?",
        "Ilsa Mor and Teo Hask will meet in the second round.",
        "Ilsa Mor",
    ),
    (
        "Which company built the dam?",
        "The dam was built by Holl Brothers Company in Lund.",
        "Holl Brothers Company",
    ),
    ("Which party opposed the tax?", "The National Union party opposed the tax.", "The National Union party"),
    (
        "Who published the rules?",
        "The Commission on Rights of the Child published the rules.",
        "The Commission on Rights of the Child",
    ),
    ("Who paid?", "It rained all day.", ""),
)

WHERE = (
    (
        "Where did the balloon land?",
        "It came down on Sunday in a field of turnips near Dunmoor.",
        "a field of turnips near Dunmoor",
    ),
    ("Where was the gust measured?", "Gusts reached 148 kilometres an hour at Cape Illan.", "Cape Illan"),
    (
        "Where was the clock found?",
        "The clock was found in a locker at Lund railway station.",
        "a locker at Lund railway station",
    ),
    (
        "In which town is the school?",
        "The number belongs to a school in the Danish town of Pell Astra.",
        "Pell Astra",
    ),
    (
        "In which provinces were they arrested?",
        "They were arrested in the provinces of Siem and Bant, Vi Chann said.",
        "Siem and Bant",
    ),
    (
        "In which two provinces were they arrested?",
        "Officers made arrests in two provinces, Bant Mean and Siem.",
        "Bant Mean and Siem",
    ),
    ("To which port did the ship sail?", "A ship from Lund gave up on Tuesday and sailed to Keel.", "Keel"),
    ("Where is unrest reported?", "Unrest is reported in southern Austria.", "southern Austria"),
    ("Where was it?", "They waited for five hours.", ""),
)

WHY = (
    ("Why was the flight late?", "The flight was late because of fog, the airline said.", "fog"),
    (
        "Why did he not fire?",
        "Gen. Dahl did not fire because there were U.S. villages below.",
        "there were U.S. villages below",
    ),
    ("Why did work stop?", "Work stopped in May, when the firm went bankrupt.", "the firm went bankrupt"),
    (
        "Why should they be tried there?",
        "It defended this by saying the victims were all there and so the trial should be.",
        "the victims were all there",
    ),
    ("Why was she jailed?", "She was jailed for stealing 3.5 million crowns.", "stealing 3.5 million crowns"),
    ("Why did the price rise?", "The price rose to 6 crowns.", ""),
)

WHO_IS = (
    (
        "Who is Uk Sela?",
        "The General Bureau of Harbours head of inspections Uk Sela said so.",
        "The General Bureau of Harbours head of inspections",
    ),
    (
        "Who is Aldo Mer?",
        "Gen. Aldo Mer, the head of the air force, decided not to fire.",
        "the head of the air force",
    ),
    (
        "Who is Tou Sar?",
        "“No,” said Tou Sar, deputy director of the police department.",
        "deputy director of the police department",
    ),
    ("Who is Hal Brisk?", "He said that a retired judge, Hal Brisk, would lead it.", "a retired judge"),
    (
        "Who is Garr Undal?",
        "Transport Minister Garr Undal said yesterday that it was over.",
        "Transport Minister",
    ),
    ("Who is Ilsa Mor?", "Ms. Mor, 52, was mayor of Port Sar until last year.", "mayor of Port Sar"),
    (
        "Who is Jon Dahl?",
        "Lt. Jon Dahl, who commands the station at Keel, said so.",
        "commands the station at Keel",
    ),
    (
        "who is jon dahl",
        "Lt. Jon Dahl, who commands the station at Keel, said so.",
        "commands the station at Keel",
    ),
    ("Who is Ada Bren?", "Ada Bren said on Monday that she was tired.", ""),
)

WHAT = (
    (
        "Which storm killed two people?",
        "Two people were killed when Storm Brann crossed the north.",
        "Storm Brann",
    ),
    (
        "What is the new ship called?",
        "The new ship, called the Cran Light, is being fitted out.",
        "the Cran Light",
    ),
    (
        "What did he say about the boat?",
        "“I don’t know, that depends on the plane,” he said.",
        "I don’t know, that depends on the plane",
    ),
    (
        "What does SPA stand for?",
        "The Sarn Port Authority (SPA) offers 3 percent.",
        "The Sarn Port Authority",
    ),
    ("What was stolen?", "A silver clock and 200 crowns were gone.", ""),
    ("What did the fraudsters promise?", "They made people believe that a case would go away.", ""),
    ("How did the thief get in?", "The thief came through the roof.", ""),
    ("Was the thief caught?", "The thief was caught on Monday.", ""),
)


CASES = [*HOW_MANY, *WHEN, *WHO, *WHERE, *WHY, *WHO_IS, *WHAT]
FIRST = [HOW_MANY[0], WHEN[0], WHO[0], WHERE[0], WHY[0]]


def place(
    question: str, sentence: str, published: date | None = DAY, lead: str = ""
) -> tuple[int, int] | None:
    """Where the short answer stands in an article whose sentence comes behind `lead`."""
    text = lead + sentence
    article = Article("a" * 12, "A headline", text, published=published)
    passage = Passage("p", article.id, text, 0, len(text), ((len(lead), len(text)),))
    query = understand(question, (), Filters(), None, DAY)
    return answer_span(query, Reading(Hit(passage, article, 1.0), len(lead), len(text), 0.9))


def short(question: str, sentence: str, published: date | None = DAY, lead: str = "") -> str:
    span = place(question, sentence, published, lead)
    return (lead + sentence)[slice(*span)] if span else ""


@pytest.mark.parametrize(("question", "sentence", "expected"), CASES)
def test_short_answer(question: str, sentence: str, expected: str) -> None:
    assert short(question, sentence) == expected


@pytest.mark.parametrize(("question", "sentence", "expected"), FIRST)
def test_the_span_counts_in_the_article_not_in_the_sentence(
    question: str, sentence: str, expected: str
) -> None:
    assert short(question, sentence, lead="Zwölf 🚢 Ähren.\n\n") == expected


@pytest.mark.parametrize(("question", "sentence", "expected"), WHEN)
def test_a_date_is_found_where_the_report_has_none(question: str, sentence: str, expected: str) -> None:
    assert short(question, sentence, published=None) == expected


@pytest.mark.parametrize(("question", "sentence"), [case[:2] for case in CASES])
def test_no_span_cuts_a_word_or_a_number(question: str, sentence: str) -> None:
    for length in range(1, len(sentence)):
        cut = sentence[:length]
        span = place(question, cut)
        if span is not None:
            start, end = span
            assert cut[start:end].strip() == cut[start:end] != ""
            assert not (start and cut[start - 1].isalnum() and cut[start].isalnum()), cut[start:end]
            assert not (end < length and cut[end - 1].isalnum() and cut[end].isalnum()), cut[start:end]


@pytest.mark.parametrize(
    "question", ["Who?", "How many?", "When?", "Where?", "Why?", "What?", "???", "who is x"]
)
@pytest.mark.parametrize(
    "sentence", ["", ".", "1", "“", "A", "…", "No. 4.", "in the", "by the", "because", "🚢 🚢"]
)
def test_scraps_give_no_error(question: str, sentence: str) -> None:
    assert short(question, sentence) in sentence
