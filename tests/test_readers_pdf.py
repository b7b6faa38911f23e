"""PDF files: paragraphs out of lines, the headline by its size, and what cannot be read."""

from __future__ import annotations

import io
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from index.readers.pdf_paragraphs import (
    Paragraph,
    SetLine,
    headline,
    joined,
    paragraphs,
    without_running_heads,
)
from index.reading import ReadArticle
from tests.made_files import Reading, pdf, typeset

PARAGRAPHS = (
    "PORT SARN (Velmora Wire) - The ferry service between Velmora and Port Sarn was halted on Tuesday after a fire "
    "broke out in the engine room of the vessel, officials said.",
    "All 214 passengers were taken off the ship by fishing boats, said a spokeswoman for the coast guard of Velmora.",
    "It was the third fire in two years, and the operator put the costs of the repairs at 1.2 million crowns.",
)
TITLE = "Fire halts ferry to Port Sarn for the third time in only two years"


@pytest.fixture
def reading(tmp_path: Path) -> Reading:
    return Reading(tmp_path)


def lines(
    *texts: str, size: float = 10, left: float = 50, top: float = 700, leading: float = 12
) -> list[SetLine]:
    return [SetLine(text, left, top - leading * number, size) for number, text in enumerate(texts)]


def texts(*pages: list[SetLine]) -> list[str]:
    return [paragraph.text for paragraph in paragraphs(pages)]


def test_lines_are_joined_to_paragraphs_and_the_headline_is_told_by_its_size(reading: Reading) -> None:
    found = reading.article("a.pdf", pdf(typeset(TITLE, PARAGRAPHS)))
    assert found.title == TITLE
    assert found.text == "\n\n".join(PARAGRAPHS)
    assert (found.source, found.place) == ("Velmora Wire", "Port Sarn")
    assert found.provenance == {"title": "largest type", "source": "dateline", "place": "dateline"}


def test_a_byline_below_the_headline_is_read(reading: Reading) -> None:
    found = reading.article("a.pdf", pdf(typeset(TITLE, ("By Ada Brenn", "March 12, 2024", *PARAGRAPHS))))
    assert (found.title, found.authors, found.published) == (TITLE, ("Ada Brenn",), date(2024, 3, 12))
    assert found.text == "\n\n".join(PARAGRAPHS)


def test_a_paragraph_goes_on_over_a_page(reading: Reading) -> None:
    found = reading.article("a.pdf", pdf(typeset(TITLE, PARAGRAPHS, lines_a_page=6)))
    assert found.text.replace("\n\n", " ") == " ".join(PARAGRAPHS)


def test_document_information_fills_what_the_page_does_not_say(reading: Reading) -> None:
    information = {
        "Title": "Said by the file",
        "Author": "Ada Brenn",
        "CreationDate": "D:20240312093000+01'00'",
    }
    found = reading.article("a.pdf", pdf(typeset("", PARAGRAPHS), information))
    assert (found.title, found.authors, found.published) == (
        "Said by the file",
        ("Ada Brenn",),
        date(2024, 3, 12),
    )
    assert found.provenance["title"] == 'PDF information "Title"'
    assert found.provenance["authors"] == 'PDF information "Author"'
    assert found.provenance["published"] == 'PDF information "CreationDate"'
    dated = reading.file("2024-03-11-a.pdf", pdf(typeset("", PARAGRAPHS), information))
    assert isinstance(dated[0], ReadArticle)
    assert dated[0].raw.published == date(2024, 3, 11)  # when it was made is the worst of the guesses


def test_the_day_somebody_printed_a_page_is_not_the_day_it_was_published(reading: Reading) -> None:
    information = {"Creator": "Chromium", "Producer": "Skia/PDF m140", "CreationDate": "D:20240312093000Z"}
    found = reading.article("a.pdf", pdf(typeset("", PARAGRAPHS), information))
    assert (found.published, "published" in found.provenance) == (None, False)


@pytest.mark.parametrize("title", ["Microsoft Word - final2.docx", "untitled", "page7.indd", "  ", "0312"])
def test_a_name_that_a_program_gave_is_no_headline(reading: Reading, title: str) -> None:
    assert (
        reading.article("a.pdf", pdf(typeset("", PARAGRAPHS), {"Title": title, "Author": "user1"})).title
        == ""
    )


