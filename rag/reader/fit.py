"""Fits the weights of the sentence reader: `python -m rag.reader.fit --training FOLDER --realtimeqa FOLDER`.

Three sets, a third of the questions from each:

- `squadshifts_new_wiki.json.gz` (SQuADShifts, Miller et al. 2020, CC BY 4.0) and `nq_open_oracle.jsonl.gz` (NQ-open
  with gold passages, Liu et al. 2023; text CC BY-SA 3.0) in the training folder: a question is read with the
  passages nearest to it, and its label is the sentence in which the answer was marked;
- RealTimeQA 2022 (Kasai et al. 2023; `questions.jsonl`, `articles.jsonl.gz`): news questions, read with the nearest
  passages of the articles a web search found; every sentence that holds the answer and a word of the question is
  taken for an answer (distant supervision, Mintz et al. 2009).

For every second question what answers it is taken away, so that the weights also learn what silence looks like.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index import Article, Filters, Hit, Passage
from index.embedding import Embedder, open_embedder
from index.passages import passages
from index.preparing import embedded_text
from rag.query import understand
from rag.reader.features import NAMES, Candidate
from rag.reader.sentences import READ, SentenceReader, candidates

Array = NDArray[np.float64]
Example = tuple[Array, Array]
"""The features of a question's sentences, shape (sentences, features), and their labels, shape (sentences,)."""
_POOL = 8  # passages of an encyclopedia that a question is read with
_RIDGE = 1.0  # L2 penalty of the regression
_TODAY = date(2022, 6, 1)  # a day that relative dates count from


@dataclass(frozen=True, slots=True)
class _Marked:
    """A question, the number of the text that answers it, and where in it the answer stands."""

    question: str
    text: int
    start: int


def _squad(path: Path, texts: list[str]) -> Iterator[_Marked]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for document in json.load(file)["data"]:
            for paragraph in document["paragraphs"]:
                texts.append(paragraph["context"])
                for item in paragraph["qas"]:
                    yield _Marked(item["question"], len(texts) - 1, item["answers"][0]["answer_start"])


def _nq(path: Path, texts: list[str]) -> Iterator[_Marked]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            item = json.loads(line)
            text = item["ctxs"][0]["text"]
            start = min((at for answer in item["answers"] if (at := text.find(answer)) >= 0), default=-1)
            if start >= 0:
                texts.append(text)
                yield _Marked(item["question"], len(texts) - 1, start)


def _example(
    reader: SentenceReader, question: str, hits: list[Hit], holds: Callable[[Candidate], bool]
) -> Example | None:
    query = understand(question, (), Filters(), None, _TODAY)
    found = candidates(hits)
    if not query.keywords or not found:
        return None
    return reader.features(query, found)[0], np.array([holds(candidate) for candidate in found], np.float64)


def marked_examples(
    read: Callable[[Path, list[str]], Iterator[_Marked]], path: Path, most: int, embedder: Embedder
) -> Iterator[Example]:
    """Examples of a set whose answers are marked, each read with the passages nearest to its question."""
    reader = SentenceReader(embedder)
    texts: list[str] = []
    marked = list(read(path, texts))
    random.Random(0).shuffle(marked)
    vectors = embedder.encode(texts)
    for number, item in enumerate(marked[:most]):
        cosines = vectors @ embedder.encode([item.question], query=True)[0]
        pool = [int(place) for place in np.argsort(-cosines)[:_POOL]]
        if item.text not in pool:
            pool[-1] = item.text
        if number % 2:
            pool.remove(item.text)
        articles = [
            (Article(id=str(place), title="", text=texts[place]), float(cosines[place])) for place in pool
        ]
        hits = [
            Hit(passage, article, 0.0, cosine)
            for article, cosine in articles
            for passage in passages(article)
        ]
        example = _example(reader, item.question, hits, partial(_is_marked, item))
        if example:
            yield example


def _is_marked(item: _Marked, candidate: Candidate) -> bool:
    return candidate.hit.article.id == str(item.text) and candidate.start <= item.start < candidate.end


def _tells(answer: str, words: set[str], candidate: Candidate) -> bool:
    text = candidate.text.lower()
    return answer in text and any(word in text for word in words)


