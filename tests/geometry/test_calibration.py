import json
import os

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posestudio.app.model.any_file import read
from posestudio.errors import CameraError
from posestudio.geometry.calibration_text import parse_xml, parse_yaml
from posestudio.geometry.camera import Camera
from posestudio.geometry.camera_files import load_calibration, load_camera, open_camera

K = np.array([[900.0, 0, 640], [0, 905, 360], [0, 0, 1]])
DISTORTION = np.array([[-0.12, 0.03, 0.001, -0.0005, 0.0]])
BENT = [-0.02, 0.01, -0.003, 0.0005]
LEVEL = np.asarray(Camera.default((1280, 720)).R)
UPRIGHT = np.diag([1.0, -1.0, -1.0])  # looks along -Z, its own down being the world's


def written(path, **values):
    storage = cv2.FileStorage(str(path), cv2.FILE_STORAGE_WRITE)
    for name, value in values.items():
        storage.write(name, value)
    storage.release()
    return path


def saved(path, text):
    path.write_text(text)
    return path


ROS = """\
image_width: 1280
image_height: 720
camera_name: head  # the left one
camera_matrix:
  rows: 3
  cols: 3
  data: [900, 0., 640.,
         0., 905, 360.,
         0., 0., 1.]
distortion_model: {model}
distortion_coefficients:
  rows: 1
  cols: {count}
  data: {numbers}
rectification_matrix:
  rows: 3
  cols: 3
  data: [1, 0, 0, 0, 1, 0, 0, 0, 1]
"""


@pytest.mark.parametrize("suffix", ["yml", "yaml", "xml"])
def test_intrinsics_come_from_opencv_s_file(tmp_path, suffix):
    path = written(
        tmp_path / f"c.{suffix}",
        image_width=1280,
        image_height=720,
        camera_matrix=K,
        distortion_coefficients=DISTORTION,
        calibration_time="Tue Nov 24: 10 # o'clock",
    )
    camera = load_calibration(path)
    assert camera.size == (1280, 720) and np.asarray(camera.K) == pytest.approx(K)
    assert camera.distortion == pytest.approx(DISTORTION[0])
    assert np.asarray(camera.R) == pytest.approx(LEVEL) and camera.pose_assumed
    assert read(path).content == camera
    assert any("level" in remark for remark in read(path).remarks)


def test_opencv_s_json_is_read_by_load_camera_and_the_studio(tmp_path):
    path = written(tmp_path / "c.json", image_width=1280, image_height=720, camera_matrix=K, D=DISTORTION)
    assert load_camera(path) == read(path).content
    assert load_camera(path).distortion == pytest.approx(DISTORTION[0])


@pytest.mark.parametrize(
    ("model", "numbers"),
    [
        ("plumb_bob", DISTORTION[0].tolist()),
        ("rational_polynomial", [-0.1, 0.02, 0.001, -0.001, 0.01, 0.05, 0.01, 0.002]),
        ("equidistant", BENT),
        ("fisheye", BENT),
    ],
)
def test_ros_camera_info_is_read(tmp_path, model, numbers):
    camera = load_calibration(
        saved(tmp_path / "ros.yaml", ROS.format(model=model, count=len(numbers), numbers=numbers))
    )
    assert np.asarray(camera.K) == pytest.approx(K) and camera.size == (1280, 720)
    points = np.array([[0.3, 0.5, 1.0], [-1.0, 0.2, 2.0], [0.8, -0.6, 1.5]])
    nowhere, numbers = np.zeros(3), np.array(numbers)
    if model in ("equidistant", "fisheye"):
        seen = cv2.fisheye.projectPoints(points[:, None], nowhere, nowhere, K, numbers)[0]
    else:
        seen = cv2.projectPoints(points, nowhere, nowhere, K, numbers)[0]
    assert camera.project(camera.to_world(points)) == pytest.approx(seen.reshape(-1, 2), abs=1e-6)


@pytest.mark.parametrize(
    "content",
    [
        {"width": 1280, "height": 720, "K": K.ravel().tolist(), "D": BENT, "distortion_model": "equidistant"},
        {"width": 1280, "height": 720, "K": K.tolist(), "dist": [BENT], "model": "Kannala-Brandt"},
        {"width": 1280, "height": 720, "K": K.tolist(), "dist": [[number] for number in BENT], "model": "fisheye"},
        {"image_size": [1280, 720], "cameraMatrix": K.tolist(), "distCoeffs": [BENT], "fisheye": True},
        {"ImageWidth": 1280, "Image_Height": 720, "Camera_matrix": {"rows": 3, "cols": 3, "data": K.ravel().tolist()},
         "DistortionCoefficients": BENT, "Distortion_Model": "EQUIDISTANT"},
        {"width": 1280, "height": 720, "fx": 900, "fy": 905, "cx": 640, "cy": 360, "coeffs": BENT,
         "model": "kannala_brandt4"},
        {"width": 1280, "height": 720, "intrinsics": {"fx": 900, "fy": 905, "ppx": 640, "ppy": 360}, "D": BENT,
         "camera_model": "fisheye"},
    ],
)  # fmt: skip
def test_cameras_in_json_of_many_spellings(tmp_path, content):
    (tmp_path / "c.JSON").write_text(json.dumps(content))
    camera = open_camera(tmp_path / "c.JSON")
    assert camera.size == (1280, 720) and np.asarray(camera.K) == pytest.approx(K)
    assert camera.model == "fisheye" and camera.distortion == pytest.approx(BENT)
    assert read(tmp_path / "c.JSON").content == camera


