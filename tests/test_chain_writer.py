"""The chain with a language model: a real server on loopback writes; only what the articles bear out comes through."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index import Library
from rag import Answer, Chain, LanguageModelError, Sentence
from tests.openai_server import OpenAIServer, Reply

BALLOON = "What was the balloon over Haldrisk carrying?"
QUOTE = "was carrying a camera, a thermometer and 200 sunflower seeds"
GOOD = f'The balloon was carrying a camera and 200 sunflower seeds. [1] "{QUOTE}"\n'
FALSE = f'The balloon was carrying 900 tulip bulbs. [1] "{QUOTE}"\n'
MISQUOTED = 'The balloon was carrying a camera. [1] "was carrying one big camera"\n'


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer() as running:
        yield running


@pytest.fixture
def chain(server: OpenAIServer, samples_library: Library, monkeypatch: pytest.MonkeyPatch) -> Chain:
    monkeypatch.setenv("DATELINE_LLM_URL", server.url)
    monkeypatch.setenv("DATELINE_LLM_MODEL", "test-model")
    monkeypatch.setenv("DATELINE_LLM_KEY", "sk-secret")
    monkeypatch.setenv("DATELINE_LLM_TIMEOUT", "10")
    return Chain.open(samples_library, abstain_below=0.0)


def test_prose_comes_with_quotations_that_stand_in_the_article(chain: Chain, server: OpenAIServer) -> None:
    server.script(GOOD)
    found = chain.answer(BALLOON)
    assert (found.mode, found.abstained, found.notes) == ("llm", False, ())
    assert found.text == "The balloon was carrying a camera and 200 sunflower seeds. [1]"
    (citation,) = found.citations
    assert citation.quote == QUOTE
    assert chain.library.article(citation.article_id).text[citation.start : citation.end] == QUOTE
    assert found.confidence > 0
    assert found.short == ""


def test_the_passages_shown_are_those_found_for_the_question(chain: Chain, server: OpenAIServer) -> None:
    server.script(GOOD)
    chain.answer(BALLOON)
    (request,) = server.requests
    assert QUOTE in request.user
    assert "2025-03-11" in request.user + request.system
    assert BALLOON in request.user


def test_sentences_stream_and_the_answer_is_made_of_them(chain: Chain, server: OpenAIServer) -> None:
    server.script(GOOD)
    first, last = chain.stream(BALLOON)
    assert isinstance(first, Sentence)
    assert isinstance(last, Answer)
    assert last.sentences == (first,)


@pytest.mark.parametrize("bad", [FALSE, MISQUOTED])
def test_a_sentence_that_is_not_borne_out_is_left_out_and_that_is_said(
    chain: Chain, server: OpenAIServer, bad: str
) -> None:
    server.script(GOOD + bad)
    found = chain.answer(BALLOON)
    assert found.text == "The balloon was carrying a camera and 200 sunflower seeds. [1]"
    assert found.notes == ("1 sentence of the language model left out: the articles do not bear it out.",)


@pytest.mark.parametrize("bad", [FALSE, MISQUOTED])
def test_where_nothing_is_borne_out_the_articles_own_sentences_answer(
    chain: Chain, server: OpenAIServer, bad: str
) -> None:
    server.script(bad)
    found = chain.answer(BALLOON)
    assert found.mode == "extractive"
    assert QUOTE in found.text
    assert "tulip" not in found.text
    assert found.notes[0].startswith("Nothing the language model wrote is borne out by the articles.")


@pytest.mark.parametrize(
    ("mode", "reply"),
    [
        ("auto", Reply("overloaded", status=503)),
        ("llm", Reply("no such key", status=401)),
        ("auto", Reply("")),
    ],
    ids=["503", "401", "empty"],
)
def test_a_server_that_fails_leaves_an_extractive_answer_with_a_note(
    chain: Chain, server: OpenAIServer, mode: str, reply: Reply
) -> None:
    server.script(reply)
    found = chain.answer(BALLOON, mode=mode)
    assert found.mode == "extractive"
    assert QUOTE in found.text
    assert found.notes[0].endswith("The answer is made of the articles' own sentences.")
    assert "sk-secret" not in str(found.to_dict())
    assert len(server.requests) == 1


def test_a_server_that_is_not_there_leaves_an_extractive_answer(
    chain: Chain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATELINE_LLM_URL", "http://127.0.0.1:9/v1")
    found = chain.answer(BALLOON)
    assert found.mode == "extractive"
    assert "127.0.0.1:9" in found.notes[0]


def test_a_reply_that_breaks_off_keeps_what_was_checked_by_then(chain: Chain, server: OpenAIServer) -> None:
    server.script(Reply(GOOD + "And then " * 40, breaks=True))
    found = chain.answer(BALLOON)
    assert found.mode == "llm"
    assert [sentence.text for sentence in found.sentences] == [
        "The balloon was carrying a camera and 200 sunflower seeds."
    ]
    assert found.notes[0].endswith("The answer breaks off there.")


def test_a_model_that_finds_nothing_stated_is_an_abstention(chain: Chain, server: OpenAIServer) -> None:
    server.script("NOT STATED")
    found = chain.answer(BALLOON)
    assert (found.abstained, found.mode, found.text) == (True, "llm", "The articles do not say.")
    assert found.nearest
    assert found.citations == ()


def test_extractive_asks_no_model(chain: Chain, server: OpenAIServer) -> None:
    assert chain.answer(BALLOON, mode="extractive").mode == "extractive"
    assert server.requests == []


def test_where_no_passage_is_found_no_model_is_asked(chain: Chain, server: OpenAIServer) -> None:
    assert chain.answer(BALLOON, since="2031-01-01").abstained
    assert server.requests == []


def test_half_a_configuration_is_an_error_that_says_what_is_missing(
    chain: Chain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATELINE_LLM_MODEL")
    for mode in ("auto", "llm"):
        with pytest.raises(LanguageModelError, match="DATELINE_LLM_MODEL"):
            chain.answer(BALLOON, mode=mode)
    assert chain.answer(BALLOON, mode="extractive").mode == "extractive"
