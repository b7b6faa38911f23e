"""Whether a sentence plainly says that what a question asks is so, or that it is not."""

from __future__ import annotations

import re

from rag.kinds import plain
from rag.support.names import names
from rag.support.numbers import Number, numbers
from rag.support.words import STOPWORDS, negated, stem, words

_OPPOSITES = (
    "accept reject, accept refuse, admit deny, agree disagree, agree refuse, alive dead, allow ban, allow forbid, "
    "allow prevent, approve reject, arrive leave, back reject, begin end, begin stop, buy sell, confirm deny, "
    "confess deny, convict acquit, damaged undamaged, decrease increase, die live, die survive, drown survive, "
    "fail manage, fail pass, fail succeed, fall increase, fall rise, find lose, gain lose, guilty innocent, "
    "harmed unharmed, hurt unhurt, increase cut, join leave, keep drop, known unknown, legal illegal, lose win, "
    "open close, open shut, oppose support, oppose back, possible impossible, raise cut, raise lower, reopen close, "
    "resign stay, rise drop, same different, start end, start stop, strengthen weaken, true false, true untrue, "
    "welcome criticise"
)
_IRREGULAR = dict(
    pair.split()
    for pair in (
        "began begin, begun begin, bought buy, died die, fell fall, fallen fall, found find, kept keep, left leave, "
        "lost lose, rose rise, risen rise, sold sell, won win, denied deny, denies deny, went go, gone go, came come, "
        "took take, taken take, gave give, given give, made make, said say, met meet, led lead, held hold, paid pay, "
        "sent send, sank sink, sunk sink, broke break, broken break, chose choose, chosen choose, fought fight, "
        "knew know, ran run, saw see, seen see, spoke speak, stood stand, told tell, wrote write, written write, "
        "withdrew withdraw, withdrawn withdraw"
    ).split(", ")
)
"""Forms of common verbs that no rule turns into their infinitive."""
_UNSURE = re.compile(
    r"\b(?:may|might|could|would|should|if|whether|unless|reportedly|allegedly|alleged|accus\w+|suspect\w*|believed|"
    r"thought|likely|unlikely|possibl[ey]|perhaps|probabl[ey]|expect\w*|plan(?:s|ned|ning)?|propos\w+|consider\w*|"
    r"hop(?:e|es|ed|ing)|want(?:s|ed)?|urg\w+|call(?:s|ed)? for|ask\w*|threaten\w*|promis\w+|claim\w*|some|partly|"
    r"almost|nearly|until|before|earlier version|rumou?r\w*|unclear|no decision)\b",
    re.IGNORECASE,
)
_AHEAD = re.compile(r"\b(?:will|shall|is to|are to|going to|due to)\b", re.IGNORECASE)
_OPEN_QUESTION = re.compile(
    r"\bor\b|\b(?:more|less|fewer|better|worse|enough|too|only|ever|all|every|always)\b"
)
_BY_SOMEBODY = re.compile(r"\bby (?:the )?[A-Z]")
_TWO = 2
_NEGATED_QUESTION = re.compile(r"n't\b|\bnot\b|\bnever\b|\bno\b")
_AUXILIARIES = frozenset(
    "do does did is are was were has have had will would can could should shall may might must be been".split()
)
_LIGHT = frozenset(
    (
        "anybody anyone anything somebody someone something any there get got go went come came take took make made "
        "through really ever yet already still"
    ).split()
)
_DENIERS = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|declin\w+|refus\w+|fail(?:s|ed|ing)?|reject\w*|ruled out|rules out)\b",
    re.IGNORECASE,
)


