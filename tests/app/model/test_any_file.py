import json
import os

import cv2
import numpy as np
import pytest
from PIL import Image, ImageOps
from PySide6.QtGui import QColor, QImage

from posestudio.app.display.scenes import picture_pixels
from posestudio.app.files.thumbnails import thumbnail
from posestudio.app.model import picture
from posestudio.app.model.any_file import KNOWN_SUFFIXES, read
from posestudio.app.model.picture import Picture
from posestudio.app.model.sources import ClipSource, KeypointsSource
from posestudio.common import pictures
from posestudio.errors import PoseStudioError
from posestudio.geometry.camera import Camera
from posestudio.geometry.camera_files import save_camera
from posestudio.keypoints import Keypoints, save_keypoints, write_keypoints_parquet
from posestudio.mocap.bvh import save_bvh
from posestudio.mocap.retargeting import to_clip
from tests.fakes import standing_keypoints
from tests.written_video import write_video


@pytest.fixture
def photo(tmp_path, qapp):
    image = QImage(64, 48, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    path = tmp_path / "photo.png"
    assert image.save(str(path))
    return path


def test_a_video_of_one_frame_is_a_picture(qapp, tmp_path):
    path = write_video(tmp_path / "one.mp4", [0.0])
    assert isinstance(read(path).content, Picture)


def test_a_clip_becomes_body_joints(tmp_path, clip):
    path = tmp_path / "walk.bvh"
    save_bvh(path, to_clip(clip.bodies, fps=24))
    found = read(path).content
    assert isinstance(found, ClipSource)
    assert found.name == "walk.bvh" and found.frames == 6
    assert found.frame_time == pytest.approx(1 / 24, rel=1e-4)
    assert found.bodies == pytest.approx(clip.bodies, abs=0.05)


def test_json_is_recognised_by_content(tmp_path):
    save_keypoints(tmp_path / "people.json", [Keypoints(np.full((17, 2), 9.0), size=(64, 48))])
    save_camera(tmp_path / "camera.json", Camera.default((64, 48)))
    assert isinstance(read(tmp_path / "people.json").content, KeypointsSource)
    assert isinstance(read(tmp_path / "camera.json").content, Camera)


def test_pictures_are_recognised_by_content_and_shrunk_when_large(tmp_path, photo, monkeypatch):
    disguised = photo.rename(tmp_path / "photo.jpg")
    found = read(disguised).content
    assert isinstance(found, Picture) and found.image.width() == 64
    monkeypatch.setattr(picture, "LARGEST_SHOWN", 32)
    assert read(disguised).content.image.width() == 32
    monkeypatch.setattr(pictures, "LARGEST_PICTURE", 1000)
    with pytest.raises(PoseStudioError, match="64 x 48 pixels"):
        read(disguised)


def random_pixels(shape, dtype=np.uint8):
    return np.random.default_rng(0).integers(0, np.iinfo(dtype).max, shape).astype(dtype)


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".tiff", ".gif", ".bmp"])
def test_a_broken_off_picture_is_refused_in_one_line(tmp_path, suffix, qapp):
    path = tmp_path / f"a{suffix}"
    Image.fromarray(random_pixels((60, 60, 3))).save(path)
    content = path.read_bytes()
    for share in (0.3, 0.6, 0.9):
        path.write_bytes(content[: int(len(content) * share)])
        with pytest.raises(PoseStudioError) as caught:
            read(path)
        assert str(path) in str(caught.value) and "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "name", ["grey16.png", "rgb16.png", "alpha.png", "palette.gif", "cmyk.jpg", "grey.tif"]
)
def test_the_window_shows_the_pixels_that_the_detector_reads(tmp_path, name, qapp):
    path = tmp_path / name
    if name == "grey16.png":
        Image.fromarray(random_pixels((30, 40), np.uint16)).save(path)
    elif name == "rgb16.png":
        cv2.imwrite(str(path), random_pixels((30, 40, 3), np.uint16))
    elif name == "alpha.png":
        Image.fromarray(random_pixels((30, 40, 4))).save(path)
    elif name == "palette.gif":
        Image.fromarray(random_pixels((30, 40, 3))).quantize(20).save(path, transparency=3)
    elif name == "cmyk.jpg":
        Image.fromarray(random_pixels((30, 40, 3))).convert("CMYK").save(path)
    else:
        Image.fromarray(random_pixels((30, 40))).save(path)
    found = read(path).content
    assert isinstance(found, Picture)
    assert (picture_pixels(found.image)[..., :3] == pictures.read_picture(path)).all()


@pytest.mark.parametrize("turned", range(1, 9))
def test_pictures_stand_upright(tmp_path, turned, qapp):
    image = Image.fromarray(np.kron(random_pixels((3, 4, 3)), np.ones((16, 16, 1), np.uint8)))
    exif = Image.Exif()
    exif[0x0112] = turned
    image.save(tmp_path / "a.png", exif=exif)
    expected = np.asarray(ImageOps.exif_transpose(Image.open(tmp_path / "a.png")))
    assert (pictures.read_picture(tmp_path / "a.png") == expected).all()
    assert (picture_pixels(read(tmp_path / "a.png").content.image)[..., :3] == expected).all()
    small, size = pictures.read_shown(tmp_path / "a.png", 16)
    assert size == expected.shape[1::-1] and max(small.shape) == 16


@pytest.mark.parametrize("name", ["pipe.png", "pipe.JPG", "pipe.webp"])
def test_a_pipe_named_like_a_picture_is_not_waited_for(tmp_path, name):
    os.mkfifo(tmp_path / name)
    with pytest.raises(PoseStudioError, match="pipe"):
        read(tmp_path / name)
    assert thumbnail(tmp_path / name).problem


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
def test_an_unusable_file_is_refused_in_one_line_that_names_it(tmp_path, name, qapp):
    path = tmp_path / name
    if BAD[name] is not None:
        path.write_text(BAD[name])
    with pytest.raises(PoseStudioError) as caught:
        read(path)
    words = str(caught.value)
    assert name in words and "\n" not in words


def test_an_unknown_kind_of_file_is_refused_with_the_known_ones(tmp_path):
    (tmp_path / "letter.docx").write_text("x")
    with pytest.raises(PoseStudioError, match="|".join(KNOWN_SUFFIXES)):
        read(tmp_path / "letter.docx")


def test_a_table_of_keypoints_is_opened_as_a_keypoint_file(tmp_path):
    pytest.importorskip("pyarrow")
    frames = [standing_keypoints(), standing_keypoints(shift=0.1)]
    write_keypoints_parquet(tmp_path / "walk.parquet", frames, fps=25)
    source = read(tmp_path / "walk.parquet").content
    assert isinstance(source, KeypointsSource) and source.frames == 2 and source.frame_time == 0.04
