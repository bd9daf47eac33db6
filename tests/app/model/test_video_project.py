"""A project of a video keeps what was found in its frames, and opens without the video."""

import json

import numpy as np
import pytest

from posestudio.app.model.any_file import read
from posestudio.app.model.document import Document
from posestudio.app.model.project import Project, load_project, save_project
from posestudio.app.model.video_source import VideoPicture, VideoSource, times_of
from posestudio.errors import PoseStudioError
from posestudio.keypoints import Keypoints
from tests.app.fake_detector import detected
from tests.written_video import SIZE, write_video


@pytest.fixture
def video(tmp_path):
    (tmp_path / "shots").mkdir()
    return write_video(tmp_path / "shots" / "walk.mp4", np.arange(8) / 25)


@pytest.fixture
def state(qapp, video):
    document = Document()
    document.open_source(read(video).content)
    for frame in (0, 1, 5):
        people = detected(
            [(4, 4, 14, 56), (60, 6, 16, 50)][: frame + 1],
            lost=(3,),
            size=SIZE,
            scores=[0.9, 0.8][: frame + 1],
        )
        keypoints = people.to_keypoints(f"frame {frame}")
        tracks = np.arange(keypoints.people)
        document.take_found({frame: Keypoints(**{**vars(keypoints), "tracks": tracks})})
    document.take_found({6: Keypoints(np.zeros((0, 17, 2)), size=SIZE)})
    document.set_frame(5)
    document.joints.move(document.state.points + 3, [9])
    return document.state


def again(path, trusted=None):
    return load_project(path, lambda named: read(named).content, trusted)


def test_keypoints_and_edits_are_there_again(tmp_path, state):
    save_project(tmp_path / "walk.posestudio", Project(state))
    project = again(tmp_path / "walk.posestudio")
    source = project.state.source
    assert isinstance(source, VideoSource) and not project.missing and source.video.frames == 8
    assert source.found_frames.searched.tolist() == state.source.found_frames.searched.tolist()
    assert source.people == 2 and isinstance(project.state.picture, VideoPicture)
    assert np.array_equal(project.state.points, state.points)
    for frame in (0, 1, 5):
        one, other = source.sequence[frame], state.source.sequence[frame]
        for name in ("points", "visibility", "boxes", "scores", "tracks"):
            assert np.array_equal(getattr(one, name), getattr(other, name)), name
        assert np.allclose(one.confidence, other.confidence, atol=1e-3)
    assert (tmp_path / "walk.posestudio").stat().st_size < 20_000


def test_without_its_video_a_project_has_the_keypoints(tmp_path, state, video):
    save_project(tmp_path / "walk.posestudio", Project(state))
    video.unlink()
    project = again(tmp_path / "walk.posestudio")
    assert [missing.kind for missing in project.missing] == ["video"]
    assert project.state.picture is None and np.array_equal(project.state.points, state.points)
    assert np.allclose(times_of(project.state.source), np.arange(8) / 25, atol=2e-3)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("times", [0, 1, 1], "times: expected seconds, ascending"),
        ("size", [0, 5], "size: expected width and height"),
        ("people", -1, "people: expected how many people"),
        ("searched", "AAAA", "searched: expected 1 numbers"),
        ("people", 3, "found.frame: expected 3 numbers"),
    ],
)
def test_what_is_wrong_is_named(tmp_path, state, name, value, expected):
    path = tmp_path / "walk.posestudio"
    save_project(path, Project(state))
    content = json.loads(path.read_text())
    content["source"][name] = value
    path.write_text(json.dumps(content))
    with pytest.raises(PoseStudioError, match=expected):
        again(path)
