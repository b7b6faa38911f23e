"""Serving the page on this machine: nothing is shared, nothing is fetched from elsewhere, nothing is kept."""

from __future__ import annotations

import errno
import os
import socket
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from ui.web.page import build

if TYPE_CHECKING:
    from rag import Chain

HERE = Path(__file__).parent
LOOPBACK = "127.0.0.1,localhost,::1"


class ServeError(RuntimeError):
    """The page cannot be served at this address; the message says how to choose another."""


def serve(
    chain: Chain,
    *,
    host: str = "127.0.0.1",
    port: int = 7860,
    examples: Sequence[str] = (),
    on_ready: Callable[[str], None] | None = None,
) -> None:
    """Serve the page that asks `chain` until interrupted (Ctrl+C).

    `on_ready` is called once with the address, when the page answers there. `port` 0 takes a free one.
    Raises `ServeError` where the address cannot be used.
    """
    port = _usable_port(host, port)
    _keep_loopback_from_proxies()
    page = build(chain, examples=examples)
    try:
        # Gradio returns after it has fetched its own page from the address.
        _, url, _ = page.launch(server_name=host, server_port=port, **launch_options())
    except (OSError, ValueError) as error:
        page.close(verbose=False)
        raise ServeError(
            f"The page could not be served at {host}:{port} ({error}). Choose another port with --port."
        ) from error
    try:
        if on_ready:
            on_ready(url)
        threading.Event().wait()
    except KeyboardInterrupt:
        pass
    finally:
        page.close(verbose=False)


def launch_options() -> dict[str, Any]:
    """What the page is launched with, apart from its address: style, and everything public switched off.

    The style goes into the head as it is, since Gradio rewrites what it is given as `css` and drops rules.
    """
    style = (HERE / "page.css").read_text(encoding="utf-8")
    return {
        "theme": _theme(),
        "head": f"<style>{style}</style>",
        "favicon_path": None,
        "footer_links": [],
        "run_history": False,
        "share": False,
        "inbrowser": False,
        "inline": False,
        "prevent_thread_lock": True,
        "quiet": True,
        "show_error": False,
        "enable_monitoring": False,
        "mcp_server": False,
        "ssr_mode": False,
        "pwa": False,
        "allowed_paths": [],
        "max_file_size": 1,
    }


def _theme() -> gr.themes.Base:
    """Fonts of the machine itself: no font is fetched from anywhere. The colours are in page.css."""
    return gr.themes.Base(
        font=["-apple-system", "Segoe UI", "Helvetica Neue", "Arial", "Liberation Sans", "sans-serif"],
        font_mono=["ui-monospace", "Consolas", "monospace"],
    )


def _usable_port(host: str, port: int) -> int:
    """The port, or a free one for 0; looked at first, since Gradio has one message for every failure."""
    if not 0 <= port <= 65_535:
        raise ServeError(f"{port} is not a port: choose one from 1 to 65535 with --port.")
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            return int(probe.getsockname()[1])
    except OSError as error:
        raise ServeError(_refusal(host, port, error)) from error


def _refusal(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} on {host} is in use, perhaps by another Dateline. Choose another with --port."
    if error.errno == errno.EACCES:
        return f"Port {port} needs rights this user does not have. Choose one above 1023 with --port."
    if error.errno == errno.EADDRNOTAVAIL or isinstance(error, socket.gaierror):
        return f"{host} is not an address of this machine: 127.0.0.1 serves this machine alone, 0.0.0.0 others too."
    return f"The address {host}:{port} cannot be used ({error.strerror}). Choose another port with --port."


def _keep_loopback_from_proxies() -> None:
    """Gradio asks its own page whether it is up, which a configured proxy would take and fail."""
    for name in ("NO_PROXY", "no_proxy"):
        known = os.environ.get(name)
        os.environ[name] = f"{known},{LOOPBACK}" if known and LOOPBACK not in known else known or LOOPBACK
