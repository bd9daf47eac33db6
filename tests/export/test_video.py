import itertools
import json
from dataclasses import replace

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from posestudio.body.standing import standing_body
from posestudio.errors import PoseStudioError
from posestudio.export.lifted import save_sequence
from posestudio.export.lifted_npz import load_lifted
from posestudio.export.video import (
    ClipVideo,
    DenoisingVideo,
    SequenceVideo,
    save_video,
    video_of_file,
    video_of_sequence,
)
from posestudio.export.video_encoding import encode_video, gif_delay
from posestudio.keypoints import Keypoints
from posestudio.lifting.sequence import gather
from posestudio.mocap.bvh import load_bvh, save_bvh
from posestudio.mocap.retargeting import to_clip
from tests.fakes import CAMERA, FakeLifter, make_sequence, standing_keypoints

SIZE = (160, 90)


class ShortVideo:
    """Grey frames that get brighter."""

    fps, still = 30.0, 2

    def __init__(self, count=8, size=(64, 48)):
        self.count, self.size = count, size

    def frame(self, index):
        return np.full((self.size[1], self.size[0], 3), 20 * index, np.uint8)


def read_video(path):
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        return (
            stream.codec_context.name,
            stream.pix_fmt,
            [f.to_ndarray(format="rgb24") for f in container.decode(stream)],
        )


def test_mp4_is_h264_that_every_player_knows(tmp_path):
    progressed = []
    save_video(tmp_path / "a.mp4", ShortVideo(), lambda done, total, text: progressed.append((done, total)))
    codec, pixels, frames = read_video(tmp_path / "a.mp4")
    assert (codec, pixels, len(frames)) == ("h264", "yuv420p", 8)
    assert [round(frame.mean() / 20) for frame in frames] == list(range(8))
    assert progressed == [(index, 8) for index in range(1, 9)]


def test_odd_sizes_are_cut_to_even_ones(tmp_path):
    save_video(tmp_path / "a.mp4", ShortVideo(size=(65, 49)))
    assert read_video(tmp_path / "a.mp4")[2][0].shape == (48, 64, 3)


def test_gif_moves(tmp_path):
    save_video(tmp_path / "a.gif", ShortVideo())
    with Image.open(tmp_path / "a.gif") as gif:
        assert gif.n_frames == 4  # 15 of 30 frames per second
        assert gif.size == (64, 48)
        assert gif.info["loop"] == 0


def test_a_picture_of_a_video_is_its_still(tmp_path):
    save_video(tmp_path / "a.png", ShortVideo())
    assert np.asarray(Image.open(tmp_path / "a.png")).mean() == 40


def test_a_failure_on_the_way_leaves_no_file(tmp_path):
    (tmp_path / "a.mp4").write_text("before")

    def frames():
        yield ShortVideo().frame(0)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        encode_video(tmp_path / "a.mp4", frames(), 2, 30)
    assert [path.name for path in tmp_path.iterdir()] == ["a.mp4"]
    assert (tmp_path / "a.mp4").read_text() == "before"


def test_another_suffix_is_an_error(tmp_path):
    with pytest.raises(PoseStudioError, match=r"a\.avi: expected a name ending in \.png"):
        save_video(tmp_path / "a.avi", ShortVideo())


