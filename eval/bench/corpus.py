"""The articles that are indexed and the questions that are asked: given or invented, the same for both pipelines."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.bench import invented
from eval.errors import DatasetError
from index.article import Article, article_id
from index.cleaning import clean
from index.files import Failure, find_files
from index.passages import passages
from index.preparing import shorten, title_from_text
from index.readers import RawArticle
from index.reading import ReadArticle, read_file
from index.sentences import split

_REASONS = 3  # shown where nothing could be read
_QUESTIONS = (
    "What is known about {}?",
    "Who is named in the report on {}?",
    "How many were counted in {}?",
    "When did this happen: {}?",
)
_LONGEST_SOURCE = 100  # characters: the plain pipeline counts a document's metadata into every passage
_WORDS = 12  # of a sentence that a question is made of


@dataclass(frozen=True, slots=True)
class Piece:
    """An article as both pipelines read it, with what Dateline makes of it: how many passages, of how many words."""

    url: str
    title: str
    text: str
    source: str | None
    published: str | None
    passages: int
    passage_words: int

    def to_json(self) -> str:
        """Give the article as the JSON object that is its file."""
        fields = {name: getattr(self, name) for name in ("url", "title", "source", "published", "text")}
        return json.dumps(fields, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Given:
    """What was read from --data: the articles, and why others were left out."""

    pieces: tuple[Piece, ...]
    left_out: tuple[str, ...]


def invent(seed: int, fewest_passages: int, *, first: int = 0) -> list[Piece]:
    """Invented articles, from the number `first` on, that together make so many passages or a few more."""
    made: list[Piece] = []
    count = 0
    while count < fewest_passages:
        raw = invented.article(seed, first + len(made))
        piece = _piece(raw, raw.url or "")
        if piece is None:
            raise AssertionError("an invented article has text")
        made.append(piece)
        count += piece.passages
    return made


def read(data: Path) -> Given:
    """Every article under a file or folder, as Dateline reads them, gzipped or not, told apart by content.

    Raises `index.InputError` for a path that is not there, `DatasetError` where no article can be read.
    """
    found: dict[str, Piece] = {}
    left_out: list[str] = []
    for file in find_files([data]):
        for item in read_file(file):
            if isinstance(item, Failure):
                left_out.append(f"{item.path}: {item.reason}")
            elif isinstance(item, ReadArticle):
                piece = _piece(item.raw, item.key)
                if piece is None or piece.url in found:
                    problem = "it has no text" if piece is None else "it came before"
                    left_out.append(f"{item.origin}: {problem}")
                else:
                    found[piece.url] = piece
    if not found:
        reasons = "; ".join(left_out[:_REASONS]) or "there are no files in it"
        raise DatasetError(
            f"{data}: no article could be read ({reasons}). Give a folder of articles with --data."
        )
    return Given(tuple(found.values()), tuple(left_out))


def draw(pieces: Sequence[Piece], seed: int, sizes: Sequence[int]) -> dict[int, list[Piece]]:
    """For each size articles that make so many passages or a few more, in a random order that is the same for all.

    Raises `DatasetError` where there are too few.
    """
    total = sum(piece.passages for piece in pieces)
    if max(sizes, default=0) > total:
        raise DatasetError(
            f"The articles make {total:,} passages, fewer than {max(sizes):,}. "
            f"Give more articles with --data, or --passages {total} at most."
        )
    order = shuffled(pieces, seed)
    return {size: first(order, size) for size in sizes}


def shuffled(pieces: Sequence[Piece], seed: int) -> list[Piece]:
    """The articles in a random order, the same for the same articles and seed."""
    order = sorted(pieces, key=lambda piece: piece.url)
    random.Random(seed).shuffle(order)
    return order


def first(order: Sequence[Piece], fewest_passages: int) -> list[Piece]:
    """The first articles, as many as make so many passages."""
    taken, count = [], 0
    for piece in order:
        if count >= fewest_passages:
            break
        taken.append(piece)
        count += piece.passages
    return taken


def questions(pieces: Sequence[Piece], count: int, seed: int) -> list[str]:
    """Questions about the articles, from their headlines and from sentences of theirs in turn."""
    asked = []
    random_ = random.Random(seed)
    for number in range(count):
        piece = pieces[number % len(pieces)]
        about = piece.title if number % 2 == 0 else _clause(piece.text, random_)
        asked.append(_QUESTIONS[number // 2 % len(_QUESTIONS)].format(about.rstrip(".?! ")))
    return asked


def _clause(text: str, random_: random.Random) -> str:
    start, end = random_.choice(split(text))
    return " ".join(text[start:end].split()[:_WORDS])


def write(pieces: Sequence[Piece], folder: Path) -> None:
    """Write each article to a file of its own, named by its place."""
    folder.mkdir(parents=True)
    for place, piece in enumerate(pieces):
        (folder / file_name(place)).write_text(piece.to_json(), "utf-8")


def file_name(place: int) -> str:
    """The name of the file of an article that has a file of its own."""
    return f"{place:06}.json"


def _piece(raw: RawArticle, key: str) -> Piece | None:
    """The article and its passages; None where it has no text. `key` is what its id is made of."""
    text = clean(raw.text)
    if not text:
        return None
    title = shorten(raw.title) or title_from_text(text)
    made = passages(Article(article_id(key), title, text))
    return Piece(
        key,
        title,
        raw.text,
        raw.source and raw.source[:_LONGEST_SOURCE],
        raw.published.isoformat() if raw.published else None,
        len(made),
        sum(len(passage.text.split()) for passage in made),
    )
