"""The names of a sentence (people, places, bodies, acronyms, codes), and whether the evidence holds them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rag.support.words import STOPWORDS

_TOKEN = re.compile(r"[^\W_](?:[\w’'&-]|\.(?=[A-Za-z]\b))*\.?")
_CODE = re.compile(r"(?:[A-Z][A-Za-z]*-?\d[\w-]*|\d{3,4}s)$")  # F-16, COVID-19, G20, 1990s
_AFTER_AN_END = re.compile(r"[.!?:;…][”’\"')\]]*\s+[“‘\"'(\[]*$|[“\"]$")
_OPENERS = " \t“‘\"'([—–-"
_INITIALS = re.compile(r"(?:[A-Z]\.)+[A-Z]?\.?")
# A capital these words bear at the start of a sentence, or anywhere, makes no name of them.
_TITLES_AND_DATES = (
    "i mr mrs ms dr prof gen lt col sgt capt rep sen gov rev st jr sr january february march april june july "
    "august september october november december jan feb mar apr jun jul aug sept sep oct nov dec monday tuesday "
    "wednesday thursday friday saturday sunday"
)
_ORDINARY = STOPWORDS | frozenset(_TITLES_AND_DATES.split())
_OPENING_WORDS = (
    "although another around authorities despite earlier even every few following four five six seven eight nine "
    "ten eleven twelve hundred hundreds thousand thousands dozens million millions however investigators last late "
    "later least like many meanwhile nearly next nobody none nothing officials one people police several "
    "since ten three today together tomorrow twenty thirty forty fifty two yesterday yet zero though unlike "
    "almost currently recently overall instead additionally moreover furthermore therefore thus neither nor "
    "everyone someone part half both eventually finally first second third fourth fifth "
    "fewer less only critics crews doctors experts judges residents scammers troops victims suspects witnesses women"
)
_STARTERS = frozenset(_OPENING_WORDS.split())
_ORDINARY_ENDINGS = re.compile(
    r"(?:ing|ly|tions?|ments?|ness|ities|[a-z]{3}(?:ers|tors)|ists|ees|ants|ents|men|women|ises|ages|ures)$"
)
_LONGEST_CUT = 8  # words; a longer run of capitals is no name with others before it
_SAME_BEGINNING = 3  # letters that a people and its country have in common at least
_DEMONYMS = ("n", "an", "ian", "ese", "i", "ish")
_NOT_DEMONYMS = {("niger", "nigerian"), ("guine", "guinean"), ("mal", "malian"), ("ind", "indian")}


@dataclass(frozen=True, slots=True)
class Name:
    """A run of capitalised words, or an acronym or code, at `[start:end]` of the text searched."""

    text: str
    start: int
    end: int
    tokens: tuple[str, ...]
    initial: bool = False
    """Its first word opens the sentence, where every word has a capital."""


def _bare(token: str) -> str:
    token = re.sub(r"[’']s?$", "", token.rstrip("."))
    return token.replace(".", "")


def fold(token: str) -> str:
    """A token without case, possessive, full stops and accents."""
    decomposed = unicodedata.normalize("NFKD", _bare(token))
    return "".join(mark for mark in decomposed if not unicodedata.combining(mark)).casefold()


def _acronym(token: str) -> bool:
    bare = _bare(token)
    if all(part[:1].isupper() and part[1:].islower() for part in bare.split("-")):
        return False  # "Usage-Based"
    return len(bare) >= 2 and sum(map(str.isupper, bare)) >= 2 and not bare[1:].islower()


def _opens(text: str, start: int) -> bool:
    """Whether a sentence opens at `start`."""
    return not text[:start].strip(_OPENERS) or bool(_AFTER_AN_END.search(text[max(0, start - 12) : start]))


def _runs(text: str) -> list[Name]:
    """Every run of capitalised words, ordinary ones included."""
    runs: list[Name] = []
    for match in _TOKEN.finditer(text):
        token, (start, end) = match.group(), match.span()
        if token.endswith(".") and not _INITIALS.fullmatch(token) and fold(token) not in _ORDINARY:
            token, end = token[:-1], end - 1
        if not (token[0].isupper() or _CODE.match(_bare(token))):
            continue
        last = runs[-1] if runs else None
        beside = last is not None and text[last.end : start] in (" ", "\u00a0")
        opens = _opens(text, start) and not (beside and last is not None and last.tokens[-1].endswith("."))
        if last is not None and beside and not opens:
            runs[-1] = Name(text[last.start : end], last.start, end, (*last.tokens, token), last.initial)
        else:
            runs.append(Name(text[start:end], start, end, (token,), opens))
    return runs


def _counts(token: str, opens: bool) -> bool:
    """Whether a capitalised token is (part of) a name."""
    word = fold(token)
    if _acronym(token) or _CODE.match(_bare(token)):
        return word != "i"
    if word in _ORDINARY or len(word) < 2:
        return False
    if all(part in _STARTERS for part in word.split("-")):  # "Forty-one"
        return not opens
    return not (opens and _ORDINARY_ENDINGS.search(word))


def names(text: str) -> tuple[Name, ...]:
    """The names of a text in order; an ordinary word that merely opens a sentence is none."""
    found = []
    for run in _runs(text):
        kept = [
            token for number, token in enumerate(run.tokens) if _counts(token, run.initial and not number)
        ]
        if kept:
            found.append(Name(" ".join(map(_clean, kept)), run.start, run.end, tuple(kept), run.initial))
    return tuple(found)


def _clean(token: str) -> str:
    return re.sub(r"[’']s?$", "", token)


class Known:
    """The names and words of the evidence, ready to be asked."""

    __slots__ = ("_begun", "_lower", "_runs", "_upper", "_words")

    def __init__(self, texts: Sequence[str]) -> None:
        lines = [line for text in texts for line in text.splitlines()]
        self._runs = [_without_starters(run) for line in lines for run in _runs(line)]
        tokens = [match.group() for line in lines for match in _TOKEN.finditer(line)]
        parts = [part for token in tokens for part in token.split("-") if part and "-" in token]
        self._words = {fold(token) for token in (*tokens, *parts)}
        self._upper = {fold(token) for token in (*tokens, *parts) if _acronym(token)}
        self._lower = {fold(token) for token in tokens if token[0].islower()}
        self._begun = _by_beginning(self._words)

    @classmethod
    def together(cls, several: Sequence[Known]) -> Known:
        """What several texts hold together; those that were read before need not be read again."""
        if len(several) == 1:
            return several[0]
        both = cls(())
        for known in several:
            both._runs += known._runs
            both._words |= known._words
            both._upper |= known._upper
            both._lower |= known._lower
        both._begun = _by_beginning(both._words)
        return both

    def _people(self, word: str) -> Iterator[str]:
        """The other words of which a word may be the people."""
        return (other for other in self._begun.get(word[:_SAME_BEGINNING], ()) if other != word)

    def _has(self, token: str) -> bool:
        word = fold(token)
        if _acronym(token):
            return word in self._upper
        return word in self._words or any(_same_people(word, other) for other in self._people(word))

    def _whole(self, chunk: Sequence[str]) -> bool:
        """Whether a chunk may stand before another name: a name in full, a word that needs no capital, a people."""
        folded = [fold(token) for token in chunk]
        if folded in self._runs:
            return True
        return len(chunk) == 1 and (
            folded[0] in self._lower
            or any(_same_people(folded[0], other) for other in self._people(folded[0]))
        )

    def holds(self, tokens: Sequence[str]) -> bool:
        """Whether the evidence holds a name: its words in order within one name of the evidence, or cut in two."""
        if len(tokens) == 1:
            return self._has(tokens[0])
        folded = [fold(token) for token in tokens]
        if any(_subsequence(folded, run) for run in self._runs) or all(
            word in self._lower for word in folded
        ):
            return True
        return len(tokens) <= _LONGEST_CUT and any(
            self._whole(tokens[:cut]) and self.holds(tokens[cut:]) for cut in range(1, len(tokens))
        )


def _by_beginning(folded: Iterable[str]) -> dict[str, list[str]]:
    begun: dict[str, list[str]] = {}
    for word in folded:
        begun.setdefault(word[:_SAME_BEGINNING], []).append(word)
    return begun


def _without_starters(run: Name) -> list[str]:
    folded = [fold(token) for token in run.tokens]
    while run.initial and len(folded) > 1 and folded[0] in _ORDINARY | _STARTERS:
        del folded[0]
    return folded


def _subsequence(wanted: Sequence[str], run: Sequence[str]) -> bool:
    rest = iter(run)
    return all(word in rest for word in wanted)


def _same_people(word: str, other: str) -> bool:
    """Whether one word is the other's people or plural: Cambodia, Cambodian, Cambodians; China, Chinese."""
    short, long = sorted((word.removesuffix("s"), other.removesuffix("s")), key=len)
    if short == long:
        return len(short) >= 4
    if len(short) < 4 or (short, long) in _NOT_DEMONYMS:
        return False
    return any(long == short + ending or long == short[:-1] + ending for ending in _DEMONYMS)
