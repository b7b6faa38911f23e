"""Many readers, one writer, each a process: a reader sees what is new without a restart, and outlives publishing."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from index import Library

ROOT = Path(__file__).parent.parent
Write = Callable[[str, str | bytes], Path]
TEXT = (
    "The ferry {} sailed from Port Sarn on Monday with forty people. Nobody was hurt, the coast guard said."
)
_OTHER = """
import json, sys
from index import Library
library = Library.open(sys.argv[1])
for line in sys.stdin:
    asked = json.loads(line)
    if "index" in asked:
        answer = list(library.index([asked["index"]]).notes)
    elif "remove" in asked:
        answer = library.remove(asked["remove"]).id
    else:
        words = [library.hits([hit], {})[0].article.key for hit in library.search_words(asked["words"], 9)]
        vector = library.embed_query(" ".join(asked["words"]))
        near = [hit.article.key for hit in library.hits(library.search_vectors(vector, 9), {})]
        answer = {"words": words, "near": near, "notes": library.drain_notes()}
    print(json.dumps(answer), flush=True)
"""


class Other:
    """Another process with a library open."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def __call__(self, **asked: Any) -> Any:
        """What it answers."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, "the other process ended"
        return json.loads(answer)

    def find(self, *words: str) -> Sequence[str]:
        """The keys of the articles with the words; all there are must be found by meaning, and nothing said."""
        answer = self(words=words)
        assert answer["notes"] == []
        assert set(answer["words"]) <= set(answer["near"])
        return sorted(set(answer["words"]))


@contextmanager
def other(library: Path) -> Iterator[Other]:
    process = subprocess.Popen(
        [sys.executable, "-c", _OTHER, str(library)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    try:
        yield Other(process)
    finally:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.close()
        try:
            process.wait(60)
        finally:
            process.kill()
            process.stdout.close()


def test_a_reader_finds_an_exact_word_that_another_process_added(library: Library, write: Write) -> None:
    library.index([write("a.txt", TEXT.format("Anna"))])
    with other(library.path) as reader:
        assert reader.find("Zorvantine") == []
        library.index([write("b.txt", TEXT.format("Zorvantine"))])
        assert reader.find("Zorvantine") == ["b.txt"]
        assert reader.find("ferry") == ["a.txt", "b.txt"]


def test_a_reader_finds_the_words_of_what_a_long_run_has_taken_in_before_it_ends(
    library: Library, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.library._WORDS_EVERY", 0.0)
    monkeypatch.setattr("index.indexing._BATCH", 1)
    library.index([write("a.txt", TEXT.format("Anna"))])
    seen: list[Sequence[str]] = []
    with other(library.path) as reader:
        write(
            "a.txt", TEXT.format("Zorvantine")
        )  # changed: the old words are not found, though still indexed
        for name in "bc":
            folder = write(f"{name}.txt", TEXT.format("Zorvantine"))
        report = library.index([folder], progress=lambda _: seen.append(reader.find("Zorvantine")))
        assert report.notes == ()
        assert ["a.txt"] in seen
        assert reader.find("Zorvantine") == ["a.txt", "b.txt", "c.txt"]
        assert reader.find("Anna") == []


def test_a_reader_outlives_publishing_and_removal_by_another_process(library: Library, write: Write) -> None:
    library.index([write("a.txt", TEXT.format("Anna"))])
    assert len(library.search_words(["ferry"], 9)) == 1
    query = library.embed_query("ferry")
    assert len(library.search_vectors(query, 9)) == 1
    _, words = library._searcher.words_keeper.index()
    _, vectors = library._searcher.vectors_keeper.index()
    with other(library.path) as writer:
        for name in ("b", "c"):
            assert writer(index=str(write(f"{name}.txt", TEXT.format(name)))) == []
        gone = next(article for article in library.articles() if article.key == "a.txt")
        assert writer(remove=gone.id) == gone.id
        assert not (library.path / "words" / words.generation).exists()
        assert not (library.path / "vectors" / vectors.generation).exists()
        assert len(library.search_words(["ferry"], 9)) == len(library.search_vectors(query, 9)) == 2
        assert library.drain_notes() == []


def test_readers_open_one_generation_at_once(library: Library, write: Write) -> None:
    library.index([write("a.txt", TEXT.format("Anna"))])
    with other(library.path) as one, other(library.path) as two, other(library.path) as three:
        for reader in (one, two, three):
            assert reader.find("ferry") == ["a.txt"]
    assert len(list((library.path / "vectors").iterdir())) == 1


@pytest.mark.parametrize("earlier", [1, 2, 3])
def test_nothing_of_a_removed_article_stays_in_any_file(library: Library, write: Write, earlier: int) -> None:
    for name in range(earlier):
        library.index([write(f"{name}.txt", TEXT.format(f"Number {name}"))])
    library.index([write("z.txt", TEXT.format("Zorvantine"))])
    (gone,) = (article for article in library.articles() if article.key == "z.txt")
    assert holding(library.path, "zorvantin", gone.id)  # what is looked for can be found
    library.remove(gone.id)
    library.close()
    assert holding(library.path, "zorvantin", gone.id) == []


def holding(folder: Path, *sought: str) -> list[str]:
    """The files under a folder that hold one of the texts, in upper or lower case."""
    wanted = [text.lower().encode() for text in sought]
    return [
        str(path.relative_to(folder))
        for path in sorted(folder.rglob("*"))
        if path.is_file() and any(text in path.read_bytes().lower() for text in wanted)
    ]
