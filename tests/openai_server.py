"""A real HTTP server on loopback that speaks OpenAI's chat completions from a queue of scripted replies."""

from __future__ import annotations

import json
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Reply:
    """One scripted reply.

    `text` goes out in pieces of `piece` characters, as a stream where the request asks for one (unless `streams` is
    false), `pause` seconds apart, the first `delay` seconds after the request. `status` other than 200 sends an
    error with `text` as its message; `raw` is sent as it stands in place of all that, `drip` byte by byte;
    `header_drip` never gets past the headers; `breaks` closes the connection in the middle.
    """

    text: str = ""
    status: int = 200
    piece: int = 7
    pause: float = 0.0
    delay: float = 0.0
    streams: bool = True
    raw: bytes | None = None
    content_type: str = "text/event-stream"
    drip: bool = False
    header_drip: bool = False
    breaks: bool = False
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it came."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def system(self) -> str:
        """The text of the system message."""
        return str(self.body["messages"][0]["content"])

    @property
    def user(self) -> str:
        """The text of the user message."""
        return str(self.body["messages"][1]["content"])


@dataclass(slots=True)
class OpenAIServer:
    """Serves scripted replies in order; with none left it answers HTTP 500. A context manager."""

    replies: deque[Reply] = field(default_factory=deque)
    requests: list[Request] = field(default_factory=list)
    broken_pipes: int = 0
    _server: ThreadingHTTPServer | None = None
    _thread: threading.Thread | None = None
    _closing: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        """The base URL, as DATELINE_LLM_URL takes it."""
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def script(self, *replies: Reply | str) -> None:
        """Adds replies to the queue; a string is a good reply with that text."""
        self.replies.extend(Reply(reply) if isinstance(reply, str) else reply for reply in replies)

    def __enter__(self) -> Self:
        handler = type("Handler", (_Handler,), {"server_owner": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server is not None
        assert self._thread is not None
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    def wait(self, seconds: float) -> None:
        """Sleeps, but no longer than the server lives."""
        self._closing.wait(seconds)

    @property
    def closing(self) -> bool:
        """Whether the server is shutting down."""
        return self._closing.is_set()


def _chunk(model: str, delta: dict[str, str], finish: str | None = None) -> bytes:
    value = {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": int(time.time()),
        "model": model,
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
    }
    return f"data: {json.dumps(value)}\n\n".encode()


def _whole(model: str, text: str) -> bytes:
    message = {"role": "assistant", "content": text}
    value = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": int(time.time()),
        "model": model,
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }
    return json.dumps(value).encode()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_owner: OpenAIServer

    def do_POST(self) -> None:
        owner = self.server_owner
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", "0"))))
        headers = {name.lower(): value for name, value in self.headers.items()}
        owner.requests.append(Request(self.path, headers, body))
        reply = owner.replies.popleft() if owner.replies else Reply("nothing scripted", status=500)
        self.close_connection = True
        try:
            self._answer(reply, body)
        except (BrokenPipeError, ConnectionResetError):
            owner.broken_pipes += 1

    def log_message(self, *_: object) -> None:
        """Says nothing: the tests read `requests`."""

    def _answer(self, reply: Reply, body: dict[str, Any]) -> None:
        self.server_owner.wait(reply.delay)
        if reply.header_drip:
            self._drip(b"HTTP/1.1 200 OK\r\n" + b"X-Slow: yes\r\n" * 10_000)
        elif self.path != "/v1/chat/completions":
            self._send(404, "application/json", json.dumps({"error": {"message": "no such path"}}).encode())
        elif reply.status != 200:
            error = {"error": {"message": reply.text, "type": "scripted", "code": reply.status}}
            self._send(reply.status, "application/json", json.dumps(error).encode(), reply.headers)
        elif reply.raw is not None and reply.drip:
            self._head(200, reply.content_type)
            self._drip(reply.raw)
        elif reply.raw is not None:
            self._send(200, reply.content_type, reply.raw)
        elif body.get("stream") and reply.streams:
            self._stream(reply, str(body["model"]))
        else:
            self._send(200, "application/json", _whole(str(body["model"]), reply.text))

    def _head(self, status: int, kind: str, headers: tuple[tuple[str, str], ...] = ()) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Connection", "close")
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()

    def _send(self, status: int, kind: str, body: bytes, headers: tuple[tuple[str, str], ...] = ()) -> None:
        self._head(status, kind, headers)
        self.wfile.write(body)

    def _drip(self, body: bytes) -> None:
        for at in range(len(body)):
            if self.server_owner.closing:
                return
            self.wfile.write(body[at : at + 1])
            self.wfile.flush()
            self.server_owner.wait(0.05)

    def _stream(self, reply: Reply, model: str) -> None:
        self._head(200, "text/event-stream", (("Transfer-Encoding", "chunked"),))
        self._chunked(_chunk(model, {"role": "assistant", "content": ""}))
        end = len(reply.text) // 2 if reply.breaks else len(reply.text)
        for at in range(0, end, reply.piece):
            if self.server_owner.closing:
                return
            self._chunked(_chunk(model, {"content": reply.text[at : min(end, at + reply.piece)]}))
            self.server_owner.wait(reply.pause)
        if not reply.breaks:
            self._chunked(_chunk(model, {}, "stop"))
            self._chunked(b"data: [DONE]\n\n")
            self._chunked(b"")

    def _chunked(self, data: bytes) -> None:
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()
