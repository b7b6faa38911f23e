"""Whether a sentence is borne out by what it cites: string comparison and rules, no model, no input or output."""

from rag.support.check import SUPPORTED, Support, supports, supports_together
from rag.support.context import context_of

__all__ = ["SUPPORTED", "Support", "context_of", "supports", "supports_together"]
