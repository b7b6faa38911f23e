"""Sentences of news text: where they end, and where they only seem to."""

from __future__ import annotations

import itertools
import random

import pytest

from index.sentences import LONGEST, split

ABBREVIATIONS = [
    "On Aug. 2, police arrested 151 people",
    "On Sept. 11 the harbour closed",
    "It opened on Jan. 3 and shut on Feb. 4",
    "From Oct. 1 to Nov. 30 nobody came",
    "The law of Dec. 12 stands",
    "On Mar. 5 and Apr. 6 it rained",
    "Lt. Jorun Pellask said so",
    "Lt. Col. Aldo Merrinck spoke first",
    "Gen. Merrinck waited",
    "Maj. Hask and Capt. Olen Varrick were there",
    "Sgt. Ketil Hamrosh dived",
    "Col. Undal left",
    "Cpl. Brenn and Pvt. Costa stayed",
    "Cmdr. Dorn took over",
    "Adm. Ekhart sailed",
    "Brig. Oskall agreed",
    "Supt. Grell and Insp. Nolth searched the house",
    "Det. Lindqvar found it",
    "Profs. Obray and Capts. Varrick and Gens. Hask met Ald. Grell",
    "Sat. Brown came and on Thu. Askell left",
    "A bus from Baltimore, Md. Street was late",
    "Mr. Hask met Mrs. Morvane and Ms. Renskow",
    "Dr. Yrsa Tamblin works there",
    "Prof. Lennart Obray teaches",
    "Sen. Callowick and Rep. Askell voted no",
    "Gov. Dellinge resigned",
    "Pres. Ekhart signed it",
    "Rev. Hallowick and Fr. Tirrow prayed",
    "Hon. Judge Brisken presided",
    "The U.S. Navy came",
    "The U.N. Security Council met",
    "The U.K. Parliament voted",
    "Washington D.C. Police were called",
    "St. Orla's Hospital is full",
    "They met in Ft. Illan and on Mt. Crannet",
    "Sarn Co. Limited paid",
    "Hollinbrand Bros. Builders closed",
    "Straits Inc. Chairman Undal left",
    "Isles Ltd. Director Oskall stayed",
    "Ambrell Corp. Shares fell",
    "Crane No. 4 fell",
    "Rooms Nos. 4 and 5 burned",
    "It left at 7 a.m. Monday",
    "It closes at 6 p.m. Eastern",
    "It opened at 6 a.m. and shut at 10 p.m. on Friday",
    "Hask vs. Morvane was close",
    "It was approx. 40 metres high",
    "An est. 300 people came",
    "The firm, i.e. Sarn Air, paid",
    "Some fish, e.g. cod, are dear",
    "J. R. Askell wrote it",
    "Milo J. Carrand scored",
    "She lives in Sacramento, Calif. with two dogs",
    "He moved to Tampa, Fla. Police found him",
    "A house in Boston, Mass. Avenue burned",
    "Ambrell Ave. Residents complained",
    "The Dept. of Roads said no",
    "Atty. Gen. Sandrell sued",
    "Amb. Umbrik flew home",
    "Asst. Coach Grell resigned",
    "See Sec. 4 and Fig. 2",
    "It cost 3.5 million, up from 2.1 million",
    "Dist. Judge Brisken said no",
    "On Mon. the court met, on Tues. it closed, on Thurs. it opened",
]


@pytest.mark.parametrize("sentence", ABBREVIATIONS)
def test_an_abbreviation_does_not_end_a_sentence(sentence: str) -> None:
    text = f"{sentence}. Nobody was hurt."
    assert [text[start:end] for start, end in split(text)] == [f"{sentence}.", "Nobody was hurt."]


@pytest.mark.parametrize(
    "sentences",
    [
        ["It rained.", "The river rose.", "Nobody drowned."],
        ["Who did it?", "Nobody knows!", "The case is open."],
        ["“Nobody was hurt,” she said.", "“We were lucky.”", "Then she left."],
        ['He said: "We will go."', "They went."],
        ["It left at 6 p.m.", "The crew of nine slept."],
        ["The rate fell to 6.25 percent.", "Prices rose 3.9 percent."],
        ["The search ended in 1993.", "Ten boats had taken part."],
        ["She lives in the U.S.", "He does not."],
        ["She said no.", "Nobody asked again."],
        ["Did it burn?", "No.", "Nobody was hurt."],
        [
            "They told me.",
            "“He is ill.”",
            "It was a work of art.",
            "It may.",
            "Fish, fruit, etc.",
            "They ate.",
        ],
        ["Вода поднялась.", "Никто не пострадал."],
    ],
)
def test_plain_sentences_are_separated(sentences: list[str]) -> None:
    text = " ".join(sentences)
    assert [text[start:end] for start, end in split(text)] == sentences


def test_a_sentence_does_not_cross_a_paragraph() -> None:
    text = "A headline without a full stop\n\nThe ferry sank. It was old"
    assert [text[a:b] for a, b in split(text)] == [
        "A headline without a full stop",
        "The ferry sank.",
        "It was old",
    ]


def test_a_sentence_broken_at_a_column_is_one() -> None:
    text = (
        "The ferry left the harbour at ten minutes to six in the evening, and it\n"
        "sent a call for help from a place three kilometres short of the island\n"
        "before it sank. Nobody knows why."
    )
    assert [text[a:b] for a, b in split(text)][1:] == ["Nobody knows why."]
    assert len(split(text)) == 2


def test_spans_cover_every_character_but_white_space_in_order() -> None:
    rng = random.Random(7)
    parts = [
        "Mr.",
        " ",
        "U.S.",
        "A",
        "b.",
        "?!",
        "”",
        "\t",
        "  ",
        "Dr. Ä",
        "…",
        "\xa0",
        "中。",
        "...",
        "\n\n",
        "😀 ",
        "\n",
    ]
    for _ in range(500):
        text = "".join(rng.choice(parts) for _ in range(rng.randint(0, 60)))
        spans = split(text)
        covered = "".join(text[start:end] for start, end in spans)
        assert "".join(covered.split()) == "".join(text.split())
        assert all(text[a:b] == text[a:b].strip() != "" for a, b in spans)
        assert all(one[1] <= two[0] for one, two in itertools.pairwise(spans))


@pytest.mark.parametrize("text", ["x" * 5_000, "word " * 1_000, "a  b" * 1_000, "12; 13;  " * 700])
def test_an_endless_sentence_is_cut_at_white_space_where_there_is_any(text: str) -> None:
    spans = split(text)
    assert len(spans) > 3
    assert all(b - a <= LONGEST and text[a:b] == text[a:b].strip() for a, b in spans)
    assert "".join("".join(text[a:b] for a, b in spans).split()) == "".join(text.split())
