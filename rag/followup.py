"""Whether a question goes on from the one before: it points at something that only the conversation names.

Binding, roughly: a possessive may stand for any noun before it; a subject after an auxiliary ("did he") for none in
its own sentence; an object for none in its own clause ("fill it").
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.keywords import is_content
from rag.kinds import plain
from rag.support.names import names

_WORD = re.compile(r"[^\W_]+(?:[.,'&-][^\W_]+)*|[,;:!?](?=\s)|[.](?=\s+\S)")
_CONTINUES = re.compile(
    r"^\W*(?:(?:ok|okay|well|oh|hm+),? )?(?:and|but|so|then|also|what about|how about|what else|anything else)\b"
)
_WH = frozenset("who whom whose when where why how what which".split())
_AUXILIARY = frozenset(
    (
        "is are was were am be been being do does did has have had will would can could should shall may might must "
        "isn't aren't wasn't weren't don't doesn't didn't hasn't haven't hadn't won't can't couldn't wouldn't"
    ).split()
)
_NAMED_ENOUGH = 3  # content words with which "that dam" needs no earlier question
_SUBJECTS = frozenset("he she they it".split())
_OBJECTS = frozenset("him them it her he she they".split())
_POSSESSIVES = frozenset("his her its their himself herself itself themselves".split())
_THESE = frozenset("this that these those".split())
_OTHERS = frozenset("one ones theirs hers others latter former rest".split())
_PRONOUNS = _SUBJECTS | _OBJECTS | _POSSESSIVES | _THESE | _OTHERS
_CLAUSE = frozenset(
    "that who which when while after before if because where whether since until once and or but how".split()
)
_RELATIVE = frozenset("who which that whose".split())
_STOPS = frozenset(", . ; : ! ?".split())
_AFTER_THOSE = frozenset(
    "who of whose which with in on at not from under over without between near aged".split()
)
_TIMES = frozenset(
    "morning afternoon evening week weekend month year season summer winter spring autumn century".split()
)

_SUBJECT_OF_A_VERB = frozenset("who what people else happened many".split())
_AFTER_A_VERB = frozenset("there then again exactly so alone . , ! ?".split())
_PARTICIPLE = re.compile(r"(?:ed|en|ing|shot|hurt|held|sent|found|lost|left|born)$")
_THERE = re.compile(r"\b(?:live|go|went|happened?|died|were|was|do|did|found|stay) (?:there|then)\W*$")
_EXPLETIVE = re.compile(  # an "it" that stands for nothing
    r"\b(?:(?:is|was|isn't|wasn't|will|would|does|did) it (?:be |\w+ )?(?:true|known|clear|possible|likely|legal|safe|"
    r"certain|necessary|(?:take|cost)(?=.* to )|rain|snow|not to|to|that|who)\b|it (?:takes|took|costs) |"
    r"how (?:far|long|late|cold|hot|warm|dark) (?:is|was|will|did|does) it\b|what time (?:is|was) it\b)"
)
_PREPOSITIONS = "in on at to for from by with near of off around outside during since after before until"
_LEADING = frozenset(_PREPOSITIONS.split()) | {"with", "according", "despite"}
_FRAGMENT = re.compile(rf"^\W*(?:{_PREPOSITIONS.replace(' ', '|')})\b")


_ABOUT = re.compile(r"^\W*(?:(?:ok|okay|well|oh|and|but|so),? )*(?:what|how) about\b")


def goes_on(question: str) -> bool:
    """Whether a question cannot stand alone: a pronoun of it stands for nothing in it, or it names nothing to find."""
    asked = plain(question)
    words = _WORD.findall(asked)
    content = [place for place, word in enumerate(words) if is_content(word) and word not in _PRONOUNS]
    named = bool(names(question))
    if not content or _only_a_verb(words, content, named):
        return True
    if _CONTINUES.match(asked):
        return not (named and len(content) >= 3 and _whole(words)) or _refers_back(asked)
    return _refers_back(asked) or _is_fragment(asked, words)


def dangling(question: str) -> tuple[tuple[int, int], ...]:
    """Where the pronouns stand that have nothing in the question to stand for, as offsets into it."""
    asked = re.sub("[’‘ʼ`´]", "'", question).lower()
    if len(asked) != len(question):  # a letter whose small form is longer
        return ()
    matches = list(_WORD.finditer(_without_expletive(asked)))
    found = [match.group() for match in matches]
    inside = is_fragment(question)  # the one thing that a fragment names owns nothing in itself
    return tuple(
        match.span()
        for place, match in enumerate(matches)
        if match.group() in _PRONOUNS and (inside or _lacks_antecedent(found, place))
    )


def is_fragment(question: str) -> bool:
    """Whether a question is no whole one, but names something to be put into the question before: "And Velmora?"."""
    asked = plain(question)
    words = _WORD.findall(_ABOUT.sub("", asked))
    if not _CONTINUES.match(asked) and not _is_fragment(asked, _WORD.findall(asked)):
        return False
    relative = (
        place
        for place, word in enumerate(words)
        if place and word in _RELATIVE and is_content(words[place - 1])
    )
    return not _whole(words[: next(relative, None)])


def points_elsewhere(question: str) -> bool:
    """Whether a question has a "there" or ends in a "then" that only the conversation explains."""
    asked = plain(question)
    words = _WORD.findall(asked)
    placed = (  # "there are", "were there" and "what happened in Ostrel and who went there" need no conversation
        place
        for place, word in enumerate(words)
        if word == "there"
        and place
        and not {words[place - 1], *words[place + 1 : place + 2]} & (_AUXILIARY | {"seem", "seems", "exist"})
        and not any(before in {"in", "at", "to", "on", "near"} for before in words[: place - 1])
    )
    return bool(_THERE.search(asked)) or next(placed, None) is not None


def _without_expletive(asked: str) -> str:
    return _EXPLETIVE.sub(lambda match: re.sub(r"\bit\b", "––", match.group()), asked)


def _whole(words: Sequence[str]) -> bool:
    """Whether the words make a whole question rather than a fragment such as "And in Keldmouth?"."""
    return any(word in _WH or word in _AUXILIARY for word in words)


def _is_fragment(asked: str, words: Sequence[str]) -> bool:
    """A few words that only make sense after a question: "In Keldmouth?", "The children?"."""
    if _whole(words):
        if len(words) == 3 and words[0] in _LEADING and words[1] in {"which", "what"}:  # "In which minute?"
            return True
        return len(words) <= 2 and words[0] in {"which", "what", "whose", "how"}  # "Which bridge?"
    return bool(_FRAGMENT.match(asked)) or (len(words) <= 3 and asked.endswith("?"))


def _only_a_verb(words: Sequence[str], content: Sequence[int], named: bool) -> bool:
    """Whether a question names what happened but nobody and nothing: "Who won?", "How many were arrested?"."""
    if named or len(content) != 1:
        return False
    place = content[0]
    before, after = words[:place], words[place + 1 :]
    if not _WH & set(before) or set(after) - _AFTER_A_VERB:
        return False
    if before[-1] in _SUBJECT_OF_A_VERB | _PRONOUNS:
        return True
    return before[-1] in _AUXILIARY and bool(_PARTICIPLE.search(words[place]))


def _refers_back(asked: str) -> bool:
    """Whether a pronoun of the question has nothing in the question to stand for."""
    words = _WORD.findall(_without_expletive(asked))
    pronouns = [place for place, word in enumerate(words) if word in _PRONOUNS]
    return points_elsewhere(asked) or any(_lacks_antecedent(words, place) for place in pronouns)


def _lacks_antecedent(words: Sequence[str], place: int) -> bool:
    word = words[place]
    before, after = words[:place], words[place + 1 :]
    following = after[0] if after else ""
    if word in _THESE:
        return _demonstrates(words, place)
    if word in _OTHERS:
        return _other(words, place)
    nouns = _nouns(before)
    if not nouns:  # "With his 61st home run, which player …": the noun comes later
        return not (word in _POSSESSIVES and before[:1] and before[0] in _LEADING and "," in after)
    if word in _POSSESSIVES and (word != "her" or is_content(following)):
        return before[-1] == "of" and len(nouns) == 1  # "the coach of his team": not the coach's own
    between = before[nouns[0] + 1 :]
    if word in _SUBJECTS and before[-1] in _AUXILIARY:  # "did he": only what an earlier clause names
        return not any(one in _STOPS for one in between)
    if before[-1] == "of":
        return True
    if word in {"he", "she", "they"} or following in _AUXILIARY:  # the subject of a later clause
        return False
    return not any(one in _CLAUSE or one in _STOPS for one in between)


def _nouns(words: Sequence[str]) -> list[int]:
    """The places of the words that may be nouns; a word right after "who" or a pronoun is a verb."""
    return [
        place
        for place, word in enumerate(words)
        if is_content(word)
        and word not in _PRONOUNS
        and word[0].isalnum()
        and not (place and words[place - 1] in {"who", "it", "he", "she", "they", "that"})
        and not (place == 1 and words[0] == "what")
        and not (place and words[place - 1] == "how")
    ]


def _demonstrates(words: Sequence[str], place: int) -> bool:
    """Whether a "this", "that", "these" or "those" points outside the question."""
    following = words[place + 1] if place + 1 < len(words) else ""
    previous = words[place - 1] if place else ""
    if following in _TIMES or following in _AFTER_THOSE:
        return False
    if words[place] == "that" and place and previous not in _AUXILIARY | _LEADING:  # "the storm that hit"
        return not following
    if not is_content(following):  # "When was that?", "those people"
        return True
    return sum(is_content(word) and word not in _PRONOUNS for word in words) < _NAMED_ENOUGH


def _other(words: Sequence[str], place: int) -> bool:
    """Whether a "one", "others" or the like points outside the question."""
    following = words[place + 1] if place + 1 < len(words) else ""
    previous = words[place - 1] if place else ""
    if words[place] in {"one", "ones"}:
        return previous in {"which", "the", "that", "this", "other", "what", "another"} and following != "of"
    if words[place] == "rest":
        return following != "of" and previous == "the"
    return not is_content(following) and following != "of"
