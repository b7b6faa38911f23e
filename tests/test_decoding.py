"""Bytes to text: encodings that news files come in, and files that are not text."""

from __future__ import annotations

import codecs
import io

import pytest

from index.decoding import Line, NotTextError, decode, decode_lines

WESTERN = "The café’s owner, José Muñoz, said: “Nobody was hurt” – it cost £5.\n" * 3
CYRILLIC = "Вода поднялась на три метра за девять часов, сообщила береговая охрана. Никто не пострадал.\n" * 5


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"plain", "plain"),
        (WESTERN.encode(), WESTERN),
        (codecs.BOM_UTF8 + WESTERN.encode(), WESTERN),
        (WESTERN.encode("utf-16"), WESTERN),
        (codecs.BOM_UTF16_BE + WESTERN.encode("utf-16-be"), WESTERN),
        (WESTERN.encode("utf-16-le"), WESTERN),
        (WESTERN.encode("utf-16-be"), WESTERN),
        (WESTERN.encode("utf-32"), WESTERN),
        (WESTERN.encode("cp1252"), WESTERN),
        ("Señor Müller était là, à côté.".encode("latin-1"), "Señor Müller était là, à côté."),
        ("The café was empty.".encode("latin-1"), "The café was empty."),
        (CYRILLIC.encode(), CYRILLIC),
        (CYRILLIC.encode("cp1251"), CYRILLIC),
        ("Ελλάδα 東京 😀".encode(), "Ελλάδα 東京 😀"),
        (b"It\x92s here. " + WESTERN.encode(), "It’s here. " + WESTERN),
        (WESTERN.encode() + b"caf\xe9", WESTERN + "café"),
    ],
)
def test_text_is_decoded_whatever_it_was_written_in(data: bytes, text: str) -> None:
    assert decode(data) == text


def test_a_long_file_in_a_rare_encoding_that_fails_behind_the_sample_still_gives_text() -> None:
    text = "水位在九小时内上升了三米，海岸警卫队说。" * 4_000
    assert "海岸警卫队" in decode(text.encode("gb18030"))


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"PK\x03\x04" + b"\0" * 40, "ZIP"),
        (b"\x1f\x8b\x08\0", "gzip"),
        (b"SQLite format 3\0", "SQLite"),
        (b"\x7fELF\x02\x01", "program"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "Office"),
        (bytes(range(256)) * 8, "binary"),
        (b"text\0text\0\0\0" * 9, "binary"),
        (codecs.BOM_UTF8 + b"\xff\xfe\xfd", "damaged"),
    ],
)
def test_what_is_no_text_is_refused_by_its_kind(data: bytes, kind: str) -> None:
    with pytest.raises(NotTextError, match=kind):
        decode(data)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"])
def test_lines_are_decoded_as_they_are_read(encoding: str) -> None:
    text = "The café’s owner\r\n\nsaid “no”\u2028once"
    data = text.replace("\u2028", " " if encoding == "cp1252" else "\u2028").encode(encoding)
    lines = list(decode_lines(io.BytesIO(data), data))
    assert [line.number for line in lines] == [1, 2, 3]
    assert [(line.text or "").rstrip("\r\n") for line in lines[:2]] == ["The café’s owner", ""]
    assert (lines[2].text or "").startswith("said “no”")


def test_the_stream_of_lines_can_be_closed_before_its_end() -> None:
    stream = io.BytesIO("one\ntwo\n".encode("utf-16"))
    lines = decode_lines(stream, stream.getvalue())
    assert next(lines) == Line(1, "one\n")
    lines.close()  # type: ignore[attr-defined]  # it is a generator
    assert not stream.closed


@pytest.mark.parametrize("data", [b"\x89PNG\r\n", b"a\0b\n", b"SQLite format 3\0"])
def test_lines_of_what_is_no_text_are_refused(data: bytes) -> None:
    with pytest.raises(NotTextError):
        list(decode_lines(io.BytesIO(data), data))
