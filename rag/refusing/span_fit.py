"""Whether the words a reader points at are of the sort the question asks for: a person, a body, a place, an amount."""

from __future__ import annotations

import re

from index.dates import time_expressions
from rag.kinds import plain
from rag.query import Query
from rag.reader.proper import Proper, proper_names
from rag.reader.reading import Reading
from rag.reader.sought import sought
from rag.reader.units import counted, unit_of, wanted
from rag.refusing.alike import meaning, meanings, words_of
from rag.refusing.asked import Asked
from rag.support.numbers import Number, numbers

NO, DOUBTFUL, UNKNOWN, YES = 0.0, 0.25, 0.5, 1.0
"""How well a span fits what is asked."""
_PEOPLE = frozenset(
    "person man woman boy girl minister president player politician official actor actress singer director author "
    "captain lawyer judge referee coach mayor farmer cyclist deckhand guard driver pilot leader king queen owner chief "
    "head member doctor teacher student victim suspect winner founder boss officer soldier candidate husband wife "
    "son daughter mother father brother sister star writer scientist spokesman spokeswoman general "
    "governor senator champion ceo chairman editor".split()
)
_BODIES = frozenset(
    "company firm airline bank newspaper outlet agency team club party union organisation organization group maker "
    "supermarket retailer university business insurer manufacturer carmaker automaker charity ministry "
    "regulator".split()
)
_PLACES = frozenset(
    "town city country province region district village state island river street prison hotel museum station airport "
    "hospital port harbour harbor school county nation continent stadium place".split()
)
_BODY_WORD = re.compile(
    r"\b(?:Company|Co|Corp|Inc|Ltd|Group|Party|Bank|Union|University|Council|Office|Ministry|Department|Commission|"
    r"Court|Agency|Authority|Association|League|Club|Lines?|Rovers|United|City|Team|Air|Airlines|Airways|Post|Times|"
    r"Herald|Courier|Gazette|Wire|Senate|Congress|Parliament|Army|Navy|Institute|Foundation|Museum|Society|News|"
    r"Federation|Organi[sz]ation|Committee|Service|Board|Administration|House|Centre|Center|Brothers|Sons|Power|"
    r"Athletic|Motors|Energy|Holdings|Police|Guard|List|National)\b"
)
_PLACE_WORD = re.compile(
    r"\b(?:Bridge|Gorge|Island|River|Lake|Mount|Mountains?|Valley|Cape|Bay|Sea|Ocean|Street|Road|Square|Stadium|Hospital|"
    r"School|Airport|Station|Port|Point|Province|County|State|North|South|East|West|Park|Hall|Prison|Isles?)\b"
)
_IN = re.compile(
    r"\b(?:in|at|near|from|off|outside|inside|to|into|through|across|around|over|between|towards?) (?:the )?$"
)
_TITLE = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Sgt|Capt|Sen|Rep|Gov|President|Minister|Judge|Sir|King|Queen|Pope|Mayor|"
    r"Captain|Governor)\b"
)
_PEOPLE_WORD = re.compile(
    r"\b(?:police|officials?|people|residents?|government|ministry|court|army|crowds?|"
    r"[a-z]{3,}(?:ers|ors|ists|ians|men|women)|[a-z]{3,}(?:er|or|ist|ian|man|woman))\b"
)
_ASKS_NAME = re.compile(r"\bnames? of\b|\bnamed\b|\bcalled\b|\bwhat (?:is|was|are|were) [\w.' -]+?'s? name\b")
_OFTEN = re.compile(
    r"\b(?:once|twice|daily|weekly|monthly|yearly|annually|nightly|a (?:day|week|month|year))\b"
)
_CLOCK = re.compile(
    r"\d ?[ap]\.?m\b|\d:\d\d|\b(?:noon|midnight|morning|evening|night|dawn|century|decade|season)\b|"
    r"\b(?:1\d|20)\d\d\b|\b(?:after|before|once|when|until)\b"
)


def of_the_kind(query: Query, asked: Asked, reading: Reading) -> float:
    """How well the span is of the kind asked for: 1 it is, 0 it is not or there is none, between where unclear.

    Where the reader gave no span, the sentence is looked at instead: what it does not hold it cannot answer.
    """
    question = plain(query.own)
    if query.kind == "how_many":
        return _amount(question, reading)
    if query.kind == "when":
        times = time_expressions(reading.text, reading.hit.article.published)
        inside = any(_overlaps(one.start, one.end, reading) for one in times)
        return YES if inside or _CLOCK.search(reading.span_text or reading.text) else NO
    sort = (
        asked.sort.removesuffix("s")
        if asked.sort.removesuffix("s") in _PEOPLE | _BODIES | _PLACES
        else asked.sort
    )
    if query.kind == "where" or sort in _PLACES:
        return _named(query, reading, "place")
    if sort in _BODIES:
        return _named(query, reading, "body")
    if query.kind == "who" or sort in _PEOPLE:
        return _named(query, reading, "person")
    return _named(query, reading, "") if _ASKS_NAME.search(question) else UNKNOWN


def _overlaps(start: int, end: int, reading: Reading) -> bool:
    if reading.span is None:
        return True
    return reading.start + start < reading.span[1] and reading.span[0] < reading.start + end