def test_a_ros_message_and_yaml_s_block_lists_are_read(tmp_path):
    text = "header:\n  seq: 3\n  frame_id: 'cam: 1'\nheight: 720\nwidth: 1280\ndistortion_model: plumb_bob\n"
    text += f"D: {DISTORTION[0].tolist()}\nK: {K.ravel().tolist()}\nR: [1,0,0,0,1,0,0,0,1]\n"
    camera = load_calibration(saved(tmp_path / "message.yaml", text))
    blocks = "width: 1280\nheight: 720\nK:\n" + "".join(
        "- - {}\n  - {}\n  - {}\n".format(*row) for row in K.tolist()
    )
    blocks += "D:\n" + "".join(f"  - {number}\n" for number in DISTORTION[0].tolist())
    again = load_calibration(saved(tmp_path / "blocks.yaml", blocks))
    assert np.asarray(camera.K) == pytest.approx(K)
    assert again.distortion == pytest.approx(DISTORTION[0]) and np.asarray(again.K) == pytest.approx(K)


def test_opencv_s_fisheye_is_a_fisheye(tmp_path):
    path = written(
        tmp_path / "f.yml",
        image_width=1280,
        image_height=720,
        camera_matrix=K,
        distortion_coefficients=np.array([BENT]).T,
        fisheye_model=1,
    )
    assert load_calibration(path).model == "fisheye"
    assert load_calibration(path).distortion == pytest.approx(BENT)


def test_kalibr_and_colmap(tmp_path):
    text = """\
cam0:
  cam_overlaps: []
  camera_model: pinhole
  distortion_coeffs: [-0.02, 0.01, -0.003, 0.0005]
  distortion_model: equidistant
  intrinsics: [900.0, 905.0, 640.0, 360.0]
  resolution: [1280, 720]
  rostopic: /cam0/image_raw
cam1:
  T_cn_cnm1:
  - [1.0, 0.0, 0.0, -0.1]
"""
    kalibr = load_calibration(saved(tmp_path / "camchain.yaml", text))
    rows = "# Camera list\n1 OPENCV_FISHEYE 1280 720 900 905 640 360 -0.02 0.01 -0.003 0.0005\n"
    colmap = open_camera(saved(tmp_path / "cameras.txt", rows))
    for camera in (kalibr, colmap):
        assert camera.model == "fisheye" and np.asarray(camera.K) == pytest.approx(K)
        assert camera.distortion == pytest.approx(BENT)
    assert any("2 cameras" in note for note in kalibr.notes)
    plain = open_camera(saved(tmp_path / "others.txt", "1 SIMPLE_RADIAL 1280 720 900 640 360 -0.1\n"))
    assert plain.distortion == pytest.approx([-0.1, 0, 0, 0, 0]) and plain.K[1, 1] == 900


@pytest.mark.parametrize(
    ("turn", "shift"),
    [
        ([-1.42, 0.09, 0.1], [0.0, 890.0, 4208.0]),  # a board on a table, millimetres
        ([0.1, -0.2, 0.05], [-0.12, -0.1, 0.9]),  # one held up before the camera, metres
        ([1.57, 0.0, 0.0], [0.2, 0.1, 3.0]),  # one on the floor: Z is up
        ([3.1, 0.0, 0.0], [200.0, 900.0, 4000.0]),  # upright, but millimetres
    ],
)
def test_a_board_s_pose_is_no_world(tmp_path, turn, shift):
    path = written(
        tmp_path / "c.yml",
        image_width=1280,
        image_height=720,
        camera_matrix=K,
        rvec=np.array([turn]).T,
        tvec=np.array([shift]).T,
    )
    camera = load_calibration(path)
    assert np.asarray(camera.R) == pytest.approx(LEVEL) and camera.pose_assumed
    assert any("not used" in sentence for sentence in camera.remarks())


