from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from posestudio.body.skeleton import Clip, Motion, Skeleton, forward_kinematics
from tests.mocap.bvh_clips import clips, reference_point, reference_positions, skeleton_size

LIMB = ("Zrotation", "Xrotation", "Yrotation")
ROOT = ("Xposition", "Yposition", "Zposition", *LIMB)


def chain(channels: list[tuple[str, ...]], offsets: list[list[float]]) -> Skeleton:
    """Joints in a row, each the child of the one before."""
    return Skeleton(
        joint_names=tuple(f"joint{joint}" for joint in range(len(channels))),
        parents=np.arange(len(channels)) - 1,
        offsets=np.array(offsets, dtype=float),
        channels=tuple(channels),
    )


def smooth_clip(frames: int, joints: int, seed: int = 0, root: float = 0.0) -> Clip:
    rng = np.random.default_rng(seed)
    skeleton = chain([ROOT, *[LIMB] * (joints - 1)], rng.normal(0, 0.1, (joints, 3)).tolist())
    values = np.cumsum(rng.normal(0, 3, (frames, skeleton.channel_count)), axis=0)
    values[:, :3] += root
    return Clip(skeleton, Motion(values), 1 / 30)


@settings(max_examples=40, deadline=None)
@given(clips(depth_first=False))
def test_positions_match_quaternions_in_double_precision(clip: Clip) -> None:
    expected = reference_positions(clip)
    size = max(skeleton_size(clip), np.abs(expected).max(), 1e-3)
    assert clip.positions().dtype == np.float32
    np.testing.assert_allclose(clip.positions(), expected, atol=3e-6 * size)


@settings(max_examples=25, deadline=None)
@given(clips())
def test_end_sites_match_quaternions(clip: Clip) -> None:
    ends = clip.end_positions()
    assert ends.keys() == clip.skeleton.end_sites.keys()
    for joint, offset in clip.skeleton.end_sites.items():
        expected = np.array([reference_point(clip, frame, joint, offset) for frame in range(len(clip))])
        np.testing.assert_allclose(ends[joint], expected, atol=3e-6 * max(np.abs(expected).max(), 1000))


@settings(max_examples=25, deadline=None)
@given(clips())
def test_rotations_turn_a_joints_axes_to_the_files(clip: Clip) -> None:
    rotations, origins = clip.rotations(), reference_positions(clip)
    np.testing.assert_allclose(
        rotations @ rotations.swapaxes(-1, -2), np.broadcast_to(np.eye(3), rotations.shape), atol=1e-5
    )
    joint, frame = len(clip.skeleton.parents) - 1, len(clip) - 1
    for axis in range(3):
        tip = reference_point(clip, frame, joint, np.eye(3)[axis]) - origins[frame, joint]
        np.testing.assert_allclose(rotations[frame, joint, :, axis], tip, atol=1e-5)


def test_rotation_channels_multiply_in_file_order() -> None:
    skeleton = chain([("Zrotation", "Xrotation"), ()], [[0, 0, 0], [0, 1, 0]])
    positions = forward_kinematics(skeleton, np.array([[90.0, 90.0]]))
    # X is applied to the point first: (0, 1, 0) -> (0, 0, 1), which Z leaves where it is.
    np.testing.assert_allclose(positions[0, 1], [0, 0, 1], atol=1e-6)
    skeleton = replace(skeleton, channels=(("Xrotation", "Zrotation"), ()))
    positions = forward_kinematics(skeleton, np.array([[90.0, 90.0]]))
    np.testing.assert_allclose(positions[0, 1], [-1, 0, 0], atol=1e-6)


def test_position_channels_replace_the_offset_on_any_joint() -> None:
    everywhere = ("Xposition", "Yposition", "Zposition")
    skeleton = chain([everywhere, ("Yposition",), everywhere], [[9, 9, 9], [1, 2, 3], [4, 5, 6]])
    positions = forward_kinematics(skeleton, np.array([[1.0, 0, 0, 20, 0, 0, 7]]))
    np.testing.assert_allclose(positions[0], [[1, 0, 0], [2, 20, 3], [2, 20, 10]])


