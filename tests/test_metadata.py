"""What the fields of a mapping, a URL and a file name say about an article, and where each fact was found."""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest

from index.readers.raw import (
    RawArticle,
    body,
    metadata,
    parse_timestamp,
    published_from_name,
    published_from_url,
    with_dateline,
)

DAY = date(2017, 8, 18)
TEXT = "The ferry sailed on Monday, the coast guard said. Nobody was hurt."


@pytest.mark.parametrize(
    "text",
    [
        "2017-08-18",
        " 2017-08-18 ",
        "2017/08/18",
        "2017.08.18",
        "2017-8-18",
        "20170818",
        "2017-08-18T23:30:00Z",
        "2017-08-18T23:30:00-07:00",
        "2017-08-18T00:30:00+14:00",
        "2017-08-18T10:00:00.000+0000",
        "2017-08-18 23:59:59.999",
        "20170818T101010Z",
        "2017-W33-5",
        "Fri, 18 Aug 2017 23:30:00 GMT",
        "Fri, 18 Aug 2017 23:30:00 -0700",
        "Fri Aug 18 23:30:00 +0000 2017",
        "18-Aug-2017",
        "18/08/2017",
        "08/18/2017 11:30 PM",
        "August 18, 2017",
        "18 August 2017",
        "Published 11:30 PM EDT, Fri August 18, 2017",
        "1503014400",
        "1503014400000",
    ],
)
def test_a_timestamp_is_the_day_in_its_own_zone(text: str) -> None:
    assert parse_timestamp(text) == DAY


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "Friday",
        "10:30",
        "2017",
        "2017-08",
        "August 2017",
        "18 August",
        "2017-02-30",
        "2017-13-01",
        "08/09/2017",  # of August or of September
        "18/08/17",
        "0001-01-01T00:00:00",
        "9999999999999999999999",
        "٢٠١٧",
        "1" * 5_000,
        "2017 " * 1_000,
        "(" * 1_000,
    ],
)
def test_what_names_no_single_day_is_no_date(text: str) -> None:
    assert parse_timestamp(text) is None


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://news.example/2017/08/18/ferry-sails", DAY),
        ("https://news.example/story/2017/8/18/ferry-sails/427418002/", DAY),
        ("https://news.example/world/2017/aug/18/ferry-sails", DAY),
        ("https://news.example/2017-08-18-ferry.html", DAY),
        ("https://news.example/ferry_2017_08_18?ref=2020-01-01", DAY),
        ("https://news.example/20170818/ferry", DAY),
        ("https://news.example/2017/08/18/what-happens-on-2017-09-01", DAY),
        ("https://news.example/2017/08/ferry", None),
        ("https://news.example/2017/13/41/ferry", None),
        ("https://news.example/story/2017081812345/", None),
        ("https://news.example/ferry?date=2017-08-18", None),
        ("https://2017-08-18.example/ferry", None),
        ("https://[broken/2017/08/18", None),
        ("", None),
    ],
)
def test_the_path_of_a_url_may_name_the_day(url: str, day: date | None) -> None:
    assert published_from_url(url) == day


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2017-08-18-ferry.txt", DAY),
        ("20170818.html", DAY),
        ("ferry_2017_08_18.txt", DAY),
        ("wire/2017-08-18 ferry.txt", DAY),
        ("2017-08-18/ferry.txt", None),
        ("2017-08-18_to_2017-08-19.txt", None),
        ("ferry-20179918.txt", None),
        ("a20170818b7c.txt", None),
        ("004_5f611be045eaa4a9.txt", None),
        ("", None),
    ],
)
def test_a_file_name_may_name_the_day(name: str, day: date | None) -> None:
    assert published_from_name(name) == day