def test_poses_form_out_of_noise_and_are_walked_around():
    video = video_of_sequence(make_sequence(trajectory=True), SIZE)
    assert isinstance(video, DenoisingVideo)
    first, still, last = (video.frame(index).astype(int) for index in (0, video.still, video.count - 1))
    half = video.frame((video.count + video.still) // 2).astype(int)
    assert first.shape == (90, 160, 3)
    assert np.abs(first - still).mean() > 1
    assert np.abs(half - still)[:, 80:].mean() > 1  # the view goes around
    assert np.abs(half - still)[:, :80].mean() < 0.2  # the picture plane stays
    assert np.abs(last - still).mean() < 1  # once around


def test_without_a_trajectory_there_is_only_the_walk():
    video = DenoisingVideo(make_sequence(), SIZE)
    assert video.still == 0
    assert video.count < DenoisingVideo(make_sequence(trajectory=True), SIZE).count


def test_a_sequence_is_played():
    video = video_of_sequence(make_sequence(frames=3, people=2), SIZE)
    assert isinstance(video, SequenceVideo)
    assert video.count == 3
    pictures = [video.frame(index) for index in range(3)]
    assert (pictures[0] != pictures[2]).any()


def test_frames_of_a_varying_rate_are_shown_at_their_times(tmp_path):
    sequence = replace(make_sequence(frames=3), times=np.array([1.0, 1.5, 1.6]))
    save_video(tmp_path / "a.mp4", SequenceVideo(sequence, SIZE))
    with av.open(str(tmp_path / "a.mp4")) as container:
        assert [frame.time for frame in container.decode(video=0)] == pytest.approx([0, 0.5, 0.6], abs=0.002)


def test_a_fast_clip_is_shown_thirty_times_a_second():
    joints = np.repeat(standing_body()[None], 240, axis=0)
    video = ClipVideo(joints, 120, size=SIZE)
    assert (video.count, video.fps) == (60, 30)


def test_a_walking_body_stays_in_view():
    path = np.linspace(0, 6, 60)[:, None, None] * [[[1, 0, 0]]]
    video = ClipVideo((standing_body() + path).astype(np.float32), 30, size=SIZE)
    ground = video.frame(0)[0, 0].astype(int)
    for index in (0, 30, 59):
        columns = np.nonzero((np.abs(video.frame(index)[20:60].astype(int) - ground) > 80).any(axis=(0, 2)))[
            0
        ]
        assert 30 < columns.min() and columns.max() < 130


def test_videos_are_made_of_files(tmp_path):
    save_sequence(tmp_path / "a.npz", make_sequence(trajectory=True))
    assert isinstance(video_of_file(tmp_path / "a.npz"), DenoisingVideo)
    save_bvh(tmp_path / "a.bvh", to_clip(np.repeat(standing_body()[None], 3, axis=0)))
    video = video_of_file(tmp_path / "a.bvh")
    assert isinstance(video, ClipVideo) and video.count == 3
    with pytest.raises(PoseStudioError, match=r"a\.txt: expected a lifted \.npz or a \.bvh clip"):
        video_of_file(tmp_path / "a.txt")


def seconds(path):
    with Image.open(path) as gif:
        total = 0
        for index in range(gif.n_frames):
            gif.seek(index)
            total += gif.info["duration"]
    return total / 1000


@pytest.mark.parametrize("fps", [7, 12.5, 23.976, 24, 25, 29.97, 30, 50, 60, 120, 144])
@pytest.mark.parametrize("lasting", [0.4, 2.0, 7.3])
def test_a_gif_lasts_as_long_as_its_frames(tmp_path, fps, lasting):
    count = max(round(lasting * fps), 1)
    frames = [np.full((6, 8, 3), 10 * (index % 25), np.uint8) for index in range(count)]
    encode_video(tmp_path / "a.gif", frames, count, fps)
    assert seconds(tmp_path / "a.gif") == pytest.approx(count / fps, abs=0.011)


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 3000), st.floats(0.01, 15.0), st.integers(1, 4))
def test_no_frame_of_a_gif_is_off_by_more_than_a_hundredth(count, fps, stride):
    starts = np.arange(0, count, stride) / (fps * stride)
    delays = [gif_delay(start, end) for start, end in itertools.pairwise(starts)]
    assert np.cumsum([0, *delays]) / 100 == pytest.approx(starts, abs=0.0051)


def test_frames_that_look_alike_keep_their_time(tmp_path):
    encode_video(tmp_path / "a.gif", [np.full((6, 8, 3), 90, np.uint8)] * 45, 45, 30)
    assert seconds(tmp_path / "a.gif") == pytest.approx(1.5, abs=0.011)


