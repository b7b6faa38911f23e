"""The plots of a benchmark: how many times better, latencies, growth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from eval.bench.labels import LABELS, digits, times
from eval.bench.pipeline import DATELINE, PIPELINES, PLAIN
from eval.bench.report import Size
from eval.bench.svg import ACCENT, INK, SECOND, SOFT, WIDTH, drawn, logarithmic
from eval.bench.whole.figures import Indexed, Searched

_COLOURS = {DATELINE: ACCENT, PLAIN: SECOND}
_MARKS = {DATELINE: "o", PLAIN: "s"}
_NAMES = {DATELINE: "Dateline", PLAIN: "plain"}
_LEFT, _RIGHT = 190, 12  # pixels: of the labels of rows, and beyond the last mark
_ROW, _GROUP = 15, 10  # a row, the space between groups of rows
_LINE = 15  # a line of text
_TALL = 212  # of a plot of growth, between its axes


def ratio_plot(sizes: Sequence[Size]) -> str:
    """Draw how many times better Dateline is, a bar from 1 for each figure and size, its spread as a line."""
    names = [name for name in LABELS if any(name in size.ratios for size in sizes)]
    rows = [(name, size, size.ratios[name]) for name in names for size in sizes if name in size.ratios]
    places = _places([name for name, _, _ in rows])
    ends = [1.0, *(end for _, _, ratio in rows for end in (ratio.low, ratio.high))]

    def draw(axes: Axes) -> None:
        for place, (_, size, ratio) in zip(places, rows, strict=True):
            colour = ACCENT if ratio.value >= 1 else SECOND
            faint = 1.0 if size is sizes[-1] else 0.55
            axes.barh(place, ratio.value - 1, left=1, height=_ROW - 4, color=colour, alpha=faint, linewidth=0)
            axes.plot([ratio.low, ratio.high], [place, place], color=INK, linewidth=1.2)
            end, side = (
                (max(ratio.value, ratio.high), "left")
                if ratio.value >= 1
                else (min(ratio.value, ratio.low), "right")
            )
            axes.annotate(
                times(ratio.value),
                (end, place),
                xytext=(5 if side == "left" else -5, 0),
                textcoords="offset points",
                ha=side,
                va="center",
                fontsize=11,
            )
        axes.axvline(1, color=SOFT, linewidth=1)
        logarithmic(axes, "x", min(ends), max(ends), WIDTH - _LEFT - _RIGHT, 50, lambda value: f"{value:g}×")
        axes.set_ylim(places[-1] + _ROW, -_ROW)
        _grouped(axes, places, [LABELS[name].name for name, _, _ in rows])

    words = "Times better than the plain pipeline: " + "; ".join(
        f"{LABELS[name].name} {times(ratio.value)} at {size.passages:,} passages"
        for name, size, ratio in rows
    )
    return drawn("ratios", words, draw, places[-1] + 2 * _ROW + 26, left=_LEFT)


def latency_plot(sizes: Sequence[Size]) -> str:
    """Draw the latencies of retrieval and answers: a mark at the median, a line to the 95th and 99th percentile."""
    rows = [
        (f"{what.capitalize()}, {size.passages:,}", size.medians(pipeline), what, pipeline)
        for what in ("retrieval", "answer")
        for size in sizes
        for pipeline in PIPELINES
    ]
    places = _places([label for label, _, _, _ in rows])
    ends = [figures[f"{what}_ms_p{part}"] for _, figures, what, _ in rows for part in (50, 99)]

    def draw(axes: Axes) -> None:
        for place, (_, figures, what, pipeline) in zip(places, rows, strict=True):
            middle, late, last = (figures[f"{what}_ms_p{part}"] for part in (50, 95, 99))
            colour = _COLOURS[pipeline]
            axes.plot([middle, last], [place, place], color=colour, linewidth=1.5, alpha=0.5)
            axes.plot([middle, late], [place, place], color=colour, linewidth=4, alpha=0.5)
            axes.plot([middle], [place], _MARKS[pipeline], color=colour, markersize=6.5)
        logarithmic(axes, "x", min(ends), max(ends), WIDTH - _LEFT - _RIGHT, 12, lambda value: f"{value:g}")
        axes.set(xlabel="milliseconds", ylim=(places[-1] + _ROW, -_ROW))
        _grouped(axes, places, [label for label, _, _, _ in rows])

    words = "Median latency: " + "; ".join(
        f"{label} passages, {_NAMES[pipeline]} {figures[f'{what}_ms_p50']:.0f} ms"
        for label, figures, what, pipeline in rows
    )
    return drawn("latency", words, draw, places[-1] + 2 * _ROW + 42, left=_LEFT, bottom=42)


def growth_plot(name: str, growth: Sequence[Size], *, band: str = "") -> str:
    """Draw a figure over the number of passages, both axes logarithmic; `band` is one to shade up to."""
    label = LABELS[name]
    lines = [
        (
            pipeline,
            [size.medians(pipeline)["passages"] for size in growth],
            [size.medians(pipeline) for size in growth],
        )
        for pipeline in PIPELINES
    ]

    def draw(axes: Axes) -> None:
        for pipeline, passages, figures in lines:
            colour, values = _COLOURS[pipeline], [one[name] for one in figures]
            if band:
                axes.fill_between(
                    passages, values, [one[band] for one in figures], color=colour, alpha=0.14, linewidth=0
                )
            axes.plot(passages, values, color=colour, marker=_MARKS[pipeline], markersize=6, linewidth=2)
        ends = [one[figure] for _, _, figures in lines for one in figures for figure in (name, band or name)]
        logarithmic(axes, "y", min(ends), max(ends), _TALL, 14, lambda value: f"{value:,g} {label.unit}")
        axes.grid(axis="y")
        axes.set_xscale("log")
        axes.xaxis.set_major_locator(FixedLocator([size.passages for size in growth]))
        axes.xaxis.set_minor_locator(NullLocator())
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: _thousands(value)))
        axes.set_xlabel("passages")
        _name_lines(
            axes, {pipeline: (passages[-1], figures[-1][name]) for pipeline, passages, figures in lines}
        )

    words = f"{label.name} by passages: " + "; ".join(
        f"{_NAMES[pipeline]} {digits(figures[0][name])} to {digits(figures[-1][name])} {label.unit}"
        for pipeline, _, figures in lines
    )
    return drawn(name, words, draw, _TALL + 48, left=64, right=66, bottom=40)


def memory_plot(sizes: Sequence[Indexed]) -> str:
    """Draw the memory of the process that indexes over the share of its time, a line a size, the largest darkest."""
    most = max(mb for one in sizes for _, mb in one.memory)

    def draw(axes: Axes) -> None:
        for place, one in enumerate(sizes, start=1):
            end = max(one.memory[-1][0], 1e-9)
            axes.plot(
                [100 * seconds / end for seconds, _ in one.memory],
                [mb for _, mb in one.memory],
                color=ACCENT,
                linewidth=1.8,
                alpha=place / len(sizes),
                label=f"{one.articles:,} articles",
            )
        axes.set(xlim=(0, 100), ylim=(0, most * 1.08), xlabel="share of the time")
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g} %"))
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,g} MB"))
        axes.tick_params(axis="x", pad=7)
        axes.grid(axis="y")
        axes.legend(loc="lower right", frameon=False, labelcolor=SOFT)

    words = "Peak memory while indexing: " + "; ".join(
        f"{one.articles:,} articles {digits(one.figures['peak_memory_mb'])} MB" for one in sizes
    )
    return drawn("memory", words, draw, _TALL + 54, left=64, right=24, bottom=46)


def filter_plot(found: Sequence[Searched]) -> str:
    """Draw how long retrieval takes under each filter: a mark at the median, a line to the 95th and 99th percentile."""
    places = [place * (_ROW + _GROUP) for place in range(len(found))]
    parts = [[one.ms[part].value for part in ("p50", "p95", "p99")] for one in found]

    def draw(axes: Axes) -> None:
        for place, (middle, late, last) in zip(places, parts, strict=True):
            axes.plot([middle, last], [place, place], color=ACCENT, linewidth=1.5, alpha=0.5)
            axes.plot([middle, late], [place, place], color=ACCENT, linewidth=4, alpha=0.5)
            axes.plot([middle], [place], "o", color=ACCENT, markersize=6.5)
        axes.set(
            xlabel="milliseconds",
            xlim=(0, max(last for _, _, last in parts) * 1.05),
            ylim=(places[-1] + _ROW, -_ROW),
        )
        _grouped(axes, places, [one.name for one in found])

    words = "Median latency of retrieval: " + "; ".join(
        f"{one.name} {digits(middle)} ms" for one, (middle, _, _) in zip(found, parts, strict=True)
    )
    return drawn("filters", words, draw, places[-1] + 2 * _ROW + 42, left=130, bottom=42)


def _places(groups: Sequence[str]) -> list[float]:
    """Where each row stands, with a space where a new group begins."""
    places, at = [], 0.0
    for row, group in enumerate(groups):
        if row:
            at += _ROW + (_GROUP if group != groups[row - 1] else 0)
        places.append(at)
    return places


def _grouped(axes: Axes, places: Sequence[float], labels: Sequence[str]) -> None:
    """Write each label once, in the middle of its rows."""
    middles = {
        label: sum(place for place, other in zip(places, labels, strict=True) if other == label)
        / labels.count(label)
        for label in dict.fromkeys(labels)
    }
    axes.set_yticks(list(middles.values()), list(middles))
    axes.tick_params(axis="y", labelcolor=INK)
    axes.spines["left"].set_visible(False)
    axes.grid(axis="x")
    axes.set_axisbelow(True)


def _name_lines(axes: Axes, ends: Mapping[str, tuple[float, float]]) -> None:
    """Write its name beside the end of each line; names of ends that are close are moved apart."""
    heights = {pipeline: float(axes.transData.transform(end)[1]) for pipeline, end in ends.items()}
    lower, upper = sorted(heights, key=lambda pipeline: heights[pipeline])
    apart = max(0.0, _LINE - (heights[upper] - heights[lower])) / 2
    for pipeline, shift in ((lower, -apart), (upper, apart)):
        axes.annotate(
            _NAMES[pipeline],
            ends[pipeline],
            xytext=(9, shift),
            textcoords="offset points",
            va="center",
            color=_COLOURS[pipeline],
        )


def _thousands(value: float) -> str:
    return f"{value / 1000:g}k" if value >= 1000 else f"{value:g}"
