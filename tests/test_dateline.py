"""The dateline at the head of a report."""

from __future__ import annotations

from datetime import date

import pytest

from index.dateline import Dateline, after_dateline, place_name, read_dateline, without_dateline
from index.header import read_header

TEXT = "The ferry sailed on Monday, the coast guard said. Nobody was hurt."


@pytest.mark.parametrize(
    ("start", "place", "source"),
    [
        ("PHNOM PENH - ", "Phnom Penh", None),
        ("KELDMOUTH, March 5 (Velmora Wire) - ", "Keldmouth", "Velmora Wire"),
        ("KELDMOUTH, 5 March (Velmora Wire) - ", "Keldmouth", "Velmora Wire"),
        ("OSTREL (Velmora Wire) – ", "Ostrel", "Velmora Wire"),
        ("OSTREL, Dec. 4 — ", "Ostrel", None),
        ("PORT SARN, Velmora (AB) -- ", "Port Sarn, Velmora", "AB"),
        ("HALDRISK, New Velmora — ", "Haldrisk, New Velmora", None),
        ("MÜNCHEN - ", "München", None),
        ("U.N. HEADQUARTERS - ", "U.N. Headquarters", None),
        ("Port Sarn (CNN) ", "Port Sarn", "CNN"),
        ("Port Sarn and Ostrel, Velmora (CNN) ", "Port Sarn and Ostrel, Velmora", "CNN"),
        ("(Reuters) - ", None, "Reuters"),
        ("CNN —\n\n", None, "CNN"),
        ("Port Sarn CNN Business —\n\n", "Port Sarn", "CNN Business"),
    ],
)
def test_a_dateline_gives_place_and_source_and_stays_in_the_text(
    start: str, place: str | None, source: str | None
) -> None:
    assert read_dateline(start + TEXT) == Dateline(len(start), place, source, None)
    assert without_dateline(start + TEXT) == TEXT
    header = read_header(start + TEXT)
    assert (header.place, header.source, header.body) == (place, source, start + TEXT)


@pytest.mark.parametrize(
    "start",
    [
        "NATO-led troops - ",
        "Ostrel - ",
        "A - ",
        "BREAKING - ",
        "UPDATE — ",
        "Ada Brenn (Harbour Party) - ",
        "The agency (AP) said, and it was right: ",
        "OSTREL: ",
        "Reuters said that ",
        "",
    ],
)
def test_what_only_looks_like_a_dateline_is_text(start: str) -> None:
    assert read_dateline(start + TEXT) is None
    assert without_dateline(start + TEXT) == start + TEXT


@pytest.mark.parametrize("day", ["March 5, 2024", "5 March 2024"])
def test_a_dateline_with_a_year_gives_the_day(day: str) -> None:
    dateline = read_dateline(f"KELDMOUTH, {day} (Velmora Wire) - {TEXT}")
    assert dateline is not None
    assert dateline.published == date(2024, 3, 5)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("PHNOM PENH", "Phnom Penh"),
        ("Phnom Penh", "Phnom Penh"),
        ("RIO DE JANEIRO", "Rio de Janeiro"),
        ("LA PAZ", "La Paz"),
        ("COX’S BAZAR, Bangladesh", "Cox’s Bazar, Bangladesh"),
        ("PORT O'SARN", "Port O'Sarn"),
        ("SAINT-DENIS", "Saint-Denis"),
        ("WASHINGTON, DC", "Washington, DC"),
        ("U.N. HEADQUARTERS", "U.N. Headquarters"),
        ("PORT SARN, VELMORA", "Port Sarn, Velmora"),
        ("McALESTER", "McALESTER"),
        ("", ""),
    ],
)
def test_a_place_is_named_as_in_a_sentence(text: str, name: str) -> None:
    assert place_name(text) == name


def test_a_sentence_goes_on_behind_the_dateline_of_its_paragraph() -> None:
    text = (
        "PORT SARN (Velmora Wire) - A ferry sank.\nKELDMOUTH - A bridge fell. OSTREL - is no dateline here."
    )
    second = text.index("KELDMOUTH")
    inside = text.index("OSTREL")
    assert text[after_dateline(text, 0) :].startswith("A ferry")
    assert text[after_dateline(text, second) :].startswith("A bridge")
    assert after_dateline(text, inside) == inside
