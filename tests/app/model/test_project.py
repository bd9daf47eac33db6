"""What was seen is seen again; what is wrong in a project is named."""

import json
import shutil

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage

from posestudio.app.model import motion_edits
from posestudio.app.model.animation import new_motion
from posestudio.app.model.any_file import read
from posestudio.app.model.document import Document
from posestudio.app.model.picture import Picture
from posestudio.app.model.project import Project, load_project, save_project
from posestudio.app.model.sources import ClipSource, KeypointsSource
from posestudio.app.model.state import State
from posestudio.body.layouts import BODY_INDEX, COCO_INDEX
from posestudio.errors import PoseStudioError
from posestudio.keypoints import Keypoints
from posestudio.mocap.bvh import save_bvh
from posestudio.mocap.retargeting import to_clip
from tests.app.conftest import walking

WRIST, HAND = COCO_INDEX["left_wrist"], BODY_INDEX["left_wrist"]


def edited(source) -> State:
    """A document in which everything was edited."""
    document = Document()
    document.open_source(source)
    document.set_frame(min(2, source.frames - 1))
    points = document.state.points + 7.25
    document.joints.move(points, range(17))
    document.joints.cycle_visibility([WRIST])
    document.joints.pull(HAND, np.array([0.31, 1.2, 0.123456789]))
    document.set_orbit(document.orbit.turned(33.3, 4.0))
    last = source.frames - 1
    document.apply(motion_edits.sides_swapped(document.state, (0, last)))
    document.apply(motion_edits.marked_missing(document.state, (last, last)))
    document.apply(motion_edits.trimmed(document.state, (0, max(last - 1, 0))))
    document.set_settings("s", seed=7, hypotheses=9, noise=0.7, keypoint_noise=2.5, weights="transformer")
    return document.state


