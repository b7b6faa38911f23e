"""What stands around a reading: its sentence, the sentences beside it, the headline, the whole article."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from index import Article
from index.dates import TimeExpression, time_expressions
from rag.reader.reading import Reading
from rag.refusing.alike import meanings
from rag.support import dates
from rag.support.names import fold
from rag.support.numbers import Number, numbers

_ANY_DAY = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a text holds: the meanings of its words, its folded words, its numbers, the times it names."""

    text: str
    meanings: frozenset[str]
    folded: frozenset[str]
    numbers: tuple[Number, ...]
    times: tuple[TimeExpression, ...]


@dataclass(frozen=True, slots=True)
class Nearby:
    """The sentence of a reading, the sentences beside it under the headline, and the article."""

    sentence: Facts
    window: Facts
    article: Facts
    published: date | None


@lru_cache(maxsize=1024)
def facts(text: str, published: date | None) -> Facts:
    """What a text holds; texts come back, so the last ones are kept."""
    times = time_expressions(text, published or _ANY_DAY)
    blanked = dates.blank(text, dates.days(text))
    every = meanings(text)
    return Facts(
        text,
        frozenset(every),
        frozenset(map(fold, _bare(text))),
        numbers(blanked),
        times,
    )


def _bare(text: str) -> list[str]:
    """The words of a text, also those of hyphened ones, each as it stands and without the punctuation around it."""
    parts = text.replace("-", " ").replace("–", " ").split()
    return [one for part in parts for one in (part, part.strip("()[]{}.,;:!?\"'“”‘’")) if one]


def nearby(reading: Reading) -> Nearby:
    """What stands around a reading. Neighbours are those of its passage."""
    article = reading.hit.article
    spans = reading.hit.passage.sentences
    at = next((place for place, span in enumerate(spans) if span[0] == reading.start), None)
    first, last = reading.start, reading.end
    if at is not None:
        first, last = spans[max(0, at - 1)][0], spans[min(len(spans) - 1, at + 1)][1]
    window = f"{article.title}\n{article.text[first:last]}"
    return Nearby(
        facts(reading.text, article.published),
        facts(window, article.published),
        whole(article),
        article.published,
    )


def whole(article: Article) -> Facts:
    """What an article holds, its headline, source and place included."""
    about = f"{article.title}\n{article.source or ''} {article.place or ''}\n{article.text}"
    return facts(about, article.published)
