import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posestudio.body.layouts import BODY_INDEX, BODY_JOINTS
from posestudio.body.mirroring import BODY_MIRROR
from posestudio.body.standing import standing_body
from posestudio.geometry.rotations import from_rotation_vectors
from posestudio.posing import on_floor, rotated, solve
from posestudio.posing.limbs import ENDS, MIDDLES, ROOTS
from posestudio.posing.segments import bones_of

FLIP = np.array([-1.0, 1.0, 1.0])
J = BODY_INDEX
FEET = [J[f"{side}_{part}"] for side in ("left", "right") for part in ("ankle", "toe", "heel")]


def lengths(pose):
    return np.linalg.norm(bones_of(np.asarray(pose, np.float64)), axis=-1)


@st.composite
def poses(draw):
    """Standing people whose joints are turned by up to half a radian or so, somewhere."""
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    pose = standing_body().astype(np.float64)
    for name in (
        "spine",
        "neck",
        *(f"{side}_{part}" for side in ("left", "right") for part in ("shoulder", "hip")),
    ):
        pose = rotated(pose, J[name], from_rotation_vectors(rng.normal(0, 0.35, 3)))
    for side in ("left", "right"):
        pose = rotated(
            pose, J[f"{side}_elbow"], from_rotation_vectors(np.array([-rng.uniform(0.1, 1.5), 0, 0]))
        )
        pose = rotated(
            pose, J[f"{side}_knee"], from_rotation_vectors(np.array([rng.uniform(0.1, 1.2), 0, 0]))
        )
    return rotated(pose, 0, from_rotation_vectors(rng.normal(0, 0.5, 3))) + rng.normal(0, 1, 3)


offsets = st.tuples(*[st.floats(-0.6, 0.6) for _ in range(3)]).map(np.array)
joints = st.integers(0, len(BODY_JOINTS) - 1)


@given(poses(), joints, offsets, st.sets(joints, max_size=3), st.booleans(), st.booleans())
@settings(max_examples=60)
def test_bones_keep_their_lengths_whatever_is_dragged(pose, joint, offset, locked, symmetric, floored):
    floor = float(pose[FEET, 1].min()) if floored else None
    made = solve(pose, {joint: pose[joint] + 3 * offset}, locked - {joint}, floor, symmetric)
    assert np.isfinite(made).all()
    assert lengths(made) == pytest.approx(lengths(pose), abs=1e-6)


@given(poses(), st.integers(0, 3), st.floats(0.45, 0.97), offsets)
@settings(max_examples=40)
def test_an_end_within_reach_gets_there_and_nothing_else_moves(pose, limb, share, way):
    reach = lengths(pose)[[MIDDLES[limb], ENDS[limb]]].sum()
    way = way if np.linalg.norm(way) > 0.05 else np.array([0.0, 0.0, 1.0])
    goal = pose[ROOTS[limb]] + way / np.linalg.norm(way) * share * reach
    made = solve(pose, {ENDS[limb]: goal})
    assert np.linalg.norm(made[ENDS[limb]] - goal) < 0.005
    still = [index for index in range(4) if index != limb]
    assert (
        np.abs(made - pose)[
            [0, *(ENDS[index] for index in still), *(MIDDLES[index] for index in still)]
        ].max()
        < 0.005
    )


@given(poses(), offsets)
@settings(max_examples=30)
def test_feet_that_are_locked_hold_while_a_hand_pulls(pose, offset):
    made = solve(pose, {J["left_wrist"]: pose[J["left_wrist"]] + offset / 2}, FEET)
    assert np.abs(made - pose)[FEET].max() < 0.005


@given(poses(), joints, offsets, st.booleans())
@settings(max_examples=40)
def test_the_mirror_image_is_posed_as_the_mirror_image(pose, joint, offset, floored):
    floor = float(pose[FEET, 1].min()) if floored else None
    made = solve(pose, {joint: pose[joint] + offset}, floor=floor)
    image = (pose * FLIP)[list(BODY_MIRROR)]
    other = BODY_MIRROR[joint]
    mirrored = solve(image, {other: image[other] + offset * FLIP}, floor=floor)
    assert (mirrored * FLIP)[list(BODY_MIRROR)] == pytest.approx(made, abs=2e-3)


