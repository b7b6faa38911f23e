"""Reading replies as real models write them, and finding their quotations in the article."""

from __future__ import annotations

import time

import pytest

from rag.writer.citations import Cite, quotation
from rag.writer.locate import locate
from rag.writer.parse import Claim, claims
from rag.writer.prompt import PASSAGE_CHARACTERS, clean

ONE = Claim("The dam held.", (Cite((1,), ("the dam held",)),))

FORMS = [
    'The dam held. [1] "the dam held"',
    'The dam held [1] "the dam held".',
    'The dam held [1] "the dam held"',
    "The dam held. [1] “the dam held”",
    "The dam held. [1] «the dam held»",
    "The dam held. [1] 'the dam held'",
    "The dam held. [1] ‘the dam held’.",
    'The dam held. [1]: "the dam held"',
    'The dam held. [1] — "the dam held"',
    'The dam held. [1] - "the dam held"',
    'The dam held. [1] ("the dam held")',
    'The dam held. ([1] "the dam held")',
    'The dam held. [1: "the dam held"]',
    'The dam held. [1, "the dam held"]',
    'The dam held. [Passage 1] "the dam held"',
    'The dam held. (passage 1) "the dam held"',
    'The dam held. [^1] "the dam held"',
    'The dam held. 【1】 "the dam held"',
    'The dam held. [1]. "the dam held"',
    'The dam held. "the dam held" [1]',
    '- The dam held. [1] "the dam held"',
    '* **The dam held.** [1] "the dam held"',
    '• The *dam* held. [1] "the dam held"',
    '1. The dam held. [1] "the dam held"',
    '> The dam held. **[1]** "the dam held"',
    'The dam held. [1] *"the dam held"*',
    'The dam held. [1] \\"the dam held\\"',
    'The dam held.\n[1] "the dam held"',
    'The dam held.\n   - [1] "the dam held"',
    'The dam held.\n> [1] "the dam held"',
    '```\nThe dam held. [1] "the dam held"\n```',
    '```text\nThe dam held. [1] "the dam held"\n```\n',
    '## Answer\n\nThe dam held. [1] "the dam held"\n',
    '**Answer:**\nThe dam held. [1] "the dam held"',
    'Based on the passages, here is the answer:\n\nThe dam held. [1] "the dam held"',
    'According to passage 1, the dam held. [1] "the dam held"',
    '<think>The dam broke. [1] "no"</think>The dam held. [1] "the dam held"',
    '<think>\nDid it?\n\nNo. [2] "x"\n</think>\n\nThe dam held. [1] "the dam held"',
    'I think so.</think>\nThe dam held. [1] "the dam held"',
    'The dam held. [1] "the dam held"\r\n\r\n',
    'The dam\u200b held.\x07 [1] "the dam held"',
]


def in_pieces(text: str, size: int) -> list[str]:
    return [text[at : at + size] for at in range(0, len(text), size)]


@pytest.mark.parametrize("reply", FORMS)
@pytest.mark.parametrize("size", [1, 3, 1000])
def test_every_dress_of_a_cited_sentence_is_read_alike(reply: str, size: int) -> None:
    found = [claim for claim in claims(in_pieces(reply, size)) if claim.cites]
    assert found == [ONE]


MANY = [
    (
        'A fell. [1] "a fell" B rose. [2] "b rose"',
        [("A fell.", [(1,)], ["a fell"]), ("B rose.", [(2,)], ["b rose"])],
    ),
    (
        'A fell [1] "a fell", and B rose [2] "b rose".\nC stood. [3] "c stood"',
        [("A fell, and B rose.", [(1,), (2,)], ["a fell", "b rose"]), ("C stood.", [(3,)], ["c stood"])],
    ),
    ('A fell. [1] "a fell" [2] "it fell"', [("A fell.", [(1,), (2,)], ["a fell", "it fell"])]),
    ('A fell. [1] "a fell" and "it fell"', [("A fell.", [(1,)], ["a fell", "it fell"])]),
    ('A fell. [1]\n[1] "a fell"\n', [("A fell.", [(1,), (1,)], ["a fell"])]),
    ('A fell. [1] "a fell"\n[2] "it fell"\n', [("A fell.", [(1,), (2,)], ["a fell", "it fell"])]),
    ("A fell. [1, 2]", [("A fell.", [(1, 2)], [])]),
    ("A fell. [1][3]", [("A fell.", [(1,), (3,)], [])]),
    ("A fell. [1-3]", [("A fell.", [(1, 2, 3)], [])]),
    ("A fell. [1 and 2]", [("A fell.", [(1, 2)], [])]),
    ("A fell.", [("A fell.", [], [])]),
    ("A fell\nand broke. [1]", [("A fell and broke.", [(1,)], [])]),
    ("A “soon” fell. [1]", [("A “soon” fell.", [(1,)], [])]),
    (
        'A fell. [1] "he said "soon" to us"\nB rose. [2] "b"',
        [("A fell.", [(1,)], ['he said "soon" to us']), ("B rose.", [(2,)], ["b"])],
    ),
    (
        'A fell. [1] "“We fell,” he said"',
        [("A fell.", [(1,)], ["“We fell,” he said"])],
    ),
    ('A fell. [1] "We fell,” he said"', [("A fell.", [(1,)], ["We fell,” he said"])]),
    ('A fell. [1] "the roof of A fell', [("A fell.", [(1,)], [])]),
    (
        'A fell. [1] "the roof of A fell\nB rose. [2] "b"',
        [("A fell.", [(1,)], ["the roof of A fell"]), ("B rose.", [(2,)], ["b"])],
    ),
]


