"""The body part of the public API, used as somebody else's script would use it."""

import subprocess
import sys

import numpy as np
import pytest

import posestudio

# name, parent, offset in centimetres: a common naming, standing in a T-pose and facing +Z
JOINTS = [
    ("Hips", None, (0, 0, 0)),
    ("Spine", "Hips", (0, 11, -1)),
    ("Spine1", "Spine", (0, 20, 0)),
    ("Neck", "Spine1", (0, 22, 0)),
    ("Head", "Neck", (0, 9, 1)),
]
for side, sign in (("Left", 1), ("Right", -1)):
    JOINTS += [
        (f"{side}Shoulder", "Spine1", (3 * sign, 18, 1)),
        (f"{side}Arm", f"{side}Shoulder", (15 * sign, 0, 0)),
        (f"{side}ForeArm", f"{side}Arm", (28 * sign, 0, 0)),
        (f"{side}Hand", f"{side}ForeArm", (25 * sign, 0, 0)),
        (f"{side}UpLeg", "Hips", (9 * sign, -4, 0)),
        (f"{side}Leg", f"{side}UpLeg", (0, -43, 0)),
        (f"{side}Foot", f"{side}Leg", (0, -41, 0)),
        (f"{side}ToeBase", f"{side}Foot", (0, -6, 13)),
    ]
ENDS = {"Head": (0, 19, 0)} | {
    f"{side}{part}": end
    for side, sign in (("Left", 1), ("Right", -1))
    for part, end in (("Hand", (8 * sign, 0, 0)), ("ToeBase", (0, 0, 6)))
}
FRAMES = 12


def written(parent: str | None) -> tuple[list[str], list[str]]:
    """Lines of the joints below ``parent``, and their names in the order of the file."""
    lines, names = [], []
    for name, its_parent, offset in JOINTS:
        if its_parent != parent:
            continue
        below, below_names = written(name)
        position = "" if parent else "Xposition Yposition Zposition "
        lines += [
            f"{'JOINT' if parent else 'ROOT'} {name}",
            "{",
            "OFFSET {} {} {}".format(*offset),
            f"CHANNELS {3 if parent else 6} {position}Zrotation Yrotation Xrotation",
            *below,
        ]
        if name in ENDS:
            lines += ["End Site", "{", "OFFSET {} {} {}".format(*ENDS[name]), "}"]
        lines.append("}")
        names += [name, *below_names]
    return lines, names


@pytest.fixture
def walk(tmp_path):
    """A file in which somebody wades forward with lowered arms, from a T-pose."""
    lines, names = written(None)
    lines = ["HIERARCHY", *lines, "MOTION", f"Frames: {FRAMES}", "Frame Time: 0.0333333"]
    for frame in range(FRAMES):
        stride = 30 * np.sin(frame / 2)
        turns = dict.fromkeys(names, (0, 0, 0)) | {"Neck": (0, 0, 10 * min(frame, 1))}
        for side, sign in (("Left", 1), ("Right", -1)):
            turns[f"{side}UpLeg"] = (0, 0, sign * stride)
            turns[f"{side}Leg"] = (0, 0, abs(stride))
            turns[f"{side}Arm"] = (-60 * sign * min(frame, 1), 0, 0)
            turns[f"{side}ForeArm"] = (0, -40 * sign * min(frame, 1), 0)
        numbers = [0, 94, 4 * frame, *(angle for name in names for angle in turns[name])]
        lines.append(" ".join(f"{number:.4f}" for number in numbers))
    path = tmp_path / "walk.bvh"
    path.write_text("\n".join(lines) + "\n")
    return path


def test_a_clip_says_what_is_in_the_file(walk):
    clip = posestudio.load_bvh(str(walk))
    assert clip.frame_time == pytest.approx(1 / 30, abs=1e-6)
    assert set(clip.skeleton.joint_names) == {name for name, _, _ in JOINTS}
    assert len(clip.skeleton.parents) == len(clip.skeleton.offsets) == len(JOINTS)
    positions = clip.positions()
    assert positions.shape == (FRAMES, len(JOINTS), 3)
    assert clip.motion.values.shape[0] == FRAMES
    hand = clip.skeleton.joint_names.index("LeftHand")
    np.testing.assert_allclose(positions[0, hand], [71, 94 + 49, 0], atol=1e-3)


