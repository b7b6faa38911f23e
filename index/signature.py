"""MinHash signatures of texts: what near-identical copies are found by, without comparing all pairs.

Broder, "On the resemblance and containment of documents", SEQUENCES 1997; Leskovec, Rajaraman and Ullman, "Mining of
Massive Datasets", chapter 3, for the bands.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from datasketch import MinHash

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_LONGEST = 50_000  # words that are looked at; a report is shorter, and a file of one line may be anything
_SHINGLE = 5  # words; two reports on one event share hardly any run of five that is not a quotation
_VALUES = 64
_BANDS = 32  # of one value each: see `signature`
_SEED = 1  # the seed and the scheme are part of the stored format
_SCHEME = "affine32"
_AT_ONCE = 4096  # shingles; bounds memory, which is 256 bytes for each
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)  # odd, its bits well spread: Knuth's multiplicative hashing
_HALF = np.uint64(32)


@dataclass(frozen=True, slots=True)
class Signature:
    """What an article is found by as a copy.

    `blob` holds, as little-endian 32-bit numbers, how many different shingles the text has and then its 64 MinHash
    values: 260 bytes. `bands` are its keys for the index, 63 bits each; a text of less than five words has none.
    """

    blob: bytes
    bands: tuple[int, ...]


def words(text: str) -> list[str]:
    """The words of a text, at most 50,000, blind to case, punctuation and space."""
    return [match[0] for match in islice(_WORD.finditer(text.casefold()), _LONGEST)]


def signature(text: str) -> Signature:
    """The signature of a text.

    A band is a single MinHash value: two texts of which the one holds a tenth of the other still share one of 32
    with a probability of 1 - 0.9 ** 32 = 97 %. Bands of more values would shut out chance meetings, but of runs of
    five words there are few, and the signature tells them apart.
    """
    shingles = _shingles(words(text))
    sketch = _blank().copy()
    for at in range(0, len(shingles), _AT_ONCE):
        sketch.update_batch(shingles[at : at + _AT_ONCE].tolist())
    values = sketch.hashvalues.astype("<u4")
    blob = np.array([len(shingles)], "<u4").tobytes() + values.tobytes()
    keys = values[:_BANDS] if len(shingles) else ()
    return Signature(blob, tuple((band << 32) | int(value) for band, value in enumerate(keys)))


def containment(one: bytes, other: bytes) -> float:
    """How much of the shorter text stands in the longer one, 0..1, estimated from the blobs of their signatures.

    The share of equal values estimates the resemblance J, and J / (1 + J) of all shingles are then those of both.
    """
    a, b = np.frombuffer(one, "<u4"), np.frombuffer(other, "<u4")
    if not (len(a) == len(b) == _VALUES + 1 and a[0] and b[0]):
        return 0.0
    resemblance = float(np.count_nonzero(a[1:] == b[1:])) / _VALUES
    shared = resemblance / (1 + resemblance) * (int(a[0]) + int(b[0]))
    return min(1.0, shared / min(int(a[0]), int(b[0])))


def _shingles(of: list[str]) -> NDArray[np.uint32]:
    """The 32-bit hashes of the runs of five words, each once."""
    hashes = np.fromiter(
        (zlib.crc32(word.encode("utf-8", "surrogatepass")) for word in of), np.uint64, len(of)
    )
    count = max(0, len(of) - _SHINGLE + 1)
    mixed = np.zeros(count, np.uint64)
    for place in range(_SHINGLE):
        mixed = (mixed ^ hashes[place : place + count]) * _MULTIPLIER
        mixed ^= mixed >> _HALF
    return np.unique((mixed >> _HALF).astype(np.uint32))


@cache
def _blank() -> MinHash:
    """An empty sketch; its permutations are drawn once. Imported here: it takes SciPy, which `ask` has no use for."""
    from datasketch import MinHash

    return MinHash(num_perm=_VALUES, seed=_SEED, scheme=_SCHEME, hashfunc=int)
