"""From trained weights to the int8 ONNX model that is shipped: averaged, smoothed, quantised."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Protocol

import torch
from torch import nn
from transformers import BertForQuestionAnswering

from index.onnx_session import quantise

_SHIFT = 0.7
"""How much of the spread over its inputs goes from what a layer is given to its weights (alpha there)."""


class Inputs(Protocol):
    """Tensors that the model reads, each of shape (batch, length)."""

    @property
    def ids(self) -> torch.Tensor:
        """Tokens."""

    @property
    def types(self) -> torch.Tensor:
        """0 for the question, 1 for the passage."""

    @property
    def mask(self) -> torch.Tensor:
        """1 where a token stands, 0 where nothing does."""


def averaged(folders: Sequence[Path]) -> BertForQuestionAnswering:
    """The model whose weights are the mean of those of several folders (Wortsman et al. 2022)."""
    model: BertForQuestionAnswering = BertForQuestionAnswering.from_pretrained(folders[0])
    every = [BertForQuestionAnswering.from_pretrained(folder).state_dict() for folder in folders]
    model.load_state_dict(
        {
            name: torch.stack([one[name] for one in every]).mean(dim=0)
            if value.is_floating_point()
            else value
            for name, value in every[0].items()
        }
    )
    return model


class Smoothed(nn.Module):
    """A linear layer whose inputs are divided by `scale`, shape (inputs,), and its weights multiplied by it."""

    def __init__(self, layer: nn.Linear, scale: torch.Tensor) -> None:
        super().__init__()
        self.layer = nn.Linear(layer.in_features, layer.out_features)
        self.inverse = nn.Parameter(1.0 / scale)
        with torch.no_grad():
            self.layer.weight.copy_(layer.weight * scale)
            self.layer.bias.copy_(layer.bias)

    def forward(self, given: torch.Tensor) -> torch.Tensor:
        """The layer's output for inputs of shape (..., inputs)."""
        found: torch.Tensor = self.layer(given * self.inverse)
        return found


def smoothed(
    model: BertForQuestionAnswering, seen: Iterable[Inputs], shift: float = _SHIFT
) -> BertForQuestionAnswering:
    """The same model with inputs that int8 holds better (SmoothQuant: Xiao et al. 2023, section 4).

    A few channels of what a layer is given are much larger than the others, and one scale for all of them leaves those
    few bits. How large each gets is seen on some batches; part of it, `shift`, moves into the weights. Changes `model`.
    """
    nn.Module.eval(model)
    largest: dict[str, torch.Tensor] = {}

    def watch(name: str) -> Callable[[nn.Module, tuple[torch.Tensor, ...]], None]:
        def see(_layer: nn.Module, given: tuple[torch.Tensor, ...]) -> None:
            most = given[0].detach().abs().reshape(-1, given[0].shape[-1]).amax(0)
            largest[name] = torch.maximum(largest[name], most) if name in largest else most

        return see

    layers = {name: layer for name, layer in model.named_modules() if isinstance(layer, nn.Linear)}
    watching = [layer.register_forward_pre_hook(watch(name)) for name, layer in layers.items()]
    with torch.no_grad():
        for batch in seen:
            model(input_ids=batch.ids, token_type_ids=batch.types, attention_mask=batch.mask)
    for one in watching:
        one.remove()
    for name, layer in layers.items():
        weights = layer.weight.detach().abs().amax(0).clamp(min=1e-5)
        scale = largest[name].clamp(min=1e-5) ** shift / weights ** (1 - shift)
        inside, _, last = name.rpartition(".")
        setattr(model.get_submodule(inside), last, Smoothed(layer, (scale / scale.mean()).clamp(min=1e-2)))
    return model


def export(model: BertForQuestionAnswering, target: Path) -> None:
    """Writes a model as int8 ONNX: ids, types and mask in; start and end logits out, each (batch, length)."""
    nn.Module.eval(model)

    class Pointing(nn.Module):
        def forward(
            self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
        ) -> tuple[torch.Tensor, torch.Tensor]:
            found: Any = model(
                input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
            )
            return found.start_logits, found.end_logits

    names = ["input_ids", "attention_mask", "token_type_ids"]
    dims = {0: torch.export.Dim("batch", min=1), 1: torch.export.Dim("length", min=2, max=512)}
    with tempfile.TemporaryDirectory() as made:
        path = Path(made) / "float.onnx"
        torch.onnx.export(
            nn.Module.eval(Pointing()),
            tuple(torch.ones((2, 16), dtype=torch.long) for _ in names),
            str(path),
            input_names=names,
            output_names=["start_logits", "end_logits"],
            dynamic_shapes=tuple(dims for _ in names),
            dynamo=True,
            external_data=False,
            verbose=False,
        )
        quantise(path, Path(made) / "model.onnx")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(Path(made) / "model.onnx", target)
