"""Reading a file: unpacked, streamed, keyed and hashed, with a reason for whatever is no article."""

from __future__ import annotations

import gzip
import hashlib
import json
import random
import tracemalloc
import zlib
from pathlib import Path

import pytest

from index.files import Failure, SourceFile, find_files
from index.readers import READERS, Source, TooLargeError, reader_for
from index.readers import source as source_module
from index.reading import ReadArticle, read_file
from tests.made_files import FORMATS, Made, Reading, table_of

TEXT = "The ferry sailed on Monday. Nobody was hurt."
MADE = Made("Ferry sails", (TEXT, "It will be back on Friday, the harbour master said."))


@pytest.fixture
def reading(tmp_path: Path) -> Reading:
    return Reading(tmp_path)


def only(reading: Reading, name: str, data: bytes | str) -> ReadArticle:
    (item,) = [one for one in reading.file(name, data) if not hasattr(one, "text")]
    assert isinstance(item, ReadArticle), item
    return item


def test_gzip_is_told_by_content_not_by_name(reading: Reading) -> None:
    lines = json.dumps({"text": TEXT})
    for name in ("a.jsonl", "a.jsonl.gz", "a.JSONL.GZ", "a.gz", "a"):
        assert only(reading, name, gzip.compress(lines.encode(), mtime=0)).raw.text == TEXT
    assert only(reading, "b.jsonl.gz", lines).raw.text == TEXT
    two_members = gzip.compress(TEXT.encode(), mtime=0) + gzip.compress(b" Twice.", mtime=0)
    assert only(reading, "a.txt", two_members).raw.text == f"{TEXT} Twice."


@pytest.mark.parametrize(
    "data",
    [
        gzip.compress(TEXT.encode() * 99, mtime=0)[:-6],
        gzip.compress(TEXT.encode() * 99, mtime=0)[:40],
        b"\x1f\x8b",
        b"\x1f\x8b\x08\x00" + b"rubbish" * 9,
        gzip.compress(TEXT.encode(), mtime=0)[:-8] + b"\0" * 8,
    ],
    ids=["end cut off", "most cut off", "two bytes", "rubbish", "false checksum"],
)
def test_damaged_gzip_is_named(reading: Reading, data: bytes) -> None:
    assert "gzip data is damaged" in reading.failure("a.txt.gz", data)


def test_what_comes_before_the_damage_goes_in(reading: Reading) -> None:
    rng = random.Random(1)
    lines = "".join(json.dumps({"text": f"{TEXT} {rng.random()}"}) + "\n" for _ in range(4_000))
    items = reading.file("a.jsonl.gz", gzip.compress(lines.encode(), mtime=0)[:-10_000])
    assert sum(isinstance(item, ReadArticle) for item in items) > 1_000
    assert isinstance(items[-1], Failure)
    assert "damaged" in items[-1].reason


@pytest.fixture(scope="module")
def bomb() -> bytes:
    """300 MiB of one letter in 300 kB."""
    packer = zlib.compressobj(9, wbits=31)
    letters = b"a" * 2**20
    return (
        packer.compress(b'{"text": "')
        + b"".join(packer.compress(letters) for _ in range(300))
        + packer.flush()
    )


@pytest.mark.parametrize("name", ["a.txt.gz", "a.jsonl.gz", "a.csv.gz", "a.html.gz", "a.pdf.gz", "a.gz"])
def test_a_gzip_bomb_is_named_before_it_fills_the_memory(reading: Reading, bomb: bytes, name: str) -> None:
    tracemalloc.start()
    reason = reading.failure(name, bomb)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "gzip bomb" in reason
    assert peak < 200 * 2**20


def test_a_file_that_must_be_read_whole_has_a_bound(
    reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source_module, "_MOST_AT_ONCE", 2**20)
    assert "larger than 1 MiB" in reading.failure("a.txt", "a" * (2**20 + 1))
    assert "JSON Lines" in reading.failure("b.json.gz", gzip.compress(b"[" + b" " * 2**20 + b"]", mtime=0))
    assert only(reading, "c.txt", "a" * 2**20).raw.text
    with pytest.raises(TooLargeError):
        Source(reading.path("d.txt", "a" * (2**20 + 1))).data()


