"""What the writer says when the server fails or the settings are wrong: what to check, and never the key."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator

import pytest

from rag.errors import LanguageModelError
from rag.writer import Writer
from tests.openai_server import OpenAIServer, Reply
from tests.test_writer import GOOD, KEY, ask


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer() as running:
        yield running


def error(server: OpenAIServer, reply: Reply | str, **settings: object) -> str:
    with pytest.raises(LanguageModelError) as caught:
        ask(server, reply, **settings)
    assert KEY not in str(caught.value)
    assert KEY[:12] not in str(caught.value)
    assert caught.value.__cause__ is None
    return str(caught.value)


@pytest.mark.parametrize(
    ("reply", "says"),
    [
        (Reply(f"bad key {KEY}", status=401), "Check DATELINE_LLM_KEY"),
        (Reply("model 'test-model' not found, pull it first", status=404), "model 'test-model' not found"),
        (Reply("out of memory", status=500), "HTTP 500"),
        (Reply("slow down", status=429), "quota"),
        (Reply("the context is full", status=400), "HTTP 400"),
        (Reply("", status=302, headers=(("Location", "http://127.0.0.1:9/v1"),)), "sends requests elsewhere"),
        (Reply(raw=b"<html>Hello</html>", content_type="text/html"), "empty reply"),
        (Reply(raw=b"data: {nonsense\n\n"), "no reply"),
        (Reply(raw=b'data: {"error": {"message": "the model crashed"}}\n\n'), "the model crashed"),
        (Reply(raw=b'data: {"choices": 7}\n\ndata: [1]\n\n'), "no reply"),
        (Reply(GOOD, streams=False), "can stream"),
        (Reply(""), "empty reply"),
        (Reply("   \n\n```\n```\n"), "empty reply"),
        (Reply("<think>I wonder"), "empty reply"),
        (Reply(GOOD, breaks=True), "broke off in the middle"),
    ],
)
def test_a_failing_server_gets_a_message_that_says_what_to_check(
    server: OpenAIServer, reply: Reply, says: str
) -> None:
    message = error(server, reply)
    assert says in message
    assert server.url in message
    assert "DATELINE_LLM_" in message or "quota" in message or "log" in message
    assert len(server.requests) == 1


def test_a_wrong_path_says_how_the_url_usually_ends(server: OpenAIServer) -> None:
    assert "/v1" in error(server, GOOD, url=server.url.removesuffix("/v1"))


def test_a_refused_connection_says_what_to_check(server: OpenAIServer) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        message = error(server, GOOD, url=f"http://user:pass@127.0.0.1:{unused.getsockname()[1]}/v1")
    assert "cannot be reached" in message
    assert "DATELINE_LLM_URL" in message
    assert "pass" not in message


@pytest.mark.parametrize(
    "reply",
    [
        Reply(GOOD, delay=30),
        Reply(GOOD, piece=1, pause=0.05),
        Reply(raw=b": keep alive\n" * 1000, drip=True),
        Reply(header_drip=True),
    ],
    ids=["silent", "slow", "drip", "header drip"],
)
def test_the_time_out_is_for_the_whole_reply(server: OpenAIServer, reply: Reply) -> None:
    error(server, "NOTHING [1]", timeout=0.001)  # LlamaIndex is imported before the clock runs
    server.requests.clear()
    server.replies.clear()
    began = time.monotonic()
    message = error(server, reply, timeout=0.6)
    assert 0.5 < time.monotonic() - began < 10
    assert "DATELINE_LLM_TIMEOUT" in message
    assert len(server.requests) == 1


def test_unset_means_no_writer_and_half_set_says_what_to_set() -> None:
    url = {"DATELINE_LLM_URL": "http://127.0.0.1:9/v1", "DATELINE_LLM_MODEL": "m"}
    assert Writer.from_environment({}) is None
    assert Writer.from_environment({"DATELINE_LLM_URL": "  ", "DATELINE_LLM_MODEL": "m"}) is None
    with pytest.raises(LanguageModelError, match="DATELINE_LLM_MODEL"):
        Writer.from_environment({"DATELINE_LLM_URL": "http://127.0.0.1:9/v1"})
    for bad in ("ftp://x/v1", "localhost:11434", "http://", "http://x:port/v1"):
        with pytest.raises(LanguageModelError, match="DATELINE_LLM_URL"):
            Writer.from_environment({**url, "DATELINE_LLM_URL": bad})
    for bad in ("0", "-1", "soon", "nan", "inf"):
        with pytest.raises(LanguageModelError, match="DATELINE_LLM_TIMEOUT"):
            Writer.from_environment({**url, "DATELINE_LLM_TIMEOUT": bad})
    with pytest.raises(LanguageModelError, match="DATELINE_LLM_KEY") as caught:
        Writer.from_environment({**url, "DATELINE_LLM_KEY": "sk-ключ-secret"})
    assert "secret" not in str(caught.value)


def test_the_url_of_the_method_itself_will_do_and_the_key_is_not_in_the_repr() -> None:
    made = Writer.from_environment(
        {
            "DATELINE_LLM_URL": "http://127.0.0.1:9/v1/chat/completions/",
            "DATELINE_LLM_MODEL": "m",
            "DATELINE_LLM_KEY": KEY + "\n",
        }
    )
    assert made is not None
    assert made.endpoint.url == "http://127.0.0.1:9/v1"
    assert made.endpoint.key == KEY
    assert made.endpoint.timeout == 60
    assert KEY not in repr(made)
