"""The packages that a benchmark needs beside Dateline's own, and the versions of all that it measures."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

_PLAIN = ("llama-index-core", "llama-index-vector-stores-chroma", "llama-index-embeddings-huggingface")
_MEASURED = (
    "chromadb",
    "numpy",
    "onnxruntime",
    "sentence-transformers",
    "tantivy",
    "tokenizers",
    "torch",
    "transformers",
)


class NotInstalledError(ValueError):
    """A package that only development needs is not there; the message says how to get it."""


def check_installed() -> None:
    """Find out before a run that the plain pipeline can be made. Raises `NotInstalledError`."""
    missing = [name for name in _PLAIN if _version(name) is None]
    if missing:
        raise NotInstalledError(
            f"The benchmark needs {', '.join(missing)}. Install what it is compared with: pip install --editable "
            "'.[dev]' in Dateline's folder, which 'make test' does too."
        )


def versions() -> dict[str, str]:
    """The version of every package that is measured."""
    found = {name: _version(name) for name in sorted((*_PLAIN, *_MEASURED))}
    return {name: number for name, number in found.items() if number}


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
