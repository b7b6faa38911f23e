"""What form of answer a question asks for, and what that form needs to know of the question."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from rag.choosing.subquestions import subquestions
from rag.keywords import keywords
from rag.kinds import plain
from rag.query import Query

Form = Literal["span", "explain", "yes_no", "list", "timeline", "compare", "each_report", "news"]

_NUMBER = r"(?:two|three|four|five|six|seven|eight|nine|ten|\d{1,2})"
_COUNTS = {
    word: count for count, word in enumerate("two three four five six seven eight nine ten".split(), 2)
}
_TIMELINE = re.compile(
    r"(?<!which )(?<!what )(?<!whose )(?<!first )(?<!second )(?<!third )\btime ?lines?\b|"
    r"\bchronolog\w+\b|\bsequence of\b|\bcourse of (?:events|the)\b|\bin (?:what|which) order\b|"
    r"\bin (?:the )?order (?:in which|of|that)\b|\bstep by step\b|\bhow (?:did|has|have) (?:[^?]* )?"
    r"(?:unfold\w*|develop(?:ed|s)?|progress(?:ed)?|proceed\w*|evolv\w+)\W*$|\bwhat happened,? (?:and )?when\b|"
    r"\bfrom (?:the )?(?:beginning|start) to (?:the )?(?:end|finish)\b|\bkey (?:dates|events|moments)\b|"
    r"\bone after (?:the|an)other\b"
)
_CHANGE = re.compile(
    r"\bhow (?:much )?(?:did|has|have|had|does|do) [^?]*\b(?:change|develop|evolve)d?\b|"
    r"\bwhat (?:has |have |had )?changed\b|"
    r"\bhow (?:much )?(?:has|have|did) [^?]* (?:risen|rise|fallen|fall|grown|grow|increased?|decreased?|dropped|drop)\b"
    r"(?=[^?]*\b(?:since|over|between|from)\b)|\bchange from\b"
)
_COMPARISON = re.compile(
    r"\bcompar(?:e|es|ed|ing|ison)\b|\bdifferences? between\b|\bdiffer(?:s|ed)? (?:from|between)\b|"
    r"\bin contrast (?:to|with)\b|\b(?:versus|vs)\b"
)
_WHICH_OF_TWO = re.compile(
    r"\b(?:which|who|what) (?:[\w'-]+ ){1,6}?\w+(?:er|more|less|fewer)(?: [\w'-]+)*?[,:] [^,?]+,? or \b"
)
_EITHER = re.compile(  # "Was it high or low?", "Were they mended, or did they stay broken?": one of them is the answer
    r"\b[\w'-]+,? or (?:(?:was|were|is|are|did|do|does|has|have|had) [^?]+|[\w'-]+)\W*$|"
    r"\b(?:an?|the) [\w'-]+,? or (?:an?|the) [\w'-]+\W*$"
)
_NEWS = re.compile(
    r"\bwhat(?: is|'s| has been| else is)? new\b|^\W*(?:is there |are there )?any(?:thing)? new\b|"
    r"\b(?:latest|newest|recent) (?:news|developments?|reports|updates?)\b|"
    r"\bwhat (?:has |have )?(?:happened|been reported|been published|come in|changed)(?: [\w' ]+?)? since\b|"
    r"\bnews (?:of|from|since|this|about|on)\b|\bupdates? (?:on|about|since)\b|"
    r"\bwhat (?:happened|was reported|was published|did the (?:papers|articles|reports) (?:say|report))"
    r"(?: in the news)? (?:today|yesterday|(?:last|this|the past|in the last|on|over the) "
    r"(?:\w+ )?(?:week|month|days?|weekend|few days|\w+day))\W*$|\bwhat did (?:i|we) miss\b"
)
_LIST = re.compile(
    rf"^\W*(?:(?:and|so|please),? )?(?:name|list|enumerate|give (?:me )?(?:the names|all|a list)|tell me all)\b|"
    rf"\b(?:which|what) (?:were |are )?(?:the )?(?:[\w'-]+ )?{_NUMBER} (?:[\w'-]+ ){{0,2}}[\w'-]+s\b|"
    rf"\b(?:which|what) (?:of the )?(?:{_NUMBER} )?(?:people|men|women|children)\b|"
    rf"\bwho (?:were|are|was) (?:all )?(?:the )?(?:{_NUMBER}|others|members|winners|victims|candidates)\b|"
    rf"\b(?:the (?:first|last|top) {_NUMBER}|each of the {_NUMBER})\b|"
    r"\b(?:which|what) (?:[\w'-]+ )?(?:all|both|each)\b|"
    r"\bwhat (?:are|were) (?:the )?(?:names|reasons|demands|conditions|terms|main|different)\b|"
    r"\bwho all\b|\bwhat (?:all|else all)\b"
)
_AUXILIARY = r"(?:did|do|does|are|were|have|had|has|will|would|can|could|was|is|should|must|may|might)"
_PLURAL_ASKED = re.compile(  # "what pays for" is none: behind "what", only an auxiliary makes a noun of a word
    rf"\b(?P<wh>which|what) (?!{_AUXILIARY}\b)(?:(?:kinds?|sorts?|types?) of )?(?:(?!{_AUXILIARY}\b)[a-z-]+ ){{0,2}}?"
    rf"(?P<noun>[a-z-]{{2,}}[^siu\W]s|people|men|women|children)"
    rf"(?: (?P<following>{_AUXILIARY}|in|of|from|at|with|to|on|for|[a-z]+ed|took|made|gave|went|came|said|lost|got|"
    r"won|led)\b|\W*$)"
)
_NO_PLURALS = frozenset(
    "does is was has this percent series species means sports news politics address business process access "
    "success status census gas bus boss class pass loss illness headquarters mathematics economics diabetes always "
    "times odds goods thanks".split()
)
_OVERVIEW = re.compile(
    r"^\W*(?:please )?(?:tell (?:me|us) (?:more )?about|explain|describe|summari[sz]e|outline|"
    r"give (?:me |us )?(?:an? )?(?:overview|summary)|what about)\b|"
    r"\bwhat (?:do|did) (?:we|the (?:articles|reports|papers)) (?:know|say)\b|"
    r"\bwhat (?:[\w'-]+ )?(?:happened|happens|became|becomes|went wrong|is going on|was going on)\b|"
    r"\bwhat is known\b|\bwhat led (?:up )?to\b|\bwhat (?:do|does|did) [^?]* (?:mean|consist of|work)\W*$"
)
_EARLIEST_FIRST = re.compile(
    r"\bchang\w+|\bdevelop\w*|\bevolv\w*|\bover time\b|\boldest first\b|\bearliest first\b"
)
_COMPARED = (
    re.compile(r"\bbetween (?P<a>.+?) and (?P<b>.+?)\W*$", re.IGNORECASE),
    re.compile(r"\bcompar(?:e|es|ed|ing)\b (?P<a>.+?) (?:with|to|and|against) (?P<b>.+?)\W*$", re.IGNORECASE),
    re.compile(
        r"\bhow (?:do|does|did) (?P<a>.+?) (?:compare|differ)\b(?: (?:to|with|from))? ?(?P<b>.*?)\W*$", re.IGNORECASE
    ),
    re.compile(r"[,:] (?P<a>[^,:?]+?),? or (?P<b>[^,?]+?)\W*$", re.IGNORECASE),
    re.compile(
        r"(?:^|\b(?:is|was|were|are) )(?P<a>[^,?]+?) (?:versus|vs\.?|in contrast (?:to|with)) (?P<b>[^,?]+?)\W*$",
        re.IGNORECASE,
    ),
)  # fmt: skip
_AND = re.compile(r",? and ")


@dataclass(frozen=True, slots=True)
class Plan:
    """The form of an answer.

    `parts` are the questions that a question of several parts is made of, each standing alone, in its order; () where
    it asks one thing. `count` is how many items a list is said to have ("which two provinces"), 0 where that is not
    said. `compared` are the things set beside each other, in the question's own words. `since` and `until` are the days
    between which something is new; `about` are the words for what it is to be about, () where anything will do.
    `oldest_first` says that the question tells a development.
    """

    form: Form
    parts: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    count: int = 0
    compared: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    oldest_first: bool = False


def plan_of(query: Query) -> Plan:
    """The plan of a query: by what the question says of the answer's form, else by its kind."""
    question = query.asked
    asked = plain(question)
    form = _form(query, asked)
    if form == "news":
        first = min((day.start for day in query.dates), default=None)
        last = max((day.end for day in query.dates), default=None)
        return Plan(
            form, about=_about(query), since=query.filters.since or first, until=query.filters.until or last
        )
    several = form in {"span", "explain", "list", "compare"} and not query.context  # a part needs it as well
    parts = subquestions(question) if several else ()
    if parts:
        return Plan("span" if form == "list" else form, parts=parts)
    return Plan(
        form,
        count=_count(asked) if form == "list" else 0,
        compared=_compared(question) if form == "compare" else (),
        oldest_first=form == "timeline" or (form == "each_report" and bool(_EARLIEST_FIRST.search(asked))),
    )


