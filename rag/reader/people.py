"""The person or body that answers "who", and what somebody is, for "who is …"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.reader.proper import Proper, in_a_list, proper_names
from rag.reader.sought import WORD, Sought, Span, noun_end, tokens
from rag.support.words import STOPWORDS, stem

_SAID = r"(?:said|says|told|added|adds|announced|explained|replied|wrote|according)"
_SPEAKS = re.compile(rf"^(?:,? (?:who|the|a|an|[a-z]+)[^,.]{{0,60}},)? {_SAID}\b|^,? {_SAID}\b")
_SPOKEN = re.compile(rf"\b{_SAID}(?: to)?(?: [a-z]+){{0,2}} $")
_SAYS = re.compile(
    r"\b(?:sa(?:y|ys|id)|tell|told|announc\w*|accord\w*|warn\w*|call\w*|describ\w*|wrote|think\w*|believe\w*)\b"
)
_AT = re.compile(r"\b(?:in|at|near|from|off|outside|through|across|around|into|over) (?:the )?$")
_ASIDE = re.compile(r", (?:an?|the|who|whose|which|where|including) [^,;.]*$")
_BODY = re.compile(
    r"\b(?:Company|Co|Corp|Inc|Ltd|Group|Party|Bank|Union|University|Council|Office|Ministry|Department|"
    r"Commission|"
    r"Court|Agency|Authority|Association|League|Club|Line|Lines|Rovers|United|City|Team|Air|Airlines|Post|"
    r"Times|"
    r"Herald|Courier|Gazette|Wire|Senate|Congress|Parliament|Army|Navy|Institute|Foundation|Museum|"
    r"Society|News|"
    r"Federation|Organization|Organisation|Committee|Service|Board|Administration|House|Center|Centre)\b"
)
_WANTS_BODY = re.compile(
    r"\b(?:which|what) (?:[a-z'-]+ ){0,3}?(?:teams?|compan(?:y|ies)|firms?|part(?:y|ies)|outlets?|"
    r"newspapers?|unions?|banks?|"
    r"agenc(?:y|ies)|groups?|organi[sz]ations?|airlines?|clubs?|universit(?:y|ies))\b"
)
_DEMONYM = re.compile(
    r"(?:[a-z](?:ese|ish|ian|ians|ean)|Greek|French|Dutch|German|Thai|Swiss|Iraqi|Israeli|Arab)$"
)
_TITLED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Sgt|Capt|Sen|Rep|Gov|President|Minister|Judge|Sir|King|Queen|Pope)\b"
)
_UNSURE = 0.4  # of evidence, below which a name is not given where others stand beside it
_SUBJECT = re.compile(r"(?:^|[,;:] |[–—] | - |\b(?:that|when|after|but|while|because|where|if) )([^,;:.]*)$")
_AUXILIARIES = frozenset(
    "was were is are had has have been be also will would can could did does do then not first".split()
)
_BY = re.compile(r" by (?=[A-Za-z])")
_DETERMINERS = frozenset("a an the two three four some several many".split())
_POSSESSIVES = frozenset("its his her their my our your".split())


@dataclass(frozen=True, slots=True)
class _Asked:
    """How a question asks for somebody: by a verb's subject ("who signed"), the one it is done to, or neither."""

    verbs: frozenset[str]
    done_to: bool
    body: bool


def _asked(question: str) -> _Asked:
    body = bool(_WANTS_BODY.search(question))
    if match := _DONE_TO.search(question):
        stems = [stem(word) for word in tokens(match["rest"])]
        return _Asked(frozenset(stems[:1] if match["passive"] else stems), True, body)
    match = _DOES.search(question)
    stems = [stem(word) for word in tokens(match["rest"]) if word not in STOPWORDS][:1] if match else []
    if match and next(tokens(match["rest"]), "the") in STOPWORDS:
        stems = []  # "who is the coach": no verb to look for
    if match is None and (which := _WHICH_DOES.search(question)):
        stems = [stem(which["verb"])]
    return _Asked(frozenset(stems), False, body)


