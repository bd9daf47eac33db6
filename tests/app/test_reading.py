import json

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage

from posestudio.app import reading
from posestudio.app.reading import KNOWN_SUFFIXES, read
from posestudio.app.sources import ClipSource, KeypointsSource
from posestudio.app.state import Picture
from posestudio.body.bvh import save_bvh
from posestudio.body.posing import to_clip
from posestudio.camera import Camera, save_camera
from posestudio.errors import PoseStudioError
from posestudio.keypoints import Keypoints, save_keypoints


@pytest.fixture
def photo(tmp_path, qapp):
    image = QImage(64, 48, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    path = tmp_path / "photo.png"
    assert image.save(str(path))
    return path


def test_a_clip_becomes_body_joints(tmp_path, clip):
    path = tmp_path / "walk.bvh"
    save_bvh(path, to_clip(clip.bodies, fps=24))
    found = read(path).content
    assert isinstance(found, ClipSource)
    assert found.name == "walk.bvh" and found.frames == 6
    assert found.frame_time == pytest.approx(1 / 24, rel=1e-4)
    assert found.bodies == pytest.approx(clip.bodies, abs=0.05)


def test_json_is_told_apart_by_content(tmp_path):
    save_keypoints(tmp_path / "people.json", [Keypoints(np.full((17, 2), 9.0), size=(64, 48))])
    save_camera(tmp_path / "camera.json", Camera.default((64, 48)))
    assert isinstance(read(tmp_path / "people.json").content, KeypointsSource)
    assert isinstance(read(tmp_path / "camera.json").content, Camera)


def test_pictures_are_recognised_by_content_and_shrunk_when_large(tmp_path, photo, monkeypatch):
    disguised = photo.rename(tmp_path / "photo.jpg")
    found = read(disguised).content
    assert isinstance(found, Picture) and found.image.width() == 64
    monkeypatch.setattr(reading, "LARGEST_SIDE", 32)
    assert read(disguised).content.image.width() == 32
    monkeypatch.setattr(reading, "LARGEST_PICTURE", 1000)
    with pytest.raises(PoseStudioError, match="64 x 48 pixels"):
        read(disguised)


BAD = {
    "absent.bvh": None,
    "hopeless.bvh": "no hierarchy here",
    "broken.json": "{",
    "nobody.json": json.dumps({"images": [], "annotations": []}),
    "camera.json": json.dumps({"K": 1, "R": 2, "t": 3}),
    "empty.png": "",
    "letter.docx": "Dear reader",
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_used_is_one_line_that_names_the_file(tmp_path, name, qapp):
    path = tmp_path / name
    if BAD[name] is not None:
        path.write_text(BAD[name])
    with pytest.raises(PoseStudioError) as caught:
        read(path)
    words = str(caught.value)
    assert name in words and "\n" not in words


def test_an_unknown_kind_is_told_what_is_known(tmp_path):
    (tmp_path / "letter.docx").write_text("x")
    with pytest.raises(PoseStudioError, match="|".join(KNOWN_SUFFIXES)):
        read(tmp_path / "letter.docx")
