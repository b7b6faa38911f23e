"""Picks the words of a sentence that settle a question: a number with its noun, a date, a name, a place, a reason.

Rules on the kind of question, one module a kind; where none fits, no span, and the whole sentence is the answer.
"""

from __future__ import annotations

from collections.abc import Callable

from rag.query import Query
from rag.reader.amounts import find_amount
from rag.reader.people import find_person
from rag.reader.places import find_place
from rag.reader.reading import Reading
from rag.reader.reasons import find_reason
from rag.reader.roles import find_role
from rag.reader.sought import Sought, Span, sought, trimmed
from rag.reader.things import find_thing
from rag.reader.times import find_time

_FINDERS: dict[str, Callable[[Sought], Span | None]] = {
    "how_many": find_amount,
    "when": find_time,
    "who": find_person,
    "who_is": find_role,
    "where": find_place,
    "why": find_reason,
    "what": find_thing,
}


def answer_span(query: Query, reading: Reading) -> Span | None:
    """The words in the reading's sentence that settle the question, as offsets into the article; None where unclear."""
    finder = _FINDERS.get(query.kind)
    span = finder(sought(query, reading)) if finder else None
    cut = trimmed(reading.text, span) if span else None
    return (reading.start + cut[0], reading.start + cut[1]) if cut else None
