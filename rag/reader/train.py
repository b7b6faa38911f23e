"""Trains the span reader: `python -m rag.reader.train --training FOLDER --out FOLDER [--library DIR --questions FILE]`.

A BERT encoder that starts from the weights of all-MiniLM-L6-v2 points at the first and the last token of the answer, or
at the first token of its input where the passage has none (Devlin et al. 2019, section 4.3). Loss: the negative log of
the probability that all marked starts, and all marked ends, have together. The rate rises, stays, and falls to nothing
over the last steps (Hu et al. 2024, section 4); the exponential average of the weights is what is measured and kept.

A run can be stopped at any time: the same command goes on from the last checkpoint. `log.jsonl` and `curves.svg` show
how it went. `--export FILE` writes the int8 ONNX model of the best weights; `--average-with FOLDER ...` averages them
with the best weights of earlier rounds that began from one another before (rag/reader/export.py).
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import nn
from transformers import BertConfig, BertForQuestionAnswering

from index import Library
from index.embedding import open_embedder
from index.weights import find_weights
from rag.reader.batching import Encoding, Item, batches, best_span, f1_abstaining
from rag.reader.cloze import cloze
from rag.reader.examples import Example, distant, held_out, load, token_f1
from rag.reader.export import averaged, export, smoothed
from rag.reader.negatives import Negatives, epoch

_SOME = 256  # held-out items with which a model is smoothed before it is exported
_NOWHERE = -1e4  # the logit of a token that cannot be an answer


@dataclass(frozen=True, slots=True)
class Batch:
    """Tensors of a batch, each of shape (batch, length); `allowed` are the tokens that can be answers."""

    ids: torch.Tensor
    types: torch.Tensor
    mask: torch.Tensor
    allowed: torch.Tensor
    starts: torch.Tensor
    ends: torch.Tensor


def collate(items: Sequence[Item], device: torch.device) -> Batch:
    """The items as tensors, padded to the longest."""
    length = max(len(item.ids) for item in items)
    shape = (len(items), length)
    ids, types, mask = (torch.zeros(shape, dtype=torch.long) for _ in range(3))
    allowed, starts, ends = (torch.zeros(shape, dtype=torch.bool) for _ in range(3))
    for row, item in enumerate(items):
        size = len(item.ids)
        ids[row, :size] = torch.tensor(item.ids)
        types[row, :size] = torch.tensor(item.types)
        mask[row, :size] = 1
        allowed[row, item.first : size - 1] = True
        allowed[row, 0] = True
        starts[row, list(item.starts)] = True
        ends[row, list(item.ends)] = True
    return Batch(*(one.to(device) for one in (ids, types, mask, allowed, starts, ends)))


def logits(model: nn.Module, batch: Batch, bf16: bool) -> tuple[torch.Tensor, torch.Tensor]:
    """Start and end logits, each of shape (batch, length), float32; tokens that cannot be answers are ruled out."""
    with torch.autocast(batch.ids.device.type, dtype=torch.bfloat16, enabled=bf16):
        found = model(input_ids=batch.ids, token_type_ids=batch.types, attention_mask=batch.mask)
    out = [
        one.float().masked_fill(~batch.allowed, _NOWHERE) for one in (found.start_logits, found.end_logits)
    ]
    return out[0], out[1]


def loss_of(starts: torch.Tensor, ends: torch.Tensor, batch: Batch) -> torch.Tensor:
    """The mean loss of a batch, in nats."""

    def part(given: torch.Tensor, right: torch.Tensor) -> torch.Tensor:
        marked = given.masked_fill(~right, _NOWHERE)
        return torch.logsumexp(given, 1) - torch.logsumexp(marked, 1)

    return (part(starts, batch.starts) + part(ends, batch.ends)).mean() / 2


def measure(model: nn.Module, items: Sequence[Item], bf16: bool, device: torch.device) -> dict[str, float]:
    """EM and token F1 of the answered examples, AUC of answered over unanswered, F1 at the best threshold; all 0..1."""
    model.eval()
    found: list[tuple[float, float, bool]] = []
    exact = 0.0
    with torch.no_grad():
        for group in batches(items, 8192, None):
            batch = collate(group, device)
            starts, ends = (one.cpu().numpy() for one in logits(model, batch, bf16))
            for row, item in enumerate(group):
                one, other, score = best_span(starts[row], ends[row], item.first, len(item.ids) - 1)
                has, f1 = bool(item.example.spans), 0.0
                if has:
                    begin, end = item.offsets[one - item.first][0], item.offsets[other - item.first][1]
                    said = item.example.passage[begin:end]
                    f1 = max(token_f1(said, answer) for answer in item.example.answers)
                    exact += f1 == 1.0
                found.append((score, f1, has))
    model.train()
    yes = np.array([score for score, _, has in found if has])
    no = np.array([score for score, _, has in found if not has])
    count = max(len(yes), 1)
    return {
        "em": round(exact / count, 4),
        "f1": round(sum(f1 for _, f1, has in found if has) / count, 4),
        "auc": round(float((yes[:, None] > no[None, :]).mean()) if len(yes) and len(no) else 0.0, 4),
        "f1_abstaining": round(f1_abstaining(found), 4),
    }


class Average:
    """The exponential average of a model's weights; early on it follows them closely."""

    def __init__(self, model: nn.Module, decay: float) -> None:
        self.decay = decay
        self.weights = {name: value.detach().clone() for name, value in model.state_dict().items()}

    def update(self, model: nn.Module, step: int) -> None:
        """Moves the average towards the weights after a step."""
        decay = min(self.decay, (step + 1) / (step + 20))
        for name, value in model.state_dict().items():
            if value.is_floating_point():
                self.weights[name].lerp_(value.detach(), 1 - decay)


