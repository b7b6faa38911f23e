"""What a run was made with: version, commit, machine. A figure without it cannot be compared with a later one."""

from __future__ import annotations

import os
import platform
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

_CPUINFO = Path("/proc/cpuinfo")


def provenance() -> dict[str, Any]:
    """Give version, commit and machine; what cannot be told is null."""
    return {"version": _version(), "commit": _commit(), "machine": machine()}


def machine() -> dict[str, Any]:
    """Describe the machine: system, Python, processor, cores that may be used, memory in GB (null if unknown)."""
    affinity = getattr(os, "sched_getaffinity", None)
    return {
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
        "processor": _processor(),
        "cores": len(affinity(0)) if affinity else os.cpu_count(),
        "memory_gb": _memory(),
    }


def _version() -> str | None:
    try:
        return version("dateline")
    except PackageNotFoundError:
        return None


def _commit() -> str | None:
    """Give the commit of the source tree this runs from, with "+" where the tree has changes; None outside one."""
    folder = Path(__file__).parent.parent
    if not (folder / ".git").exists():
        return None
    try:
        head = _git(folder, "rev-parse", "--short=12", "HEAD")
        return head + ("+" if _git(folder, "status", "--porcelain", "--untracked-files=no") else "")
    except (OSError, subprocess.SubprocessError):
        return None


def _git(folder: Path, *words: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(folder), *words], check=True, capture_output=True, text=True, timeout=10
    )
    return done.stdout.strip()


def _processor() -> str | None:
    """Give the name of the processor: Linux keeps it in a file, elsewhere the platform may know."""
    try:
        lines = _CPUINFO.read_text("utf-8", "replace").splitlines()
    except OSError:
        lines = []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor() or None)


def _memory() -> float | None:
    try:
        size = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):
        return None
    return round(size / 1e9, 1)