def _news(path: Path) -> dict[str, Article]:
    articles = {}
    with gzip.open(path / "articles.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            item = json.loads(line)
            try:
                published = date.fromisoformat((item.get("published") or "")[:10])
            except ValueError:
                published = None
            articles[item["id"]] = Article(
                id=item["id"], title=item["title"] or "", text=item["text"][:9000], published=published
            )
    return articles


def news_examples(path: Path, most: int, embedder: Embedder) -> Iterator[Example]:
    """Examples of RealTimeQA: questions whose answer stands in an article that was found for them."""
    reader = SentenceReader(embedder)
    articles = _news(path)
    questions = [json.loads(line) for line in (path / "questions.jsonl").read_text("utf-8").splitlines()]
    random.Random(0).shuffle(questions)
    number = 0
    for item in questions:
        answer = item["answer"].strip('“”" .').lower()
        linked = [articles[one] for one in item["articles"] if one in articles]
        if number == most or not any(answer in article.text.lower() for article in linked):
            continue
        taken_away = number % 2
        if taken_away:
            linked = [article for article in linked if answer not in article.text.lower()]
        cut: list[tuple[Article, Passage]] = [
            (article, one) for article in linked for one in passages(article)
        ]
        if not cut:
            continue
        cosines = (
            embedder.encode([embedded_text(*pair) for pair in cut])
            @ embedder.encode([item["question"]], query=True)[0]
        )
        hits = [Hit(cut[at][1], cut[at][0], 0.0, float(cosines[at])) for at in np.argsort(-cosines)[:READ]]
        words = {word.lower() for word in understand(item["question"], (), Filters(), None, _TODAY).keywords}
        example = _example(
            reader,
            item["question"],
            hits,
            partial(_tells, answer, words),
        )
        if example and (taken_away or example[1].any()):
            number += 1
            yield example


def fit(features: Array, labels: Array) -> Array:
    """Logistic regression by Newton's method with an L2 penalty on all but the bias; gives one weight a feature."""
    weights = np.zeros(features.shape[1])
    penalty = np.full(features.shape[1], _RIDGE)
    penalty[0] = 0.0
    for _ in range(30):
        chance = 1.0 / (1.0 + np.exp(-(features @ weights)))
        slope = features.T @ (chance - labels) + penalty * weights
        curve = (features * (chance * (1 - chance))[:, None]).T @ features + np.diag(penalty + 1e-9)
        step = np.linalg.solve(curve, slope)
        weights -= step
        if float(np.abs(step).max()) < 1e-6:
            break
    return weights


def fit_ranking(examples: Sequence[Example], penalty: float = 0.05) -> Array:
    """Weights that put what is right first: the chance that one of a question's right rows is chosen (softmax).

    Conditional logit (McFadden 1974) by Newton's method with an L2 penalty on weights of features of unit spread;
    questions with no right row say nothing and are left out. What all rows of a question share gets no weight.
    """
    every = np.concatenate([x for x, y in examples if (y > 0).any()])
    spread = every.std(axis=0)
    spread[spread < 1e-6] = np.inf
    rows = [(x / spread, y > 0) for x, y in examples if (y > 0).any()]

    def loss(given: Array) -> float:
        total = 0.5 * penalty * float(given @ given)
        for x, right in rows:
            scores = x @ given
            total += float(np.logaddexp.reduce(scores) - np.logaddexp.reduce(scores[right])) / len(rows)
        return total

    weights = np.zeros(every.shape[1])
    for _ in range(50):
        slope, curve = penalty * weights, penalty * np.eye(len(weights))
        for x, right in rows:
            scores = x @ weights
            chance = np.exp(scores - np.logaddexp.reduce(scores))
            among = np.where(right, np.exp(scores - np.logaddexp.reduce(scores[right])), 0.0)
            mean = chance @ x
            slope += (mean - among @ x) / len(rows)
            curve += ((x * chance[:, None]).T @ x - np.outer(mean, mean)) / len(rows)
        step, now = np.linalg.solve(curve, slope), loss(weights)
        while loss(weights - step) > now and float(np.abs(step).max()) > 1e-6:
            step *= 0.5
        weights -= step
        if float(np.abs(step).max()) < 1e-6:
            break
    found: Array = weights / spread
    return found


def measure(weights: Array, examples: list[Example]) -> dict[str, float]:
    """How often the best sentence holds the answer, and how well its score tells answerable questions apart (AUC)."""
    scores = [features @ weights for features, _ in examples]
    best = np.array([float(score.max()) for score in scores])
    right = np.array(
        [bool(labels[score.argmax()]) for score, (_, labels) in zip(scores, examples, strict=True)]
    )
    has = np.array([bool(labels.any()) for _, labels in examples])
    above = (best[has][:, None] > best[~has][None, :]).mean()
    return {
        "best_sentence_right": round(float(right[has].mean()), 4),
        "auc_answerable": round(float(above), 4),
    }


def main() -> None:
    """Fits the weights and writes them beside the reader."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--training", type=Path, required=True, help="the folder of SQuADShifts and NQ-open")
    parser.add_argument("--realtimeqa", type=Path, required=True, help="the folder of RealTimeQA 2022")
    parser.add_argument("--questions", type=int, default=1200, help="how many questions to fit on, in all")
    parser.add_argument("--out", type=Path, default=Path(__file__).with_name("sentence_weights.json"))
    arguments = parser.parse_args()
    embedder, most = open_embedder(), arguments.questions // 3
    sets = {
        "squadshifts_new_wiki": list(
            marked_examples(_squad, arguments.training / "squadshifts_new_wiki.json.gz", most, embedder)
        ),
        "nq_open_oracle": list(
            marked_examples(_nq, arguments.training / "nq_open_oracle.jsonl.gz", most, embedder)
        ),
        "realtimeqa_2022": list(news_examples(arguments.realtimeqa, most, embedder)),
    }
    seen = [example for examples in sets.values() for example in examples[: len(examples) * 4 // 5]]
    weights = fit(np.concatenate([x for x, _ in seen]), np.concatenate([y for _, y in seen]))
    result = {
        "weights": {name: round(float(weight), 4) for name, weight in zip(NAMES, weights, strict=True)},
        "questions": {name: len(examples) for name, examples in sets.items()},
        "held_out": {
            name: measure(weights, examples[len(examples) * 4 // 5 :]) for name, examples in sets.items()
        },
    }
    arguments.out.write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
