"""What the first lines of a plain-text article say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from index.cleaning import clean
from index.header import Header, read_header, split_authors, without_dateline
from index.readers.plain import read
from index.readers.raw import RawArticle
from index.samples import samples_path

TEXT = "The ferry sailed on Monday, the coast guard said. Nobody was hurt."
DAY = date(2024, 3, 12)


@dataclass(frozen=True, slots=True)
class Case:
    """The lines above the text and what they mean."""

    name: str
    lines: str
    header: Header


CASES = [
    Case("nothing", "", Header(TEXT)),
    Case("a headline", "Ferry sails again\n\n", Header(TEXT, "Ferry sails again")),
    Case("a Markdown headline", "# Ferry sails again\n\n", Header(TEXT, "Ferry sails again")),
    Case(
        "headline, source and date",
        "Ferry sails again\nThe Sarn Courier, 12 March 2024\n\n",
        Header(TEXT, "Ferry sails again", "The Sarn Courier", DAY),
    ),
    Case(
        "headline and byline with bars",
        "Ferry sails again\nBy Ada Brenn | Velmora Wire | March 12, 2024\n\n",
        Header(TEXT, "Ferry sails again", "Velmora Wire", DAY, authors=("Ada Brenn",)),
    ),
    Case(
        "byline alone, then a date",
        "Ferry sails again\nBy Ada Brenn and Joss Kettlin\nPublished: Tuesday, March 12, 2024 at 9:15 a.m.\n\n",
        Header(TEXT, "Ferry sails again", None, DAY, authors=("Ada Brenn", "Joss Kettlin")),
    ),
    Case(
        "an agency's date line",
        " date 2024-03-12 Velmora Wire, PORT SARN\n\n",
        Header(TEXT, "", "Velmora Wire", DAY, "PORT SARN"),
    ),
    Case("a date line with only a date", "Date: 2024-03-12\n\n", Header(TEXT, "", None, DAY)),
    Case(
        "labels",
        "Title: Ferry sails again\nSource: The Sarn Courier\nDate: 12 March 2024\nURL: https://example.org/a\n\n",
        Header(TEXT, "Ferry sails again", "The Sarn Courier", DAY, url="https://example.org/a"),
    ),
    Case(
        "labels for author and place",
        "Headline: Ferry sails again\nAuthor: Ada Brenn\nPlace: Keldmouth\n\n",
        Header(TEXT, "Ferry sails again", place="Keldmouth", authors=("Ada Brenn",)),
    ),
    Case(
        "a time and a zone",
        "Ferry sails again\nVelmora Wire - 12 March 2024 10:15 GMT\n\n",
        Header(TEXT, "Ferry sails again", "Velmora Wire", DAY),
    ),
    Case("a label that is no date", "Date: soon\n\n", Header(f"Date: soon\n\n{TEXT}")),
]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_header_lines_are_read_and_taken_off(case: Case) -> None:
    assert read_header(case.lines + TEXT) == case.header


@pytest.mark.parametrize(
    ("start", "place", "source"),
    [
        ("PHNOM PENH - ", "PHNOM PENH", None),
        ("KELDMOUTH, March 5 (Velmora Wire) - ", "KELDMOUTH", "Velmora Wire"),
        ("OSTREL (Velmora Wire) – ", "OSTREL", "Velmora Wire"),
        ("OSTREL, Dec. 4 — ", "OSTREL", None),
        ("PORT SARN, Velmora (AB) -- ", "PORT SARN, Velmora", "AB"),
        ("MÜNCHEN - ", "MÜNCHEN", None),
        ("U.N. HEADQUARTERS - ", "U.N. HEADQUARTERS", None),
        ("NATO-led troops - ", None, None),
        ("Ostrel - ", None, None),
        ("A - ", None, None),
    ],
)
def test_a_dateline_gives_place_and_source_and_stays_in_the_text(
    start: str, place: str | None, source: str | None
) -> None:
    header = read_header(start + TEXT)
    assert (header.place, header.source, header.body) == (place, source, start + TEXT)
    assert without_dateline(start + TEXT) == (TEXT if place else start + TEXT)


@pytest.mark.parametrize(
    "text",
    [
        "The ferry, which was built in 1987, sank on March 5, 2024.\n\nNobody was hurt.",
        "By March 12, 2024, the ferry had sailed forty times and had not been inspected once, the harbour said.\n\nSo.",
        "It rained.\nIt stopped.",
        "A headline and nothing else",
        "date palms grow here.\n\nThey are tall.",
        f"date 2024-03-12 {'the ferry sailed on and ' * 20}",
        "Sources: the ministry.\n\nMore.",
    ],
)
def test_a_text_that_only_looks_like_a_header_loses_nothing(text: str) -> None:
    header = read_header(text)
    assert header.body == text.strip()


@pytest.mark.parametrize(
    ("names", "authors"),
    [
        ("Ada Brenn", ("Ada Brenn",)),
        ("A. Brenn, B. Costa and C. Dorn", ("A. Brenn", "B. Costa", "C. Dorn")),
        ("Ada Brenn; Joss Kettlin", ("Ada Brenn", "Joss Kettlin")),
        ("", ()),
    ],
)
def test_a_byline_is_split_into_names(names: str, authors: tuple[str, ...]) -> None:
    assert split_authors(names) == authors


@pytest.mark.parametrize("path", sorted(samples_path().glob("*.txt")), ids=lambda path: path.stem)
def test_every_plain_sample_gives_what_its_first_lines_say(path: Path) -> None:
    (article,) = read(path.read_bytes())
    assert isinstance(article, RawArticle)
    if path.stem == "cambodia_80_suspects":
        assert (article.title, article.published, article.place) == ("", None, "PHNOM PENH")
    else:
        assert article.published is not None
        assert article.source
        assert bool(article.title) != path.read_text("utf-8").lstrip().startswith("date ")
        assert str(article.published.year) not in article.text.split("\n")[0]


def test_the_first_shared_report_has_a_place_no_date_and_repeats_itself(shared_articles: Path) -> None:
    (path,) = shared_articles.glob("000_*.txt")
    (article,) = read(path.read_bytes())
    assert isinstance(article, RawArticle)
    assert (article.published, article.place, article.title) == (None, "PHNOM PENH", "")
    cleaned = [line for line in clean(article.text).split("\n") if line]
    assert len(cleaned) == len(set(cleaned)) == 5


def test_the_second_shared_report_has_its_date_source_and_place_in_the_first_line(
    shared_articles: Path,
) -> None:
    (path,) = shared_articles.glob("004_*.txt")
    (article,) = read(path.read_bytes())
    assert isinstance(article, RawArticle)
    assert (article.published, article.source, article.place) == (date(2017, 8, 18), "Reuters", "PHNOM PENH")
    assert article.text.startswith("Cambodian authorities this month")
