"""What a run records of how it was made, and what of that its answers depend on."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from eval.provenance import provenance
from eval.runner import Options

_DEPENDS = ("data_hash", "corpus", "embedder", "runtime", "threshold")


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a run in the making; the clock runs from when they were made."""

    values: Mapping[str, Any]
    clock: float

    @property
    def depends_on(self) -> dict[str, Any]:
        """What an answer depends on beside the code, the mode and the question."""
        return {name: self.values.get(name) for name in _DEPENDS}

    def finish(self, **more: Any) -> dict[str, Any]:
        """Give the settings of a run that is done, with what is known only then."""
        return {**self.values, "seconds": round(time.monotonic() - self.clock, 1), **more}


def settings_of(files: Sequence[Path], options: Options, given: Mapping[str, Any]) -> Settings:
    """Record version, commit, machine, data and options; `given` adds what is particular to the benchmark."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    values = {
        **provenance(),
        "started": datetime.now(UTC).isoformat(timespec="seconds"),
        "data": ", ".join(file.name for file in files),
        "data_hash": digest.hexdigest()[:16],
        "mode": options.mode,
        "seed": options.seed,
        "limit": options.limit,
        "corpus": None,
        **given,
    }
    return Settings(values, time.monotonic())