def _about(query: Query) -> tuple[str, ...]:
    """The words of a question for news that say what the news is to be of."""
    without = query.question
    for day in query.dates:
        without = without.replace(day.text, " ")
    return tuple(word for word in keywords(without) if word.lower() not in _NEWS_WORDS and not word.isdigit())


_NEWS_WORDS = frozenset(
    (
        "new news newest latest recent recently report reports reported article articles paper papers published update "
        "updates development developments story stories headline headlines today yesterday day days week weeks weekend "
        "month months last past since miss missed come came else few january february march april june july august "
        "september october november december jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday "
        "thursday friday saturday sunday changed"
    ).split()
)


def _form(query: Query, asked: str) -> Form:
    if query.each_report:
        return "each_report"
    if _TIMELINE.search(asked):
        return "timeline"
    if _NEWS.search(asked):
        return "news"
    if query.kind == "yes_no":
        return "span" if _EITHER.search(asked) else "yes_no"
    if (query.kind != "how_many" and _CHANGE.search(asked)) or _compares(query.kind, asked):
        return "compare"
    if query.kind != "why" and _asks_list(query.kind, asked):
        return "list"
    if query.kind in {"why", "how"} or _OVERVIEW.search(asked) or _OVERVIEW.search(plain(query.question)):
        return "explain"
    return "span"


