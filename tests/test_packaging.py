"""The wheel holds what a user needs: sample articles, the suite, the reader's weights, the page, the command."""

from __future__ import annotations

import configparser
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("index", "rag", "ui", "eval")
LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.pyc")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel of a copy of the tree, so that nothing is built into it."""
    folder = tmp_path_factory.mktemp("tree")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, folder / package, ignore=LEFT_OUT)
    for file in ("pyproject.toml", "README.md", "LICENSE"):
        if (ROOT / file).is_file():
            shutil.copy(ROOT / file, folder / file)
    done = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--no-deps", "--quiet", "--disable-pip-version-check",
         "--wheel-dir", str(folder / "dist"), str(folder)],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )  # fmt: skip
    trouble = done.stderr.casefold()
    if done.returncode and any(
        word in trouble for word in ("connection", "no matching distribution", "resolve")
    ):
        pytest.skip(f"pip cannot reach a package registry for the build tools: {done.stderr.strip()[-200:]}")
    assert done.returncode == 0, done.stderr
    (built,) = (folder / "dist").glob("dateline-*.whl")
    return zipfile.ZipFile(built)


def test_it_holds_every_module_and_every_file_of_data(wheel: zipfile.ZipFile) -> None:
    held = set(wheel.namelist())
    wanted = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    wanted.discard("eval/RESULTS.md")  # a document of the repository, not data of the package
    assert wanted - held == set()


@pytest.mark.parametrize(
    "file",
    [
        "index/samples/balloon.txt",
        "index/samples/wire_feed.jsonl",
        "index/samples/dam_dispute.md",
        "eval/suites/samples.jsonl",
        "eval/page/report.html.j2",
        "eval/page/report.css",
        "eval/page/report.js",
        "eval/bench/bench.html.j2",
        "rag/reader/sentence_weights.json",
        "ui/web/page.css",
        "ui/web/page.js",
        *(f"{package}/py.typed" for package in PACKAGES),
    ],
)
def test_it_holds(wheel: zipfile.ZipFile, file: str) -> None:
    assert wheel.read(file) == (ROOT / file).read_bytes()


def test_it_holds_no_test_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    tops = {entry.split("/")[0] for entry in wheel.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == set(PACKAGES)


def test_it_gives_the_command_and_the_licence(wheel: zipfile.ZipFile) -> None:
    (info,) = {entry.split("/")[0] for entry in wheel.namelist() if ".dist-info/" in entry}
    entries = configparser.ConfigParser()
    entries.read_string(wheel.read(f"{info}/entry_points.txt").decode())
    assert dict(entries["console_scripts"]) == {"dateline": "ui.cli:main"}
    assert any(entry.endswith("LICENSE") for entry in wheel.namelist())
    assert "Apache-2.0" in wheel.read(f"{info}/METADATA").decode()
