"""Finding files and reading what is in them: nothing that a folder holds stops the rest."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.errors import InputError
from index.files import Failure, SourceFile, find_files
from index.readers import READERS, Item, RawArticle, ReadOptions, Source
from index.reading import ReadArticle, read_file

Write = Callable[[str, str | bytes], Path]
TEXT = "The ferry sailed on Monday. Nobody was hurt."


def failure(path: Path) -> str:
    """Why the only thing in a file did not become an article."""
    (item,) = read_file(SourceFile(path, path.name))
    assert isinstance(item, Failure), item
    return item.reason


def key(path: Path, relative: str) -> str:
    (item,) = read_file(SourceFile(path, relative))
    assert isinstance(item, ReadArticle), item
    return item.key


def test_files_are_found_in_order_once_and_hidden_ones_not(write: Write) -> None:
    for name in ("b.txt", "a/z.txt", "a/.hidden.txt", ".git/x.txt", "c.md"):
        folder = write(name, TEXT)
    (folder / "link.txt").symlink_to(folder / "b.txt")
    assert [file.relative for file in find_files([folder])] == ["b.txt", "c.md", "a/z.txt"]
    assert len(find_files([folder, folder / "a", folder / "b.txt"])) == 3


def test_a_file_given_by_itself_is_called_by_its_name(write: Write) -> None:
    folder = write("deep/er/a.txt", TEXT)
    assert [file.relative for file in find_files([folder / "deep" / "er" / "a.txt"])] == ["a.txt"]


def test_a_folder_a_hundred_deep_is_read(write: Write) -> None:
    folder = write("/".join(["d"] * 100) + "/a.txt", TEXT)
    assert len(find_files([folder])) == 1


def test_links_that_go_in_circles_end(write: Write) -> None:
    folder = write("a/a.txt", TEXT)
    (folder / "a" / "up").symlink_to(folder)
    (folder / "self").symlink_to(folder / "self")
    (folder / "gone.txt").symlink_to(folder / "nothing")
    files = find_files([folder])
    assert sorted(file.relative for file in files) == ["a/a.txt", "gone.txt", "self"]
    assert "cannot be opened" in failure(folder / "self")
    assert "No such file" in failure(folder / "gone.txt")


def test_a_library_inside_the_folder_is_passed_over(write: Write) -> None:
    write("lib/library.sqlite", b"x")
    write("lib/words/gen-000001/meta.json", "{}")
    folder = write("a.txt", TEXT)
    assert [file.relative for file in find_files([folder])] == ["a.txt"]


def test_a_pipe_is_not_opened(write: Write) -> None:
    folder = write("a.txt", TEXT)
    os.mkfifo(folder / "pipe.txt")
    assert "pipe" in failure(folder / "pipe.txt")


@pytest.mark.parametrize("path", ["nothing-here", "x" * 5_000])
def test_a_path_that_is_not_there_is_an_error(path: str) -> None:
    with pytest.raises(InputError):
        find_files([path])


def test_a_folder_that_cannot_be_opened_is_reported(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write("closed/a.txt", TEXT)
    scandir = os.scandir

    def refuse(path: str) -> Iterator[os.DirEntry[str]]:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert [file.relative for file in find_files([folder])] == ["closed"]


def test_a_file_that_cannot_be_opened_is_reported(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write("a.txt", TEXT)

    def refuse(_: Path, *__: object) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert failure(folder / "a.txt") == "it cannot be opened: Permission denied"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b"%PDF-1.4", "PDF"),
        ("a.docx", b"x", ".docx files are not read"),
        ("a.md", b"---\na: [\n---\nText", "front matter"),
    ],
)
def test_what_is_no_article_says_why(write: Write, name: str, content: bytes, reason: str) -> None:
    assert reason in failure(write(name, content) / name)


def test_whatever_a_reader_raises_becomes_a_failure(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(_: Source, __: ReadOptions) -> Iterator[Item]:
        yield RawArticle(TEXT)
        raise RecursionError("too deep")

    monkeypatch.setitem(READERS, ".txt", read)  # type: ignore[arg-type]  # a dict, declared as a Mapping
    items = list(read_file(SourceFile(write("a.txt", TEXT) / "a.txt", "a.txt")))
    assert isinstance(items[0], ReadArticle)
    assert isinstance(items[1], Failure)
    assert "too deep" in items[1].reason


def test_the_key_is_the_url_else_the_id_else_the_place(write: Write) -> None:
    folder = write("url.md", f"---\nurl: https://example.org/a\nid: 7\n---\n{TEXT}")
    write("id.md", f"---\nid: 7\n---\n{TEXT}")
    write("none.txt", TEXT)
    write("many.jsonl", '{"text": "One."}\n{"text": "Two."}')
    assert key(folder / "url.md", "url.md") == "https://example.org/a"
    assert key(folder / "id.md", "id.md") == "7"
    assert key(folder / "none.txt", "sub/none.txt") == "sub/none.txt"
    items = list(read_file(SourceFile(folder / "many.jsonl", "many.jsonl")))
    assert [item.key for item in items if isinstance(item, ReadArticle)] == [
        "many.jsonl#line 1",
        "many.jsonl#line 2",
    ]


def test_names_with_line_ends_or_undecodable_bytes_can_be_read_and_shown(write: Write) -> None:
    folder = write("two\nlines.txt", TEXT)
    Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.txt")).write_text(TEXT)
    for file in find_files([folder]):
        (item,) = read_file(file)
        assert isinstance(item, ReadArticle)
        assert all(text.isprintable() and text.encode() for text in (item.origin, item.file))
        assert item.key.encode()


def test_the_digest_changes_with_the_content_and_not_with_the_line(write: Write) -> None:
    first = write("a.jsonl", '{"id": 1, "text": "One."}\n') / "a.jsonl"
    (one,) = read_file(SourceFile(first, "a.jsonl"))
    first.write_text('\n\n{"id": 1, "text": "One."}\n{"id": 1, "text": "One"}')
    moved, other = read_file(SourceFile(first, "a.jsonl"))
    assert isinstance(one, ReadArticle)
    assert isinstance(moved, ReadArticle)
    assert isinstance(other, ReadArticle)
    assert one.digest == moved.digest != other.digest
