"""The add-on's poses, without Blender: limbs point where the body's do, whatever the armature's rest pose."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blender.posestudio_lift import turning
from blender.posestudio_lift.lifted import TO_BLENDER
from blender.posestudio_lift.new_skeleton import ROLES, new_bones
from blender.posestudio_lift.posing import pose
from blender.posestudio_lift.skeleton import NEEDED, RigProblem, Skeleton
from posestudio.body.standing import standing_body
from posestudio.common.resources import asset
from posestudio.geometry.rotations import turn
from posestudio.mocap.body_from_clip import to_body
from posestudio.mocap.bvh import load_bvh
from tests.blender.skeletons import LIMBS, angles, bone_vector, limb, skeleton_of

UP = np.array([0.0, 0, 1])


@pytest.fixture(scope="module")
def walk():
    """(F, 29, 3) the bundled clip's body in Blender's axes."""
    return to_body(load_bvh(asset("example/clip.bvh")))[::6] @ TO_BLENDER.T


@pytest.mark.parametrize("names", ["motionbuilder", "mixamo", "unreal"])
def test_limbs_point_along_the_body_s(walk, names):
    space = turn(np.array([1.0, 0, 0]), -np.pi / 2)  # an armature that its object turns upright
    skeleton = skeleton_of(names, space)
    bodies = 3.7 * walk @ space.T
    posed = pose(skeleton, bodies, space @ UP)
    for start, end in LIMBS:
        off = angles(bone_vector(skeleton, posed.heads, start, end), limb(bodies, start, end))
        assert off.max() < 0.1, (start, end)
    hips = angles(
        bone_vector(skeleton, posed.heads, "left_hip", "right_hip"), limb(bodies, "left_hip", "right_hip")
    )
    assert hips.max() < 0.1
    head = angles(bone_vector(skeleton, posed.heads, "neck", "head"), limb(bodies, "neck", "head"))
    assert head.max() < 25  # the armature's neck may stand otherwise than this body's
    for turns in posed.turns.values():
        assert np.allclose(turns @ np.swapaxes(turns, -1, -2), np.eye(3), atol=1e-6)
        assert np.allclose(np.linalg.det(turns), 1)


def test_a_standing_body_leaves_a_standing_armature_as_it_is():
    body = standing_body()[None] @ TO_BLENDER.T
    made = new_bones(body)
    names = [bone[0] for bone in made]
    heads, tails = (np.stack([bone[at] for bone in made]) for at in (2, 3))
    parents = np.array([names.index(bone[1]) if bone[1] else -1 for bone in made])
    axes = np.broadcast_to(np.eye(3), (len(names), 3, 3))
    skeleton = Skeleton(tuple(names), parents, heads, tails, axes, ROLES)
    assert heads[:, 2].min() >= 0 and np.isclose(tails[:, 2].min(), 0)
    posed = pose(skeleton, body, UP)
    turned = {
        names[bone]: np.degrees(np.arccos((np.trace(turns[0]) - 1) / 2))
        for bone, turns in posed.turns.items()
    }
    assert max(turned[name] for name in ("Hips", "Spine", "Chest", "Neck", "Head")) < 5
    assert max(turned[name] for name in ("Thigh.L", "Shin.R", "Shoulder.R")) < 8
    assert turned["Foot.L"] < 20  # those of the standing body are flatter than feet that were captured
    lengths = np.linalg.norm(tails - heads, axis=1)
    assert lengths[names.index("Thigh.L")] == pytest.approx(
        np.linalg.norm(limb(body, "left_hip", "left_knee"))
    )


def test_elbows_and_knees_bend_about_one_axis(walk):
    """What makes a twist sensible: the forearm turns against the upper arm about the same axis in every frame."""
    skeleton = skeleton_of("unreal")
    posed = pose(skeleton, walk, UP)
    for side in ("left", "right"):
        for upper, lower, most in (("shoulder", "elbow", 30), ("hip", "knee", 30)):
            one, other = (
                posed.turns[skeleton.index[skeleton.roles[f"{side}_{part}"]]] for part in (upper, lower)
            )
            relative = turning.to_quaternions(np.swapaxes(one, -1, -2) @ other)
            bent = np.abs(relative[:, 0]) < np.cos(np.radians(15))  # by more than 30 degrees
            if bent.sum() > 1:
                axes = relative[bent, 1:] / np.linalg.norm(relative[bent, 1:], axis=1, keepdims=True)
                assert angles(axes, np.broadcast_to(axes[0], axes.shape)).max() < most, (side, upper)


def test_the_path_is_in_proportion_to_the_legs_and_stands_on_the_floor(walk):
    skeleton = skeleton_of("mixamo")
    posed = pose(skeleton, walk, UP)
    parts = (("left_hip", "left_knee"), ("left_knee", "left_ankle"))
    leg = sum(np.linalg.norm(limb(walk[:1], start, end)) for start, end in parts)
    own = sum(np.linalg.norm(skeleton.at(end) - skeleton.at(start)) for start, end in parts)
    hips = skeleton.index[skeleton.roles["hips"]]
    walked = np.linalg.norm((posed.heads[-1, hips] - posed.heads[0, hips])[:2])
    assert walked == pytest.approx(own / leg * np.linalg.norm((walk[-1, 0] - walk[0, 0])[:2]), rel=0.05)
    toes = [skeleton.index[skeleton.roles[f"{side}_toe"]] for side in ("left", "right")]
    assert posed.heads[:, toes, 2].min() == pytest.approx(skeleton.heads[toes, 2].min(), abs=3)  # centimetres


def test_what_is_missing_or_wrong_is_named():
    skeleton = skeleton_of("mixamo")
    roles = {
        role: name for role, name in skeleton.roles.items() if role not in ("left_wrist", "head", "neck")
    }
    body = standing_body()[None] @ TO_BLENDER.T
    with pytest.raises(RigProblem, match="left wrist.*'Bones'"):
        pose(dataclasses.replace(skeleton, roles=roles), body, UP)
    crossed = {**skeleton.roles, "left_knee": skeleton.roles["right_knee"]}
    with pytest.raises(RigProblem, match="mixamorig:RightLeg .left knee. is not below"):
        pose(dataclasses.replace(skeleton, roles=crossed), body, UP)
    few = {role: name for role, name in skeleton.roles.items() if role in NEEDED}
    posed = pose(
        dataclasses.replace(skeleton, roles=few), body, UP
    )  # without hips, neck, head, hands and toes
    assert all(np.isfinite(turns).all() for turns in posed.turns.values())


unit_vectors = st.tuples(*[st.floats(-1, 1)] * 3).map(np.array).filter(lambda v: np.linalg.norm(v) > 0.1)


@settings(max_examples=30)
@given(unit_vectors, unit_vectors, st.floats(0, 1), st.floats(-3.1, 3.1))
def test_turns_are_rotations_that_lead_where_they_say(one, other, share, angle):
    one, other = one / np.linalg.norm(one), other / np.linalg.norm(other)
    swung = turning.swing(one, other)
    assert np.allclose(swung @ one, other, atol=1e-5) and np.isclose(np.linalg.det(swung), 1)
    assert np.allclose(turning.swing(one, -one) @ one, -one, atol=1e-6)
    rotation = turn(one, angle)
    quaternion = turning.to_quaternions(rotation)
    assert np.allclose(turning.from_quaternions(quaternion), rotation, atol=1e-6)
    part = turning.between(np.eye(3), rotation, share)
    assert np.allclose(part, turn(one, share * angle), atol=1e-5)
