"""Every measure gives the value computed by hand."""

from __future__ import annotations

from datetime import date

import pytest

from eval.measures.abstention import abstention
from eval.measures.answer_correct import answer_correct
from eval.measures.answer_recall import answer_recall
from eval.measures.exact_match import exact_match
from eval.measures.f_score import harmonic_mean
from eval.measures.lexical_overlap import lexical_overlap
from eval.measures.normalise import holds_words, normalise, padded, squad_normalise, without_markers
from eval.measures.ranking import ranking_measures
from eval.measures.tally import NOTHING, Tally
from eval.measures.token_f1 import token_f1
from eval.question import Turn
from rag.result import Answer, ResolvedDate


def said(text: str = "", short: str = "", *, abstained: bool = False, day: date | None = None) -> Answer:
    dates = (ResolvedDate("on Monday", day, day, day),) if day else ()
    return Answer("Q?", "Q?", text, short, "who", abstained, 0.5, "extractive", resolved_dates=dates)


def asked(*answers: str, all_of: tuple[tuple[str, ...], ...] = ()) -> Turn:
    return Turn("Q?", answers, all_of)


SILENT = Turn("Q?", None)


def test_normalisation_deletes_punctuation_and_case_but_keeps_articles() -> None:
    assert normalise("The “U.S.” fleet’s 4,500  ships") == "the us fleets 4500 ships"
    assert normalise("ﬁve") == "five"  # NFKC takes the ligature apart


def test_squad_normalisation_takes_articles_out_as_words_only() -> None:
    assert squad_normalise("The  Theatre, an A-Z.") == "theatre az"


def test_markers_go_whole_and_leave_other_brackets() -> None:
    assert without_markers("Three ships sank.[1][12] See [sic].") == "Three ships sank. See [sic]."


@pytest.mark.parametrize(
    ("text", "words", "holds"),
    [
        ("It arrested 154 people.", "154", True),
        ("It arrested 1,540 people.", "154", False),
        ("It arrested 154.", "arrested 154 people", False),
        ("It cost US$450 million", "US$450 million", True),
        ("nothing", "?!", False),
    ],
)
def test_words_are_held_whole_and_in_a_row(text: str, words: str, holds: bool) -> None:
    assert holds_words(text, words) is holds


@pytest.mark.parametrize(
    ("prediction", "answers", "value"),
    [
        ("The three ships.", ["three ships"], 1.0),
        ("three ships sank", ["three ships"], 0.0),
        ("3", ["three", "3"], 1.0),
        ("", [], 1.0),
        ("three", [], 0.0),
    ],
)
def test_exact_match(prediction: str, answers: list[str], value: float) -> None:
    assert exact_match(prediction, answers) == value


@pytest.mark.parametrize(
    ("prediction", "answers", "value"),
    [
        ("three big ships", ["three ships"], 0.8),  # 2 of 3 words right, 2 of 2 found
        ("ships ships", ["ships"], 2 / 3),  # a word counts once for each time both have it
        ("boats", ["ships", "grey boats"], 2 / 3),  # the best answer counts
        ("", ["ships"], 0.0),
        ("", [], 1.0),
        ("ships", [], 0.0),
    ],
)
def test_token_f1(prediction: str, answers: list[str], value: float) -> None:
    assert token_f1(prediction, answers) == pytest.approx(value)


def test_an_answer_is_right_when_short_or_text_or_a_resolved_day_holds_it() -> None:
    assert answer_correct(said("Ships sank.", "three"), asked("3", "three"))
    assert answer_correct(said("Three ships sank.[1]"), asked("three ships"))
    assert answer_correct(said("On Monday.[1]", day=date(2017, 8, 16)), asked("2017-08-16"))
    assert not answer_correct(said("Two ships sank.[1]"), asked("three ships"))


def test_a_marker_is_no_answer() -> None:
    assert not answer_correct(said("Ships sank.[3]"), asked("3"))


def test_a_text_of_81_words_holds_no_answer_and_one_of_80_does() -> None:
    words = " ".join(["word"] * 79)
    assert answer_correct(said(f"three {words}[1]"), asked("three"))
    assert not answer_correct(said(f"three {words} word[1]"), asked("three"))
    assert answer_correct(said(f"three {words} word[1]", "three"), asked("three"))


