"""Videos of the picture with the body over it beside the 3D view: places, times, missing frames, constant memory."""

import gc
import itertools
import weakref
from dataclasses import replace

import av
import numpy as np
import pytest

from posestudio.body.layouts import BODY_INDEX
from posestudio.common.colours import DARK
from posestudio.errors import PoseStudioError
from posestudio.export import picture_frames
from posestudio.export.lifted import save_sequence
from posestudio.export.picture import save_picture
from posestudio.export.picture_frames import pictures_of, video_pictures
from posestudio.export.picture_video import PictureVideo
from posestudio.export.video import save_video, video_of_file
from posestudio.export.video_encoding import encode_video
from posestudio.mannequin.drawing import body_colours
from tests.fakes import CAMERA, make_sequence

SIZE = (160, 90)  # as wide for its height as the camera's picture


def grey(level):
    return np.full((SIZE[1], SIZE[0], 3), level, np.uint8)


def make_video(path, count=6, fps=20.0, times=None):
    """A video whose frames get brighter: frame n has the grey level 30 n."""
    encode_video(path, (grey(30 * index) for index in range(count)), count, fps, times=times)
    return path


class Pictures:
    """The same picture for every frame, or none."""

    def __init__(self, picture):
        self.shown = picture

    def picture(self, index):
        return self.shown

    def time(self, index):
        return None


@pytest.mark.parametrize("level", [10, 245])
def test_bodies_are_drawn_where_the_camera_sees_them_in_the_colours_of_the_sides(level):
    sequence = make_sequence(frames=2)
    video = PictureVideo(sequence, Pictures(grey(level)))
    frame = video.frame(1)
    assert frame.shape[0] == CAMERA.size[1] and not frame.shape[0] % 2 and not frame.shape[1] % 2
    for side, colour in zip(("left", "right"), body_colours(DARK)[1:], strict=True):
        ends = [BODY_INDEX[f"{side}_{joint}"] for joint in ("hip", "knee")]
        column, row = CAMERA.project(sequence.track(0)[1][ends].mean(axis=0)).round().astype(int)
        drawn = frame[row, column].astype(float)
        assert np.abs(drawn / np.linalg.norm(drawn) - colour / np.linalg.norm(colour)).max() < 0.1
    assert (np.abs(frame[:, : CAMERA.size[0]].astype(int) - level) < 3).all(axis=-1).mean() > 0.9


def test_a_person_who_was_not_seen_is_paler():
    sequence = make_sequence(frames=1)
    hidden = replace(sequence, visibility=np.zeros_like(sequence.visibility))
    shown, paler = (
        PictureVideo(one, Pictures(grey(0))).frame(0)[:, :640].sum() for one in (sequence, hidden)
    )
    assert 0.3 < paler / shown < 0.6


def test_the_view_stands_still_and_sees_all_of_the_path():
    walking = make_sequence(frames=5, hypotheses=1)
    path = np.linspace(-4, 4, 5)[:, None, None, None] * [[[[1, 0, 0.3]]]]
    walking = replace(walking, joints=(walking.joints + path).astype(np.float32))
    video = PictureVideo(walking, Pictures(None), height=240)
    views = [video.frame(index)[:210, -300:].astype(int) for index in range(5)]
    empty = np.median(views, axis=0)
    assert np.abs(views[0][:5] - empty[:5]).max() <= 1
    places = []
    for view in views:
        columns = np.nonzero((np.abs(view - empty).sum(axis=-1) > 150).any(axis=0))[0]
        assert 0 < columns.min() and columns.max() < view.shape[1] - 1
        places.append(columns.mean())
    assert np.ptp(places) > 0.5 * views[0].shape[1]
    assert places[0] < places[2] < places[4] or places[0] > places[2] > places[4]


