"""Whether the words around a time expression speak of what was or of what is to come."""

from __future__ import annotations

import re
from enum import IntEnum


class Tense(IntEnum):
    """What the sentence says of a time: it is to come, it is past, or neither can be seen; OVER is surely past."""

    OVER = -2
    PAST = -1
    UNKNOWN = 0
    AHEAD = 1


_VERB = r"(?: be)?(?: [a-z]+)?"
_SETTLED = "due|set|forecast|scheduled|slated|expected|planned|postponed|delayed|rescheduled|adjourned|extended|moved"
_INTENDED = (
    "plans?|planning|hop(?:es?|ing)|intends?|aims?|vow(?:s|ed)|pledg(?:es|ed)|promis(?:es|ed)|agreed|"
    "threaten(?:s|ed)|wants?|prepar(?:es?|ing)|ready|going"
)
_PROGRAMMED = (
    "begins?|starts?|opens?|ends?|expires?|closes|runs|kicks? off|takes? effect|comes? into (?:force|effect)|"
    "goes? on sale|go(?:es)? to the polls|meets|votes|resumes?"
)
_AHEAD = "|".join(  # each with the verb it governs, so that "will be announced" does not end in a past tense
    (
        rf"\b(?:will|would|shall|should|may|might|must|won[’']t)\b(?! (?:not )?have\b)"
        rf"(?: (?:not|also|then|now|likely))?{_VERB}",
        rf"\b(?:(?:is|are|was|were|be|been)|[’']s) (?:{_SETTLED}|likely|poised|about|to)\b(?: to)?{_VERB}",
        rf"\b(?:(?i:{_SETTLED})|deadline|push(?:ed)? back) (?:for|until|through|by|on|in|(?<!due )to)\b{_VERB}",
        rf"\b(?:{_INTENDED}) to{_VERB}",
        r"(?<!said )(?<!found )(?<!known )(?<!thought )(?<!believed )(?<!reported )(?<!seemed )\bto be(?: [a-z]+)?",
        r"\b(?:upcoming|coming|forthcoming|deadline|tomorrow)\b",
        rf"(?<!to )\b(?:{_PROGRAMMED})\b",
        r"\b(?:ha[ds]|have|gives?|given|gave|allowed)(?: \w+){0,3} until(?= $)",
        r"\bto [a-z]+(?: \w+){0,4} (?:by|until|before|from)(?= $)",
    )
)
_PAST = "|".join(
    (
        r"\b(?:was|were|had|did|said|told|been|given|according|went|came|made|took|gave|got|left|met|held|won|lost|"
        r"began|broke|brought|built|bought|caught|drew|drove|fell|felt|found|fought|fled|flew|grew|kept|knew|led|paid|"
        r"ran|rang|rose|saw|sank|sent|shot|showed|sold|spent|spoke|stood|struck|swept|swore|taught|thought|threw|"
        r"wore|wrote|hung)\b",
        r"\bafter [a-z]+ing\b",
        r"\b(?!need|speed|feed|seed|exceed|proceed|succeed|breed|bleed|indeed|hundred|unprecedented|armed|aged|united)"
        r"[a-z]{2,}ed\b",
    )
)
_MARKER = re.compile(rf"\b(?:(?P<ahead>{_AHEAD})|(?P<past>{_PAST}))")
_SENTENCE_END = re.compile(r"[;!?\n]|(?<!\b[A-Z])(?<!\b[A-Z][a-z])(?<!\b[A-Z][a-z]{2})\.[”\"]?\s")
_CLAUSE_END = re.compile(r", | – | — ")
_CLAUSE_AFTER = re.compile(
    r"[.;:!?\n]|[,]? (?:that|which|who|as|while|after|before|when|and|but|because|where)\b"
)
_BOUND = re.compile(
    r"\b(?:until|till|by|before|from|starting|beginning|effective) (?:the |early |late )?$", re.IGNORECASE
)
_SINCE = re.compile(r"\bsince (?:the |early |late )?$", re.IGNORECASE)
_OPENING = 4
"""Words: "On Monday, …" opens a sentence and belongs to the clause behind its comma."""
_REACH = 120
"""Characters before an expression that are looked at; two thirds of them after it."""


def _last_marker(text: str) -> Tense:
    found = Tense.UNKNOWN
    for match in _MARKER.finditer(text):
        found = Tense.AHEAD if match.lastgroup == "ahead" else Tense.PAST
    return found


def tense(text: str, start: int, end: int) -> Tense:
    """The tense of the sentence around `text[start:end]`.

    The marker nearest before it in its own clause decides; then a word that sets a bound ("until Friday" lies ahead);
    then the first marker behind it ("On Monday, the two sides will meet"); then the clauses before.
    """
    before = _SENTENCE_END.split(text[max(0, start - _REACH) : start])[-1]
    if _SINCE.search(before):
        return Tense.OVER
    clause = _CLAUSE_END.split(before)[-1]
    if found := _last_marker(clause):
        return found
    if _BOUND.search(before):
        return Tense.AHEAD
    after = text[end : end + _REACH * 2 // 3]
    opening = 2 if after.startswith(", ") and len(clause.split()) < _OPENING else 0
    if match := _MARKER.search(_CLAUSE_END.split(_CLAUSE_AFTER.split(after[opening:])[0])[0]):
        return Tense.AHEAD if match.lastgroup == "ahead" else Tense.PAST
    return _last_marker(before)
