"""What a question names: people and places, numbers, dates, the utmost of a kind, and the sort of thing it wants."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from index.dates import time_expressions
from rag.kinds import plain
from rag.query import Query
from rag.refusing.alike import meaning
from rag.result import ResolvedDate
from rag.support import dates
from rag.support.names import Name, fold, names
from rag.support.numbers import Number, numbers
from rag.support.words import STOPWORDS

_DECADE = re.compile(r"[’']?s\b")
_WH = frozenset("who whom whose what which when where why how in on at by from for to with of".split())
_EXTREME = re.compile(
    r"\b(?:first|last|only|sole|final|[a-z]{2,}(?<!for|int|her|und|mod|hon)est|most|least|second|third|fourth|fifth|"
    r"sixth|seventh|eighth|ninth|tenth|\d+(?:st|nd|rd|th))\b"
)
_NO_EXTREME = frozenset(
    "interest request protest arrest forest guest harvest invest west test best rest contest quest nest suggest "
    "latest west southwest northwest midwest manifest conquest budapest bucharest priest chest vest pest most".split()
)
_SORT = re.compile(
    r"^\W*(?:(?:and|so|but),? )?(?:(?:in|on|at|of|for|with|to|from|by|under) )?(?:what|which) "
    r"(?:(?:kind|type|sort) of )?(?P<sort>(?:[a-z'-]+ ){0,2}?[a-z'-]{3,}?)(?= (?:is|are|was|were|do|does|did|has|have|"
    r"had|will|would|can|could|should|must|[a-z]+(?:ed|s)|of|in|that|who|which|to|won|lost|built|led|made|took|gave|"
    r"went|ran|held|sent|sold|bought|wrote|told|said|flew|beat|paid|set|put|let)\b)"
)
_NAME_OF = re.compile(r"\bname of (?:the |an? |its |his |her |their )?(?P<sort>[a-z'-]+(?: [a-z'-]+)?)")
_THE = re.compile(
    r"^\W*what (?:is|was|were|are) (?:[\w.]+['’]s |the |its |his |her |their )(?:[a-z-]+ ){0,2}?"
    r"(?P<sort>[a-z-]{3,})(?= of | in |\W*$)"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question taken apart.

    `names` have their folded tokens; `numbers` are no dates; `dates` are the days it speaks of that were not
    counted from another day; `extremes` are words such as "first" and "largest"; `sort` is the last word of the
    sort of thing wanted ("company" of "which insurance company"), "" for none; `words` are the meanings of its other
    content words.
    """

    names: tuple[tuple[str, ...], ...]
    spans: tuple[Name, ...]
    numbers: tuple[Number, ...]
    dates: tuple[ResolvedDate, ...]
    extremes: tuple[str, ...]
    sort: str
    words: tuple[str, ...]


@lru_cache(maxsize=256)
def _taken_apart(question: str) -> tuple[tuple[Name, ...], tuple[Number, ...], tuple[str, ...], str]:
    found = tuple(name for name in names(question) if not _opens_with_a_question_word(name))
    days = dates.days(question)
    blanked = dates.blank(question, days)
    for expression in time_expressions(question, None):
        blanked = _blank(blanked, expression.start, expression.end)
    for name in found:
        blanked = _blank(blanked, name.start, name.end)
    counts = tuple(
        one
        for one in numbers(blanked)
        if not one.pronoun and one.unit not in {"th", "vague"} and not _DECADE.match(blanked, one.end)
    )
    extremes = tuple(
        match.group() for match in _EXTREME.finditer(plain(question)) if match.group() not in _NO_EXTREME
    )
    return found, counts, extremes, _sort(plain(question))


def _opens_with_a_question_word(name: Name) -> bool:
    return len(name.tokens) == 1 and name.tokens[0].lower() in _WH


def _blank(text: str, start: int, end: int) -> str:
    return text[:start] + " " * (end - start) + text[end:]


def _sort(asked: str) -> str:
    for pattern in (_NAME_OF, _SORT, _THE):
        if match := pattern.search(asked):
            word = match["sort"].split()[-1]
            return "" if word in STOPWORDS else word
    return ""


def asked_of(query: Query) -> Asked:
    """The question of a query taken apart."""
    found, counts, extremes, sort = _taken_apart(query.question)
    tokens = tuple(
        tuple(part for token in name.tokens if (part := fold(token)) not in STOPWORDS) for name in found
    )
    named = {meaning(token) for name in found for token in name.tokens}
    put_apart = named | {meaning(word) for word in extremes} | ({meaning(sort)} if sort else set())
    dated = " ".join(one.text for one in query.dates)
    own = dict.fromkeys(meaning(word) for word in query.keywords)
    digits = {meaning(part) for number in counts for part in number.text.split()}
    in_dates = {meaning(word) for word in dated.split()}
    words = tuple(word for word in own if word not in put_apart | digits | in_dates)
    fixed = tuple(one for one in query.dates if not _relative(one))
    return Asked(tuple(one for one in tokens if one), found, counts, fixed, extremes, sort, words)


def _relative(one: ResolvedDate) -> bool:
    return not time_expressions(one.text, None)
