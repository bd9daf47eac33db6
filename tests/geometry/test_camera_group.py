"""Calibration files of several cameras: what was written is read, in metres with Y up; errors name camera and key."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posestudio.errors import CameraError
from posestudio.geometry.camera import Camera
from posestudio.geometry.camera_group import load_cameras

Y_UP = np.eye(3)
Z_UP = np.array([[1.0, 0, 0], [0, 0, -1], [0, 1, 0]])
"""World with Y up -> world with Z up: rows are the new axes."""


def cameras(count: int = 3, spin: float = 0.3, distance: float = 4.0) -> list[Camera]:
    angles = spin + np.arange(count) * 2
    places = [(distance * np.sin(angle), 1.5, distance * np.cos(angle)) for angle in angles]
    return [Camera.look_at(place, (0, 1, 0), 50, (1280, 720)) for place in places]


def pose(camera: Camera, world: np.ndarray, unit: float) -> tuple[np.ndarray, np.ndarray]:
    """(rotation vector (3,), translation (3,)) in another world, whose unit is so many metres."""
    return cv2.Rodrigues(camera.R @ world.T)[0][:, 0], camera.t / unit


def toml(seen: list[Camera], world: np.ndarray, unit: float, table: str) -> str:
    text = []
    for number, camera in enumerate(seen):
        rotation, translation = pose(camera, world, unit)
        text.append(
            f'[{table}_{number}]\nname = "{table} {number}"\nsize = [1280, 720]\nmatrix = {camera.K.tolist()}\n'
            f"distortions = [-0.1, 0.01, 0.0, 0.0, 0.0]\nrotation = {rotation.tolist()}\n"
            f"translation = {translation.tolist()}\nfisheye = false\n"
        )
    return "\n".join([*text, "[metadata]\nadjusted = false\nerror = 0.5\n"])


def write_easymocap(folder: Path, seen: list[Camera], size: bool = True) -> None:
    lens = cv2.FileStorage(str(folder / "intri.yml"), cv2.FILE_STORAGE_WRITE)
    poses = cv2.FileStorage(str(folder / "extri.yml"), cv2.FILE_STORAGE_WRITE)
    for storage in (lens, poses):
        storage.startWriteStruct("names", cv2.FILE_NODE_SEQ)
        for number in range(len(seen)):
            storage.write("", f"{number:02d}")
        storage.endWriteStruct()
    for number, camera in enumerate(seen):
        rotation, translation = pose(camera, Z_UP, 1)
        lens.write(f"K_{number:02d}", camera.K)
        lens.write(f"dist_{number:02d}", np.zeros((1, 5)))
        if size:
            lens.write(f"H_{number:02d}", 720)
            lens.write(f"W_{number:02d}", 1280)
        poses.write(f"R_{number:02d}", rotation[:, None])
        poses.write(f"Rot_{number:02d}", camera.R @ Z_UP.T)
        poses.write(f"T_{number:02d}", translation[:, None])
    lens.release()
    poses.release()


def same(found: dict[str, Camera], seen: list[Camera]) -> None:
    """The cameras stand to each other, and to the vertical, as those that were written."""
    assert len(found) == len(seen)
    points = np.random.default_rng(0).normal(size=(5, 3)) * 0.5 + (0, 1, 0)
    assert np.allclose([one.size for one in found.values()], (1280, 720))
    for one, other in zip(found.values(), seen, strict=True):
        assert np.allclose(one.position[1], other.position[1], atol=1e-6)
        assert np.allclose(one.R[:, 1], other.R[:, 1], atol=1e-6)
        assert np.allclose(one.K, other.K)
    first, other = next(iter(found.values())), seen[0]
    there = first.to_world(other.to_camera(points))
    for one, other in zip(found.values(), seen, strict=True):
        assert np.allclose(one.to_camera(there), other.to_camera(points), atol=1e-6)


@settings(max_examples=8, deadline=None)
@given(
    st.integers(2, 8),
    st.floats(-3, 3),
    st.floats(2, 9),
    st.sampled_from([Y_UP, Z_UP]),
    st.sampled_from([1, 0.001]),
)
def test_toml_of_pose2sim_and_anipose(
    tmp_path_factory: pytest.TempPathFactory,
    count: int,
    spin: float,
    distance: float,
    world: np.ndarray,
    unit: float,
) -> None:
    seen = cameras(count, spin, distance)
    path = tmp_path_factory.mktemp("toml") / "calibration.toml"
    path.write_text(toml(seen, world, unit, "cam"))
    found = load_cameras(path)
    assert list(found) == [f"cam {number}" for number in range(count)]
    same(found, seen)
    assert any("millimetres" in note for note in found["cam 0"].notes) == (unit == 0.001)
    path.write_text(toml(seen, world, 0.0254, "cam"))
    same(load_cameras(path, unit=0.0254), seen)


def test_easymocap(tmp_path: Path) -> None:
    seen = cameras(4)
    write_easymocap(tmp_path, seen)
    assert list(load_cameras(tmp_path / "intri.yml")) == ["00", "01", "02", "03"]
    same(load_cameras(tmp_path), seen)
    write_easymocap(tmp_path, seen, size=False)
    found = load_cameras(tmp_path)
    same(found, seen)
    assert any("picture's middle" in note for note in found["00"].notes)
    (tmp_path / "extri.yml").unlink()
    with pytest.raises(CameraError, match=r"intri.yml: expected extri.yml beside it"):
        load_cameras(tmp_path)


@pytest.mark.parametrize("suffix", ["yml", "xml", "json"])
def test_opencv_files(tmp_path: Path, suffix: str) -> None:
    seen = cameras(2)
    turned = seen[1].R @ seen[0].R.T
    path = tmp_path / f"stereo.{suffix}"
    storage = cv2.FileStorage(str(path), cv2.FILE_STORAGE_WRITE)
    for number, camera in enumerate(seen, 1):
        storage.write(f"M{number}", camera.K)
        storage.write(f"D{number}", np.zeros((1, 5)))
    storage.write("image_width", 1280)
    storage.write("image_height", 720)
    storage.write("R", turned)
    storage.write("T", (seen[1].t - turned @ seen[0].t)[:, None])
    storage.release()
    found = list(load_cameras(path).values())
    points = found[0].to_world(seen[0].to_camera(np.array([[0.2, 1, 0], [0, 0.3, 0.4]])))
    assert np.allclose(found[1].to_camera(points), seen[1].to_camera([[0.2, 1, 0], [0, 0.3, 0.4]]), atol=1e-6)


def test_own_json_keeps_the_world(tmp_path: Path) -> None:
    seen = cameras(2)
    path = tmp_path / "cameras.json"
    path.write_text(json.dumps({"cameras": {"left": seen[0].to_json(), "right": seen[1].to_json()}}))
    assert load_cameras(path) == {"left": seen[0], "right": seen[1]}
    path.write_text(json.dumps(seen[0].to_json()))
    assert load_cameras(path) == {"cameras": seen[0]}


def test_errors_name_file_camera_and_key(tmp_path: Path) -> None:
    path = tmp_path / "calibration.toml"
    text = toml(cameras(2), Y_UP, 1, "cam")
    for wrong, expected in (
        (text.replace("rotation", "turn", 1), "camera cam 0: rotation .R.: missing"),
        (text.replace("[1280, 720]", '"large"', 1), "camera cam 0: .*size"),
        (text + "[[", "calibration.toml: expected TOML"),
        (text.replace("[-0.1, 0.01", "[nan, 0.01", 1), "camera cam 0: "),
    ):
        path.write_text(wrong)
        with pytest.raises(CameraError, match=f"calibration.toml: .*{expected}|{expected}"):
            load_cameras(path)
    with pytest.raises(CameraError, match="nothing.toml"):
        load_cameras(tmp_path / "nothing.toml")
