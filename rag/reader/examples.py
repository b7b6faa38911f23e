"""Reads question-answer data for the span reader.

The sets, by their file names in one folder: SQuADShifts (Miller et al. 2020), QAMR (Michael et al. 2018), NQ-open with
gold passages (Liu et al. 2023) and MultiSpanQA (Li et al. 2022). RealTimeQA 2022 (Kasai et al. 2023) comes in by
distant supervision (Mintz et al. 2009) from a library of its articles.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from zlib import crc32

from index import Filters, Library
from index.sentences import split
from rag.query import understand
from rag.retrieval import retrieve
from rag.support.words import STOPWORDS

Spans = tuple[tuple[int, int], ...]
_AROUND = 3  # sentences before and after the one that QAMR asks about
_LONGEST_ANSWER = 18  # words; a longer one is a sentence rather than an answer
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Example:
    """A question put to a passage. `spans` are the places in the passage that answer it, none where it does not.

    `title` is the headline above the passage. `group` names the document: the splits never share one.
    """

    question: str
    passage: str
    spans: Spans
    title: str
    origin: str
    group: str

    @property
    def answers(self) -> tuple[str, ...]:
        """The answers as they stand in the passage."""
        return tuple(self.passage[start:end] for start, end in self.spans)


def words_of(text: str) -> list[str]:
    """The words of an answer, without case, punctuation and articles (Rajpurkar et al. 2016, section 6.1)."""
    return [word for word in _WORD.findall(text.lower()) if word not in {"a", "an", "the"}]


def token_f1(one: str, other: str) -> float:
    """Harmonic mean of precision and recall over the words of two answers (Rajpurkar et al. 2016, section 6.1)."""
    left, right = words_of(one), words_of(other)
    if not left or not right:
        return float(left == right)
    shared = sum((Counter(left) & Counter(right)).values())
    return 2 * shared / (len(left) + len(right))


def _agreed(
    passage: str, spans: Sequence[tuple[int, int]], *, longest: bool = False
) -> tuple[int, int] | None:
    """Of the places that several people marked, the one that agrees best with the others.

    Of equals the shortest, or the longest: QAMR's answers leave out words that belong to a name.
    """
    texts = [passage[start:end] for start, end in spans]
    judged = [
        (
            -sum(token_f1(text, other) for other in texts),
            (start - end) if longest else (end - start),
            (start, end),
        )
        for text, (start, end) in zip(texts, spans, strict=True)
        if text.strip() and len(text.split()) <= _LONGEST_ANSWER
    ]
    return min(judged)[2] if judged else None


def _trimmed(passage: str, start: int, end: int) -> tuple[int, int]:
    """The place without white space and stray punctuation at its edges."""
    while start < end and passage[start] in " \n\t,;:.":
        start += 1
    while start < end and passage[end - 1] in " \n\t,;:":
        end -= 1
    return start, end


def _json(path: Path) -> Any:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return json.load(file)


def _squadshifts(path: Path) -> Iterator[Example]:
    origin = path.name.removesuffix(".json.gz")
    for document in _json(path)["data"]:
        own = origin.endswith("new_wiki")
        title = unquote(str(document.get("title", ""))).replace("_", " ") if own else ""
        for paragraph in document["paragraphs"]:
            passage = paragraph["context"]
            group = title or f"{origin}:{crc32(passage.encode())}"
            for item in paragraph["qas"]:
                marked = [
                    _trimmed(passage, one["answer_start"], one["answer_start"] + len(one["text"]))
                    for one in item["answers"]
                ]
                span = _agreed(passage, marked)
                if span:
                    yield Example(item["question"], passage, (span,), title, origin, group)


def _words_joined(words: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
    """A tokenised text as one string, and the place of every token in it."""
    plain = {"``": '"', "''": '"', "-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]"}
    text, places = "", []
    for word in words:
        shown = plain.get(word, word)
        text += " " if text else ""
        places.append((len(text), len(text) + len(shown)))
        text += shown
    return text, places


def _qamr(folder: Path) -> Iterator[Example]:
    """QAMR's questions, put to the sentence they were written for among those around it in its document.

    One that has less than two words of its sentence in it could be about any of them: it is put to its sentence alone.
    """
    with gzip.open(folder / "qamr_sents.tsv.gz", "rt", encoding="utf-8") as file:
        sentences = dict(line.rstrip("\n").split("\t", 1) for line in file if "\t" in line)
    documents: dict[str, list[str]] = defaultdict(list)
    for name in sorted(sentences, key=_place_in_document):
        documents[_document(name)].append(name)
    for part in ("dev", "test"):
        with gzip.open(folder / f"qamr_{part}.tsv.gz", "rt", encoding="utf-8") as file:
            for line in file:
                cells = line.rstrip("\n").split("\t")
                if len(cells) < 9 or cells[0] not in sentences:
                    continue
                own, places = _words_joined(sentences[cells[0]].split())
                marked = []
                for cell in (cells[6], *(one.partition(":")[2] for one in cells[7:9])):
                    numbers = [int(number) for number in cell.split() if number.isdigit()]
                    if numbers and numbers[-1] - numbers[0] == len(numbers) - 1 and numbers[-1] < len(places):
                        marked.append(_trimmed(own, places[numbers[0]][0], places[numbers[-1]][1]))
                span = _agreed(own, marked, longest=True) if len(marked) > 1 else None
                if not span:
                    continue
                group, passage, shift = _document(cells[0]), own, 0
                if len(_content(cells[5]) & _content(own)) > 1:
                    names = documents[group]
                    place = names.index(cells[0])
                    before, after = (
                        names[max(place - _AROUND, 0) : place],
                        names[place + 1 : place + 1 + _AROUND],
                    )
                    head, tail = (
                        [_words_joined(sentences[name].split())[0] for name in side]
                        for side in (before, after)
                    )
                    passage, shift = " ".join([*head, own, *tail]), sum(len(text) + 1 for text in head)
                yield Example(cells[5], passage, ((span[0] + shift, span[1] + shift),), "", "qamr", group)


def _document(name: str) -> str:
    return ":".join(name.split(":")[:3])


def _place_in_document(name: str) -> tuple[str, list[int]]:
    return _document(name), [int(number) for number in name.split(":")[3:] if number.isdigit()]


def _content(text: str) -> set[str]:
    return {word for word in words_of(text) if word not in STOPWORDS}


def everywhere(passage: str, answers: Sequence[str], most: int = 4) -> Spans:
    """Where one of the answers stands in the passage as whole words, at most `most` places."""
    found: list[tuple[int, int]] = []
    for text in answers:
        if text.strip():
            pattern = rf"(?<!\w){re.escape(text.strip())}(?!\w)"
            found += [match.span() for match in re.finditer(pattern, passage, re.IGNORECASE)]
    return tuple(sorted(set(found))[:most])


def _nq(path: Path) -> Iterator[Example]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            item = json.loads(line)
            context = item["ctxs"][0]
            spans = everywhere(context["text"], item["answers"], 2)
            if spans:
                yield Example(
                    item["question"], context["text"], spans, context["title"], "nq", context["title"]
                )


def _multispan(path: Path) -> Iterator[Example]:
    for item in _json(path)["data"]:
        question, _ = _words_joined(item["question"])
        passage, places = _words_joined(item["context"])
        spans: list[tuple[int, int]] = []
        for label, (start, end) in zip(item["label"], places, strict=True):
            if label == "B":
                spans.append((start, end))
            elif label == "I" and spans:
                spans[-1] = (spans[-1][0], end)
        if spans:
            yield Example(question, passage, tuple(spans), "", "multispanqa", item["id"])


def load(folder: Path) -> list[Example]:
    """The answered questions of every set in a folder; sets that are not there are left out."""
    found: list[Example] = []
    for path in sorted(folder.glob("squadshifts_*.json.gz")):
        found += _squadshifts(path)
    if (folder / "qamr_sents.tsv.gz").is_file():
        found += _qamr(folder)
    if (folder / "nq_open_oracle.jsonl.gz").is_file():
        found += _nq(folder / "nq_open_oracle.jsonl.gz")
    for path in sorted(folder.glob("multispanqa_*.json.gz")):
        found += _multispan(path)
    return found


def distant(library: Library, questions: Path, read: int = 30) -> list[Example]:
    """Quiz questions with the passages found for them: those that hold the answer, and those that do not.

    A passage counts as an answer where the answer stands in it and a third of the question's words do; of the
    others the best three are passages that do not answer. `questions` is RealTimeQA's `questions.jsonl`.
    """
    found = []
    for line in questions.read_text("utf-8").splitlines():
        item = json.loads(line)
        answer = item["answer"].strip('“”" .')
        query = understand(item["question"], (), Filters(), None, date(2022, 12, 31))
        words = {word.lower() for word in query.keywords}
        if not answer or not words or set(words_of(answer)) <= set(words_of(item["question"])):
            continue
        right: list[Example] = []
        wrong: list[Example] = []
        for hit in retrieve(library, query, read):
            passage, title = hit.passage.text, hit.article.title
            spans = everywhere(passage, [answer])
            there = set(words_of(f"{title} {passage}"))
            shared = sum(word in there for word in words) / len(words)
            if spans and shared >= 0.34 and len(right) < 3:
                sentences = [(start, end) for start, end in split(passage)]
                best = max(
                    spans,
                    key=lambda span: sum(
                        len(words & set(words_of(passage[start:end])))
                        for start, end in sentences
                        if start <= span[0] < end
                    ),
                )
                right.append(Example(item["question"], passage, (best,), title, "realtimeqa", item["id"]))
            elif not spans and len(wrong) < 3:
                wrong.append(Example(item["question"], passage, (), title, "realtimeqa", item["id"]))
        found += right + (wrong if right else wrong[:2])
    return found


def held_out(example: Example, share: int = 25) -> bool:
    """Whether an example belongs to the split that training never sees: one document in `share`."""
    return crc32(example.group.encode()) % share == 0