def test_scale_channels_are_ignored() -> None:
    skeleton = chain([("Xscale", "Zrotation"), ()], [[0, 0, 0], [1, 0, 0]])
    positions = forward_kinematics(skeleton, np.array([[5.0, 90.0]]))
    np.testing.assert_allclose(positions[0, 1], [0, 1, 0], atol=1e-6)


def test_a_root_far_away_costs_the_limbs_no_more_than_float32_does() -> None:
    clip = smooth_clip(frames=20, joints=25, root=2000.0)
    expected = reference_positions(clip)
    assert np.abs(expected).max() > 1900
    spacing = float(np.spacing(np.float32(np.abs(expected).max())))
    error = np.abs(clip.positions() - expected).max()
    assert error <= 0.5 * spacing + 1e-5
    assert error < 1e-4 * skeleton_size(clip)


def test_angles_of_many_turns_keep_their_precision() -> None:
    clip = smooth_clip(frames=3, joints=6)
    values = clip.motion.values.copy()
    values[:, 3:] += 360.0 * 100_000
    turned = replace(clip, motion=Motion(values))
    np.testing.assert_allclose(turned.positions(), clip.positions(), atol=1e-5)


def test_frames_do_not_depend_on_how_many_are_placed_at_once() -> None:
    clip = smooth_clip(frames=2500, joints=4)
    one_by_one = np.concatenate(
        [clip.select(slice(frame, frame + 1)).positions() for frame in (0, 1024, 2499)]
    )
    np.testing.assert_allclose(clip.positions()[[0, 1024, 2499]], one_by_one, atol=1e-6)


def test_a_clip_without_frames_has_no_positions() -> None:
    clip = smooth_clip(frames=2, joints=3).select(slice(0, 0))
    assert clip.positions().shape == (0, 3, 3)
    assert clip.rotations().shape == (0, 3, 3, 3)
    assert clip.end_positions() == {}


@pytest.mark.parametrize("shape", [(2, 8), (9,), (1, 2, 9)])
def test_values_that_do_not_fit_the_channels_are_refused(shape: tuple[int, ...]) -> None:
    skeleton = chain([ROOT, LIMB], [[0, 0, 0], [0, 1, 0]])
    with pytest.raises(ValueError, match=r"expected values \(frames, 9\)"):
        forward_kinematics(skeleton, np.zeros(shape))


def test_helpers_tell_the_tree_and_its_rest() -> None:
    skeleton = Skeleton(
        joint_names=("a", "b", "c"),
        parents=np.array([-1, 0, 0]),
        offsets=np.array([[0, 1, 0], [1, 0, 0], [0, 0, 2]], dtype=float),
        channels=(ROOT, LIMB, ()),
    )
    assert skeleton.children(0) == (1, 2)
    assert skeleton.children(2) == ()
    assert skeleton.channel_count == 9
    assert skeleton.channel_starts.tolist() == [0, 6, 9, 9]
    np.testing.assert_allclose(skeleton.rest_positions(), [[0, 1, 0], [1, 1, 0], [0, 1, 2]])
    clip = Clip(skeleton, Motion(np.zeros((4, 9))), 0.04)
    assert clip.fps == pytest.approx(25)
    assert len(clip.select(np.array([True, False, True, False]))) == 2


def test_position_channels_that_are_deltas_are_recognised_and_made_absolute() -> None:
    skeleton = chain([ROOT, ROOT, LIMB], [[0, 5, 0], [0, 2, 0], [0, 3, 0]])
    deltas = Clip(skeleton, Motion(np.zeros((2, 15))), 0.04)
    assert deltas.has_relative_positions()
    absolute = deltas.with_offsets_added()
    assert not absolute.has_relative_positions()
    np.testing.assert_allclose(absolute.positions()[0], [[0, 5, 0], [0, 7, 0], [0, 10, 0]])
    np.testing.assert_array_equal(deltas.motion.values, 0)


def test_a_root_at_its_origin_is_not_taken_for_a_delta() -> None:
    skeleton = chain([ROOT, LIMB], [[0, 5, 0], [0, 2, 0]])
    assert not Clip(skeleton, Motion(np.zeros((2, 9))), 0.04).has_relative_positions()