def assert_alike(one: State, other: State) -> None:
    assert (one.frame, one.person, one.settings) == (other.frame, other.person, other.settings)
    assert one.camera == other.camera and np.array_equal(one.target, other.target)
    assert np.array_equal(one.points, other.points) and np.array_equal(one.visibility, other.visibility)
    assert one.motion == other.motion
    assert one.pins.keys() == other.pins.keys() and one.keypoint_edits.keys() == other.keypoint_edits.keys()
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
    assert back.selected == 3 and isinstance(back.state.source, ClipSource)
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
            confidence=np.random.default_rng(n).uniform(0, 1, (2, 17)),
            source=f"{n}.jpg",
            time=0.04 * n,
            noise=np.where(np.arange(34).reshape(2, 17) == n, np.nan, 2.5),
            boxes=[[1, 2, 30, 40], [np.nan] * 4],
            extra=[np.arange(12.0).reshape(6, 2), np.full((6, 2), np.nan)],
            extra_noise=[[1, 2, np.nan, 4, 5, 6], [np.nan] * 6],
            scores=[np.nan, 0.3],
        )
        for n in range(3)
    ]
    image = QImage(6, 4, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    document = Document()
    document.open_state(edited(KeypointsSource("people.jpg", tuple(frames), found=True)))
    document.set_picture(Picture("pasted", image))
    save_project(tmp_path / "a.posestudio", Project(document.state))
    back = read_content(tmp_path / "a.posestudio").state
    assert all(a == b for a, b in zip(back.source.sequence, frames, strict=True))
    assert back.source.found and back.lift_input().noise == pytest.approx(document.state.lift_input().noise)
    assert back.picture.image.pixelColor(2, 2) == QColor("teal") and back.picture.image.width() == 6
    assert_alike(document.state, back)


def test_a_motion_from_nothing_reopens(qapp, tmp_path):
    state = edited(new_motion(1))
    save_project(tmp_path / "a.posestudio", Project(state))
    back = read_content(tmp_path / "a.posestudio").state
    assert back.source.frames == 30 and back.source.frame_time == pytest.approx(1 / 30)
    assert_alike(state, back)


def test_an_empty_state_reopens(qapp, tmp_path):
    save_project(tmp_path / "a.posestudio", Project(State()))
    assert read_content(tmp_path / "a.posestudio").state.empty


def broken(**changes):
    return lambda content: content.update(changes)


WRONG = {
    "version": (broken(version=99), "version 1"),
    "camera": (broken(camera={"width": 3}), "camera"),
    "target": (broken(target=[1, "x", 3]), "target"),
    "frame kind": (broken(frame="first"), "frame"),
    "settings": (broken(settings={"colour": 3}), "settings"),
    "seed": (broken(settings={"seed": "x"}), "settings.seed"),
    "large seed": (broken(settings={"seed": 2**31}), "settings.seed"),
    "hypotheses": (broken(settings={"hypotheses": 10**9}), "settings.hypotheses"),
    "no hypotheses": (broken(settings={"hypotheses": 0}), "settings.hypotheses"),
    "yes hypotheses": (broken(settings={"hypotheses": True}), "settings.hypotheses"),
    "steps": (broken(settings={"steps": 10**12}), "settings.steps"),
    "half a step": (broken(settings={"steps": 2.5}), "settings.steps"),
    "noise": (broken(settings={"noise": 1e300}), "settings.noise"),
    "NaN": (broken(settings={"noise": float("nan")}), "settings.noise"),
    "sampler": (broken(settings={"sampler": 3}), "settings.sampler"),
    "weights": (broken(settings={"weights": 3}), "settings.weights"),
    "moving": (broken(settings={"moving": 3}), "settings.moving"),
    "far target": (broken(target=[1e300, 0, 0]), "target"),
    "chosen": (broken(chosen=10**12), "chosen"),
    "person": (broken(person=-1), "person"),
    "frame time": (
        broken(source={"kind": "poses", "name": "p", "frame_time": 0, "bodies": [[[0, 0, 0]] * 29]}),
        "source.frame_time",
    ),
    "no poses": (
        broken(source={"kind": "poses", "name": "p", "frame_time": 1, "bodies": []}),
        "source.bodies",
    ),
    "itself as clip": (broken(source={"kind": "clip", "path": "one.posestudio"}), "source.path"),
    "a picture as clip": (broken(source={"kind": "clip", "path": "picture.png"}), "source.path"),
    "keypoint noise": (broken(settings={"keypoint_noise": "x"}), "keypoint_noise"),
    "source": (broken(source={"kind": "dream"}), "source.kind"),
    "retouch": (broken(retouches=[{"frame": 0, "person": 0, "offset": [], "visibility": []}]), "retouches"),
    "pins": (broken(pins=[{"frame": 0, "person": 0, "joints": {"tail": [0, 0, 0]}}]), "pins[0].joints"),
    "trim": (broken(motion={"trim": [5, 2]}), "motion.trim"),
    "missing frames": (
        broken(motion={"missing": [{"person": 0, "ranges": [[-1, 2]]}], "swapped": []}),
        "motion.missing[0].ranges[0]",
    ),
    "no swapped frames": (
        broken(motion={"missing": []}),
        "motion: expected an object with swapped",
    ),
    "animation": (broken(source={"kind": "animation", "name": "a", "frames": 10**9}), "source.frames"),
    "picture": (broken(picture={"name": "x", "png": "????"}), "picture"),
    "no retouches": (lambda content: content.pop("retouches"), "retouches"),
    "not an object": (lambda content: None, ""),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_named(from_file, tmp_path, name):
    spoil, place = WRONG[name]
    path = tmp_path / "one.posestudio"
    save_project(path, Project(from_file))
    image = QImage(6, 4, QImage.Format.Format_RGB32)
    image.save(str(tmp_path / "picture.png"))
    content = json.loads(path.read_text())
    spoil(content)
    path.write_text(json.dumps([content] if name == "not an object" else content))
    with pytest.raises(PoseStudioError) as caught:
        load_project(path, read_content)
    assert str(path) in str(caught.value) and place in str(caught.value)
    assert "\n" not in str(caught.value)


def saved(tmp_path, state, **changes):
    """A project's file in which something was changed afterwards."""
    path = tmp_path / "one.posestudio"
    save_project(path, Project(state))
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))
    return path


