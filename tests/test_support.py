"""supports(): which claims a quotation bears out. All cases are invented."""

from __future__ import annotations

import time

import pytest

from index.embedding import Embedder
from rag.support import SUPPORTED, aligned, context_of, supports, supports_together
from tests.test_writer import HITS, hit

FLOOD = """Headline: Flood cuts off Arnwell
Source: Veldt Herald
Published: 2017-08-18

ARNWELL, Veldt — The River Orr burst its banks on Wednesday and flooded 212 homes in Arnwell, killing three people.
On Aug. 2, engineers had warned the county that 1,500 sandbags were missing, said Lena Marsh, a spokeswoman for the
Water Board.
“We did not get the money,” said Governor Pedro Alvan. The U.S. embassy gave US$1.5 million, about 12 percent of the
cost.
Twenty-five soldiers and 41 nurses came from Kessia. Kessia does not recognize the government of Veldt.
One of the bridges fell in 2012. Nearly 400 people slept in schools; more than 60 roads were closed.
The third dam, built in 1987, held. A COVID-19 ward at St. Hilde’s hospital was moved last month.
Two-thirds of the crop is lost, and dozens of farms are under water. Doctors saw no cases of cholera."""

BURST = "The River Orr burst its banks on Wednesday and flooded 212 homes in Arnwell, killing three people."
WARNED = "On Aug. 2, engineers had warned the county that 1,500 sandbags were missing"
LENA = "1,500 sandbags were missing, said Lena Marsh, a spokeswoman for the\nWater Board."
MONEY = "The U.S. embassy gave US$1.5 million, about 12 percent of the\ncost."
HELP = "Twenty-five soldiers and 41 nurses came from Kessia."
DENIES = "Kessia does not recognize the government of Veldt."
BRIDGE = "One of the bridges fell in 2012."
SLEPT = "Nearly 400 people slept in schools; more than 60 roads were closed."
DAM = "The third dam, built in 1987, held."
WARD = "A COVID-19 ward at St. Hilde’s hospital was moved last month."
CROP = "Two-thirds of the crop is lost, and dozens of farms are under water."
CHOLERA = "Doctors saw no cases of cholera."
GOVERNOR = "“We did not get the money,” said Governor Pedro Alvan."

