"""Words of one meaning and of opposite meanings, as far as news needs them to meet a question's words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from rag.keywords import is_content
from rag.support.words import stem

_WORD = re.compile(r"[^\W_]+(?:[.,’'&-][^\W_]+)*")
_GROUPS = (
    "die died dies dying dead death deaths kill killed kills killing fatal fatally fatality fatalities perished perish",
    "hurt injure injured injures injury injuries wound wounded",
    "arrest arrested arrests detain detained detention custody jailed",
    "resign resigned resigns resignation quit quits",
    "rise rises rose risen rising increase increased increases raise raised raises raising grew grow grows grown climb "
    "climbed surge surged jumped",
    "fall falls fell fallen falling decrease decreased drop dropped drops decline declined cut cuts reduce reduced "
    "reduces reduction lowered lowers slash slashed shrank",
    "accept accepted accepts approve approved approves approval agreed adopted",
    "reject rejected rejects rejection refuse refused refuses turned veto vetoed",
    "convict convicted conviction guilty",
    "acquit acquitted acquittal cleared",
    "support supported supports backed backs",
    "oppose opposed opposes opposition",
    "allow allowed allows permit permitted legalise legalised legalize legalized",
    "ban banned bans forbid forbade forbidden prohibit prohibited outlawed",
    "win wins won winner winners winning victory victorious",
    "beat beaten beats defeat defeated defeats",
    "begin begins began begun start started starts",
    "end ends ended finish finished finishes",
    "buy buys bought purchase purchased acquire acquired acquisition",
    "sell sells sold sale",
    "build builds built construct constructed construction",
    "marry married marriage wed wedding",
    "person people persons passenger passengers victim victims resident residents man men woman women",
    "child children pupil pupils schoolchildren kid kids",
    "sink sinks sank sunk sinking capsize capsized capsizes",
    "fire fired fires shoot shot shooting",
    "steal stole stolen theft",
    "vote votes voted voting ballot ballots",
    "price prices fare fares cost costs",
    "close closed closes closing shut shuts closure",
    "open opened opens opening reopen reopened",
    "say said says tell told",
    "teach teacher teaches taught",
    "pay pays paid payment",
    "choose chose chosen pick picked select selected appoint appointed named",
    "leave leaves left",
    "name names called",
    "sue sued sues suing",
)
_OPPOSITES = (
    ("rise", "fall"),
    ("accept", "reject"),
    ("convict", "acquit"),
    ("support", "oppose"),
    ("allow", "ban"),
)
"""Pairs of which a report means one and not the other: what is taken for granted can be corrected by them."""
_CONTRARIES = (
    "best worst|first last|largest smallest|biggest smallest|big small|large small|high low|upper lower|early late|"
    "old new|old young|oldest youngest|past future|more less|more fewer|most least|before after|north south|east west|"
    "northern southern|eastern western|male female|husband wife|son daughter|brother sister|mother father|king queen|"
    "boy girl|win lose|inside outside|good bad|strong weak|hard easy|hard soft|simple complex|minimum maximum|"
    "public private|rich poor|major minor|positive negative|cold hot|long short|deep shallow|wide narrow|fast slow|"
    "heavy light|always never|cause prevent|import export|left right|top bottom|begin end|open close|guilty innocent|"
    "ally enemy|quantitative qualitative|above below|survive die|find lose|arrive depart|buy sell|highest lowest|"
    "increase decrease|arrest release|join leave|longest shortest|tallest shortest|modern ancient|rural urban|"
    "winner loser|ancestor descendant|former latter|internal external|with without|love hate|attack defend"
)
_NOT = ("un", "in", "im", "ir", "il", "dis", "non", "non-", "mis")


@cache
def _leaders() -> dict[str, str]:
    """The leading word of its group, by stem and by word."""
    found: dict[str, str] = {}
    for group in _GROUPS:
        first, *_ = words = group.split()
        for word in words:
            found.setdefault(word, first)
            found.setdefault(stem(word), first)
    return found


@cache
def _opposites() -> dict[str, str]:
    return {**dict(_OPPOSITES), **{other: one for one, other in _OPPOSITES}}


def meaning(word: str) -> str:
    """What a word is compared by: the leading word of its group, else its stem; a number without its commas."""
    lower = re.sub(r"[’']s?$", "", word.lower())
    if lower[:1].isdigit():
        return lower.replace(",", "")
    leaders = _leaders()
    return leaders.get(lower) or leaders.get(stem(lower)) or stem(lower)


def opposite(one: str) -> str | None:
    """The opposite of a meaning that `meaning` gave; None where it has none here."""
    return _opposites().get(one)


@cache
def _contraries() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for pair in _CONTRARIES.split("|"):
        one, other = (meaning(word) for word in pair.split())
        if one != other:
            found.setdefault(one, set()).add(other)
            found.setdefault(other, set()).add(one)
    for one, other in _OPPOSITES:
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return {one: frozenset(others) for one, others in found.items()}


def contrary(one: str, other: str) -> bool:
    """Whether two meanings exclude each other: "best" and "worst", "dependent" and "independent"."""
    if other in _contraries().get(one, ()):
        return True
    short, long = sorted((one, other), key=len)
    return len(short) >= _SHORTEST_DENIED and any(long == prefix + short for prefix in _NOT)


_SHORTEST_DENIED = 4  # letters


def meanings(text: str) -> set[str]:
    """The meanings of all words of a text, those of the parts of hyphened words too."""
    found: set[str] = set()
    for match in _WORD.finditer(text):
        word = match.group()
        found.add(meaning(word))
        if "-" in word:
            found.update(meaning(part) for part in word.split("-") if part)
    return found


def content_meanings(words: Iterable[str]) -> list[str]:
    """The meanings of the words that carry content, each once, in order."""
    return list(dict.fromkeys(meaning(word) for word in words if is_content(word)))


def words_of(text: str) -> list[tuple[str, int, int]]:
    """The words of a text, each with its offsets."""
    return [(match.group(), match.start(), match.end()) for match in _WORD.finditer(text)]