def verdict(question: str, sentence: str) -> str:
    """What a sentence says of what a question asks: "Yes" or "No" where it says so plainly, else "".

    It must have the question's content words, or the opposite of one, and nothing in it may be merely planned,
    alleged, expected or a condition.
    """
    asked = plain(question)
    if _OPEN_QUESTION.search(asked) or _NEGATED_QUESTION.search(asked):
        return ""
    if _UNSURE.search(_without(sentence, asked)):
        return ""
    if bool(_AHEAD.search(sentence)) != bool(_AHEAD.search(asked)):
        return ""
    wanted, have = _content(question), _content(sentence)
    numbers_agree = _numbers(question, sentence)
    if not wanted or numbers_agree is None or not _same_roles(question, sentence):
        return ""
    turned = {word for word in wanted - have if _opposites(word) & have}
    if wanted - have - turned - _parts_of_names(question, have):
        return ""
    denied = _denies(sentence, wanted | {other for word in turned for other in _opposites(word)})
    if not numbers_agree:
        return "" if turned or denied else "No"
    return "Yes" if (len(turned) + denied) % 2 == 0 else "No"


def _same_roles(question: str, sentence: str) -> bool:
    """Whether the names that both have stand in one order and voice, so that the same one does it to the same one."""
    asked = [key for name in names(question) for key in _content(name.text)]
    told = [key for name in names(sentence) for key in _content(name.text)]
    both = [key for key in dict.fromkeys(asked) if key in told]
    if sorted(both, key=told.index) != both:
        return False
    return bool(_BY_SOMEBODY.search(question)) or not _BY_SOMEBODY.search(sentence) or len(both) < _TWO


def _parts_of_names(question: str, have: set[str]) -> set[str]:
    """The words of the question's names that a sentence need not repeat, since it has another of the same name."""
    found: set[str] = set()
    for name in names(question):
        parts = _content(name.text)
        if parts & have:
            found |= parts
    return found


def _key(word: str) -> str:
    """The stem of a word's infinitive, so that "acquitted" and "acquit", "won" and "wins" meet."""
    lower = word.lower()
    return re.sub(r"([bdgklmnprst])\1$", r"\1", stem(_IRREGULAR.get(lower, lower)))


def _content(text: str) -> set[str]:
    """The stems of the content words of a text, irregular forms as their infinitive, without numbers."""
    for one in numbers(text):
        text = text[: one.start] + " " * (one.end - one.start) + text[one.end :]
    found = set()
    for word, _ in words(text):
        lower = re.sub(r"[’']s?$", "", word.lower())
        if lower in STOPWORDS | _AUXILIARIES | _LIGHT or len(lower) < 2:
            continue
        found.add(_key(lower))
    return found


def _table() -> dict[str, set[str]]:
    table: dict[str, set[str]] = {}
    for pair in _OPPOSITES.split(", "):
        one, other = (_key(word) for word in pair.split())
        table.setdefault(one, set()).add(other)
        table.setdefault(other, set()).add(one)
    return table


_TABLE = _table()


def _opposites(word: str) -> set[str]:
    return _TABLE.get(word, set())


def _denies(sentence: str, wanted: set[str]) -> bool:
    """Whether the sentence denies one of the words wanted. "Denies" that is itself wanted denies nothing."""
    bare = _DENIERS.sub(lambda match: "" if _key(match.group()) in wanted else match.group(), sentence)
    negates, denied = negated(bare)
    return negates and bool({_key(word) for word in denied} & wanted)


def _without(sentence: str, asked: str) -> str:
    """The sentence without the words of doubt that the question has itself."""
    known = {match.group().lower() for match in _UNSURE.finditer(asked)}
    return _UNSURE.sub(lambda match: "" if match.group().lower() in known else match.group(), sentence)


def _numbers(question: str, sentence: str) -> bool | None:
    """Whether the sentence has the question's numbers: False where it counts the same with another, None if unclear."""
    wanted = [one for one in numbers(question) if one.unit not in {"time", "th"} and not one.pronoun]
    have = [one for one in numbers(sentence) if not one.pronoun]
    for one in wanted:
        if any(other.value == one.value and other.unit == one.unit for other in have):
            continue
        return False if any(_counts_same(one, other) for other in have) else None
    return True


def _counts_same(one: Number, other: Number) -> bool:
    return one.unit == other.unit and bool(one.counts[:1] and one.counts[:1] == other.counts[:1])
