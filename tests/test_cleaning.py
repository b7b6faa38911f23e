"""Cleaning takes out whole spans and changes nothing else."""

from __future__ import annotations

import random

import pytest

from index.cleaning import clean, normalise_line_ends
from index.paragraphs import paragraphs

LONG = "The suspects were arrested in four districts of the capital on Monday."


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("\ufeffa", "a"),
        ("a\u2028b\u2029c\x85d", "a\nb\nc\nd"),
        ("a\ufeffb", "a\ufeffb"),
        ("a\x0bb\x0cc", "a\x0bb\x0cc"),
    ],
)
def test_every_kind_of_line_end_becomes_one(raw: str, text: str) -> None:
    assert normalise_line_ends(raw) == text


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        (f"{LONG}\n\n{LONG}", LONG),
        (f"{LONG}\nNew.\n{LONG}\nEnd.", f"{LONG}\nNew.\n\nEnd."),
        (f"{LONG}\n\n  {LONG.replace(' ', '  ')}  \n\nEnd.", f"{LONG}\n\nEnd."),
        ("* * *\n\nText.\n\n* * *", "* * *\n\nText.\n\n* * *"),
        (
            "He declined to comment.\n\nHe declined to comment.",
            "He declined to comment.\n\nHe declined to comment.",
        ),
        (  # of two countries in one list the same may be true
            "• Births: 14 per 1,000 people every year\n• Births: 14 per 1,000 people every year",
            "• Births: 14 per 1,000 people every year\n• Births: 14 per 1,000 people every year",
        ),
        (
            "Hours: Monday to Friday, from 10 a.m. to 6 p.m.\nB\nHours: Monday to Friday, from 10 a.m. to 6 p.m.",
            "Hours: Monday to Friday, from 10 a.m. to 6 p.m.\nB\nHours: Monday to Friday, from 10 a.m. to 6 p.m.",
        ),
        (f"Note: {LONG} {LONG}\nB\nNote: {LONG} {LONG}", f"Note: {LONG} {LONG}\nB"),
        ("One.\n\n\n\n \nTwo.", "One.\n\nTwo."),
        ("  \n\n", ""),
    ],
)
def test_repeated_paragraphs_go_and_short_lines_may_repeat(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        (f"{LONG}\n\nAdvertisement\n\nMore followed.", f"{LONG}\n\nMore followed."),
        (f"{LONG}\nRead more\nMore followed.", f"{LONG}\n\nMore followed."),
        (f"{LONG}\n\nReporting by Ada Brenn; Editing by Joss Kettlin", LONG),
        (f"Share this article\n{LONG}\n© 2024 Velmora Wire. All rights reserved.", LONG),
        (f"Facebook\nTwitter\nEmail\n\n{LONG}", LONG),
        (f"Facebook\n{LONG}\nTwitter\n{LONG[:-1]}, too.", f"Facebook\n{LONG}\nTwitter\n{LONG[:-1]}, too."),
        ("Sign up for our newsletter.", ""),
    ],
)
def test_boilerplate_goes_by_whole_paragraphs(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


def test_what_is_kept_is_every_paragraph_once_unchanged_and_in_order() -> None:
    rng = random.Random(3)
    stock = [f"{LONG} Number {n},  with “quotes”\u00a0and\ttabs." for n in range(6)] + ["Short.", "* * *"]
    for _ in range(300):
        chosen = rng.choices(stock, k=rng.randint(0, 12))
        text = "".join(part + rng.choice(["\n", "\n\n", "\n \n\n\n"]) for part in chosen)
        expected = [part for at, part in enumerate(chosen) if len(part) < 60 or part not in chosen[:at]]
        cleaned = clean(text)
        assert [cleaned[start:end] for start, end in paragraphs(cleaned)] == expected
        assert clean(cleaned) == cleaned
