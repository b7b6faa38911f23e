"""What the design says about the code: each vendor has one home, a package exports what it says, files are small."""

from __future__ import annotations

import ast
import importlib
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("index", "rag", "ui", "eval")
LAYERS = {"index": set[str](), "rag": {"index"}, "eval": {"index", "rag"}, "ui": {"index", "rag", "eval"}}
HOMES = {
    "chromadb": {"index/indexes/vectors.py", "index/indexes/chroma_client.py"},
    "datasketch": {"index/signature.py"},
    "htmldate": {"index/readers/html.py"},
    "py3langid": {"index/language.py"},
    "pypdf": {"index/readers/pdf.py"},
    "trafilatura": {"index/readers/html.py"},
    "tantivy": {"index/indexes/words.py"},
    "onnxruntime": {"index/onnx_session.py"},
    "sentence_transformers": {"index/embedding.py", "index/export.py"},
    "torch": {"index/export.py"},
    "transformers": {"index/export.py"},
    "gradio": {"ui/web/"},
    "llama_index": {"rag/writer/"},
    "ir_measures": {"eval/measures/ranking.py"},
    "jinja2": {"eval/page/page.py", "eval/bench/page.py"},
    "matplotlib": {"eval/page/plots.py", "eval/bench/plots.py", "eval/bench/svg.py"},
}
EXEMPT = {"rag/reader/train.py", "rag/reader/export.py", "eval/bench/plain.py"}
"""Files that may import any vendor: run by hand, or the pipeline of others that the speed benchmark compares with."""
MOST_LINES = 400


def sources() -> list[Path]:
    return sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(path: Path) -> Iterator[str]:
    """Every module a file imports, inside functions too, and by `import_module`."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name(path)}: imports are absolute"
            yield node.module or ""
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("import_module", "__import__")):
            yield from (argument.value for argument in node.args if isinstance(argument, ast.Constant))


def test_the_tree_is_the_one_that_is_tested() -> None:
    assert len(sources()) > 50
    assert {path.relative_to(ROOT).parts[0] for path in sources()} == set(PACKAGES)


@pytest.mark.parametrize("vendor", HOMES)
def test_each_vendor_is_imported_in_its_home_only(vendor: str) -> None:
    users = {
        name(path) for path in sources() if any(one.split(".")[0] == vendor for one in imports(path))
    } - EXEMPT
    strangers = {user for user in users if not any(user.startswith(home) for home in HOMES[vendor])}
    assert strangers == set()


@pytest.mark.parametrize(
    "vendor",
    [
        *(
            "datasketch",
            "gradio",
            "htmldate",
            "llama_index",
            "py3langid",
            "pypdf",
            "sentence_transformers",
            "torch",
        ),
        *("trafilatura", "transformers"),
    ],
)
def test_slow_vendors_are_imported_where_they_are_used_not_with_the_package(vendor: str) -> None:
    for path in sources():
        if name(path).startswith("ui/web/") or name(path) in EXEMPT:
            continue
        tree = ast.parse(path.read_text("utf-8"))
        top = [node for node in tree.body if isinstance(node, (ast.Import, ast.ImportFrom))]
        found = [alias.name for node in top if isinstance(node, ast.Import) for alias in node.names]
        found += [node.module or "" for node in top if isinstance(node, ast.ImportFrom)]
        assert not any(one.split(".")[0] == vendor for one in found), name(path)


def test_arrows_point_down() -> None:
    for path in sources():
        package = path.relative_to(ROOT).parts[0]
        used = {one.split(".")[0] for one in imports(path)} & set(PACKAGES) - {package}
        assert used <= LAYERS[package], name(path)


@pytest.mark.parametrize("package", ["index", "rag"])
def test_a_package_exports_exactly_what_it_says(package: str) -> None:
    module = importlib.import_module(package)
    public = {
        key
        for key, value in vars(module).items()
        if not key.startswith("_") and not inspect.ismodule(value) and key != "annotations"
    }
    assert set(module.__all__) == public
    assert module.__all__ == sorted(module.__all__)


@pytest.mark.parametrize(
    ("package", "names"),
    [
        ("rag", {"answer", "Chain", "Answer", "Citation"}),
        ("index", {"Library", "Article", "Hit", "LibraryError"}),
    ],
)
def test_the_public_surface_is_there(package: str, names: set[str]) -> None:
    assert names <= set(importlib.import_module(package).__all__)


def test_what_is_exported_is_documented() -> None:
    for package in ("index", "rag"):
        module = importlib.import_module(package)
        for key in module.__all__:
            assert inspect.getdoc(getattr(module, key)), f"{package}.{key}"


def test_no_file_is_longer_than_400_lines() -> None:
    tests = sorted((ROOT / "tests").glob("*.py"))
    long = {name(path): len(path.read_text("utf-8").splitlines()) for path in (*sources(), *tests)}
    assert {path: lines for path, lines in long.items() if lines > MOST_LINES} == {}


def test_no_module_hides_one_of_the_standard_library() -> None:
    assert [name(path) for path in sources() if path.name in {"types.py", "utils.py", "common.py"}] == []
