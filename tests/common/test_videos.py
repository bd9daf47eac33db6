import cv2
import numpy as np
import pytest

from posestudio.common.videos import frame_count, is_video, read_frames
from posestudio.errors import PoseStudioError
from tests.common.test_pictures import one_line


def test_a_videos_frames(tmp_path):
    path = tmp_path / "a.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 10, (32, 24))
    for level in range(0, 250, 50):
        writer.write(np.full((24, 32, 3), level, np.uint8))
    writer.release()
    assert is_video(path) and frame_count(path) == 5
    frames = list(read_frames(path, every=2))
    assert [round(float(frame.mean()), -1) for frame in frames] == [0, 100, 200]
    (tmp_path / "b.avi").write_bytes(b"nothing")
    for name in ("b.avi", "c.avi"):
        with pytest.raises(PoseStudioError) as error:
            list(read_frames(tmp_path / name))
        assert one_line(error, tmp_path / name)


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
        try:
            frame_count(path)
            for frame in read_frames(path):
                assert frame.ndim == 3 and frame.shape[2] == 3 and frame.dtype == np.uint8
        except PoseStudioError as problem:
            assert str(path) in str(problem) and "\n" not in str(problem)
