"""A real indexing process, killed at twenty moments of its run: nothing kept is lost, nothing is there twice."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from index import Library
from index.embedding import Embedder
from tests.made_up import write_news
from tests.whole_state import difference, record_state, whole_state

ROOT = Path(__file__).parent.parent
KILLS = 20
SEED = 20


def start(news: Path, library: Path) -> subprocess.Popen[str]:
    """Starts `dateline index` as a person would."""
    return subprocess.Popen(
        [sys.executable, "-m", "ui.cli", "index", str(news), "--library", str(library)],
        cwd=ROOT,
        env={**os.environ, "HF_HUB_OFFLINE": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(process: subprocess.Popen[str]) -> None:
    """Waits for a run that nobody disturbs."""
    _, said = process.communicate(timeout=300)
    assert process.returncode == 0, said


def acknowledged(library: Path) -> dict[str, str]:
    """The articles that another process sees, with the digests of their content; nothing is written."""
    try:
        where = f"{(library / 'library.sqlite').absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(where, uri=True)) as connection:
            return dict(connection.execute("SELECT id, digest FROM articles").fetchall())
    except sqlite3.OperationalError:  # there is no file yet, or no table in it
        return {}


def check_after_a_kill(folder: Path, kept: dict[str, str], calm: dict[str, Any]) -> None:
    """The library opens, holds what was acknowledged, each article whole and none twice, and answers."""
    if not (folder / "library.sqlite").exists():
        assert kept == {}
        return
    with Library.open(folder) as library:
        articles = {article.id: article for article in library.articles()}
        assert set(kept) <= set(articles)
        for article in list(articles.values())[:1]:
            scores = library.search_vectors(library.embed_query(article.text[:300]), 5)
            assert len({seq for seq, _ in scores}) == len(scores)
            assert article.story in {hit.article.story for hit in library.hits(scores, {})}
            scores = library.search_words(article.title.split(), 99)
            assert len({seq for seq, _ in scores}) == len(scores)
        library.drain_notes()
    state = record_state(folder)
    assert {row[0] for row in state["articles"]} == set(articles)
    for table, column in (("articles", 0), ("passages", 1), ("times", 0), ("bands", 1), ("sightings", 1)):
        assert state[table] == [row for row in calm[table] if row[column] in articles], table


def test_a_run_killed_at_twenty_moments_ends_as_one_that_nobody_disturbed(
    tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "index.library.open_embedder", lambda *_, **__: embedder
    )  # read once, not at every look
    news = write_news(tmp_path / "news", files=40, items=24, copies=6)
    began = time.monotonic()
    ended(start(news, tmp_path / "calm"))
    whole = time.monotonic() - began
    calm = whole_state(tmp_path / "calm")
    assert len(calm["articles"]) == 70
    assert all(calm[table] for table in ("vectors", "times", "bands"))

    chance = random.Random(SEED)
    moments = [whole * (place + chance.random()) / KILLS for place in range(KILLS)]
    chance.shuffle(moments)
    finished = 0
    folder = tmp_path / "killed-0"
    for moment in moments:
        after = moment
        while True:
            process = start(news, folder)
            try:
                process.communicate(timeout=after)
            except subprocess.TimeoutExpired:
                kept = acknowledged(folder)
                process.kill()
                process.communicate()
                check_after_a_kill(folder, kept, calm)
                break
            assert process.returncode == 0
            assert difference(whole_state(folder), calm) == []
            finished += 1
            folder = tmp_path / f"killed-{finished}"
            after *= 0.9  # a run may be quicker than the first one was
    ended(start(news, folder))
    assert difference(whole_state(folder), calm) == []