def rate_at(step: int, steps: int, warmup: int, falling: int) -> float:
    """The learning rate at a step as a share of its peak."""
    if step < warmup:
        return (step + 1) / warmup
    return min(1.0, max(steps - step, 0) / max(falling, 1))


def new_model(start: Path | None) -> BertForQuestionAnswering:
    """The encoder with the weights of all-MiniLM-L6-v2, or of a folder that an earlier run wrote, and a span head."""
    folder = start or find_weights(None).folder
    config = BertConfig.from_pretrained(folder)
    config.attention_probs_dropout_prob = 0.0
    model: BertForQuestionAnswering = BertForQuestionAnswering.from_pretrained(folder, config=config)
    model.bert.embeddings.word_embeddings.weight.requires_grad_(False)
    return model


class Run:
    """A training run in a folder: data, model, checkpoints, log."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self.set = arguments
        self.out: Path = arguments.out
        self.out.mkdir(parents=True, exist_ok=True)
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.bf16 = bool(
            self.device.type == "cuda"
            or torch.ops.mkldnn._is_mkldnn_bf16_supported()  # no public name for it
        )
        torch.manual_seed(arguments.seed)
        self.encoding = Encoding(Tokenizer.from_file(str(find_weights(None).folder / "tokenizer.json")))
        examples = load(arguments.training)
        if arguments.library and arguments.questions:
            library = Library.open(arguments.library)
            examples += distant(library, arguments.questions)
            examples += cloze(library, arguments.cloze) if arguments.cloze else []
        self.examples = [one for one in examples if not held_out(one)]
        self.negatives = Negatives(examples, None if arguments.no_search else open_embedder())
        self.held = self._held([one for one in examples if held_out(one)])
        self.model = new_model(arguments.start)
        nn.Module.to(self.model, self.device)
        trained = [value for value in self.model.parameters() if value.requires_grad]
        self.optimiser = torch.optim.AdamW(trained, lr=arguments.rate, weight_decay=0.01, fused=True)
        self.average = Average(self.model, arguments.average)
        self.step, self.epoch, self.place = 0, 0, 0
        self.best, self.worse = 0.0, 0

    def _held(self, examples: Sequence[Example]) -> list[Item]:
        """The held-out items: answered questions, and for each set as many unanswered ones as training has."""
        draw = random.Random(0)
        chosen = [one for one in examples if one.origin in {"squadshifts_new_wiki", "nq", "realtimeqa"}]
        chosen += [one for one in examples if one.origin not in {"squadshifts_new_wiki", "nq", "realtimeqa"}][
            ::12
        ]
        made = epoch(chosen, self.negatives, 0)
        return [item for one in made if (item := self.encoding.item(one, draw))]

    def some(self) -> list[Batch]:
        """Batches of held-out items, on the CPU, to see how large what flows through the model gets."""
        items = self.held[:_SOME]
        return [collate(group, torch.device("cpu")) for group in batches(items, self.set.tokens, None)]

    def _batches(self) -> list[list[Item]]:
        seed = self.set.seed * 1000 + self.epoch
        draw = random.Random(seed)
        made = epoch(self.examples, self.negatives, seed)
        items = [item for one in made if (item := self.encoding.item(one, draw))]
        return batches(items, self.set.tokens, seed)

    def _say(self, **values: Any) -> None:
        line = json.dumps({"step": self.step, "epoch": self.epoch, **values})
        print(line, flush=True)
        with (self.out / "log.jsonl").open("a", encoding="utf-8") as file:
            file.write(line + "\n")

    def resume(self) -> None:
        """Goes on from the checkpoint in the folder, where there is one."""
        path = self.out / "checkpoint.pt"
        if not path.is_file():
            return
        state = torch.load(path, map_location=self.device, weights_only=True)
        self.model.load_state_dict(state["model"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.average.weights = state["average"]
        self.step, self.epoch, self.place = state["step"], state["epoch"], state["place"]
        self.best, self.worse = state["best"], state["worse"]
        self._say(resumed=True)

    def keep(self) -> None:
        """Writes the checkpoint; the old one stands until the new one is whole."""
        state = {
            "model": self.model.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "average": self.average.weights,
            **{name: getattr(self, name) for name in ("step", "epoch", "place", "best", "worse")},
        }
        torch.save(state, self.out / "checkpoint.part")
        (self.out / "checkpoint.part").replace(self.out / "checkpoint.pt")

    def check(self, loss: float, speed: float) -> bool:
        """Measures the averaged weights on the held-out split and keeps the best; whether training should go on."""
        now = {name: value.detach().clone() for name, value in self.model.state_dict().items()}
        self.model.load_state_dict(self.average.weights)
        found = measure(self.model, self.held, self.bf16, self.device)
        judged = found["f1"] + found["f1_abstaining"]
        if judged > self.best:
            self.best, self.worse = judged, 0
            self.model.save_pretrained(self.out / "best")
        else:
            self.worse += 1
        self.model.load_state_dict(now)
        self._say(loss=round(loss, 4), tokens_a_second=round(speed), rate=self._rate(), **found)
        self.keep()
        curves(self.out)
        return self.worse < int(self.set.patience)

    def _rate(self) -> float:
        falling = int(self.set.steps * self.set.falling)
        return float(self.set.rate) * rate_at(self.step, self.set.steps, self.set.warmup, falling)

    def train(self) -> None:
        """Trains up to the number of steps asked for, or until the held-out split gets worse."""
        self._say(
            examples=len(self.examples),
            held_out=len(self.held),
            bf16=self.bf16,
            device=self.device.type,
            origins={
                name: sum(one.origin == name for one in self.examples)
                for name in {e.origin for e in self.examples}
            },
        )
        self.resume()
        self.model.train()
        losses: list[float] = []
        began, seen = time.monotonic(), 0
        while self.step < self.set.steps:
            for group in self._batches()[self.place :]:
                for setting in self.optimiser.param_groups:
                    setting["lr"] = self._rate()
                batch = collate(group, self.device)
                loss = loss_of(*logits(self.model, batch, self.bf16), batch)
                torch.autograd.backward(loss)
                nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
                self.optimiser.step()
                self.optimiser.zero_grad(set_to_none=True)
                self.average.update(self.model, self.step)
                self.step, self.place = self.step + 1, self.place + 1
                losses.append(loss.item())
                seen += batch.ids.numel()
                if self.step % self.set.every == 0 or self.step == self.set.steps:
                    mean, speed = sum(losses) / len(losses), seen / (time.monotonic() - began)
                    if not self.check(mean, speed):
                        return
                    losses, began, seen = [], time.monotonic(), 0
                if self.step >= self.set.steps:
                    return
            self.epoch, self.place = self.epoch + 1, 0


def curves(out: Path) -> None:
    """Draws the loss and the held-out measures of a log over the steps, as `curves.svg` beside it."""
    from matplotlib.figure import Figure

    lines = [json.loads(line) for line in (out / "log.jsonl").read_text("utf-8").splitlines()]
    points = [line for line in lines if "loss" in line]
    figure = Figure(figsize=(8, 3.2), layout="constrained")
    left, right = figure.subplots(1, 2)
    steps = [point["step"] for point in points]
    left.plot(steps, [point["loss"] for point in points])
    left.set(title="Training loss (nats)", xlabel="step")
    for name in ("em", "f1", "auc", "f1_abstaining"):
        right.plot(steps, [point[name] for point in points], label=name)
    right.set(title="Held-out split", xlabel="step")
    right.legend()
    figure.savefig(out / "curves.svg")


def main(given: Sequence[str] | None = None) -> int:
    """Trains, and exports the best weights where asked to."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--training", type=Path, required=True, help="the folder of the training sets")
    parser.add_argument("--out", type=Path, required=True, help="where checkpoints and the log go")
    parser.add_argument("--library", type=Path, help="a library of the articles of RealTimeQA 2022")
    parser.add_argument("--questions", type=Path, help="questions.jsonl of RealTimeQA 2022")
    parser.add_argument(
        "--cloze", type=int, default=0, help="questions made from articles of that library, at most"
    )
    parser.add_argument("--start", type=Path, help="a folder `best` of an earlier run to start from")
    parser.add_argument("--steps", type=int, default=6000)
    parser.add_argument("--tokens", type=int, default=4096, help="tokens of a batch")
    parser.add_argument("--rate", type=float, default=2e-4, help="the highest learning rate")
    parser.add_argument("--warmup", type=int, default=200, help="steps in which the rate rises")
    parser.add_argument(
        "--falling", type=float, default=0.3, help="the last share of the steps, in which it falls"
    )
    parser.add_argument("--average", type=float, default=0.998, help="decay of the average of the weights")
    parser.add_argument("--every", type=int, default=300, help="steps between two checks")
    parser.add_argument(
        "--patience", type=int, default=6, help="checks without a better one after which it stops"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-search", action="store_true", help="no negatives from retrieval")
    parser.add_argument(
        "--average-with", type=Path, nargs="*", default=[], help="folders `best` of earlier rounds"
    )
    parser.add_argument("--export", type=Path, help="the ONNX file to write at the end")
    arguments = parser.parse_args(given)
    run = Run(arguments)
    run.train()
    if arguments.export:
        folders = [arguments.out / "best", *arguments.average_with]
        export(smoothed(averaged(folders), run.some()), arguments.export)
    return 0


if __name__ == "__main__":
    sys.exit(main())
