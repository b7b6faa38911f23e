"""The report of a benchmark as one HTML page that loads nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from eval.bench import plots
from eval.bench.labels import LABELS
from eval.bench.render import Row, caption, conditions, rows, title, titled, warnings, whole_tables
from eval.bench.report import Report
from eval.bench.whole.figures import Whole

_HERE = Path(__file__).parent
_HEADLINES = (
    "passages_per_second",
    "cold_answer_seconds",
    "retrieval_ms_p50",
    "answer_ms_p50",
    "peak_memory_mb",
    "store_mb",
)
_GROWTH = (
    ("index_seconds", "", "Indexing all", "All articles of a size into an empty store."),
    ("add_seconds", "", "Adding a few articles", "{added} articles more into a store of that size."),
    ("retrieval_ms_p50", "retrieval_ms_p95", "Retrieval", "Median, and shaded up to the 95th percentile."),
    ("store_mb", "", "Store on the disk", "All files of the store."),
    ("peak_memory_mb", "", "Peak memory", "Of the process that indexes, packages included."),
)


def to_html(report: Report) -> str:
    """The page: headlines, plots, every figure, and how it was measured. All text is escaped."""
    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    largest = report.sizes[-1] if report.sizes else None
    by_figure = {row.figure: row for row in rows(largest)} if largest else {}
    return environment.get_template("bench.html.j2").render(
        style=Markup((_HERE / "bench.css").read_text("utf-8")),
        day=report.settings["started"][:10],
        machine=report.settings["machine"],
        title=title(report),
        largest=f"{largest.passages:,}" if largest else "",
        warnings=warnings(report),
        headlines=[_headline(by_figure[name]) for name in _HEADLINES if name in by_figure],
        shown=[f"{size.passages:,}" for size in report.sizes],
        rounds=report.settings["rounds"],
        ratio_plot=Markup(plots.ratio_plot(report.sizes)) if largest else "",
        latency_plot=Markup(plots.latency_plot(report.sizes)) if largest else "",
        passages_read=report.settings["passages_read"],
        growth_plots=list(_growth(report)),
        tables=[
            {
                "title": heading,
                "caption": caption(size),
                "rows": rows(size),
                "spread": "least–most" if len(size.dateline) > 1 else "",
                "grown": size in report.growth,
            }
            for heading, size in titled(report)
        ],
        whole=report.whole,
        whole_tables=whole_tables(report),
        whole_plots=list(_whole(report.whole)) if report.whole else [],
        says={name: label.says for name, label in LABELS.items()},
        conditions=conditions(report),
    )


def _headline(row: Row) -> dict[str, Any]:
    return {
        "name": row.name,
        "times": row.times,
        "worse": row.worse,
        "dateline": row.dateline,
        "plain": row.plain,
    }


def _growth(report: Report) -> Iterator[dict[str, Any]]:
    if len(report.growth) < 2:  # one size says nothing of growth
        return
    for name, band, heading, says in _GROWTH:
        yield {
            "heading": heading,
            "svg": Markup(plots.growth_plot(name, report.growth, band=band)),
            "says": says.format(added=report.added_articles),
        }


def _whole(whole: Whole) -> Iterator[dict[str, Any]]:
    yield {
        "heading": "Memory while indexing",
        "svg": Markup(plots.memory_plot(whole.indexing)),
        "says": "Of the process that indexes, packages and model included, over the share of the time that each size "
        "took.",
    }
    yield {
        "heading": "Retrieval, by filter",
        "svg": Markup(plots.filter_plot(whole.search)),
        "says": "A mark at the median, a thick line to the 95th and a thin one to the 99th percentile; medians of the "
        "rounds.",
    }