@pytest.mark.parametrize("ending", [".jsonl", ".csv"])
def test_a_large_file_of_many_articles_is_never_in_memory_as_a_whole(reading: Reading, ending: str) -> None:
    rows = [
        {"id": str(n), "title": "Ferry sails", "text": f"{TEXT} Number {n}. " * 200} for n in range(2_000)
    ]
    data = table_of(rows) if ending == ".csv" else "\n".join(map(json.dumps, rows))
    path = reading.path(f"a{ending}", data)
    size = path.stat().st_size
    del rows, data
    tracemalloc.start()
    count = sum(isinstance(item, ReadArticle) for item in read_file(SourceFile(path, path.name)))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 2_000
    assert size > 20 * 2**20
    assert peak < size / 3


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.jsonl", "a.json", "a.csv", "a.txt.gz"])
def test_ten_megabytes_on_a_single_line_go_in(reading: Reading, name: str) -> None:
    text = "The ferry sailed on Monday and nobody was hurt. " * 210_000
    contents = {
        "jsonl": json.dumps({"text": text}),
        "json": json.dumps({"text": text}),
        "csv": table_of([{"title": "Ferry", "text": text}]),
    }
    content = contents.get(name.split(".")[1], text).encode()
    found = only(reading, name, gzip.compress(content, 1, mtime=0) if name.endswith(".gz") else content)
    assert len(found.raw.text) > 10_000_000


def test_progress_counts_the_bytes_of_the_file_on_disk(reading: Reading) -> None:
    rng = random.Random(2)
    lines = "".join(json.dumps({"text": f"{TEXT} {rng.random()}"}) + "\n" for _ in range(4_000)).encode()
    for name, data in (
        ("a.jsonl", lines),
        ("b.jsonl.gz", gzip.compress(lines, mtime=0)),
        ("c.txt", TEXT.encode()),
    ):
        path = reading.path(name, data)
        told: list[int] = []
        items = list(read_file(SourceFile(path, name), progress=told.append))
        assert told == sorted(told)
        assert len(told) == len(items)
        assert told[-1] == len(data)
        if name != "c.txt":
            assert told[0] < len(data)


def test_the_hash_is_that_of_the_file_byte_for_byte(reading: Reading) -> None:
    for name, data in (("a.txt", TEXT.encode()), ("a.txt.gz", gzip.compress(TEXT.encode(), mtime=0))):
        assert only(reading, name, data).raw_hash == hashlib.sha256(data).hexdigest()


def test_the_digest_is_of_the_content_alone(reading: Reading) -> None:
    digests = {
        only(reading, f"{n}{ending}", FORMATS[ending](MADE)).digest
        for n, ending in enumerate([".md", ".json", ".csv"])
    }
    assert len(digests) == 1
    longer = Made(MADE.title, (*MADE.paragraphs, "More."))
    assert only(reading, "x.json", FORMATS[".json"](longer)).digest not in digests


def test_the_key_is_the_url_else_the_id_else_the_place(reading: Reading) -> None:
    assert only(
        reading, "a.json", json.dumps({"text": TEXT, "url": "https://news.example/a", "id": 7})
    ).key == ("https://news.example/a")
    assert only(reading, "a.json", json.dumps({"text": TEXT, "id": 7})).key == "7"
    assert only(reading, "sub/a.txt", TEXT).key == "sub/a.txt"
    assert only(reading, "sub/a.csv", table_of([{"text": TEXT}])).key == "sub/a.csv#line 2"


@pytest.mark.parametrize(
    ("name", "data", "published", "where"),
    [
        ("2024-03-12-ferry.txt", TEXT, "2024-03-12", "file name"),
        ("2024-03-12-ferry.txt.gz", gzip.compress(TEXT.encode(), mtime=0), "2024-03-12", "file name"),
        (
            "2024-03-12.json",
            json.dumps({"text": TEXT, "url": "https://n.example/2024/03/11/a"}),
            "2024-03-11",
            "URL",
        ),
        ("2024-03-12.json", json.dumps({"text": TEXT, "date": "2024-03-10"}), "2024-03-10", 'field "date"'),
        (
            "2024-03-12.jsonl",
            json.dumps({"text": TEXT}),
            None,
            None,
        ),  # a file of many articles has no one date
    ],
)
def test_a_date_is_taken_from_address_or_file_name_where_nothing_else_says_one(
    reading: Reading, name: str, data: bytes | str, published: str | None, where: str | None
) -> None:
    raw = only(reading, name, data).raw
    assert (raw.published and raw.published.isoformat()) == published
    assert raw.provenance.get("published") == where


