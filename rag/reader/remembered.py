"""Remembers what was computed lately: a follow-up question is mostly read in the same passages."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Remembered(Generic[Key, Value]):
    """Computes a value for each key, those missing all at once, and remembers the `most` used last.

    The value must depend on its key alone, whatever is computed beside it. Safe to use from several threads.
    """

    def __init__(self, compute: Callable[[Sequence[Key]], list[Value]], most: int) -> None:
        self._compute = compute
        self._most = most
        self._known: OrderedDict[Key, Value] = OrderedDict()
        self._guard = threading.Lock()

    def __call__(self, keys: Sequence[Key]) -> list[Value]:
        """The value of each key."""
        with self._guard:
            found = {key: self._known[key] for key in keys if key in self._known}
        missing = [key for key in dict.fromkeys(keys) if key not in found]
        if missing:
            found.update(zip(missing, self._compute(missing), strict=True))
        with self._guard:
            for key in keys:
                self._known[key] = found[key]
                self._known.move_to_end(key)
            while len(self._known) > self._most:
                self._known.popitem(last=False)
        return [found[key] for key in keys]
