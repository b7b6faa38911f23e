"""Draws with matplotlib for a page: SVG with text as text, and the colours of the page, for light and dark."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from io import StringIO
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import matplotlib
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

INK, SOFT, RULE, ACCENT, SECOND = (f"#0{place}0{place}0{place}" for place in range(1, 6))
"""Colours to draw in; the page's own, of the same names, take their place."""
WIDTH = 440
"""CSS pixels of every plot."""
_VARIABLES = {
    INK: "var(--ink)",
    SOFT: "var(--soft)",
    RULE: "var(--rule)",
    ACCENT: "var(--accent)",
    SECOND: "var(--second)",
}
_APART = {"x": 34, "y": 22}  # pixels, labels of an axis
_STEPS = (((1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0), 1.2), ((1.0, 2.0, 5.0), 2.0), ((1.0, 3.0), 3.0))
"""What an axis is marked at, each with the least ratio of two neighbours."""
_RC: dict[Any, Any] = {
    "font.size": 12,
    "svg.fonttype": "none",
    "svg.hashsalt": "dateline",
    "text.parse_math": False,
    "text.color": INK,
    "axes.edgecolor": RULE,
    "axes.labelcolor": SOFT,
    "axes.labelsize": 12,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "grid.color": RULE,
    "grid.linewidth": 0.8,
    "xtick.color": RULE,
    "ytick.color": RULE,
    "xtick.labelcolor": SOFT,
    "ytick.labelcolor": SOFT,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
}


def drawn(
    name: str,
    words: str,
    draw: Callable[[Axes], None],
    height: float,
    *,
    left: float,
    right: float = 12,
    bottom: float = 26,
) -> str:
    """Give the SVG element of a plot, sizes in pixels; `words` say it to who cannot see it."""
    written = StringIO()
    with matplotlib.rc_context(_RC):
        figure = Figure(figsize=(WIDTH / 72, height / 72), dpi=72)
        FigureCanvasSVG(figure)
        box = (left / WIDTH, bottom / height, 1 - (left + right) / WIDTH, 1 - (bottom + 8) / height)
        draw(figure.add_axes(box))
        figure.savefig(written, format="svg", transparent=True, metadata={"Date": None})
    return _inlined(name, words, written.getvalue())


def logarithmic(
    axes: Axes,
    which: str,
    low: float,
    high: float,
    pixels: float,
    margin: float,
    written: Callable[[float], str],
) -> None:
    """Make an axis logarithmic, `margin` pixels beyond its ends, marked as often as there is room."""
    first, last = math.log10(low), math.log10(high)
    decade = (pixels - 2 * margin) / max(last - first, 0.3)  # pixels
    first, last = first - margin / decade, last + margin / decade
    room = _APART[which] / decade  # decades that a label needs
    steps = next((steps for steps, apart in _STEPS if room < math.log10(apart)), (1.0,))
    inside = [
        step * 10.0**power
        for power in range(math.floor(first), math.ceil(last) + 1)
        for step in steps
        if first <= math.log10(step) + power <= last
    ]
    axis = axes.xaxis if which == "x" else axes.yaxis
    axes.set(**{f"{which}scale": "log", f"{which}lim": (10**first, 10**last)})
    axis.set_major_locator(FixedLocator(inside))
    axis.set_minor_locator(NullLocator())
    axis.set_major_formatter(FuncFormatter(lambda value, _: written(value)))


def _inlined(name: str, words: str, svg: str) -> str:
    """Take an SVG file into a page: no prolog or metadata, names of its own, the page's colours."""
    body = svg[svg.index(">", svg.index("<svg")) + 1 :]
    body = re.sub(r"<metadata>.*?</metadata>", "", body, flags=re.DOTALL).replace("xlink:href", "href")
    body = re.sub(r'(id="|"#|url\(#)', rf"\g<1>{name}-", body)
    for colour, variable in _VARIABLES.items():
        body = body.replace(colour, variable)
    box = re.search(r'viewBox="[^"]+"', svg)
    return (
        f'<svg class="plot" role="img" {box[0] if box else ""} aria-label={quoteattr(words)}>'
        f"<title>{escape(words)}</title>{body.strip()}"
    )
