"""supports() beyond single facts: denials, opposites, meaning, and which sentences bear a claim out."""

from __future__ import annotations

import pytest

from index.embedding import Embedder
from rag.support import Judge, aligned, bearing, supports, supports_together
from rag.support.evidence import read
from rag.support.features import NAMES, features
from rag.support.opposites import opposed
from rag.support.rarity import ordinary, rarest, rarity
from rag.support.weighing import shipped

STRIKE = """Headline: Ferry crews walk out
Source: Coast Daily
Published: 2017-08-18

Ferry crews at Port Sarn walked out from Aug. 2 to Aug. 5 after talks over pay collapsed.
Wages at the yard rose by 4 percent last year. Ada Brenn, the harbour master, did not attend the talks.
Routine inspections of the hulls were put off. The island of Velmora had no fresh milk."""
WALKED = "Ferry crews at Port Sarn walked out from Aug. 2 to Aug. 5 after talks over pay collapsed."
WAGES = "Wages at the yard rose by 4 percent last year."
ABSENT = "Ada Brenn, the harbour master, did not attend the talks."
ROUTINE = "Routine inspections of the hulls were put off."
MILK = "The island of Velmora had no fresh milk."
SENTENCES = (WALKED, WAGES, ABSENT, ROUTINE, MILK)


@pytest.mark.parametrize(
    ("claim", "quotation"),
    [
        ("Wages at the yard fell by 4 percent.", WAGES),
        ("Ada Brenn attended the talks.", ABSENT),
        ("Velmora had fresh milk.", MILK),
        ("Ferry crews did not walk out at Port Sarn.", WALKED),
        ("The crews walked out on 3 August 2017.", WALKED),
        ("The crews walked out on 1 August 2017.", WALKED),
    ],
)
def test_a_denial_an_opposite_or_another_day_is_not_borne_out(claim: str, quotation: str) -> None:
    assert not supports(claim, quotation, STRIKE).supported
    assert not supports(claim, quotation, STRIKE, lambda *_: 1.0).supported


@pytest.mark.parametrize(
    ("claim", "quotation"),
    [
        ("Wages at the yard rose by 4 percent.", WAGES),
        ("The crews walked out from 2 August to 5 August 2017.", WALKED),
        ("Regular inspections of the hulls were put off.", ROUTINE),
        ("Ada Brenn was not at the talks.", ABSENT),
        ("Ferry crews walk out after pay talks collapse.", WALKED),
    ],
)
def test_other_forms_of_the_same_words_and_days_are_borne_out(claim: str, quotation: str) -> None:
    assert supports(claim, quotation, STRIKE).supported


def test_an_ordinary_word_that_opens_a_sentence_names_nobody() -> None:
    assert "name" not in " ".join(supports("Regular inspections were put off.", ROUTINE, STRIKE).reasons)
    assert "the name Dorne is not" in " ".join(
        supports("Dorne inspections were put off.", ROUTINE, STRIKE).reasons
    )
    assert "the name Regular is not" in " ".join(supports("Regular said so.", ROUTINE, STRIKE).reasons)


def test_no_judge_makes_up_for_a_missing_fact() -> None:
    for claim in ("Wages rose by 5 percent.", "Wages rose in Dorne.", "Wages rose on 3 May 2016."):
        assert supports(claim, WAGES, STRIKE, lambda *_: 1.0).score == 0


def test_the_nearer_the_meaning_the_higher_the_score() -> None:
    def score(meaning: float) -> float:
        return supports("Pay at the shipyard went up.", WAGES, STRIKE, lambda *_: meaning).score

    assert score(0.0) < score(0.5) < score(1.0)


def test_the_judge_is_asked_about_the_claim_and_all_that_is_quoted() -> None:
    asked: list[tuple[str, str]] = []

    def judge(claim: str, evidence: str) -> float:
        asked.append((claim, evidence))
        return 0.5

    supports_together("Wages  rose and crews left.", [(WAGES, STRIKE), (MILK, STRIKE)], judge)
    assert asked == [("Wages rose and crews left.", f"{WAGES} {MILK}")]


def test_other_words_for_the_same_are_nearer_than_the_same_words_for_another(embedder: Embedder) -> None:
    judge: Judge = aligned(embedder)
    evidence = "The yard increased the salaries of its workers."
    assert judge(evidence, evidence) == pytest.approx(1.0, abs=0.02)
    assert (
        judge("Wages at the shipyard went up.", evidence)
        > judge("A balloon flew over the hills.", evidence) + 0.1
    )
    assert judge("", evidence) == 0.0


def test_sentences_that_bear_a_claim_out_come_in_their_order_and_only_where_they_add() -> None:
    assert bearing("Velmora had no milk after the ferry crews of Port Sarn walked out.", SENTENCES) == (0, 4)
    assert bearing("Wages rose.", SENTENCES) == (1,)
    assert bearing("Hang-gliders crossed a glacier.", SENTENCES) == ()
    assert bearing("Wages rose.", ()) == ()
    assert bearing("Wages rose.", (WAGES, WAGES)) == (0,)
    assert bearing("Wages rose.", ("At the yard the wages rose a lot this year.", "Wages rose.")) == (1,)


def test_three_sentences_at_most_are_taken() -> None:
    claim = "Wages rose, milk was short, inspections were put off and talks collapsed at the ferry."
    assert len(bearing(claim, SENTENCES)) == 3


def test_a_context_is_read_once_for_many_sentences() -> None:
    context = STRIKE.replace("Velmora", "Olm")
    before = read.cache_info().misses
    for sentence in (WAGES, ROUTINE, WALKED):
        supports("Wages rose.", sentence, context)
    assert read.cache_info().misses == before + 1


def test_features_are_shares_by_rarity() -> None:
    names = dict(zip(NAMES, features("yard", 1, frozenset(), "nothing", frozenset({"yard"})), strict=True))
    assert names["quoted"] == pytest.approx(6 / (6 + rarity("yard")))
    assert names["around"] == 1.0
    named = features("Brenn left", 0, frozenset({"brenn"}), "She went home", frozenset())
    assert named[0] == pytest.approx(rarity("brenn") / (rarity("brenn") + rarity("leav")))
    assert features("", 2, frozenset(), "", frozenset()) == (1.0, 1.0)


def test_rare_words_weigh_more_and_ordinary_words_are_known() -> None:
    assert rarity("govern") < rarity("milk") < rarity("velmora") == rarest()
    assert ordinary("Routine")
    assert not ordinary("Velmora")
    assert not ordinary("Bush")


def test_opposites_are_seen_where_only_one_side_has_each() -> None:
    assert list(opposed("Prices fell.", "Prices rose.")) == [("fell", "rose")]
    assert list(opposed("Prices fell.", "Prices rose, then fell.")) == []
    assert list(opposed("Prices rose and fell.", "Prices rose.")) == []
    assert list(opposed("Prices changed.", "Prices rose.")) == []


@pytest.mark.parametrize("judged", [False, True])
def test_what_is_in_the_quotation_speaks_for_a_claim(judged: bool) -> None:
    weights = shipped(judged)
    assert weights.bias < 0 < weights.features[NAMES.index("quoted")]
    assert (weights.meaning > 0) is judged
