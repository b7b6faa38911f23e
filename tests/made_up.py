"""Writes made-up news to index, the same for the same seed: many small files, some copies, and one file of many."""

from __future__ import annotations

import json
import os
import random
from datetime import date, timedelta
from pathlib import Path

_PLACES = [
    "Port Sarn",
    "Velmora",
    "Orlestad",
    "Tarn Quay",
    "Ibbeth",
    "North Kesh",
    "Dunmarrow",
    "Calder Reach",
]
_PEOPLE = ["Ada Brenn", "Tomas Vey", "Ines Calloway", "Rurik Dahl", "Mira Oswin", "Jory Pell", "Hana Strake"]
_THINGS = ["ferry", "granary", "tramway", "reservoir", "lighthouse", "archive", "fish market", "observatory"]
_SOURCES = ["Velmora Wire", "Sarn Courier", "The Kesh Ledger"]
_DEEDS = [
    "{who} said on {day} that the {thing} in {place} would close for {n} weeks.",
    "Engineers found {n} cracks in the {thing}, and the council of {place} voted {m} to {n} for repairs.",
    "The {thing} of {place} drew {n},{m}00 visitors last month, more than in any year since 19{m}.",
    "“Nobody told us about the {thing},” said {who}, who has lived in {place} for {n} years.",
    "Police in {place} questioned {n} people over a fire at the {thing} on {day} night.",
    "Work on the {thing} began in 20{m} and has cost {n} million crowns so far, {who} told reporters.",
    "Rain held up the boats off {place} for {n} hours, and {m} crates were lost.",
]
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_WRITTEN = 1_700_000_000


def report(chance: random.Random, number: int) -> dict[str, str]:
    """One report: its headline, which no other has, its source, day and text of several paragraphs."""
    place, thing = chance.choice(_PLACES), chance.choice(_THINGS)
    sentences = [
        chance.choice(_DEEDS).format(
            who=chance.choice(_PEOPLE),
            day=chance.choice(_DAYS),
            thing=chance.choice([thing, *_THINGS]),
            place=chance.choice([place, *_PLACES]),
            n=chance.randint(2, 40),
            m=chance.randint(10, 29),
        )
        for _ in range(chance.randint(3, 8))
    ]
    paragraphs = [" ".join(sentences[at : at + 4]) for at in range(0, len(sentences), 4)]
    return {
        "title": f"Report {number}: {thing} in {place}",
        "source": chance.choice(_SOURCES),
        "published": (date(2024, 1, 1) + timedelta(days=chance.randint(0, 300))).isoformat(),
        "text": "\n\n".join(paragraphs),
    }


def write_news(folder: Path, *, files: int, items: int, copies: int, seed: int = 4) -> Path:
    """Writes `files` text files, `copies` more that repeat some of them, and `items` reports in one JSONL file."""
    chance = random.Random(seed)
    folder.mkdir(parents=True)
    reports = [report(chance, number) for number in range(files + items)]
    for number, one in enumerate(reports[:files]):
        _write(folder / f"{number % 4}" / f"report-{number:03d}.txt", one)
    for number in range(copies):
        _write(folder / "copies" / f"copy-{number:03d}.txt", {**reports[number], "source": "Tarn Echo"})
    lines = [json.dumps({"id": f"item-{number}", **one}) for number, one in enumerate(reports[files:])]
    (folder / "items.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    for file in folder.rglob("*"):
        os.utime(file, (_WRITTEN, _WRITTEN))  # the time of a file that was written just now is not trusted
    return folder


def _write(file: Path, one: dict[str, str]) -> None:
    file.parent.mkdir(exist_ok=True)
    head = f"Title: {one['title']}\nSource: {one['source']}\nDate: {one['published']}"
    file.write_text(f"{head}\n\n{one['text']}\n", "utf-8")
