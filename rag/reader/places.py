"""The place that answers "where" and "in which town"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.reader.proper import Proper, in_a_list, proper_names, with_direction
from rag.reader.sought import WORD, Sought, Span, noun_end
from rag.support.words import STOPWORDS

_PREPOSITION = (
    r"(?:in|at|on|near|off|from|to|into|onto|outside|inside|around|through|over|across|beside|"
    r"behind|under|towards?|above|below|along|between|via|by)"
)
_LEAD = re.compile(
    rf"\b(?P<preposition>{_PREPOSITION}) (?P<before>(?:(?:the|a|an|its|his|her|"
    rf"their) )?(?:[a-z][\w’'-]*(?<!ing)(?<!ly) ){{0,3}}?)$",
    re.IGNORECASE,
)
_COMMON = re.compile(
    rf"\b(?P<preposition>{_PREPOSITION}) (?=(?:the|a|an|its|his|her|their) [a-z])", re.IGNORECASE
)
_GOES_ON = re.compile(r" (?:of|at|in|near|on|outside) (?=(?:the |a |an )?[A-Za-z])")
_TYPE = re.compile(
    r"(?:what|which|whose) (?:of the )?(?:(?:two|three|four|other|\w+ish|\w+an|\w+ese) )?(?P<type>[a-z]+)"
)
_GENERIC = frozenset("place places area areas location locations part parts".split())
_WHICH = re.compile(r"\b(?:what|which)\b")
_ASKS_PREPOSITION = re.compile(
    rf"\b(?P<preposition>{_PREPOSITION}) (?:what|which|where)\b|\b(?P<last>from|to|through|near)\W*$"
)
_NOT_PLACES = frozenset(
    (
        "first second third end beginning start same time moment case way lead number fact result "
        "addition order "
        "least most past future meantime meanwhile night morning evening afternoon day week month year "
        "years days "
        "hours minutes spot process middle age cost price rate hope face light wake view favour favor charge"
    ).split()
)


@dataclass(frozen=True, slots=True)
class _Place:
    start: int
    end: int
    preposition: str = ""
    typed: bool = False
    named: bool = True


def find_place(seeking: Sought) -> Span | None:
    """The place, behind a preposition or of the sort asked for, that stands nearest to the question's words."""
    unnamed = _unnamed(seeking)
    named = [
        place for place in _named(seeking) if not any(one.start <= place.start < one.end for one in unnamed)
    ]
    found = [place for place in (*named, *unnamed) if place.start >= seeking.opening]
    found = [place for place in found if not seeking.is_asked(seeking.text[place.start : place.end])]
    if not found:
        return None
    wanted = _ASKS_PREPOSITION.search(seeking.question)
    preposition = (wanted["preposition"] or wanted["last"]) if wanted else ""
    best = max(found, key=lambda place: (_fit(place, seeking, preposition), -place.start))
    return best.start, best.end


def _type(question: str) -> str:
    """The sort of place asked for, in the singular: "town", "province"; "" where any will do."""
    match = _TYPE.search(question)
    word = match["type"] if match else ""
    if word in _GENERIC:
        return ""
    return re.sub(r"ies$", "y", word) if word.endswith("ies") else word.removesuffix("s")


def _fit(place: _Place, seeking: Sought, preposition: str) -> float:
    fit = seeking.near(place.start, place.end)
    fit += 2.0 if place.typed else 0.0
    if preposition and preposition == place.preposition:
        fit += 0.7
    if not place.preposition and not place.typed:
        fit -= 0.5
    if place.preposition in {"from", "to", "by", "through"} and preposition != place.preposition:
        fit -= 0.3
    return fit + (0.3 if place.named else 0.0)


