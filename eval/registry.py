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


def run_benchmark(name: str, data: Path | None, articles: Path | None, options: Options) -> Report:
    """Run a benchmark on its data. Raises `DatasetError` where the data cannot be used."""
    if name == "suite":
        return suite(data, articles, options)
    if data is None:
        raise DatasetError(f"{name}: --data is missing. Give the path of its data.")
    return BENCHMARKS[name](data, options)
