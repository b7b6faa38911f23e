"""Files that commands write are found to be writable first, and are there whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.runner import Step
from ui.output import OutputError, check_file, check_folder, save
from ui.progress import progress


def test_a_file_is_replaced_as_a_whole_and_nothing_else_is_left(tmp_path: Path) -> None:
    file = tmp_path / "run.json"
    save(file, "one")
    save(file, "two")
    assert file.read_text("utf-8") == "two"
    assert list(tmp_path.iterdir()) == [file]


def test_what_stood_there_stays_when_it_cannot_be_written(tmp_path: Path) -> None:
    file = tmp_path / "run.json"
    save(file, "one")
    with pytest.raises(UnicodeEncodeError):
        save(file, "half a pair: \ud800")
    assert file.read_text("utf-8") == "one"
    assert list(tmp_path.iterdir()) == [file]


def test_a_device_is_written_to_and_stays_one() -> None:
    save(Path("/dev/null"), "gone")
    assert Path("/dev/null").is_char_device()


@pytest.mark.parametrize(
    ("name", "message"), [("here", "this is a folder"), ("gone/run.json", "there is no folder")]
)
def test_a_file_that_cannot_be_written_is_named_before_the_work(
    tmp_path: Path, name: str, message: str
) -> None:
    (tmp_path / "here").mkdir()
    with pytest.raises(OutputError, match=message):
        check_file(tmp_path / name)


def test_a_folder_is_made_and_a_file_in_its_place_is_named(tmp_path: Path) -> None:
    check_folder(tmp_path / "new" / "run")
    assert (tmp_path / "new" / "run").is_dir()
    (tmp_path / "taken").touch()
    with pytest.raises(OutputError, match=r"taken: this is a file"):
        check_folder(tmp_path / "taken")


def test_a_long_run_says_where_it_is_and_a_short_one_nothing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]
    monkeypatch.setattr("ui.progress.time.monotonic", lambda: now[0])
    with progress() as show:
        for done in range(4):
            show(Step("Asking", done, 1_500, "2 were asked before"))
            now[0] += 20.0
    assert capsys.readouterr().err.splitlines() == ["Asking: 2 of 1,500 (2 were asked before)"]
