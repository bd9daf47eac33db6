"""Clips of many rigs become one body: joints, units, axes, and joints that a rig lacks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posestudio.body.layouts import BODY_INDEX, LIMB_JOINTS
from posestudio.body.mirroring import BODY_MIRROR
from posestudio.body.skeleton import Motion
from posestudio.body.standing import standing_body
from posestudio.errors import RigError
from posestudio.mocap.body_from_clip import to_body
from tests.mocap.rig_makers import DIALECTS, make_clip

LIMBS = [BODY_INDEX[name] for name in LIMB_JOINTS]


def joint(body: np.ndarray, name: str) -> np.ndarray:
    return body[..., BODY_INDEX[name], :]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_dialect_gives_the_same_body(dialect: str) -> None:
    body = to_body(make_clip(DIALECTS[dialect], relative_root=dialect == "makehuman"))
    assert body.shape == (2, 29, 3) and body.dtype == np.float32
    assert np.allclose(body[0, LIMBS], standing_body()[LIMBS], atol=2e-3)
    assert np.allclose(joint(body, "hips"), joint(standing_body(), "hips"), atol=2e-3)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_heads_face_forward_and_feet_too(dialect: str) -> None:
    body = to_body(make_clip(DIALECTS[dialect], relative_root=dialect == "makehuman"))[0]
    assert 0.07 < joint(body, "nose")[2] - joint(body, "left_ear")[2] < 0.13
    assert 0.12 < joint(body, "left_ear")[0] - joint(body, "right_ear")[0] < 0.17
    assert 0.05 < joint(body, "left_eye")[0] - joint(body, "right_eye")[0] < 0.08
    assert joint(body, "head_top")[1] > joint(body, "nose")[1] > joint(body, "neck")[1]
    assert 1.5 < joint(body, "left_ear")[1] < 1.7
    assert 0.05 < joint(body, "left_toe")[2] - joint(body, "left_ankle")[2] < 0.25
    assert joint(body, "left_hand")[1] < joint(body, "left_wrist")[1]
    heights = [joint(body, name)[1] for name in ("hips", "spine", "chest", "neck", "head")]
    assert heights == sorted(heights)


@pytest.mark.parametrize(
    ("unit", "name"), [(1.0, "m"), (0.1, "dm"), (0.0254, "inch"), (0.01, "cm"), (0.001, "mm")]
)
def test_units_are_guessed_from_the_legs(unit: float, name: str) -> None:
    body = to_body(make_clip(DIALECTS["daz"], unit=unit))
    assert np.allclose(body[0, LIMBS], standing_body()[LIMBS], atol=2e-3), name


def test_a_scale_of_no_known_unit_becomes_a_person() -> None:
    odd = to_body(make_clip(DIALECTS["motionbuilder"], unit=0.0563))
    knee = np.linalg.norm(joint(odd, "left_hip") - joint(odd, "left_knee"), axis=-1)
    assert 0.38 < knee[0] < 0.48
    stated = to_body(make_clip(DIALECTS["motionbuilder"], unit=0.0563), unit=0.0563)
    assert np.allclose(stated[0, LIMBS], standing_body()[LIMBS], atol=2e-3)


@pytest.mark.parametrize("dialect", ["motionbuilder", "makehuman", "daz"])
def test_files_with_z_up_are_stood_up(dialect: str) -> None:
    body = to_body(make_clip(DIALECTS[dialect], z_up=True, relative_root=dialect == "makehuman"))
    assert np.allclose(body[0, LIMBS], standing_body()[LIMBS], atol=2e-3)


def test_smpl_with_a_turned_root_is_stood_up_by_its_motion() -> None:
    turned = make_clip(DIALECTS["smpl"], unit=1.0, values=np.tile([0.0, 0.0, 90.0], (2, 1)))
    turned.motion.values[:, :3] = [0, 0, 0.91]
    body = to_body(turned)[0]
    assert joint(body, "neck")[1] > 1.3 and joint(body, "left_ankle")[1] < 0.2


def test_the_up_axis_can_be_given() -> None:
    clip = make_clip(DIALECTS["daz"])
    lying = to_body(clip, up="z")[0]
    assert abs(joint(lying, "neck")[1]) < 0.1
    assert np.allclose(joint(lying, "neck")[2], -joint(to_body(clip)[0], "neck")[1])
    with pytest.raises(RigError, match="up"):
        to_body(clip, up="x")
    with pytest.raises(RigError, match="unit"):
        to_body(clip, unit=-1)


def test_no_frames_and_one_frame() -> None:
    assert to_body(make_clip(DIALECTS["daz"], frames=1)).shape == (1, 29, 3)
    assert to_body(make_clip(DIALECTS["daz"], frames=0)).shape == (0, 29, 3)


@settings(max_examples=25, deadline=None)
@given(st.floats(-180, 180), st.floats(-80, 80), st.floats(-180, 180))
def test_turning_the_root_turns_the_body_rigidly(z: float, y: float, x: float) -> None:
    body = to_body(make_clip(DIALECTS["asf"], values=np.array([[0.0, 0, 0], [z, y, x]])))
    between = np.linalg.norm(body[:, :, None] - body[:, None], axis=-1)
    assert np.allclose(between[0], between[1], atol=2e-3)


def test_mirroring_the_file_mirrors_the_body() -> None:
    clip = make_clip(DIALECTS["motionbuilder"], values=np.array([[0.0, 30, 0], [0, 0, 20]]))
    mirrored_values = clip.motion.values * np.array(
        [-1, 1, 1, -1, -1, 1] + [1] * (clip.motion.values.shape[1] - 6)
    )
    mirrored = to_body(replace(clip, motion=Motion(mirrored_values)))
    expected = to_body(clip)[:, list(BODY_MIRROR)] * [-1, 1, 1]
    assert np.allclose(mirrored, expected, atol=2e-3)