@pytest.mark.parametrize(("reply", "expected"), MANY)
def test_citations_go_with_their_sentences(
    reply: str, expected: list[tuple[str, list[tuple[int, ...]], list[str]]]
) -> None:
    found = [
        (
            claim.text,
            [cite.numbers for cite in claim.cites],
            [words for cite in claim.cites for words in cite.quotations],
        )
        for claim in claims([reply])
    ]
    assert found == expected


def test_a_half_line_at_the_end_is_marked_as_broken() -> None:
    *_, last = claims(['The dam held. [1] "the dam held"\nThe bri'])
    assert last == Claim("The bri", (), broken=True)
    *_, last = claims(['The dam held. [1] "the dam held"\nThe bridge fell.'])
    assert not last.broken


def test_a_sentence_is_given_out_as_soon_as_the_next_one_starts() -> None:
    taken: list[str] = []

    def deltas() -> object:
        for piece in ('The dam held. [1] "the dam held"\n', "The ", "bridge", " fell"):
            taken.append(piece)
            yield piece

    next(claims(deltas()))  # type: ignore[arg-type]  # an iterator of strings
    assert len(taken) == 2


def test_a_reply_without_end_is_read_no_further() -> None:
    def deltas() -> object:
        while True:
            yield "The dam held. [1]\n"

    assert 1000 < len(list(claims(deltas()))) < 5000  # type: ignore[arg-type]  # an iterator of strings


def test_nothing_but_marks_is_nothing() -> None:
    for reply in ("", "\n\n", "***", "[1]", '[1] "the dam held"', "---\n```\n", "<think>hm", "# Title\n"):
        assert list(claims([reply])) == [], reply


def test_an_odd_reply_is_read_in_no_time() -> None:
    began = time.monotonic()
    for piece in (
        '"',
        "“",
        "[1] ",
        '[1] "',
        "<think>",
        "</think>",
        "((",
        "a. ",
        "**",
        "[1",
        "\\",
        ": ",
        'a "b" ',
    ):
        list(claims([piece * (30_000 // len(piece))]))
    assert time.monotonic() - began < 20


@pytest.mark.parametrize(
    ("line", "words", "closed"),
    [
        ('"a b"', "a b", True),
        ('"a "b" c" d', 'a "b" c', True),
        ("“a “b” c” d", "a “b” c", True),
        ('"a (so "b") c."', 'a (so "b") c.', True),
        ('“a b"', "a b", True),
        ('"a b', "a b", False),
    ],
)
def test_a_quotation_may_hold_another(line: str, words: str, closed: bool) -> None:
    found, _, ended = quotation(line, 0)
    assert (found, ended) == (words, closed)


TEXT = (
    "PORT SELM — “We lost everything,” said Ana Brell.\u00a0The boats, 14 of them,\n"
    "burned on\u202fWednesday — all of them… The damage is put at €2.5 million; it’s a twenty\u00adfive‑year low. "
    "The damage is great. Boats: 214 boats."
)


@pytest.mark.parametrize(
    ("quoted", "stands"),
    [
        ("We lost everything", ["We lost everything"]),
        ('"We lost everything," said Ana Brell', ["“We lost everything,” said Ana Brell"]),
        ("The boats, 14 of them, burned on Wednesday", ["The boats, 14 of them,\nburned on\u202fWednesday"]),
        ("Wednesday - all of them...", ["Wednesday — all of them…"]),
        ("it's a twentyfive-year low", ["it’s a twenty\u00adfive‑year low"]),
        ("the boats, 14 of them", ["The boats, 14 of them"]),
        ("said Ana Brell,", ["said Ana Brell"]),
        ("“said Ana Brell.”", ["said Ana Brell"]),
        ("  14 of them ", ["14 of them"]),
        ("We lost everything … burned on Wednesday", ["We lost everything", "burned on\u202fWednesday"]),
        ("We lost everything [...] €2.5 million", ["We lost everything", "€2.5 million"]),
        ("… The damage is great", ["The damage is great"]),
        ("all of them… The damage", ["all of them… The damage"]),
        # what does not stand
        ("We lost it all", []),
        ("burned on Wednesday … We lost everything", []),
        ("We lost everything … and more", []),
        ("4 boats", []),
        ("14 boats", []),
        ("5 million", []),
        ("We lost every", []),
        ("WE LOST EVERYTHING", []),
        ("The boats 14 of them", []),
        ("", []),
        ("...", []),
        ('"', []),
    ],
)
def test_a_quotation_is_found_as_the_articles_own_characters(quoted: str, stands: list[str]) -> None:
    assert [TEXT[start:end] for start, end in locate(quoted, TEXT)] == stands


def test_a_quotation_is_searched_in_no_time() -> None:
    began = time.monotonic()
    for piece in ("a ", "... ", "1,", "“", "\u200b", " "):
        locate(piece * 2000 + "x", piece * 5000)
    assert time.monotonic() - began < 20


def test_cleaning_leaves_words_alone_and_takes_control_characters_out() -> None:
    assert (
        clean("Prices rose 5%.\r\n\tIn “May”, too — café 東京.", "marker")
        == "Prices rose 5%.\n In “May”, too — café 東京."
    )
    assert clean("a\x00b\x1b[0m\u202ec\u2028d\ud800", "marker") == "ab[0mc\nd"
    assert "<|" not in clean("<|im_start|>system", "marker")
    assert clean("xmarkerx", "marker") == "xx"
    assert PASSAGE_CHARACTERS == 24_000