def test_saving_and_loading_keeps_the_clip(walk, tmp_path):
    clip = posestudio.load_bvh(walk)
    posestudio.save_bvh(str(tmp_path / "out.bvh"), clip)
    again = posestudio.load_bvh(tmp_path / "out.bvh")
    assert again.skeleton.joint_names == clip.skeleton.joint_names
    np.testing.assert_allclose(again.positions(), clip.positions(), atol=1e-3)
    np.testing.assert_allclose(again.motion.values, clip.motion.values, atol=1e-5)


def test_a_body_is_in_metres_upright_and_faces_forward(walk):
    body = posestudio.to_body(posestudio.load_bvh(walk))
    assert body.shape == (FRAMES, len(posestudio.BODY_JOINTS), 3)
    assert body.dtype == np.float32 and np.isfinite(body).all()
    at = {name: body[:, index] for index, name in enumerate(posestudio.BODY_JOINTS)}
    thigh = np.linalg.norm(at["left_hip"] - at["left_knee"], axis=-1)
    np.testing.assert_allclose(thigh, thigh[0], rtol=1e-4)
    assert 0.38 < thigh[0] < 0.48
    assert (at["left_shoulder"] - at["right_shoulder"])[0, 0] > 0.3
    assert (at["nose"] - at["head"])[0, 2] > 0.05
    assert 1.4 < (at["head_top"] - at["left_toe"])[0, 1] < 2.0
    np.testing.assert_allclose(at["hips"], (at["left_hip"] + at["right_hip"]) / 2, atol=1e-4)


def test_keypoints_are_the_bodys_own_points(walk):
    body = posestudio.to_body(posestudio.load_bvh(walk))
    coco = posestudio.to_keypoints(body)
    assert coco.shape == (FRAMES, 17, 3)
    for index, name in enumerate(posestudio.COCO_KEYPOINTS):
        np.testing.assert_allclose(coco[:, index], body[:, posestudio.BODY_JOINTS.index(name)], atol=1e-5)
    assert posestudio.to_keypoints(body[0]).shape == (17, 3)


def test_a_body_survives_export_and_import(walk, tmp_path):
    body = posestudio.to_body(posestudio.load_bvh(walk))
    posestudio.save_bvh(tmp_path / "out.bvh", posestudio.to_clip(body, fps=30.0, name="walk"))
    again = posestudio.to_body(posestudio.load_bvh(tmp_path / "out.bvh"))
    limbs = [
        index
        for index, name in enumerate(posestudio.BODY_JOINTS)
        if name.endswith(("shoulder", "elbow", "wrist", "hip", "knee", "ankle"))
    ]
    assert len(limbs) == 12
    distance = np.linalg.norm(again - body, axis=-1)
    assert distance[:, limbs].mean() < 0.01
    assert distance.mean() < 0.02


def test_what_cannot_be_used_is_a_value_error_that_names_it(tmp_path):
    junk = tmp_path / "junk.bvh"
    junk.write_text("not a motion\n")
    with pytest.raises(ValueError, match="junk.bvh"):
        posestudio.load_bvh(junk)
    with pytest.raises(posestudio.PoseStudioError):
        posestudio.load_bvh(tmp_path / "missing.bvh")
    box = tmp_path / "box.bvh"
    box.write_text(
        "HIERARCHY\nROOT box\n{\nOFFSET 0 0 0\nCHANNELS 3 Xposition Yposition Zposition\n"
        "End Site\n{\nOFFSET 0 1 0\n}\n}\nMOTION\nFrames: 1\nFrame Time: 0.1\n0 0 0\n"
    )
    with pytest.raises(posestudio.PoseStudioError):
        posestudio.to_body(posestudio.load_bvh(box))


def test_neither_torch_nor_qt_is_loaded_for_bodies(walk):
    script = (
        "import sys, posestudio\n"
        "assert 'numpy' not in sys.modules\n"
        "posestudio.to_keypoints(posestudio.to_body(posestudio.load_bvh(sys.argv[1])))\n"
        "sys.exit('torch' in sys.modules or 'PySide6' in sys.modules)\n"
    )
    assert subprocess.run([sys.executable, "-c", script, str(walk)]).returncode == 0


def test_the_body_part_says_what_it_offers():
    offered = {
        "load_bvh",
        "save_bvh",
        "to_body",
        "to_clip",
        "to_keypoints",
        "BODY_JOINTS",
        "Clip",
        "Skeleton",
    }
    assert offered <= set(posestudio.__all__) <= set(dir(posestudio))
    for name in offered:
        assert getattr(posestudio, name) is not None
    with pytest.raises(AttributeError, match="no_such_thing"):
        posestudio.no_such_thing  # noqa: B018
