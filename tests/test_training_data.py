"""The reader's training data: read from the sets' own formats, with unanswered questions that really are unanswered."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

import pytest
from tokenizers import Tokenizer

from index.weights import find_weights
from rag.reader.batching import Encoding, batches, best_span, f1_abstaining
from rag.reader.examples import Example, everywhere, held_out, load, token_f1
from rag.reader.negatives import Negatives, epoch

PASSAGE = (
    "The Orlestad tram was opened in 1912. It ran for 40 years. Ada Brenn drove the first tram to Port Sarn. "
    "The last one left the North Gate in 1952. Nobody waved."
)


def _zip(path: Path, text: str) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write(text)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    squad = {
        "data": [
            {
                "title": "Orlestad_tram",
                "paragraphs": [
                    {
                        "context": PASSAGE,
                        "qas": [
                            {
                                "id": "1",
                                "question": "Who drove the first tram?",
                                "answers": [
                                    {"text": "Ada Brenn drove", "answer_start": PASSAGE.index("Ada")},
                                    {"text": "Ada Brenn", "answer_start": PASSAGE.index("Ada")},
                                    {"text": "Ada Brenn.", "answer_start": PASSAGE.index("Ada")},
                                ],
                            }
                        ],
                    }
                ],
            }
        ]
    }
    _zip(tmp_path / "squadshifts_new_wiki.json.gz", json.dumps(squad))
    _zip(tmp_path / "qamr_sents.tsv.gz", "Set:wiki:7:1:2\tThe ferry -LRB- a small one -RRB- sank .\n")
    _zip(
        tmp_path / "qamr_dev.tsv.gz",
        "Set:wiki:7:1:2\t1\t9\t0\t1\tWhat sank?\t0 1\t8:0 1\t9:1\n"
        "Set:wiki:7:1:2\t1\t9\t0\t2\tWhat was it?\t3 5\t8:3\t9:\n",
    )
    _zip(tmp_path / "qamr_test.tsv.gz", "")
    nq = {
        "question": "when did the tram open",
        "answers": ["1912", "in 1912"],
        "ctxs": [{"title": "Tram", "text": PASSAGE}],
    }
    _zip(tmp_path / "nq_open_oracle.jsonl.gz", json.dumps(nq) + "\n")
    several = {
        "data": [
            {
                "id": "m",
                "question": ["who", "sank"],
                "context": ["Ada", "and", "Bo", "Brenn", "sank"],
                "label": ["B", "O", "B", "I", "O"],
            }
        ]
    }
    _zip(tmp_path / "multispanqa_valid.json.gz", json.dumps(several))
    return tmp_path


def test_each_set_is_read_and_every_answer_stands_in_its_passage(folder: Path) -> None:
    found = {one.origin: one for one in load(folder)}
    assert found["squadshifts_new_wiki"].answers == ("Ada Brenn",)
    assert found["squadshifts_new_wiki"].title == "Orlestad tram"
    assert found["qamr"].passage == "The ferry ( a small one ) sank ."
    assert found["qamr"].answers == ("The ferry",)
    assert found["nq"].answers == ("in 1912", "1912")
    assert found["multispanqa"].answers == ("Ada", "Bo Brenn")
    assert len(load(folder)) == 4


def test_a_question_for_a_sentence_is_put_to_what_stands_around_it(tmp_path: Path) -> None:
    said = {
        "1:1": "Ada Brenn steered it .",
        "0:0": "Fog lay on Port Sarn .",
        "1:0": "The ferry sank at noon .",
        "1:10": "Nobody saw it .",
    }
    _zip(
        tmp_path / "qamr_sents.tsv.gz",
        "".join(f"Set:news:7:{place}\t{text}\n" for place, text in said.items()),
    )
    _zip(
        tmp_path / "qamr_dev.tsv.gz",
        "Set:news:7:1:0\t1\t9\t0\t1\tWhen was it that the ferry sank?\t4\t8:4\t9:4\n"
        "Set:news:7:1:0\t1\t9\t0\t2\tWhat happened at some time?\t1\t8:1\t9:1\n",
    )
    _zip(tmp_path / "qamr_test.tsv.gz", "")
    told, vague = load(tmp_path)
    assert told.passage == " ".join(said[place] for place in ("0:0", "1:0", "1:1", "1:10"))
    assert told.answers == ("noon",)
    assert (vague.passage, vague.answers) == (said["1:0"], ("ferry",))


def test_a_folder_without_the_sets_has_no_examples(tmp_path: Path) -> None:
    assert load(tmp_path) == []


def _example(question: str, answer: str) -> Example:
    start = PASSAGE.index(answer)
    return Example(question, PASSAGE, ((start, start + len(answer)),), "Trams", "squadshifts_new_wiki", "g")


def test_the_passage_without_its_answer_says_the_rest_and_not_the_answer() -> None:
    example = _example("Who drove the first tram?", "Ada Brenn")
    made = Negatives([example], None).removed(example, random.Random(1))
    assert made is not None
    assert made.spans == ()
    assert "Ada Brenn" not in made.passage
    assert "opened in 1912" in made.passage


def test_an_altered_question_asks_about_something_else() -> None:
    example = _example("Who drove the first tram to Port Sarn?", "Ada Brenn")
    negatives = Negatives([example], None)
    made = {negatives.altered(example, random.Random(seed)) for seed in range(20)}
    questions = {one.question for one in made if one is not None}
    assert "Who drove the last tram to Port Sarn?" in questions
    assert example.question not in questions
    assert all(one.spans == () for one in made if one is not None)


def test_a_question_that_cannot_be_altered_is_not() -> None:
    example = _example("What happened then?", "Nobody waved")
    assert Negatives([example], None).altered(example, random.Random(0)) is None


@pytest.mark.parametrize("seed", range(8))
def test_a_crop_keeps_the_answer_where_it_stands(seed: int) -> None:
    example = _example("When did the last one leave?", "1952")
    made = Negatives([example], None).cropped(example, random.Random(seed))
    assert made.answers == ("1952",)
    assert len(made.passage) <= len(PASSAGE)


def test_one_pass_is_the_same_for_the_same_seed_and_differs_for_another() -> None:
    examples = [_example("Who drove the first tram to Port Sarn?", "Ada Brenn")] * 10
    negatives = Negatives(examples, None)
    assert epoch(examples, negatives, 3) == epoch(examples, negatives, 3)
    assert epoch(examples, negatives, 3) != epoch(examples, negatives, 4)


def test_a_document_is_on_one_side_of_the_split() -> None:
    examples = [Example("q", "p", (), "", "nq", f"document {number}") for number in range(500)]
    share = sum(map(held_out, examples)) / len(examples)
    assert 0.01 < share < 0.08
    assert held_out(examples[0]) == held_out(Example("other", "text", (), "t", "qamr", "document 0"))


def test_answers_are_found_as_whole_words() -> None:
    assert everywhere("In 1952 and 19520.", ["1952"]) == ((3, 7),)
    assert everywhere("nothing", [""]) == ()


@pytest.mark.parametrize(
    ("one", "other", "score"),
    [
        ("The Ada Brenn", "ada brenn!", 1.0),
        ("Ada", "Ada Brenn", 2 / 3),
        ("Bo", "Ada", 0.0),
        ("", "", 1.0),
        ("", "Ada", 0.0),
    ],
)
def test_token_f1_of_two_answers(one: str, other: str, score: float) -> None:
    assert token_f1(one, other) == pytest.approx(score)


@pytest.fixture(scope="module")
def encoding() -> Encoding:
    return Encoding(Tokenizer.from_file(str(find_weights(None).folder / "tokenizer.json")))


def test_the_marked_tokens_are_the_answer_also_in_a_passage_that_is_too_long(encoding: Encoding) -> None:
    long = "Rain fell on the quay. " * 200
    passage = long + "Ada Brenn drove the tram." + long
    start = passage.index("Ada Brenn")
    example = Example("Who drove?", passage, ((start, start + 9),), "Trams", "nq", "g")
    item = encoding.item(example, random.Random(2))
    assert item is not None
    assert len(item.ids) == 288
    (first,), (last,) = item.starts, item.ends
    assert passage[item.offsets[first - item.first][0] : item.offsets[last - item.first][1]] == "Ada Brenn"


def test_no_answer_is_the_first_token(encoding: Encoding) -> None:
    item = encoding.item(Example("Who drove?", "Rain fell.", (), "", "nq", "g"), random.Random(2))
    assert item is not None
    assert item.starts == item.ends == (0,)


def test_a_batch_never_has_more_tokens_than_allowed_and_nothing_is_lost(encoding: Encoding) -> None:
    texts = [" ".join(["rain"] * (number % 60 + 1)) for number in range(300)]
    items = [
        item
        for text in texts
        if (item := encoding.item(Example("q", text, (), "", "nq", "g"), random.Random(0)))
    ]
    made = batches(items, 512, 7)
    assert sum(map(len, made)) == 300
    assert all(len(group) * max(len(one.ids) for one in group) <= 512 for group in made)


def test_the_best_span_is_judged_against_no_answer() -> None:
    import numpy as np

    starts = np.array([1.0, 0.0, 5.0, 0.0], np.float32)
    ends = np.array([2.0, 0.0, 0.0, 4.0], np.float32)
    assert best_span(starts, ends, 1, 4) == (2, 3, pytest.approx(6.0))


def test_f1_with_silence_counts_what_is_rightly_held_back() -> None:
    found = [(5.0, 1.0, True), (4.0, 0.0, False), (3.0, 1.0, True), (-1.0, 0.0, False)]
    assert f1_abstaining(found) == pytest.approx(3 / 4)
    assert f1_abstaining([]) == 0.0
