"""F1 of a class, from its precision and recall as parts of wholes."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Sum = tuple[Any, Any]
"""Parts and wholes added up: numbers, or arrays of one shape."""


def harmonic_mean(precision: Sum, recall: Sum) -> Array:
    """2 * right / (found + there), where precision is right of found and recall is right of there.

    The same as the harmonic mean of both, and 0, not undefined, where nothing was found. Van Rijsbergen,
    "Information Retrieval", 1979, chapter 7; averaged over classes: Opitz and Burst, "Macro F1 and Macro F1",
    2019, the mean of the classes' own F1.
    """
    (right, found), (_, there) = precision, recall
    both = np.asarray(found + there, np.float64)
    result: Array = np.divide(
        2 * np.asarray(right, np.float64), both, out=np.zeros_like(both), where=both > 0
    )
    return result
