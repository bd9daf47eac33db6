"""Thumbnails of every kind of file, and their cache."""

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage

from posestudio.app.files import thumbnails
from posestudio.app.files.thumbnails import SIDE, thumbnail
from posestudio.geometry.camera import Camera
from posestudio.geometry.camera_files import save_camera
from posestudio.keypoints import Keypoints, save_keypoints
from posestudio.mocap.bvh import save_bvh
from posestudio.mocap.retargeting import to_clip
from tests.written_video import write_video


def inked(image):
    return sum(image.pixelColor(x, y).alpha() > 100 for x in range(SIDE) for y in range(0, SIDE, 2))


def test_a_video_is_shown_by_its_first_frame(qapp, tmp_path):
    made = thumbnail(write_video(tmp_path / "walk.mp4", np.arange(3) / 25))
    assert made.line == "video, 96 x 64 pixels" and not made.problem
    assert (
        made.image.pixelColor(SIDE // 2, SIDE // 2).alpha() == 255
        and made.image.pixelColor(2, 2).alpha() == 0
    )


def test_clips_keypoints_and_pictures_are_drawn(qapp, tmp_path, clip):
    save_bvh(tmp_path / "walk.bvh", to_clip(clip.bodies))
    points = np.random.default_rng(0).uniform(0, 90, (2, 17, 2))
    save_keypoints(tmp_path / "two.json", [Keypoints(points, size=(100, 100))])
    picture = QImage(200, 100, QImage.Format.Format_RGB32)
    picture.fill(QColor("teal"))
    picture.save(str(tmp_path / "p.png"))
    walk, two, teal = (thumbnail(tmp_path / name) for name in ("walk.bvh", "two.json", "p.png"))
    assert walk.line == "6 frames, 0.2 s" and inked(walk.image) > 100
    assert two.line == "2 people" and inked(two.image) > 100
    assert teal.line == "200 x 100 pixels" and teal.image.pixelColor(SIDE // 2, SIDE // 2) == QColor("teal")
    assert teal.image.pixelColor(SIDE // 2, 4).alpha() == 0
    assert all(made.image.width() == SIDE for made in (walk, two, teal))


def test_the_second_time_it_comes_from_the_cache_until_the_file_changes(qapp, tmp_path, clip, monkeypatch):
    path = tmp_path / "walk.bvh"
    save_bvh(path, to_clip(clip.bodies))
    first = thumbnail(path)
    made = []
    real = thumbnails._made
    monkeypatch.setattr(thumbnails, "_made", lambda path, *how: (made.append(path), real(path, *how))[1])
    again = thumbnail(path)
    assert made == [] and again.line == first.line and inked(again.image) == inked(first.image)
    save_bvh(path, to_clip(clip.bodies[:2]))
    assert thumbnail(path).line.startswith("2 frames") and made == [path]


def test_a_camera_has_a_line_and_no_picture(qapp, tmp_path):
    save_camera(tmp_path / "c.json", Camera.default((64, 48)))
    assert thumbnail(tmp_path / "c.json").line == "camera"


@pytest.mark.parametrize("name", ["bad.bvh", "bad.json", "bad.png", "gone.bvh"])
def test_what_cannot_be_read_says_why(qapp, tmp_path, name):
    if not name.startswith("gone"):
        (tmp_path / name).write_text("nonsense")
    made = thumbnail(tmp_path / name)
    assert name in made.problem and made.line == "cannot be read"