GOOD = [
    # as it stands, and in other words
    (BURST, BURST),
    ("The flood killed three people in Arnwell.", BURST),
    ("212 homes in Arnwell were flooded.", BURST),
    ("The River Orr flooded 212 homes", "flooded 212 homes in Arnwell"),
    # numbers: digits, words, separators, scales, units
    ("The flood killed 3 people.", BURST),
    ("The county lacked 1500 sandbags.", WARNED),
    ("The county lacked 1,500 sandbags.", WARNED),
    ("The county was missing fifteen hundred sandbags.", WARNED),
    ("The embassy gave $1,500,000.", MONEY),
    ("The embassy gave 1.5 million dollars.", MONEY),
    ("The embassy gave $1.5m, 12% of the cost.", MONEY),
    ("That is twelve per cent of the cost.", MONEY),
    ("25 soldiers came from Kessia.", HELP),
    ("Forty-one nurses came from Kessia.", HELP),
    ("About two-thirds of the crop is lost.", CROP),
    ("The 3rd dam held.", DAM),
    ("Dozens of farms are under water.", CROP),
    ("Hundreds of homes were flooded in Arnwell.", BURST),
    # "one" that counts nothing
    ("The flood was one of the worst; it killed three people in Arnwell.", BURST),
    ("No one got the money.", "We did not get the money"),
    # dates: other forms, resolved from the publication date, from beside the quotation
    ("Engineers warned the county on 2 August.", WARNED),
    ("Engineers warned the county on August 2nd, 2017.", WARNED),
    ("Engineers warned the county on 2017-08-02.", WARNED),
    ("The River Orr burst its banks on 16 August 2017.", BURST),
    ("The River Orr burst its banks on Wednesday.", BURST),
    ("In August 2017 the River Orr flooded Arnwell.", BURST),
    ("In 2017 the River Orr flooded Arnwell.", BURST),
    ("The COVID-19 ward was moved in July 2017.", WARD),
    ("A bridge fell in 2012.", BRIDGE),
    ("The Veldt Herald reported on 18 August 2017 that 212 homes were flooded.", BURST),
    # names: parts, from the context, possessives, peoples, accents, capitals
    ("Marsh said 1,500 sandbags were missing.", LENA),
    ("Lena Marsh of the Water Board said 1,500 sandbags were missing.", LENA),
    ("Engineers warned the county, said Lena Marsh.", WARNED),
    ("Arnwell’s homes were flooded.", BURST),
    ("Kessian nurses came to help: 41 of them.", HELP),
    ("Pedro Álvan said the money did not come.", GOVERNOR),
    ("The US embassy gave $1.5 million.", MONEY),
    ("Rescuers say three people died when the River Orr burst its banks.", BURST),
    ("The COVID-19 ward was moved.", WARD),
    ("Meanwhile, Kessia sent 41 nurses.", HELP),
    # quoted words, curly or straight
    ('The governor said "we did not get the money".', GOVERNOR),
    ("The governor said “We did not get the money.”", GOVERNOR),
    # negations that agree
    ("Kessia does not recognise the government of Veldt.", DENIES),
    ("Kessia refuses to recognize the government of Veldt.", DENIES),
    ("There were no cases of cholera.", CHOLERA),
    ("Doctors did not see any cases of cholera.", CHOLERA),
    # white space in the quotation
    ("The embassy gave $1.5 million.", "The U.S.  embassy gave\n US$1.5 million"),
    ("Nearly 400 people slept in schools.", SLEPT),
]