def _named(seeking: Sought) -> list[_Place]:
    """Places with a name: behind a preposition, or of the sort asked for ("the town of Pell Astra")."""
    text, sort = seeking.text, _type(seeking.question)
    which = bool(_WHICH.search(seeking.question))
    every = proper_names(text)
    found = []
    for name in every:
        if (
            _is_person(name, text)
            or seeking.in_a_time(name.start, name.end)
            or re.match(r"[’']s?\b", text[name.end :])
        ):
            continue
        lead = _LEAD.search(text, 0, name.start)
        typed = bool(sort) and _is_typed(name, sort, text)
        if lead is None and not typed and not which:
            continue
        if len(name.tokens) == 1 and _DEMONYM.search(name.text) and re.match(r" [a-z]", text[name.end :]):
            continue
        start, end = in_a_list(every, name, text)
        if any(seeking.is_asked(" ".join(one.tokens)) for one in every if start <= one.start < end):
            start, end = name.start, name.end
        end = _with_country(_whole_end(end, text), every, text)
        found.append(
            _Place(with_direction(text, start), end, lead["preposition"].lower() if lead else "", typed)
        )
    return found


_DEMONYM = re.compile(r"(?:[a-z](?:ese|ish|ian|ean)|speaking|Greek|French|Dutch|German|Thai|Swiss)$")


def _is_typed(name: Proper, sort: str, text: str) -> bool:
    """Whether a name stands beside the sort of place asked for: "the provinces of X", "two provinces, X", "X port"."""
    root = sort[:-1] if sort.endswith("y") else sort
    before = re.search(
        rf"\b{root}(?:s|es|y|ies)?(?: of(?: the)?|,| called| named)? (?:the )?$",
        text[: name.start],
        re.IGNORECASE,
    )
    return (
        bool(before)
        or bool(re.match(rf" {sort}\b", text[name.end :], re.IGNORECASE))
        or sort in name.text.lower().split()
    )


_TAIL = re.compile(
    r"(?: [a-z]+)? (?:station|airport|hospital|harbou?r|bridge|prison|museum|school|university|river|park|"
    r"district|"
    r"province|stadium|island|valley|coast|basin|border|region|area|peninsula|mountains|gallery|church|"
    r"road|street)\b"
)


def _whole_end(end: int, text: str) -> int:
    """Where a place's name ends, lower-case words of it included: "Haldrisk railway station"."""
    tail = _TAIL.match(text, end)
    first = re.match(r" ([a-z]+)", text[end:])
    return (
        tail.end()
        if tail and first and first[1] not in STOPWORDS and first[1] not in {"was", "is", "were", "has"}
        else end
    )


def _with_country(end: int, every: Sequence[Proper], text: str) -> int:
    """Where a place's name ends with the country behind it: "Windsor, Nova Scotia"."""
    after = next((name for name in every if name.start == end + 2 and text.startswith(", ", end)), None)
    if (
        after is None
        or _is_person(after, text)
        or not re.match(r"$|[.;(]| \(|, (?!the |an? |who )[a-z]", text[after.end :])
    ):
        return end
    return after.end


def _is_person(name: Proper, text: str) -> bool:
    return bool(re.match(r",? (?:said|says|told|who)\b", text[name.end :])) or bool(
        re.search(r"\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Capt|President|Minister)\b", text[name.start : name.end])
    )


def _unnamed(seeking: Sought) -> list[_Place]:
    """Places without a name of their own: "a field of turnips near Dunmorrow"."""
    if _WHICH.search(seeking.question) and _type(seeking.question):
        return []
    text = seeking.text
    found = []
    for match in _COMMON.finditer(text):
        first = WORD.search(text, match.end())
        end = noun_end(text, first.end()) if first else 0
        if first is None or end <= first.end() or seeking.in_a_time(match.end(), end):
            continue
        if (
            text[first.end() : end].split()[-1].lower() in _NOT_PLACES
            or text[first.end() : end].split()[0].lower() in _NOT_PLACES
        ):
            continue
        for _ in range(2):
            more = _GOES_ON.match(text, end)
            if more is None or seeking.in_a_time(more.start(), more.end() + 6):
                break
            word = WORD.search(text, more.end())
            after = noun_end(text, more.end() - 1)
            if word and word.group().lower() in {"the", "a", "an"}:
                after = noun_end(text, word.end())
            if after <= more.end():
                break
            end = after
        found.append(_Place(match.end(), end, match["preposition"].lower(), named=False))
    return found