def protected(data: bytes, password: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_file_behind_a_password_says_so_and_one_that_opens_without_is_read(reading: Reading) -> None:
    whole = pdf(typeset(TITLE, PARAGRAPHS))
    assert "protected by a password" in reading.failure("a.pdf", protected(whole, "secret"))
    assert reading.article("a.pdf", protected(whole, "")).title == TITLE


def test_a_file_without_text_says_that_it_was_scanned(reading: Reading) -> None:
    assert "scanned" in reading.failure("a.pdf", pdf([[], []]))
    assert "OCR" in reading.failure("b.pdf", pdf([]))


WHOLE = pdf(typeset(TITLE, PARAGRAPHS))


@pytest.mark.parametrize(
    "data",
    [
        b"not a PDF at all",
        b"%PDF-1.4\n",
        WHOLE[:200],
        WHOLE.replace(b"/Kids", b"/Kidz"),
        WHOLE.replace(b"/Type /Catalog", b"/Type /Nothing").replace(b"/Pages 2 0 R", b"/Pages 9 9 R"),
        WHOLE.replace(b"/Parent 2 0 R", b"/Parent [").replace(b"stream", b"strm"),
    ],
)
def test_a_damaged_file_says_so(reading: Reading, data: bytes) -> None:
    assert reading.failure("a.pdf", data).startswith(("it is damaged", "it has no text"))


def test_every_damage_of_one_byte_gives_an_article_or_a_reason(reading: Reading) -> None:
    for at in range(0, len(WHOLE), 97):
        items = reading.file("a.pdf", WHOLE[:at] + b"\xff" + WHOLE[at + 1 :])
        assert len(items) == 1, at


WORDS = Counter(["engine", "room", "engine", "room", "well-known", "report", "responsibility"])


@pytest.mark.parametrize(
    ("text", "line", "whole"),
    [
        ("the sta-", "tion was closed", "the station was closed"),
        ("in the engine-", "room of", "in the engine-room of"),
        ("a well-", "known yard", "a well-known yard"),
        ("the respon-", "sibility", "the responsibility"),
        ("the sta\u00ad", "tion", "the station"),
        ("an anti-", "Velmoran mood", "an anti-Velmoran mood"),
        ("in pre-", "and post-war years", "in pre- and post-war years"),
        ("the war –", "it said", "the war – it said"),
        ("from 1914-", "1918", "from 1914- 1918"),
        ("plain", "words", "plain words"),
    ],
)
def test_a_word_divided_at_a_line_end_is_put_together(text: str, line: str, whole: str) -> None:
    assert joined(text, line, WORDS) == whole


def test_paragraphs_are_told_by_a_gap_an_indent_or_a_short_last_line() -> None:
    full = "x" * 40
    gap = [*lines(f"A {full}", f"b {full}"), *lines(f"C {full}", f"d {full}", top=700 - 12 - 20)]
    assert texts(gap) == [f"A {full} b {full}", f"C {full} d {full}"]
    indented = [
        *lines(f"A {full}", f"b {full}."),
        *lines(f"C {full}", left=62, top=676),
        *lines(f"d {full}", top=664),
    ]
    assert texts(indented) == [f"A {full} b {full}.", f"C {full} d {full}"]
    assert texts(lines(f"A {full}", "b end.", f"C {full}", f"d {full}")) == [
        f"A {full} b end.",
        f"C {full} d {full}",
    ]


def test_a_sentence_goes_on_in_the_next_column() -> None:
    first = lines("The mayor of the town said that", "the bridge would be closed for")
    second = lines("at least a year while", "it was repaired.", left=300)
    assert texts([*first, *second]) == [
        "The mayor of the town said that the bridge would be closed for at least a year while it was repaired."
    ]


def test_running_heads_and_page_numbers_are_left_out() -> None:
    pages = [
        [
            SetLine("The Sarn Courier, page 1", 50, 760, 8),
            *lines(f"Page {n} has words of its own"),
            SetLine("12", 300, 30, 8),
        ]
        for n in ("one", "two", "three")
    ]
    assert [[line.text for line in page] for page in without_running_heads(pages)] == [
        [f"Page {n} has words of its own"] for n in ("one", "two", "three")
    ]
    single = [[SetLine("1914", 50, 700, 10)]]
    assert without_running_heads(single) == single


def test_a_headline_is_larger_than_the_text_and_near_the_top() -> None:
    big = SetLine("A headline", 50, 750, 18)
    found = paragraphs([[big, *lines("The text is set small here.", "And it goes on for long.")]])
    assert headline(found) is found[0]
    assert headline(paragraphs([lines("No line of it", "is larger.")])) is None
    assert headline([*[Paragraph("A paragraph of the text.", 10)] * 8, Paragraph("Below", 18)]) is None