BAD = [
    # the quotation itself
    (
        "The flood killed three people.",
        "The flood killed three people.",
        "the quotation is not in the passage",
    ),
    ("The flood killed three people.", "", "the quotation is empty"),
    ("The flood killed three people.", "...", "the quotation is empty"),
    ("The flood killed three people.", BURST.lower(), "the quotation is not in the passage"),
    ("The governor got no money.", '"We did not get the money,"', "the quotation is not in the passage"),
    ("12 homes were flooded.", "12 homes in Arnwell", "cuts a word or a number"),
    ("500 sandbags were missing.", "500 sandbags were missing", "cuts a word or a number"),
    ("It gave 5 million.", "5 million", "cuts a word or a number"),
    ("It gave $1.", "US$1", "cuts a word or a number"),
    ("It gave $1.5.", "The U.S. embassy gave US$1.5", "the number $1.5"),
    ("", BURST, "says nothing"),
    ("…", BURST, "says nothing"),
    # numbers
    ("The flood killed four people.", BURST, "the number four"),
    ("The flood killed 30 people.", BURST, "the number 30"),
    ("Twelve homes were flooded in Arnwell.", BURST, "the number Twelve"),
    ("2 homes were flooded in Arnwell.", BURST, "the number 2"),
    ("12 bridges fell.", BRIDGE, "the number 12"),
    ("Two engineers warned the county.", WARNED, "the number Two"),
    ("2 engineers warned the county.", WARNED, "the number 2"),
    ("One engineer warned the county.", WARNED, "the number One"),
    ("19 wards were moved.", WARD, "the number 19"),
    ("1.5 sandbags were missing.", WARNED, "the number 1.5"),
    ("The embassy gave $1.5 billion.", MONEY, "the number $1.5 billion"),
    ("The embassy gave €1.5 million.", MONEY, "the number €1.5 million"),
    ("12 embassies shared the cost.", MONEY, "the number 12"),
    ("A third of the crop is lost.", CROP, "the number A third"),
    ("Three dams held.", DAM, "the number Three"),
    ("The second dam held.", DAM, "the number second"),
    ("Thousands of farms are under water.", CROP, "the number Thousands"),
    ("66 people came from Kessia.", HELP, "the number 66"),
    ("41 soldiers and 25 nurses came from Kessia.", HELP, "gives another number"),
    ("41 were soldiers and 25 were nurses from Kessia.", HELP, "gives another number"),
    ("Fewer than 60 roads were closed.", SLEPT, "says more than"),
    ("1,500 sandbags were missing and 212 homes were flooded.", WARNED, "the number 212"),
    # dates
    ("Engineers warned the county on 3 August.", WARNED, "the date 3 August"),
    ("Engineers warned the county on 2 August 2016.", WARNED, "the date 2 August 2016"),
    ("Engineers warned the county on July 2.", WARNED, "the date July 2"),
    ("The River Orr burst its banks on 17 August 2017.", BURST, "the date 17 August 2017"),
    ("The River Orr burst its banks on Thursday.", BURST, "the date Thursday"),
    ("The River Orr burst its banks on 18 August 2017.", BURST, "that of the publication"),
    ("The River Orr burst its banks yesterday.", BURST, "the date yesterday"),
    ("In 2016 the River Orr flooded Arnwell.", BURST, "the date In 2016"),
    ("In May 2017 the River Orr flooded Arnwell.", BURST, "the date May 2017"),
    # names
    ("Lena Alvan said 1,500 sandbags were missing.", LENA, "the name Lena Alvan"),
    ("Smith said 1,500 sandbags were missing.", LENA, "the name Smith"),
    ("The flood killed three people in Dorne.", BURST, "the name Dorne"),
    ("The UN gave $1.5 million.", MONEY, "the name UN"),
    ("The United States embassy gave $1.5 million.", MONEY, "the name United States"),
    ("IT experts at the U.S. embassy gave $1.5 million.", MONEY, "the name IT"),
    ("The COVID-20 ward was moved.", WARD, "the name COVID-20"),
    ("The Globe reported that 212 homes were flooded.", BURST, "the name Globe"),
    # words and links that nobody wrote
    ("The governor said “we got the money”.", GOVERNOR, "the words “we got the money”"),
    ("Three people died, see https://evil.example/x.", BURST, "a link"),
    # what is denied
    ("Kessia recognizes the government of Veldt.", DENIES, "denies"),
    ("The River Orr did not flood 212 homes in Arnwell.", BURST, "denies"),
    ("Doctors saw cases of cholera.", CHOLERA, "denies"),
    ("“We got the money,” he said.", GOVERNOR, "the words"),
    # of whom it is said
    ("Veldt recognized no government.", "Kessia does not recognize the government", ""),
    # too little
    ("The River Orr burst its banks.", "Arnwell", "too short"),
    ("Parliament votes again over new taxes next week.", BURST, ""),
    ("The mayor was sacked after an angry debate about schools.", DAM, ""),
]


@pytest.mark.parametrize(("claim", "quotation"), GOOD)
def test_a_quotation_bears_out(claim: str, quotation: str) -> None:
    support = supports(claim, quotation, FLOOD)
    assert support.score >= SUPPORTED, support
    assert support.supported


@pytest.mark.parametrize(("claim", "quotation", "reason"), BAD)
def test_a_quotation_does_not_bear_out(claim: str, quotation: str, reason: str) -> None:
    support = supports(claim, quotation, FLOOD)
    assert support.score < SUPPORTED, support
    assert support.reasons
    assert reason in " ".join(support.reasons)


def test_with_a_judge_of_meaning_the_same_is_borne_out_and_the_same_is_not(embedder: Embedder) -> None:
    judge = aligned(embedder)
    for claim, quotation in GOOD:
        assert supports(claim, quotation, FLOOD, judge).supported, claim
    for claim, quotation, _ in BAD:
        assert not supports(claim, quotation, FLOOD, judge).supported, claim


def test_what_is_missing_scores_nothing_and_what_is_doubtful_something() -> None:
    assert supports("The flood killed four people.", BURST, FLOOD).score == 0
    assert supports("The flood in Dorne killed three people.", BURST, FLOOD).score == 0
    assert 0 < supports("Kessia recognizes the government of Veldt.", DENIES, FLOOD).score < SUPPORTED


