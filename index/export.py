"""Exports a sentence-transformers model to ONNX with int8 weights and checks it against the original.

Run as a program (`python -m index.export NAME FOLDER`) in a process of its own: PyTorch's memory goes with it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import warnings
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock

from index.embedding import OnnxEmbedder, OriginalEmbedder, unit
from index.weights import Weights, find_weights

LEAST_MEAN, LEAST = 0.99, 0.98
"""Cosine to the original over the check texts: in the mean, and of the worst."""
_TIMEOUT = 600  # seconds
_SUBJECTS = ("The minister", "A ferry", "Police in the capital", "The central bank")
_EVENTS = (
    "said on Wednesday that 14 people were injured when a bridge collapsed near the river",
    "raised its main rate by a quarter point to 5.25%, citing rising food prices",
    "was delayed for three hours by a storm, according to the harbour authority",
    "rejected the ruling and called for talks before the end of the month",
    "won the final 2-1 after extra time in front of 41,000 people",
    "opened a new hospital with 320 beds, fourteen months later than planned",
    "will be charged with fraud over loans of $3.4 million, the prosecutor's office said",
)
_QUESTIONS = (
    "How many people were injured?",
    "When did the bridge collapse?",
    "Who won the final?",
    "Why was the hospital opened late?",
)


def check_texts() -> list[str]:
    """The 64 fixed texts that an export is compared on: questions, sentences and passages as they come in news."""
    sentences = [f"{subject} {event}." for subject in _SUBJECTS for event in _EVENTS]
    pairs = [f"{first} {second}" for first, second in zip(sentences, sentences[7:], strict=False)]
    long = [" ".join(sentences[at : at + 7]) for at in range(0, 22, 2)]
    return [*_QUESTIONS, *sentences, *pairs, *long][:64]


def _pooling(model: Any) -> str | None:
    """The pooling, "mean" or "cls", of a transformer that is pooled and perhaps normalised; None for anything else."""
    names = [type(module).__name__ for module in model]
    if names not in (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"]):
        return None
    if any(model.prompts.values()) and not model[1].include_prompt:
        return None
    mode = str(model[1].get_config_dict().get("pooling_mode"))
    return mode if mode in {"mean", "cls"} else None


def _export_encoder(model: Any, path: Path) -> None:
    """Writes the transformer as ONNX: token ids in, token vectors of shape (batch, length, dimension) out."""
    import torch

    transformer = model[0].auto_model
    tokens = model.tokenizer(
        ["A first text.", "Another text, a longer one."], padding=True, return_tensors="pt"
    )
    names = [name for name in ("input_ids", "attention_mask", "token_type_ids") if name in tokens]

    class Encoder(torch.nn.Module):
        def forward(self, *values: torch.Tensor) -> torch.Tensor:
            hidden: torch.Tensor = transformer(**dict(zip(names, values, strict=True))).last_hidden_state
            return hidden

    batch = torch.export.Dim("batch", min=1)
    length = torch.export.Dim("length", min=2, max=int(model.max_seq_length or 512))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter's own deprecations
        torch.onnx.export(
            Encoder().eval(),
            tuple(tokens[name] for name in names),
            str(path),
            input_names=names,
            output_names=["last_hidden_state"],
            dynamic_shapes=(tuple({0: batch, 1: length} for _ in names),),
            dynamo=True,
            external_data=False,
            verbose=False,
        )


def export(weights: Weights, folder: Path) -> None:
    """Makes the int8 export of a model, with its tokenizer and a manifest, in `folder` (which must not exist)."""
    from index.onnx_session import quantise

    original = OriginalEmbedder(weights)
    model = original.model
    pooling = _pooling(model)
    if pooling is None or not model.tokenizer.is_fast:
        raise ValueError("its layers are not a transformer with mean or first-token pooling")
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".making-"))
    try:
        _export_encoder(model, made / "float.onnx")
        quantise(made / "float.onnx", made / "model.onnx")
        (made / "float.onnx").unlink()
        model.tokenizer.backend_tokenizer.save(str(made / "tokenizer.json"))
        manifest: dict[str, Any] = {
            "name": weights.name,
            "fingerprint": weights.fingerprint,
            "pooling": pooling,
            "prompts": {kind: text for kind, text in model.prompts.items() if text is not None},
            "default_prompt": model.default_prompt_name,
            "max_length": int(model.max_seq_length or 512),
            "pad_id": model.tokenizer.pad_token_id,
            "pad_token": model.tokenizer.pad_token,
            "accepted": False,
        }
        (made / "manifest.json").write_text(json.dumps(manifest), "utf-8")
        manifest |= compare(original, OnnxEmbedder(weights, made))
        (made / "manifest.json").write_text(json.dumps(manifest, indent=1), "utf-8")
        made.rename(folder)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def compare(original: OriginalEmbedder, exported: OnnxEmbedder) -> dict[str, Any]:
    """The cosine of the export to the original over the check texts, and whether it is accepted."""
    texts = check_texts()
    cosines = np.sum(unit(original.encode(texts)) * unit(exported.encode(texts)), axis=1)
    mean, least = float(cosines.mean()), float(cosines.min())
    return {"cosine_mean": mean, "cosine_min": least, "accepted": mean >= LEAST_MEAN and least >= LEAST}


def export_in_child(weights: Weights, folder: Path) -> str | None:
    """Exports in a child process, which ends with this one; gives a sentence on what went wrong, else None."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(folder.parent / ".export.lock"):
            if (folder / "manifest.json").is_file():  # another process made it meanwhile
                return None
            for rest in (folder, *folder.parent.glob(".making-*")):  # of an export that was killed
                shutil.rmtree(rest, ignore_errors=True)
            command = [sys.executable, "-m", "index.export", str(weights.folder), weights.name, str(folder)]
            package_root = str(Path(__file__).resolve().parent.parent)
            paths = [package_root, *filter(None, [os.environ.get("PYTHONPATH")])]
            environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
            with subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                env=environment,
                text=True,
            ) as child:
                try:
                    errors = _wait(child)
                except BaseException:
                    child.kill()
                    raise
            if child.returncode == 0:
                return None
            lines = [line for line in errors.splitlines() if line.strip()]
            return _problem(weights, lines[-1] if lines else "it ended early")
    except (OSError, subprocess.TimeoutExpired) as error:
        return _problem(weights, error)


def _problem(weights: Weights, why: object) -> str:
    return f"The model {weights.name} could not be made ready for ONNX Runtime: {why}."


def _wait(child: subprocess.Popen[str]) -> str:
    """Waits and gives what the child wrote as errors; its standard input stays open until this process ends."""
    lines: list[str] = []
    reader = threading.Thread(target=lambda: lines.extend(child.stderr or ()), daemon=True)
    reader.start()
    child.wait(_TIMEOUT)
    reader.join(5)
    return "".join(lines)


def _end_with_parent() -> None:
    """Ends this process once its standard input closes."""
    sys.stdin.read()
    os._exit(1)


def main(arguments: list[str]) -> int:
    """Exports the model in `arguments`: its folder, its name, the folder to make."""
    folder, name, target = arguments
    threading.Thread(target=_end_with_parent, daemon=True).start()
    weights = find_weights(folder)
    export(Weights(name, weights.folder, weights.fingerprint), Path(target))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
