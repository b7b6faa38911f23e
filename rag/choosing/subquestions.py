"""Takes a question of several parts apart, each part made to stand alone: "When did it open, and what did it cost?"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from index.dates import TimeExpression, time_expressions
from rag.restating import Antecedents, after, partly

MOST = 4
"""Parts of one question that are answered."""
_WH = (
    r"(?:(?:in|on|at|by|since|until|from|for|to|with|of|about|off|near|after|under|through) )?"
    r"(?:how|who|whom|whose|when|where|why|what|which)"
)
_AUXILIARY = r"(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|should|may|might|must)"
_AND = re.compile(rf",? (?:and|but) (?={_WH}\b)|[;?] (?:and |but )?(?={_WH}\b)", re.IGNORECASE)
_COMMA = re.compile(rf", (?={_WH}\b)", re.IGNORECASE)
_OPENS = re.compile(rf"^\W*(?:[^,:?]{{3,120}}[:,] )?{_WH}\b", re.IGNORECASE)
_PREFACE = re.compile(rf"^(?P<preface>[^:?]{{3,160}}): (?={_WH}\b)", re.IGNORECASE)
_TWO_WORDS = re.compile(
    r"^(?P<first>who|when|where|why|how)(?:,? (?:and|or) )(?P<second>when|where|why|how|by whom|with whom)\b "
    rf"(?P<rest>(?:exactly )?{_AUXILIARY}\b.*)$",
    re.IGNORECASE,
)
_PREPOSITION = (
    r"(?:just |only |shortly )?(?:in|on|at|from|to|for|of|by|with|near|during|after|before|"
    r"since|until|under|as of)"
)
_FRAGMENT = re.compile(
    rf"^(?P<wh>(?:(?:in|on|at|by|to|from|for) )?(?:how (?:many|much|long|far|old|high)|what|which|who|how)"
    rf"(?: (?!{_PREPOSITION}\b)[\w'-]+)??)(?: of them)? (?P<rest>(?:{_PREPOSITION}|when|while)\b.*)$",
    re.IGNORECASE,
)
_LAST_ITEM = re.compile(rf"^(?P<head>.+?),? and (?P<item>{_PREPOSITION} [^,]+)$", re.IGNORECASE)
_ITEM = re.compile(rf"^(?P<head>.*[^\s,])(?P<gap>,? )(?P<item>{_PREPOSITION} [^,]+?)$", re.IGNORECASE)
_HOW_MANY = re.compile(rf"^\W*how many (?P<noun>(?:[\w'-]+ ){{1,3}}?)(?={_AUXILIARY}\b)", re.IGNORECASE)
_ONLY_WH = re.compile(rf"^{_WH}(?: (?!{_AUXILIARY}\b)[\w'-]+){{0,2}}$", re.IGNORECASE)
_TIME_WORD = re.compile(
    r"\b(?:(?:day|week|month|year|morning|evening|night|hour|season)s?|time|round|beginning|start|end|peak|"
    r"January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Aug|Sept|Oct|Nov|Dec|Jan|Feb|Mar|Apr|\d{4})\b"
)
_RELATIVE = frozenset("who which when where how why what".split())
_ANY_DAY = date(2000, 1, 1)  # to find time expressions where the day they count from does not matter


def subquestions(question: str) -> tuple[str, ...]:
    """The questions that a question is made of, in order, each standing alone; () where it asks one thing.

    A part that leaves words out takes them from the first ("and how many on Monday?"), its pronouns are replaced by
    what they plainly stand for, else by nothing.
    """
    text = question.strip().rstrip(" ?")
    preface = _PREFACE.match(text)
    if preface and "?" not in preface["preface"]:
        text = text[preface.end() :]
    if two := _TWO_WORDS.match(text):
        return tuple(f"{two[word][:1].upper()}{two[word][1:]} {two['rest']}?" for word in ("first", "second"))
    pieces = _pieces(text)
    if len(pieces) < 2:
        return _distributed(text)
    whole = [pieces[0], *(_filled(piece, pieces[0]) for piece in pieces[1:MOST])]
    if any(
        _ONLY_WH.match(piece) for piece in whole
    ):  # "How many people died, and when?": one thing, asked twice
        return ()
    stated = _standing_alone(whole)
    about = f"{preface['preface'].strip()}: " if preface else ""
    return tuple(
        f"{about}{part[:1].upper()}{part[1:]}?" if not about else f"{about}{part}?" for part in stated
    )


def _pieces(text: str) -> list[str]:
    """The clauses that each ask; one where the question is one, or where a clause only describes ("the man who …")."""
    if not _OPENS.match(text):
        return [text]
    at, pieces = 0, []
    cuts = sorted({*_cuts(_AND, text), *(_cuts(_COMMA, text) if _AND.search(text) else ())})
    for start, end in cuts:
        if start < at or not _asks(text[end:], text[at:start]):
            continue
        pieces.append(text[at:start])
        at = end
    return [*pieces, text[at:]]


def _cuts(pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    return [match.span() for match in pattern.finditer(text)]


def _asks(clause: str, before: str) -> bool:
    """Whether a clause behind "and" asks something of its own rather than going on describing."""
    words = re.findall(r"[\w']+", clause.lower())
    opening = next((word for word in words if word in _RELATIVE), "")
    at = words.index(opening) if opening else 0
    following = words[at + 1] if at + 1 < len(words) else ""
    earlier = re.findall(r"[\w']+", before.lower())
    if len(earlier) < 3:
        return False
    if opening in {"when", "where", "why"}:
        return bool(re.fullmatch(_AUXILIARY, following)) or not following
    if opening in {"who", "which"}:  # "the man who stole it and who was caught"
        return not (opening in earlier[2:] and at == 0)
    return True


def _filled(piece: str, first: str) -> str:
    """A part that leaves out what the first says, with it: "how many on Monday" → "how many people died on Monday"."""
    piece = re.sub(r"\bwhich ones?\b", lambda match: _which_noun(first) or match.group(), piece)
    counted = _HOW_MANY.match(first)
    if counted and re.match(rf"how many (?={_AUXILIARY}\b)", piece, re.IGNORECASE):
        return f"{piece[:9]}{counted['noun']}{piece[9:]}"
    auxiliary = re.search(rf" (?={_AUXILIARY}\b)", first)
    if _ONLY_WH.match(piece) and auxiliary:
        return piece + first[auxiliary.start() :]
    fragment = _FRAGMENT.match(piece)
    if fragment is None or _is_whole(fragment["rest"]):
        return piece
    cut = _adjunct(fragment["rest"], first)
    head = first[:cut].rstrip(" ,")
    own = re.match(rf"^(?:{_WH})(?: (?:many|much|long|far|old|high))?\b", head, re.IGNORECASE)
    return f"{head} {fragment['rest']}" if own else piece


def _is_whole(rest: str) -> bool:
    """Whether what follows a question word has a verb of its own: "for a flight does it think fair"."""
    subordinate = re.match(r"(?:just )?(?:when|while|before|after|since|until)\b", rest, re.IGNORECASE)
    return not subordinate and bool(re.search(rf"\b{_AUXILIARY}\b", rest))


def _which_noun(first: str) -> str:
    match = re.match(r"\W*(?:\w+ )?(?:which|what) (?P<noun>[a-z'-]+)\b", first, re.IGNORECASE)
    return f"which {match['noun']}" if match else ""


def _adjunct(rest: str, first: str) -> int:
    """Where in the first part the phrase begins whose place a fragment takes; its end where it only adds."""
    opening = re.match(rf"{_PREPOSITION}|when|while", rest, re.IGNORECASE)
    same = [match.start() for match in re.finditer(rf" {opening.group()} ", first)] if opening else []
    if same:
        return same[-1]
    times = time_expressions(first, _ANY_DAY)
    behind = [match.start() for match in re.finditer(rf" {_PREPOSITION} ", first)]
    timed = [
        start
        for number, start in enumerate(behind)
        if _TIME_WORD.search(first[start : behind[number + 1] if number + 1 < len(behind) else len(first)])
        or any(one.start >= start for one in times)
    ]
    return timed[0] if timed else len(first)


def _distributed(text: str) -> tuple[str, ...]:
    """The parts of a question that asks the same of several times or things: "in May 2024 and in February 2025"."""
    match = _LAST_ITEM.match(text) if _OPENS.match(text) else None
    if match is None:
        return ()
    head, items = match["head"], [match["item"]]
    while len(items) < MOST and (before := _ITEM.match(head)) and _alike([before["item"], *items]):
        head, items = before["head"], [before["item"], *items]
        if before["gap"] == " ":
            break
    if len(items) < 2 or not re.search(rf"\b{_AUXILIARY}\b", head):
        return ()
    return tuple(f"{head} {item}?" for item in items)


def _alike(items: Sequence[str]) -> bool:
    """Whether phrases are set side by side: each opens with the same preposition, or all are times."""
    openings = {item.split()[0].lower() for item in items}
    timed = [item for item in items if _is_time(item, time_expressions(item, _ANY_DAY))]
    if any(len(item.split()) < 2 for item in items):
        return False
    return len(openings) == 1 or len(timed) == len(items)


def _is_time(item: str, times: Sequence[TimeExpression]) -> bool:
    return bool(times) or bool(_TIME_WORD.search(item))


def _standing_alone(parts: Sequence[str]) -> list[str]:
    """The parts with their pronouns replaced by what those before plainly name."""
    known = Antecedents()
    stated: list[str] = []
    for part in parts:
        alone = partly(f"{part}?", known).rstrip("?") if stated else part
        alone = re.sub(r"\bthat of\b", lambda match: _head_before_of(parts[0]) or match.group(), alone)
        known = after(f"{alone[:1].upper()}{alone[1:]}?", "", known)
        stated.append(alone)
    return stated


def _head_before_of(first: str) -> str:
    """The noun before "of" where the first part has one ("the decision of"); "" elsewhere."""
    found = {match.group() for match in re.finditer(r"\bthe [a-z]+ of\b", first)}
    return found.pop() if len(found) == 1 else ""
