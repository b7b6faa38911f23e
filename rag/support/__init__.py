"""Whether a sentence is borne out by what it cites: string comparison, rules and a small regression.

`supports` for one quotation, `supports_together` for several, `bearing` to choose them where nobody has, `aligned` for
a judge of meaning.
"""

from rag.support.bearing import bearing
from rag.support.check import SUPPORTED, Support, supports, supports_together
from rag.support.context import context_of
from rag.support.meaning import Judge, aligned

__all__ = [
    "SUPPORTED",
    "Judge",
    "Support",
    "aligned",
    "bearing",
    "context_of",
    "supports",
    "supports_together",
]
