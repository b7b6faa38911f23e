"""Questions made from news without anyone asking them: what one report says, asked of another report.

A statement of one article is turned into a question by taking a name or a number out of it (cloze questions, Lewis et
al. 2019), and put to a passage of another article that has it (a recurring span, Ram et al. 2021). The two were written
by different people about one event, so the question seldom borrows the words of the passage: what the sets that people
made lack.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from zlib import crc32

from index import Article, Library
from index.sentences import split
from rag.reader.examples import Example, everywhere, words_of
from rag.reader.proper import proper_names
from rag.support.words import STOPWORDS

_SENTENCES = 8  # of an article, from the top
_PER_ARTICLE = 6
_READ = 12  # passages looked at
_SHARED = (
    0.25,
    0.65,
)  # of the question's content words that stand around the answer: less is another event, more a copy
_NEAR = 0.5  # cosine of question and passage
_WORDS = (5, 16)  # of a question
_NUMBER = re.compile(
    r"(?<![\w.,$£€-])(\d[\d,.]*\d|\d)(?: (?:million|billion|thousand))?(?= [a-z]{3,})(?! percent)"
)
_MONEY = re.compile(r"[$£€]\d[\d,.]*\d?(?: ?(?:million|billion|trillion|m|bn))?\b|\b\d[\d,.]*(?:%| percent)")
_BREAK = re.compile(r"[,;:|()“”\"] ?| [–—-] | (?=(?:but|after|while|because|although|when|since|as|and) )")
_OWNS = {"'s", "’s", "'", "’"}
_PLACED = re.compile(r"\b(?:in|at|near|from|outside)$")
_SAID = re.compile(r"^,? (?:said|says|told|who|has|was|had|will|won)\b")


def _spans(text: str) -> Iterator[tuple[int, int, str]]:
    """What can be asked about in a sentence, with the words that ask for it."""
    for name in proper_names(text):
        before, after = text[: name.start].rstrip(), text[name.end :]
        if text[name.start : name.end] == "CNN":  # the place line of its reports, not what they tell of
            continue
        words = len(text[name.start : name.end].split())
        if _PLACED.search(before):
            yield name.start, name.end, "where" if words < 3 else "which place"
        elif words in {2, 3} and _SAID.match(after):
            yield name.start, name.end, "who"
        else:
            yield name.start, name.end, "who" if words == 2 and crc32(text.encode()) % 2 else "what"
    for match in _MONEY.finditer(text):
        yield match.start(), match.end(), "how much"
    for match in _NUMBER.finditer(text):
        if not re.fullmatch(r"(?:19|20)\d\d", match.group()):
            yield match.start(), match.end(), "how many"


def _question(text: str, start: int, end: int, asks: str, draw: random.Random) -> str | None:
    """The clauses around a gap as a question: in the order of the sentence, or with what is asked for in front."""
    edges = [0, *(match.end() for match in _BREAK.finditer(text) if not start < match.end() < end), len(text)]
    first = max(place for place, edge in enumerate(edges) if edge <= start)
    last = min(place for place, edge in enumerate(edges) if edge >= end)
    while len(text[edges[first] : edges[last]].split()) < _WORDS[0] + len(text[start:end].split()):
        if last + 1 < len(edges):
            last += 1
        elif first:
            first -= 1
        else:
            return None
    before, after = text[edges[first] : start].split(), text[end : edges[last]].split()
    if len(before) + len(after) > _WORDS[1]:
        return None
    if after and after[0] in _OWNS:
        asks, after = "whose" if asks == "who" else f"{asks}'s", after[1:]
    if asks.startswith("where"):
        before = before[:-1]
    parts = [*before, asks, *after] if asks.endswith("s") or draw.random() < 0.4 else [asks, *before, *after]
    asked = " ".join(parts).strip(" ,;:.\"'“”-–—()|")
    return f"{asked[:1].upper()}{asked[1:]}?"


def _content(text: str) -> set[str]:
    return {word for word in words_of(text) if word not in STOPWORDS and len(word) > 2}


def _statements(article: Article) -> list[str]:
    body = [article.text[start:end] for start, end in split(article.text)[:_SENTENCES]]
    return [article.title, *(text for text in body if 6 <= len(text.split()) <= 50)]


def cloze(library: Library, most: int, seed: int = 0) -> list[Example]:
    """At most `most` questions made from a library's articles, each with a passage of another article."""
    draw = random.Random(seed)
    found: list[Example] = []
    articles = library.articles()
    draw.shuffle(articles)
    for article in articles:
        made = [
            (question, text[start:end])
            for text in _statements(article)
            for start, end, asks in _spans(text)
            if (question := _question(text, start, end, asks, draw)) and text[start:end] not in question
        ]
        chosen = draw.sample(made, min(len(made), _PER_ARTICLE))
        if not chosen:
            continue
        vectors = library.embedder.encode([question for question, _ in chosen], query=True)
        for (question, answer), vector in zip(chosen, vectors, strict=True):
            scores = [one for one in library.search_vectors(vector, _READ) if one[1] >= _NEAR]
            for passage, other in library.passages([seq for seq, _ in scores]).values():
                if other.story == article.story or other.id == article.id:
                    continue
                span = _answered(question, answer, passage.text)
                if span:
                    found.append(Example(question, passage.text, (span,), other.title, "cloze", article.id))
                    break
        if len(found) >= most:
            break
    return found[:most]


def _answered(question: str, answer: str, passage: str) -> tuple[int, int] | None:
    """Where in a passage the answer stands among words of the question; None where it does not, or all of them do."""
    asked = _content(question)
    sentences = split(passage)
    best, most = None, 0.0
    for start, end in everywhere(passage, [answer]):
        own = next((place for place, one in enumerate(sentences) if one[0] <= start < one[1]), 0)
        around = passage[sentences[max(0, own - 1)][0] : sentences[min(own + 1, len(sentences) - 1)][1]]
        shared = len(asked & _content(around)) / max(len(asked), 1)
        if shared > most:
            best, most = (start, end), shared
    return best if _SHARED[0] <= most <= _SHARED[1] else None
