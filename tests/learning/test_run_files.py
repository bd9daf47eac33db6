from __future__ import annotations

from pathlib import Path

import pytest

from posestudio.errors import CheckpointError
from posestudio.learning.run_files import remove_run
from posestudio.training.loop import train
from tests.training.runs import config


def test_a_run_begins_in_no_folder_of_somebody_elses(data: str, tmp_path: Path) -> None:
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "thesis.tex").write_text("three years")
    with pytest.raises(CheckpointError, match=r"is not a run and has other files in it, such as thesis\.tex"):
        next(train(config(data), tmp_path / "thesis", device="cpu"))
    (tmp_path / "file").write_text("x")
    with pytest.raises(CheckpointError, match="is a file"):
        next(train(config(data), tmp_path / "file", device="cpu"))
    with pytest.raises(CheckpointError, match="is not a run: nothing is deleted"):
        remove_run(tmp_path / "thesis")
    (tmp_path / "thesis" / "config.json").write_text('{"theme": "dark"}')
    with pytest.raises(CheckpointError, match="nothing is deleted"):
        remove_run(tmp_path / "thesis")
    assert sorted(path.name for path in (tmp_path / "thesis").iterdir()) == ["config.json", "thesis.tex"]
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / ".DS_Store").touch()
    next(train(config(data), tmp_path / "empty", device="cpu"))


def test_what_a_run_made_is_removed_and_nothing_else(data: str, tmp_path: Path) -> None:
    for name in ("kept", "gone"):
        list(train(config(data), tmp_path / name, device="cpu"))
        (tmp_path / name / ".last-abcd_f12.safetensors").write_text("a killed training's, of before")
    (tmp_path / "kept" / "notes.txt").write_text("mine")
    (tmp_path / "kept" / "my weights.safetensors").write_text("mine, too")
    assert not remove_run(tmp_path / "kept") and remove_run(tmp_path / "gone")
    assert sorted(path.name for path in (tmp_path / "kept").iterdir()) == [
        "my weights.safetensors",
        "notes.txt",
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]
    assert remove_run(tmp_path / "never begun")
