"""Turns the bytes of a file into text, or says why they are not text."""

from __future__ import annotations

import codecs
from itertools import pairwise

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
    best = from_bytes(data[:_SAMPLE]).best()
    if western is not None:
        # In Western text accented letters stand alone inside words; two or more in a row speak of another script.
        high = [byte >= 0x80 for byte in data[:_SAMPLE]]
        in_a_row = sum(one and other for one, other in pairwise(high))
        if in_a_row < sum(high) / 2 or best is None:
            return western
    if best is None:
        raise NotTextError("its encoding was not recognised; save it as UTF-8 and index it again")
    return data.decode(best.encoding, "replace")  # the sample may have been cut inside a character


def decode(data: bytes) -> str:
    """The text of a file's bytes: UTF-8, UTF-16, UTF-32 or a legacy encoding, detected.

    Raises NotTextError, with what the file seems to be, for anything else.
    """
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            raise NotTextError(f"it is not text but {kind}")
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise NotTextError(
                    f"it begins as {encoding.upper()} but is damaged: {error.reason}"
                ) from error
    if encoding_found := _utf16_without_bom(data):
        return data.decode(encoding_found, errors="replace")
    sample = data[:_SAMPLE]
    if b"\0" in sample or sum(sample.count(byte) for byte in _CONTROL) > len(sample) / 50:
        raise NotTextError("it is not text but binary data")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _mostly_utf8(data) or _guess_legacy(data)
