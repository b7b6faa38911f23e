"""The language model: any endpoint that speaks OpenAI's chat completions, reached through LlamaIndex."""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import ipaddress
import math
import queue
import threading
import time
from collections.abc import AsyncGenerator, Generator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from rag.errors import LanguageModelError
from rag.writer.failures import explain, shown_url

if TYPE_CHECKING:
    import httpx

URL, MODEL, KEY, TIMEOUT = (
    "DATELINE_LLM_URL",
    "DATELINE_LLM_MODEL",
    "DATELINE_LLM_KEY",
    "DATELINE_LLM_TIMEOUT",
)
DEFAULT_TIMEOUT = 60.0
_GRACE = 2.0  # seconds the request gets to stop by itself once its time is over
_NO_KEY = "none"  # LlamaIndex would send OPENAI_API_KEY, somebody else's, in place of an empty one


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where the model is: base URL, model name, key ("" for none) and the seconds a whole reply may take."""

    url: str
    model: str
    key: str = field(default="", repr=False)
    timeout: float = DEFAULT_TIMEOUT


def endpoint_from(environ: Mapping[str, str]) -> Endpoint | None:
    """The endpoint that DATELINE_LLM_URL and its companions name; None when there is no URL.

    Raises LanguageModelError, which says what to set, when they cannot be used.
    """
    url = environ.get(URL, "").strip()
    if not url:
        return None
    model = environ.get(MODEL, "").strip()
    if not model:
        raise LanguageModelError(
            f"{URL} is set but {MODEL} is not: set it to the name of a model the server offers."
        )
    key = environ.get(KEY, "").strip()
    if not (key.isascii() and key.isprintable() and " " not in key):
        raise LanguageModelError(f"{KEY} holds characters that no key can have: set it to the key alone.")
    return Endpoint(_base(url), model, key, _seconds(environ.get(TIMEOUT, "")))


def _base(url: str) -> str:
    url = url.rstrip("/").removesuffix("/chat/completions")
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise LanguageModelError(
            f"{URL} is no web address: set it to the server's base URL, such as http://localhost:11434/v1."
        )
    return url


def _seconds(text: str) -> float:
    try:
        seconds = float(text or DEFAULT_TIMEOUT)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < math.inf:
        raise LanguageModelError(
            f"{TIMEOUT} must be a number of seconds above 0, such as 60; it is {text[:40]!r}."
        )
    return seconds


def _loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


class _Request:
    """One request in a thread of its own, so that its time is up when it is up, whatever it is waiting for."""

    def __init__(self, endpoint: Endpoint, system: str, user: str) -> None:
        self._endpoint = endpoint
        self._messages = (system, user)
        self._out: queue.SimpleQueue[str | BaseException | None] = queue.SimpleQueue()
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[Any] | None = None
        self._thread = threading.Thread(target=self._run, name="dateline-writer", daemon=True)

    def deltas(self) -> Generator[str, None, None]:
        """The text as it comes. Raises what went wrong; TimeoutError when the whole takes too long."""
        deadline = time.monotonic() + self._endpoint.timeout
        self._thread.start()
        try:
            while True:
                try:
                    item = self._out.get(timeout=max(0.0, deadline - time.monotonic()) + _GRACE)
                except queue.Empty:
                    raise TimeoutError from None
                if item is None:
                    return
                if isinstance(item, BaseException):
                    raise item
                yield item
        finally:
            self._cancel()

    def _cancel(self) -> None:
        with self._lock:
            self._stop.set()
            if self._loop is not None and self._task is not None and not self._loop.is_closed():
                with contextlib.suppress(RuntimeError):  # the loop closed meanwhile
                    self._loop.call_soon_threadsafe(self._task.cancel)
        self._thread.join(_GRACE)

    def _run(self) -> None:
        with contextlib.suppress(asyncio.CancelledError):
            asyncio.run(self._fetch())

    async def _fetch(self) -> None:
        with self._lock:
            if self._stop.is_set():
                return
            self._loop, self._task = asyncio.get_running_loop(), asyncio.current_task()
        try:
            async with asyncio.timeout(self._endpoint.timeout):
                async with contextlib.aclosing(_deltas(self._endpoint, *self._messages)) as deltas:
                    async for delta in deltas:
                        self._out.put(delta)
            self._out.put(None)
        except Exception as error:
            self._out.put(error)


async def _deltas(endpoint: Endpoint, system: str, user: str) -> AsyncGenerator[str, None]:
    import httpx
    from llama_index.core.base.llms.types import ChatMessage, MessageRole
    from llama_index.llms.openai_like import OpenAILike

    async def strip(request: httpx.Request) -> None:
        # Nothing of the environment but what DATELINE_LLM_* names goes to the endpoint.
        for name in [name for name in request.headers if name.startswith(("openai-", "x-stainless-"))]:
            del request.headers[name]
        if not endpoint.key:
            del request.headers["authorization"]

    async with httpx.AsyncClient(
        timeout=endpoint.timeout,
        trust_env=not _loopback(endpoint.url),  # no proxy for this machine
        follow_redirects=False,
        event_hooks={"request": [strip]},
    ) as client:
        through: dict[str, Any] = {
            "async_http_client": client
        }  # a private field of its class, so no argument
        model = OpenAILike(
            model=endpoint.model,
            api_base=endpoint.url,
            api_key=endpoint.key or _NO_KEY,
            is_chat_model=True,
            is_function_calling_model=False,
            temperature=0.0,
            max_retries=0,
            timeout=endpoint.timeout,
            **through,
        )
        messages = [
            ChatMessage(role=MessageRole.SYSTEM, content=system),
            ChatMessage(role=MessageRole.USER, content=user),
        ]
        async with contextlib.aclosing(await model.astream_chat(messages)) as replies:
            async for reply in replies:
                if reply.delta:
                    yield reply.delta


def stream(endpoint: Endpoint, system: str, user: str) -> Generator[str, None, None]:
    """The text of the reply to one request as it comes.

    Raises LanguageModelError, which says what to check and never holds the key, when there is no reply, when it
    breaks off, and when the whole takes longer than the endpoint's time-out. Close the iterator to cancel.
    """
    try:
        importlib.import_module("llama_index.llms.openai_like")  # two seconds, which are not the server's
    except ImportError as error:
        raise LanguageModelError(
            f"LlamaIndex cannot be imported ({error.name}): install Dateline again."
        ) from None
    deltas = _Request(endpoint, system, user).deltas()
    try:
        yield from deltas
    except Exception as error:
        message = explain(error, url=shown_url(endpoint.url), model=endpoint.model, key=endpoint.key)
        raise LanguageModelError(message) from None
    finally:
        deltas.close()
