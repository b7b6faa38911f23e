"""Whether a sentence can be read by itself, or points back at somebody whom only an earlier sentence names."""

from __future__ import annotations

import re

from rag.support.names import names

_OPENS = r"^[“”\"'‘’(\[\s]*(?:(?:and|but|so|yet|then|also|still|now|however|meanwhile|instead|later|afterwards),? )?"
_TIMES = (
    r"(?:week|weekend|month|year|morning|afternoon|evening|season|summer|winter|spring|autumn|time|century)"
)
_PERSON = (
    r"(?:man|woman|men|women|boys?|girls?|child|children|teenagers?|pair|couple|trio|suspects?|victims?|"
    r"defendants?|accused|brothers?|sisters?|newcomers?|others?|former|latter|rest)"
)
_COUNT = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[a-z]+ty(?:-[a-z]+)?|\d[\d,]*|"
    r"most|some|many|several|few|half|all|none|neither|either|another|others|each|both)"
)
_BE = r"(?:is|are|was|were|has|have|had|will|would|could|can|may|might|must|did|do|does|said|say|told|came|went|died)"
_POINTS_BACK = re.compile(
    rf"{_OPENS}(?:"
    rf"(?:this|that|these|those)\b(?! {_TIMES}\b| (?:who|which)\b)|"
    rf"such (?:an?|[a-z]+s)\b|"
    rf"both\b(?! (?-i:[A-Z]))|"
    rf"the (?:other|same) (?:{_COUNT}|{_PERSON})\b|"
    rf"the (?:{_COUNT} )?{_PERSON}\b(?! (?:who|whose|of|in|from|accused|suspected|arrested|held))(?!,? (?-i:[A-Z]))|"
    rf"the {_COUNT} (?:{_BE})\b|"
    rf"the (?:first|second|third|last) {_BE}\b|"
    rf"{_COUNT} (?:of (?:them|those|these|whom)|{_BE})\b)",
    re.IGNORECASE,
)
_NO_SUBJECT = re.compile(  # "it" that stands for nothing said before
    r"it (?:rain|snow)\w*|"
    r"it (?:is|was|has been|had been|will be|would be|is still|was still|remains?|remained|seems?|seemed|takes?|took|"
    r"emerged|turned out|happens?|happened)(?: [\w-]+){0,6}? (?:that|whether|who|for|to|how|when|why|if)\b",
    re.IGNORECASE,
)
_SINGULAR = re.compile(r"\b(?:he|she|him|her|his|hers|himself|herself)\b", re.IGNORECASE)
_PLURAL = re.compile(r"\b(?:they|them|their|theirs|themselves)\b", re.IGNORECASE)
_NEUTER = re.compile(
    rf"{_OPENS}(?:(?:in|on|by|at|for|since|until|after|before) [^,]{{3,30}}, )?(?P<it>it|its|itself)\b", re.I
)
_SOMEBODY = re.compile(
    r"\b(?:who|whom|whose|nobody|somebody|everybody|anyone|someone|everyone)\b|"
    r"\b(?:the|an?|one|another|every|each|its|their|former|acting|chief) (?:[\w’'-]+ ){0,4}?(?:man|woman|boy|girl|"
    r"child|teenager|person|king|queen|prince|princess|mayor|president|minister|coach|captain|judge|chief|head|spokes\w+|"
    r"mother|father|brother|sister|son|daughter|wife|husband|widow|guard|police\w*|lawyer|nurse|cyclist|"
    r"[a-z]{3,}(?:er|or|ist|ian|eer|ant|ent|man|woman))\b",
    re.IGNORECASE,
)
_SOMETHING = re.compile(
    r"\b(?:the|an?|its|all|some|several|many|most|few|two|three|four|five|six|seven|eight|nine|ten|dozens|hundreds|"
    r"thousands|\d[\d,]*) [\w’'-]+|\b[a-z]{3,}(?<!s)s\b|\b(?:police|people|officials|men|women|children)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"“[^”]*”?|\"[^\"]*\"?")
_ONLY_QUOTED = re.compile(r"^(?:“[^“”]+”|\"[^\"]+\")\W*$")
_PLACE_BEFORE = re.compile(
    r"\b(?:in|at|near|from|off|to|of|through|outside|around|across|on) (?:the )?$", re.IGNORECASE
)
_AHEAD = re.compile(
    r"^[“\"]?(?:when|while|as|after|before|although|though|because|if|since|once|until|in|for|with|by|on|despite|asked|"
    r"speaking|having|being|born) [^,]*, (?P<main>.*)$",
    re.IGNORECASE | re.DOTALL,
)


def leaves_open(text: str) -> bool:
    """Whether a text, read by itself, does not say whom or what it speaks of.

    "He went home." and "Both were hurt." leave it open, and so does an utterance whose speaker is not named; "When
    he arrived, Olen Varrick said nothing." does not.
    """
    if _POINTS_BACK.match(text) or _ONLY_QUOTED.match(text.strip()):
        return True
    if (neuter := _NEUTER.match(text)) and not _NO_SUBJECT.match(text, neuter.start("it")):
        return not _named_ahead(text, neuter.start("it"))
    for pattern, antecedent in ((_SINGULAR, _SOMEBODY), (_PLURAL, _SOMETHING)):
        if (pronoun := pattern.search(text)) and not _has_antecedent(text, pronoun.start(), antecedent):
            return not _named_ahead(text, pronoun.start())
    return False


def _has_antecedent(text: str, at: int, kind: re.Pattern[str]) -> bool:
    """Whether somebody is named before a pronoun, outside of what is quoted unless the pronoun is quoted too."""
    before = text[:at]
    if not _inside(before):
        before = _QUOTED.sub(lambda quoted: " " * len(quoted.group()), before)
    if kind.search(before):
        return True
    places = (before.find(name.tokens[0], name.start) for name in names(before))
    return any(not _PLACE_BEFORE.search(before, 0, place) for place in places)


def _inside(before: str) -> bool:
    """Whether a quotation is open at the end of a text."""
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1


def _named_ahead(text: str, at: int) -> bool:
    """Whether the pronoun stands in an opening clause and its main clause opens with a name."""
    match = _AHEAD.match(text)
    if match is None or at >= match.start("main"):
        return False
    return any(name.start <= 4 for name in names(match["main"]))
