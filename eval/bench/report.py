"""What a benchmark gives. `Report.to_dict()` is a contract: keys may be added, never renamed.

```
benchmark   "bench"
settings    version, commit, machine, packages {name: version}, load_average when it began, started, seconds, resumed
            (measurements that an interrupted run had made), what was asked for (passages, rounds, growth, questions,
            seed, data, data_hash, whole, kills), model, runtime {dateline, plain}, passages_read (for a question),
            splitter and growth_splitter {chunk_size, chunk_overlap} of the plain pipeline (null where nothing is
            compared), articles, left_out, notes
sizes       [{passages: asked for, dateline: figures, plain: figures, ratios, rounds: [{dateline, plain}]}]
growth      {sizes: the same, one round, random unit vectors in place of embedding; added_articles}
whole       what Dateline alone does with all the articles (`eval.bench.whole.figures`); null where not asked for
```

Figures are medians over the rounds, `rounds` has those of each:

```
articles, passages            indexed
load_seconds                  start of work to packages imported and model loaded; not part of index_seconds
index_seconds                 the articles' files to a store that is on the disk
articles_per_second, passages_per_second
embedding_share               of index_seconds spent in the embedder (Dateline only)
peak_memory_mb                of the indexing process, MB of 10^6 bytes, model and packages included
store_mb                      files of the store on the disk
reindex_seconds               the same articles again, unchanged, from an opened store
cold_answer_seconds           start of a new process to its first answer; the files may be in the system's cache
retrieval_ms_p50, _p95, _p99  a question to its passages, the question's embedding included
answer_ms_p50, _p95, _p99     a question to its answer
add_seconds                   growth only: a few articles more into a store of that size
```

`ratios` say how many times better Dateline is, above 1, or worse, below: `{value, low, high, rounds}` are median, least
and most over the paired rounds. Rates are divided Dateline by plain, times and sizes plain by Dateline.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eval.bench.pipeline import DATELINE, PLAIN
from eval.bench.ratios import Figures, Spread, medians, ratios
from eval.bench.whole.figures import Whole


@dataclass(frozen=True, slots=True)
class Size:
    """What was measured at one size: the figures of each round, of both pipelines in pairs."""

    passages: int
    dateline: tuple[Figures, ...]
    plain: tuple[Figures, ...]

    @property
    def ratios(self) -> dict[str, Spread]:
        """How many times better Dateline is, by figure."""
        return ratios(self.dateline, self.plain)

    def medians(self, pipeline: str) -> dict[str, float]:
        """The figures of a pipeline."""
        return medians({DATELINE: self.dateline, PLAIN: self.plain}[pipeline])

    def to_dict(self) -> dict[str, Any]:
        """Give everything as JSON values."""
        pairs = zip(self.dateline, self.plain, strict=True)
        return {
            "passages": self.passages,
            DATELINE: self.medians(DATELINE),
            PLAIN: self.medians(PLAIN),
            "ratios": {name: ratio.to_dict() for name, ratio in self.ratios.items()},
            "rounds": [{DATELINE: medians([one]), PLAIN: medians([other])} for one, other in pairs],
        }


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of one run."""

    settings: Mapping[str, Any]
    sizes: Sequence[Size]
    growth: Sequence[Size]
    added_articles: int
    whole: Whole | None = None

    def to_dict(self) -> dict[str, Any]:
        """Give the report as JSON values; every key is always there."""
        return {
            "benchmark": "bench",
            "settings": dict(self.settings),
            "sizes": [size.to_dict() for size in self.sizes],
            "growth": {
                "added_articles": self.added_articles,
                "sizes": [size.to_dict() for size in self.growth],
            },
            "whole": self.whole.to_dict() if self.whole else None,
        }

    def to_json(self) -> str:
        """Give the report as one JSON value with a line feed at the end."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=1, allow_nan=False) + "\n"
