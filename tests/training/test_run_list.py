import json
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest

from posestudio.dataset.camera_ranges import CameraRanges
from posestudio.dataset.preview import preview
from posestudio.detection.training.config import DetectorConfig
from posestudio.errors import CheckpointError
from posestudio.learning.config import load_config, with_absolute_paths
from posestudio.training.config import TrainConfig
from posestudio.training.run_list import find_runs, read_run
from tests.dataset.clips import waving


def written(folder: Path, lines: list[str]) -> Path:
    folder.mkdir(parents=True)
    (folder / "config.json").write_text(json.dumps(asdict(TrainConfig("poses.npz", elevation=(0, 10)))))
    (folder / "log.jsonl").write_text("\n".join(lines))
    return folder


def validation(step: int, energy: float) -> str:
    scores = {name: {"energy": value} for name, value in (("validation", energy), ("training", energy - 5))}
    return json.dumps({"step": step, **scores, "control": {"energy": 300.0}})


def test_a_run_is_summed_up(tmp_path):
    lines = [validation(10, 60), validation(20, 50), '{"step": 25, "loss": 1.0}', validation(30, 55)]
    run = read_run(written(tmp_path / "run", lines))
    assert run.step == 30 and run.best == (20, 50) and run.control == 300
    assert run.curve == [(10, 60, 55), (20, 50, 45), (30, 55, 50)]
    assert run.config.elevation == (0, 10) and run.weights is None
    for name in ("weights", "best"):
        (run.folder / f"{name}.safetensors").touch()
    assert run.weights.name == "best.safetensors"


def test_steps_done_twice_count_once_and_torn_lines_not(tmp_path):
    lines = [validation(10, 60), validation(20, 50), validation(10, 61), '{"step": 12, "lo']
    assert read_run(written(tmp_path / "run", lines)).curve == [(10, 61, 56)]


def test_what_is_no_run_is_passed_over(tmp_path):
    written(tmp_path / "one", [])
    (tmp_path / "two").mkdir()
    (tmp_path / "two" / "config.json").write_text("no")
    assert [run.folder.name for run in find_runs(tmp_path)] == ["one"]
    with pytest.raises(CheckpointError, match="two"):
        load_config(tmp_path / "two", TrainConfig)


def test_a_preview_shows_what_is_trained_on():
    points, visible = preview(waving(20).astype(np.float32), 6, True, 0.5, CameraRanges(), seed=1)
    assert points.shape == (6, 23, 2) and visible.shape == (6, 23) and set(np.unique(visible)) <= {0, 1}
    assert np.isfinite(points).all()

    def leaning(elevation: float) -> float:
        """How high the nose is over the ankles in the picture, typically."""
        ranges = CameraRanges((elevation, elevation))
        points, visible = preview(waving(20).astype(np.float32), 200, False, 0.0, ranges, seed=1)
        whole = points[visible.all(1)]
        return float(np.median(whole[:, 15, 1] - whole[:, 0, 1]))

    assert leaning(0) > 0.7 and leaning(80) < 0.5


@pytest.mark.parametrize(
    "line",
    [
        '{"step": 1e400, "loss": 1.0}',
        '{"step": 10, "loss": [[1.0]]}',
        '{"step": -1, "loss": 1.0}',
        '{"step": 10, "validation": {"energy": [[]]}, "control": {"energy": 9.0}}',
        '{"step": 10, "validation": {"energy": "5"}, "control": {"energy": 9.0}}',
        '{"step": 10, "validation": 3}',
        '{"loss": 1.0}',
        "[" * 100_000,
        '{"step": ' + "9" * 5000 + "}",
        "3",
    ],
)
def test_a_run_with_a_damaged_log_is_left_out_and_said(tmp_path: Path, line: str) -> None:
    written(tmp_path / "good", [validation(10, 60), '{"step": 12, "loss": 2.0}'])
    written(tmp_path / "bad", [validation(10, 60), line, validation(20, 50)])
    problems: list[str] = []
    (run,) = find_runs(tmp_path, problems)
    assert run.folder.name == "good" and run.losses == [(12, 2.0)]
    (problem,) = problems
    assert "bad" in problem and "log.jsonl:2: expected a line of a run's log" in problem


@pytest.mark.parametrize(
    "content",
    ["[" * 100_000, "[]", '{"data": 3}', '{"data": "a", "steps": "many"}', '{"steps": 0, "data": "a"}'],
)
def test_a_damaged_configuration_is_left_out_and_said(tmp_path: Path, content: str) -> None:
    (written(tmp_path / "bad", []) / "config.json").write_text(content)
    problems: list[str] = []
    assert not find_runs(tmp_path, problems)
    assert "config.json" in problems[0]


def test_files_named_from_another_folder_are_found_from_anywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = tmp_path / "begun"
    (begun / "photographs").mkdir(parents=True)
    for name in ("poses.npz", "start.safetensors"):
        (begun / name).touch()
    config = DetectorConfig(
        data="photographs", poses="poses.npz", start="start.safetensors", imagenet="is/nowhere.safetensors"
    )
    expected = DetectorConfig(
        data=str(begun / "photographs"),
        poses=str(begun / "poses.npz"),
        start=str(begun / "start.safetensors"),
        imagenet="is/nowhere.safetensors",
    )
    monkeypatch.chdir(begun)
    assert with_absolute_paths(config) == expected and with_absolute_paths(expected) == expected
    run = begun / "runs" / "one"
    run.mkdir(parents=True)
    (run / "config.json").write_text(json.dumps(asdict(config)))
    (tmp_path / "mlp").mkdir()  # a folder of a bundled weights' name hides no weights
    monkeypatch.chdir(tmp_path)
    assert load_config(run, DetectorConfig) == expected
    assert with_absolute_paths(TrainConfig("", start="mlp")).start == "mlp"
