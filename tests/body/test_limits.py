from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posestudio.body.layouts import BODY_INDEX, BODY_PARENTS
from posestudio.body.limits import (
    LIMITED_BONES,
    TRUNK_BONES,
    JointLimits,
    bundled_limits,
    direction_counts,
    directions_of,
)
from posestudio.body.mirroring import BODY_MIRROR
from posestudio.errors import PosesError
from posestudio.geometry.sphere import AREA, BINS, on_discs, two_discs
from posestudio.mocap.retargeting import to_clip
from tests.dataset.clips import waving


def mirrored(joints: np.ndarray) -> np.ndarray:
    return joints[..., list(BODY_MIRROR), :] * [-1, 1, 1]


def lengths(joints: np.ndarray) -> np.ndarray:
    return np.linalg.norm(joints - joints[:, [max(parent, 0) for parent in BODY_PARENTS]], axis=-1)


@pytest.fixture(scope="module")
def poses() -> np.ndarray:
    return waving(60).astype(np.float32)


@pytest.fixture(scope="module")
def limits(poses) -> JointLimits:
    return JointLimits(poses)


def test_what_was_seen_is_allowed_and_so_is_its_mirror_image(limits, poses):
    assert not limits.outside(poses).any()
    assert not limits.outside(mirrored(poses)).any()
    assert limits.outside(poses[:6].reshape(2, 3, 29, 3)).shape == (2, 3, len(LIMITED_BONES))


def test_a_broken_knee_is_named(limits, poses):
    broken = poses.copy()
    knee, ankle = BODY_INDEX["left_knee"], BODY_INDEX["left_ankle"]
    broken[:, ankle] = broken[:, knee] + [0.0, 0.4, 0.0]
    assert [LIMITED_BONES[bone] for bone in np.flatnonzero(limits.outside(broken).any(0))] == ["left_shin"]


@settings(max_examples=25, deadline=None)
@given(turn=st.floats(-3, 3), size=st.floats(0.2, 5), shift=st.floats(-9, 9))
def test_neither_place_nor_size_nor_heading_matters(limits, poses, turn, size, shift):
    cos, sin = np.cos(turn), np.sin(turn)
    about = np.array([[cos, 0, sin], [0, 1, 0], [-sin, 0, cos]])
    assert (
        limits.outside(poses @ about.T * size + shift).mean() < 0.02
    )  # a bin's edge may be crossed by rounding


def test_new_poses_keep_bones_and_limits_and_clear_themselves():
    limits = bundled_limits()
    hosts = np.repeat(waving(20).astype(np.float32), 20, axis=0)
    made = limits.sample(hosts, np.random.default_rng(0))
    assert np.abs(lengths(made) - lengths(hosts)).max() < 2e-3
    changed = (made != hosts).any((1, 2))
    assert changed.mean() > 0.9
    assert limits.outside(made[changed]).mean() < 0.001
    assert not limits.collides(made[changed]).any()
    spread = (made[changed] - made[changed][:, :1]).std(0)[BODY_INDEX["left_wrist"]]
    assert spread.min() > 0.05
    to_clip(made)  # bodies that can be exported


def test_the_same_seed_gives_the_same_poses():
    hosts = waving(8).astype(np.float32)
    one, again, other = (bundled_limits().sample(hosts, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert (one == again).all() and (one != other).any()


def test_shares_of_the_sphere_are_those_of_people():
    """Akhter and Black's maps: upper arm 64 %, thigh 43 %, head 15 %."""
    shares = {
        bone: (bundled_limits().allowed_directions(bone) * AREA).sum() / AREA.sum() / BINS[0]
        for bone in TRUNK_BONES
    }
    assert 0.45 < shares["upper_arm"] < 0.75
    assert 0.3 < shares["thigh"] < 0.65
    assert 0.05 < shares["head"] < 0.4


def test_a_file_brings_them_back(limits, poses, tmp_path):
    limits.save(tmp_path / "limits.npz")
    again = JointLimits.load(tmp_path / "limits.npz")
    turned = mirrored(poses) * [1, 1, -1]
    assert (again.outside(turned) == limits.outside(turned)).all()
    assert (again.clearance == limits.clearance).all()


@pytest.mark.parametrize("content", [b"", b"nonsense", None])
def test_another_file_is_refused_by_name(tmp_path, content):
    path = tmp_path / "other.npz"
    if content is None:
        np.savez(path, clearance=np.zeros(3), **{bone: np.zeros(4, np.uint8) for bone in ("head", "thigh")})
    else:
        path.write_bytes(content)
    with pytest.raises(PosesError, match="other.npz"):
        JointLimits.load(path)


@settings(max_examples=50, deadline=None)
@given(st.tuples(*[st.floats(-1, 1)] * 3).filter(lambda way: 0.1 < np.linalg.norm(way)))
def test_a_direction_lies_in_its_bin_on_the_discs(way):
    direction = np.array(way) / np.linalg.norm(way)
    pose = waving(1).astype(np.float32)
    across, down = on_discs(direction)
    assert 0 <= across <= 2 and 0 <= down <= 1
    assert (across > 1) == (direction[2] < 0) or across == pytest.approx(1)
    assert two_discs(direction_counts(pose)["head"], 8).shape == (8, 16)


def test_the_discs_show_what_is_free_where_it_is():
    free = bundled_limits().allowed_directions("upper_arm")
    discs = two_discs(free, 200)
    assert np.isnan(discs[0, 0]) and np.isnan(discs).mean() == pytest.approx(1 - np.pi / 4, abs=0.01)
    pointing = directions_of(waving(40), "upper_arm").reshape(-1, 3)
    pixels = (on_discs(pointing) * 200).astype(int).clip(0, [399, 199])
    assert discs[pixels[:, 1], pixels[:, 0]].mean() > 0.95


def test_what_a_forearm_may_do_depends_on_its_upper_arm():
    limits = bundled_limits()
    up, down = (limits.allowed_directions("forearm", np.array(way)) for way in ([0, 1, 0], [0, -1, 0]))
    assert (up != down).any() and (limits.allowed_directions("forearm") >= down).all()
