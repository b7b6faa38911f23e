"""What to tell a person when the language model's endpoint fails; never the key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

_LONGEST_DETAIL = 200
_SHOWN_KEY = 6  # so many characters of the key in a row count as the key


def shown_url(url: str) -> str:
    """The URL without user, password and query."""
    parts = urlsplit(url)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{host}{port}{parts.path}"


def _holds_key(text: str, key: str) -> bool:
    width = min(len(key), _SHOWN_KEY)
    return width > 0 and any(key[at : at + width] in text for at in range(len(key) - width + 1))


def _detail(error: Exception, key: str) -> str:
    """What the server itself says, on one line; nothing if any of the key is in it."""
    body: Any = getattr(error, "body", None)
    if isinstance(body, Mapping):
        body = body.get("message") or body.get("error") or body.get("detail")
    if isinstance(body, Mapping):
        body = body.get("message")
    if not isinstance(body, str):
        return ""
    text = " ".join("".join(char if char.isprintable() else " " for char in body).split())
    if not text or _holds_key(text, key):
        return ""
    return f" It says: {text[:_LONGEST_DETAIL].rstrip('.')}."


def _advice(status: int | None, model: str) -> str:
    if status in (401, 403):
        return "refuses the key. Check DATELINE_LLM_KEY."
    if status == 404:
        return (
            f"has nothing at that address, or no model {model}. Check that DATELINE_LLM_URL is the base URL (it "
            "usually ends in /v1) and that DATELINE_LLM_MODEL is a model the server offers."
        )
    if status == 429:
        return "takes no more requests now (HTTP 429). Check the quota of your key, or try again later."
    if status is not None and 300 <= status < 400:
        return f"sends requests elsewhere (HTTP {status}). Set DATELINE_LLM_URL to the address it points to."
    if status is not None and 400 <= status < 500:
        return f"does not take the request (HTTP {status}). Check DATELINE_LLM_MODEL and the size of its context."
    return f"failed (HTTP {status}). Check its log, or try again later."


def explain(error: Exception, *, url: str, model: str, key: str) -> str:
    """The message for an error of the endpoint: what happened, and which setting to check."""
    import httpx
    import openai

    where = f"The language model at {url}"
    if isinstance(error, (TimeoutError, openai.APITimeoutError)):
        return (
            f"{where} did not finish in time. Check that it runs and is not busy, or give it longer with "
            "DATELINE_LLM_TIMEOUT (seconds)."
        )
    if isinstance(error, openai.APIStatusError):
        return f"{where} {_advice(error.status_code, model)}{_detail(error, key)}"
    if isinstance(error, openai.APIConnectionError):
        return f"{where} cannot be reached. Check that it runs and that DATELINE_LLM_URL is right."
    if isinstance(error, openai.APIError):
        return f"{where} broke off with an error. Check its log and DATELINE_LLM_MODEL.{_detail(error, key)}"
    kind = type(error).__name__
    if isinstance(error, httpx.TransportError):
        return f"{where} broke off in the middle of its reply ({kind}). Check its log and that the network holds."
    return (
        f"{where} sent something that is no reply ({kind}). Check that DATELINE_LLM_URL is the base URL of an "
        "OpenAI-compatible server (it usually ends in /v1)."
    )
