"""The dateline of a report, such as `PORT SARN, March 5 (Velmora Wire) - `: where, when and by whom it was filed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from index.dates import parse_date

_CAPITAL = "A-ZÀ-ÖØ-Þ"
_REGION = rf"(?:, [{_CAPITAL}][\w.]+(?: [{_CAPITAL}][\w.]+){{0,2}})?"
_IN_CAPITALS = rf"[{_CAPITAL}][{_CAPITAL}’'.]+(?:[ -][{_CAPITAL}][{_CAPITAL}’'.]+){{0,3}}{_REGION}"
_IN_LETTERS = rf"[{_CAPITAL}][\w’'.-]+(?: (?:and|de|do|da|of|[{_CAPITAL}][\w’'.-]+)){{0,3}}?{_REGION}"
_DAY = r"(?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}\.?)(?:,? \d{4})?"
_DASH = r"\s*[-–—]+\s+"
_KNOWN = (
    r"(?P<source>CNN(?: Business| Sport)?|AP|Associated Press|AFP|Reuters|REUTERS|UPI|dpa|DPA|Xinhua|Bloomberg|"
    r"BBC News|ANI|PTI|IANS)"
)
# In capitals with a dash any place is one. In ordinary letters only an agency that is known to write so tells a
# dateline from a sentence, and then in brackets or before a dash.
_DATELINES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:(?P<place>{_IN_LETTERS}) )?\({_KNOWN}\)(?:{_DASH}| +)",
        rf"(?:(?P<place>{_IN_LETTERS}) )?{_KNOWN}{_DASH}",
        rf"(?P<place>{_IN_CAPITALS})(?:, (?P<day>{_DAY}))?(?: ?\((?P<source>[^)\n]{{2,40}})\))?{_DASH}",
    )
)
_NO_PLACE = frozenset(
    "ANALYSIS BREAKING COLUMN CORRECTED CORRECTION EDITORIAL EXCLUSIVE EXPLAINER FACTBOX INTERVIEW LIVE NEWS OPINION "
    "PHOTOS REFILE REVIEW UPDATE UPDATED VIDEO WATCH WRAPUP".split()
)
_SMALL = frozenset("of the and de da do dos del di du la las le les el los al sur am im bei".split())
_INITIALS = frozenset("UN US UK EU UAE USA DC NATO".split())
_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")

_LONGEST = 160  # characters of a dateline


@dataclass(frozen=True, slots=True)
class Dateline:
    """What a dateline says and how long it is: the report goes on at `text[end:]`."""

    end: int
    place: str | None
    source: str | None
    published: date | None


def _title_case(match: re.Match[str]) -> str:
    word = match.group()
    if word in _INITIALS or (match.string[match.end() : match.end() + 1] == "." and len(word) == 1):
        return word
    if match.start() and word.lower() in _SMALL:
        return word.lower()
    # COX'S and O'HARE: a letter behind an apostrophe is a capital where a name goes on
    return re.sub(r"[^\W\d_]{2,}$|^[^\W\d_]+", lambda part: part.group().capitalize(), word.lower())


def place_name(text: str) -> str:
    """A place as it is written in a sentence: `PHNOM PENH` is Phnom Penh; anything but capitals stays as it is."""
    head, comma, rest = text.partition(",")
    if not head.isupper():
        return text
    return _WORD.sub(_title_case, head) + comma + (place_name(rest) if len(rest) > 4 else rest)


def read_dateline(text: str) -> Dateline | None:
    """The dateline at the head of a text, None where there is none."""
    for pattern in _DATELINES:
        if match := pattern.match(text):
            said = match.groupdict()
            place, day = said["place"], said.get("day")
            if place and place.split()[0] in _NO_PLACE:
                continue
            return Dateline(
                match.end(),
                place_name(place) if place else None,
                said["source"],
                parse_date(day) if day else None,
            )
    return None


def without_dateline(text: str) -> str:
    """The text without a dateline such as `PORT SARN (Velmora Wire) - ` at its head: for a stand-in headline."""
    dateline = read_dateline(text)
    return text[dateline.end :] if dateline else text


def after_dateline(text: str, start: int) -> int:
    """Where a sentence of an article that starts at `start` goes on behind a dateline; any paragraph may have one."""
    if start and text[start - 1] != "\n":
        return start
    dateline = read_dateline(text[start : start + _LONGEST])
    return start + dateline.end if dateline else start