@given(poses(), joints, offsets)
@settings(max_examples=40)
def test_a_little_further_moves_it_a_little_more(pose, joint, offset):
    goal = pose[joint] + offset
    one, other = (solve(pose, {joint: goal + [0, step, 0]}) for step in (0.0, 1e-4))
    assert np.abs(one - other).max() < 0.02


@given(poses(), joints, st.sets(joints, max_size=3))
def test_no_way_to_go_leaves_the_pose_bit_for_bit(pose, joint, locked):
    pose = pose.astype(np.float32)
    made = solve(pose, {joint: pose[joint]}, locked)
    assert made.dtype == pose.dtype and (made == pose).all()


@pytest.mark.parametrize("part, sign", [("knee", 1), ("elbow", -1)])
def test_straight_limbs_bend_the_way_that_limbs_bend(part, sign):
    pose = standing_body().astype(np.float64)
    end = J["left_ankle" if part == "knee" else "left_wrist"]
    made = solve(pose, {end: pose[end] + [0, 0.2, 0]})
    assert sign * (made - pose)[J[f"left_{part}"], 2] > 0.05


def test_hips_go_down_over_feet_that_stay_and_the_upper_body_goes_along():
    pose = standing_body()
    made = solve(pose, {0: pose[0] - [0, 0.3, 0]}, floor=0.0)
    assert np.abs(made - pose)[FEET].max() < 0.005
    assert (pose - made)[[J["head"], J["left_wrist"]], 1] == pytest.approx([0.3, 0.3], abs=0.02)
    assert (made - pose)[[J["left_knee"], J["right_knee"]], 2].min() > 0.2


def test_a_hand_out_of_reach_takes_the_trunk_along_and_leaves_the_feet():
    pose = standing_body()
    goal = pose[J["left_wrist"]] + [0, -0.5, 0.3]
    made = solve(pose, {J["left_wrist"]: goal})
    assert np.linalg.norm(made[J["left_wrist"]] - goal) < 0.07
    assert np.abs(made - pose)[FEET].max() < 0.005
    assert np.linalg.norm(made[J["head"]] - pose[J["head"]]) > 0.1


def test_a_hand_a_little_out_of_reach_stretches_the_arm_alone():
    pose = standing_body().astype(np.float64)
    reach = lengths(pose)[[J["left_elbow"], J["left_wrist"]]].sum()
    goal = pose[J["left_shoulder"]] + [reach + 0.05, 0, 0]
    made = solve(pose, {J["left_wrist"]: goal})
    still = [J[name] for name in ("hips", "head", "left_shoulder", "right_wrist", "left_ankle")]
    assert np.abs(made - pose)[still].max() < 1e-6
    assert made[J["left_wrist"]] == pytest.approx(goal - [0.05, 0, 0], abs=5e-3)


def test_symmetric_posing_moves_the_other_side_as_the_mirror_image():
    pose = standing_body().astype(np.float64)
    made = solve(pose, {J["left_wrist"]: pose[J["left_wrist"]] + [0.1, 0.5, 0.2]}, symmetric=True)
    assert (made * FLIP)[list(BODY_MIRROR)] == pytest.approx(made, abs=1e-6)


def test_feet_below_the_floor_come_up_and_those_on_it_stay():
    pose = standing_body().astype(np.float64)
    sunk = pose.copy()
    sunk[FEET[:3], 1] -= 0.05
    made = on_floor(sunk, 0.0)
    assert made[FEET, 1].min() > -1e-6
    assert made[[J["right_ankle"], J["right_toe"]]] == pytest.approx(
        pose[[J["right_ankle"], J["right_toe"]]], abs=1e-3
    )
    assert lengths(made) == pytest.approx(lengths(sunk))


def test_what_is_not_a_place_is_refused():
    pose = standing_body()
    with pytest.raises(ValueError, match="joint 4: expected a body joint and a finite point"):
        solve(pose, {4: [0, np.nan, 0]})
    with pytest.raises(ValueError, match="expected finite joints"):
        solve(pose[:17], {4: [0, 0, 0]})
