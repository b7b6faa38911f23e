"""The reason that answers "why"."""

from __future__ import annotations

import re

from rag.reader.sought import Sought, Span

_END = (
    r"(?P<reason>(?:[^;?!.]|\.(?=\S)|(?<=\b[A-Z])\.|(?<=\b(?:St|Mr|Ms|Dr|Lt))\.|(?<=\b(?:Gen|Mrs|Rev|"
    r"Sgt|Col|Aug|Oct|Dec|Jan|Feb|Nov))\.|(?<=\bSept)\.)+)"
)
_SURE = re.compile(
    rf"\b(?:because(?: of)?|due (?:\w+ )?to|owing to|thanks to|as a (?:result|consequence) of|"
    rf"on the grounds? (?:that|of)|so that|in order to|"
    rf"by (?:saying|arguing|claiming)(?: that)?|on suspicion of|for fear (?:of|that)|in protest (?:at|"
    rf"against|over)|"
    rf"the reason (?:is|was) that|(?:was|were|is|are|been) (?:caused|prompted|triggered|blamed|"
    rf"driven) (?:by|on)|blamed (?:it )?on|"
    rf"citing|amid|in response to|as punishment for)\s+{_END}",
    re.IGNORECASE,
)
_LIKELY = re.compile(
    rf"\b(?:(?:since|as) (?=(?:the|a|an|it|he|she|they|there|his|her|its|their|this) )|when (?=(?:the|a|"
    rf"an|it|he|she|they|its|his|her|their|[A-Z]) ?)|"
    r"(?<!days )(?<!weeks )(?<!months )(?<!years )(?<!hours )(?<!minutes )"  # "14 months after the day" gives none
    rf"after (?=(?:the|a|an|it|he|she|they|its|his|her|their|being|[a-z]+ing)\b)|for (?=[a-z]+ing\b)|"
    rf"(?:found|said|says|arguing|argued|claimed|claims|answers?|explained|replied) that )\s*{_END}"
)
_PURPOSE = re.compile(rf"(?<!\bhave )(?<!\bhad )(?<!\bhas )\bto (?=(?:avoid|help|protect|prevent|stop|"
                      rf"keep|make|save|reduce|ease|allow|let|escape|"
                      rf"raise|cut|get|give|ensure|meet|mark|reach|improve|fight|curb|combat|boost|punish|"
                      rf"force|draw|demand|protest|"
                      rf"clarify|achieve|determine|investigate|examine|find|see|support|create|build|"
                      rf"encourage|provide)\b){_END}")  # fmt: skip
_TAIL = re.compile(
    r",? (?:and|but) so\b.*$|, (?:and|but|which|who|while|although|though|leaving|adding|according to|"
    r"a spokes\w+)\b.*$|"
    r",[”\"]? [^,]{0,60}\b(?:said|says|added|told)\b[^,]*$|,? (?:he|she|they|it|[a-z]+|[A-Z]\w+) (?:said|"
    r"says|added)\W*$",
    re.IGNORECASE,
)
_LONGEST = 30  # words


def find_reason(seeking: Sought) -> Span | None:
    """The clause that gives the reason: behind "because" and its like, else a purpose, else what came before."""
    for pattern in (_SURE, _PURPOSE, _LIKELY):
        for match in pattern.finditer(seeking.text, seeking.opening):
            start, end = match.span("reason")
            reason = _TAIL.sub("", seeking.text[start:end]).rstrip(' ,.”"')
            words = reason.split()
            if (
                1 <= len(words) <= _LONGEST
                and not seeking.in_a_time(start, start + 4)
                and not seeking.is_asked(reason)
            ):
                return start, start + len(reason)
    return None