def test_a_claim_in_the_quotations_own_words_scores_one() -> None:
    for quotation in (BURST, MONEY, HELP, DENIES, SLEPT, CROP, CHOLERA):
        assert supports(quotation, quotation, FLOOD).score == 1, quotation


def test_a_lost_hedge_lowers_the_score_and_says_so() -> None:
    kept = supports("More than 60 roads were closed.", SLEPT, FLOOD)
    lost = supports("60 roads were closed.", SLEPT, FLOOD)
    assert SUPPORTED <= lost.score < kept.score
    assert lost.reasons == ("the quotation says more than 60",)


def test_a_relative_day_needs_a_publication_date() -> None:
    undated = FLOOD.replace("Published: 2017-08-18", "Published: unknown")
    claim = "The River Orr burst its banks on 16 August 2017."
    assert supports(claim, BURST, FLOOD).supported
    assert not supports(claim, BURST, undated).supported


def test_the_date_line_of_a_report_is_not_the_day_of_what_it_tells() -> None:
    context = FLOOD.replace("ARNWELL, Veldt", "date 2017-08-18 Veldt")
    assert not supports("The River Orr burst its banks on 18 August 2017.", BURST, context).supported
    assert supports("The River Orr burst its banks on 16 August 2017.", BURST, context).supported
    told = "Published: 2017-08-18\n\nOn August 18, 2017 the dam broke, after rain on Wednesday."
    assert supports(
        "The dam broke on 18 August.", "On August 18, 2017 the dam broke, after rain on Wednesday", told
    ).supported


def test_only_a_number_can_be_looked_for_in_a_longer_quotation() -> None:
    assert supports("The flood killed three people.", "flooded 212 homes in Arnwell", FLOOD).longer_may_help
    assert not supports("The flood in Dorne killed 3.", "flooded 212 homes in Arnwell", FLOOD).longer_may_help
    assert not supports("The flood killed three people.", "no such words", FLOOD).longer_may_help


def test_several_quotations_bear_out_together_what_none_does_alone() -> None:
    claim = "The flood killed three people, and 41 nurses came from Kessia."
    assert not supports(claim, BURST, FLOOD).supported
    assert not supports(claim, HELP, FLOOD).supported
    assert supports_together(claim, [(BURST, FLOOD), (HELP, FLOOD)]).supported
    assert supports_together(claim, [(BURST, FLOOD), ("no such words", FLOOD)]).score == 0
    assert supports_together(claim, []).score == 0


def test_a_line_of_the_passage_cannot_pass_for_the_publication_line() -> None:
    undated = hit(
        "Published: 2001-02-03\nThe bank failed on Wednesday, the ministry said.",
        title="x\nPublished: 2001-02-03",
    )
    context = context_of(undated)
    assert "\nPublished: 2017-08-18\n" in context
    assert context.index("Published: 2017-08-18") < context.index("\nPublished: 2001")
    assert not supports(
        "The bank failed on 31 January 2001.", "The bank failed on Wednesday", context
    ).supported


def test_a_context_names_headline_source_and_date_over_the_passage() -> None:
    context = context_of(HITS[1])
    head, _, text = context.partition("\n\n")
    assert head == "Headline: Market to close\nSource: Coast Daily\nPublished: 2017-08-18"
    assert text == HITS[1].passage.text


def test_hostile_input_takes_no_long_time() -> None:
    began = time.process_time()
    for piece in (
        "Aa ",
        "1,1",
        "one hundred ",
        "not ",
        '"',
        "in 2011 ",
        "A.",
        "$1 ",
        "Aug. 2 ",
        "(" * 9,
        "-1",
        "Ab-",
    ):
        supports(piece * (1200 // len(piece)), (piece * 500).strip(), piece * (6000 // len(piece)))
    assert time.process_time() - began < 20
