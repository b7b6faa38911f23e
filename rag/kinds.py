"""What sort of answer a question asks for, by its question word and what stands beside it."""

from __future__ import annotations

import re

_AUXILIARY = (
    r"(?:is|are|was|were|am|do|does|did|has|have|had|will|would|can|could|should|shall|may|might|must|"
    r"(?:is|are|was|were|do|does|did|has|have|had|wo|would|ca|could|should)n't|ain't)"
)
_PLACES = (
    r"(?:towns?|cit(?:y|ies)|countr(?:y|ies)|provinces?|regions?|districts?|places?|villages?|states?|islands?|"
    r"nations?|count(?:y|ies)|continents?|capitals?|locations?|neighbou?rhoods?|municipalit(?:y|ies))"
)
_BUILDINGS = (
    r"(?:ports?|harbou?rs?|airports?|stations?|buildings?|hospitals?|schools?|stadiums?|prisons?|streets?|roads?|"
    r"rivers?|areas?|parts?|hotels?|museums?|parks?|universit(?:y|ies)|venues?)"
)
_PEOPLE = (
    r"(?:person|man|men|woman|women|people|politicians?|ministers?|presidents?|players?|officials?|candidates?|"
    r"employees?|actors?|actress(?:es)?|singers?|musicians?|artists?|authors?|writers?|directors?|leaders?|heads?|"
    r"judges?|lawyers?|doctors?|scientists?|researchers?|athletes?|coach(?:es)?|captains?|drivers?|pilots?|officers?|"
    r"(?:head)?teachers?|academics?|professors?|experts?|economists?|analysts?|travell?ers?|passengers?|survivors?|"
    r"tradesm[ae]n|farmers?|bakers?|fisherm[ae]n|sailors?|seafarers?|deckhands?|cyclists?|engineers?|nurses?|"
    r"winners?|owners?|founders?|"
    r"generals?|mayors?|governors?|senators?|celebrit(?:y|ies)|billionaires?|king|queen|prince|princess|footballers?|"
    r"brothers?|sisters?|witness(?:es)?|suspects?|victims?|accused|defendants?|spokes(?:man|woman|person)|teams?|"
    r"compan(?:y|ies)|firms?|part(?:y|ies)|outlets?|newspapers?|unions?|banks?|agenc(?:y|ies)|group|organi[sz]ations?)"
)
_AMOUNTS = (
    r"(?:number|share|percentage|per ?cent(?:age)?|proportion|fraction|amount|sum|price|fare|fee|cost|rate|population|"
    r"turnout|toll|magnitude|temperature|height|depth|length|width|distance|speed|weight|age|size|capacity|"
    r"total|score|value|budget|salary|fine|pay rise|increase|majority|margin|(?:prison|jail) (?:sentence|term))"
)
_DEGREES = (
    "m[ae]n+y|mu[ct]*h|hard|strong|hot|cold|warm|expensive|big|large|tall|high|long|far|old|young|deep|wide|heavy|fast|often|"
    "small|short"
)
_NO_PREPOSITION = r"(?!(?:of|for|behind|in|to|about|on|at|by|with|from)\b)"
_NO_VERB = rf"(?!(?:{_AUXILIARY}|a|an|the|to)\b)"
_ENDS = (
    r"(?=\W*$|,| (?:of|in|for|at|on|to|per|after|before|during|when|that|which|by|from|among|between|did|do|does|has|"
    r"have|had|is|are|was|were|will|would|can|could|should|must)\b)"
)
_KINDS = (
    ("when", r"(?:when\b|how (?:long ago|soon|recently|late)\b|(?:what|which) (?:calendar |exact |other )?"
             r"(?:dates?|days?|months?|years?|weeks?|weekdays?|decades?|centur(?:y|ies)|times?)\b(?! zone)|"
             r"what(?: is| was|'s) the (?:exact )?(?:date|day|time|deadline)\b(?! between))"),
    ("how_many", rf"(?:how (?:{_DEGREES})\b|(?:what|which) {_AMOUNTS}\b{_ENDS}|"
                 r"(?:what|which) (?:share|percentage|per ?cent|proportion|number)\b|"
                 r"what (?:do|does|did|will|would|has|have) (?:[\w'.-]+ ){1,8}?(?:cost|weigh|measure)\b|"
                 rf"what (?:(?:is|was|are|were)|w(?:ill|ould) be) (?:{_NO_PREPOSITION}[\w'.-]+ ){{0,5}}?{_AMOUNTS}s?\b"
                 rf"{_ENDS})"),
    ("where", rf"(?:where(?:abouts)?\b|(?:in|at|to|from|near|through|off|over|outside|around|into) (?:what|which) "
              rf"(?:of the )?(?:[\w'-]+ )?(?:{_PLACES}|{_BUILDINGS})\b|"
              rf"(?:what|which) (?:{_NO_VERB}\w+ )?{_PLACES}\b(?! {_PEOPLE}))"),
    ("why", r"(?:why\b|what (?:made|caused|prompted|led|triggered|explains|motivated)\b|how come\b|"
            r"(?:for|on) (?:what|which) (?:reasons?|grounds?|purposes?)\b|what (?:is|was|were|are) (?:\w+ ){0,3}"
            r"(?:reasons?|cause|purpose|motive)\b)"),
    ("who", rf"(?:who|whom|whose)\b|what (?:is|was|are|were) the (?:full |real )?names? of (?:the |a |his |her )"
            rf"(?:[\w'-]+ ){{0,3}}?{_PEOPLE}\b|"
            rf"(?:what|which) (?:of the )?(?:{_NO_VERB}[\w'-]+ ){{0,3}}?{_PEOPLE}\b(?!')"),
    ("how", r"how\b"),
    ("what", r"(?:what|which)\b"),
)  # fmt: skip
_PATTERNS = tuple((kind, re.compile(rf"\b(?:{pattern})")) for kind, pattern in _KINDS)
_WH = (
    r"(?:(?:in|on|at|by|since|until|till|from|for|to|with|of|about|off|near) )?"
    r"(?:who|whom|whose|when|where|why|how|what|which)"
)
_OPENING = re.compile(rf"^\W*(?:(?:and|so|but|then|ok|okay|well|now|also),? )*{_WH}(?:abouts)?\b")
_ASKING = re.compile(  # "Can you tell me", "Do you know", "Did police say", "Is it known": the question follows
    rf"^\W*(?:please,? )?(?:(?:can|could|would|will) you (?:please )?|(?:do|did|does|is|was|has|have) (?:\w+ ){{1,4}}?|"
    rf"i(?: would|'d| want| need)? ?(?:like )?(?:to )?)?"
    rf"(?:tell me|tell us|say|said|know|known|clear|explain|explained|find out|show me|wonder|announce|announced|"
    rf"reveal|revealed|disclose|disclosed)(?: exactly| about)?,? (?={_WH}\b)"
)
_SUBORDINATE = re.compile(  # "When the ferry sank, how many died?"
    rf"^\W*(?:when|while|if|after|before|as|since|because|although|though|once|where|until|during|according to)"
    rf" [^?]*?, (?={_WH}\b|{_AUXILIARY}\b)"
)
_YES_NO = re.compile(rf"^\W*(?:(?:and|so|but|then|also|ok|okay|well),? )*{_AUXILIARY}\b")
_CONTRACTED = re.compile(r"\b(who|what|when|where|why|how|which)'(s|re|d|ll)\b")
_IN_FULL = {"s": "is", "re": "are", "d": "did", "ll": "will"}
_WHO_IS = re.compile(
    r"^\W*(?:(?:and|so|but),? )*who (?:exactly )?(?:is|was|are|were) (?P<rest>[^,;]+?)\W*$", re.IGNORECASE
)
_TITLES = frozenset(
    "mr mrs ms miss dr prof gen lt col sgt capt rep sen gov rev st sir dame lord lady".split()
)
_PARTICLES = frozenset("of de la van von der den bin ibn al el and & du di da le".split())
_NO_NAMES = frozenset(  # after "who is", in a question without capitals, these ask for somebody
    (
        "the a an in to on at it that this there he she they him her them his their its you we i my your "
        "president chief king queen pope mayor prime minister coach captain ceo leader head chairman director "
        "responsible guilty missing dead alive involved behind with from for against about going next first "
        "left shot hurt held sent hit found born killed sworn made known given taken chosen elected said "
        "hired told paid sold blamed not still also now really currently leading running winning and or"
    ).split()
)


