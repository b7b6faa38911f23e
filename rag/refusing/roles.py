"""Somebody named in a role ("Ada Brenn, the mayor of Velmora") that the articles give to somebody else."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.query import Query
from rag.reader.reading import Reading
from rag.refusing.asked import Asked
from rag.refusing.nearby import whole
from rag.refusing.verdict import Premise
from rag.support.names import fold

_ROLE = (
    r"(?P<role>(?:[a-z]+ ){0,2}?(?:president|minister|mayor|governor|director|chairman|chairwoman|chair|head|leader|"
    r"chief executive|captain|coach|manager|king|queen|spokesman|spokeswoman|founder|owner|secretary|commander|editor|"
    r"principal|ambassador|boss|chief))"
)
_NAME = r"(?P<name>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)+)"
_BODY = r"(?P<body>(?:[A-Z][\w.’'&-]*)(?: (?:of |and |the |for )?[A-Z][\w.’'&-]*)*)"
_BORNE = (
    re.compile(rf"{_NAME}, (?:the |who is the |who was the |who is )?{_ROLE} of (?:the )?{_BODY}"),
    re.compile(rf"\b{_ROLE} of (?:the )?{_BODY},? {_NAME}"),
    re.compile(rf"\b(?P<body>[A-Z][\w-]+)[’']s? {_ROLE},? {_NAME}"),
    re.compile(rf"{_NAME}, (?P<body>[A-Z][\w-]+)[’']s? {_ROLE}"),
)


def borne(text: str) -> list[tuple[str, str, str]]:
    """Every (role, body, name) of a text, folded; of the role its last word, of the name its last."""
    found = []
    for pattern in _BORNE:
        for match in pattern.finditer(text):
            role = match["role"].split()[-1]
            found.append((role, fold(match["body"].split()[-1]), fold(match["name"].split()[-1])))
    return found


def other_bearer(query: Query, _: Asked, readings: Sequence[Reading]) -> Premise | None:
    """The sentence that gives the role to another, where no article read gives it to the one the question names."""
    for role, body, name in borne(query.question):
        given = [
            (reading, one) for reading in readings for one in borne(reading.text) if one[:2] == (role, body)
        ]
        bearers = {one[2] for _, one in given}
        known = any(_together(name, role, body, reading) for reading in readings)
        if given and name not in bearers and not known:
            return Premise("correct", f"The articles name another {role}.", given[0][0])
    return None


def _together(name: str, role: str, body: str, reading: Reading) -> bool:
    """Whether an article may give the role to the name without saying so in one of the forms above."""
    sentence = {fold(word) for word in re.findall(r"[\w’'-]+", reading.text)}
    return name in sentence and role in sentence and body in whole(reading.hit.article).folded
