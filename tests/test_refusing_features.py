"""What speaks for and against a reading, and that a question close to a report but not answered by it fits less.

The reports are invented.
"""

from __future__ import annotations

import pytest

from rag.refusing import NAMES, features, fits
from rag.refusing.alike import contrary, meaning, meanings
from rag.refusing.asked import asked_of
from rag.refusing.features import OF_WORDS, weigh
from rag.refusing.relations import contraries, denied_verbs, negation_differs, replaced
from tests.refusing_made_up import asks, reading_of

TEXT = (
    "Divers found the body of a deckhand inside the wreck on Wednesday. Lt. Ada Brenn, who leads the coast guard in "
    "Port Sarn, said that 94 people had been on board the Marrow. The ferry was built in 1987 and was licensed for 120 "
    "passengers. The operator, Isles Line, paid 40 million crowns for it. Tom Lark, 44, was the first to be saved."
)
FERRY = TEXT.split(". ", 1)[0] + "."
PEOPLE = (
    "Lt. Ada Brenn, who leads the coast guard in Port Sarn, said that 94 people had been on board the Marrow."
)
BUILT = "The ferry was built in 1987 and was licensed for 120 passengers."
PAID = "The operator, Isles Line, paid 40 million crowns for it."
SAVED = "Tom Lark, 44, was the first to be saved."

PAIRS = (  # a question that the sentence answers, one close to it that it does not answer, sentence, the span read
    ("Who leads the coast guard in Port Sarn?", "Who leads the coast guard in Ostrel?", PEOPLE, "Ada Brenn"),
    (
        "How many people had been on board the Marrow?",
        "How many lifeboats had been on board the Marrow?",
        PEOPLE,
        "94 people",
    ),
    ("When was the ferry built?", "How old was the captain of the ferry?", BUILT, "1987"),
    ("Who was the first to be saved?", "Who was the last to be saved?", SAVED, "Tom Lark"),
    ("How old is Tom Lark?", "How much money did Tom Lark receive?", SAVED, "44"),
    (
        "Who was the first to be saved?",
        "What was the name of the deckhand who was the first to be saved in 2019?",
        SAVED,
        "Tom Lark",
    ),
    ("How much did the operator pay?", "Which airline flew for the operator?", PAID, "40 million crowns"),
    ("Which company paid for the ferry?", "In which prison was the ferry paid for?", PAID, "Isles Line"),
    ("Who was saved first?", "Who was not saved first?", SAVED, "Tom Lark"),
    (
        "What did divers find inside the wreck?",
        "What did Corvin Trask find inside the wreck?",
        FERRY,
        "the body",
    ),
    (
        "How many passengers was the ferry licensed for?",
        "How many crowns was the ferry licensed for?",
        BUILT,
        "120",
    ),
    ("In what year was the ferry built?", "In what year was the ferry built by Hollin Yard?", BUILT, "1987"),
)


def value(name: str, question: str, sentence: str, span: str = "", text: str = TEXT) -> float:
    """One feature of a reading."""
    return features(asks(question), reading_of(text, sentence, span))[NAMES.index(name)]


@pytest.mark.parametrize(("answered", "close", "sentence", "span"), PAIRS)
def test_a_question_that_is_only_close_fits_less(answered: str, close: str, sentence: str, span: str) -> None:
    reading = reading_of(TEXT, sentence, span)
    assert fits(asks(answered), reading) > fits(asks(close), reading)


@pytest.mark.parametrize(("answered", "close", "sentence", "span"), PAIRS)
def test_features_are_named_shares(answered: str, close: str, sentence: str, span: str) -> None:
    for question in (answered, close):
        for reading in (reading_of(TEXT, sentence, span), reading_of(TEXT, sentence)):
            found = features(asks(question), reading)
            assert len(found) == len(NAMES)
            assert all(0.0 <= one <= 2.0 for one in found)
            assert 0.0 < fits(asks(question), reading) < 1.0


def test_names_count_in_the_sentence_near_it_and_nowhere() -> None:
    question = "How many people did the coast guard of Port Sarn count?"
    assert value("names_sentence", question, PEOPLE) == 1.0
    assert value("names_sentence", question, BUILT) == 0.0
    assert value("names_near", question, BUILT) == 1.0
    assert value("names_absent", question, BUILT) == 0.0
    assert value("names_absent", "What did Corvin Trask say?", PEOPLE) == 1.0


def test_the_headline_counts_as_near() -> None:
    reading = reading_of(TEXT, BUILT, title="The Tamrin disaster")
    found = features(asks("When was the Tamrin built?"), reading)
    assert found[NAMES.index("names_near")] == 1.0


def test_numbers_and_dates_of_the_question() -> None:
    assert value("numbers_near", "Who are the 94 people?", PEOPLE) == 1.0
    assert value("numbers_absent", "Who are the 300 people?", PEOPLE) == 1.0
    assert value("dates_near", "What was built in 1987?", BUILT) == 1.0
    assert value("dates_absent", "What was built in 2001?", BUILT) == 1.0
    assert value("dates_absent", "What was built?", BUILT) == 0.0


