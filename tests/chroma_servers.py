"""A real Chroma server for tests, `chroma run` in a process of its own, and a proxy before it that wants a token."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

_PATIENCE = 60  # seconds for a server to start on a busy machine


def free_port() -> int:
    """A port of the loopback device that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def chroma_run(folder: Path, port: int) -> Iterator[str]:
    """`chroma run` over a folder; gives its URL once it answers, and ends it."""
    command = shutil.which("chroma", path=str(Path(sys.executable).parent)) or shutil.which("chroma")
    if command is None:
        pytest.skip("chroma, the command that comes with chromadb, is not there")
    url = f"http://127.0.0.1:{port}"
    arguments = [command, "run", "--path", str(folder), "--host", "127.0.0.1", "--port", str(port)]
    with (folder.parent / f"chroma-{port}.log").open("wb") as log:
        process = subprocess.Popen(arguments, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
    try:
        _wait(url, process)
        yield url
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        if process.poll() is not None:
            pytest.fail(f"chroma run ended with {process.returncode}")
        try:
            if httpx.get(f"{url}/api/v2/heartbeat", timeout=2).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    pytest.fail("chroma run did not answer")


@dataclass
class Gate:
    """A proxy that lets a request through where its header has the value, and remembers what it was asked."""

    url: str
    header: str
    value: str
    asked: list[str] = field(default_factory=list)
    status: int = 401
    """The answer to a request without the token."""


@contextmanager
def gate(target: str, header: str, value: str) -> Iterator[Gate]:
    """A proxy on the loopback device before the server at `target`."""
    made = Gate("", header, value)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _pass(self) -> None:
            made.asked.append(f"{self.command} {self.path}")
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if self.headers.get(made.header) != made.value:
                # Some servers repeat what they were sent.
                self._answer(made.status, f"bad token: {self.headers.get(made.header)}".encode())
                return
            answer = httpx.request(
                self.command,
                f"{target}{self.path}",
                content=body,
                headers={"Content-Type": "application/json"},
            )
            self._answer(answer.status_code, answer.content)

        do_GET = do_POST = do_PUT = do_DELETE = _pass  # noqa: N815  # as http.server wants them

        def _answer(self, status: int, content: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Nothing on standard error."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    made.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)
