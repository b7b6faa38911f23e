"""Counts words for `rag/support/words.json`: `python -m rag.support.counting --training FOLDER --realtimeqa FOLDER`.

Two things are learned from running text: in how many texts the stem of a word stands (a rare word that the evidence
lacks says more than a common one), and which words are ordinary, that is, hardly ever written with a capital except
where a sentence opens ("Routine checks …" names nobody).

The texts are the passages of `squadshifts_new_wiki.json.gz` (SQuADShifts, Miller et al. 2020, CC BY 4.0) and
`nq_open_oracle.jsonl.gz` (NQ-open with gold passages, Liu et al. 2023) in the training folder, and the paragraphs of
`articles.jsonl.gz` of RealTimeQA 2022 (Kasai et al. 2023). Only counts are kept.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from math import log
from pathlib import Path

from rag.support.words import STOPWORDS, lemma, words

_KEPT = 6000  # stems; the rarer ones all weigh the same
_LEAST_SEEN = 40  # times a word stands inside sentences, to be judged ordinary
_CAPITALS = 0.04  # the largest share of them with a capital
_INSIDE = re.compile(r"[a-z,;]\s+$")  # what stands before a word that opens nothing


def _texts(training: Path, realtimeqa: Path) -> Iterator[str]:
    with gzip.open(training / "squadshifts_new_wiki.json.gz", "rt", encoding="utf-8") as file:
        for document in json.load(file)["data"]:
            yield from (paragraph["context"] for paragraph in document["paragraphs"])
    with gzip.open(training / "nq_open_oracle.jsonl.gz", "rt", encoding="utf-8") as file:
        yield from (json.loads(line)["ctxs"][0]["text"] for line in file)
    with gzip.open(realtimeqa / "articles.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            yield from (part for part in json.loads(line)["text"].split("\n") if part.strip())


def counted(texts: Iterable[str]) -> dict[str, object]:
    """What the file holds: `rarity` (stem to inverse document frequency), `unseen` (that of all others), `ordinary`."""
    number = 0  # of texts
    having: Counter[str] = Counter()
    small: Counter[str] = Counter()
    large: Counter[str] = Counter()
    for text in texts:
        number += 1
        found = words(text)
        having.update({lemma(word) for word, _ in found if len(word) > 1})
        for word, at in found:
            if word.islower():
                small[word] += 1
            elif _INSIDE.search(text[max(0, at - 3) : at]):
                large[word.lower()] += 1
    kept = [(stem, count) for stem, count in having.most_common(_KEPT) if stem not in STOPWORDS]
    return {
        "rarity": {stem: round(log(number / count), 1) for stem, count in sorted(kept)},
        "unseen": round(log(number / kept[-1][1]) + 1.0, 1),
        "ordinary": " ".join(
            sorted(
                word
                for word, count in small.items()
                if count >= _LEAST_SEEN and large[word] <= _CAPITALS * count and word not in STOPWORDS
            )
        ),
    }


def main() -> None:
    """Count, and write the file beside this one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--training", type=Path, required=True)
    parser.add_argument("--realtimeqa", type=Path, required=True)
    given = parser.parse_args()
    found = counted(_texts(given.training, given.realtimeqa))
    target = Path(__file__).with_name("words.json")
    target.write_text(json.dumps(found, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")


if __name__ == "__main__":
    main()
