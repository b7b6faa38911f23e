"""What becomes of a report on its way through newsrooms, made to order: what finding copies is measured with.

Each edit takes a text and the means to change it, and gives a new text.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from index.sentences import split

_BREAK = re.compile(r"\n\s*\n|\n")
_NAME = re.compile(r"\b[A-Z][a-z]{2,}\b")
_NAME_WITHIN = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]{2,}\b")  # no sentence begins there
_FIGURES = re.compile(r"\d+")
_INVENTED = (
    "Abrel Brenn Corvan Dunmar Edrell Ferrin Gorse Halva Illan Jorvek Keld Lunde Morwen Nessa Ostrel Perrin Quorn "
    "Roskel Sarn Tamsin Ulvar Varro Wendal Yarrow Zelk"
).split()
_MIXED_LEAD = 0.1


@dataclass(frozen=True, slots=True)
class Means:
    """What an edit is made with: how strong it is (0..1), a source of chance, and the text of another report."""

    strength: float
    chance: random.Random
    other: str


Edit = Callable[[str, Means], str]


@dataclass(frozen=True, slots=True)
class Kind:
    """An edit with the strengths it is made at; `copy` says whether its result is still the same report.

    `label` names it to people, with the strength in per cent for `{}`.
    """

    name: str
    label: str
    edit: Edit
    strengths: tuple[float, ...]
    copy: bool = True


def truncated(text: str, means: Means) -> str:
    """Cut at its end, after the sentence with which the wanted share of the words is reached."""
    return _first(text, (1 - means.strength) * len(text.split()))


def thinned(text: str, means: Means) -> str:
    """Without that share of its paragraphs, here and there; at least one is left."""
    parts = _paragraphs(text)
    kept = max(1, round(len(parts) * (1 - means.strength)))
    places = sorted(means.chance.sample(range(len(parts)), kept))
    return "\n\n".join(parts[place] for place in places)


def new_lead(text: str, means: Means) -> str:
    """The paragraphs at its beginning, up to that share of its words, replaced by about as many of another report."""
    wanted, parts = means.strength * len(text.split()), _paragraphs(text)
    gone = 0
    while len(parts) > 1 and gone < wanted:
        gone += len(parts.pop(0).split())
    return "\n\n".join([_first(means.other, wanted), *parts])


def renamed(text: str, means: Means) -> str:
    """That share of its names changed, each everywhere to the same invented one."""
    names = sorted(set(_NAME_WITHIN.findall(text)))
    drawn = means.chance.sample(names, round(len(names) * means.strength))
    changed = {name: means.chance.choice(_INVENTED) for name in drawn}
    return _NAME.sub(lambda match: changed.get(match[0], match[0]), text)


def reordered(text: str, means: Means) -> str:
    """That share of its paragraphs in other places."""
    parts = _paragraphs(text)
    places = sorted(means.chance.sample(range(len(parts)), round(len(parts) * means.strength)))
    moved = means.chance.sample(places, len(places))
    result = list(parts)
    for place, taken in zip(places, moved, strict=True):
        result[place] = parts[taken]
    return "\n\n".join(result)


def reworded(text: str, means: Means) -> str:
    """That share of its words changed, half of them left out and half replaced by words of another report."""
    new = [word for word in means.other.split() if word.isalpha()] or ["so"]  # no editor makes figures up

    def word(old: str) -> str:
        drawn = means.chance.random()
        if drawn >= means.strength:
            return old
        return means.chance.choice(new) if drawn < means.strength / 2 else ""

    return "\n\n".join(" ".join(filter(None, map(word, part.split()))) for part in _paragraphs(text))


def mixed(text: str, means: Means) -> str:
    """Truncated, its names changed, both by that share, and with a new lead of a tenth."""
    return new_lead(renamed(truncated(text, means), means), replace(means, strength=_MIXED_LEAD))


def background(text: str, means: Means) -> str:
    """Another report, which ends in the closing paragraphs of this one: they are that share of the shorter text."""
    length = min(len(text.split()), len(means.other.split()))
    parts, taken, count = _paragraphs(text), list[str](), 0
    while parts and count + len(parts[-1].split()) <= means.strength * length:
        count += len(parts[-1].split())
        taken.insert(0, parts.pop())
    return "\n\n".join([_first(means.other, length - count), *taken])


def same_form(text: str, means: Means) -> str:
    """Half of its names changed and that share of its figures: next week's results in last week's words."""

    def figure(match: re.Match[str]) -> str:
        digits = len(match[0])
        drawn = means.chance.randrange(10 ** (digits - 1), 10**digits)
        return str(drawn) if means.chance.random() < means.strength else match[0]

    return _FIGURES.sub(figure, renamed(text, replace(means, strength=0.5)))


def untouched(text: str, _: Means) -> str:
    """The text as it is."""
    return text


KINDS = (
    Kind("truncated", "its last {} % cut", truncated, (0.25, 0.5, 0.75, 0.9)),
    Kind("paragraphs cut", "{} % of its paragraphs cut", thinned, (0.2, 0.4, 0.6, 0.8)),
    Kind("new lead", "its first {} % new", new_lead, (0.1, 0.2, 0.3)),
    Kind("names changed", "{} % of its names changed", renamed, (0.25, 0.5, 1.0)),
    Kind("paragraphs reordered", "{} % of its paragraphs moved", reordered, (0.5, 1.0)),
    Kind("reworded", "{} % of its words changed", reworded, (0.05, 0.1, 0.2)),
    Kind("several edits", "{} % cut and renamed, first tenth new", mixed, (0.25, 0.5)),
    Kind("shared background", "another report, {} % from this one", background, (0.2, 0.4, 0.6), copy=False),
    Kind("same form", "{} % of its figures changed", same_form, (0.5, 1.0), copy=False),
)
ANOTHER = Kind("another report", "", untouched, (0.0,), copy=False)
"""A report that is in no way made from one in the record."""


def _paragraphs(text: str) -> list[str]:
    return [part for part in _BREAK.split(text) if part.strip()]


def _first(text: str, wanted: float) -> str:
    """The first sentences, as many as it takes to have the wanted number of words."""
    taken: list[str] = []
    count = 0
    for part in _paragraphs(text):
        if count >= wanted:
            break
        end = 0
        for _, end in split(part):
            if count + len(part[:end].split()) >= wanted:
                break
        taken.append(part[:end])
        count += len(part[:end].split())
    return "\n\n".join(taken)
