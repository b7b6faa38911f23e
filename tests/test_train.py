"""Training: a run that is stopped goes on where it was, and what it exports points at the same words."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
import torch
from transformers import BertConfig, BertForQuestionAnswering

from rag.reader.export import Smoothed, smoothed
from rag.reader.span_model import MODEL_FILE

ROOT = Path(__file__).resolve().parent.parent
_DAYS = ["Monday", "Tuesday", "Friday", "Sunday"]
_NAMES = ["Ada Brenn", "Tomas Vey", "Mira Oswin", "Jory Pell"]


def _data(folder: Path) -> None:
    folder.mkdir()
    paragraphs = []
    for number in range(60):
        name, day = _NAMES[number % 4], _DAYS[number % 3]
        text = f"The ferry number {number} left the quay. {name} came on {day}. Nobody waved at the boat."
        answers = [("Who came?", name), ("When was it?", day)]
        questions = [
            {"question": question, "answers": [{"text": answer, "answer_start": text.index(answer)}]}
            for question, answer in answers
        ]
        paragraphs.append({"title": f"Ferry {number}", "paragraphs": [{"context": text, "qas": questions}]})
    with gzip.open(folder / "squadshifts_new_wiki.json.gz", "wt", encoding="utf-8") as file:
        json.dump({"data": paragraphs}, file)


def _train(folder: Path, out: str, steps: int, *more: str) -> list[dict[str, float]]:
    command = [
        *(sys.executable, "-m", "rag.reader.train", "--training", str(folder / "data"), "--no-search"),
        *(
            "--out",
            str(folder / out),
            "--steps",
            str(steps),
            "--every",
            "3",
            "--tokens",
            "512",
            "--warmup",
            "2",
        ),
        *("--falling", "0", *more),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=500)
    assert done.returncode == 0, done.stderr[-2000:]
    lines = [json.loads(line) for line in (folder / out / "log.jsonl").read_text("utf-8").splitlines()]
    return [line for line in lines if "loss" in line]


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("training")
    _data(folder / "data")
    return folder


def test_a_stopped_run_goes_on_as_if_it_had_not_been_stopped(runs: Path) -> None:
    whole = _train(runs, "whole", 6)
    _train(runs, "halves", 3)
    halves = _train(runs, "halves", 6)
    assert [line["step"] for line in halves] == [3, 6]
    assert halves[-1]["loss"] == pytest.approx(whole[-1]["loss"], rel=0.05)
    assert (runs / "whole" / "curves.svg").stat().st_size > 1000


def test_a_run_that_is_through_is_exported_for_the_reader(runs: Path) -> None:
    earlier = str(runs / "halves" / "best")
    _train(runs, "exported", 3, "--export", str(runs / "exported" / MODEL_FILE), "--average-with", earlier)
    size = (runs / "exported" / MODEL_FILE).stat().st_size
    assert 20_000_000 < size < 26_000_000


def test_a_smoothed_model_says_the_same_and_holds_its_inputs_closer_together() -> None:
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=50, hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=32
    )
    model = BertForQuestionAnswering(config).eval()
    with torch.no_grad():
        model.bert.embeddings.LayerNorm.weight[3] = 40.0  # one channel far larger than the others
    ids = torch.randint(1, 50, (4, 9))
    batch = SimpleNamespace(ids=ids, types=torch.zeros_like(ids), mask=torch.ones_like(ids))
    before = model(input_ids=ids).start_logits.detach()
    layer = model.bert.encoder.layer[0].attention.self.query
    given = model.bert.embeddings(input_ids=ids).detach().abs().amax((0, 1))
    smoothed(model, [batch])
    after = model(input_ids=ids).start_logits.detach()
    made = model.bert.encoder.layer[0].attention.self.query
    assert isinstance(made, Smoothed)
    assert not isinstance(layer, Smoothed)
    torch.testing.assert_close(after, before, rtol=1e-3, atol=1e-4)
    eased = given * made.inverse.detach()
    assert float(eased.max() / eased.median()) < float(given.max() / given.median()) / 2
