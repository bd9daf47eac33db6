"""Heels of stiff feet, and files and arrays of bodies that were made before bodies had heels."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from posestudio.app.model.any_file import read
from posestudio.app.model.project import Project, load_project, save_project
from posestudio.app.model.sources import ClipSource
from posestudio.app.model.state import State
from posestudio.body.feet import heel_of, heels_of, with_heels
from posestudio.body.layouts import BODY_INDEX, JOINTS_WITHOUT_HEELS, OBSERVED_23, to_keypoints
from posestudio.body.standing import standing_body
from posestudio.dataset.motion_clips import MotionClip, load_motion_clips, save_motion_clips
from posestudio.dataset.poses import Poses, load_poses, save_poses
from posestudio.export.lifted import save_lifted
from posestudio.export.lifted_npz import load_lifted
from posestudio.lifting.known import Known
from posestudio.mocap.retargeting import to_clip
from tests.fakes import lifted_frames

OLD = len(JOINTS_WITHOUT_HEELS)
BODIES = np.stack([standing_body() + [x, 0.1, 0] for x in np.linspace(0, 1, 20)]).astype(np.float32)
AS_READ = with_heels(BODIES[:, :OLD])


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(0.01, 100))
def test_heels_move_with_the_leg_in_any_unit(seed: int, size: float) -> None:
    leg = np.random.default_rng(seed).normal(size=(3, 3))
    turn = Rotation.random(random_state=seed)
    heel = heel_of(*leg)
    np.testing.assert_allclose(
        heel_of(*(size * turn.apply(leg) + 3)), size * turn.apply(heel) + 3, atol=1e-5 * size
    )


def test_a_standing_persons_heels_are_behind_and_below_the_ankles() -> None:
    for side, heel in zip(("left", "right"), heels_of(standing_body()), strict=True):
        ankle, toe = (standing_body()[BODY_INDEX[f"{side}_{part}"]] for part in ("ankle", "toe"))
        assert (
            heel[1] < ankle[1] - 0.03 and -0.08 < heel[2] - ankle[2] < -0.02 and abs(heel[1] - toe[1]) < 0.06
        )


def without_heels(file: Path, *names: str) -> None:
    """The NPZ file as it would have been: arrays ``names`` without their last two joints."""
    content = dict(np.load(file))
    for name in names:
        axis = -1 if name in ("joint_names", "motion_uncertainty") else -2
        content[name] = content[name].take(range(OLD), axis=axis)
    np.savez(file, **content)


def test_files_of_before_have_stiff_heels_when_they_are_read(tmp_path: Path) -> None:
    names = np.full(len(BODIES), "a")
    save_poses(tmp_path / "poses.npz", Poses(BODIES, names, names, np.arange(len(BODIES))))
    without_heels(tmp_path / "poses.npz", "joints", "joint_names")
    np.testing.assert_allclose(load_poses(tmp_path / "poses.npz").joints, AS_READ, atol=2e-3)

    save_motion_clips(tmp_path / "clips.npz", [MotionClip(BODIES, 30.0, "a", "01")])
    without_heels(tmp_path / "clips.npz", "joints", "joint_names")
    np.testing.assert_allclose(load_motion_clips(tmp_path / "clips.npz")[0].joints, AS_READ, atol=1e-6)

    saved = save_lifted(tmp_path / "lifted.npz", lifted_frames(frames=2, people=2, trajectory=True))
    content = dict(np.load(tmp_path / "lifted.npz"))
    told = np.arange(4.0 * saved.joints.shape[2]).reshape(4, -1).astype(np.float32)
    np.savez(tmp_path / "lifted.npz", **content | {"motion_uncertainty": told})
    without_heels(tmp_path / "lifted.npz", "joints", "joint_names", "trajectory", "motion_uncertainty")
    lifted = load_lifted(tmp_path / "lifted.npz")
    assert lifted.trajectory is not None and saved.trajectory is not None and lifted.uncertainty is not None
    np.testing.assert_allclose(lifted.joints, with_heels(saved.joints[..., :OLD, :]), atol=1e-4)
    np.testing.assert_allclose(lifted.trajectory, with_heels(saved.trajectory[..., :OLD, :]), atol=1e-4)
    assert (lifted.uncertainty[:, OLD] == told[:, BODY_INDEX["left_ankle"]]).all()


def test_projects_of_before_are_opened(qapp, tmp_path: Path) -> None:
    path = tmp_path / "one.posestudio"
    save_project(path, Project(State(ClipSource("walk", BODIES, 1 / 30))))
    content = json.loads(path.read_text())
    content["source"]["bodies"] = BODIES[:, :OLD].tolist()
    path.write_text(json.dumps(content))
    source = load_project(path, lambda file: read(file).content).state.source
    assert isinstance(source, ClipSource)
    np.testing.assert_allclose(source.bodies, AS_READ, atol=1e-5)


def test_scripts_may_give_bodies_without_heels() -> None:
    old = BODIES[:, :OLD]
    np.testing.assert_array_equal(to_keypoints(old), to_keypoints(BODIES))
    with pytest.raises(ValueError, match="29"):
        to_keypoints(old, OBSERVED_23)
    np.testing.assert_allclose(to_clip(old).motion.values, to_clip(AS_READ).motion.values, atol=1e-4)
    pins = np.full((1, OLD, 3), np.nan)
    pins[0, 3] = 1
    known = Known(pins=pins, pose=old[:1])
    assert known.pins is not None and np.isnan(known.pins[0, OLD:]).all() and known.pins[0, 3, 0] == 1
    np.testing.assert_allclose(known.pose, AS_READ[:1], atol=1e-6)
