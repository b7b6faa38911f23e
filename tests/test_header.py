"""What the first lines of a plain-text article say."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from index.cleaning import clean
from index.decoding import decode
from index.header import Header, read_header, split_authors
from index.readers.composing import from_text
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
        Header(TEXT, "", "Velmora Wire", DAY, "Port Sarn"),
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
    Case(
        "published and updated on lines of their own",
        "Ferry sails again\nPublished: 12 March 2024\nLast updated: 13 March 2024\n\n",
        Header(TEXT, "Ferry sails again", published=DAY, updated=date(2024, 3, 13)),
    ),
    Case(
        "published and updated on one line",
        "Ferry sails again\nPublished March 12, 2024 at 9:15 a.m. | Updated March 13, 2024\n\n",
        Header(TEXT, "Ferry sails again", published=DAY, updated=date(2024, 3, 13)),
    ),
    Case(
        "only an update",
        "Ferry sails again\nUpdated 10:15 GMT, 12 March 2024\n\n",
        Header(TEXT, "Ferry sails again", updated=DAY),
    ),
    Case("a label that is no date", "Date: soon\n\n", Header(f"Date: soon\n\n{TEXT}")),
]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_header_lines_are_read_and_taken_off(case: Case) -> None:
    assert replace(read_header(case.lines + TEXT), provenance={}) == case.header


@pytest.mark.parametrize(
    ("lines", "provenance"),
    [
        ("Ferry sails again\n\n", {"title": "first line"}),
        (
            " date 2024-03-12 Velmora Wire, PORT SARN\n\n",
            {"published": "first line", "source": "first line", "place": "first line"},
        ),
        (
            "Ferry sails again\nBy Ada Brenn | Velmora Wire | March 12, 2024\n\n",
            {"title": "first line", "authors": "byline", "source": "byline", "published": "byline"},
        ),
        (
            "Ferry sails again\nThe Sarn Courier, 12 March 2024\n\n",
            {"title": "first line", "source": "header line", "published": "header line"},
        ),
        (
            "URL: https://example.org/a\nUpdated: 12 March 2024\n\n",
            {"url": "label line", "updated": "label line"},
        ),
        ("KELDMOUTH, March 5 (Velmora Wire) - ", {"place": "dateline", "source": "dateline"}),
        (
            "Source: The Sarn Courier\n\nOSTREL (Velmora Wire) - ",
            {"source": "label line", "place": "dateline"},
        ),
    ],
)
def test_of_each_fact_it_is_known_where_it_stood(lines: str, provenance: dict[str, str]) -> None:
    assert read_header(lines + TEXT).provenance == provenance


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
        ("By Ada Brenn", ("Ada Brenn",)),
        ("Byron Dorn", ("Byron Dorn",)),
        ("", ()),
    ],
)
def test_a_byline_is_split_into_names(names: str, authors: tuple[str, ...]) -> None:
    assert split_authors(names) == authors


@pytest.mark.parametrize("path", sorted(samples_path().glob("*.txt")), ids=lambda path: path.stem)
def test_every_plain_sample_gives_what_its_first_lines_say(path: Path) -> None:
    article = from_text(decode(path.read_bytes()))
    assert isinstance(article, RawArticle)
    if path.stem == "cambodia_80_suspects":
        assert (article.title, article.published, article.place) == ("", None, "Phnom Penh")
    else:
        assert article.published is not None
        assert article.source
        assert bool(article.title) != path.read_text("utf-8").lstrip().startswith("date ")
        assert str(article.published.year) not in article.text.split("\n")[0]


def test_the_first_shared_report_has_a_place_no_date_and_repeats_itself(shared_articles: Path) -> None:
    (path,) = shared_articles.glob("000_*.txt")
    article = from_text(decode(path.read_bytes()))
    assert isinstance(article, RawArticle)
    assert (article.published, article.place, article.title) == (None, "Phnom Penh", "")
    cleaned = [line for line in clean(article.text).split("\n") if line]
    assert len(cleaned) == len(set(cleaned)) == 5


def test_the_second_shared_report_has_its_date_source_and_place_in_the_first_line(
    shared_articles: Path,
) -> None:
    (path,) = shared_articles.glob("004_*.txt")
    article = from_text(decode(path.read_bytes()))
    assert isinstance(article, RawArticle)
    assert (article.published, article.source, article.place) == (date(2017, 8, 18), "Reuters", "Phnom Penh")
    assert article.text.startswith("Cambodian authorities this month")
