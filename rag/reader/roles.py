"""What somebody is, for "who is …": the role that stands beside the name."""

from __future__ import annotations

import re

from rag.reader.proper import proper_names
from rag.reader.sought import Sought, Span
from rag.support.words import STOPWORDS, stem

_SAID = r"(?:said|says|told|added|adds|announced|explained|replied|wrote|according)"
_LINKS = frozenset("of for the and at in on".split())
_ROLE_NOUN = re.compile(
    r"(?:\b(?:chief|head|mayor|king|queen|captain|coach|judge|spokes\w+|secretary|governor|senator|"
    r"president|minister|"
    r"leader|chair\w*|founder|owner|expert|analyst|professor|economist|architect|baker|farmer|teacher|"
    r"doctor|nurse|pilot|"
    r"fisherman|student|official|general|commissioner|ambassador|member|widow|widower|wife|husband|son|"
    r"daughter|brother|"
    r"sister|mother|father|resident|passenger|player|striker|defender|goalkeeper|singer|writer|poet|"
    r"painter|guard|cook|"
    r"clerk|cashier|accountant|engineer|manager|executive|director|deputy|candidate|lawyer|actor|actress|"
    r"star)s?|"
    r"[a-z]{3,}(?:er|or|ist|ian|man|woman|eer|ant))\b",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"^(?:, \d{1,3})?, (?:who (?:is |was )?)?(?P<role>(?:the |a |an |its |his |her |"
    r"their )?[a-zA-Z][^.;“”]{2,110}?)"
    rf"(?=,? (?:{_SAID})\b|,|\.?$|;| \(|\. )"
)
_COPULA = re.compile(
    r"^(?:, \d{1,3},)? (?:is|was|became|has been|had been) (?P<role>(?:the |a |an )?[^,.;]{3,90}?)(?=,|"
    r"\.?$|;| (?:until|from|when|who|which) )"
)
_COMMANDS = re.compile(r"^, who (?P<role>(?!is\b|was\b|has\b|had\b|said\b)[a-z]+ [^,.;]{3,90}?)(?=,|\.?$|;)")
_BEFORE = re.compile(r"(?:^|[\s“\"(])(?P<role>(?:[\w’'&-]+ ){1,10})$")
_APPOSED = re.compile(r"(?:^|, |\bthat |\band )(?P<role>(?:an?|the|its|their|his|her) [^,.;:]{3,60}), $")


def find_role(seeking: Sought) -> Span | None:
    """What stands beside the name asked for: "X, the mayor of Y,", "the mayor of Y, X,", "Mayor X", "X was mayor"."""
    text = seeking.text
    wanted = [stem(token) for name in seeking.query.names for token in name.split()] or [
        word for word in seeking.asked if seeking.asked[word] >= 1.0
    ]
    for name in proper_names(text):
        stems = [stem(token) for token in name.tokens]
        if not wanted or wanted[-1] not in stems:
            continue
        first = next((word for word in wanted if word in stems), wanted[-1])
        places = [
            (start, end)
            for start, end, word in seeking.words
            if name.start <= start < name.end and word == first
        ]
        at = places[0][0] if places else name.start
        for pattern in (_COMMANDS, _COPULA, _BEHIND):
            if match := pattern.match(text[name.end :]):
                role = match["role"]
                if pattern is _COMMANDS or (_ROLE_NOUN.search(role) and not re.search(rf"\b{_SAID}\b", role)):
                    return name.end + match.start("role"), name.end + match.end("role")
        if role_span := _role_before(text, at, seeking.opening):
            return role_span
    return None


def _role_before(text: str, at: int, opening: int) -> Span | None:
    """The role in front of a name: "Transport Minister", "the schoolteacher", "a retired judge,"."""
    head = text[opening:at]
    head = re.sub(r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Sir)\.? )$", "", head)
    if match := _APPOSED.search(head):
        return (
            (opening + match.start("role"), opening + match.end("role"))
            if _ROLE_NOUN.search(match["role"])
            else None
        )
    match = _BEFORE.search(head)
    if match is None:
        return None
    words = list(re.finditer(r"\S+", match["role"]))
    kept = len(words)
    while kept:
        word = words[kept - 1].group()
        if word.lower() in STOPWORDS - _LINKS or re.search(r"(?:ed|ly)$", word):
            break
        kept -= 1
    while kept < len(words) and words[kept].group().lower() in _LINKS - {"the"}:
        kept += 1
    role = words[kept:]
    if not role or not any(_ROLE_NOUN.fullmatch(word.group().strip("’'")) for word in role):
        return None
    base = opening + match.start("role")
    return base + role[0].start(), base + role[-1].end()
