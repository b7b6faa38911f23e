"""What the browser asks to open, checked, and the page for it: only articles of this library, only by id."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.article import ID_LENGTH, Article
from index.errors import InputError, LibraryError
from rag.result import Citation
from ui.web.articles import article_html, message_html
from ui.web.talk import Turn

if TYPE_CHECKING:
    from index import Library

log = logging.getLogger(__name__)

_ID = re.compile(rf"[0-9a-f]{{{ID_LENGTH}}}")

NOT_HERE = "This article is not in the library. It may have been removed since the answer was given."
CHANGED = (
    "This article has changed since the answer was given: the quotation no longer stands where it stood."
)


@dataclass(frozen=True, slots=True)
class Place:
    """An article, and a span of its text or None."""

    article_id: str
    span: tuple[int, int] | None = None


def place(data: object) -> Place | None:
    """The place that a press in the browser names, or None where it names none; `data` can be anything."""
    if not isinstance(data, Mapping):
        return None
    article_id, start, end = data.get("article"), data.get("start"), data.get("end")
    if not isinstance(article_id, str) or not _ID.fullmatch(article_id):
        return None
    if type(start) is int and type(end) is int and 0 <= start < end:
        return Place(article_id, (start, end))
    return Place(article_id)


def open_place(library: Library, where: Place | None, turns: Sequence[Turn] = ()) -> str:
    """The article at a place as HTML, or a plain message why there is none.

    `turns` is the conversation: a span that was cited there must still hold the quotation.
    """
    if where is None:
        return message_html("Not found", NOT_HERE)
    try:
        article = library.article(where.article_id)
    except InputError:
        return message_html("Not found", NOT_HERE)
    except LibraryError as error:
        return message_html("The article cannot be opened", str(error))
    except Exception:
        log.exception("the article could not be opened")
        return message_html("The article cannot be opened", "The window where Dateline runs says more.")
    if where.span is None:
        return article_html(article)
    if where.span[1] > len(article.text) or _moved(article, where.span, turns):
        return article_html(article, note=CHANGED)
    return article_html(article, where.span)


def open_citation(library: Library, citation: Citation, turns: Sequence[Turn]) -> str:
    """The article of a citation as HTML, with the quotation marked."""
    return open_place(library, Place(citation.article_id, (citation.start, citation.end)), turns)


def _moved(article: Article, span: tuple[int, int], turns: Sequence[Turn]) -> bool:
    """Whether a quotation the conversation gives at this span is no longer there."""
    start, end = span
    quotes = {
        citation.quote
        for turn in turns
        if turn.answer
        for citation in turn.answer.citations
        if (citation.article_id, citation.start, citation.end) == (article.id, start, end)
    }
    return bool(quotes) and article.text[start:end] not in quotes