_AUX = r"(?:is|are|was|were|has|have|had|will|would|can|could|should|did|does|do)"
_DONE_TO = re.compile(
    r"\b(?:who|whom|(?:which|what) [a-z' -]{2,30}?) (?:(?P<passive>(?:is|are|was|were|has been|have been|"
    r"had been|will be|got|(?:is|are|was|were) being) "
    r"(?:[a-z]+ly )?(?=[a-z]+(?:ed|en)\b|shot|hurt|held|sent|hit|found|born|made|caught|built|led|paid|"
    r"sworn|sued|hung|put))|"
    r"(?:did|does|do) )(?P<rest>.+)"
)
_DOES = re.compile(
    rf"\bwho (?:{_AUX} )*(?:(?:been|first|also|later|originally|now|currently|actually|"
    rf"[a-z]+ly) )*(?P<rest>[a-z].*)"
)
_WHICH_DOES = re.compile(
    r"\b(?:which|what|whose) [a-z' -]{2,40}? (?P<verb>[a-z]+ed|led|won|lost|found|built|wrote|sold|bought|"
    r"made|told|held|sent|shot|hit|put|took|gave|came|went|saw|met|left|began|ran)\b"
)


def find_person(seeking: Sought) -> Span | None:
    """Whoever the question asks for: the subject of its verb, or whom it is done to, else the name that fits best."""
    asked = _asked(seeking.question)
    every = proper_names(seeking.text)
    found = [name for name in every if _possible(name, seeking)]
    verbs = [
        (start, end)
        for start, end, word in seeking.words
        if word in asked.verbs
        and start >= seeking.opening
        and seeking.text[start].islower()
        and not (" did " in seeking.question and asked.done_to and not seeking.text[:end].endswith("ed"))
    ]
    for start, end in verbs:
        if span := _beside(start, end, asked, found, seeking):
            return _listed(span, every, seeking)
    scored = sorted(
        ((_fit(name, seeking, asked), -name.start, name) for name in found), key=lambda one: one[:2]
    )
    if not scored:
        return None
    fit, _, best = scored[-1]
    if fit < _UNSURE and len(scored) > 1:
        return None
    return _listed((best.start, best.end), every, seeking)


def _possible(name: Proper, seeking: Sought) -> bool:
    """Whether a name can be whoever is asked for: not in the question, no time, no dateline, no bare nationality."""
    text = seeking.text
    if name.start < seeking.opening or seeking.is_asked(" ".join(name.tokens)):
        return False
    if seeking.in_a_time(name.start, name.end) or re.match(r"[’']s?\b", text[name.end :]):
        return False
    demonym = len(name.tokens) == 1 and _DEMONYM.search(name.tokens[0])
    return not (demonym and re.match(r" [a-z]", text[name.end :]))


def _beside(start: int, end: int, asked: _Asked, found: Sequence[Proper], seeking: Sought) -> Span | None:
    """Who stands before the verb, behind it, or behind its "by", as the question and the sentence have it."""
    text = seeking.text
    passive = bool(re.search(r"\b(?:was|were|is|are|been|being|be|got)(?: [a-z]+ly)? $", text[:start]))
    by = _BY.match(text, end) or re.match(r"(?: [a-z]+){1,4} by (?=[A-Z])", text[end:])
    if by and not asked.done_to:
        at = by.end() if by.re is _BY else end + by.end()
        return _phrase_from(at, found, text)
    if asked.done_to and not passive:
        return None if by else _phrase_from(end + 1, found, text)
    if passive != asked.done_to:
        return None
    return _phrase_before(start, found, seeking)


def _phrase_from(at: int, found: Sequence[Proper], text: str) -> Span | None:
    """The name or noun phrase that begins at a place."""
    for name in found:
        lead = text[at : name.start]
        if name.start >= at and re.fullmatch(
            r"(?:(?:the|an?|his|her|its|their) )?(?:[a-z][\w-]+ ){0,3}", lead
        ):
            return name.start, name.end
    word = WORD.match(text, at)
    if word is None or word.group().lower() in _POSSESSIVES:
        return None
    determined = word.group().lower() in _DETERMINERS
    stop = noun_end(text, word.end() if determined else at - 1)
    if (stop <= word.end() and determined) or stop <= at:
        return None
    return at, stop


