"""Damage to a file of a sealed index is noticed: another size or another content, but not another time alone."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from index.indexes.seal import SEAL_FILE, broken_seal, seal


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A sealed folder."""
    made = tmp_path / "made"
    (made / "graph").mkdir(parents=True)
    (made / "graph" / "data.bin").write_bytes(b"vectors" * 1000)
    (made / "meta.json").write_text("{}")
    (made / "chroma.sqlite3").write_bytes(b"SQLite guards its own")
    (made / ".writer.lock").touch()
    seal(made)
    return made


def keep_time(file: Path, content: bytes) -> None:
    """Writes the content without a trace in the file's time."""
    status = file.stat()
    file.write_bytes(content)
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))


def test_a_whole_folder_and_a_copy_of_it_are_well(folder: Path, tmp_path: Path) -> None:
    assert broken_seal(folder) == broken_seal(folder, every_byte=True) == ""
    copy = shutil.copytree(
        folder, tmp_path / "copy", copy_function=shutil.copyfile
    )  # with times of their own
    assert broken_seal(copy) == broken_seal(copy, every_byte=True) == ""


def test_what_is_missing_cut_or_overwritten_is_named(folder: Path) -> None:
    data = folder / "graph" / "data.bin"
    data.write_bytes(b"Vectors" * 1000)
    assert broken_seal(folder) == "graph/data.bin is not what was written"
    data.write_bytes(b"vectors" * 500)
    assert broken_seal(folder) == "graph/data.bin has 3,500 bytes, not 7,000"
    data.unlink()
    assert broken_seal(folder) == "data.bin is missing"


def test_what_changed_without_a_trace_is_found_by_reading_every_byte(folder: Path) -> None:
    keep_time(folder / "graph" / "data.bin", b"Vectors" * 1000)
    assert broken_seal(folder) == ""
    assert broken_seal(folder, every_byte=True) == "graph/data.bin is not what was written"


def test_files_that_opening_writes_to_are_not_sealed(folder: Path) -> None:
    (folder / "chroma.sqlite3").write_bytes(b"opened")
    (folder / ".writer.lock").unlink()
    assert broken_seal(folder, every_byte=True) == ""


@pytest.mark.parametrize("content", [b"", b"[1]", b'{"meta.json": 3}', b"\xff\xfe"])
def test_a_damaged_seal_is_damage_and_none_is_not(folder: Path, content: bytes) -> None:
    (folder / SEAL_FILE).write_bytes(content)
    assert "seal cannot be read" in broken_seal(folder)
    (folder / SEAL_FILE).unlink()
    assert broken_seal(folder, every_byte=True) == ""


def test_a_seal_that_is_shared_with_another_folder_is_not_written_into(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "next").mkdir()
    for file in (SEAL_FILE, "meta.json"):
        os.link(folder / file, tmp_path / "next" / file)
    seal(tmp_path / "next")
    assert broken_seal(tmp_path / "next") == broken_seal(folder) == ""
