"""What no collection of articles answers: small talk, the program itself, advice, sums."""

from __future__ import annotations

import re

from rag.kinds import plain

_SMALL_TALK = re.compile(
    r"\W*(?:(?:hi|hello|hey|howdy|greetings|good (?:morning|afternoon|evening|night|day)|"
    r"thanks?(?: you)?(?: (?:so|very) much)?|thx|bye|goodbye|see you|cheers|ok(?:ay)?|yes|no|lol|cool|nice|great|"
    r"test(?:ing)?|how are you(?: (?:doing|today))?|what is up|there|everyone|friend|bot|assistant|dateline)\W*)+"
)
_PROGRAM = re.compile(
    r"\b(?:who|what) (?:exactly )?are you\W*$|\bare you (?:an? )?(?:human|robot|ai\b|bot|machine|person|language model|"
    r"real|conscious|sentient|chatgpt|gpt|alive|there)|\bwhat is your (?:name|age|model|version|system|job|purpose|"
    r"favou?rite|opinion|gender)|\bwho (?:made|created|built|trained|programmed|owns) you\b(?! \w+)|"
    r"\bwhat (?:are|were) your (?:\w+ )?(?:instructions|rules|prompts?|guidelines|feelings)|\bhow do you work\W*$|"
    r"^\W*what (?:do you think|is your opinion) (?:of|about|on)\b|\bdo you (?:love|like|hate|dream|have feelings)\b|"
    r"\bwhat (?:is|was|does) (?:your|the) system prompt\b|\byour system prompt\b"
)
_ADVICE = re.compile(
    r"\b(?:should|shall|ought) (?:i|we) (?:to )?(?:buy|sell|invest|bet|short|trade|vote for|marry|date|quit|study|wear|"
    r"cook)\b|\bi (?:should|ought to) (?:buy|sell|invest|bet|short|trade|vote for|marry|study|wear|cook)\b|"
    r"\bwho should i vote\b"
)
_SUM = re.compile(
    r"^\W*(?:what (?:is|are|does) )?(?:-?\d[\d.,]*|the square root of \d+)"
    r"(?:\s*(?:[-+*/x×÷^]|plus|minus|times|multiplied by|divided by|to the power of)\s*-?\d[\d.,]*)+"
    r"\s*(?:equals?|=|make|come to)?\W*$|^\W*what is the square root of \d+\W*$"
)
_OUTSIDE = (
    (_SMALL_TALK.fullmatch, "This asks nothing about the articles."),
    (_PROGRAM.search, "This asks about the program, not about the articles."),
    (_ADVICE.search, "This asks for advice; the articles can only say what was reported."),
    (_SUM.match, "This is a sum, not a question about the articles."),
)


def outside(question: str) -> str | None:
    """Why no article can answer a question, in a sentence; None where one may."""
    asked = plain(question)
    return next((reason for matches, reason in _OUTSIDE if matches(asked)), None)