def test_an_extreme_that_stands_nowhere_near_is_missed() -> None:
    assert value("extremes_absent", "Who was the first to be saved?", SAVED) == 0.0
    assert value("extremes_absent", "Who was the youngest to be saved?", SAVED) == 1.0


@pytest.mark.parametrize(
    ("question", "sentence", "span", "expected"),
    [
        ("How old is Tom Lark?", SAVED, "44", 1.0),
        ("How much money did Tom Lark get?", SAVED, "44", 0.0),
        ("How much did Isles Line pay?", PAID, "40 million crowns", 0.5),  # whatever crowns are
        ("How many passengers may it carry?", BUILT, "120 passengers", 1.0),
        ("How many lifeboats did it carry?", BUILT, "120 passengers", 0.5),
        ("When was it built?", BUILT, "1987", 1.0),
        ("When was it built?", PAID, "Isles Line", 0.0),
        ("Who leads the guard?", PEOPLE, "Ada Brenn", 1.0),
        ("Which company runs it?", PAID, "Isles Line", 1.0),
        ("Where was the guard?", PEOPLE, "Port Sarn", 1.0),
        ("Who leads the guard?", PEOPLE, "Port Sarn", 0.25),
    ],
)
def test_the_kind_of_the_span(question: str, sentence: str, span: str, expected: float) -> None:
    assert value("kind_fits", question, sentence, span) == expected


def test_a_role_must_be_named_for_a_name_to_be_found() -> None:
    asked = "What was the name of the deckhand who was found?"
    assert value("role_named", asked, FERRY) == 0.25
    named = "Divers found the body of a deckhand, Olin Marsk, inside the wreck."
    assert value("role_named", asked, named, text=named) == 1.0
    assert value("role_named", asked, BUILT) == 0.0
    assert value("role_named", "When was the ferry built?", BUILT) == 0.5


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("best", "worst", True),
        ("dependent", "independent", True),
        ("rise", "fell", True),
        ("north", "south", True),
        ("legal", "illegal", True),
        ("storm", "gale", False),
        ("form", "inform", True),  # a price of telling prefixes by their letters
        ("port", "import", True),
        ("ferry", "ferry", False),
    ],
)
def test_contraries(one: str, other: str, expected: bool) -> None:
    assert contrary(meaning(one), meaning(other)) is expected


def test_words_of_one_meaning_meet() -> None:
    assert meaning("killed") == meaning("died") == meaning("Deaths")
    assert meaning("12,000") == "12000"
    assert {"person", "die"} <= meanings("Five passengers perished")


def test_a_word_put_in_the_place_of_another() -> None:
    sentence = "A turbine is a mechanical device that turns a shaft."
    assert replaced("What is a scientific device that turns a shaft?", sentence) == 1.0
    assert replaced("What device turns a shaft?", sentence) == 0.0


def test_denials_say_what_they_deny() -> None:
    assert [verb for verb, _ in denied_verbs("Ada Brenn refused to resign.")] == [meaning("resign")]
    assert [verb for verb, _ in denied_verbs("He has not yet named a minister.")] == [meaning("named")]
    assert denied_verbs("The bridge did not open until May.") == []
    assert negation_differs("Who was not saved?", "Tom Lark was saved.")
    assert not negation_differs("Who was saved?", "Tom Lark was saved.")


def test_contraries_of_a_sentence_are_counted() -> None:
    assert contraries(asked_of(asks("What was the worst case?")), "This is the best case.") == 1
    assert contraries(asked_of(asks("What was the best case?")), "This is the best case.") == 0


def test_fits_does_not_ask_how_alike_the_wording_is() -> None:
    """The same reading fits a question in the report's words and one in other words, but for what it names."""
    assert set(NAMES) > OF_WORDS
    near = fits(asks("Who leads the coast guard?"), reading_of(TEXT, PEOPLE, "Ada Brenn"))
    far = fits(asks("Who is at the top of the rescuers?"), reading_of(TEXT, PEOPLE, "Ada Brenn"))
    assert abs(near - far) < 0.35


def test_weighing_is_the_logistic_function() -> None:
    assert weigh((1.0, 2.0), (0.0, 0.0)) == 0.5
    assert weigh((1.0,), (1000.0,)) == pytest.approx(1.0)
    assert weigh((1.0, 1.0), (1.0, -1.0)) == 0.5


@pytest.mark.parametrize("question", ["?", "Who?", "How many?", "When?", "🙂", "the of", "1987", "“”"])
@pytest.mark.parametrize("text", ["1.", "🚢 🚢", "A", "Zwölf Fähren."])
def test_scraps_give_no_error(question: str, text: str) -> None:
    found = features(asks(question), reading_of(text, text))
    assert len(found) == len(NAMES)
