"""Words of a sentence: what carries content, its stem, and what a negation denies."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")

_STOPWORDS = (
    "a about above according add added adds after again against all also am among an and announce announced any "
    "are as at be because been before being between both but by can could did do does doing during each either "
    "for from further had has have having he her here hers him his how i if in into is it its itself just may "
    "me might more most much must my no nor not now of off on once only or other our out over own per report "
    "reported reports said same say saying says she should so some still such tell tells than that the their "
    "theirs them then there these they this those through to told too under until up upon us very was we were "
    "what when where which while who whom whose why will with within without would yet you your"
)
STOPWORDS = frozenset(_STOPWORDS.split())
_SUFFIXES = (
    "ations",
    "ation",
    "ings",
    "ing",
    "ions",
    "ion",
    "edly",
    "ies",
    "ied",
    "ed",
    "es",
    "ly",
    "s",
    "e",
    "y",
)

_NEGATOR = re.compile(
    r"(?:not|never|none|nobody|nothing|neither|nor|no|without|cannot|hardly|barely|unlikely|"
    r"den(?:y|ies|ied|ying)|declin(?:e|es|ed|ing)|refus(?:e|es|ed|ing)|fail(?:s|ed|ing)?|"
    r"reject(?:s|ed|ing)?|[a-z]+n[’']t)",
    re.IGNORECASE,
)
_REACH = 3  # content words after a negator that it is taken to deny


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """A word without case, possessive and common endings, so that forms of one word meet."""
    word = re.sub(r"[’']s?$", "", word.lower())
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            return word[: -len(suffix)]
    return word


def words(text: str) -> list[tuple[str, int]]:
    """The words of a text, without digits, each with its offset."""
    return [(match.group(), match.start()) for match in _WORD.finditer(text)]


def content(text: str) -> list[str]:
    """The stems of the content words of a text, each once, in order."""
    found = (stem(word) for word, _ in words(text) if len(word) > 1 and word.lower() not in STOPWORDS)
    return list(dict.fromkeys(found))


def negated(text: str) -> tuple[bool, frozenset[str]]:
    """Whether a text denies anything, and the stems of the content words it denies."""
    denied: set[str] = set()
    negates = False
    for clause in re.split(r"[.;:!?](?=\s|$)|, (?:but|and|while) ", text):
        reach = 0
        tokens = words(clause)
        for number, (word, at) in enumerate(tokens):
            following = tokens[number + 1][0].lower() if number + 1 < len(tokens) else ""
            numbered = word.lower() == "no" and re.match(r"no\.? ?\d", clause[at:], re.IGNORECASE)
            if _NEGATOR.fullmatch(word) and following != "only" and not numbered:
                negates, reach = True, _REACH
            elif reach and word.lower() not in STOPWORDS:
                denied.add(stem(word))
                reach -= 1
    return negates, frozenset(denied)
