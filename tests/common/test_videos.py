import struct

import cv2
import numpy as np
import pytest

from posestudio.common.frame_range import FrameRange
from posestudio.common.videos import frame_count, frame_rate, is_video, read_video
from posestudio.errors import PoseStudioError
from tests.common.test_pictures import one_line
from tests.common.video_files import write_video

UNEVEN = [0, 0.033, 0.066, 0.1, 0.2, 0.21, 0.25, 0.5, 0.6, 0.7]


def levels(path, *range_of_frames):
    """(index, grey level divided by 12) of the frames that `write_video` wrote."""
    frames = read_video(path, FrameRange(*range_of_frames))
    return [(frame.number, round(float(frame.picture[24:].mean()) / 12)) for frame in frames]


def test_a_videos_frames(tmp_path):
    path = tmp_path / "a.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 10, (32, 24))
    for level in range(0, 250, 50):
        writer.write(np.full((24, 32, 3), level, np.uint8))
    writer.release()
    assert is_video(path) and frame_count(path) == 5 and frame_rate(path) == pytest.approx(10)
    frames = list(read_video(path, FrameRange(every=2)))
    assert [round(float(frame.picture.mean()), -1) for frame in frames] == [0, 100, 200]
    assert [frame.time for frame in frames] == pytest.approx([0, 0.2, 0.4])
    (tmp_path / "b.avi").write_bytes(b"nothing")
    for name in ("b.avi", "c.avi"):
        with pytest.raises(PoseStudioError) as error:
            list(read_video(tmp_path / name))
        assert one_line(error, tmp_path / name)


@pytest.mark.parametrize("name", ["a.mp4", "a.mkv"])
def test_times_are_those_of_presentation_at_a_variable_rate(tmp_path, name):
    write_video(tmp_path / name, UNEVEN)
    frames = list(read_video(tmp_path / name))
    assert [frame.time for frame in frames] == pytest.approx(UNEVEN, abs=1e-3)
    assert [frame.number for frame in frames] == list(range(10))


def test_first_last_and_every(tmp_path):
    write_video(tmp_path / "a.mp4", [index / 25 for index in range(12)])
    assert levels(tmp_path / "a.mp4", 2, 9, 3) == [(2, 2), (5, 5), (8, 8)]
    assert [index for index, _ in levels(tmp_path / "a.mp4", 10)] == [10, 11]
    (frame,) = read_video(tmp_path / "a.mp4", FrameRange(5, 5))
    assert frame.time == pytest.approx(0.2, abs=1e-3)
    with pytest.raises(PoseStudioError, match="has 12 frames; expected more than 12"):
        list(read_video(tmp_path / "a.mp4", FrameRange(12)))
    for wrong in ((-1,), (3, 2), (0, None, 0)):
        with pytest.raises(PoseStudioError):
            FrameRange(*wrong)


@pytest.mark.parametrize(
    ("matrix", "corner"), [((0, 1, -1, 0), (0, -1)), ((-1, 0, 0, -1), (-1, -1)), ((0, -1, 1, 0), (-1, 0))]
)
def test_a_rotation_in_the_metadata_is_applied_once(tmp_path, matrix, corner):
    path = tmp_path / "a.mp4"
    write_video(path, [0, 0.1, 0.2])
    content = bytearray(path.read_bytes())
    at = content.find(b"tkhd") + 44  # the track header's matrix, ISO/IEC 14496-12, 8.3.2
    a, b, c, d = (number * 0x10000 for number in matrix)
    content[at : at + 36] = struct.pack(">9i", a, b, 0, c, d, 0, 0, 0, 0x40000000)
    path.write_bytes(content)
    picture = next(read_video(path)).picture
    assert picture.shape == ((64, 48, 3) if matrix[0] == 0 else (48, 64, 3))
    mark = [
        (row, column) for row in (0, -1) for column in (0, -1) if picture[row * 3, column * 3].mean() > 128
    ]
    assert mark == [corner]


def test_of_a_truncated_video_what_is_there_is_read_and_said(tmp_path):
    path, said = tmp_path / "a.avi", []
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 10, (64, 48))
    for _ in range(40):
        writer.write(np.random.default_rng(0).integers(0, 256, (48, 64, 3)).astype(np.uint8))
    writer.release()
    assert len(list(read_video(path, say=said.append))) == 40 and not said
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    assert 15 <= len(list(read_video(path, say=said.append))) < 25
    (line,) = said
    assert str(path) in line and "of the 40 frames" in line
    assert len(list(read_video(path, FrameRange(last=9), say=said.append))) == 10 and len(said) == 1
    path.write_bytes(content[:300])
    with pytest.raises(PoseStudioError) as error:
        list(read_video(path))
    assert one_line(error, path)


def test_a_damaged_frame_is_one_line_that_names_it(tmp_path):
    path = tmp_path / "a.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 10, (64, 48))
    random = np.random.default_rng(0)
    for _ in range(8):
        writer.write(random.integers(0, 256, (48, 64, 3)).astype(np.uint8))
    writer.release()
    content = path.read_bytes()
    for seed in range(60):
        damaged = bytearray(content)
        for index in np.random.default_rng(seed).integers(0, len(content), 400):
            damaged[index] ^= 0xFF
        path.write_bytes(damaged)
        said = []
        try:
            frame_count(path)
            for frame in read_video(path, say=said.append):
                assert frame.picture.shape[2] == 3 and frame.picture.dtype == np.uint8
        except PoseStudioError as problem:
            said.append(str(problem))
        assert all(str(path) in line and "\n" not in line for line in said)
