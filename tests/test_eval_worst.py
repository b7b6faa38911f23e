"""The worst questions of a run, each with the stage at which it was lost."""

from __future__ import annotations

from typing import Any

import pytest

from eval.item import Item
from eval.judging import Judgment
from eval.measures.tally import share
from eval.question import Evidence
from eval.tracing import trace_of_evidence, trace_of_words
from eval.worst import (
    A_PART,
    NO_GUESS,
    NOT_FOUND,
    NOT_READ,
    NOWHERE,
    OTHER_SENTENCE,
    OTHER_WORDS,
    SILENT,
    THRESHOLD,
    UNTRACED,
    worst,
)
from eval.worst_render import to_markdown
from index.article import Article, Hit, Passage
from rag.result import Answer, Citation, Source

TEXT = "Three ships sank off Varro. Ann Bok led the rescue."
STORM = Article("storm0000000", "Storm", TEXT)


def hits(*texts: str) -> list[Hit]:
    """One passage of the article for each of its parts."""
    found = []
    for text in texts:
        start = TEXT.find(text)
        found.append(Hit(Passage(text, STORM.id, text, start, start + len(text), ()), STORM, 0.5))
    return found


def answer(quote: str, *, abstained: bool = False) -> Answer:
    """An answer that quotes a part of the article."""
    source, start = Source(STORM.id, STORM.title, None, None, None), TEXT.index(quote)
    citations = (Citation(1, source, quote, start, start + len(quote), "p", 0.5),)
    return Answer("?", "?", quote, "", "who", abstained, 0.4, "extractive", citations=citations)


def item(name: str, trace: dict[str, Any] | None, **changes: Any) -> Item:
    """A question that was answered wrong; `abstained`, `gold` and what else an item has may be given."""
    abstained, gold = changes.pop("abstained", False), changes.pop("gold", {"answers": ["Ann Bok"]})
    told = {"abstained": abstained, "short": changes.pop("short", "three"), "text": "Three ships sank."}
    given = {"confidence": 0.5, "guess_correct": False, **changes}
    detail = {"answer": told, "gold": gold, "trace": trace}
    said = "(abstained)" if abstained else "three"
    return Item(
        name, "who", "Who led it?", said, "Ann Bok", False, {"em": share(0.0)}, detail=detail, **given
    )


def trace(found_at: int | None = 1, **changes: Any) -> dict[str, Any]:
    """A trace of an answer that was found, read and not quoted."""
    made = {"in_articles": True, "found_at": found_at, "found": 50, "read": 16}
    return {**made, "quoted": False, "guessed": True, "guess": "three", **changes}


ALL_OF = {"answers": [], "all_of": [["three"], ["Ann Bok"]]}


@pytest.mark.parametrize(
    ("found", "stage"),
    [
        (item("q", trace(None, in_articles=False)), NOWHERE),
        (item("q", trace(None)), NOT_FOUND),
        (item("q", trace(17)), NOT_READ),
        (item("q", trace(16)), OTHER_SENTENCE),
        (item("q", trace(quoted=True)), OTHER_WORDS),
        (item("q", trace(quoted=True), gold=ALL_OF), A_PART),
        (item("q", trace(quoted=True), gold=ALL_OF, short="four"), A_PART),  # three stands in the text
        (item("q", trace(), gold={"answers": None}), SILENT),
        (item("q", None), UNTRACED),
        (item("q", trace(), abstained=True, guess_correct=True), THRESHOLD),
        (item("q", trace(guessed=False), abstained=True), NO_GUESS),
        (item("q", trace(None), abstained=True), NOT_FOUND),
        (item("q", trace(quoted=True), abstained=True), OTHER_WORDS),
    ],
)
def test_a_question_is_lost_at_the_first_stage_that_it_did_not_pass(found: Item, stage: str) -> None:
    assert worst([found]).stages == {stage: 1}


def test_the_surest_wrong_answers_and_the_least_sure_refusals_come_first() -> None:
    wrong = [item(f"w{part}", trace(), confidence=part / 10) for part in (3, 9, 6)]
    refused = [item(f"r{part}", trace(), abstained=True, confidence=part / 100) for part in (8, 2, 5)]
    found = worst([*wrong, *refused], 2)
    assert [one.id for one in found.wrong] == ["w9", "w6"]
    assert [one.id for one in found.refused] == ["r2", "r5"]
    assert found.stages == {OTHER_SENTENCE: 6}


def test_silence_is_no_failure_where_no_article_answers_and_claims_are_no_answers() -> None:
    nowhere = item("a", trace(None, in_articles=False), abstained=True)
    silent = item("b", None, abstained=True, gold={"answers": None})
    claim = Item("c", "qags", "Ships sank.", "supported", "not supported", False, {}, confidence=0.9)
    assert worst([nowhere, silent, claim]).to_dict() == {"stages": {}, "wrong": [], "refused": []}
    assert "None were." in to_markdown(worst([]))


def test_markdown_shows_the_guess_that_was_held_back_and_escapes_it() -> None:
    text = to_markdown(worst([item("q|1", trace(guess="<b>three</b>"), abstained=True, confidence=0.1)]))
    assert "| refused" not in text
    assert f"| 0.10 | q\\|1 | Who led it? | &lt;b>three&lt;/b> | Ann Bok | {OTHER_SENTENCE} |" in text


def test_the_answer_is_followed_by_its_words_or_by_the_marked_evidence() -> None:
    found = hits("Three ships sank off Varro.", "Ann Bok led the rescue.")
    words = trace_of_words(["Ann Bok"], True, found, 1, answer("Three ships sank off Varro."))
    assert (words.found_at, words.quoted, words.guessed) == (2, False, True)
    rescue = Judgment(Evidence("storm.txt", "Ann Bok led"), {STORM.id: ((28, 39),)})
    marked = trace_of_evidence([rescue], found, 2, answer("Ann Bok led the rescue."))
    assert marked is not None
    assert (marked.in_articles, marked.found_at, marked.quoted) == (True, 2, True)
    assert trace_of_evidence([], found, 2, answer(TEXT)) is None
    lost = trace_of_evidence([Judgment(rescue.evidence, {})], found, 2, answer(TEXT, abstained=True))
    assert lost is not None
    assert (lost.in_articles, lost.found_at, lost.guessed) == (False, None, False)
