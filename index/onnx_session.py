"""The one home of ONNX Runtime: quantises an exported encoder and runs it on the CPU."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray


def threads() -> int:
    """How many CPU cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class OnnxSession:
    """A model on the CPU; calls from several threads are safe, and are how several cores are used: each runs in one."""

    def __init__(self, path: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.add_session_config_entry(
            "session.intra_op.allow_spinning", "0"
        )  # idle threads leave the core
        self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        self.inputs = tuple(item.name for item in self._session.get_inputs())

    def run(self, feeds: Mapping[str, NDArray[np.int64]]) -> list[NDArray[np.float32]]:
        """The model's outputs for int64 inputs, each of shape (batch, length); unknown inputs are left out."""
        known = {name: feeds[name] for name in self.inputs}
        return [np.asarray(output) for output in self._session.run(None, known)]


def quantise(source: Path, target: Path) -> None:
    """Writes `source` with int8 weights, one scale a channel, to `target`."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    logging.getLogger().addFilter(_drop_advice)  # it advises a step that has been taken
    try:
        quantize_dynamic(source, target, weight_type=QuantType.QInt8, per_channel=True)
    finally:
        logging.getLogger().removeFilter(_drop_advice)


def _drop_advice(entry: logging.LogRecord) -> bool:
    return "pre-processing before quantization" not in entry.getMessage()
