"""Where the real articles and benchmarks are, which are not part of the repository."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("DATELINE_SHARED", Path(__file__).parent.parent.parent / "shared"))
needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason=f"the real data are not at {SHARED} (DATELINE_SHARED)"
)
