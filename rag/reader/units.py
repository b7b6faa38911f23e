"""What a number measures and what a question wants measured: money, a share, an age, a length, a time."""

from __future__ import annotations

import re

from rag.reader.sought import WORD, noun_end, tokens
from rag.support.numbers import Number, numbers

_UNITS = {
    "length": "metre meter kilometre kilometer centimetre centimeter millimetre millimeter km m cm mm mile foot feet "
    "inch inches yard storey story storeys stories",
    "time": "second minute hour day night week month year decade century centuries",
    "weight": "gram kilogram kg kilo tonne ton pound ounce lb",
    "heat": "degree celsius fahrenheit",
    "speed": "kph mph knot",
    "area": "acre hectare",
    "volume": "litre liter gallon barrel pint",
    "power": "megawatt gigawatt kilowatt watt",
}
_UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in words.split()}
_COUNTED_UNITS = {"percent": "%", "times": "rate", "dollars": "money", "euros": "money", "pounds": "money"}
_ALSO = {"age": {"time"}, "%": {"share"}, "money": {"share"}, "speed": {"length"}, "rate": {"time"}}
"""Units that a number of another unit is told in: "70 years old", "148 kilometres an hour", "twice a week"."""
SQUARE = re.compile(r"[ -](?:square|cubic|nautical|light)\b", re.IGNORECASE)
_PAY = r"(?:cost|pay|spend|raise|earn|charge|worth)"
_DOES = r"(?:did|does|do|has|have|had|will|would|was|is|were|are|can|could|must|should)"
_WANTED = (
    ("money", rf"how much (?:money|(?:did|does|do|will|would|is|are|was|were) .*{_PAY}|cash|debt|compensation)|"
              r"\b(?:price|costs?|fare|fee|budget|salary|bail|ransom|revenue|profits?)\b"),
    ("%", r"percent|per cent|percentage|\b(?:share|proportion|turnout|inflation|interest rate|unemployment)\b"),
    ("age", r"how old|how young|\bwhat age\b|\bage (?:is|was|of)\b"),
    ("length", r"how (?:tall|high|deep|wide|far|thick)\b|how long (?:is|was|are|were) the (?!\w+ (?:sentence|term))|"
               r"\b(?:height|depth|length|width|distance)\b"),
    ("time", rf"how long (?:{_DOES}|ago|after|before)\b|for how long|how long\W*$|"
             r"what (?:prison|jail) (?:sentence|term)"),
    ("weight", r"how heavy|\bweigh"),
    ("speed", r"how fast|\bspeed\b|how (?:hard|strong)(?:ly)?\b.*\b(?:blow|blew|winds?|gusts?|storms?)\b"),
    ("heat", r"how (?:hot|cold|warm)|temperature"),
    ("rate", r"how often|how many times"),
)  # fmt: skip
_WANTED_PATTERNS = tuple((unit, re.compile(pattern)) for unit, pattern in _WANTED)
_COUNTED = re.compile(
    r"(?:how many|(?:what|which) number of) (?:(?:such|other|more|of|the|those|these|its|their|his|her) )*(?P<noun>.+)"
)


def counted(question: str) -> list[str]:
    """The words of what a question counts: "dock workers" of "How many dock workers joined the walkout?"."""
    match = _COUNTED.search(question)
    if not match:
        return []
    start = match.start("noun") - 1
    return list(tokens(question[start : noun_end(question, start)]))


def wanted(question: str) -> str:
    """What a question wants measured: money, %, age, time, length, …; "" for a plain count."""
    noun = counted(question)
    if noun:
        return _COUNTED_UNITS.get(noun[-1]) or _unit_of(noun[-1])
    return next((unit for unit, pattern in _WANTED_PATTERNS if pattern.search(question)), "")


def measures_otherwise(text: str, unit: str) -> bool:
    """Whether all numbers of a text have a unit, and none the one wanted: "22 million dollars" is no speed."""
    has = {unit_of(number, text) for number in numbers(text)}
    return bool(has and unit) and not has & {"", "vague", unit, *_ALSO.get(unit, ())}


def unit_of(number: Number, text: str) -> str:
    """What a number measures; "" for a plain count."""
    if number.unit:
        return number.unit if number.unit in {"%", "share", "vague"} else "money"
    if re.match(r"[^()]{0,20}\((?:US|A|C)?[$€£]", text[number.end :]):
        return "money"
    after = SQUARE.sub("", text[number.end : number.end + 40], count=1)
    if re.match(r"[ -]percentage points?", after):
        return "%"
    match = WORD.match(after.lstrip(" -").split("-")[0])
    return (_unit_of(match.group().lower()) if match else "") or _inherited(number, text)


def _unit_of(word: str) -> str:
    return _UNIT_OF.get(word) or _UNIT_OF.get(word.removesuffix("s"), "")


def _inherited(number: Number, text: str) -> str:
    """The unit that a bare decimal takes from one before it: "gave her 38.1 percent and him 35.3"."""
    if "." not in number.text or noun_end(text, number.end) > number.end:
        return ""
    return "%" if any(one.end < number.start and one.unit == "%" for one in numbers(text)) else ""
