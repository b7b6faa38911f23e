"""Turns the bytes of a file into text, or says why they are not text."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import AnyStr, BinaryIO

from charset_normalizer import from_bytes

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (
    (b"%PDF", "a PDF file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\x7fELF", "a program"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
)
_CONTROL = bytes(byte for byte in range(32) if byte not in b"\t\n\r\f\x1b\x08\x0b")
_SAMPLE = 65_536  # bytes looked at when guessing
LONGEST_LINE = 32 * 2**20
"""Bytes of a line that is read from a stream; what is longer is no article."""
_CHARSET = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)|<\?xml[^>]{0,80}?encoding\s*=\s*["']([\w.:-]+)""",
    re.IGNORECASE,
)
_DECLARED_WITHIN = 4096  # bytes from the start of a page; browsers look at 1024
_OF_PAGES = re.compile(
    r"utf-(?:8|16(?:-[lb]e)?)|cp\d+|iso8859-\d+|koi8-[rut]|mac-\w+|gb\w+|big5\w*|shift_jis\w*|euc_\w+|tis-620"
)
_AS_BROWSERS_DO = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "iso8859-9": "cp1254"}


class NotTextError(ValueError):
    """The bytes are not text in any encoding that news files come in."""


def _utf16_without_bom(data: bytes) -> str | None:
    """UTF-16 of Western text has a zero in every second byte."""
    sample = data[:_SAMPLE]
    if len(sample) < 4 or len(data) % 2:
        return None
    even, odd = sample[0::2].count(0) / (len(sample) / 2), sample[1::2].count(0) / (len(sample) / 2)
    if odd > 0.5 and even < 0.1:
        return "utf-16-le"
    if even > 0.5 and odd < 0.1:
        return "utf-16-be"
    return None


def _stray_byte(error: UnicodeError) -> tuple[str, int]:
    """A byte that is no UTF-8, read as Windows-1252: somebody pasted a quotation mark from another file."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    stray = error.object[error.start : error.end]
    return stray.decode("cp1252", "replace"), error.end


codecs.register_error("dateline-stray-byte", _stray_byte)


def _mostly_utf8(data: bytes) -> str | None:
    """The text of UTF-8 in which a few bytes are of another encoding; None where most of them are."""
    stray = len(data) - len(data.decode("utf-8", "ignore").encode("utf-8"))
    lead_bytes = sum(data.count(byte) for byte in range(0xC2, 0xF5))
    return data.decode("utf-8", "dateline-stray-byte") if stray * 2 < lead_bytes else None


def _guess_legacy(data: bytes) -> str:
    """The likeliest single-byte or East Asian encoding; Windows-1252 unless another is plainly better."""
    try:
        western = data.decode("cp1252")
    except UnicodeDecodeError:
        western = None
    if western is not None:
        # In Western text accented letters stand alone inside words; two or more in a row speak of another script.
        high = [byte >= 0x80 for byte in data[:_SAMPLE]]
        in_a_row = sum(one and other for one, other in pairwise(high))
        if in_a_row < sum(high) / 2:
            return western
    best = from_bytes(data[:_SAMPLE]).best()
    if best is None:
        if western is not None:
            return western
        raise NotTextError("its encoding was not recognised; save it as UTF-8 and index it again")
    return data.decode(best.encoding, "replace")  # the sample may have been cut inside a character


def _refuse_what_is_no_text(sample: bytes) -> None:
    for magic, kind in _MAGIC:
        if sample.startswith(magic):
            raise NotTextError(f"it is not text but {kind}")


def _refuse_binary(sample: bytes) -> None:
    if b"\0" in sample or sum(sample.count(byte) for byte in _CONTROL) > len(sample) / 50:
        raise NotTextError("it is not text but binary data")


def _bom(sample: bytes) -> str | None:
    return next((encoding for bom, encoding in _BOMS if sample.startswith(bom)), None)


def decode(data: bytes) -> str:
    """The text of a file's bytes: UTF-8, UTF-16, UTF-32 or a legacy encoding, detected.

    Raises NotTextError, with what the file seems to be, for anything else.
    """
    _refuse_what_is_no_text(data)
    if encoding := _bom(data):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            raise NotTextError(f"it begins as {encoding.upper()} but is damaged: {error.reason}") from error
    if encoding := _utf16_without_bom(data):
        return data.decode(encoding, errors="replace")
    _refuse_binary(data[:_SAMPLE])
    return _decode_bytes(data)


def _decode_bytes(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _mostly_utf8(data) or _guess_legacy(data)


def _declared(data: bytes) -> str | None:
    """The encoding that a page says it has, as browsers take it; None where it says none that pages are written in."""
    match = _CHARSET.search(data[:_DECLARED_WITHIN])
    if match is None:
        return None
    try:
        name = codecs.lookup((match[1] or match[2]).decode("ascii")).name
    except (LookupError, UnicodeDecodeError):
        return None
    name = _AS_BROWSERS_DO.get(name, name)
    return name if _OF_PAGES.fullmatch(name) else None


def decode_page(data: bytes) -> str:
    """The text of the bytes of an HTML page: as a byte order mark says, else as UTF-8, else as the page itself says.

    Valid UTF-8 with letters outside ASCII is nothing else, whatever an old template declares. Raises NotTextError as
    `decode` does.
    """
    _refuse_what_is_no_text(data)
    encoding = _declared(data)
    if _bom(data) or _utf16_without_bom(data) or encoding is None or encoding.startswith("utf-"):
        return decode(data)
    _refuse_binary(data[:_SAMPLE])
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode(encoding, errors="replace")


@dataclass(frozen=True, slots=True)
class Line:
    r"""A line of a file: its number from 1, and its text with its line end; None in its place where it is too long."""

    number: int
    text: str | None


def decode_lines(stream: BinaryIO, head: bytes) -> Iterator[Line]:
    r"""The lines of a text of any length, each decoded by itself where that can be; they end at `\n` alone.

    `head` is how the content begins, 64 KiB of it. Raises NotTextError where that is no text; a line of more than
    LONGEST_LINE bytes is passed over.
    """
    _refuse_what_is_no_text(head)
    encoding = _bom(head) or _utf16_without_bom(head[: len(head) // 4 * 4])
    if encoding is None or encoding == "utf-8-sig":
        _refuse_binary(head)
        for number, line in enumerate(_limited(stream.readline), start=1):
            yield Line(number, None if line is None else _decode_bytes(line.removeprefix(codecs.BOM_UTF8)))
        return
    wide = io.TextIOWrapper(stream, encoding, errors="replace", newline="\n")
    try:
        for number, text in enumerate(_limited(wide.readline), start=1):
            yield Line(number, text)
    finally:
        wide.detach()


def _limited(readline: Callable[[int], AnyStr]) -> Iterator[AnyStr | None]:
    """Each line, None in place of one that is too long, which is not kept while it is passed over."""
    while line := readline(LONGEST_LINE):
        if len(line) < LONGEST_LINE:
            yield line
            continue
        while line and not _ends(line):
            line = readline(LONGEST_LINE)
        yield None


def _ends(line: str | bytes) -> bool:
    return line[-1:] in {"\n", b"\n"}