@pytest.mark.parametrize(
    ("fields", "name", "value"),
    [
        ({"datePublished": "2017-08-18T23:30:00-07:00"}, "published", DAY),
        ({"article:published_time": "2017-08-18"}, "published", DAY),
        ({"Publish Date": "August 18, 2017"}, "published", DAY),
        ({"published": 1503014400}, "published", DAY),
        ({"published": 1503014400000.0}, "published", DAY),
        ({"date": 20170818}, "published", DAY),
        ({"date": datetime(2017, 8, 18, 23, 30, tzinfo=timezone(timedelta(hours=-7)))}, "published", DAY),
        ({"date": True}, "published", None),
        ({"date": 2017}, "published", None),
        ({"date": math.nan}, "published", None),
        ({"date": math.inf}, "published", None),
        ({"date": ["2017-08-18"]}, "published", None),
        ({"dateModified": "2017-08-18"}, "updated", DAY),
        ({"last-updated": "2017-08-18"}, "updated", DAY),
        ({"location": "PORT SARN"}, "place", "Port Sarn"),
        ({"contentLocation": {"name": "Port Sarn"}}, "place", "Port Sarn"),
        ({"byline": "By Ada Brenn and Joss Kettlin"}, "authors", ("Ada Brenn", "Joss Kettlin")),
        ({"author": [{"name": "Ada Brenn"}, "Joss Kettlin"]}, "authors", ("Ada Brenn", "Joss Kettlin")),
        ({"publisher": {"id": None, "name": "Velmora Wire"}}, "source", "Velmora Wire"),
        ({"og:site_name": "Velmora Wire"}, "source", "Velmora Wire"),
        ({"inLanguage": "en-US"}, "language", "en"),
        ({"lang": "zh_Hant_TW"}, "language", "zh"),
        ({"language": "English"}, "language", None),
        ({"_id": {"$oid": "5f"}, "id": 17}, "item_id", "17"),
        ({}, "title", ""),
        ({}, "authors", ()),
    ],
)
def test_a_field_is_known_by_any_of_its_usual_names(fields: dict[str, Any], name: str, value: object) -> None:
    assert metadata(fields)[name] == value


def test_where_each_fact_was_found_is_said_with_the_name_that_the_file_gives_it() -> None:
    found = metadata({"Date": "2017-08-18", "Author": "Ada Brenn", "id": 17, "Title": ""}, "column")
    assert found["provenance"] == {"published": 'column "Date"', "authors": 'column "Author"'}
    assert metadata({"url": "https://news.example/a"})["provenance"] == {"url": 'field "url"'}


def test_a_value_that_is_no_date_gives_way_to_one_that_is() -> None:
    found = metadata({"published": "soon", "date": "2017-08-18"})
    assert (found["published"], found["provenance"]) == (DAY, {"published": 'field "date"'})


def test_every_field_makes_an_article() -> None:
    article = RawArticle(TEXT, **metadata({"title": "Ferry sails", "updated": "2017-08-18"}))
    assert (article.title, article.updated, article.published) == ("Ferry sails", DAY, None)


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"articleBody": TEXT}, TEXT),
        ({"Full Text": TEXT}, TEXT),
        ({"text": " ", "body": TEXT}, TEXT),
        ({"text": 5}, None),
        ({"title": TEXT}, None),
    ],
)
def test_the_text_is_known_by_its_usual_names(fields: dict[str, Any], text: str | None) -> None:
    assert body(fields) == text


def test_a_dateline_fills_in_what_nothing_else_said() -> None:
    text = f"PORT SARN, March 5, 2024 (Velmora Wire) - {TEXT}"
    article = with_dateline(RawArticle(text))
    assert (article.place, article.source, article.published) == (
        "Port Sarn",
        "Velmora Wire",
        date(2024, 3, 5),
    )
    assert article.provenance == dict.fromkeys(("place", "source", "published"), "dateline")
    given = RawArticle(text, source="The Sarn Courier", published=DAY, provenance={"source": 'field "site"'})
    article = with_dateline(given)
    assert (article.place, article.source, article.published) == ("Port Sarn", "The Sarn Courier", DAY)
    assert article.provenance == {"source": 'field "site"', "place": "dateline"}
    assert article.text == text


def test_a_dateline_may_stand_behind_the_names_of_author_and_agency() -> None:
    assert with_dateline(RawArticle(f"Ada Brenn\n\nVelmora Wire\n\nPORT SARN — {TEXT}")).place == "Port Sarn"
    assert with_dateline(RawArticle(f"It rained.\n\nPORT SARN — {TEXT}")).place is None
    assert with_dateline(RawArticle(TEXT)) == RawArticle(TEXT)
