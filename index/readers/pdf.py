"""Reads PDF files by pypdf: one article a file, its lines joined to the paragraphs they were broken from.

pypdf and not PDFium, though that is ten times as fast: it reads untrusted files in Python, within limits of its own,
where a native parser may crash the whole run; the lines both give for set text are the same, and PDFium takes the
hyphen out of "engine-room" where a line ends behind it.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from index.readers.composing import from_page
from index.readers.pdf_paragraphs import Paragraph, SetLine, headline, paragraphs
from index.readers.raw import Item, RawArticle, Unreadable, metadata, published_from_name
from index.readers.source import ReadOptions, Source

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

_ADVICE = "Save it without the password and index it again"
_PDF_DATE = re.compile(r"D:(\d{4})(\d\d)(\d\d)")
_PRINTED = re.compile(r"Skia|Chrom|Mozilla|Firefox|Safari|WebKit|wkhtml|Quartz|Print To PDF", re.IGNORECASE)
_NO_TITLE = re.compile(
    r"(?:microsoft (?:word|powerpoint) - .*|untitled.*|.*\.(?:docx?|pdf|indd|qxd|html?|rtf|txt|tex))|\W*\d*\W*",
    re.IGNORECASE,
)


def read(source: Source, _: ReadOptions) -> Iterator[Item]:
    """The article of a PDF file; one without text, damaged or behind a password says so."""
    from pypdf import PdfReader  # slow to import, and not needed where nothing is read
    from pypdf.errors import DependencyError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it warns of is said in the reason
    try:
        reader = PdfReader(io.BytesIO(source.data()))
        if reader.is_encrypted and not reader.decrypt(""):
            yield Unreadable(f"it is protected by a password. {_ADVICE}")
            return
        pages = [_lines(page) for page in reader.pages]
        said = _said(reader)
    except DependencyError:
        yield Unreadable(f"it is encrypted (AES), even if it opens without a password. {_ADVICE}")
    except Exception as error:  # a damaged file makes pypdf run into whatever there is to run into
        yield Unreadable(f"it is damaged, or no PDF ({type(error).__name__}: {error})")
    else:
        yield _article(pages, said, source.name)


def _article(pages: list[list[SetLine]], said: dict[str, Any], name: str) -> RawArticle | Unreadable:
    found = paragraphs(pages)
    if not found:
        return Unreadable(
            "it has no text, only pictures: it was scanned, perhaps. Have its text recognised (OCR) and index it again"
        )
    title = headline(found)
    given: dict[str, Any] = {"title": said["title"], "provenance": {}}
    if said["title"]:
        given["provenance"]["title"] = said["provenance"]["title"]
    if title is not None:
        given = {"title": title.text, "provenance": {"title": "largest type"}}
    article = from_page(_text(found, title), given)
    if isinstance(article, Unreadable):
        return article
    published = None if published_from_name(name) else said["published"]
    fallback = {"authors": said["authors"], "published": published}
    new = {field: value for field, value in fallback.items() if value and not getattr(article, field)}
    where = {field: said["provenance"][field] for field in new}
    return replace(article, **new, provenance={**article.provenance, **where})


def _text(found: list[Paragraph], title: Paragraph | None) -> str:
    return "\n\n".join(paragraph.text for paragraph in found if paragraph is not title)


def _said(reader: PdfReader) -> dict[str, Any]:
    """What the document information says: title, authors, and the day the file was set."""
    information = {str(key).strip("/"): str(value) for key, value in (reader.metadata or {}).items()}
    title, author = information.get("Title", ""), information.get("Author", "")
    made = _PDF_DATE.match(information.get("CreationDate", ""))
    if _PRINTED.search(f"{information.get('Creator', '')} {information.get('Producer', '')}"):
        made = None  # a page that somebody printed: the day says nothing of the article
    fields = {
        "Title": "" if _NO_TITLE.fullmatch(title.strip()) else title,
        "Author": author if " " in author.strip() else "",  # one word is the name of an account
        "Date": "-".join(made.groups()) if made else "",
    }
    said = metadata(fields, "PDF information")
    if said["published"]:
        said["provenance"]["published"] = 'PDF information "CreationDate"'
    return said


def _lines(page: PageObject) -> list[SetLine]:
    """The lines of a page in the order in which it draws them, with where and how large each is set."""
    lines: list[SetLine] = []
    parts: list[str] = []
    place = (0.0, 0.0, 0.0)

    def end_line() -> None:
        text = " ".join("".join(parts).split())
        if text:
            lines.append(SetLine(text, *place))
        parts.clear()

    def see(text: str, outer: list[float], inner: list[float], _: Any, size: float) -> None:
        nonlocal place
        for number, part in enumerate(text.split("\n")):
            if number:
                end_line()
            if part.strip() and not any(one.strip() for one in parts):
                place = _place(outer, inner, size)
            parts.append(part)

    page.extract_text(visitor_text=see)
    end_line()
    return lines


def _place(outer: list[float], inner: list[float], size: float) -> tuple[float, float, float]:
    """Where a text is set on the page, from the left and from the bottom, and how large, in points."""
    left = inner[4] * outer[0] + inner[5] * outer[2] + outer[4]
    bottom = inner[4] * outer[1] + inner[5] * outer[3] + outer[5]
    scale = abs(inner[3] * outer[3] + inner[2] * outer[1]) or 1.0
    return left, bottom, abs(size) * scale
