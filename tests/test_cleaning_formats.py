"""Whatever format an article comes in, cleaning keeps its sentences as they stand and drops only what is none of it."""

from __future__ import annotations

import csv
import gzip
import json
import random
from pathlib import Path

import pytest

from index.cleaning import clean, dropped, normalise_line_ends
from index.decoding import decode
from index.paragraphs import paragraphs
from index.sentences import split
from tests.made_files import FORMATS, Made, Reading
from tests.shared import SHARED, needs_shared

NEWS = (
    "Three people died on Tuesday after the ferry “Tamsay Star” turned over in rough water, the coast guard said.",
    "It had left Keldmouth at 5:50 p.m. with 41 people aboard – eleven more than on any other day of the week.",
    "“We heard a bang,” said Ada Brenn, who was on deck. “Then the lights went out, and nobody told us anything.”",
    "The harbour office in Port Sarn, which had inspected the ship on Feb. 2, said it had found nothing wrong with it.",
    "Mr. Kettlin’s company said the crew’s training cost US$1.5 million a year; the union put it at half that sum.",
    "More than 60 boats took part in the search, which was called off at 3 a.m. and went on at first light.",
    "Follow-up inspections of the two sister ships are due next month, said Lt. Gen. Orsa Dellinge of the coast guard.",
    "The minister will read the report on Monday. She has promised to publish all of it, with the names of the dead.",
)
AROUND = (
    "Advertisement",
    "Read more",
    "Share this article",
    "Sign up for our newsletter to get the news from the harbour in your inbox.",
    "More: How the ferry was raised, step by step",
    "Follow Ada Brenn on Twitter: @adabrenn.",
    "Reporting by Ada Brenn in Keldmouth; Editing by Joss Kettlin",
    "This story has been updated with additional details.",
    "© 2024 Velmora Wire. All rights reserved.",
)
TITLE = "Ferry turns over on the way to the island"


def source_text(suffix: str, data: bytes) -> str | None:
    """The text of the article as it stands in a file; None where it has to be extracted from a page."""
    if suffix in {".html", ".pdf"}:
        return None
    text = normalise_line_ends(decode(data))
    if suffix in {".json", ".jsonl"}:
        return str(json.loads(text)["text"])
    if suffix in {".csv", ".tsv"}:
        (row,) = csv.DictReader(text.splitlines(keepends=True), delimiter="\t" if suffix == ".tsv" else ",")
        return row["text"]
    return text


def made(rng: random.Random) -> Made:
    """News paragraphs in any order, some of them twice, with what pages put around them in between."""
    first, *rest = rng.sample(NEWS, rng.randint(4, len(NEWS)))
    mixed = [*rest, *rng.sample(rest, 2), *rng.sample(AROUND, 4)]
    rng.shuffle(mixed)
    return Made(TITLE, (first, *mixed))


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzipped"])
@pytest.mark.parametrize("suffix", FORMATS)
def test_kept_sentences_stand_in_the_source_and_nothing_else_is_left(
    suffix: str, packed: bool, tmp_path: Path
) -> None:
    rng = random.Random(f"{suffix} {packed}")
    for number in range(5):
        article = made(rng)
        content = FORMATS[suffix](article)
        data = content if isinstance(content, bytes) else content.encode()
        name, stored = f"{number}{suffix}", data
        if packed:
            name, stored = f"{name}.gz", gzip.compress(data)
        raw = Reading(tmp_path).article(name, stored)
        cleaned = clean(raw.text)
        sentences = [cleaned[start:end] for start, end in split(cleaned)]
        assert sentences
        for sentence in sentences:
            assert sentence in raw.text
            assert sentence in (source_text(suffix, data) or raw.text)
        expected = list(dict.fromkeys(one for one in article.paragraphs if one not in AROUND))
        if suffix == ".pdf":  # a page says little of paragraphs: a line without a full stop may join the next
            assert all(paragraph in cleaned for paragraph in expected)
        else:
            assert [cleaned[start:end] for start, end in paragraphs(cleaned)] == expected
        assert clean(cleaned) == cleaned


def test_text_of_any_kind_loses_whole_paragraphs_only() -> None:
    rng = random.Random(11)
    pieces = [
        *NEWS,
        *AROUND,
        "",
        "* * *",
        "Facebook",
        "• Births: 14 per 1,000 people",
        "a\tb",
        "¿Qué?",
        "渡轮周一启航。",
    ]
    for _ in range(200):
        text = "".join(
            rng.choice(pieces) + rng.choice(["\n", "\n\n", " \n\u00a0\n", "  "]) for _ in range(20)
        )
        found = [text[start:end] for start, end in paragraphs(text)]
        gone = dropped(found)
        kept = [paragraph for number, paragraph in enumerate(found) if number not in gone]
        assert "".join(clean(text).split()) == "".join("".join(kept).split())


@needs_shared
@pytest.mark.parametrize(
    ("name", "kept", "first"),
    [("000_19438e2a3532787c.txt", 5, "PHNOM PENH - "), ("004_5f611be045eaa4a9.txt", 15, "Cambodian ")],
)
def test_both_shared_reports_keep_each_paragraph_once(
    name: str, kept: int, first: str, tmp_path: Path
) -> None:
    data = (SHARED / "articles" / name).read_bytes()
    cleaned = clean(Reading(tmp_path).article(name, data).text)
    found = [cleaned[start:end] for start, end in paragraphs(cleaned)]
    assert len(found) == len(set(found)) == kept
    assert cleaned.startswith(first)
    assert all(paragraph in decode(data) for paragraph in found)
