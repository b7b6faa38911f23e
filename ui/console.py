"""What the commands print with: results on standard output, messages on standard error.

Article text, questions and file names are untrusted: what could steer a terminal or rich's markup is shown as
plain text or not at all.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable
from typing import Any

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.text import Text

_ESCAPES = re.compile(  # ANSI sequences: CSI, then OSC and its kind up to their end, then any other
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|"
    r"(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)?|\x1b[ -/]*[0-~]?"
)
_CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]"
)  # the last turn writing round
_NOT_IN_JSON = re.compile("[\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class _Console(Console):
    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """What is printed, whoever made it, without anything in its text that steers the terminal."""
        for segment in super().render(renderable, options):
            yield segment if segment.control else Segment(_clean(segment.text), segment.style)

    def on_broken_pipe(self) -> None:
        """Leaves a reader that has gone to `ui.cli`, which knows the exit status."""
        raise BrokenPipeError


def out() -> Console:
    """The console for results."""
    return _Console(highlight=False, markup=False, emoji=False)


def err() -> Console:
    """The console for messages and progress."""
    return _Console(stderr=True, highlight=False, markup=False, emoji=False)


def shown(text: str, style: str = "") -> Text:
    """Untrusted text as just that text: no escape sequence, no control character, no markup."""
    return Text(_clean(text), style)


def _clean(text: str) -> str:
    text = _CONTROLS.sub("", _ESCAPES.sub("", text))
    return text.encode("utf-8", "replace").decode("utf-8")


def show(console: Console, text: str = "", style: str = "") -> None:
    """Prints a text: wrapped between words on a terminal, its lines left whole in a file or a pipe."""
    console.print(shown(text, style), soft_wrap=not console.is_terminal)


def say(message: str) -> None:
    """Prints a message for the person at the terminal, as it stands."""
    show(err(), message)


def print_json(value: Any) -> None:
    """Prints exactly one JSON value on standard output."""
    unicode = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    text = json.dumps(value, ensure_ascii=not unicode, indent=2)
    sys.stdout.write(_NOT_IN_JSON.sub(lambda match: f"\\u{ord(match.group()):04x}", text) + "\n")
