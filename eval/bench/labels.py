"""What the figures of a benchmark are called where people read them, and how their numbers are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Label:
    """A figure for people: its name, its unit and what it says, "" where the name is enough."""

    name: str
    unit: str
    says: str = ""


LABELS: Mapping[str, Label] = {
    "articles_per_second": Label("Articles indexed", "/s"),
    "passages_per_second": Label("Passages indexed", "/s"),
    "index_seconds": Label("Indexing", "s"),
    "embedding_share": Label("Embedding's share of indexing", "%"),
    "load_seconds": Label("Loading packages and model", "s", "before indexing, not part of it"),
    "peak_memory_mb": Label("Peak memory", "MB", "of the process that indexes"),
    "store_mb": Label("Store on the disk", "MB"),
    "reindex_seconds": Label("Same articles again", "s", "unchanged, from an opened store"),
    "add_seconds": Label("A few articles more", "s", "added to a store of this size"),
    "cold_answer_seconds": Label("Cold first answer", "s", "start of a process to its first answer"),
    "retrieval_ms_p50": Label("Retrieval, median", "ms"),
    "retrieval_ms_p95": Label("Retrieval, 95th percentile", "ms"),
    "retrieval_ms_p99": Label("Retrieval, 99th percentile", "ms"),
    "answer_ms_p50": Label("Answer, median", "ms"),
    "answer_ms_p95": Label("Answer, 95th percentile", "ms"),
    "answer_ms_p99": Label("Answer, 99th percentile", "ms"),
}
"""In the order in which they are shown."""


def written(name: str, value: float | None) -> str:
    """A figure with its unit: three significant digits, thousands set apart; a dash where there is none."""
    if value is None:
        return "–"
    unit = LABELS[name].unit
    number = digits(100 * value if unit == "%" else value)
    return number + unit if unit == "/s" else f"{number} {unit}"


def digits(value: float) -> str:
    """Three significant digits, in full above a thousand, never in powers of ten."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    if abs(value) >= 10:
        return f"{value:.1f}"
    return f"{value:.2f}" if abs(value) >= 0.1 else f"{value:.2g}"


def times(value: float) -> str:
    """A ratio for people: 2.4×."""
    return f"{digits(value)}×"
