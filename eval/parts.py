"""The parts of the chain that can be turned off, by name, and what a run records of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any

from eval.errors import DatasetError
from rag.settings import Settings

PARTS = tuple(field.name for field in fields(Settings) if isinstance(field.default, bool))
"""The names of the parts, in the order in which a question meets them."""
SEARCHING = frozenset({"spelling", "ranking", "dates", "diversity"})
"""Those that only the search has: passages that are given are not searched."""


def without(settings: Settings, parts: Iterable[str]) -> Settings:
    """The settings with the named parts turned off. Raises `DatasetError` for a name that no part has."""
    named = tuple(parts)
    for name in named:
        if name not in PARTS:
            raise DatasetError(f'"{name}" is no part of the chain. Give one of: {", ".join(PARTS)}.')
    return replace(settings, **dict.fromkeys(named, False))


def recorded(settings: Settings) -> dict[str, Any]:
    """What a run says of the settings: passages found and read, and the parts that were off."""
    off = [name for name in PARTS if not getattr(settings, name)]
    return {"found": settings.found, "read": settings.read, "off": off}
