"""Names the benchmarks that come with their own data, and runs one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from eval.benchmarks.clapnq import clapnq
from eval.benchmarks.copies import copies
from eval.benchmarks.mtrag import mtrag
from eval.benchmarks.multihop_rag import multihop_rag
from eval.benchmarks.realtimeqa import realtimeqa
from eval.benchmarks.rgb import rgb
from eval.benchmarks.squad import squad
from eval.benchmarks.suite import suite
from eval.benchmarks.support import support
from eval.errors import DatasetError
from eval.parts import PARTS, SEARCHING
from eval.report import Report
from eval.runner import Options

BENCHMARKS: Mapping[str, Callable[[Path, Options], Report]] = {
    "squad": squad,
    "clapnq": clapnq,
    "realtimeqa": realtimeqa,
    "multihop_rag": multihop_rag,
    "mtrag": mtrag,
    "rgb": rgb,
    "support": support,
    "copies": copies,
}
"""Those that come with their own data; `suite` is asked of any articles."""

MAIN: Mapping[str, tuple[str, ...]] = {
    "suite": ("answer_correct", "citation_precision", "refused_answerable", "refused_unanswerable"),
    "squad": ("em", "f1", "refused_answerable", "refused_unanswerable"),
    "clapnq": ("rouge_l", "citation_recall", "abstention_balanced_accuracy"),
    "realtimeqa": ("em", "f1", "multiple_choice", "answer_recall@10", "refused_unanswerable"),
    "multihop_rag": ("answer_correct", "hits@10", "refused_answerable", "refused_unanswerable"),
    "mtrag": ("recall@10", "rouge_l", "abstention_balanced_accuracy"),
    "rgb": ("accuracy", "refused_unanswerable", "conflict_shown"),
}
"""The benchmarks that ask the chain, with the measures that are shown where several runs stand side by side."""
_GIVEN = frozenset({"squad", "clapnq", "rgb"})
"""Those that give the passages, so that nothing is searched."""


def parts_of_benchmark(name: str) -> tuple[str, ...]:
    """The parts of the chain that can matter to a benchmark. Raises `DatasetError` where it does not ask the chain."""
    if name not in MAIN:
        raise DatasetError(f"{name} does not ask the chain. Give one of: {', '.join(MAIN)}.")
    return tuple(part for part in PARTS if part not in SEARCHING) if name in _GIVEN else PARTS


def run_benchmark(name: str, data: Path | None, articles: Path | None, options: Options) -> Report:
    """Run a benchmark on its data. Raises `DatasetError` where the data cannot be used."""
    if name == "suite":
        return suite(data, articles, options)
    if data is None:
        raise DatasetError(f"{name}: --data is missing. Give the path of its data.")
    return BENCHMARKS[name](data, options)
