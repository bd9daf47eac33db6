"""Neck, head top and feet of files of other tools."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posestudio.body.feet import heel_of
from posestudio.body.keypoint_layouts import KEYPOINT_LAYOUTS
from posestudio.body.layouts import BODY_INDEX, EXTRA_KEYPOINTS
from posestudio.body.standing import standing_body
from posestudio.errors import KeypointsError
from posestudio.keypoints import Keypoints, load_keypoints, save_keypoints
from posestudio.keypoints.extra_points import FEET, HEAD_TOP_NOISE, NECK_NOISE, TOE_NOISE
from posestudio.keypoints.observation import longer_sides
from tests.keypoints.sample_files import BODY, coco, flat, flattened, in_order, recording, written

SIZE = float(np.ptp(BODY, axis=0).max())
NECK, TOP, TOE, _, HEEL, _ = range(6)
AT = {
    "head_top": (300.0, 20.0),
    "neck": (310.0, 80.0),
    "thorax": (311.0, 82.0),
    "left_big_toe": (330.0, 340.0),
    "left_small_toe": (340.0, 330.0),
    "left_heel": (320.0, 320.0),
}


def rows(layout, low=()):
    """Rows of a person in a layout, with the points AT; those ``low`` have a low score."""
    result = in_order(layout, BODY)
    for index, name in enumerate(KEYPOINT_LAYOUTS[layout]):
        if name in AT:
            result[index] = [*AT[name], 0.04 if name in low else 0.9]
    return result


def read(tmp_path, content, **options):
    (frame,) = recording(tmp_path, content, **options).frames
    assert frame.people == 1
    return frame


@pytest.mark.parametrize(
    ("layout", "found"),
    [
        ("body25", "neck left_toe left_heel"),
        ("body25b", "head_top left_toe left_heel"),
        ("coco18", "neck"),
        ("coco23", "left_toe left_heel"),
        ("halpe26", "neck head_top left_toe left_heel"),
        ("halpe136", "neck head_top left_toe left_heel"),
        ("wholebody133", "left_toe left_heel"),
        ("blazepose33", "left_toe left_heel"),
        ("mpii16", "thorax head_top"),
        ("lsp14", "neck head_top"),
        ("posetrack17", "head_top"),
        ("h36m17", "thorax head_top"),
        ("panoptic19", "neck"),
        ("coco17", ""),
    ],
)
def test_each_layout_gives_the_points_it_has(tmp_path, layout, found):
    frame = read(tmp_path, [{"image_id": 1, "keypoints": flattened(rows(layout))}], layout=layout)
    size = longer_sides(frame)[0]
    there = [] if frame.extra is None else np.flatnonzero(~np.isnan(frame.extra[0]).any(-1))
    assert [EXTRA_KEYPOINTS[index] for index in there] == found.replace("thorax", "neck").split()
    if "neck" in found or "thorax" in found:
        assert tuple(frame.extra[0, NECK]) == AT["thorax" if "thorax" in found else "neck"]
        assert frame.extra_noise[0, NECK] == pytest.approx(NECK_NOISE * size, rel=1e-3)
    if "head_top" in found:
        assert tuple(frame.extra[0, TOP]) == AT["head_top"]
        assert frame.extra_noise[0, TOP] == pytest.approx(HEAD_TOP_NOISE * size, rel=1e-3)
    if "left_heel" in found:
        assert tuple(frame.extra[0, HEEL]) == AT["left_heel"] and np.isnan(frame.extra_noise[0, HEEL])


def test_the_ball_of_the_foot_lies_between_the_toes_and_the_heel(tmp_path):
    """Of the standing body, seen from the side, to within its noise, whichever of the points there are."""
    joints = {name: standing_body()[BODY_INDEX[f"left_{name}"]] for name in ("knee", "ankle", "toe")}
    ankle, ball = joints["ankle"], joints["toe"]
    heel = heel_of(joints["knee"], ankle, ball)
    forward = (ball - heel) / np.linalg.norm(ball - heel)
    from_side = {
        "left_big_toe": ball + 0.066 * forward,
        "left_small_toe": ball + 0.026 * forward,
        "left_heel": heel,
        "left_ankle": ankle,
    }
    names = KEYPOINT_LAYOUTS["body25"]
    for lacking, within in (("", 1), ("left_small_toe", 2), ("left_big_toe", 2), ("left_heel", 2)):
        table = in_order("body25", BODY)
        for name, point in from_side.items():
            if name != lacking:
                table[names.index(name)] = [300 + 200 * float(point[2]), 300 - 200 * float(point[1]), 0.9]
        frame = read(tmp_path, {"people": [{"pose_keypoints_2d": flattened(table)}]})
        expected = 300 + 200 * ball[2], 300 - 200 * ball[1]
        assert np.linalg.norm(frame.extra[0, TOE] - expected) < 200 * 0.0155 * within


def test_points_of_low_score_and_feet_without_toes_are_missing(tmp_path):
    content = {"people": [{"pose_keypoints_2d": flattened(rows("body25", ("neck", "left_heel")))}]}
    frame = read(tmp_path, content)
    assert np.isnan(frame.extra[0, [NECK, HEEL]]).all() and np.isfinite(frame.extra[0, TOE]).all()
    low = ("left_big_toe", "left_small_toe", "neck", "left_heel")
    content = {"people": [{"pose_keypoints_2d": flattened(rows("body25", low))}]}
    assert read(tmp_path, content).extra is None


def test_feet_beside_the_keypoints_and_named_keypoints(tmp_path):
    feet = flattened([[*AT.get(name, (0.0, 0.0)), 2 if name in AT else 0] for name in FEET])
    person = {"image_id": 1, "category_id": 1, "keypoints": flat(third=2)}
    frame = read(tmp_path, coco(annotations=[person | {"foot_kpts": feet}]))
    assert tuple(frame.extra[0, HEEL]) == AT["left_heel"]
    names = ["LHeel", "L Big Toe", "left_small_toe", "top_head", "Thorax", "upper_neck"]
    points = [AT["left_heel"], AT["left_big_toe"], AT["left_small_toe"], AT["head_top"], AT["thorax"], (1, 2)]
    beside = {name: [*point, 2] for name, point in zip(names, points, strict=True)}
    other = read(tmp_path, coco(annotations=[person | {"extra_keypoints": beside}]))
    assert np.array_equal(other.extra[0, 2:], frame.extra[0, 2:], equal_nan=True)
    assert tuple(other.extra[0, NECK]) == AT["thorax"] and tuple(other.extra[0, TOP]) == AT["head_top"]


def test_fractions_and_noise_of_the_file(tmp_path):
    there = rows("halpe26")
    noisy = read(tmp_path, [{"image_id": 1, "keypoints": flattened(there), "keypoint_noise": [3.0] * 26}])
    assert noisy.extra_noise[0, HEEL] == 3
    assert noisy.extra_noise[0, TOE] == pytest.approx(np.hypot(3, TOE_NOISE * SIZE), rel=1e-3)
    fractions = [[x / 640, y / 360, score] for x, y, score in there]
    frame = read(tmp_path, [{"image_id": 1, "keypoints": flattened(fractions)}], size=(640, 360))
    pixels = read(tmp_path, [{"image_id": 1, "keypoints": flattened(there)}])
    np.testing.assert_allclose(frame.extra, pixels.extra, rtol=1e-5)
    np.testing.assert_allclose(frame.extra_noise, pixels.extra_noise, rtol=1e-5)


@settings(max_examples=30, deadline=None)
@given(
    st.sampled_from(["body25", "body25b", "halpe26", "coco23", "mpii16", "h36m17", "smpl24", "aic14"]),
    st.data(),
)
def test_what_was_read_is_written_and_read_again(tmp_path_factory, layout, data):
    folder = tmp_path_factory.mktemp("layout")
    count = len(KEYPOINT_LAYOUTS[layout])
    numbers = st.floats(-100, 2000, width=32)
    each = data.draw(st.lists(st.tuples(numbers, numbers, st.floats(0, 1)), min_size=count, max_size=count))
    frames = recording(folder, [{"image_id": 1, "keypoints": flattened(each)}], layout=layout).frames
    save_keypoints(folder / "out.json", frames)
    assert load_keypoints(folder / "out.json") == list(frames)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"extra_keypoints": {"neck": [1, 2]}}, r"extra_keypoints.neck: expected x, y and visibility"),
        ({"extra_noise": {"neck": -1}}, r"extra_noise.neck: expected pixels of at least 0"),
    ],
)
def test_extra_keypoints_that_cannot_be_read_are_named(tmp_path, changes, message):
    frame = Keypoints(BODY, extra=np.arange(12.0).reshape(6, 2), extra_noise=np.ones(6))
    save_keypoints(tmp_path / "k.json", frame)
    content = json.loads((tmp_path / "k.json").read_text())
    content["annotations"][0] |= changes
    with pytest.raises(KeypointsError, match=message):
        load_keypoints(written(tmp_path, content))
