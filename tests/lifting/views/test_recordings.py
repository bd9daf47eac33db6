"""Sequences of several views, in Python and by `posestudio lift --views`: who is who, cameras, files, errors."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from posestudio import cli
from posestudio.body.layouts import to_keypoints
from posestudio.body.standing import standing_body
from posestudio.export.lifted_npz import load_lifted
from posestudio.geometry.camera import Camera
from posestudio.keypoints import Keypoints, save_keypoints
from posestudio.lifting.lifter import Lifter
from posestudio.lifting.views.recordings import RecordedView, lift_recorded_views
from tests.cli.lines import one_line
from tests.lifting.people import SIZE

CAMERAS = [
    Camera.look_at(place, (0.5, 1, 0), 50, SIZE) for place in ((0.5, 1.2, 4), (4, 1, 0.3), (-3, 1.5, -3))
]
FRAMES = 3


def bodies(frame: int) -> np.ndarray:
    """(2, B, 3) two people who walk on."""
    return np.stack([standing_body() + (0.1 * frame, 0, 0), 1.2 * standing_body() + (1.2, 0, 0.1 * frame)])


def seen(camera: Camera, order: tuple[int, ...]) -> list[Keypoints]:
    return [
        Keypoints(camera.project(to_keypoints(bodies(frame)[list(order)])), size=SIZE, source=f"{frame:03d}")
        for frame in range(FRAMES)
    ]


def test_people_are_the_same_in_all_views_and_frames(lifter: Lifter) -> None:
    frames = [seen(CAMERAS[0], (0, 1)), seen(CAMERAS[1], (1, 0)), seen(CAMERAS[2], (1,))]
    lens = replace(CAMERAS[2], pose_assumed=True)
    views = [RecordedView(*view) for view in zip(frames, (*CAMERAS[:2], CAMERAS[2]), strict=True)]
    lifted = lift_recorded_views(lifter, views, hypotheses=2, steps=4)
    assert len(lifted) == FRAMES
    for frame, one in enumerate(lifted):
        off = np.linalg.norm(one.keypoints3d - to_keypoints(bodies(frame))[:, None], axis=-1)
        assert off.mean() < 0.06
        assert one.keypoints.tracks is not None and one.keypoints.tracks.tolist() == [0, 1]
        assert not one.views[2].keypoints.observed[0].any()
    views[2] = RecordedView(seen(CAMERAS[2], (0, 1)), lens)
    solved = lift_recorded_views(lifter, views, hypotheses=2, steps=3)
    position = solved[0].views[2].camera.position
    assert np.linalg.norm(position - CAMERAS[2].position) < 0.3 and solved[0].views[2].solved
    assert all(np.array_equal(one.views[2].camera.position, position) for one in solved)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, camera, order in zip("abc", CAMERAS, ((0, 1), (1, 0), (0, 1)), strict=True):
        save_keypoints(tmp_path / f"{name}.json", seen(camera, order))
    cameras = {"left": CAMERAS[0].to_json(), "right": CAMERAS[1].to_json()}
    (tmp_path / "cameras.json").write_text(json.dumps({"cameras": cameras}))
    (tmp_path / "third.json").write_text(json.dumps(CAMERAS[2].to_json()))
    (tmp_path / "views.toml").write_text(
        'calibration = "cameras.json"\n[[views]]\nkeypoints = "a.json"\ncamera = "left"\n'
        '[[views]]\nkeypoints = "b.json"\ncamera = "right"\n[[views]]\nkeypoints = "c.json"\ncamera = "third.json"\n'
    )
    return tmp_path


def test_the_command_lifts_the_views_that_a_file_lists(
    folder: Path, weights: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["lift", "--views", "views.toml", "--weights", str(weights), "--device", "cpu", "--steps", "3"]
    for out in ("o.npz", "o.bvh"):
        assert cli.main([*command, "--out", out, "--hypotheses", "2"]) == 0
    assert "3 frames of 3 views, 2 people, 2 poses each" in capsys.readouterr().out
    lifted = load_lifted("o.npz")
    off = np.linalg.norm(lifted.keypoints3d[:2] - to_keypoints(bodies(0))[:, None], axis=-1)
    assert off.mean() < 0.08 and Path("o.bvh").stat().st_size > 1000
    assert cli.main([*command, "--out", "o.npz", "--moving-camera"]) == 2
    assert cli.main([*command, "--out", "folder"]) == 2
    assert cli.main(["lift", "--out", "o.npz"]) == 2
    capsys.readouterr()
    text = (folder / "views.toml").read_text()
    for wrong, expected in (
        (text.replace('"left"', '"middle"'), "views.toml: view 1: camera: 'middle' is neither"),
        (text.replace("keypoints", "points", 1), "views.toml: view 1: keypoints"),
        (text.replace("calibration", "calibrations"), "views.toml: unknown key 'calibrations'"),
        (text.replace("[[views]]", "[[views"), "views.toml: expected TOML"),
        (text.replace("c.json", "d.json"), "d.json: "),
    ):
        (folder / "views.toml").write_text(wrong)
        assert cli.main([*command, "--out", "p.npz"]) == 1
        error = capsys.readouterr().err
        assert one_line(error) and expected in error and not Path("p.npz").exists()
