import cv2
import numpy as np
import pytest

from posestudio.app.reading import read
from posestudio.calibration import load_calibration
from posestudio.camera import Camera
from posestudio.errors import CameraError

K = np.array([[900.0, 0, 640], [0, 905, 360], [0, 0, 1]])
DISTORTION = np.array([[-0.12, 0.03, 0.001, -0.0005, 0.0]])


def written(path, **values):
    storage = cv2.FileStorage(str(path), cv2.FILE_STORAGE_WRITE)
    for name, value in values.items():
        storage.write(name, value)
    storage.release()
    return path


@pytest.mark.parametrize("suffix", ["yml", "yaml", "xml"])
def test_intrinsics_come_from_opencv_s_file(tmp_path, suffix):
    path = written(
        tmp_path / f"c.{suffix}",
        image_width=1280,
        image_height=720,
        camera_matrix=K,
        distortion_coefficients=DISTORTION,
    )
    camera = load_calibration(path)
    assert camera.size == (1280, 720) and np.asarray(camera.K) == pytest.approx(K)
    assert camera.distortion == pytest.approx(DISTORTION[0])
    assert np.asarray(camera.R) == pytest.approx(np.asarray(Camera.default((1280, 720)).R))
    assert read(path).content == camera


def test_a_pose_is_used_where_there_is_one(tmp_path):
    rvec, tvec = np.array([[0.1], [-0.4], [0.2]]), np.array([[0.3], [1.0], [4.0]])
    path = written(
        tmp_path / "c.yml", image_width=1280, image_height=720, camera_matrix=K, rvec=rvec, tvec=tvec
    )
    points = np.array([[0.0, 1.0, 0.0], [0.5, 0.2, 0.1]])
    expected = cv2.projectPoints(points, rvec, tvec, K, np.zeros(5))[0][:, 0]
    assert load_calibration(path).project(points) == pytest.approx(expected, abs=1e-3)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"image_width": 4, "image_height": 4}, "camera_matrix"),
        ({"camera_matrix": K}, "image_width"),
        ({"camera_matrix": K, "image_width": 4, "image_height": 4, "D": np.ones((1, 8))}, "at most five"),
        ({"camera_matrix": np.eye(2), "image_width": 4, "image_height": 4}, "K"),
    ],
)
def test_what_is_missing_is_named(tmp_path, values, words):
    path = written(tmp_path / "c.yml", **values)
    with pytest.raises(CameraError, match=words) as caught:
        load_calibration(path)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize("content", [None, "", "nonsense: [", "%YAML:1.0\n---\na: 3\n"])
def test_what_is_no_calibration_is_refused(tmp_path, content):
    path = tmp_path / "c.yml"
    if content is not None:
        path.write_text(content)
    with pytest.raises(CameraError, match="c.yml"):
        load_calibration(path)
