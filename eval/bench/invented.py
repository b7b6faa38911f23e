"""Invented news: articles of a realistic length about places and people that do not exist, the same for a seed.

They are for measuring time and space, not answers: sentences are drawn from patterns, names are made of syllables.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta

from index.readers import RawArticle

FEWEST_WORDS, MOST_WORDS = 400, 900
"""Words of an article."""
_FIRST_DAY, _DAYS = date(2023, 1, 2), 900
_FIRST_NAMES = (
    "Ada Bram Cleo Dag Edda Finn Gerd Hana Ines Jory Kaia Lars Mila Nils Oda Per Runa Sven Tove Ulf".split()
)
_FAMILIES = (
    "Bra Kel Tor Vel Mor Sar Dun Hal Jor Lin Ned Ost Pra Rud Sel Tam Ulv Wes Yar Zel Fen Gri Hex Ivo".split()
)
_FAMILY_ENDS = "rin vash dok mell tarn quen ovar imar ilde ask brun zeth".split()
_PLACES = (
    "Salt Iron Cold Amber Crow Elm Fox Gold Hazel Ivy Kite Lark Moss Otter Pine Quill Reed Thorn Ash".split()
)
_PLACE_ENDS = "mere haven wick stead bridge gate moor crag fell dale cross reach market shore".split()
_PATTERNS = (
    "{person}, who leads the {body} of {place}, said the {work} would cost {money} and take {n} months",
    "the {body} voted {n} to {m} for the {work}, which {person} of {place} had put forward {day}",
    "{n} households in {place} were without {supply} for {m} hours after the {trouble} near {elsewhere}",
    "engineers under {person} found {n} faults in the {work} between {place} and {elsewhere}",
    "the {company} company will hire {n} people in {place} and close its {building} in {elsewhere}",
    "a {trouble} damaged {n} {building}s along the road from {place} to {elsewhere}",
    "{person} told the {body} that {money} had been spent on the {work} without a receipt",
    "the price of {goods} rose by {percent} per cent in {place} and fell by {percent} per cent in {elsewhere}",
    "{n} {workers} from {place} stopped work {day} over the terms that {company} had offered {person}",
    "the {building} in {place}, built for {n} visitors, received {m} of them in its first week",
    "{person} and {other} disagreed over whether the {body} should pay for the {work} at {place}",
    "a survey of {n} {workers} in {elsewhere} showed that {percent} per cent wanted the {work} finished first",
    "rescue crews brought {n} people out of the {building} in {place} while {m} others waited for boats",
    "the court in {elsewhere} ordered {company} to return {money} to {n} buyers of {goods}",
    "{person} lost the vote in {place} by {n} ballots, a count that {other} asked the {body} to repeat",
    "trains between {place} and {elsewhere} ran {n} minutes late because of the {trouble}",
    "the harvest of {goods} around {place} reached {n} tonnes, {percent} per cent more than in the year before",
    "{other} opened the {building} {day} in front of {n} guests from {elsewhere}",
    "the {body} of {elsewhere} lent {n} pumps and {m} {workers} to {place} during the {trouble}",
    "{company} delivered {n} crates of {goods} to {place}, of which {m} were returned",
    "schools in {place} took in {n} pupils from {elsewhere}, where the {building} is being rebuilt",
    "{person} gave {money} for the {work}, the largest gift that the {body} of {place} has recorded",
    "an inquiry led by {other} counted {n} warnings that {company} had not answered before the {trouble}",
    "the ferry to {elsewhere} carried {n} passengers and {m} tonnes of {goods} through the {trouble}",
    "{workers} in {place} say the {work} was stopped {n} times since {person} took office {day}",
    "a new rule lets the {body} fine {company} {money} for each day that the {building} stays shut",
    "the museum of {place} showed {n} maps that {other} had found in the cellar of the {building}",
    "doctors at the {building} treated {n} people from {elsewhere}, {m} of them for burns after the {trouble}",
    "{percent} per cent of the {supply} of {place} now comes from {elsewhere}, {person} said {day}",
    "the team of {place} beat {elsewhere} {few} to 1, with {person} scoring in the last minutes",
)
_OPENERS = (
    "According to {other}, ",
    "In a letter to the {body}, {other} wrote that ",
    "By {day_of_month}, ",
    "Records kept in {elsewhere} show that ",
    "As the {trouble} went on, ",
    "At a hearing {day}, it was said that ",
    "Under a plan from {company}, ",
    "Two days after the {trouble}, ",
)
_TAILS = (
    ", a figure that {other} called provisional",
    ", though {company} put it at {n}",
    ", while {elsewhere} waited for {supply}",
    ", {n} days earlier than the {body} had planned",
    " and that {money} more would be needed",
    ", as it had after the {trouble} of {year}",
    ", and nobody in {elsewhere} objected",
    ", said {other}, a {profession} from {elsewhere}",
)
_TITLES = (
    "{place} waits for {n} {workers} as {work} starts",
    "{company} to pay {money} over {goods} in {place}",
    "{trouble} near {place} leaves {n} {building}s shut",
    "{person} asks {place} to vote on {work}",
    "{n} leave {elsewhere} for {place} after {trouble}",
)
_SLOTS = {
    "body": "harbour board|water council|road office|town assembly|grain office|land court|bridge committee|port watch",
    "work": "sea wall|tram line|new canal|deep well|stone bridge|grain store|night ferry|tunnel|dry dock|weather mast",
    "supply": "water|power|flour|fuel|salt|post|heat|milk",
    "trouble": "storm|landslide|fire|flood|strike|long frost|dry spell|power cut|spill|blizzard",
    "building": "school|mill|hospital|market hall|library|station|bakery|lighthouse|workshop|theatre",
    "goods": "barley|copper wire|wool|glass|lamp oil|timber|apples|paper|tin plate|linen",
    "workers": "dockers|weavers|nurses|drivers|teachers|masons|clerks|foresters|pilots|millers",
    "profession": "surveyor|pilot|baker|midwife|printer|botanist|notary|carpenter|archivist|beekeeper",
    "day": "on Monday|on Tuesday|on Wednesday|on Thursday|on Friday|last week|last month|over the weekend",
}
_CHOICES = {name: tuple(words.split("|")) for name, words in _SLOTS.items()}
_OUTLETS = (
    "Velmar Ledger",
    "Osthal Wire",
    "The Tamrin Post",
    "Northern Quay Gazette",
    "Selmoor Evening Sheet",
)


class _Words(dict[str, str]):
    """What stands in the slots of a pattern: drawn when a slot is first asked for."""

    def __init__(self, draw: random.Random) -> None:
        super().__init__()
        self._draw = draw

    def __missing__(self, slot: str) -> str:
        draw = self._draw
        made: dict[str, Callable[[], str]] = {
            "person": lambda: _person(draw),
            "other": lambda: _person(draw),
            "place": lambda: _place(draw),
            "elsewhere": lambda: _place(draw),
            "company": lambda: f"{_family(draw)} & {_family(draw)}",
            "money": lambda: f"{draw.randint(11, 990)},{draw.randint(0, 999):03} crowns",
            "percent": lambda: f"{draw.randint(1, 48)}.{draw.randint(0, 9)}",
            "n": lambda: str(draw.randint(12, 4800)),
            "m": lambda: str(draw.randint(2, 360)),
            "few": lambda: str(draw.randint(2, 6)),
            "year": lambda: str(draw.randint(1950, 2022)),
            "day_of_month": lambda: f"{draw.choice(('March', 'Aug.', 'Oct.', 'June'))} {draw.randint(1, 28)}",
        }
        return made[slot]() if slot in made else draw.choice(_CHOICES[slot])


def article(seed: int, number: int) -> RawArticle:
    """The article with a number, from 0, of a seed: always the same, whatever others are made."""
    draw = random.Random(f"{seed}/{number}")
    place, published = _place(draw), _FIRST_DAY + timedelta(days=draw.randrange(_DAYS))
    paragraphs, words, wanted = [], 0, draw.randint(FEWEST_WORDS, MOST_WORDS)
    while words < wanted:
        paragraph = " ".join(_sentence(draw) for _ in range(draw.randint(1, 3)))
        paragraphs.append(paragraph)
        words += len(paragraph.split())
    outlet = draw.choice(_OUTLETS)
    paragraphs[0] = f"{place.upper()}, {published:%B} {published.day} - {paragraphs[0]}"
    return RawArticle(
        text="\n\n".join(paragraphs),
        title=_capital(draw.choice(_TITLES).format_map(_Words(draw))),
        source=outlet,
        published=published,
        url=f"https://news.example/{seed}/{number}",
        authors=(_person(draw),),
    )


def _sentence(draw: random.Random) -> str:
    opener = draw.choice(_OPENERS) if draw.random() < 0.3 else ""
    tail = draw.choice(_TAILS) if draw.random() < 0.4 else ""
    return (
        _capital("".join(part.format_map(_Words(draw)) for part in (opener, draw.choice(_PATTERNS), tail)))
        + "."
    )


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _place(draw: random.Random) -> str:
    return draw.choice(_PLACES) + draw.choice(_PLACE_ENDS)


def _person(draw: random.Random) -> str:
    return f"{draw.choice(_FIRST_NAMES)} {_family(draw)}"


def _family(draw: random.Random) -> str:
    return draw.choice(_FAMILIES) + draw.choice(_FAMILY_ENDS)
