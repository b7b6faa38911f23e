"""A full disk: indexing stops and says so, what was kept is there and answers, and with space it goes on."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from index import Library
from tests.made_up import write_news

ROOT = Path(__file__).parent.parent
ARTICLES = 27


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Articles whose library takes about two megabytes."""
    return write_news(tmp_path_factory.mktemp("full") / "news", files=15, items=10, copies=2)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Callable[[int], Path]]:
    """A file system of so many kilobytes, made larger where it is there already; only root may."""
    place = tmp_path / "disk"
    place.mkdir()

    def of_size(kilobytes: int) -> Path:
        options = f"size={kilobytes}k" + (",remount" if place.is_mount() else "")
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options, "tmpfs", place], capture_output=True, check=False
        )
        if mounted.returncode:
            pytest.skip("a file system can only be mounted by root, outside a container")
        return place

    try:
        yield of_size
    finally:
        if place.is_mount():
            subprocess.run(["umount", place], check=True)


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "HF_HUB_OFFLINE": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def check_what_was_kept(library: Path) -> int:
    """The articles that are in, each of them whole and found by its own words; gives their number."""
    with closing(sqlite3.connect(library / "library.sqlite")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        without = "SELECT COUNT(*) FROM articles WHERE id NOT IN (SELECT article_id FROM passages)"
        assert connection.execute(without).fetchone() == (0,)
    with Library.open(library) as opened:
        articles = opened.articles()
        for article in articles[:2]:
            scores = opened.search_vectors(opened.embed_query(article.text[:300]), 3)
            assert article.story in {hit.article.story for hit in opened.hits(scores, {})}
        return len(articles)


@pytest.mark.parametrize("kilobytes", [250, 700, 1400])
def test_on_a_full_disk_indexing_stops_loses_nothing_and_goes_on_with_space(
    news: Path, disk: Callable[[int], Path], kilobytes: int
) -> None:
    library = disk(kilobytes) / "library"
    stopped = run("-m", "ui.cli", "index", news, "--library", library)
    kept = 0
    if stopped.returncode == 3:
        assert "Free some space" in stopped.stderr
        assert "Traceback" not in stopped.stderr
        kept = check_what_was_kept(library)
    else:  # the record fits, and an index does not
        assert stopped.returncode == 0
        assert "index could not be made" in stopped.stderr
        kept = check_what_was_kept(library)
        assert kept == ARTICLES
    disk(20_000)
    done = run("-m", "ui.cli", "index", news, "--library", library)
    assert (done.returncode, done.stderr) == (0, "")
    assert check_what_was_kept(library) == ARTICLES
    with Library.open(library) as opened:
        assert opened.search_words(["ferry"], 5)
        assert opened.drain_notes() == []


INDEX_WITH_A_LIMIT = """
import resource, signal, sys
from index.language import language
from ui.cli import main

language("The ferry left Port Sarn on Monday. " * 9)  # it unpacks its table into a file the first time
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # a write then fails, as it does on a full disk
resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))
sys.exit(main(["index", sys.argv[1], "--library", sys.argv[2]]))
"""


def test_where_no_file_may_grow_any_more_indexing_stops_and_goes_on_later(news: Path, tmp_path: Path) -> None:
    library = tmp_path / "library"
    stopped = run("-c", INDEX_WITH_A_LIMIT, news, library)
    assert stopped.returncode == 3
    assert "Free some space" in stopped.stderr
    assert "Traceback" not in stopped.stderr
    assert 0 < check_what_was_kept(library) < ARTICLES
    done = run("-m", "ui.cli", "index", news, "--library", library)
    assert (done.returncode, done.stderr) == (0, "")
    assert check_what_was_kept(library) == ARTICLES
