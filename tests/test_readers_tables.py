"""CSV, TSV and JSON in any columns: guessed by name and by content, settable, and broken rows."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from index.errors import InputError
from index.readers import RawArticle, ReadOptions, Remark, Unreadable
from index.readers.rows import delimiter_of
from tests.made_files import Reading, table_of

LONG = (
    "The ferry service between Velmora and Port Sarn was halted on Tuesday after a fire broke out in the engine room. "
    "All 214 passengers were taken off by fishing boats, and nobody was hurt."
)
ROW = {"Headline": "Fire halts ferry", "Day": "2024-03-12", "Section": "news", "Body": LONG}


@pytest.fixture
def reading(tmp_path: Path) -> Reading:
    return Reading(tmp_path)


def test_columns_are_found_by_name_and_what_was_found_is_said(reading: Reading) -> None:
    data = table_of([ROW])
    assert reading.remark("stories.csv", data) == (
        "stories.csv: text = Body, title = Headline, published = Day; not used: Section"
    )
    found = reading.article("stories.csv", data)
    assert (found.text, found.title, found.published, found.where) == (
        LONG,
        "Fire halts ferry",
        date(2024, 3, 12),
        "line 2",
    )
    assert found.provenance == {"title": 'column "Headline"', "published": 'column "Day"'}


def test_columns_are_found_by_content_where_their_names_say_nothing(reading: Reading) -> None:
    rows = [
        {
            "a": f"https://news.example/{n}",
            "b": f"{LONG} {n}",
            "c": f"March {n}, 2024",
            "d": f"Ferry number {n} halted",
        }
        for n in range(1, 9)
    ]
    remark = reading.remark("x.csv", table_of(rows))
    assert remark == "x.csv: text = b, title = d, published = c, url = a"
    found = reading.articles("x.csv", table_of(rows))
    assert [one.url for one in found] == [row["a"] for row in rows]
    assert found[2].published == date(2024, 3, 3)


def test_columns_can_be_asked_for_and_the_rest_is_still_guessed(reading: Reading) -> None:
    data = table_of([{**ROW, "Lead": "A short lead."}])
    found = reading.article("x.csv", data, text="lead", source="Section")
    assert (found.text, found.source, found.title) == ("A short lead.", "news", "Fire halts ferry")
    assert found.provenance["source"] == 'column "Section"'


def test_a_column_that_is_not_there_is_named_with_those_that_are(reading: Reading) -> None:
    reason = reading.reason("x.csv", table_of([ROW]), text="Story")
    assert reason == 'it has no "Story" to take for the text; it has Headline, Day, Section, Body'
    reason = reading.reason("x.jsonl", '{"a": {"b": "c"}, "d": 1}', text="a.c")
    assert reason == 'it has no "a.c" to take for the text; it has a.b, d'


def test_a_field_that_articles_do_not_have_cannot_be_asked_for() -> None:
    with pytest.raises(InputError, match=r"no 'colour'.*text, title, source"):
        ReadOptions({"colour": "Body"})


def test_a_table_without_texts_says_what_to_do(reading: Reading) -> None:
    reason = reading.reason("x.csv", "City,Inhabitants\nVelmora,9\nSarn,8\n")
    assert "none of its columns" in reason
    assert "City, Inhabitants" in reason
    assert "--columns text=" in reason
    assert "no rows" in reading.reason("x.csv", "title,text\n")


def test_a_table_without_a_header_keeps_its_first_row(reading: Reading) -> None:
    data = f'2024-03-12,Fire halts ferry,"{LONG}"\n2024-03-13,Ferry sails again,"{LONG} Again."\n'
    found = reading.articles("x.csv", data)
    assert [one.text for one in found] == [LONG, f"{LONG} Again."]
    assert [one.published for one in found] == [date(2024, 3, 12), date(2024, 3, 13)]
    assert "no header; text = column 3, title = column 2, published = column 1" in reading.remark(
        "x.csv", data
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_told_by_the_rows(reading: Reading, delimiter: str) -> None:
    data = table_of([ROW, {**ROW, "Body": f"{LONG}, he said; and | that"}], delimiter)
    assert len(reading.articles("x.csv", data)) == 2
    assert delimiter_of(data.splitlines(keepends=True), ",") == delimiter


def test_quoted_cells_keep_their_line_ends_delimiters_and_quotation_marks(reading: Reading) -> None:
    text = f'{LONG}\n\n"Nobody was hurt, luckily," she said.\n\nEnd; of it.'
    assert reading.article("x.csv", table_of([{**ROW, "Body": text}])).text == text


def test_ragged_rows_are_named_and_the_others_go_in(reading: Reading) -> None:
    data = f'title,text,day\nA,"{LONG}",2024-03-12\nB,short\nC,"{LONG}",2024-03-13,more\nD,"{LONG}",2024-03-14,,\n'
    items = reading.items("x.csv", data)
    assert [(type(item), getattr(item, "where", "")) for item in items] == [
        (Remark, ""),
        (RawArticle, "line 2"),
        (Unreadable, "line 3"),
        (Unreadable, "line 4"),
        (RawArticle, "line 5"),
    ]
    assert items[2] == Unreadable("it has 2 columns where the table has 3", "line 3")


@pytest.mark.parametrize("rest", [0, 1, 2, 3])
def test_a_quotation_mark_that_is_never_closed_costs_only_its_own_row(reading: Reading, rest: int) -> None:
    good = "".join(f'{n},"{LONG}"\n' for n in range(rest))
    items = reading.items("x.csv", f'title,text\nA,"{LONG}"\nB,"{LONG}\n{good}')
    failed = [item for item in items if isinstance(item, Unreadable)]
    assert [item.where for item in failed] == ["line 3"]
    assert [item.where for item in items if isinstance(item, RawArticle)] == [
        "line 2",
        *(f"line {4 + n}" for n in range(rest)),
    ]


def test_a_cell_of_ten_megabytes_goes_in(reading: Reading) -> None:
    text = "Nobody was hurt. " * 600_000
    assert len(reading.article("x.csv", table_of([{"title": "Long", "text": text}])).text) > 10_000_000


def test_names_that_stand_twice_or_not_at_all_are_told_apart(reading: Reading) -> None:
    data = f'text,,text\nshort,b,"{LONG}"\n'
    assert reading.article("x.csv", data, text="text (3)", title="column 2").text == LONG


def test_blank_lines_and_old_line_ends_do_no_harm(reading: Reading) -> None:
    data = f"\r\ntitle,text\r\n\r\nA,{LONG.replace(',', '')}\r\n\r\n"
    assert reading.article("x.csv", data).where == "line 4"


NESTED = {
    "meta": {"head": {"main": "Fire"}},
    "content": {"paragraphs": ["One.", "Two."]},
    "when": "2024-03-12",
}


def test_a_field_inside_another_is_named_with_dots(reading: Reading) -> None:
    found = reading.article(
        "x.jsonl",
        json.dumps(NESTED),
        text="content.paragraphs",
        title="meta.head.main",
        published="when",
    )
    assert (found.text, found.title, found.published) == ("One.\n\nTwo.", "Fire", date(2024, 3, 12))
    assert found.provenance["title"] == 'field "meta.head.main"'


def test_a_text_under_no_usual_name_is_found_by_its_length(reading: Reading) -> None:
    lines = "\n".join(json.dumps({"payload": {"prose": f"{LONG} {n}"}, "headline": "Fire"}) for n in range(3))
    assert reading.remark("x.jsonl", lines) == "x.jsonl: text = payload.prose, title = headline"
    assert reading.articles("x.jsonl", lines)[2].text == f"{LONG} 2"
    assert all(isinstance(item, Unreadable) for item in reading.items("q.jsonl", '{"question": "Who?"}'))


def test_usual_names_need_no_remark(reading: Reading) -> None:
    assert [type(item) for item in reading.items("x.json", json.dumps({"text": LONG}))] == [RawArticle]


@pytest.mark.parametrize("name", ["x.json", "x.jsonl", "x"])
@pytest.mark.parametrize(
    "data",
    [
        json.dumps([{"text": LONG}, {"text": LONG}], indent=1),
        json.dumps([{"text": LONG}, {"text": LONG}]),
        f"{json.dumps({'text': LONG})}\n{json.dumps({'text': LONG})}\n",
        json.dumps({"items": [{"text": LONG}, {"text": LONG}]}, indent=2),
    ],
    ids=["an array over lines", "an array on a line", "an object a line", "an object that holds them"],
)
def test_json_is_told_by_its_form_not_its_name(reading: Reading, name: str, data: str) -> None:
    assert len(reading.articles(name, data)) == 2