def _named(query: Query, reading: Reading, sort: str) -> float:
    """How well the best name of the span, or without one of the sentence, is a person's, a body's or a place's."""
    known = meanings(query.own)
    new = [
        name
        for name in proper_names(reading.text)
        if _overlaps(name.start, name.end, reading) and not meanings(name.text) <= known
    ]
    text = reading.span_text or reading.text
    if not new:
        return (
            UNKNOWN if sort in {"person", "body"} and _PEOPLE_WORD.search(text) else NO if sort else DOUBTFUL
        )
    return max(_looks(name, reading.text, sort) for name in new) if sort else YES


def _looks(name: Proper, text: str, sort: str) -> float:
    """How much a name looks like a person's, a body's or a place's where it stands."""
    shown = text[name.start : name.end]
    located = bool(_IN.search(text[: name.start]))
    speaks = re.match(r", \d\d\b|,? (?:who|whose|said|says|told)\b", text[name.end :])
    titled = bool(_TITLE.search(shown)) or (bool(speaks) and not located)
    body, place = bool(_BODY_WORD.search(shown)) or shown.isupper(), bool(_PLACE_WORD.search(shown))
    signs = {
        "person": titled or (len(name.tokens) >= 2 and not (located or body or place)),
        "body": body,
        "place": located or (place and not body),
    }
    if signs[sort]:
        return YES
    return DOUBTFUL if any(signs.values()) else UNKNOWN


def _amount(asked: str, reading: Reading) -> float:
    text, unit = reading.text, wanted(asked)
    found = [
        one
        for one in numbers(text)
        if one.unit not in {"th", "time"} and not one.pronoun and _overlaps(one.start, one.end, reading)
    ]
    if not found:
        return UNKNOWN if unit in {"rate", "time"} and _OFTEN.search(text) else NO
    return max(_measures(one, unit, asked, text) for one in found)


def _measures(number: Number, unit: str, asked: str, text: str) -> float:
    """How well a number is of the unit, or counts the things, that the question asks for."""
    has = unit_of(number, text)
    if unit == "age":
        return YES if has in {"", "time"} and number.value < _OLDEST else NO
    if unit == "rate":
        return YES if re.match(r" times?\b", text[number.end :]) else DOUBTFUL
    if unit == "money" and not has:
        return UNKNOWN if number.counts else NO  # whatever a currency is called
    if unit:
        return YES if has == unit or (has in {"share", "vague"} and unit in {"%", "money"}) else NO
    noun = counted(asked)
    if not noun:
        return UNKNOWN
    if has not in {"", "share", "vague"}:
        return NO
    counts, wants = {meaning(word) for word in number.counts}, {meaning(word) for word in noun}
    if counts & wants:
        return YES
    people = {meaning("people")}
    if people & (counts | wants):
        return UNKNOWN
    return DOUBTFUL if counts else UNKNOWN


_OLDEST = 125  # years that a person, or what is asked like one, may have


def sort_stands(asked: Asked, reading: Reading, window: frozenset[str]) -> float:
    """1 where the sort of thing asked for ("company", "colour") stands in the sentence, 0.5 near it, 0 nowhere near."""
    if not asked.sort:
        return UNKNOWN
    sort = meaning(asked.sort)
    if sort in meanings(reading.text):
        return YES
    return UNKNOWN if sort in window else NO


def says_something_new(asked_words: set[str], reading: Reading) -> float:
    """The share of the span's words that the question does not have itself; 0.5 where there is no span."""
    if not reading.span:
        return UNKNOWN
    own = [meaning(word) for word, _, _ in words_of(reading.span_text)]
    return sum(word not in asked_words for word in own) / len(own) if own else NO


def near_the_span(query: Query, reading: Reading) -> float:
    """How near the question's words stand to the span (0..1): those of other clauses count less."""
    seeking = sought(query, reading)
    most = sum(seeking.asked.values())
    if not reading.span or not most:
        return NO
    return min(1.0, seeking.near(reading.span[0] - reading.start, reading.span[1] - reading.start) / most)


_ROLE_GAP = 45  # characters between a role and the name that bears it


def role_is_named(query: Query, reading: Reading) -> float:
    """For "what is the name of the deckhand" and "who was the referee": whether a new name stands beside the role.

    1 in the sentence, 0.25 where the role stands there without a name, 0 where it does not stand, 0.5 for questions
    of another sort.
    """
    match = _ROLE.search(plain(query.own))
    if match is None:
        return UNKNOWN
    role, known = meaning(match["role"] or match["named"]), meanings(query.own)
    places = [(start, end) for word, start, end in words_of(reading.text) if meaning(word) == role]
    new = [name for name in proper_names(reading.text) if not meanings(name.text) <= known]
    for start, end in places:
        if any(name.start - end < _ROLE_GAP and start - name.end < _ROLE_GAP for name in new):
            return YES
    return DOUBTFUL if places else NO


_ROLE = re.compile(
    r"\bnames? of (?:the |a |an |his |her |its |their |two |three )*(?:[a-z-]+ )?"
    r"(?P<named>[a-z-]{3,})(?= who| whose| that|\W*$| in | of | at )|"
    r"\bwho (?:is|was|were|are)(?: to be)?(?: the| a| an)? (?P<role>[a-z-]{3,}) (?:of|at|in|for|when|during|to)\b"
)
