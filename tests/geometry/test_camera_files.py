from __future__ import annotations

import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posestudio.errors import CameraError
from posestudio.geometry.camera import Camera
from posestudio.geometry.camera_files import load_camera, save_camera
from tests.geometry.cameras import LENS, cameras, quick, valid


def test_a_camera_without_a_pose_is_level_and_says_so(tmp_path):
    content = {name: value for name, value in valid().items() if name not in ("R", "t")}
    (tmp_path / "k.json").write_text(json.dumps(content))
    camera = load_camera(tmp_path / "k.json")
    np.testing.assert_allclose(camera.R, np.diag([1, -1, -1]))
    assert camera.pose_assumed and not camera.assumed and any("level" in said for said in camera.remarks())
    assert Camera.from_json(json.loads(json.dumps(camera.to_json()))) == camera
    for moved in (camera.moved((0, 0, 1)), camera.orbited((0, 1, 0), 10, 0)):
        assert not moved.pose_assumed and not moved.remarks()


@pytest.mark.parametrize("t", [(0, 0, 0), (0, 0, 5), (0.1, 0, 0)])
def test_a_pose_that_turns_nothing_is_none(tmp_path, t):
    (tmp_path / "i.json").write_text(json.dumps(valid() | {"R": np.eye(3).tolist(), "t": t}))
    camera = load_camera(tmp_path / "i.json")
    assert camera.pose_assumed and camera.R[1, 1] == -1


def test_an_unlikely_pose_is_kept_and_said(tmp_path):
    for change in ({"t": [0, 890, 4208]}, {"R": Camera.look_at((0, 1, 4), (0, 1, 0), roll=170).R.tolist()}):
        (tmp_path / "c.json").write_text(json.dumps(valid() | change))
        camera = load_camera(tmp_path / "c.json")
        assert camera == Camera.from_json(valid() | change) and "expected" in camera.remarks()[0]
    (tmp_path / "c.json").write_text(json.dumps(valid()))
    assert load_camera(tmp_path / "c.json").remarks() == ()


@quick
@given(cameras())
def test_json_round_trip(camera):
    for kept in (
        camera,
        Camera(camera.K, camera.R, camera.t, camera.size, LENS),
        Camera.default(camera.size),
    ):
        assert Camera.from_json(json.loads(json.dumps(kept.to_json()))) == kept


def test_file_round_trip(tmp_path):
    camera = Camera.from_json(valid())
    save_camera(tmp_path / "new" / "camera.json", camera)
    assert load_camera(tmp_path / "new" / "camera.json") == camera
    assert set(json.loads((tmp_path / "new" / "camera.json").read_text())) == {
        "width",
        "height",
        "K",
        "R",
        "t",
        "dist",
    }


def test_a_rotation_written_with_four_decimals_is_mended():
    camera = Camera.look_at((1, 2, 3), (0, 1, 0))
    rounded = Camera(camera.K, np.round(camera.R, 4), camera.t, camera.size)
    np.testing.assert_allclose(rounded.R @ rounded.R.T, np.eye(3), atol=1e-12)
    np.testing.assert_allclose(rounded.R, camera.R, atol=1e-4)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"K": [[1, 0], [0, 1]]}, "K"),
        ({"K": [[1, 0, 0], [0, 1], [0, 0, 1]]}, "K"),
        ({"K": "wide"}, "K"),
        ({"K": [[-5, 0, 0], [0, 5, 0], [0, 0, 1]]}, "K"),
        ({"K": [[5, 0, 0], [0, 5, 0], [0, 0, 2]]}, "K"),
        ({"K": [[math.nan, 0, 0], [0, 5, 0], [0, 0, 1]]}, "K"),
        ({"R": [[1, 0, 0], [0, 1, 0], [0, 0, -1]]}, "R"),
        ({"R": [[2, 0, 0], [0, 2, 0], [0, 0, 2]]}, "R"),
        ({"R": [[1e200, 0, 0], [0, 1, 0], [0, 0, 1]]}, "R"),
        ({"R": None}, "R"),
        ({"t": [0, 0]}, "t"),
        ({"t": [0, 0, math.inf]}, "t"),
        ({"t": [True, False, True]}, "t"),
        ({"width": 0}, "size"),
        ({"width": 12.5}, "size"),
        ({"height": "tall"}, "size"),
        ({"dist": [1, 2, 3]}, "dist"),
        ({"dist": {"k1": 1}}, "dist"),
    ],
)
def test_a_bad_field_is_named(tmp_path, change, field):
    path = tmp_path / "camera.json"
    path.write_text(json.dumps(valid() | change))
    with pytest.raises(CameraError) as caught:
        load_camera(path)
    message = str(caught.value)
    assert message.startswith(f"{path}: {field}") and "expected" in message and "\n" not in message


@pytest.mark.parametrize("field", ["width", "height", "K", "R", "t"])
def test_a_missing_field_is_named(field):
    with pytest.raises(CameraError, match=f"^{field}: missing"):
        Camera.from_json({key: value for key, value in valid().items() if key != field})


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "1:1: expected JSON"),
        (b'{"width": 3,\n "height" 4}', ":2:11: expected JSON"),
        (b"\xff\xfe{}", "UTF-8"),
        (b"[" * 100_000, "nested"),
        (b"9" * 5000, "expected JSON"),
        (b"[]", "expected an object"),
    ],
)
def test_a_file_that_is_no_camera(tmp_path, content, words):
    path = tmp_path / "camera.json"
    path.write_bytes(content)
    with pytest.raises(CameraError) as caught:
        load_camera(path)
    assert str(caught.value).startswith(str(path)) and words in str(caught.value)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(CameraError, match="cannot be read"):
        load_camera(tmp_path / "none.json")


nonsense = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(["width", "height", "K", "R", "t", "dist", "assumed"]), nonsense)
def test_nonsense_in_a_field_raises_nothing_else(field, value):
    try:
        camera = Camera.from_json(valid() | {field: value})
    except CameraError as problem:
        assert "\n" not in str(problem)
    else:
        assert Camera.from_json(camera.to_json()) == camera