def test_all_of_needs_one_of_each_group_in_any_place() -> None:
    turn = asked(all_of=(("80", "eighty"), ("225",)))
    assert answer_correct(said("Then 225 were held.[1]", "eighty"), turn)
    assert not answer_correct(said("Eighty were held.[1]", "eighty"), turn)


def test_an_abstention_is_right_only_where_the_articles_do_not_say() -> None:
    refusal = said("The articles do not say that three ships sank.", abstained=True)
    assert answer_correct(refusal, SILENT)
    assert not answer_correct(refusal, asked("three ships"))
    assert not answer_correct(said("Three.", "three"), SILENT)


@pytest.mark.parametrize(
    ("abstained", "answerable", "precision", "recall", "lost"),
    [
        (True, False, Tally(1, 1), Tally(1, 1), NOTHING),
        (True, True, Tally(0, 1), NOTHING, Tally(1, 1)),
        (False, False, NOTHING, Tally(0, 1), NOTHING),
        (False, True, NOTHING, NOTHING, Tally(0, 1)),
    ],
)
def test_abstention_tallies(
    abstained: bool, answerable: bool, precision: Tally, recall: Tally, lost: Tally
) -> None:
    assert abstention(abstained, answerable) == {
        "abstention_precision": precision,
        "abstention_recall": recall,
        "refused_unanswerable": recall,
        "refused_answerable": lost,
    }


RANKING = ("hits@1", "hits@4", "recall@2", "recall@4", "map@4", "mrr@4", "mrr@1")


def test_ranking_of_two_pieces_found_second_and_fourth() -> None:
    assert ranking_measures(RANKING, 2, [[], [0], [], [1]]) == {
        "hits@1": 0.0,
        "hits@4": 1.0,
        "recall@2": 0.5,
        "recall@4": 1.0,
        "map@4": pytest.approx((1 / 2 + 2 / 4) / 2),
        "mrr@4": 0.5,
        "mrr@1": 0.0,
    }


def test_a_piece_counts_once_and_one_that_is_never_found_is_a_miss() -> None:
    """Three pieces, of which the first passage holds two and the third stands in no article."""
    values = ranking_measures(RANKING, 3, [[0, 1], [1], [0]])
    assert values["recall@2"] == pytest.approx(2 / 3)
    assert values["map@4"] == pytest.approx((1 / 1 + 2 / 2) / 3)
    assert values["mrr@4"] == 1.0


def test_a_ranking_of_nothing_is_0_and_one_with_nothing_to_find_is_an_error() -> None:
    assert set(ranking_measures(RANKING, 1, []).values()) == {0.0}
    with pytest.raises(ValueError, match="nothing to find"):
        ranking_measures(RANKING, 0, [[]])


def test_the_answer_is_recalled_from_the_passage_that_holds_its_words() -> None:
    passages = ["Two ships.", "In all, 1,540 sailors.", "The U.S. fleet"]
    assert answer_recall((1, 2, 3), "1,540", passages) == {
        "answer_recall@1": 0.0,
        "answer_recall@2": 1.0,
        "answer_recall@3": 1.0,
    }
    assert answer_recall((3,), "540", passages) == {"answer_recall@3": 0.0}


def test_words_between_spaces_stand_in_a_padded_text_as_whole_words() -> None:
    assert padded("Ann Bok’s 4,500 men") == " ann boks 4500 men "


def test_f1_of_a_class_is_0_where_it_is_never_found() -> None:
    assert harmonic_mean((2.0, 4.0), (2.0, 3.0)) == pytest.approx(4 / 7)  # precision 1/2, recall 2/3
    assert harmonic_mean((0.0, 0.0), (0.0, 3.0)) == 0.0
    assert harmonic_mean((0.0, 0.0), (0.0, 0.0)) == 0.0


def test_overlap_counts_the_content_words_that_the_evidence_has() -> None:
    evidence = ["Three ships sank off Varro", "Captain Bok rescued the sailors"]
    assert lexical_overlap("How many ships sank near Varro?", evidence) == Tally(3, 4)  # not "near"
    assert lexical_overlap("How many ships sank?", []) == NOTHING
