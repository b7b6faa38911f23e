"""Plain text, Markdown with front matter, JSON and JSON Lines."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from index.readers import RawArticle
from tests.made_files import Reading

TEXT = "The ferry sailed on Monday. Nobody was hurt."


@pytest.fixture
def reading(tmp_path: Path) -> Reading:
    return Reading(tmp_path)


@pytest.mark.parametrize(
    ("data", "reason"),
    [(b"", "empty"), (b" \n\n", "empty"), (b"Title: Ferry sails\n", "no text")],
)
def test_a_plain_file_without_a_text_says_so(reading: Reading, data: bytes, reason: str) -> None:
    assert reason in reading.reason("a.txt", data)


FRONT = [
    ("title: Ferry sails", {"title": "Ferry sails"}),
    ("headline: 'Ferry: sails'\ndate: 2024-03-12", {"title": "Ferry: sails", "published": date(2024, 3, 12)}),
    ("date: 2024-03-12T07:15:00Z", {"published": date(2024, 3, 12)}),
    ("published: March 12, 2024", {"published": date(2024, 3, 12)}),
    (
        "Publisher: The Courier\nURL: https://example.org/a",
        {"source": "The Courier", "url": "https://example.org/a"},
    ),
    ("author: [Ada Brenn, Joss Kettlin]", {"authors": ("Ada Brenn", "Joss Kettlin")}),
    ("author: {name: Ada Brenn}\nid: 17", {"authors": ("Ada Brenn",), "item_id": "17"}),
    ("tags: [a, b]", {"title": ""}),
    ("", {"title": ""}),
]


@pytest.mark.parametrize(("front", "fields"), FRONT)
def test_front_matter_gives_what_it_says(reading: Reading, front: str, fields: dict[str, object]) -> None:
    lines = ["---", *front.splitlines(), "---", "", TEXT]
    found = reading.article("a.md", "\n".join(lines))
    assert found.text == TEXT
    assert {name: getattr(found, name) for name in fields} == fields


def test_front_matter_outranks_the_first_lines(reading: Reading) -> None:
    found = reading.article("a.md", f"---\ntitle: Given\n---\n# Seen\n\n{TEXT}")
    assert (found.title, found.text) == ("Given", TEXT)


@pytest.mark.parametrize("front", ["title: [unclosed", "a: b: c", "date: 2024-99-99", "[" * 3_000])
def test_broken_front_matter_is_reported(reading: Reading, front: str) -> None:
    assert "front matter" in reading.reason("a.md", f"---\n{front}\n---\n{TEXT}")


@pytest.mark.parametrize(
    "text",
    [
        "---\nOnly a sentence between two rules.\n---\nMore text.",
        "---\n" + "a: b\n" * 12_000 + "---\n" + TEXT,
    ],
)
def test_a_text_between_two_rules_is_no_front_matter(reading: Reading, text: str) -> None:
    assert reading.article("a.md", text).text.endswith(text[-10:])
    assert len(reading.article("a.md", text).text) > len(text) - 60


def test_aliases_that_grow_without_end_cost_nothing(reading: Reading) -> None:
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(9)
    )
    assert reading.article("a.md", f"---\n{bomb}title: *j\n---\n{TEXT}").title == ""


def test_json_may_be_one_article_a_list_or_an_object_with_articles(reading: Reading) -> None:
    item = {"text": TEXT, "title": "Ferry"}
    assert reading.article("a.json", json.dumps(item)).where == ""
    for value in ([item, item], {"articles": [item, item]}):
        found = reading.articles("a.json", json.dumps(value))
        assert [read.where for read in found] == ["item 1", "item 2"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("", "empty"),
        ("{", "not valid JSON"),
        ("[" * 100_000, "not valid JSON"),
        ('"text"', "must be a JSON object, not str"),
        ('{"title": "a"}', "no text"),
        ('{"text": "  "}', "no text"),
        ('{"text": 5}', "no text"),
    ],
)
def test_json_that_is_no_article_says_why(reading: Reading, data: str, reason: str) -> None:
    assert reason in reading.reason("a.json", data)


def test_a_broken_line_does_not_stop_the_others(reading: Reading) -> None:
    lines = [
        '{"text": "One."}',
        "{broken",
        "",
        "[1]",
        '{"text": "Two.", "id": 7}',
        "\ud83d".encode("utf-8", "replace").decode(),
    ]
    found = reading.items("a.jsonl", "\r\n".join(lines))
    assert [(getattr(item, "where", None), isinstance(item, RawArticle)) for item in found] == [
        ("line 1", True),
        ("line 2", False),
        ("line 4", False),
        ("line 5", True),
        ("line 6", False),
    ]


@pytest.mark.parametrize(
    ("fields", "name", "value"),
    [
        ({"body": TEXT}, "text", TEXT),
        ({"maintext": "a", "text": TEXT}, "text", TEXT),
        ({"content": ["One.", "Two."]}, "text", "One.\n\nTwo."),
        ({"text": "a\r\nb"}, "text", "a\nb"),
        ({"text": "half \ud83d"}, "text", "half \ufffd"),
        ({"text": TEXT, "title": "half \ud83d"}, "title", "half \ufffd"),
        ({"text": TEXT, "date_published": "2024-03-12T23:00:00+02:00"}, "published", date(2024, 3, 12)),
        ({"text": TEXT, "date": "soon"}, "published", None),
        ({"text": TEXT, "date": 5}, "published", None),
        ({"text": TEXT, "publisher": {"name": "The Courier"}}, "source", "The Courier"),
        ({"text": TEXT, "source": True}, "source", None),
        ({"text": TEXT, "title": "  a \n b "}, "title", "a b"),
        ({"text": TEXT, "creator": ["Ada", "Joss"]}, "authors", ("Ada", "Joss")),
        ({"text": TEXT, "guid": "x-1"}, "item_id", "x-1"),
        ({"text": TEXT, "source": "x" * 9_000}, "source", "x" * 2_000),
    ],
)
def test_an_object_gives_its_fields_under_the_usual_names(
    reading: Reading, fields: dict[str, object], name: str, value: object
) -> None:
    assert getattr(reading.article("a.json", json.dumps(fields)), name) == value
