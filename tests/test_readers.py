"""Plain text, Markdown with front matter, JSON and JSON Lines."""

from __future__ import annotations

import json
from datetime import date

import pytest

from index.readers import READERS, RawArticle, Unreadable, jsonlines, markdown, plain, supported

TEXT = "The ferry sailed on Monday. Nobody was hurt."


def one(items: object) -> RawArticle | Unreadable:
    """The only item."""
    (item,) = items  # type: ignore[misc]  # any iterable of one
    return item  # type: ignore[no-any-return]  # see above


def article(items: object) -> RawArticle:
    """The only item, an article."""
    item = one(items)
    assert isinstance(item, RawArticle), item
    return item


def test_every_format_is_named_in_the_message_of_what_can_be_read() -> None:
    assert all(suffix in supported() for suffix in READERS)


@pytest.mark.parametrize(
    ("data", "reason"),
    [(b"", "empty"), (b" \n\n", "empty"), (b"Title: Ferry sails\n", "no text")],
)
def test_a_plain_file_without_a_text_says_so(data: bytes, reason: str) -> None:
    item = one(plain.read(data))
    assert isinstance(item, Unreadable)
    assert reason in item.reason


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
def test_front_matter_gives_what_it_says(front: str, fields: dict[str, object]) -> None:
    lines = ["---", *front.splitlines(), "---", "", TEXT]
    found = article(markdown.read("\n".join(lines).encode()))
    assert found.text == TEXT
    assert {name: getattr(found, name) for name in fields} == fields


def test_front_matter_outranks_the_first_lines() -> None:
    found = article(markdown.read(f"---\ntitle: Given\n---\n# Seen\n\n{TEXT}".encode()))
    assert (found.title, found.text) == ("Given", TEXT)


@pytest.mark.parametrize("front", ["title: [unclosed", "a: b: c", "date: 2024-99-99", "[" * 3_000])
def test_broken_front_matter_is_reported(front: str) -> None:
    item = one(markdown.read(f"---\n{front}\n---\n{TEXT}".encode()))
    assert isinstance(item, Unreadable)
    assert "front matter" in item.reason


@pytest.mark.parametrize(
    "text",
    [
        "---\nOnly a sentence between two rules.\n---\nMore text.",
        "---\n" + "a: b\n" * 12_000 + "---\n" + TEXT,
    ],
)
def test_a_text_between_two_rules_is_no_front_matter(text: str) -> None:
    assert article(markdown.read(text.encode())).text.endswith(text[-10:])
    assert len(article(markdown.read(text.encode())).text) > len(text) - 60


def test_aliases_that_grow_without_end_cost_nothing() -> None:
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(9)
    )
    assert article(markdown.read(f"---\n{bomb}title: *j\n---\n{TEXT}".encode())).title == ""


def test_json_may_be_one_article_a_list_or_an_object_with_articles() -> None:
    item = {"text": TEXT, "title": "Ferry"}
    assert article(jsonlines.read_json(json.dumps(item).encode())).where == ""
    for value in ([item, item], {"articles": [item, item]}):
        found = list(jsonlines.read_json(json.dumps(value).encode()))
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
def test_json_that_is_no_article_says_why(data: str, reason: str) -> None:
    item = one(jsonlines.read_json(data.encode()))
    assert isinstance(item, Unreadable)
    assert reason in item.reason


def test_a_broken_line_does_not_stop_the_others() -> None:
    lines = [
        '{"text": "One."}',
        "{broken",
        "",
        "[1]",
        '{"text": "Two.", "id": 7}',
        "\ud83d".encode("utf-8", "replace").decode(),
    ]
    found = list(jsonlines.read_lines("\r\n".join(lines).encode()))
    assert [(item.where, isinstance(item, RawArticle)) for item in found] == [
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
    fields: dict[str, object], name: str, value: object
) -> None:
    assert getattr(article(jsonlines.read_json(json.dumps(fields).encode())), name) == value
