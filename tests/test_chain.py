"""From a question to a checked answer on a real library: the contract, silence, filters, dates, conversation."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from index import Hit, Library
from rag import Answer, Chain, LanguageModelError, QuestionError, Sentence, answer
from rag.chain import PASSAGES
from rag.query import Query
from rag.reader import Reading
from rag.reader.spans import answer_span

BALLOON = "What was the balloon over Haldrisk carrying?"
STORM = "How many homes lost power when Storm Brannoc crossed the north of Velmora?"
UNKNOWN = (str, type(None))
SOURCE = {"article_id": str, "title": str, "source": UNKNOWN, "published": UNKNOWN, "url": UNKNOWN}
PLACE = {"quote": str, "start": int, "end": int, "passage_id": str}
SHAPE: dict[str, Any] = {
    **dict.fromkeys(("question", "standalone_question", "text", "short", "kind", "mode"), str),
    "abstained": bool,
    "confidence": float,
    "notes": [str],
    "sentences": [{"text": str, "citations": [int]}],
    "citations": [{"n": int, **SOURCE, **PLACE, "score": float, "also_in": [SOURCE]}],
    "nearest": [{**SOURCE, "score": float}],
    "conflicts": [{"about": str, "values": [{"value": str, "citations": [int]}]}],
    "resolved_dates": [{"text": str, "start": str, "end": str, "counted_from": str}],
    "filters": dict,
    "timings_ms": dict,
}


@pytest.fixture(autouse=True)
def no_language_model(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("URL", "MODEL", "KEY"):
        monkeypatch.delenv(f"DATELINE_LLM_{name}", raising=False)


@pytest.fixture(scope="module")
def chain(samples_library: Library) -> Chain:
    return Chain.open(samples_library, abstain_below=0.0)


@dataclass
class Told:
    """A reader that finds the given words, with these scores, and nothing else."""

    scores: dict[str, float]

    def read(self, query: Query, hits: Sequence[Hit]) -> list[Reading]:
        """The sentences with the words, best first."""
        found: dict[tuple[str, int], Reading] = {}
        for hit in hits:
            for start, end, text in hit.passage.sentence_texts():
                score = next((score for words, score in self.scores.items() if words in text), None)
                if score is not None:
                    bare = Reading(hit, start, end, score)
                    found[hit.article.id, start] = Reading(hit, start, end, score, answer_span(query, bare))
        return sorted(found.values(), key=lambda reading: -reading.score)


def fits(value: Any, shape: Any) -> bool:
    if isinstance(shape, dict):
        return value.keys() == shape.keys() and all(fits(value[key], shape[key]) for key in shape)
    if isinstance(shape, list):
        return isinstance(value, list) and all(fits(item, shape[0]) for item in value)
    return type(value) is shape if isinstance(shape, type) else type(value) in shape


def check_contract(found: Answer, library: Library) -> None:
    """What holds for every answer."""
    shown = found.to_dict()
    assert fits(shown, SHAPE), shown
    assert 0.0 <= found.confidence <= 1.0
    assert [citation.n for citation in found.citations] == list(range(1, len(found.citations) + 1))
    for citation in found.citations:
        text = library.article(citation.article_id).text
        assert citation.quote == text[citation.start : citation.end]
        assert citation.quote.strip()
    numbers = {citation.n for citation in found.citations}
    for sentence in found.sentences:
        assert sentence.citations
        assert set(sentence.citations) <= numbers
        assert f"{sentence.text} [{sentence.citations[0]}]" in found.text
    if found.abstained:
        assert found.text == "The articles do not say."
        assert (found.short, found.sentences, found.citations, found.conflicts) == ("", (), (), ())
    assert found.timings_ms["total"] > 0


@pytest.mark.parametrize(
    ("question", "settings"),
    [
        (BALLOON, {}),
        (STORM, {}),
        ("Why was the hospital in Ostrel opened late?", {}),
        ("How many people does each report say were missing from the Tamsay Star?", {}),
        ("When were the 225 Chinese arrested in Phnom Penh?", {}),
        ("Who won the Nobel Prize?", {}),
        (BALLOON, {"abstain_below": 1}),
        (BALLOON, {"since": "2031-01-01"}),
        (BALLOON, {"sources": ["No Such Paper"]}),
        ("What happened last week?", {"as_of": "2024-03-08"}),
        ("🚢", {}),
        ("Hollinbrand Brothers", {"mode": "extractive"}),
    ],
)
def test_the_contract_holds(chain: Chain, question: str, settings: dict[str, Any]) -> None:
    check_contract(chain.answer(question, **settings), chain.library)


def test_the_contract_holds_in_an_empty_library(tmp_path: Path) -> None:
    found = answer("Who won?", library=tmp_path)
    assert fits(found.to_dict(), SHAPE)
    assert (found.abstained, found.confidence, found.nearest) == (True, 0.0, ())
    assert found.notes == ("The library is empty. Add articles with 'dateline index FOLDER'.",)


def test_the_best_answer_is_quoted_and_named(chain: Chain) -> None:
    found = chain.answer(BALLOON)
    assert not found.abstained
    assert "200 sunflower seeds" in found.text
    citation = found.citations[0]
    assert citation.source.title == "Spy balloon was a school project"
    assert citation.source.source == "The Sarn Courier"
    assert citation.source.published == date(2025, 3, 11)
    assert citation.quote.startswith("The white balloon")  # the dateline stays out of the quotation
    assert (found.kind, found.mode, found.question, found.standalone_question) == (
        "what",
        "extractive",
        BALLOON,
        BALLOON,
    )


# silence


def test_a_threshold_of_one_always_abstains_and_names_the_nearest_articles(chain: Chain) -> None:
    found = chain.answer(BALLOON, abstain_below=1)
    assert found.abstained
    assert found.nearest[0].source.title == "Spy balloon was a school project"
    assert 1 <= len(found.nearest) <= 3
    assert len({near.source.article_id for near in found.nearest}) == len(found.nearest)
    assert all(0 <= near.score <= 1 for near in found.nearest)


@pytest.mark.parametrize(
    "question", ["Who won the Nobel Prize?", "???", "qwertz", "What is the capital of France?"]
)
def test_a_threshold_of_zero_never_abstains(chain: Chain, question: str) -> None:
    assert not chain.answer(question, abstain_below=0).abstained


def test_the_nearest_articles_of_an_abstention_are_no_copies_of_each_other(chain: Chain) -> None:
    found = chain.answer(STORM, abstain_below=1)
    stories = [chain.library.article(near.source.article_id).story for near in found.nearest]
    assert len(set(stories)) == len(stories)


def test_the_threshold_of_the_chain_is_the_default(samples_library: Library) -> None:
    assert Chain.open(samples_library, abstain_below=1).answer(BALLOON).abstained
    assert not Chain.open(samples_library, abstain_below=1).answer(BALLOON, abstain_below=0).abstained


# what cannot be asked


@pytest.mark.parametrize("question", ["", "  \n", "x" * 10_000, None, 3, b"Who?"])
def test_a_question_that_is_none_is_a_value_error(chain: Chain, question: Any) -> None:
    with pytest.raises(QuestionError) as caught:
        chain.answer(question)
    assert isinstance(caught.value, ValueError)
    with pytest.raises(QuestionError):
        next(chain.stream(question))
    with pytest.raises(QuestionError):
        chain.retrieve(question)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"since": "18.8.2017"}, "since must be a date such as 2017-08-18"),
        ({"until": 2017}, "until must be a date"),
        ({"as_of": "soon"}, "as_of must be a date"),
        ({"since": "2025-01-02", "until": "2025-01-01"}, "swap the two dates"),
        ({"since": "2025-01-02", "as_of": "2025-01-01"}, "swap the two dates"),
        ({"mode": "magic"}, "mode must be one of auto, extractive, llm"),
        ({"abstain_below": 1.5}, "abstain_below must be between 0 and 1"),
        ({"abstain_below": -0.1}, "abstain_below must be between 0 and 1"),
        ({"abstain_below": float("nan")}, "abstain_below must be between 0 and 1"),
        ({"abstain_below": "low"}, "abstain_below must be between 0 and 1"),
        ({"sources": [3]}, "sources must be names"),
        ({"history": "Who won?"}, "The history must be a sequence"),
        ({"history": [{"role": "robot", "content": "Hello"}]}, "The history must be a sequence"),
    ],
)
def test_settings_that_make_no_sense_are_refused(
    chain: Chain, settings: dict[str, Any], message: str
) -> None:
    with pytest.raises(QuestionError, match=message):
        chain.answer(BALLOON, **settings)


def test_a_chain_of_no_mode_is_refused(samples_library: Library) -> None:
    with pytest.raises(QuestionError, match="mode"):
        Chain.open(samples_library, mode="magic")


def test_mode_llm_without_an_endpoint_says_what_to_set(chain: Chain) -> None:
    with pytest.raises(LanguageModelError, match="DATELINE_LLM_URL and DATELINE_LLM_MODEL"):
        chain.answer(BALLOON, mode="llm")
    assert chain.answer(BALLOON, mode="auto").mode == "extractive"


# dates


def test_relative_dates_count_from_the_newest_article_and_that_is_said(chain: Chain) -> None:
    newest = chain.library.summary().newest
    assert newest is not None
    found = chain.answer("What happened yesterday?")
    resolved = found.resolved_dates[0]
    assert (resolved.text, resolved.counted_from) == ("yesterday", newest)
    assert resolved.start == resolved.end == newest - timedelta(days=1)
    assert f"Dates in the question are counted from the newest article, {newest.isoformat()}." in found.notes


def test_relative_dates_count_from_as_of_without_a_note(chain: Chain) -> None:
    found = chain.answer("What happened yesterday?", as_of="2024-03-06")
    assert found.resolved_dates[0].counted_from == date(2024, 3, 6)
    assert not any("counted from" in note for note in found.notes)


def test_a_weekday_of_a_report_is_given_as_a_calendar_date(samples_library: Library) -> None:
    reader = Told({"225 Chinese, 25 of them women": 0.9})
    found = Chain.open(samples_library, reader=reader).answer("When were 225 Chinese caught in Phnom Penh?")
    assert found.short == "Wednesday (16 August 2017)"
    resolved = {one.text: one for one in found.resolved_dates}["Wednesday"]
    assert (resolved.start, resolved.counted_from) == (date(2017, 8, 16), date(2017, 8, 18))


# copies and disagreement


def test_a_copied_report_is_cited_once_and_its_copies_are_named(chain: Chain) -> None:
    citation = next(one for one in chain.answer(STORM).citations if "61,000 homes lost power" in one.quote)
    voices = {"Velmora Wire", "Haldrisk Evening Post", "Port Sarn Herald"}
    assert citation.source.source in voices
    assert {copy.source for copy in citation.also_in} == voices - {citation.source.source}


def test_reports_that_differ_are_set_side_by_side_newest_first(samples_library: Library) -> None:
    reader = Told(
        {"12 were missing on Tuesday": 0.9, "number of missing at 19": 0.8, "94 people, not 86": 0.7}
    )
    found = Chain.open(samples_library, reader=reader).answer(
        "How many people are missing from the Tamsay Star?"
    )
    (conflict,) = found.conflicts
    days = [found.citations[value.citations[0] - 1].source.published for value in conflict.values]
    assert [value.value.split()[0] for value in conflict.values] == ["19", "12"]
    assert days == [date(2024, 3, 6), date(2024, 3, 5)]
    assert found.short.split()[0] == "19"


def test_numbers_of_different_things_are_no_disagreement(samples_library: Library) -> None:
    reader = Told({"12 were missing on Tuesday": 0.9, "94 people, not 86": 0.8})
    found = Chain.open(samples_library, reader=reader).answer("How many people were on the Tamsay Star?")
    assert found.conflicts == ()


# conversation


def test_a_follow_up_is_answered_with_what_came_before(chain: Chain) -> None:
    history = [
        {"role": "user", "content": "Who was in command of the ferry Tamsay Star?"},
        {"role": "assistant", "content": "The captain, Olen Varrick, is one of them. [1]"},
    ]
    alone, following = (chain.answer("How long was he questioned?", history=past) for past in ((), history))
    assert alone.standalone_question == "How long was he questioned?"
    assert following.standalone_question == "How long was Olen Varrick questioned?"
    assert following.question == "How long was he questioned?"
    assert "Tamsay Star" in chain.library.article(following.citations[0].article_id).text


def test_a_question_that_stands_alone_is_answered_the_same_in_any_conversation(chain: Chain) -> None:
    history = [
        {"role": "user", "content": "Who won the cup?"},
        {"role": "assistant", "content": "Haldrisk Rovers."},
    ]
    assert chain.answer(BALLOON, history=history).text == chain.answer(BALLOON).text


# streaming and threads


@pytest.mark.parametrize("question", [BALLOON, STORM, "Why was the hospital in Ostrel opened late?"])
def test_a_stream_gives_the_sentences_and_then_the_answer_made_of_them(chain: Chain, question: str) -> None:
    *sentences, last = chain.stream(question)
    assert isinstance(last, Answer)
    assert all(isinstance(one, Sentence) for one in sentences)
    assert tuple(sentences) == last.sentences
    assert last.text == chain.answer(question).text


def test_the_stream_of_an_abstention_is_the_abstention(chain: Chain) -> None:
    (only,) = chain.stream(BALLOON, abstain_below=1)
    assert isinstance(only, Answer)
    assert only.abstained


def test_a_stream_may_be_left_early(chain: Chain) -> None:
    stream = chain.stream(BALLOON)
    assert isinstance(next(stream), Sentence)
    assert not chain.answer(BALLOON).abstained


def without_timings(found: Answer) -> dict[str, Any]:
    return {key: value for key, value in found.to_dict().items() if key != "timings_ms"}


def test_threads_asking_at_once_get_what_one_gets(samples_library: Library) -> None:
    """On a chain of its own, so that the threads race to open everything."""
    questions = [BALLOON, STORM, "Why did the ferry sink?"] * 2
    fresh = Chain.open(samples_library.path, abstain_below=0)
    with ThreadPoolExecutor(4) as pool:
        at_once = [without_timings(found) for found in pool.map(fresh.answer, questions)]
    assert at_once == [without_timings(fresh.answer(question)) for question in questions]


def test_reading_what_was_retrieved_gives_the_answer_that_asking_gives(chain: Chain) -> None:
    for question in (BALLOON, "How many people are missing from the Tamsay Star?", "Who won the World Cup?"):
        hits = chain.retrieve(question, k=50)
        asked, read = chain.answer(question).to_dict(), chain.read(question, hits[:PASSAGES]).to_dict()
        for value in (asked, read):
            del value["timings_ms"]
        assert read == asked


def test_reading_nothing_is_an_abstention_and_a_bad_question_an_error(chain: Chain) -> None:
    assert chain.read(BALLOON, [], abstain_below=0).abstained
    with pytest.raises(QuestionError):
        chain.read(" ", [])
