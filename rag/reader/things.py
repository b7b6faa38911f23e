"""What answers "what" and "which" where the sentence leaves no doubt: a named thing of the sort, words said."""

from __future__ import annotations

import re

from rag.reader.sought import Sought, Span
from rag.support.names import names
from rag.support.words import STOPWORDS, stem

_SORT = re.compile(
    r"^\W*(?:(?:and|so|but),? )?(?:(?:in|on|at|of|for|with|to|from) )?(?:what|"
    r"which) (?:(?P<before>[a-z'-]+) )??(?P<sort>[a-z'-]{3,})\b"
)
_CALLED = re.compile(
    r"\b(?:named|called|known as|dubbed|titled|entitled|codenamed|"
    r"christened) (?P<name>(?:the )?(?:[“\"][^”\"]+[”\"]|(?:[A-Z][\w’'-]+(?: (?:of|the|and) (?=[A-Z])| )?)+))"
)
_ASKS_NAME = re.compile(r"\b(?:called|named|name of|known as|nickname)\b|'s name\b")
_ASKS_WORDS = re.compile(
    r"^\W*(?:(?:and|so|but),? )?what (?:did|does|do|has|have|had) .*\b(?:say|tell|write|reply|answer|"
    r"shout|ask|call|describe)\b"
)
_QUOTED = re.compile(r"[“\"](?P<words>[^”\"“]{3,300})[”\"]")
_STANDS_FOR = re.compile(r"what (?:does|do|did) (?P<short>[a-z.&-]+) stand for")


def find_thing(seeking: Sought) -> Span | None:
    """A name of the sort asked for, the name something is called by, or the words somebody said; else None."""
    return _in_full(seeking) or _called(seeking) or _of_the_sort(seeking) or _said(seeking)


def _of_the_sort(seeking: Sought) -> Span | None:
    """One name with the word of the sort in it, and no other: "Storm Brannoc" for "Which storm …"."""
    match = _SORT.match(seeking.question)
    if match is None or match["sort"] in STOPWORDS or match["before"] in STOPWORDS:
        return None  # "what is the rate" asks for no name with "the" in it
    sort = stem(match["sort"])
    found = []
    for name in names(seeking.text):
        shown = seeking.text[name.start : name.end]
        if name.start >= seeking.opening and sort in map(stem, shown.split()) and len(shown.split()) > 1:
            found.append((name.start, name.end))
    found = [span for span in found if not seeking.is_asked(seeking.text[slice(*span)])]
    return found[0] if len({seeking.text[slice(*span)] for span in found}) == 1 else None


def _called(seeking: Sought) -> Span | None:
    match = _CALLED.search(seeking.text) if _ASKS_NAME.search(seeking.question) else None
    if match is None:
        return None
    name = match["name"].rstrip()
    start = match.start("name")
    if name[0] in '“"':
        return start + 1, start + len(name) - 1
    return start, start + len(name)


def _said(seeking: Sought) -> Span | None:
    """What is quoted, where the question asks what somebody said and the sentence quotes once."""
    found = list(_QUOTED.finditer(seeking.text)) if _ASKS_WORDS.match(seeking.question) else []
    if len(found) != 1:
        return None
    words = found[0]["words"].rstrip(" ,")
    return found[0].start("words"), found[0].start("words") + len(words)


def _in_full(seeking: Sought) -> Span | None:
    """What letters stand for: "Southern Cone Market (Mercosur)"."""
    asks = _STANDS_FOR.search(seeking.question)
    if asks is None:
        return None
    match = re.search(
        rf"(?P<full>(?:[A-Z][\w’'-]+ (?:of |the |for |and |on )*)+)\({re.escape(asks['short'])}\)",
        seeking.text,
        re.IGNORECASE,
    )
    return (match.start("full"), match.end("full") - 1) if match else None