def test_a_pose_of_a_camera_that_stands_is_used_and_said(tmp_path):
    rvec, tvec = np.array([[3.0], [-0.1], [0.2]]), np.array([[0.3], [1.0], [4.0]])
    path = written(
        tmp_path / "c.yml", image_width=1280, image_height=720, camera_matrix=K, rvec=rvec, tvec=tvec
    )
    points = np.array([[0.0, 1.0, 0.0], [0.5, 0.2, 0.1]])
    expected = cv2.projectPoints(points, rvec, tvec, K, np.zeros(5))[0][:, 0]
    camera = load_calibration(path)
    assert camera.project(points) == pytest.approx(expected, abs=1e-3)
    assert any("taken for the camera's" in sentence for sentence in camera.remarks())


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"image_width": 4, "image_height": 4}, "camera_matrix"),
        ({"camera_matrix": K}, "image_width"),
        ({"camera_matrix": K, "image_width": 4, "image_height": 4, "D": np.ones((1, 16))}, "at most 14"),
        ({"camera_matrix": K, "image_width": 4, "image_height": 4, "D": np.ones((1, 14))}, "tilted"),
        ({"camera_matrix": np.eye(2), "image_width": 4, "image_height": 4}, "K"),
        ({"camera_matrix": K, "image_width": 4, "image_height": 4, "model": "omni"}, "omni"),
    ],
)
def test_what_is_missing_is_named(tmp_path, values, words):
    path = written(tmp_path / "c.yml", **values)
    with pytest.raises(CameraError, match=words) as caught:
        load_calibration(path)
    assert str(path) in str(caught.value)


MATRIX = "   rows: 3\n   cols: 3\n   dt: d\n   data: [ 900., 0., 640., 0., 905., 360., 0., 0., 1. ]\n"
HEAD = "%YAML:1.0\n---\nimage_width: 1280\nimage_height: 720\ncamera_matrix: !!opencv-matrix\n"


@pytest.mark.parametrize(
    "content",
    [
        "",
        "nonsense: [",
        "%YAML:1.0\n---\na: 3\n",
        HEAD + MATRIX.replace("   cols: 3\n", ""),
        HEAD + MATRIX.replace("   rows: 3\n", ""),
        HEAD + MATRIX.replace("dt: d", "dt: zz"),
        HEAD + MATRIX.replace("rows: 3", "rows: 3000000000"),
        HEAD + MATRIX.replace("rows: 3", "rows: -3"),
        HEAD + MATRIX.replace(", 1. ]", " ]"),
        HEAD + MATRIX.replace("640.", "word"),
        HEAD + MATRIX.replace("data: [", "data: !!binary |\n     ZAAA ["),
        HEAD.replace("1280", ".Inf") + MATRIX,
        HEAD.replace("1280", ".Nan") + MATRIX,
        HEAD.replace("1280", "12.5") + MATRIX,
        HEAD.replace("1280", "9" * 400) + MATRIX,
        HEAD + MATRIX.replace("900.", ".inf"),
        "a: &x [1, 2]\nb: *x\n",
        "[" * 50_000,
        "a:\n" + "".join(f"{' ' * depth}b:\n" for depth in range(1, 2000)),
        "a: " + "{b: " * 3000,
        "- " * 4000 + "1",
        "a: 'unclosed\n",
        "\tx: 1\n",
        "<opencv_storage>" + "<a>" * 5000,
        "<!DOCTYPE x [<!ENTITY a 'b'>]><opencv_storage>&a;</opencv_storage>",
        "<opencv_storage><camera_matrix><rows>3</rows></camera_matrix></opencv_storage>",
        '<?xml version="1.0" encoding="nowhere"?><opencv_storage/>',
        "\0\0\0",
        "\xff",
    ],
)
@pytest.mark.parametrize("suffix", ["yml", "xml"])
def test_what_is_no_calibration_is_refused_in_one_line(tmp_path, content, suffix):
    path = tmp_path / f"c.{suffix}"
    path.write_bytes(content.encode("latin-1"))
    with pytest.raises(CameraError) as caught:
        load_calibration(path)
    message = str(caught.value)
    assert message.startswith(str(path)) and "\n" not in message and len(message) < 500


def test_files_that_are_none_are_not_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe.yml")
    for name in ("none.yml", "pipe.yml", "."):
        with pytest.raises(CameraError, match="cannot be read"):
            load_calibration(tmp_path / name)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="ab:-[]{},'\"#&*!|> \n\t0.%~<", max_size=80))
def test_any_text_is_a_value_or_a_camera_error(text):
    for parse in (parse_yaml, lambda content: parse_xml(content.encode())):
        try:
            parse(text)
        except CameraError as problem:
            assert "\n" not in str(problem)


values = st.recursive(
    st.integers(-(10**6), 10**6) | st.floats(-1e6, 1e6) | st.sampled_from(["word", "two words", ""]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("abcd"), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(["a", "b", "c d"]), values, min_size=1, max_size=3))
def test_json_is_yaml(content):
    assert parse_yaml(json.dumps(content)) == content
    assert parse_yaml("".join(f"{name}: {json.dumps(value)}\n" for name, value in content.items())) == content


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(["image_width", "camera_matrix", "D", "R", "T", "model", "fisheye_model"]), values)
def test_nonsense_in_json_raises_nothing_else(tmp_path_factory, name, value):
    path = tmp_path_factory.mktemp("json") / "c.json"
    good = {"image_width": 1280, "image_height": 720, "camera_matrix": K.tolist(), "D": BENT}
    path.write_text(json.dumps(good | {name: value}))
    try:
        load_camera(path)
    except CameraError as problem:
        assert "\n" not in str(problem)
