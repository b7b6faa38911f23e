"""The articles that are indexed and the questions that are asked: given or invented, the same for both pipelines."""

from __future__ import annotations

import gzip
import json
import random
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.bench import invented
from eval.errors import DatasetError
from index.article import Article, article_id
from index.cleaning import clean
from index.decoding import NotTextError
from index.files import find_files
from index.indexing import shorten, title_from_text
from index.passages import passages
from index.readers import READERS, RawArticle, Reader, Unreadable
from index.sentences import split

_GZIP = b"\x1f\x8b"
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
        piece = _piece(invented.article(seed, first + len(made)), "")
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
        for raw in _raw(file.path):
            if isinstance(raw, Unreadable):
                left_out.append(f"{file.path}{f', {raw.where}' if raw.where else ''}: {raw.reason}")
                continue
            where = f"{file.relative}#{raw.where}"
            piece = _piece(raw, where)
            if piece is None or piece.url in found:
                left_out.append(
                    f"{file.path}, {raw.where}: it {'has no text' if piece is None else 'came before'}"
                )
                continue
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
    if max(sizes) > total:
        raise DatasetError(
            f"The articles make {total:,} passages, fewer than {max(sizes):,}. "
            f"Give more articles with --data, or --passages {total} at most."
        )
    order = sorted(pieces, key=lambda piece: piece.url)
    random.Random(seed).shuffle(order)
    return {size: first(order, size) for size in sizes}


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
        (folder / f"{place:06}.json").write_text(piece.to_json(), "utf-8")


def _piece(raw: RawArticle, where: str) -> Piece | None:
    """The article and its passages; None where it has no text."""
    text = clean(raw.text)
    if not text:
        return None
    key = raw.url or raw.item_id or where
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


def _raw(file: Path) -> Iterator[RawArticle | Unreadable]:
    """The articles of one file, unpacked where it is packed."""
    if not file.is_file():  # a pipe may never end
        yield Unreadable("it is not a file that can be read")
        return
    try:
        data = file.read_bytes()
        if data.startswith(_GZIP):
            data = gzip.decompress(data)
        reader = _reader(file, data)
        if reader is None:
            yield Unreadable(f"{file.suffix} files are not read")
            return
        yield from reader(data)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        yield Unreadable(f"its gzip data is damaged ({error})")
    except OSError as error:
        yield Unreadable(f"it cannot be opened ({error.strerror})")
    except NotTextError as error:
        yield Unreadable(str(error))


def _reader(file: Path, data: bytes) -> Reader | None:
    """What reads a file, by its name without ".gz"; where that says nothing, JSON Lines if it begins like JSON."""
    inner = file.with_suffix("") if file.suffix.lower() == ".gz" else file
    if inner != file and not inner.suffix and data.lstrip().startswith(b"{"):
        return READERS[".jsonl"]
    return READERS.get(inner.suffix.lower())