def test_a_project_whose_clip_is_gone_opens_and_keeps_its_edits(from_file, tmp_path):
    path = saved(tmp_path, from_file)
    (tmp_path / "capture" / "walk.bvh").unlink()
    back = read_content(path)
    assert back.state.empty and back.state.source.name == "walk.bvh"
    assert [(lost.kind, lost.path, lost.outside) for lost in back.missing] == [
        ("clip", tmp_path / "capture" / "walk.bvh", False)
    ]
    assert "walk.bvh" in back.missing[0].why
    save_project(tmp_path / "again.posestudio", back)
    save_bvh(tmp_path / "capture" / "walk.bvh", to_clip(walking().bodies))
    assert_alike(from_file, read_content(tmp_path / "again.posestudio").state)


def test_a_project_whose_clip_shrank_opens_and_keeps_its_edits(from_file, clip, tmp_path):
    path = saved(tmp_path, from_file)
    save_bvh(tmp_path / "capture" / "walk.bvh", to_clip(clip.bodies[:2]))
    back = read_content(path)
    assert back.state.source.frames == 2 and back.state.frame == 1
    assert back.state.keypoint_edits.keys() == from_file.keypoint_edits.keys()
    assert (
        back.missing[0].kind == "clip"
        and "2 frames" in back.missing[0].why
        and "frame 3" in back.missing[0].why
    )


def test_a_project_whose_picture_is_gone_still_names_it(qapp, clip, tmp_path):
    document = Document()
    document.open_source(clip)
    image = QImage(6, 4, QImage.Format.Format_RGB32)
    image.save(str(tmp_path / "p.png"))
    document.set_picture(Picture("p.png", image, tmp_path / "p.png"))
    path = saved(tmp_path, document.state)
    (tmp_path / "p.png").unlink()
    back = read_content(path)
    assert back.state.picture.missing and back.missing[0].kind == "picture"
    assert back.state.camera == document.state.camera
    save_project(path, back)
    image.save(str(tmp_path / "p.png"))
    assert read_content(path).state.picture.size == (6, 4)


ELSEWHERE = [
    "../secret.png",
    "/etc/secret.png",
    "a/../../secret.png",
    r"\\server\share\x.png",
    "//server/x.png",
    "C:/x.png",
]


@pytest.mark.parametrize("name", ELSEWHERE)
def test_files_outside_the_projects_folder_are_not_even_looked_for(qapp, clip, tmp_path, name):
    document = Document()
    document.open_source(clip)
    path = saved(tmp_path, document.state, picture={"name": "x", "path": name})
    looked = []
    back = load_project(path, lambda named: looked.append(named), frozenset())
    assert looked == [] and back.state.picture.missing
    assert [(lost.kind, lost.outside) for lost in back.missing] == [("picture", True)]
    clip_too = saved(tmp_path, document.state, source={"kind": "clip", "name": "x", "path": name})
    back = load_project(clip_too, lambda named: looked.append(named), frozenset())
    assert looked == [] and back.state.empty and back.missing[0].kind == "clip"


def test_a_link_out_of_the_folder_is_outside_and_what_was_opened_by_hand_is_not(qapp, clip, tmp_path):
    folder, other = tmp_path / "project", tmp_path / "other"
    folder.mkdir()
    other.mkdir()
    image = QImage(6, 4, QImage.Format.Format_RGB32)
    image.save(str(other / "p.png"))
    (folder / "link.png").symlink_to(other / "p.png")
    document = Document()
    document.open_source(clip)
    path = saved(folder, document.state, picture={"name": "x", "path": "link.png"})
    assert read(path, trusted=frozenset()).content.missing[0].outside
    path = saved(folder, document.state, picture={"name": "x", "path": "../other/p.png"})
    assert read(path, trusted=frozenset()).content.missing[0].outside
    trusted = read(path, trusted=frozenset([str(other / "p.png")])).content
    assert trusted.missing == () and trusted.state.picture.size == (6, 4)


def test_weights_outside_the_folder_are_not_used_until_allowed(qapp, clip, tmp_path):
    document = Document()
    document.open_source(clip)
    document.set_settings("w", weights="/somewhere/else.safetensors")
    path = saved(tmp_path, document.state)
    back = read(path, trusted=frozenset()).content
    assert (
        back.state.settings.weights == "mlp" and back.missing[0].kind == "weights" and back.missing[0].outside
    )
    assert read(path).content.state.settings.weights == "/somewhere/else.safetensors"
