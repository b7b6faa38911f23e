"""Serving the web chat: it says when it answers, stops when interrupted, and says what to do when it cannot."""

from __future__ import annotations

import signal
import socket
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.fakes_web import FakeChain, start_chat
from ui.web import ServeError, serve
from ui.web.server import launch_options

ROOT = Path(__file__).parent.parent


def _status(url: str, data: bytes | None = None, **headers: str) -> int:
    request = urllib.request.Request(url, data=data, headers=headers)
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=10) as reply:
            return int(reply.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def test_it_tells_the_address_when_it_answers_and_ends_when_interrupted(tmp_path):
    child = start_chat(tmp_path / "asked.jsonl")
    try:
        url = child.stdout.readline().strip()
        assert url.startswith("http://127.0.0.1:"), child.stderr.read()
        assert _status(url) == 200
        boundary = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\n'
        upload = boundary + b"0" * 500 + b"\r\n--x--\r\n"
        kind = {"Content-Type": "multipart/form-data; boundary=x"}
        assert _status(f"{url}gradio_api/upload", upload, **kind) >= 400
        assert _status(f"{url}gradio_api/file={ROOT / 'pyproject.toml'}") >= 400
        assert _status(f"{url}monitoring") >= 400
        child.send_signal(signal.SIGINT)
        out, err = child.communicate(timeout=20)
        assert child.returncode == 0
        assert "Traceback" not in out + err
    finally:
        child.kill()
        child.communicate()


def test_a_port_in_use_is_told_with_the_way_out():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ServeError, match=rf"Port {port} .*in use.*--port"):
            serve(FakeChain(), port=port)


@pytest.mark.parametrize(
    ("host", "port", "message"),
    [
        ("127.0.0.1", 70_000, "--port"),
        ("host.invalid", 0, "not an address of this machine"),
        ("192.0.2.1", 0, "not an address of this machine"),
    ],
)
def test_an_address_that_cannot_be_used_is_told(host, port, message):
    with pytest.raises(ServeError, match=message):
        serve(FakeChain(), host=host, port=port)


def test_nothing_is_shared_kept_or_fetched():
    options = launch_options()
    assert not any(
        options[name] for name in ("share", "run_history", "enable_monitoring", "mcp_server", "pwa")
    )
    assert options["footer_links"] == []
    stylesheets = options["theme"]._stylesheets
    assert stylesheets == []
    assert "http" not in options["head"]