@pytest.mark.parametrize("name", ["a.gif", "a.mp4"])
@pytest.mark.parametrize("fps", [1 / 1200, 1e-6, 1e6, float("nan")])
def test_what_no_player_can_time_is_one_line_and_no_file(tmp_path, name, fps):
    with pytest.raises(PoseStudioError, match="frames per second") as caught:
        save_video(tmp_path / name, type("Slow", (ShortVideo,), {"fps": fps})())
    assert str(tmp_path / name) in str(caught.value) and not list(tmp_path.iterdir())


@pytest.mark.parametrize("fps", [0.002, 1 / 3, 12.5, 23.976, 29.97, 59.94, 1000])
def test_an_mp4_has_its_rate(tmp_path, fps):
    save_video(tmp_path / "a.mp4", type("Video", (ShortVideo,), {"fps": fps})())
    with av.open(str(tmp_path / "a.mp4")) as container:
        assert float(container.streams.video[0].average_rate) == pytest.approx(fps, rel=1e-4)


@pytest.mark.parametrize("name", ["A.MP4", "A.GIF", "A.PNG", "A.JPG", "A.WebP"])
def test_endings_in_capitals_are_the_same(tmp_path, name):
    (tmp_path / name).write_text("before")
    save_video(tmp_path / name, ShortVideo())
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).stat().st_size > 30
    if not name.endswith("MP4"):
        Image.open(tmp_path / name).load()


def with_nobody(people):
    """The sequence of a frame for each number of ``people``."""
    nobody = Keypoints(np.zeros((0, 17, 2)), size=CAMERA.size)
    seen = [standing_keypoints(count) if count else nobody for count in people]
    return gather([FakeLifter().lift(frame, CAMERA, hypotheses=2, trajectory=True) for frame in seen])


@pytest.mark.parametrize("people", [(1, 0, 1), (0, 0, 2, 1), (1, 0, 0)])
def test_frames_without_people_keep_floor_and_view(people, recwarn):
    video = video_of_sequence(with_nobody(people), (320, 180))
    assert video.count == len(people) and people[video.still] > 0
    pictures = [video.frame(index).astype(int)[40:150, 170:] for index in range(len(people))]
    ground = pictures[0][0, 0]
    drawn = [(np.abs(picture - ground).sum(-1) > 6) for picture in pictures]
    empty = [mask for mask, count in zip(drawn, people, strict=True) if not count]
    full = next(mask for mask, count in zip(drawn, people, strict=True) if count)
    for mask in empty:
        assert 50 < mask.sum() < full.sum()  # the grid is there, the body is not
        assert (mask == empty[0]).all()
        assert (full[mask]).mean() > 0.6  # and where it was
    assert not list(recwarn)


@pytest.mark.parametrize(
    "name", ["o.npz", "o.json", "o.bvh", "o.glb", "o.gltf", "O.NPZ", "O.JSON", "O.BVH", "O.GLB"]
)
@pytest.mark.parametrize("people", [(1, 0, 1), (0, 2), (1, 0, 0)])
def test_every_kind_of_file_takes_frames_without_people(tmp_path, name, people):
    sequence = with_nobody(people)
    (tmp_path / name).write_text("before")
    save_sequence(tmp_path / name, sequence)
    assert [path.name for path in tmp_path.iterdir()] == [name]
    kind = name.lower()[2:]
    if kind == "npz":
        assert load_lifted(tmp_path / name).frames == len(people)
    elif kind == "json":
        assert json.loads((tmp_path / name).read_text())["frames"] == len(people)
    elif kind == "bvh":
        assert len(load_bvh(tmp_path / name)) == len(people)
    else:
        assert (tmp_path / name).stat().st_size > 1000


def test_nobody_at_all_is_one_line(tmp_path):
    with pytest.raises(PoseStudioError, match="no people"):
        with_nobody((0, 0))
