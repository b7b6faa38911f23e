"""The plots of a page: matplotlib's SVG, with text as text and colours from the page, for light, dark and paper."""

from __future__ import annotations

import math
import re
import warnings
from collections.abc import Callable, Mapping, Sequence
from io import StringIO
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import matplotlib
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

Figures = Mapping[str, Mapping[str, float]]
"""Estimates as they stand in the JSON of a run: measure to value, low, high and n."""

_INK, _SOFT, _RULE, _FIRST, _SECOND, _THIRD = (f"#0{place}0{place}0{place}" for place in range(1, 7))
_VARIABLES = {
    _INK: "var(--ink)",
    _SOFT: "var(--soft)",
    _RULE: "var(--rule)",
    _FIRST: "var(--accent)",
    _SECOND: "var(--second)",
    _THIRD: "var(--third)",
}
"""Colours that a plot is drawn in, and the page's own that take their place."""
_WIDTH, _HEIGHT, _ROW = 440, 300, 22  # CSS pixels
_LETTER = 6.4  # pixels, the mean width of one at 12 pixels
_LONGEST = 26  # letters of a label
_RC: dict[Any, Any] = {
    "font.size": 12,
    "svg.fonttype": "none",
    "svg.hashsalt": "dateline",
    "text.parse_math": False,
    "text.color": _INK,
    "axes.edgecolor": _RULE,
    "axes.labelcolor": _SOFT,
    "axes.labelsize": 12,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "grid.color": _RULE,
    "grid.linewidth": 0.8,
    "xtick.color": _RULE,
    "ytick.color": _RULE,
    "xtick.labelcolor": _SOFT,
    "ytick.labelcolor": _SOFT,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "xtick.major.pad": 7,
    "ytick.major.pad": 6,
    "legend.frameon": False,
}


def by_kind_plot(measure: str, by_kind: Mapping[str, Figures], overall: float | None) -> str:
    """Draw one measure for each kind that has it, with intervals; a dashed line for all questions."""
    kinds = [(kind, measures[measure]) for kind, measures in by_kind.items() if measure in measures]
    labels = [_short(kind) for kind, _ in kinds]

    def draw(axes: Axes) -> None:
        if overall is not None:
            axes.axvline(overall, color=_SOFT, linewidth=1, dashes=(4, 3))
        for row, (_, figure) in enumerate(kinds):
            axes.plot([figure["low"], figure["high"]], [row, row], color=_FIRST, linewidth=2, alpha=0.45)
            axes.plot([figure["value"]], [row], "o", color=_FIRST, markersize=6.5, clip_on=False)
            _beside(axes, row, (f"{100 * figure['value']:.0f}", _INK), (f"{figure['n']:,}", _SOFT))
        _beside(axes, -1, ("%", _SOFT), ("n", _SOFT))
        axes.set(xlim=(0, 1), ylim=(len(kinds) - 0.4, -0.6))
        axes.set_yticks(range(len(kinds)), labels)
        axes.tick_params(axis="y", labelcolor=_INK)
        axes.spines["left"].set_visible(False)
        _percent(axes, "x")

    left = 14 + _LETTER * max(map(len, labels))
    words = f"{measure} by kind, with 95 % intervals: " + "; ".join(
        f"{kind} {100 * figure['value']:.0f} %" for kind, figure in kinds
    )
    return _svg("by-kind", words, draw, height=58 + _ROW * len(kinds), margins=(left, 96, 24, 30))


def risk_coverage_plot(calibration: Mapping[str, Any], threshold: float | None) -> str:
    """Draw the share wrong over the share answered, surest answers first; a dot where the threshold stands."""
    points = calibration["risk_coverage"]
    coverage, risk = [point["coverage"] for point in points], [point["risk"] for point in points]
    answered = [point for point in points if threshold is not None and point["confidence"] >= threshold]

    def draw(axes: Axes) -> None:
        axes.axhline(risk[-1], color=_SOFT, linewidth=1, dashes=(4, 3))
        axes.text(1, risk[-1] + 0.02, "all answered", color=_SOFT, ha="right", va="bottom")
        axes.fill_between([0, *coverage], [risk[0], *risk], step="pre", color=_FIRST, alpha=0.12, linewidth=0)
        axes.step([0, *coverage], [risk[0], *risk], where="pre", color=_FIRST, linewidth=2)
        if answered:
            here = answered[-1]
            axes.plot([here["coverage"]], [here["risk"]], "o", color=_SECOND, markersize=8, clip_on=False)
            axes.plot([here["coverage"]] * 2, [0, here["risk"]], color=_SECOND, linewidth=1)
            side, shift = ("right", -0.015) if here["coverage"] > 0.5 else ("left", 0.015)
            level = 0.04 if here["risk"] > 0.15 else here["risk"] + 0.06
            axes.text(here["coverage"] + shift, level, f"threshold {threshold:g}", color=_SECOND, ha=side)
        axes.set(xlim=(0, 1), ylim=(0, 1), xlabel="answered (coverage)", ylabel="of those, wrong (risk)")
        axes.grid(axis="y")
        _percent(axes, "x")
        _percent(axes, "y")

    words = (
        f"Risk by coverage: with every question answered, {100 * risk[-1]:.0f} % of the answers are wrong."
    )
    return _svg("risk-coverage", words, draw)


