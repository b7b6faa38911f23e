"""Files to read, made on the spot: a source of given bytes, PDF pages written by hand, an article in every format."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from index.files import Failure, SourceFile
from index.readers import Item, RawArticle, ReadOptions, Remark, Source, Unreadable, reader_for
from index.reading import ReadArticle, read_file

Placed = tuple[str, float, float, float]
"""A line of a PDF page: its text, from the left, from the bottom, and size, in points."""


class Reading:
    """Reads bytes as a file of a given name, by the readers alone or as indexing does."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, name: str, data: bytes | str) -> Path:
        """The file with that name and content."""
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return path

    def items(self, name: str, data: bytes | str, **columns: str) -> list[Item]:
        """What the reader for the file hands on."""
        source = Source(self.path(name, data))
        reader = reader_for(source)
        assert reader is not None, name
        return list(reader(source, ReadOptions(columns)))

    def articles(self, name: str, data: bytes | str, **columns: str) -> list[RawArticle]:
        """Its articles, where there is nothing but articles and remarks."""
        found = [item for item in self.items(name, data, **columns) if not isinstance(item, Remark)]
        assert all(isinstance(item, RawArticle) for item in found), found
        return [item for item in found if isinstance(item, RawArticle)]

    def article(self, name: str, data: bytes | str, **columns: str) -> RawArticle:
        """Its only article."""
        (found,) = self.articles(name, data, **columns)
        return found

    def reason(self, name: str, data: bytes | str, **columns: str) -> str:
        """Why the only thing in it is no article."""
        (item,) = self.items(name, data, **columns)
        assert isinstance(item, Unreadable), item
        return item.reason

    def remark(self, name: str, data: bytes | str, **columns: str) -> str:
        """The only remark on it."""
        (found,) = [item for item in self.items(name, data, **columns) if isinstance(item, Remark)]
        return found.text

    def file(self, name: str, data: bytes | str, **columns: str) -> list[ReadArticle | Failure | Remark]:
        """What indexing is handed."""
        return list(read_file(SourceFile(self.path(name, data), name), ReadOptions(columns)))

    def failure(self, name: str, data: bytes | str, **columns: str) -> str:
        """Why the only thing that indexing is handed is no article."""
        (item,) = self.file(name, data, **columns)
        assert isinstance(item, Failure), item
        return item.reason


def pdf(pages: Iterable[Sequence[Placed]], information: Mapping[str, str] | None = None) -> bytes:
    """A PDF file of pages of lines in Helvetica."""
    objects: list[bytes] = [
        b"",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    kids: list[int] = []
    for lines in pages:
        drawn = b"\n".join(
            b"BT /F1 %g Tf 1 0 0 1 %g %g Tm (%s) Tj ET" % (size, left, bottom, _pdf_text(text))
            for text, left, bottom, size in lines
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
        kids.append(len(objects))
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (
        b" ".join(b"%d 0 R" % kid for kid in kids),
        len(kids),
    )
    said = b" ".join(
        b"/%s (%s)" % (key.encode(), _pdf_text(value)) for key, value in (information or {}).items()
    )
    objects.append(b"<< %s >>" % said)
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        len(objects),
        start,
    )
    return bytes(out)


def _pdf_text(text: str) -> bytes:
    return text.encode("cp1252").replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")


def wrapped(text: str, width: int) -> list[str]:
    """The lines of a paragraph, none longer than `width` where a word is not."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def typeset(
    title: str, paragraphs: Sequence[str], *, width: int = 70, lines_a_page: int = 45
) -> list[list[Placed]]:
    """Pages with a large title and paragraphs of wrapped lines with a gap between them."""
    bottom = 740.0
    placed: list[Placed] = []
    for line in wrapped(title, 50) if title else []:
        placed.append((line, 60, bottom, 20))
        bottom -= 24
    for paragraph in paragraphs:
        bottom -= 8
        for line in wrapped(paragraph, width):
            placed.append((line, 60, bottom, 11))
            bottom -= 13
    pages = [placed[at : at + lines_a_page] for at in range(0, len(placed), lines_a_page)]
    return [
        [
            (text, left, 740 - 13 * number if at else was, size)
            for number, (text, left, was, size) in enumerate(page)
        ]
        for at, page in enumerate(pages)
    ]


@dataclass(frozen=True, slots=True)
class Made:
    """A made-up article."""

    title: str
    paragraphs: tuple[str, ...]
    source: str = "Velmora Wire"
    day: str = "2024-03-12"
    author: str = "Ada Brenn"
    url: str = "https://news.example/velmora/harbour-report"

    @property
    def text(self) -> str:
        """Its paragraphs with blank lines between."""
        return "\n\n".join(self.paragraphs)

    @property
    def fields(self) -> dict[str, str]:
        """It under the usual names."""
        return {
            "title": self.title,
            "source": self.source,
            "published": self.day,
            "author": self.author,
            "url": self.url,
            "text": self.text,
        }


def page_of(made: Made, *, head: str = "", extra: str = "") -> str:
    """An HTML page of the article, with a menu, an advert, scripts and a footer around it."""
    paragraphs = "\n".join(f"<p>{escape(one)}</p>" for one in made.paragraphs)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f"<title>{escape(made.title)} | {made.source}</title>\n{head}\n<style>p {{ margin: 0 }}</style>"
        "<script>var secret = 'tracking code that nobody reads';</script></head>\n"
        '<body><nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>\n'
        f"<main><article><h1>{escape(made.title)}</h1>\n{paragraphs}\n"
        "<script>document.write('written by a script');</script></article></main>\n"
        f'{extra}<aside><a href="/x">Ten hotels you must see</a></aside>'
        "<footer>All rights reserved.</footer></body></html>"
    )


def json_ld(made: Made, **more: object) -> str:
    """A script element with the article's metadata as JSON-LD."""
    said = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": made.title,
        "datePublished": f"{made.day}T23:30:00-07:00",
        "author": [{"@type": "Person", "name": made.author}],
        "publisher": {"@type": "Organization", "name": made.source},
        "url": made.url,
        **more,
    }
    return f'<script type="application/ld+json">{json.dumps(said)}</script>'


def table_of(rows: Sequence[Mapping[str, str]], delimiter: str = ",") -> str:
    """A CSV file with a header."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _markdown(made: Made) -> str:
    front = "\n".join(f"{name}: {json.dumps(value)}" for name, value in made.fields.items() if name != "text")
    return f"---\n{front}\n---\n\n{made.text}\n"


def _plain(made: Made) -> str:
    return f"{made.title}\n\nBy {made.author} | {made.source} | {made.day}\n\n{made.text}\n"


FORMATS: Mapping[str, Callable[[Made], str | bytes]] = {
    ".txt": _plain,
    ".md": _markdown,
    ".html": lambda made: page_of(made, head=json_ld(made)),
    ".pdf": lambda made: pdf(typeset(made.title, made.paragraphs)),
    ".json": lambda made: json.dumps(made.fields),
    ".jsonl": lambda made: json.dumps(made.fields, ensure_ascii=False) + "\n",
    ".csv": lambda made: table_of([made.fields]),
    ".tsv": lambda made: table_of([made.fields], "\t"),
}
"""Every format that one article can be written in, by file ending."""
