"""Where the sample articles are: written for Dateline, in the shapes that real ones have."""

from __future__ import annotations

from pathlib import Path


def samples_path() -> Path:
    """The folder of the sample articles that come with the package."""
    return Path(__file__).resolve().parent / "samples"
