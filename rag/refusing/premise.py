"""What a question takes for granted, held against the sentences that were read.

`correct` where a sentence says how it is: the chain can answer with that sentence. `refuse` where nothing that was
read knows whom or when the question speaks of. Both are given only on plain evidence: a question in doubt is a
question, and goes on to the reader's answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rag.query import Query
from rag.reader.reading import Reading
from rag.refusing.asked import Asked, asked_of
from rag.refusing.figures import other_figure
from rag.refusing.happened import did_not_happen
from rag.refusing.roles import other_bearer
from rag.refusing.unheard import unheard_of
from rag.refusing.verdict import Premise

_CHECKS: tuple[Callable[[Query, Asked, Sequence[Reading]], Premise | None], ...] = (
    did_not_happen,
    other_figure,
    other_bearer,
    unheard_of,
)


def premise(query: Query, readings: Sequence[Reading]) -> Premise | None:
    """What the question takes for granted and the articles contradict or know nothing of; None where nothing is amiss.

    `readings` are best first, every sentence of the passages read. A question that itself asks whether something is
    so ("Did X resign?") takes nothing for granted.
    """
    if not readings or query.kind == "yes_no" or query.context:
        return None
    asked = asked_of(query)
    return next((found for check in _CHECKS if (found := check(query, asked, readings))), None)
