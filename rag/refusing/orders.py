"""Orders to the program: to drop its rules, to leave the articles aside, to do something else than answer.

An order is known by how its clause opens; a question *about* somebody who ignored the rules opens otherwise.
"""

from __future__ import annotations

import re
from enum import Enum


class Order(Enum):
    """What an order wants; the value is the reason given for not following it."""

    CONTROL = "This is an instruction, not a question about the articles."
    SOURCE = "This asks for something other than what the articles say, and answers here come only from them."
    TASK = "This asks for something to be made or done, not for what the articles say."


_LEAD = (
    r"^\W*(?:(?:ok(?:ay)?|now|then|also|first|and|but|so|instead|from now on|after that|before that|hey|hi|hello|"
    r"dear|assistant|chatbot|ai|bot|important|attention|(?:new |your )?instructions?)\b[,:!. ]*)*"
    r"(?:(?:please|kindly|just|simply)\b,? )*"
    r"(?:(?:can|could|will|would) you |you (?:must|should|shall|will|have to|need to|are to|can) |"
    r"(?:i|we) (?:now )?(?:want|need|order|command|ask|would like) you |i'd like you |your (?:task|job) is |let's |"
    r"let us )?(?:now )?(?:to )?(?:(?:please|just|simply|now|always|kindly) )*"
)
_NEVER = r"(?:do not |don't |never |not )(?:ever |even )?"
_ARTICLES = (
    r"(?:articles?|sources?|documents?|passages?|library|context|reports?|citations?|quotations?|evidence|texts?|"
    r"archives?|collection|database|files?|newspapers?|anything|it|them)"
)
_RULES = (
    r"(?:instructions?|rules?|prompts?|guidelines?|restrictions?|programming|guardrails?|constraints?|training|"
    r"filters?|safeguards?|polic(?:y|ies)|orders|told|role|above|before)"
)
_CONTROL = (
    rf"{_LEAD}(?:ignore|disregard|forget|override|bypass|drop|discard|abandon|break|neglect|set aside|stop following)"
    rf" (?:(?:all|any|every|everything|each|what|whatever|that|you|we|your|the|these|those|his|her|of|other|were|was|"
    rf"have|been|i|are|is|previous|prior|earlier|preceding|former|above|system|safety|current|existing) )*{_RULES}\b",
    rf"{_LEAD}(?:print|reveal|show|repeat|output|display|tell|give|write|leak|expose|list|quote|summari[sz]e|"
    rf"describe|explain|recite|share|send)\b[^?.]{{0,40}}?\b(?:your (?:\w+ ){{0,2}}?(?:prompts?|instructions?|rules|"
    rf"configuration|settings|api key|password|source code)|system (?:prompt|message)|(?:text|words) above)\b",
    r"^\W*(?:from now on,? |now )?you (?:are|'re) (?:now|no longer|not|going to|called|an? |my |dan\b|free\b)",
    rf"{_LEAD}(?:act|behave|respond|answer|speak|talk|write) (?:as|like) (?:an?|if|the|my|though|you)\b",
    rf"{_LEAD}(?:pretend|role-?play|simulate|impersonate)\b",
    rf"{_LEAD}(?:imagine|assume|suppose)(?: that)? you\b|{_LEAD}assume the (?:role|identity|persona)\b",
    rf"{_LEAD}(?:{_NEVER})?(?:answer|reply|respond|say|output|repeat|return)\b (?:\w+ ){{0,3}}?"
    rf"(?:only|just|nothing|exactly|after me|with|this|the (?:following|word|same)|that and|yes|no|in|"
    rf"briefly)(?=\W|$)|{_LEAD}(?:answer|reply|respond|say|output|repeat|return) (?:with )?[\"'“‘]",
    rf"{_LEAD}(?:{_NEVER})?(?:answer|reply|respond)(?: \w+ly)?\W*$",
    rf"{_LEAD}(?:stick to|stand by|stay with|keep to) (?:what|your|that|the answer)\b",
    rf"{_LEAD}(?:keep (?:it|your|the answer)|be) (?:brief|short|concise)\b",
    r"^\W*(?:remember,? )?(?:that )?the (?:right|correct|true|real|only|expected|desired) answer (?:is|must|should)\b",
    r"\b(?:before|when|whenever|while) you (?:give|answer|reply|respond|state|report)\b",
    r"^[^?]*\b(?:every|each|all|any) (?:figures?|numbers?|answers?|names?|dates?)\b[^?]*\b(?:must|should|ha(?:s|ve) to|"
    r"(?:is|are) to) be \w+(?:ed|en)\b[^?]*$",
    r"^\W*by order of\b[^?]*$",
    r"\b(?:nobody|no one) will (?:check|know|notice)\b",
)
_SOURCE = (
    rf"{_LEAD}(?:ignore|disregard|forget|skip|leave out|set aside|{_NEVER}(?:read|use|search|consult|look|rely|cite|"
    rf"quote|check|open|need)(?: (?:at|on|in|up|through|for|to))*) (?:[\w-]+ ){{0,5}}?{_ARTICLES}\b",
    rf"{_LEAD}make (?:something|things|one|it|an? \w+|some\w*(?: \w+)?|the answer) up\b",
    rf"{_LEAD}(?:make up|invent|fabricate|hallucinate) (?:an?|some\w*|any\w*|the|your|one|me)\b",
    r"\b(?:from|with|using|use|by|out of) (?:only |just )?(?:your (?:own |general |prior |inner |world )*"
    r"(?:knowledge|memory|imagination|training|head|experience|fantasy)|general knowledge)\b",
    r"\bwithout (?:using|reading|looking at|consulting|searching|citing|checking|opening)"
    r" (?:the |any |your |these )*(?:articles?|sources?|documents?|library|archives?|texts?)\b",
)
_ART = r"(?:poems?|haikus?|sonnets?|limericks?|songs?|lyrics|rap|jokes?|riddles?|fairy tales?|nursery rhymes?|puns?)"
_WRITING = (
    r"(?:stor(?:y|ies)|tales?|essays?|letters?|e-?mails?|messages?|tweets?|blog ?posts?|posts?|speech(?:es)?|scripts?|"
    r"screenplays?|novels?|plays?|code|programs?|functions?|recipes?|resumes?|cvs?|adverts?|slogans?|headlines?|"
    r"press releases?|articles?|obituar(?:y|ies)|reports?|quiz(?:zes)?|itinerar(?:y|ies)|reviews?|captions?|dialogues?|"
    r"sql|python|javascript|html)"
)
_A = r"(?:me |us )?(?:an? |some |another |any |one |two |three |\d+ )?(?:[\w'-]+ ){0,4}?"
_TASK = (
    rf"{_LEAD}(?:write|compose|create|draft|generate|make|craft|produce|give|tell|sing|recite|come up with|think of) "
    rf"{_A}{_ART}\b",
    rf"{_LEAD}(?:write|compose|create|draft|generate|craft|produce|come up with) {_A}{_WRITING}\b",
    rf"{_LEAD}tell (?:me |us )?an? (?:[\w-]+ ){{0,3}}?(?:story|tale)\b",
    rf"{_LEAD}translate\b.*(?:\b(?:in)?to [A-Za-z]+\W*$|[\"'“‘])|{_LEAD}translate (?:this|the|it|my|that)\b",
    rf"{_LEAD}(?:solve|calculate|compute|work out)\b[^?]*\d",
    rf"{_LEAD}(?:draw|paint|sing|recite|hum|sketch) (?:me|us|an?|something|it)\b",
    rf"{_LEAD}(?:delete|erase|execute|download|install|e-?mail|hack|wipe|uninstall|reboot) "
    rf"(?:an?|the|all|every|this|my|your|it|them)\b",
    rf"{_LEAD}send (?:me|an? (?:e-?mail|message|letter))\b",
    rf"{_LEAD}(?:recommend|suggest) (?:me |us )?(?:an?|some|good|the best)\b",
    rf"{_LEAD}(?:rewrite|rephrase|paraphrase|proofread) (?:this|the|my|it|that|[\"'“‘])",
    rf"{_LEAD}(?:say|spell|repeat) [\"'“‘]|{_LEAD}count (?:from|to|up)\b",
)
_KINDS = tuple(
    (kind, re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE))
    for kind, patterns in ((Order.SOURCE, _SOURCE), (Order.CONTROL, _CONTROL), (Order.TASK, _TASK))
)


def order_in(clause: str) -> Order | None:
    """What a clause orders the program to do; None where it orders nothing."""
    straight = re.sub("[’‘ʼ`´]", "'", " ".join(clause.split()))
    return next((kind for kind, pattern in _KINDS if pattern.search(straight)), None)
