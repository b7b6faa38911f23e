"""In which language a text is written."""

from __future__ import annotations

import pytest

from index.language import SHORTEST, language
from index.samples import samples_path

ENGLISH = "The ferry sailed on Monday, the coast guard said. Nobody was hurt, and the harbour is open again."


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (ENGLISH, "en"),
        (ENGLISH.upper(), "en"),
        (
            "Die Fähre lief am Montag aus, teilte die Küstenwache mit. Verletzt wurde niemand, der Hafen ist offen.",
            "de",
        ),
        (
            "Le bac est parti lundi, ont annoncé les garde-côtes. Personne n'a été blessé, et le port est rouvert.",
            "fr",
        ),
        (
            "El transbordador zarpó el lunes, dijo la guardia costera. Nadie resultó herido y el puerto está abierto.",
            "es",
        ),
        (
            "Паром вышел в море в понедельник, сообщила береговая охрана. Никто не пострадал, порт снова открыт.",
            "ru",
        ),
    ],
)
def test_a_few_sentences_tell_their_language(text: str, code: str) -> None:
    assert language(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ferry sails again",
        ENGLISH[: SHORTEST - 1],
        " " * 200,
        "12 34 56 78 90 " * 20,
        "+++ --- *** " * 20,
    ],
)
def test_what_is_too_short_or_no_language_tells_none(text: str) -> None:
    assert language(text) is None


def test_every_sample_is_english() -> None:
    texts = [path.read_text("utf-8") for path in samples_path().glob("*.txt")]
    assert texts
    assert {language(text) for text in texts} == {"en"}


def test_a_full_disk_costs_the_language_and_not_the_article(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("index.language._identifier", refuse)
    assert language(ENGLISH) is None