def _phrase_before(start: int, found: Sequence[Proper], seeking: Sought) -> Span | None:
    """The name or noun phrase that is the subject of the verb at a place."""
    text = seeking.text
    clause = _SUBJECT.search(text[seeking.opening : start])
    at = seeking.opening + (clause.start(1) if clause else 0)
    inside = [name for name in found if at <= name.start and name.end <= start]
    if inside:
        first = inside[0]
        behind = text[first.end : start]
        before = text[at : first.start]
        if (
            not re.search(r"\b(?:in|at|near|from|of|to|by|with|for|on)(?: the)? $", before)
            and len(behind) < _LONGEST_GAP
        ):
            return first.start, _with_its_noun(first.end, start, text)
    elif clause and not clause[1].strip():  # ", who" and the like: the subject stands before the comma
        return None
    appositive = re.search(
        r"(?:^|[.;:] |\bthat )([^,;:]{2,60}), [^,;:]{3,90}, $", text[seeking.opening : start]
    )
    if appositive:
        base = seeking.opening + appositive.start(1)
        named = [name for name in found if base <= name.start and name.end <= base + len(appositive[1])]
        if named:
            return named[0].start, named[0].end
    return _subject_phrase(clause[1], at, seeking) if clause and not inside else None


_LONGEST_GAP = 60  # characters between a subject and its verb


def _with_its_noun(end: int, verb: int, text: str) -> int:
    """Where a subject ends that a name begins: "Chinese police", "Rovers fans"; the name's end where a verb follows."""
    words = text[end:verb].split()
    while words and (words[-1].endswith("ly") or words[-1].lower() in _AUXILIARIES):
        words.pop()
    gap = " " + " ".join(words)
    plain_nouns = words and len(words) <= 2 and all(word.isalpha() and word.islower() for word in words)
    if plain_nouns and not STOPWORDS & set(words) and text.startswith(gap, end):
        return end + len(gap)
    return end


def _subject_phrase(clause: str, at: int, seeking: Sought) -> Span | None:
    words = clause.split()
    while words and (words[-1].endswith("ly") or words[-1].lower() in _AUXILIARIES):
        words.pop()
    if (
        not words
        or len(words) > _MOST_BEFORE
        or words[0].lower() in {"it", "he", "she", "they", "this", "that", "these"}
    ):
        return None
    determined = words[0].lower() in _DETERMINERS
    rest = words[1:] if determined else words
    if not rest or any(word.lower() in STOPWORDS - {"of"} or word.endswith(("’s", "'s")) for word in rest):
        return None
    if not determined and not re.search(r"(?:[^s]s|men|people|police)$", rest[-1].lower()):
        return None
    phrase = " ".join(words)
    place = seeking.text.find(phrase, at)
    return (place, place + len(phrase)) if place >= 0 and not seeking.is_asked(phrase) else None


_MOST_BEFORE = 6  # words of a noun phrase before a verb


def _fit(name: Proper, seeking: Sought, asked: _Asked) -> float:
    """How well a name fits where no verb tells: the question's words near it, and what the name looks like."""
    text, question = seeking.text, seeking.question
    fit = seeking.near(name.start, name.end)
    is_body = bool(_BODY.search(name.text)) or (len(name.tokens) == 1 and name.text.isupper())
    person = (len(name.tokens) >= 2 or bool(_TITLED.search(name.text))) and not is_body
    fit += (0.8 if is_body else 0.0) if asked.body else (0.8 if person else 0.0)
    if _AT.search(text, 0, name.start):
        fit -= 1.0
    elif re.search(r"\bof (?:the )?$", text[: name.start]):
        fit -= 0.5
    if name.start <= seeking.opening + 4:
        fit += 0.2
    if _ASIDE.search(text[: name.start]):
        fit -= 0.5
    if not _SAYS.search(question) and (_SPEAKS.match(text[name.end :]) or _SPOKEN.search(text[: name.start])):
        fit -= 0.8
    return fit


def _listed(span: Span, every: Sequence[Proper], seeking: Sought) -> Span:
    """A name with those it is listed with, none of them in the question; anything else as it is."""
    one = next((name for name in every if (name.start, name.end) == span), None)
    if one is None:
        return span
    listed = in_a_list(every, one, seeking.text)
    inside = [name for name in every if listed[0] <= name.start and name.end <= listed[1]]
    return span if any(seeking.is_asked(" ".join(name.tokens)) for name in inside) else listed
