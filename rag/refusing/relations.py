"""Who did what to whom: denials, opposites and swapped roles between a question and a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from rag.keywords import is_content
from rag.kinds import plain
from rag.refusing.alike import contrary, meaning, opposite, words_of
from rag.refusing.asked import Asked
from rag.support.names import Name, fold, names

_ADVERBS = (
    r"(?:(?:yet|ever|been|be|being|have|even|actually|fully|formally|officially|immediately|going to) )*"
)
_DENIALS = re.compile(
    r"(?:\b(?:did|does|do|has|have|had|was|were|is|are|will|would|could|can|must|should) (?:not|never)|"
    r"\b(?:did|does|do|has|have|had|was|were|is|are|would|could|should)n[’']t|\b(?:won[’']t|can[’']t|cannot))"
    rf" {_ADVERBS}(?:to )?(?P<verb>[a-z]+)|"
    r"\b(?:refus(?:es?|ed|ing)|declin(?:es?|ed|ing)|fail(?:s|ed|ing)?|vow(?:s|ed)? not|(?:has|have|had) no "
    r"(?:plans?|intention|reason)|decid(?:es?|ed) not|chose not|reject(?:s|ed)? (?:calls|demands|pressure)|"
    r"ha(?:s|ve|d) yet|"
    rf"promis(?:es|ed) not) to {_ADVERBS}(?P<infinitive>[a-z]+)|"
    r"\b(?:den(?:y|ies|ied)|ruled out|rules out|decided against|stopped short of|without|no intention of)"
    r" (?:having |ever |that (?:he|she|it|they) (?:had |has |have )?)*(?P<participle>[a-z]+(?:ing|ed|en))\b|"
    r"\bnever (?P<past>[a-z]+(?:ed|en|t|d|ew|ook|ave|an|old|ent))\b"
)
_UNTIL = re.compile(r"\b(?:until|till|before|unless|only|but)\b")
_SUPPORTED = re.compile(r"\b(?:did|does|do) $", re.IGNORECASE)
_PASSIVE = re.compile(r"\b(?:was|were|is|are|been|being|be|got)(?: [a-z]+ly)? $")
_NOT = re.compile(r"\b(?:not|never|no|none|nobody|nothing|neither|nor|cannot|without|[a-z]+n't)\b")
_MUTUAL = frozenset(
    meaning(word)
    for word in "meet met play played face faced marry married fight fought join joined share talk talked speak spoke "
    "negotiate agree agreed compete clash clashed border tie tied draw drew follow replace succeed be have".split()
)
_GAP = 40  # characters between the two names and their verb


def denied_verbs(text: str) -> list[tuple[str, int]]:
    """The meaning of each verb that a sentence denies right there, with where the denial begins."""
    found = []
    for match in _DENIALS.finditer(text):
        if _UNTIL.search(text, match.end()):  # "did not open until May": it did open
            continue
        verb = match["verb"] or match["infinitive"] or match["participle"] or match["past"]
        found.append((meaning(verb), match.start()))
    return found


def denies(question: str, asked: Asked, sentence: str) -> str:
    """The meaning that the question takes for granted and the sentence denies; "" for none."""
    if says_not(question):
        return ""
    own = set(asked.words)
    said = [meaning(word) for word, _, _ in words_of(sentence)]
    for verb, _ in denied_verbs(sentence):
        if verb in own and said.count(verb) == 1:
            return verb
    return ""


def opposes(question: str, asked: Asked, sentence: str) -> str:
    """The meaning of a verb of the question whose opposite the sentence says, and not itself; "" for none."""
    if says_not(question) or says_not(sentence):
        return ""
    said = {meaning(word) for word, _, _ in words_of(sentence)}
    for word in asked.words:
        other = opposite(word)
        if other in said and word not in said:
            return word
    return ""


def contraries(asked: Asked, sentence: str) -> int:
    """How many words of the question have their contrary in the sentence and do not stand there themselves."""
    said = {meaning(word) for word, _, _ in words_of(sentence)}
    own = {*asked.words, *(meaning(word) for word in asked.extremes)} - said
    return sum(any(contrary(word, other) for other in said) for word in own)


def says_not(text: str) -> bool:
    """Whether a text holds a "not", "never", "nobody" or the like; "refused" and "denied" are none."""
    return bool(_NOT.search(plain(text)))


def negation_differs(question: str, sentence: str) -> bool:
    """Whether one of question and sentence denies and the other does not; a quiz's "which is not" counts."""
    return says_not(question) != says_not(sentence)


def replaced(question: str, sentence: str) -> float:
    """How far a word of the question stands where the sentence has another one, the words beside it being the same.

    1 where both neighbours are the same, 0.5 where one is, for the word that is replaced most plainly.
    """
    asked = [meaning(word) for word, _, _ in words_of(question)]
    told = [meaning(word) for word, _, _ in words_of(sentence)]
    places: dict[str, list[int]] = {}
    for at, word in enumerate(told):
        places.setdefault(word, []).append(at)
    most = 0.0
    for at, word in enumerate(asked):
        if word in places or not is_content(word):
            continue
        before = asked[at - 1] if at else ""
        after = asked[at + 1] if at + 1 < len(asked) else ""
        for here in places.get(after, ()) if is_content(after) else ():
            if here and is_content(told[here - 1]) and told[here - 1] not in asked:
                most = max(most, 1.0 if here > 1 and told[here - 2] == before else 0.5)
        for here in places.get(before, ()) if is_content(before) else ():
            if here + 1 < len(told) and is_content(told[here + 1]) and told[here + 1] not in asked:
                most = max(most, 1.0 if here + 2 < len(told) and told[here + 2] == after else 0.5)
    return most


def _same(one: Name, other: Name) -> bool:
    """Whether two names share their last word, or one is the other's first words."""
    mine, theirs = [fold(token) for token in one.tokens], [fold(token) for token in other.tokens]
    return mine[-1] == theirs[-1] or set(mine) <= set(theirs) or set(theirs) <= set(mine)


def _acts(text: str, found: Sequence[Name], *, question: bool) -> Iterator[tuple[Name, str, Name]]:
    """Every (who, verb, whom) where two names stand on either side of a verb and little else."""
    for one, other in pairwise(found):
        between = text[one.end : other.start]
        if len(between) > _GAP or re.search(r"[,;:.()]| (?:and|or|as|who|which|that|but) ", between):
            continue
        verbs = [
            meaning(word)
            for word, _, _ in words_of(between)
            if re.fullmatch(r"[a-z]+", word) and len(word) > 2
        ]
        passive = bool(
            re.search(r"\b(?:was|were|is|are|been|be) (?:[a-z]+ly )?[a-z]+ by (?:the )?$", between)
        )
        if question and _PASSIVE.search(text[: one.start]) and re.search(r"[a-z]+ by (?:the )?$", between):
            passive = True
        elif question and not passive and not _SUPPORTED.search(re.sub(r"\bthe $", "", text[: one.start])):
            continue
        for verb in verbs[:3]:
            yield (other, verb, one) if passive else (one, verb, other)


def swapped(question: str, sentence: str) -> bool:
    """Whether the sentence has done to one what the question says that one did."""
    here = [name for name in names(question) if not name.initial or len(name.tokens) > 1]
    there = list(names(sentence))
    said = list(_acts(sentence, there, question=False))
    for who, verb, whom in _acts(question, here, question=True):
        if verb in _MUTUAL:
            continue
        for doer, did, done_to in said:
            if did == verb and _same(who, done_to) and _same(whom, doer) and not _same(who, doer):
                return True
    return False
