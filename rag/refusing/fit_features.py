"""Fits the weights of `fits`: `python -m rag.refusing.fit_features --training FOLDER`.

`squadshifts_new_wiki.json.gz` and `squadshifts_reddit.json.gz` (SQuADShifts, Miller et al. 2020, CC BY 4.0) and
`nq_open_oracle.jsonl.gz` (NQ-open with gold passages, Liu et al. 2023; text CC BY-SA 3.0). A question stands beside

- the sentence in which its answer was marked: it fits;
- the other sentence of that text that shares most of its words, and that of another text: they do not;
- and, with a name, number, year or "first" in it changed for another one, its own sentence again: it does not.

The last kind is what people write who want a question close to a text but not answered by it (Rajpurkar et al. 2018).
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from index import Article, Filters, Hit
from index.passages import passages
from rag.query import understand
from rag.reader.fit import fit
from rag.reader.reading import Reading
from rag.reader.spans import answer_span
from rag.refusing.alike import meanings
from rag.refusing.features import NAMES, OF_WORDS, features
from rag.support.names import names

_TODAY = date(2022, 6, 1)  # a day that relative dates count from
_EXTREMES = dict(
    pair.split("/")
    for pair in "first/last last/first largest/smallest oldest/youngest highest/lowest most/least second/fourth "
    "third/sixth only/second smallest/largest".split()
)
_DIGITS = re.compile(r"\b\d{2,4}\b")
_POOL = 12  # other texts in which the nearest sentence is looked for
_HELD_OUT = 5  # every fifth text is kept for measuring


@dataclass(frozen=True, slots=True)
class _Marked:
    """A question, the text that answers it, and where in it the answer stands."""

    question: str
    text: str
    start: int


def _squad(path: Path) -> Iterator[_Marked]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for document in json.load(file)["data"]:
            for paragraph in document["paragraphs"]:
                for item in paragraph["qas"]:
                    yield _Marked(item["question"], paragraph["context"], item["answers"][0]["answer_start"])


def _nq(path: Path) -> Iterator[_Marked]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            item = json.loads(line)
            text = item["ctxs"][0]["text"]
            start = min((at for answer in item["answers"] if (at := text.find(answer)) >= 0), default=-1)
            if start >= 0:
                yield _Marked(item["question"], text, start)


def changed(question: str, texts: Sequence[str], chance: random.Random) -> str | None:
    """The question with one thing it names changed for another, a name for one of the texts; None if nothing can be."""
    straight = [name for name in names(question) if not name.initial]
    found = names(chance.choice(texts))
    others = [name.text for name in found if not meanings(name.text) & meanings(question)]
    ways: list[str] = []
    if straight and others:
        one = chance.choice(straight)
        ways.append(question[: one.start] + chance.choice(others) + question[one.end :])
    if match := _DIGITS.search(question):
        other = str(int(match.group()) + chance.choice((-7, -3, 2, 5, 11)))
        ways.append(question[: match.start()] + other + question[match.end() :])
    for word, other in _EXTREMES.items():
        if re.search(rf"\b{word}\b", question):
            ways.append(re.sub(rf"\b{word}\b", other, question))
    if match := re.match(r"(?:[Ww]ho|[Ww]hat|[Ww]hich \w+) (?:is|are|was|were|does|did|has|can)\b", question):
        ways.append(f"{match.group()} not{question[match.end() :]}")
    return chance.choice(ways) if ways else None


def _row(question: str, hit: Hit, span: tuple[int, int]) -> tuple[float, ...]:
    query = understand(question, (), Filters(), None, _TODAY)
    reading = Reading(hit, *span, 0.5)
    return features(query, Reading(hit, *span, 0.5, answer_span(query, reading)))


Place = tuple[Hit, tuple[int, int]]


def _places(text: str) -> list[Place]:
    """Every sentence of a text, as in an article of its own."""
    article = Article(id="a" * 12, title="", text=text)
    return [(Hit(one, article, 0.0), span) for one in passages(article) for span in one.sentences]


def _nearest(question: str, places: Sequence[Place]) -> Place:
    asked = meanings(question)
    return max(places, key=lambda place: len(asked & meanings(place[0].article.text[slice(*place[1])])))


def rows(
    item: _Marked, pool: Sequence[str], chance: random.Random
) -> Iterator[tuple[tuple[float, ...], float]]:
    """The features of the sentences beside a question, each with 1.0 where it answers and 0.0 where not.

    `pool` are other texts; those that hold the answer too are looked at as well, which is seldom.
    """
    places = _places(item.text)
    gold = next((place for place in places if place[1][0] <= item.start < place[1][1]), None)
    if gold is None:
        return
    yield _row(item.question, *gold), 1.0
    if others := [place for place in places if place[1] != gold[1]]:
        yield _row(item.question, *_nearest(item.question, others)), 0.0
    if elsewhere := [
        place for text in chance.sample(pool, _POOL) if text != item.text for place in _places(text)
    ]:
        yield _row(item.question, *_nearest(item.question, elsewhere)), 0.0
    if other := changed(item.question, (item.text, chance.choice(pool)), chance):
        yield _row(other, *gold), 0.0


Array = NDArray[np.float64]


def _auc(scores: Array, labels: Array) -> float:
    return float((scores[labels == 1][:, None] > scores[labels == 0][None, :]).mean())


def main() -> None:
    """Fits the weights and writes them beside the features."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--training", type=Path, required=True, help="the folder of SQuADShifts and NQ-open")
    parser.add_argument("--questions", type=int, default=1500, help="how many questions to fit on, in all")
    parser.add_argument("--out", type=Path, default=Path(__file__).with_name("fits_weights.json"))
    arguments = parser.parse_args()
    chance = random.Random(0)
    seen: list[tuple[tuple[float, ...], float]] = []
    unseen: list[tuple[tuple[float, ...], float]] = []
    sets = (
        ("squadshifts_new_wiki", _squad),
        ("squadshifts_reddit", _squad),
        ("nq_open_oracle", _nq),
    )
    counts = {}
    for name, read in sets:
        (path,) = arguments.training.glob(f"{name}.json*.gz")
        marked = list(read(path))
        chance.shuffle(marked)
        texts = [item.text for item in marked]
        counts[name] = len(marked[: arguments.questions // len(sets)])
        for item in marked[: counts[name]]:
            kept = unseen if crc32(item.text.encode()) % _HELD_OUT == 0 else seen
            kept.extend(rows(item, texts, chance))
    kept_names = [name for name in NAMES if name not in OF_WORDS]
    places = [NAMES.index(name) for name in kept_names]
    weights = fit(np.array([x for x, _ in seen])[:, places], np.array([y for _, y in seen]))
    values, labels = np.array([x for x, _ in unseen])[:, places], np.array([y for _, y in unseen])
    result = {
        "weights": {name: round(float(weight), 4) for name, weight in zip(kept_names, weights, strict=True)},
        "command": f"python -m rag.refusing.fit_features --questions {arguments.questions}",
        "questions": counts,
        "held_out": {"rows": len(unseen), "auc": round(_auc(values @ weights, labels), 4)},
    }
    arguments.out.write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