def plain(question: str) -> str:
    """A question in lower case, with straight apostrophes, single spaces and no contracted question word."""
    lower = " ".join(re.sub("[’‘ʼ`´]", "'", question).lower().split())
    return _CONTRACTED.sub(lambda match: f"{match[1]} {_IN_FULL[match[2]]}", lower)


def kind_of(question: str) -> str:
    """What sort of answer a question asks for: who, who_is, when, where, how_many, why, how, yes_no or what.

    Of several sentences the last that is a question counts; of several question words the one it opens with, else
    the last ("They settled for how much?").
    """
    if _asks_who_somebody_is(question):
        return "who_is"
    asked = _clause(plain(question))
    found = [
        (match.start(), -match.end(), order, kind)
        for order, (kind, pattern) in enumerate(_PATTERNS)
        for match in pattern.finditer(asked)
    ]
    if _YES_NO.match(asked) or not found:
        return "yes_no" if _YES_NO.match(asked) else "what"
    opens = _OPENING.match(asked)
    starts = sorted({start for start, _, _, _ in found})
    place = starts[0] if opens else starts[-1]
    if not opens:  # "in which year": the preposition belongs to the words after it
        place = next(
            (start for start in starts if any(s == start and -end > place for s, end, _, _ in found)), place
        )
    return min((order, kind) for start, _, order, kind in found if start == place)[1]


