"""Every format gives the same article: its sentences, its headline, and where its facts were found."""

from __future__ import annotations

import gzip
import random
from datetime import date
from pathlib import Path

import pytest

from index.cleaning import clean
from index.paragraphs import paragraphs
from index.readers import READERS, supported
from index.sentences import split
from tests.made_files import FORMATS, Made, Reading

STORM = Made(
    "Ferry service to Port Sarn is halted after a fire",
    (
        "PORT SARN (Velmora Wire) - The ferry service between Velmora and Port Sarn was halted on Tuesday after a fire "
        "broke out in the engine room of the vessel “Meridian”, officials said. Nobody was hurt.",
        "The 214 passengers were taken off the ship by fishing boats, said Lena Torv, a spokeswoman for the coast "
        "guard. “We were fortunate that the sea was calm,” she added – and that the boats were near.",
        "The operator put the costs at 1.2 million crowns. It was the third fire in two years.",
    ),
)
_WORDS = (
    "harbour council ferry storm bridge river minister dockers engine lighthouse railway market school winter "
    "grain coast island village tunnel orchard"
).split()
_NAMES = ("Ada Brenn", "Joss Kettlin", "Lena Torv", "Gov. Orsa Dellinge", "Mr. Nolth", "Lt. Gen. Varro")


@pytest.fixture
def reading(tmp_path: Path) -> Reading:
    return Reading(tmp_path)


def sentences(text: str) -> list[str]:
    """The sentences of a cleaned text with single spaces: lines may be broken where a format breaks them."""
    return [
        " ".join(text[start + first : start + last].split())
        for start, end in paragraphs(text)
        for first, last in split(text[start:end])
    ]


def invented(rng: random.Random) -> Made:
    """An article of random paragraphs, with abbreviations, quotations, numbers and letters outside ASCII."""

    def sentence() -> str:
        words = [rng.choice(_WORDS) for _ in range(rng.randint(6, 22))]
        words[rng.randrange(1, len(words))] = rng.choice(_NAMES)
        if rng.random() < 0.3:
            words.insert(
                3, rng.choice(["1.2 million", "3,400", "Aug. 2", "£5", "70%", "café", "naïve", "well-known"])
            )
        body = f"The {' '.join(words)}"
        return f"“{body},” said Joss Kettlin." if rng.random() < 0.2 else f"{body}."

    made = tuple(" ".join(sentence() for _ in range(rng.randint(2, 5))) for _ in range(rng.randint(3, 7)))
    return Made("A report on the " + " ".join(rng.choice(_WORDS) for _ in range(4)), made)


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzipped"])
@pytest.mark.parametrize("ending", FORMATS)
def test_a_format_gives_back_the_article_plain_or_gzipped(
    reading: Reading, ending: str, packed: bool
) -> None:
    content = FORMATS[ending](STORM)
    data = content if isinstance(content, bytes) else content.encode()
    found = reading.article(f"a{ending}{'.gz' if packed else ''}", gzip.compress(data) if packed else data)
    assert sentences(clean(found.text)) == sentences(clean(STORM.text))
    assert found.title == STORM.title
    assert (found.place, found.source) == ("Port Sarn", "Velmora Wire")
    if ending != ".pdf":  # its page says neither
        assert (found.published, found.authors) == (date(2024, 3, 12), ("Ada Brenn",))
    assert {"title", "place", "source"} <= found.provenance.keys()


@pytest.mark.parametrize("seed", range(12))
def test_any_article_has_the_same_sentences_in_every_format(reading: Reading, seed: int) -> None:
    made = invented(random.Random(seed))
    expected = sentences(clean(made.text))
    assert len(expected) > 5
    for ending, write in FORMATS.items():
        found = reading.article(f"a{ending}", write(made))
        assert sentences(clean(found.text)) == expected, ending
        assert found.title == made.title, ending


@pytest.mark.parametrize("ending", [".txt", ".md", ".html", ".json", ".jsonl", ".csv", ".tsv"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_a_format_is_read_in_other_encodings(reading: Reading, ending: str, encoding: str) -> None:
    content = FORMATS[ending](STORM)
    assert isinstance(content, str)
    data = content.replace("utf-8", encoding.removesuffix("-sig")).encode(encoding)
    found = reading.article(f"a{ending}", data)
    assert sentences(clean(found.text)) == sentences(clean(STORM.text))


def test_every_format_that_is_read_is_named_and_has_a_sample_here() -> None:
    assert all(suffix in supported() for suffix in READERS)
    readers = {READERS[ending] for ending in FORMATS}
    assert readers == set(READERS.values())


@pytest.mark.parametrize("ending", sorted(READERS))
def test_an_empty_file_says_so_whatever_its_format(reading: Reading, ending: str) -> None:
    assert "empty" in reading.failure(f"a{ending}", b"")
    packed = gzip.compress(b"")
    reason = reading.failure(f"a{ending}.gz", packed)
    assert "empty" in reason or "no PDF" in reason
