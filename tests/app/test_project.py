"""What was seen is seen again; what is wrong in a project is named."""

import json
import shutil

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage

from posestudio.app.document import Document
from posestudio.app.project import Project, load_project, save_project
from posestudio.app.reading import read
from posestudio.app.sources import ClipSource, KeypointsSource
from posestudio.app.state import Picture, State
from posestudio.body.bvh import save_bvh
from posestudio.body.layouts import BODY_INDEX, COCO_INDEX
from posestudio.body.posing import to_clip
from posestudio.errors import PoseStudioError
from posestudio.keypoints import Keypoints

WRIST, HAND = COCO_INDEX["left_wrist"], BODY_INDEX["left_wrist"]


def edited(source) -> State:
    """A document in which everything has been touched."""
    document = Document()
    document.open_source(source)
    document.set_frame(min(2, source.frames - 1))
    points = document.state.points + 7.25
    document.joints.move(points, range(17))
    document.joints.cycle_visibility([WRIST])
    document.joints.hold(HAND, np.array([0.31, 1.2, 0.123456789]))
    document.set_orbit(document.orbit.turned(33.3, 4.0))
    document.set_settings("s", seed=7, hypotheses=9, noise=0.7, keypoint_noise=2.5, weights="transformer")
    return document.state


def assert_alike(one: State, other: State) -> None:
    assert (one.frame, one.person, one.settings) == (other.frame, other.person, other.settings)
    assert one.camera == other.camera and np.array_equal(one.target, other.target)
    assert np.array_equal(one.points, other.points) and np.array_equal(one.visibility, other.visibility)
    assert one.pins.keys() == other.pins.keys() and one.retouches.keys() == other.retouches.keys()
    for key, pins in one.pins.items():
        assert all(np.array_equal(at, other.pins[key][joint]) for joint, at in pins.items())


def read_content(path):
    return read(path).content


@pytest.fixture
def from_file(qapp, clip, tmp_path):
    path = tmp_path / "capture" / "walk.bvh"
    path.parent.mkdir()
    save_bvh(path, to_clip(clip.bodies))
    return edited(read_content(path))


def test_a_clip_reopens_exactly_even_when_the_folder_has_moved(from_file, tmp_path):
    save_project(tmp_path / "one.posestudio", Project(from_file, 3))
    moved = tmp_path / "elsewhere"
    moved.mkdir()
    for name in ("capture", "one.posestudio"):
        shutil.move(tmp_path / name, moved / name)
    back = read_content(moved / "one.posestudio")
    assert back.chosen == 3 and isinstance(back.state.source, ClipSource)
    assert_alike(from_file, back.state)


def test_poses_without_a_file_are_in_the_project(qapp, clip, tmp_path):
    state = edited(clip)
    save_project(tmp_path / "one.posestudio", Project(state))
    back = read_content(tmp_path / "one.posestudio")
    assert np.array_equal(back.state.source.bodies, np.asarray(clip.bodies, np.float32))
    assert_alike(state, back.state)


def test_keypoints_and_pictures_reopen(qapp, tmp_path):
    frames = [
        Keypoints(
            np.random.default_rng(n).uniform(0, 99, (2, 17, 2)),
            np.random.default_rng(n).integers(1, 3, (2, 17)),
            (120, 100),
            source=f"{n}.jpg",
        )
        for n in range(3)
    ]
    image = QImage(6, 4, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    document = Document()
    document.open_state(edited(KeypointsSource("people.jpg", tuple(frames), found=True)), "Open")
    document.set_picture(Picture("pasted", image))
    save_project(tmp_path / "a.posestudio", Project(document.state))
    back = read_content(tmp_path / "a.posestudio").state
    assert all(a == b for a, b in zip(back.source.sequence, frames, strict=True))
    assert back.source.found and back.seen().noise == pytest.approx(document.state.seen().noise)
    assert back.picture.image.pixelColor(2, 2) == QColor("teal") and back.picture.image.width() == 6
    assert_alike(document.state, back)


def test_an_empty_state_reopens(qapp, tmp_path):
    save_project(tmp_path / "a.posestudio", Project(State()))
    assert read_content(tmp_path / "a.posestudio").state.empty


def broken(**changes):
    return lambda content: content.update(changes)


WRONG = {
    "version": (broken(version=99), "version 1"),
    "camera": (broken(camera={"width": 3}), "camera"),
    "target": (broken(target=[1, "x", 3]), "target"),
    "frame": (broken(frame=77), "frame"),
    "frame kind": (broken(frame="first"), "frame"),
    "settings": (broken(settings={"colour": 3}), "settings"),
    "seed": (broken(settings={"seed": "x"}), "settings"),
    "keypoint noise": (broken(settings={"keypoint_noise": "x"}), "keypoint_noise"),
    "source": (broken(source={"kind": "dream"}), "source.kind"),
    "clip": (broken(source={"kind": "clip", "path": "gone.bvh"}), "gone.bvh"),
    "retouch": (broken(retouches=[{"frame": 0, "person": 0, "offset": [], "visibility": []}]), "retouches"),
    "pins": (broken(pins=[{"frame": 0, "person": 0, "joints": {"tail": [0, 0, 0]}}]), "pins[0].joints"),
    "picture": (broken(picture={"name": "x", "png": "????"}), "picture"),
    "no retouches": (lambda content: content.pop("retouches"), "retouches"),
    "not an object": (lambda content: None, ""),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_named(from_file, tmp_path, name):
    spoil, place = WRONG[name]
    path = tmp_path / "one.posestudio"
    save_project(path, Project(from_file))
    content = json.loads(path.read_text())
    spoil(content)
    path.write_text(json.dumps([content] if name == "not an object" else content))
    with pytest.raises(PoseStudioError) as caught:
        load_project(path, read_content)
    assert str(path) in str(caught.value) and place in str(caught.value)
    assert "\n" not in str(caught.value)