def _clause(asked: str) -> str:
    """The sentence that asks, without what leads up to its question."""
    sentences = [
        part
        for part in re.split(
            r"(?<=[?!])\s+|(?<!\bst\.)(?<!\b(?:mr|ms|dr|no|jr)\.)(?<!\b(?:mrs|gen|gov|sen|rep|col|sgt)\.)(?<=[a-z0-9][.])\s+(?=\W*[a-z])",
            asked,
        )
        if part.strip()
    ]
    asking = [part for part in sentences if part.rstrip(" \"'”)").endswith("?")]
    clause = (asking or sentences or [asked])[-1]
    clause = _SUBORDINATE.sub("", clause)
    return _ASKING.sub("", clause)


def _asks_who_somebody_is(question: str) -> bool:
    """Whether a question names somebody and asks who that is: "Who is Ada Brenn?", also without capitals."""
    straight = re.sub("[’‘ʼ`´]", "'", question)
    match = _WHO_IS.match(re.sub(r"\b([Ww]ho)'s\b", r"\1 is", straight))
    if match is None:
        return False
    tokens = [token.strip(".\"'“”") for token in match["rest"].split()]
    if len(tokens) > 6 or any(token.endswith("'s") for token in tokens[:-1]):
        return False
    if any(token[:1].isupper() for token in tokens):
        named = all(token[:1].isupper() or token in _PARTICLES for token in tokens[1:])
        of_somewhere = tokens[0].lower() in _NO_NAMES and tokens[1:2] == ["of"]
        no_names = all(token.lower() in _NO_NAMES for token in tokens)
        return tokens[0][:1].isupper() and named and not of_somewhere and not no_names
    first = tokens[1] if tokens[0] in _TITLES and len(tokens) > 1 else tokens[0]
    ordinary = any(token in _NO_NAMES for token in tokens) or bool(re.search(r"(?:ed|ing)$", first))
    return len(tokens) <= 3 and first.isalpha() and not ordinary
