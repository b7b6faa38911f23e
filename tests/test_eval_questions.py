"""Data sets are read as they are meant, and what is wrong with one is said with file, line and field."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.errors import DatasetError
from eval.question import Evidence, Turn, load_questions

GOOD = {"id": "a", "type": "who", "question": "Who?", "answers": ["Ann"]}


def write(folder: Path, *lines: object) -> Path:
    file = folder / "questions.jsonl"
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    file.write_text("\n".join(texts), encoding="utf-8")
    return file


def test_single_questions_conversations_and_silence_are_read(tmp_path: Path) -> None:
    evidence = [{"article": "a.txt", "quote": "Ann\u2028 came"}]
    file = write(
        tmp_path,
        {**GOOD, "evidence": evidence},
        "",
        {"id": "b", "type": "silent", "question": "Why?", "answers": None, "evidence": []},
        {"id": "c", "type": "multi", "question": "Both?", "answers": [], "all_of": [["x", "y"], ["z"]]},
        {
            "id": "d",
            "type": "talk",
            "turns": [{"question": "Who?", "answers": ["Ann"]}, {**GOOD, "answers": None}],
        },
    )
    single, silent, multi, talk = load_questions(file)
    assert single.turns == (Turn("Who?", ("Ann",), (), (Evidence("a.txt", "Ann\u2028 came"),)),)
    assert not silent.turns[0].answerable
    assert multi.turns[0].all_of == (("x", "y"), ("z",))
    assert [turn.answerable for turn in talk.turns] == [True, False]
    assert (talk.conversation, single.conversation) == (True, False)


def test_a_byte_order_mark_windows_line_ends_and_raw_line_separators_are_read(tmp_path: Path) -> None:
    file = tmp_path / "q.jsonl"
    lines = [json.dumps({**GOOD, "id": name, "question": "Who\u2028?"}, ensure_ascii=False) for name in "ab"]
    file.write_bytes(b"\xef\xbb\xbf" + "\r\n".join(lines).encode())
    assert [question.id for question in load_questions(file)] == ["a", "b"]


@pytest.mark.parametrize(
    ("line", "where"),
    [
        ("{", "line 2, column 2"),
        ("[1]", "line 2: not a JSON object"),
        ("[" * 100_000, "line 2"),
        ({**GOOD, "id": 7}, 'line 2, field "id": is a number'),
        ({**GOOD, "id": "first"}, 'line 2, field "id": "first" is the id of line 1 too'),
        ({"id": "b", "question": "Who?", "answers": ["x"]}, 'line 2, field "type": is missing'),
        ({"id": "b", "type": "who", "answers": ["x"]}, 'line 2, field "question": is missing'),
        ({**GOOD, "question": "  "}, 'line 2, field "question": is empty'),
        ({**GOOD, "question": "x" * 2001}, 'line 2, field "question": has 2,001 characters'),
        ({"id": "b", "type": "who", "question": "Who?"}, 'line 2, field "answers": is missing'),
        ({**GOOD, "answers": "Ann"}, 'line 2, field "answers": is text'),
        ({**GOOD, "answers": []}, 'line 2, field "answers": is empty'),
        ({**GOOD, "answers": ["Ann", 4]}, 'line 2, field "answers[1]": is a number'),
        ({**GOOD, "answers": ["?"]}, 'line 2, field "answers[0]": has no letter or digit'),
        ({**GOOD, "answers": ["\ud800"]}, 'line 2, field "answers[0]": holds half a surrogate pair'),
        ({**GOOD, "answers": [], "all_of": [[]]}, 'line 2, field "all_of[0]": is empty'),
        ({**GOOD, "answers": None, "all_of": [["x"]]}, 'line 2, field "answers": is null beside "all_of"'),
        ({**GOOD, "evidence": [{"article": "a.txt"}]}, 'line 2, field "evidence[0].quote": is missing'),
        ({**GOOD, "evidence": ["a.txt"]}, 'line 2, field "evidence[0]": is text'),
        ({"id": "b", "type": "talk", "turns": []}, 'line 2, field "turns": is empty'),
        ({**GOOD, "turns": [GOOD]}, 'line 2, field "turns": stands beside "question"'),
        (
            {"id": "b", "type": "talk", "turns": [{"question": "Who?"}]},
            'field "turns[0].answers": is missing',
        ),
    ],
)
def test_a_malformed_line_names_file_line_and_field(tmp_path: Path, line: object, where: str) -> None:
    file = write(tmp_path, {**GOOD, "id": "first"}, line)
    with pytest.raises(DatasetError) as caught:
        load_questions(file)
    assert str(caught.value).startswith(str(file))
    assert where in str(caught.value)


def test_files_that_hold_no_questions_are_named(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="no questions"):
        load_questions(write(tmp_path, "", "  "))
    with pytest.raises(DatasetError, match="no such file"):
        load_questions(tmp_path / "absent.jsonl")
    with pytest.raises(DatasetError, match="folder"):
        load_questions(tmp_path)


def test_text_that_is_not_utf8_names_its_line(tmp_path: Path) -> None:
    file = tmp_path / "q.jsonl"
    file.write_bytes(json.dumps(GOOD).encode() + b'\n{"id": "caf\xe9"}')
    with pytest.raises(DatasetError, match="line 2: byte 12 is not UTF-8"):
        load_questions(file)


def test_a_dataset_error_is_a_value_error() -> None:
    assert issubclass(DatasetError, ValueError)
