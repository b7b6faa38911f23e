"""What sort of answer a question asks for."""

from __future__ import annotations

import pytest

from rag.kinds import kind_of

KINDS = {
    "who": (
        "Who signed the order?",
        "Who was arrested?",
        "Who was killed in the storm?",
        "Who was chosen to find out why the ferry to Tamsay Island sank?",
        "Who is in charge of the coast guard post?",
        "who is the mayor of ostrel",
        "Who is Velmora's president?",
        "Who is leading the inquiry?",
        "Who were the two brothers?",
        "To whom did the bank pay the money?",
        "Whose decision was it not to shoot down the balloon?",
        "Which employee of the bank was the first to notice?",
        "Which of the accused walked free?",
        "Which head of state had used up the permitted time in office?",
        "What company built the ship?",
        "And who is the coach of his team?",
        "Tell me who signed the order.",
        "Do you know who leads the union?",
        "Who's in charge?",
        "Who else?",
    ),
    "who_is": (
        "Who is Uk Heisela?",
        "who is uk heisela",
        "Who’s Jorun Pellask?",
        "who's ada brenn",
        "Who is Lt. Jorun Pellask?",
        "And who is Dr. Yrsa Tamblin?",
    ),
    "when": (
        "When was the bridge closed?",
        "when was the bridge closed",
        "On what calendar date did police arrest 225 Chinese?",
        "In which year was it built?",
        "In what month is a replacement ferry expected?",
        "What was the date of the raid?",
        "Since when has the bridge been closed?",
        "By when was the inquiry supposed to report?",
        "How long ago did it sink?",
        "What time did the ferry leave?",
        "At what time did voting end?",
        "And when?",
        "When’s the vote?",
        "The bridge will open when?",
        "Referendums were held this week, which marks the day of the split in which year?",
    ),
    "where": (
        "Where did the balloon land?",
        "In which town do the pupils go to school?",
        "Which place do motorists have to pass through?",
        "To which port did a grain carrier go when it would not wait?",
        "In which two provinces did police arrest suspects?",
        "Whereabouts is the wreck?",
        "From what country did they come?",
        "They sailed where?",
        "Which country built the dam?",
    ),
    "how_many": (
        "What prison sentence did he receive?",
        "How many people died?",
        "how many people died",
        "How much does the repair cost?",
        "What does the new ferry of the island line cost?",
        "How old is he?",
        "And how deep is his ship lying?",
        "For how long did the police question him?",
        "What share of the vote did he win?",
        "What number of homes lost power?",
        "What pay rise did the dockers demand?",
        "What was the turnout?",
        "What is the population of Port Sarn?",
        "What was Velmora's inflation rate in February 2025?",
        "At what price were the tickets sold?",
        "By the ministry’s count, the number of bridges has now reached how many hundred?",
        "When the ferry sank, how many people were on board?",
        "Can you tell me how many ships were waiting?",
        "Did police say how many were arrested?",
        "How often does the boat run?",
        "How far is it to Kessen?",
        "How hard did the storm blow?",
        "how meny ships sank",
        "telephone fraud arrested july how many",
    ),
    "why": (
        "Why was the hospital opened late?",
        "Why?",
        "What made Bren Callowick come out in favour of Hask?",
        "What caused the fire?",
        "What was the reason for the delay?",
        "What was the reason for the price rise?",
        "On what ground does Beijing claim that?",
        "On what grounds?",
        "How come the ferry sank?",
    ),
    "how": (
        "How did the thief get in?",
        "How do the gangs work?",
        "How was the ship raised?",
    ),
    "yes_no": (
        "Is the bridge open?",
        "Did anyone survive?",
        "Isn’t the bridge open again?",
        "Has the president resigned?",
        "Was the man who stole the clock arrested?",
        "And did they agree?",
        "Is there a date for the vote?",
    ),
    "what": (
        "What was the balloon carrying?",
        "What happened when the ferry sank?",
        "What did the man who was arrested say?",
        "What did the minister say about the deportations?",
        "Which other object did the thief take?",
        "What do we know about the people who died?",
        "What about the children?",
        "And Velmora?",
        "Summarise the strike",
        "storm brannoc deaths",
        "???",
        "🚢🌊",
        "What is the name of the storm?",
        "What time zone is Velmora in?",
    ),
}


@pytest.mark.parametrize(("kind", "question"), [(kind, one) for kind, many in KINDS.items() for one in many])
def test_kind(kind: str, question: str) -> None:
    assert kind_of(question) == kind


@pytest.mark.parametrize(
    "question", [one for kind in ("when", "where", "why", "how_many") for one in KINDS[kind]]
)
def test_the_kind_does_not_hang_on_capitals_apostrophes_or_the_question_mark(question: str) -> None:
    kind = kind_of(question)
    assert kind_of(question.lower()) == kind
    assert kind_of(question.rstrip("?")) == kind
    assert kind_of(question.replace("'", "’")) == kind
    assert kind_of(f"  {question}  ") == kind


def test_the_full_stop_of_a_title_ends_no_sentence() -> None:
    assert kind_of("On which day were cars kept off the St. Halva Bridge?") == "when"
    assert kind_of("What did Gen. Merrinck say?") == "what"


@pytest.mark.parametrize(
    ("kind", "question"),
    [
        ("who", "What is the name of the farmer who saw the balloon?"),
        ("who", "Which traveller told reporters about it?"),
        ("what", "What is the name of the ferry?"),
    ],
)
def test_the_name_of_a_person_is_asked_for_with_what(kind: str, question: str) -> None:
    assert kind_of(question) == kind