def test_a_video_of_uneven_times_keeps_them(tmp_path):
    seconds = [0, 0.05, 0.25, 0.3, 0.5, 0.51]
    source = make_video(tmp_path / "in.mp4", times=seconds.__getitem__)
    save_sequence(tmp_path / "lifted.npz", make_sequence(frames=6))
    save_video(tmp_path / "out.mp4", video_of_file(tmp_path / "lifted.npz", picture=source))
    with av.open(str(tmp_path / "out.mp4")) as container:
        frames = list(container.decode(video=0))
    assert [frame.time for frame in frames] == pytest.approx(seconds, abs=0.002)
    corners = [frame.to_ndarray(format="rgb24")[2, 2].mean() for frame in frames]
    assert corners == pytest.approx([0, 30, 60, 90, 120, 150], abs=4)


def test_frames_are_found_by_their_times_and_read_once(tmp_path, monkeypatch):
    source = make_video(tmp_path / "in.mp4", count=8, fps=20)
    some = replace(make_sequence(frames=4), fps=10.0, times=np.array([0.1, 0.2, 0.3, 2.0]))
    read = []
    reader = picture_frames.read_video
    monkeypatch.setattr(
        picture_frames,
        "read_video",
        lambda path: (read.append(frame.number) or frame for frame in reader(path)),
    )
    pictures = pictures_of(source, some)
    levels = [pictures.picture(index).mean() for index in range(3)]
    assert levels == pytest.approx([60, 120, 180], abs=4)
    assert pictures.picture(3) is None  # the video is over
    assert read == list(range(8))
    assert pictures.picture(0).mean() == pytest.approx(60, abs=4)  # and again from the beginning
    assert [pictures.time(index) for index in range(4)] == pytest.approx([0, 0.1, 0.2, 1.9])


def test_some_frames_of_a_video_begin_at_their_first(tmp_path):
    seconds = [0, 0.05, 0.25, 0.3, 0.5, 0.51]
    pictures = video_pictures(make_video(tmp_path / "in.mp4", times=seconds.__getitem__), range(2, 5))
    seen = [(pictures.picture(index).mean(), pictures.time(index)) for index in range(3)]
    assert np.array(seen) == pytest.approx(np.array([(60, 0), (90, 0.05), (120, 0.25)]), abs=4e-3, rel=0.05)


def test_pictures_of_a_folder_may_have_gaps(tmp_path):
    for number in (7, 8, 10):
        save_picture(tmp_path / f"walk 2 {number}.png", grey(number))
    pictures = pictures_of(tmp_path, make_sequence(frames=4))
    assert [None if one is None else one.mean() for one in map(pictures.picture, range(4))] == [
        7,
        8,
        None,
        10,
    ]
    video = PictureVideo(make_sequence(frames=4), pictures)
    assert video.frame(2).shape == video.frame(3).shape
    with pytest.raises(PoseStudioError, match="a picture for each of the sequence's 2 frames"):
        pictures_of(tmp_path, make_sequence(frames=2))


def test_pictures_of_another_shape_are_refused(tmp_path):
    with pytest.raises(PoseStudioError, match="does not fit a picture of 90 x 90"):
        PictureVideo(make_sequence(), Pictures(np.zeros((90, 90, 3), np.uint8))).frame(0)


def test_a_clip_has_no_picture(tmp_path):
    with pytest.raises(PoseStudioError, match=r"expected a lifted \.npz"):
        video_of_file(tmp_path / "a.bvh", picture=tmp_path)


@pytest.mark.parametrize("name", ["a.gif", "a.mp4"])
def test_few_frames_are_in_memory_at_a_time(tmp_path, name):
    alive: set[int] = set()
    most = 0

    def frames():
        nonlocal most
        for index in itertools.count():
            if index == 40:
                return
            picture = np.random.default_rng(index).integers(0, 255, (24, 32, 3)).astype(np.uint8)
            alive.add(index)
            weakref.finalize(picture, alive.discard, index)
            most = max(most, len(alive))
            yield picture
            del picture

    encode_video(tmp_path / name, frames(), 40, 15.0)
    gc.collect()
    assert most < 6
