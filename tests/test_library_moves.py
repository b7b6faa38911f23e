"""A library is one folder: copied anywhere, in any state, it opens there in a fresh process and answers the same."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from index import Library
from index.doctor import examine
from tests.made_up import write_news
from tests.whole_state import found

ROOT = Path(__file__).parent.parent
LOOK = """
import json, sys
from index import Library
from index.doctor import examine
from tests.whole_state import found
with Library.open(sys.argv[1]) as library:
    articles = sorted([article.id, article.title, article.text] for article in library.articles())
    print(json.dumps([articles, found(library), library.drain_notes()]))
"""


def look(folder: Path) -> Any:
    """What a process that never saw the library reads and finds in it, and what it says of it."""
    done = subprocess.run(
        [sys.executable, "-c", LOOK, str(folder)],
        cwd=ROOT,
        env={**os.environ, "HF_HUB_OFFLINE": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    """A library that was closed, and what is in it."""
    folder = tmp_path_factory.mktemp("moves")
    news = write_news(folder / "news", files=9, items=6, copies=2)
    with Library.open(folder / "library") as library:
        library.index([news])
        articles = sorted([article.id, article.title, article.text] for article in library.articles())
        results = found(library)
    return folder / "library", [articles, results, []]


def moved(folder: Path, place: Path) -> Path:
    """A plain copy of the files, with times of their own."""
    return shutil.copytree(folder, place, copy_function=shutil.copyfile)


@pytest.mark.parametrize("name", ["elsewhere", "my library (2)", "Zürich – ‘news’ 100%", "a#b?c;d&e"])
def test_a_copy_at_another_path_is_the_same_library(
    made: tuple[Path, Any], tmp_path: Path, name: str
) -> None:
    assert sorted(path.name for path in made[0].iterdir()) == [
        "library.sqlite",
        "vectors",
        "words",
        "writer.lock",
    ]
    assert look(moved(made[0], tmp_path / name)) == made[1]


def delete(folder: Path) -> None:
    shutil.rmtree(folder)


def empty(folder: Path) -> None:
    for file in folder.rglob("*"):
        if file.is_file():
            file.write_bytes(b"")


def halve(folder: Path) -> None:
    for file in folder.rglob("*"):
        if file.is_file():
            file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def overwrite(folder: Path) -> None:
    for file in folder.rglob("*"):
        if file.is_file():
            file.write_bytes(b"garbage " * (file.stat().st_size // 8 + 1))


def leave_half_made(folder: Path) -> None:
    for generation in list(folder.iterdir()):
        generation.rename(folder / ".making-x")


def take_write_permission(folder: Path) -> None:
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)


@pytest.mark.parametrize("kind", ["vectors", "words"])
@pytest.mark.parametrize("damage", [delete, empty, halve, overwrite, leave_half_made, take_write_permission])
def test_whatever_state_its_indexes_arrive_in_it_answers_the_same_and_says_what_it_repaired(
    made: tuple[Path, Any], tmp_path: Path, kind: str, damage: Callable[[Path], None]
) -> None:
    copy = moved(made[0], tmp_path / "copy")
    damage(copy / kind)
    try:
        articles, results, notes = look(copy)
        assert [articles, results] == made[1][:2]
        if damage is not take_write_permission:
            assert f"{kind[:-1]} index was damaged; it was made again" in notes[0]
            assert look(copy) == made[1]  # once is enough
    finally:
        for path in copy.rglob("*"):  # or the folder could not be cleared away
            path.chmod(0o755)


DIE = """
import os, signal, sys
from pathlib import Path
from index import Library
from index.doctor import examine
from index.indexing import Indexer
from index.lock import writer_lock
from index.record import Record

folder = Path(sys.argv[1])
with writer_lock(folder), Library.open(folder) as library:
    Indexer(Record(folder / "library.sqlite"), library.embedder).run([sys.argv[2]])
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture(scope="module")
def died(made: tuple[Path, Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """That library as a writer left it who died when it had kept five articles more; the news stand beside it."""
    folder = tmp_path_factory.mktemp("died")
    copy = moved(made[0], folder / "library")
    write_news(folder / "more" / "later", files=5, items=0, copies=0, seed=9)
    ended = subprocess.run(
        [sys.executable, "-c", DIE, str(copy), str(folder / "more")], cwd=ROOT, check=False
    )
    assert ended.returncode == -signal.SIGKILL
    assert (copy / "library.sqlite-wal").stat().st_size > 0
    return copy


@pytest.mark.parametrize("left_out", [[], ["library.sqlite-shm"]])
def test_a_copy_taken_from_a_writer_that_died_holds_what_it_had_kept(
    made: tuple[Path, Any], died: Path, tmp_path: Path, left_out: list[str]
) -> None:
    copy = moved(died, tmp_path / "copy")
    for name in left_out:
        (copy / name).unlink()
    articles, results, notes = look(copy)
    assert len(articles) == len(made[1][0]) + 5
    assert all(results)
    assert notes == []


def test_a_copy_without_the_log_is_the_library_as_it_was_before(
    made: tuple[Path, Any], died: Path, tmp_path: Path
) -> None:
    copy = moved(died, tmp_path / "copy")
    (copy / "library.sqlite-wal").unlink()
    articles, results, notes = look(copy)
    assert [articles, results] == made[1][:2]
    (note,) = notes
    assert "library.sqlite-wal) is missing" in note
    bare = moved(died, tmp_path / "bare")
    for name in ("library.sqlite-wal", "library.sqlite-shm"):
        (bare / name).unlink()
    assert look(bare) == made[1]


@pytest.mark.parametrize("part", [0.0, 0.0001, 0.3, 0.77, 0.99999])
def test_a_log_that_was_cut_off_is_said_and_the_next_run_takes_in_again_what_is_missing(
    made: tuple[Path, Any], died: Path, tmp_path: Path, part: float
) -> None:
    copy = moved(died, tmp_path / "copy")
    log = copy / "library.sqlite-wal"
    os.truncate(log, int(log.stat().st_size * part))
    articles, results, notes = look(copy)
    assert (
        len(made[1][0]) <= len(articles) <= len(made[1][0]) + 5
    )  # the last change says which files were read
    assert all(results)
    assert "was cut off" in notes[0] or "is missing" in notes[0]
    with Library.open(copy) as library:
        report = library.index([died.parent / "more"])
        assert report.new == len(made[1][0]) + 5 - len(articles)
        assert report.notes == ()
        diagnosis = examine(library, mend=False)
    assert [finding.what for finding in diagnosis.findings] == []