@pytest.mark.parametrize(
    ("name", "data", "ending"),
    [
        ("page", "<!DOCTYPE html><html></html>", ".html"),
        ("page.php", b"\xef\xbb\xbf\n<!-- saved -->\n<HTML>", ".html"),
        ("page.txt", "<html><body></body></html>", ".html"),
        ("report", b"%PDF-1.4", ".pdf"),
        ("report.x", b"junk\n%PDF-1.4", ".pdf"),
        ("feed", '{"text": "a"}\n{"text": "b"}\n', ".jsonl"),
        ("feed.dat", '[{"text": "a"}]', ".json"),
        ("feed", '{\n "text": "a"}', ".json"),
        ("note", TEXT, ".txt"),
        ("U.S. economy", TEXT, ".txt"),
        ("wire.2024-03-12", TEXT, ".txt"),
        ("maths", "a < b and [1] {2}", ".txt"),
        ("report.docx", TEXT, None),
        ("picture.png", b"\x89PNG", None),
        ("program.py", "print(1)", None),
        ("data.csv", "<html>", ".csv"),
    ],
)
def test_the_reader_is_chosen_by_name_and_else_by_content(
    reading: Reading, name: str, data: bytes | str, ending: str | None
) -> None:
    expected = None if ending is None else READERS[ending]
    assert reader_for(Source(reading.path(name, data))) is expected


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        *((f"a{ending}", b"", "empty") for ending in FORMATS),
        ("a.txt", TEXT.encode() + b"\0\0\0", "binary"),
        ("a.jsonl", b'{"text": "a\0b"}', "binary"),
        ("a.csv", b"title,text\na,\0\0\n", "binary"),
        ("a.txt", b"%PDF-1.4", "PDF"),
        ("a.docx", TEXT.encode(), ".docx files are not read; Dateline reads .csv, "),
        ("a.json", b"[" * 100_000, "nested too deep"),
        ("a.json", b'{"a":' * 100_000, "nested too deep"),
        ("a.jsonl", b'{"text":' + b"[" * 100_000, "nested too deep"),
    ],
)
def test_what_is_no_article_says_why(reading: Reading, name: str, data: bytes, reason: str) -> None:
    assert reason in reading.failure(name, data)


def test_a_line_that_is_longer_than_any_article_costs_itself_only(
    reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.decoding.LONGEST_LINE", 1000)
    good = json.dumps({"text": TEXT})
    items = reading.file("a.jsonl", f"{good}\n{json.dumps({'text': 'a' * 5000})}\n{good}\n")
    assert [type(item) for item in items] == [ReadArticle, Failure, ReadArticle]
    assert "longer than" in getattr(items[1], "reason", "")


def test_lines_of_mixed_encodings_are_each_read(reading: Reading) -> None:
    lines = [f'{{"text": "café – {n}"}}' for n in range(3)]
    data = b"\n".join([lines[0].encode(), lines[1].encode("cp1252"), lines[2].encode()])
    assert [one.text for one in reading.articles("a.jsonl", data)] == ["café – 0", "café – 1", "café – 2"]
    wide = "\n".join(lines).encode("utf-16")
    assert [one.text for one in reading.articles("b.jsonl", wide)] == ["café – 0", "café – 1", "café – 2"]


def test_line_ends_inside_a_json_string_do_not_cut_it(reading: Reading) -> None:
    assert reading.article("a.jsonl", '{"text": "one\u2028two\x85three"}').text == "one\ntwo\nthree"


def test_two_hundred_nested_folders_and_names_with_line_ends_are_read(
    reading: Reading, tmp_path: Path
) -> None:
    reading.path("news/" + "/".join(["d"] * 200) + "/a.txt", TEXT)
    reading.path("news/two\nlines.jsonl", json.dumps({"text": TEXT}))
    items = [item for file in find_files([tmp_path / "news"]) for item in read_file(file)]
    assert [item.raw.text for item in items if isinstance(item, ReadArticle)] == [TEXT, TEXT]
    assert all(item.origin.isprintable() for item in items if isinstance(item, ReadArticle))


def test_a_file_that_vanishes_or_is_a_folder_is_named(tmp_path: Path) -> None:
    (gone,) = read_file(SourceFile(tmp_path / "gone.txt", "gone.txt"))
    assert isinstance(gone, Failure)
    assert gone.reason == "it cannot be opened: No such file or directory"
    (folder,) = read_file(SourceFile(tmp_path, "folder"))
    assert isinstance(folder, Failure)
    assert "cannot be opened" in folder.reason