def reliability_plot(calibration: Mapping[str, Any]) -> str:
    """Draw the share right over the mean confidence of each bin, with Wilson intervals; the diagonal is perfect."""
    bins = calibration["bins"]

    def draw(axes: Axes) -> None:
        axes.plot([0, 1], [0, 1], color=_SOFT, linewidth=1, dashes=(4, 3))
        for one in bins:
            axes.plot(
                [one["confidence"]] * 2,
                _wilson(one["accuracy"], one["n"]),
                color=_FIRST,
                alpha=0.45,
                linewidth=2,
            )
        axes.plot(
            [one["confidence"] for one in bins],
            [one["accuracy"] for one in bins],
            "o",
            color=_FIRST,
            markersize=6.5,
            clip_on=False,
        )
        axes.set(xlim=(0, 1), ylim=(0, 1), xlabel="confidence", ylabel="right (accuracy)")
        axes.grid(axis="y")
        _percent(axes, "x")
        _percent(axes, "y")

    words = "Share right by confidence: " + "; ".join(
        f"{100 * one['accuracy']:.0f} % at {100 * one['confidence']:.0f} %" for one in bins
    )
    return _svg("reliability", words, draw)


def by_rank_plot(measures: Figures, depths: Mapping[str, Sequence[int]]) -> str:
    """Draw retrieval measures over the number of passages looked at, with their intervals as bands."""
    marks = zip((_FIRST, _SECOND, _THIRD), "os^", depths.items(), strict=False)
    lines = [
        (color, mark, name, ks, [measures[f"{name}@{k}"] for k in ks]) for color, mark, (name, ks) in marks
    ]

    def draw(axes: Axes) -> None:
        for color, mark, name, ks, figures in lines:
            low, high = [one["low"] for one in figures], [one["high"] for one in figures]
            axes.fill_between(ks, low, high, color=color, alpha=0.12, linewidth=0)
            axes.plot(
                ks,
                [one["value"] for one in figures],
                color=color,
                marker=mark,
                markersize=6,
                linewidth=2,
                label=name,
            )
        shown = sorted({k for _, _, _, ks, _ in lines for k in ks})
        axes.set_xscale("log")
        axes.xaxis.set_major_locator(FixedLocator(shown))
        axes.xaxis.set_minor_locator(NullLocator())
        axes.xaxis.set_major_formatter(FuncFormatter(lambda k, _: f"{k:.0f}"))
        axes.set(ylim=(0, 1), xlabel="passages looked at (k)")
        axes.grid(axis="y")
        axes.legend(loc="lower left", bbox_to_anchor=(-0.02, 1), ncols=len(lines), labelcolor=_INK)
        _percent(axes, "y")

    words = "Retrieval by depth: " + "; ".join(
        f"{name} {100 * figures[0]['value']:.0f} % at {ks[0]} to {100 * figures[-1]['value']:.0f} % at {ks[-1]}"
        for _, _, name, ks, figures in lines
    )
    return _svg("by-rank", words, draw, margins=(62, 12, 34, 48))


def _svg(
    name: str,
    words: str,
    draw: Callable[[Axes], None],
    *,
    height: float = _HEIGHT,
    margins: tuple[float, float, float, float] = (62, 12, 12, 48),
) -> str:
    """Give the SVG element of a plot, which `words` say to those who cannot see it.

    Height and margins (left, right, top, bottom) are in pixels.
    """
    left, right, top, bottom = margins
    written = StringIO()
    with matplotlib.rc_context(_RC), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing")  # the browser has the letters of any script
        figure = Figure(figsize=(_WIDTH / 72, height / 72), dpi=72)
        FigureCanvasSVG(figure)
        draw(
            figure.add_axes(
                (left / _WIDTH, bottom / height, 1 - (left + right) / _WIDTH, 1 - (top + bottom) / height)
            )
        )
        figure.savefig(written, format="svg", transparent=True, metadata={"Date": None})
    return _inlined(name, words, written.getvalue())


def _inlined(name: str, words: str, svg: str) -> str:
    """Take an SVG file into a page: no prolog, metadata or style sheet, ids of its own, the page's colours."""
    body = svg[svg.index(">", svg.index("<svg")) + 1 :]
    body = re.sub(r"<(metadata|style)\b.*?</\1>", "", body, flags=re.DOTALL)
    body = re.sub(r"<[^>]+>", lambda tag: _own(tag[0], name), body)
    box = re.search(r'viewBox="[^"]+"', svg)
    return (
        f'<svg class="plot" role="img" {box[0] if box else ""} aria-label={quoteattr(words)}>'
        f"<title>{escape(words)}</title>{body.strip()}"
    )


def _own(tag: str, name: str) -> str:
    """Give a tag ids that no other plot has, and the page's colours."""
    tag = re.sub(r'(\bid="|"#|url\(#)', rf"\g<1>{name}-", tag.replace("xlink:href", "href"))
    for color, variable in _VARIABLES.items():
        tag = tag.replace(color, variable)
    return tag


def _percent(axes: Axes, which: str) -> None:
    axis = axes.xaxis if which == "x" else axes.yaxis
    axis.set_major_locator(FixedLocator([0, 0.25, 0.5, 0.75, 1]))
    axis.set_major_formatter(FuncFormatter(lambda share, _: f"{100 * share:.0f} %"))


def _beside(axes: Axes, row: float, *texts: tuple[str, str]) -> None:
    """Write (text, color) in columns to the right of a row."""
    for column, (text, color) in enumerate(texts):
        axes.annotate(
            text,
            (1, row),
            xytext=(42 + 52 * column, 0),
            textcoords="offset points",
            ha="right",
            va="center",
            color=color,
            annotation_clip=False,
        )


def _short(label: str) -> str:
    line = " ".join(label.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def _wilson(share: float, n: int) -> list[float]:
    """Give the 95 % interval of a share of n: Wilson, "Probable Inference", JASA 1927."""
    z = 1.96
    middle, spread = share + z * z / (2 * n), z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return [(middle - spread) / (1 + z * z / n), (middle + spread) / (1 + z * z / n)]
