"""A sentence beside the question that is put to it: which words they share, where, and how its phrases are cut."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from index.dates import TimeExpression, time_expressions
from index.header import without_dateline
from rag.keywords import is_content
from rag.kinds import plain
from rag.query import Query
from rag.reader.reading import Reading
from rag.support.words import STOPWORDS, stem

Span = tuple[int, int]
WORD = re.compile(r"[^\W_]+(?:[.,’'&/-][^\W_]+)*")
_BOUNDARY = re.compile(r"[,;:()–—]| (?:and|but|while|when|who|which|that|because|after|before) ")
_ANY_DAY = date(2000, 1, 1)  # to find time expressions where the day they count from is not known
_REACH = 25.0  # characters over which nearness halves
_VERBS = (
    "am is are was were be been being has have had do does did done will would can could may might must "
    "shall should "
    "said say says told tell tells added adds announced called made make makes came come comes went go "
    "goes gone got "
    "gave give gives given took take takes taken lost lose won win wins left leave leaves began begin "
    "begun became "
    "become becomes rose rise rises fell fall falls ran run runs stood stand stands sat lay lie lies "
    "lived live lives "
    "died die dies kept keep held hold found find put set sent send paid pay pays sold sell bought buy "
    "built build "
    "brought bring led lead fought met meet knew know known saw see seen thought think felt feel heard "
    "broke broken "
    "drew drove driven ate fed fled flew grew grown hit hurt cut cost let read sank sunk sailed shot "
    "spent spoke struck "
    "swept swore sworn threw wore wrote written shut spread worked work joined stopped reached remain "
    "remained stay"
)
_NO_NOUNS = (
    STOPWORDS
    | frozenset(_VERBS.split())
    | frozenset(
        (
            "dead missing alive killed injured wounded arrested hurt others each apiece ago later earlier "
            "old high deep "
            "long wide tall away across since until without within near nearly almost around despite "
            "among along "
            "toward towards onto upon like whose instead though although because whether yet never today "
            "yesterday "
            "tomorrow monday tuesday wednesday thursday friday saturday sunday plus minus times total "
            "altogether "
            "including together"
        ).split()
    )
)
_PLURAL = re.compile(r"(?:[^sui]s|ies|ees|oes|people|men|women|children|police|feet|teeth)$")
_ADJUNCTS = frozenset(
    "sports savings arms drugs jobs sales goods customs operations communications systems news".split()
)
_LONGEST_NOUN = 5  # words


@dataclass(frozen=True, slots=True)
class Sought:
    """A sentence (`text`) and what is sought in it: offsets below count in the sentence.

    `asked` are the stems of the question's content words with their weight; `times` the time expressions of the
    sentence; `opening` is where the sentence begins behind a dateline such as "PARIS, May 2 (Wire) - ".
    """

    query: Query
    question: str
    text: str
    asked: dict[str, float]
    times: tuple[TimeExpression, ...]
    opening: int
    words: tuple[tuple[int, int, str], ...] = field(repr=False)

    def near(self, start: int, end: int) -> float:
        """How near the words of the question stand to a place: each once, the nearer the more, other clauses less."""
        best: dict[str, float] = {}
        for first, last, word in self.words:
            weight = self.asked.get(word)
            if weight is None or (first < end and last > start):
                continue
            distance = first - end if first >= end else start - last
            between = self.text[end:first] if first >= end else self.text[last:start]
            fit = weight / (1.0 + distance / _REACH) * 0.6 ** len(_BOUNDARY.findall(between)[:3])
            best[word] = max(best.get(word, 0.0), fit)
        return sum(best.values())

    def is_asked(self, text: str) -> bool:
        """Whether every word of a text stands in the question, so that it cannot be the answer."""
        found = [stem(match.group()) for match in WORD.finditer(text)]
        return bool(found) and all(self.asked.get(word, 0.0) >= 1.0 or word in STOPWORDS for word in found)

    def in_a_time(self, start: int, end: int) -> bool:
        """Whether a place overlaps a time expression."""
        return any(one.start < end and start < one.end for one in self.times)


def sought(query: Query, reading: Reading) -> Sought:
    """The question and the reading's sentence, ready for the finders."""
    text = reading.text
    asked = {stem(word): 0.5 for word in query.context}
    asked |= {stem(match.group()): 1.0 for match in WORD.finditer(query.own) if is_content(match.group())}
    published = reading.hit.article.published
    return Sought(
        query,
        plain(query.own),
        text,
        asked,
        time_expressions(text, published or _ANY_DAY),
        len(text) - len(without_dateline(text)),
        tuple((match.start(), match.end(), stem(match.group())) for match in WORD.finditer(text)),
    )


def noun_end(text: str, start: int) -> int:
    """Where the noun phrase ends whose words follow `start`, behind a number or a determiner; `start` if none."""
    end, plural, last = start, False, ""
    for count, match in enumerate(WORD.finditer(text, start)):
        word, lower = match.group(), match.group().lower()
        if text[end : match.start()] not in {" ", "\u00a0"} or count == _LONGEST_NOUN:
            break
        if lower in _NO_NOUNS or word[0].isdigit() or (lower.endswith("ly") and word[0].islower()):
            break
        if plural and not (last in _ADJUNCTS and _PLURAL.search(lower)):
            break
        if last and (
            lower.endswith("ed") or (last[0].isupper() and word[0].islower() and lower.endswith("ing"))
        ):
            break
        end, last = match.end(), lower if word[0].islower() else word
        plural = bool(_PLURAL.search(lower)) and word[0].islower()
    only_a_verb = last.endswith("ed") and " " not in text[start:end].strip()
    return start if only_a_verb else end


def joined(text: str, end: int, starts: Sequence[int]) -> int | None:
    """Which of the `starts` follows "and" or "or" right behind `end`; None where none does."""
    match = re.match(r",? (?:and|or) (?:the )?", text[end:])
    return next((start for start in starts if match and start == end + match.end()), None)


def trimmed(text: str, span: Span) -> Span | None:
    """A span without white space and punctuation around it; None where nothing is left or it would cut a word."""
    start, end = span
    while start < end and text[start] in " \n\t\u00a0,;:-–—":
        start += 1
    while end > start and text[end - 1] in " \n\t\u00a0,;:-–—":
        end -= 1
    if start and end > start and text[start].isalnum() and text[start - 1].isalnum():
        return None  # it would cut a word
    if end < len(text) and end > start and text[end - 1].isalnum() and text[end].isalnum():
        return None
    return (start, end) if end > start else None


def tokens(text: str) -> Iterator[str]:
    """The words of a text in lower case."""
    return (match.group().lower() for match in WORD.finditer(text))
