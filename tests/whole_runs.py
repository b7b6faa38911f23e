"""Figures of a whole library as its processes would say them, made up: what tests of reports are given."""

from __future__ import annotations

from typing import Any

from eval.bench.whole.figures import Whole, whole
from eval.bench.whole.plan import KILL, REOPEN, SEARCH, SYNC, TAKE, Step, steps


def said(step: Step) -> dict[str, Any]:
    """The figures of one measurement."""
    of = int(step.kind) if step.what == TAKE else 1
    made: dict[str, dict[str, Any]] = {
        TAKE: {
            "articles": 160 // of,
            "passages": 1600 // of,
            "index_seconds": 16.0 / of,
            "articles_per_second": 10.0,
            "passages_per_second": 100.0,
            "embedding_share": 0.925,
            "peak_memory_mb": 512.5,
            "store_mb": 12.0,
            "memory": [(0.0, 200.0), (1.0, 512.5), (2.0, 300.0)],
        },
        SYNC: {"unchanged": 160, "index_seconds": 0.5, "after_seconds": 1.0 + step.round},
        SEARCH: {
            "filters": {
                "everything": {"passages": 1600, "since": None, "until": None, "source": None},
                "one month": {
                    "passages": 300,
                    "since": "2023-05-01",
                    "until": "2023-05-31",
                    "source": None,
                },
                "one source": {"passages": 400, "since": None, "until": None, "source": "Osthal | Wire"},
            },
            "ms": {
                "everything": {"p50": 10.0 * step.round, "p95": 20.0, "p99": 30.0},
                "one month": {"p50": 15.0 * step.round, "p95": 50.0, "p99": 60.0},
                "one source": {"p50": 8.0, "p95": 10.0, "p99": 12.0},
            },
        },
        REOPEN: {
            "passages": 1600,
            "retrieved_seconds": 0.5 * step.round,
            "answered_seconds": 0.75,
            "after_seconds": 2.5,
            "before_rebuilt": True,
            "notes": ["The word index was made again."],
        },
        KILL: {
            "moment": 0.25 * step.round,
            "killed": step.round != 2,
            "unusable": 0,
            "answered_seconds": 1.5,
            "lost": 0,
            "twice": int(step.round == 3) * 4,
            "unlike": 0,
            "unsettled": 0,
            "notes": [],
        },
    }
    waited = {"rebuilt_seconds": 30.0, "meanwhile_ms": {"p50": 40.0, "p95": 50.0, "p99": 60.0}}
    return made[step.what] | (waited if step.what == REOPEN and step.last else {})


def figures(rounds: int = 3, kills: int = 4) -> Whole:
    """What follows from so many rounds and kills, of which the second came too late and the third found harm."""
    return whole({step: said(step) for step in steps(rounds, kills)})
