"""Vectors on a Chroma server: a real one, with tokens, without, gone, and shared with others."""

from __future__ import annotations

import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

import index.indexes.server_home
from index import Filters, InputError, Library
from index.indexes.chroma_server import ChromaServer, parse
from index.indexes.entries import IndexBrokenError
from tests.chroma_servers import chroma_run, free_port, gate

Write = Callable[[str, str | bytes], Path]
TEXT = (
    "The ferry {} sailed from Port Sarn on Monday with forty people. Nobody was hurt, the coast guard said."
)
TOKEN = "s3cret-Token"
COLLECTIONS = "/api/v2/tenants/default_tenant/databases/default_database/collections"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A running server."""
    with chroma_run(tmp_path_factory.mktemp("server") / "data", free_port()) as running:
        yield running


@pytest.fixture
def server(url: str) -> Iterator[ChromaServer]:
    """A running server with no collections."""
    yield parse(url)
    for name in collections(url):
        httpx.delete(f"{url}{COLLECTIONS}/{name}").raise_for_status()


def collections(url: str) -> list[str]:
    """The names of the collections on a server."""
    return [str(one["name"]) for one in httpx.get(f"{url}{COLLECTIONS}").json()]


def ids(url: str) -> list[int]:
    """The passage numbers in the one collection on a server."""
    (only,) = httpx.get(f"{url}{COLLECTIONS}").json()
    got = httpx.post(f"{url}{COLLECTIONS}/{only['id']}/get", json={"include": []}).json()
    return sorted(map(int, got["ids"]))


def found(library: Library, filters: Filters | None = None) -> list[int]:
    """What a search by meaning finds."""
    return [seq for seq, _ in library.search_vectors(library.embed_query("a ferry with people"), 99, filters)]


# the address


@pytest.mark.parametrize(
    ("given", "meant", "address"),
    [
        ("http://host:8001", "http://host:8001", "http://host:8001"),
        ("http://host", "http://host:8000", "http://host:8000"),
        ("https://host/", "https://host:443", "https://host:443"),
        ("https://Host/chroma/", "https://host:443/chroma", "https://host:443/chroma"),
        ("http://[::1]:9", "http://[::1]:9", "http://[::1]:9"),
        ("http://h?tenant=t&database=d", "http://h:8000", "http://h:8000?tenant=t&database=d"),
        ("http://h?database=default_database", "http://h:8000", "http://h:8000"),
    ],
)
def test_an_address_is_read(given: str, meant: str, address: str) -> None:
    assert (parse(given).url, parse(given).address) == (meant, address)


@pytest.mark.parametrize(
    "given",
    [
        "",
        "host:8000",
        "ftp://host",
        "http://",
        "http://h:99999",
        "http://h?token=x",
        "http://h#x",
        "http://a:b@h",
        "http://[::1",
    ],
)
def test_what_is_no_address_is_an_error_that_says_how_to_write_one(given: str) -> None:
    with pytest.raises(InputError, match=r"http://host:port|DATELINE_CHROMA_TOKEN|\?tenant"):
        parse(given)


def test_a_token_goes_into_its_header_and_is_never_shown() -> None:
    usual = parse("http://h", token=TOKEN)
    assert usual.headers() == {"Authorization": f"Bearer {TOKEN}"}
    assert parse("http://h", token=TOKEN, header="X-Chroma-Token").headers() == {"X-Chroma-Token": TOKEN}
    assert parse("http://h", token="").headers() == {}
    assert TOKEN not in repr(usual)
    with pytest.raises(InputError) as raised:
        parse("http://h", token=f"{TOKEN}\r\nX: y")
    assert TOKEN not in str(raised.value)


# a server that answers


def test_the_server_finds_what_the_folder_finds_and_the_folder_holds_no_vectors(
    server: ChromaServer, samples_library: Library, tmp_path: Path
) -> None:
    shutil.copytree(samples_library.path, tmp_path / "library")
    shutil.rmtree(tmp_path / "library" / "vectors")
    with Library.open(tmp_path / "library", chroma=server) as library:
        for question in ("how many people are missing from the ferry", "why was the hospital opened late"):
            vector = library.embed_query(question)
            here, there = (one.search_vectors(vector, 9) for one in (samples_library, library))
            assert [seq for seq, _ in here] == [seq for seq, _ in there]
            assert [score for _, score in here] == pytest.approx([score for _, score in there], abs=1e-3)
        assert ids(server.url) == library._record().numbers()
        assert not (tmp_path / "library" / "vectors").exists()
        assert library.drain_notes() == []


def test_new_changed_and_removed_articles_come_to_the_same_collection(
    server: ChromaServer, tmp_path: Path, write: Write
) -> None:
    with Library.open(tmp_path / "library", chroma=server) as library:
        for name in "abc":
            folder = write(f"{name}.txt", TEXT.format(name))
        assert library.index([folder]).notes == ()
        (first,) = collections(server.url)
        write("b.txt", TEXT.format("Berta the second"))
        library.index([write("d.txt", TEXT.format("d"))])
        assert sorted(found(library)) == ids(server.url) == library._record().numbers()
        library.remove(library.articles()[0].id)
        assert collections(server.url) == [first]
        assert ids(server.url) == library._record().numbers()
        assert len(found(library)) == 3
        assert library.drain_notes() == []


def test_a_library_can_change_between_the_server_and_its_folder(
    server: ChromaServer, tmp_path: Path, write: Write
) -> None:
    place = tmp_path / "library"
    with Library.open(place) as local, Library.open(place, chroma=server) as remote:
        local.index([write("a.txt", TEXT.format("Anna"))])
        remote.index([write("b.txt", TEXT.format("Berta"))])
        local.index([write("c.txt", TEXT.format("Clara"))])
        assert len(found(local)) == len(found(remote)) == 3
        names = set(local._record().index_states())
        assert names == {"words", "vectors", f"vectors@{server.address}"}
        local.remove(local.articles()[0].id)
        assert any("still holds vectors" in note and server.url in note for note in local.drain_notes())
        assert len(found(local)) == len(found(remote)) == 2
        remote.index([write("d.txt", TEXT.format("Dora"))])
        assert ids(server.url) == remote._record().numbers()
        remote.remove(remote.articles()[0].id)
        assert not (place / "vectors").exists()
        assert len(found(local)) == 3


def test_a_reader_beside_a_writer_on_the_server_finds_each_passage_once(
    server: ChromaServer, tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "library"
    with Library.open(place, chroma=server) as writer, Library.open(place, chroma=server) as reader:
        writer.index([write("a.txt", TEXT.format("Anna"))])
        assert len(found(reader)) == 1
        during: list[list[int]] = []

        def look(*_: object) -> None:
            during.append(found(reader))

        # The collection holds everything by then, and the record does not say so yet.
        with monkeypatch.context() as patch:
            patch.setattr(index.indexes.server_home, "check_count", look)
            writer.index([write("b.txt", TEXT.format("Berta"))])
        assert during
        assert all(sorted(one) == [1, 2] for one in during)
        assert len(found(reader)) == 2
        assert reader.drain_notes() == []


@pytest.mark.parametrize("after", ["add", "mark", "remove"])
def test_a_killed_writers_work_on_the_server_is_gone_on_with(
    server: ChromaServer, tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch, after: str
) -> None:
    with Library.open(tmp_path / "library", chroma=server) as library:
        library.index([write("a.txt", TEXT.format("Anna"))])
        before = collections(server.url)
        owner = (
            index.indexes.server_home.ChromaClient
            if after == "mark"
            else index.indexes.server_home.ChromaIndex
        )
        original = getattr(owner, after)

        def kill(*arguments: object) -> None:
            original(*arguments)
            raise KeyboardInterrupt

        write("a.txt", TEXT.format("Anna the second"))
        with monkeypatch.context() as patch:
            patch.setattr(owner, after, kill)
            with pytest.raises(KeyboardInterrupt):
                library.index([write("b.txt", TEXT.format("Berta"))])
        assert len(found(library)) == 2
        library.index([write("b.txt", TEXT.format("Berta"))])
        assert collections(server.url) == before
        assert ids(server.url) == library._record().numbers()
        assert len(found(library)) == 2
        assert library.drain_notes() == []


def test_a_copy_of_a_library_does_not_write_into_the_collection_of_the_other(
    server: ChromaServer, tmp_path: Path, write: Write
) -> None:
    with Library.open(tmp_path / "one", chroma=server) as one:
        one.index([write("a.txt", TEXT.format("Anna"))])
        shutil.copytree(tmp_path / "one", tmp_path / "two")
        one.index([write("b.txt", TEXT.format("Berta"))])
        with Library.open(tmp_path / "two", chroma=server) as two:
            two.index([write("c.txt", TEXT.format("Clara"))])
            assert len(found(two)) == 3
            assert len(found(one)) == 2
            assert len(collections(server.url)) == 2
            assert len(found(two)) == 3


def test_a_collection_that_is_gone_is_made_again(server: ChromaServer, tmp_path: Path, write: Write) -> None:
    with Library.open(tmp_path / "library", chroma=server) as library:
        library.index([write("a.txt", TEXT.format("Anna"))])
        assert len(found(library)) == 1
        for name in collections(server.url):
            httpx.delete(f"{server.url}{COLLECTIONS}/{name}").raise_for_status()
        assert len(found(library)) == 1
        assert ids(server.url) == library._record().numbers()
        assert any("nothing was lost" in note for note in library.drain_notes())


# tokens, and servers that do not answer


@pytest.mark.parametrize(
    ("header", "value"), [(None, f"Bearer {TOKEN}"), ("X-Chroma-Token", TOKEN)], ids=["usual", "own"]
)
def test_a_server_behind_a_token_is_searched_with_it(
    server: ChromaServer, tmp_path: Path, write: Write, header: str | None, value: str
) -> None:
    with gate(server.url, header or "Authorization", value) as guarded:
        there = parse(guarded.url, token=TOKEN, header=header)
        with Library.open(tmp_path / "library", chroma=there) as library:
            assert library.index([write("a.txt", TEXT.format("Anna"))]).notes == ()
            assert len(found(library)) == 1
            assert ids(server.url) == [1]
            assert library.drain_notes() == []
            assert any(request.endswith("/query") for request in guarded.asked)


@pytest.mark.parametrize("status", [401, 403])
@pytest.mark.parametrize("token", [None, "wr0ng-Token"])
def test_a_wrong_token_is_said_and_not_shown_and_the_record_is_searched(
    server: ChromaServer, tmp_path: Path, write: Write, token: str | None, status: int
) -> None:
    with gate(server.url, "Authorization", f"Bearer {TOKEN}") as guarded:
        guarded.status = status
        with Library.open(tmp_path / "library", chroma=parse(guarded.url, token=token)) as library:
            report = library.index([write("a.txt", TEXT.format("Anna"))])
            (note,) = report.notes
            assert f"refused the token ({status})" in note
            assert "DATELINE_CHROMA_TOKEN" in note
            assert "dateline index" in note
            assert len(found(library)) == len(found(library)) == 1
            (asked,) = library.drain_notes()
            assert "refused the token" in asked
            assert "wr0ng" not in note + asked


def test_a_token_that_is_refused_later_is_said_and_not_called_damage(
    server: ChromaServer, tmp_path: Path, write: Write
) -> None:
    with (
        gate(server.url, "Authorization", f"Bearer {TOKEN}") as guarded,
        Library.open(tmp_path / "library", chroma=parse(guarded.url, token=TOKEN)) as library,
    ):
        library.index([write("a.txt", TEXT.format("Anna"))])
        assert len(found(library)) == 1
        guarded.value = "Bearer another"
        for _ in range(3):
            assert len(found(library)) == 1
        (note,) = library.drain_notes()
        assert "refused the token" in note
        assert TOKEN not in note


def test_a_dead_server_leaves_the_articles_in_the_record_and_is_asked_once(
    tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    port, data = free_port(), tmp_path / "data"
    there = parse(f"http://127.0.0.1:{port}")
    with Library.open(tmp_path / "library", chroma=there) as library:
        with chroma_run(data, port):
            library.index([write("a.txt", TEXT.format("Anna"))])
            assert len(found(library)) == 1
        report = library.index([write("b.txt", TEXT.format("Berta"))])
        assert report.new == 1
        (note,) = report.notes
        assert "cannot be reached" in note
        assert "behind" in note
        asked: list[object] = []
        original = index.indexes.server_home.ChromaClient

        def count(server: ChromaServer, *, patience: float) -> object:
            asked.append(server)
            return original(server, patience=patience)

        with Library.open(tmp_path / "library", chroma=there) as reader, monkeypatch.context() as patch:
            patch.setattr(index.indexes.server_home, "ChromaClient", count)
            for _ in range(4):
                assert len(found(reader)) == 2
            (note,) = reader.drain_notes()
            assert "cannot be reached" in note
            assert len(asked) == 1
        library.remove(library.articles()[0].id)
        assert any("still holds the vectors of" in note for note in library.drain_notes())
        with chroma_run(data, port) as url:
            assert library.index([write("c.txt", TEXT.format("Clara"))]).notes == ()
            assert ids(url) == library._record().numbers()


def test_a_server_that_takes_the_connection_and_says_nothing_is_given_up(
    tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.indexes.chroma_client._FIRST", 0.2)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        there = parse(f"http://127.0.0.1:{silent.getsockname()[1]}")
        with Library.open(tmp_path / "library", chroma=there) as library:
            report = library.index([write("a.txt", TEXT.format("Anna"))])
            assert "does not answer in time" in report.notes[0]
            assert len(found(library)) == 1


@pytest.mark.parametrize("query", ["database=none", "tenant=none"])
def test_a_database_that_is_not_there_is_named(
    server: ChromaServer, tmp_path: Path, write: Write, query: str
) -> None:
    with Library.open(tmp_path / "library", chroma=parse(f"{server.url}?{query}")) as library:
        report = library.index([write("a.txt", TEXT.format("Anna"))])
        assert "has no database" in report.notes[0]
        assert "none" in report.notes[0]
        assert len(found(library)) == 1


def test_a_server_that_is_no_chroma_is_said(tmp_path: Path, write: Write) -> None:
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Nothing on standard error."""

    other = ThreadingHTTPServer(("127.0.0.1", 0), Quiet)
    thread = threading.Thread(target=other.serve_forever, daemon=True)
    thread.start()
    try:
        there = parse(f"http://127.0.0.1:{other.server_address[1]}")
        with Library.open(tmp_path / "library", chroma=there) as library:
            (note,) = library.index([write("a.txt", TEXT.format("Anna"))]).notes
            assert "is the address right?" in note
            assert len(found(library)) == 1
    finally:
        other.shutdown()
        other.server_close()
        thread.join(10)


def test_what_chroma_cannot_make_sense_of_is_broken_and_not_a_traceback(server: ChromaServer) -> None:
    made = index.indexes.server_home.ChromaClient(server, patience=9.0)
    try:
        with pytest.raises(IndexBrokenError):
            made.collection("none-of-that-name")
        made.delete("none-of-that-name")
    finally:
        made.close()