def _compares(kind: str, asked: str) -> bool:
    """Whether two things are set beside each other. What asks for one number, person or day has one answer."""
    settled = kind in {"how_many", "who", "when", "where"}
    return bool(_WHICH_OF_TWO.search(asked) or (not settled and _COMPARISON.search(asked)))


def _asks_list(kind: str, asked: str) -> bool:
    """Whether a question asks for several things by name. "How many" asks for one number, whatever it counts."""
    if kind == "how_many":
        return False
    if _LIST.search(asked):
        return True
    match = _PLURAL_ASKED.search(asked)
    if match is None or match["noun"] in _NO_PLURALS:
        return False
    return match["wh"] == "which" or bool(re.fullmatch(_AUXILIARY, match["following"] or "do"))


def _count(asked: str) -> int:
    match = re.search(
        rf"\b(?:which|what|who|whom|the|first|last|top) (?:[\w'-]+ )??(?P<count>{_NUMBER})\b", asked
    )
    if match is None:
        return 2 if re.search(r"\bboth\b", asked) else 0
    return _COUNTS.get(match["count"], 0) or (int(match["count"]) if match["count"].isdigit() else 0)


def _compared(question: str) -> tuple[str, ...]:
    for pattern in _COMPARED:
        match = pattern.search(question)
        if match is None:
            continue
        named = [match["a"], match["b"]] if match["b"] else _AND.split(match["a"], maxsplit=1)
        if len(named) == 2 and all(part.strip() for part in named):
            return tuple(part.strip(" ,:;?!.") for part in named)
    return ()
