"""Whatever the case of its ending, a file is written at its path, and nothing beside it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from posestudio.common.file_kinds import LIFTED_OUTPUTS, PICTURE_OUTPUTS, VIDEO_OUTPUTS
from posestudio.common.output_extras import check_extra
from posestudio.dataset.poses import load_poses, save_poses
from posestudio.diffusion.checkpoint import build_denoiser, load_denoiser, save_weights
from posestudio.errors import PoseStudioError
from posestudio.export.lifted import save_lifted
from posestudio.export.lifted_npz import load_lifted
from posestudio.export.picture import save_picture
from posestudio.export.video_encoding import encode_video
from tests.dataset.test_convert import make_poses
from tests.diffusion.test_checkpoint import CARD
from tests.fakes import CAMERA, FakeLifter, standing_keypoints


def written(path: Path) -> int:
    """The size of the only file in its folder."""
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]
    return path.stat().st_size


@pytest.mark.parametrize(
    "suffix", [*(suffix.upper() for suffix in LIFTED_OUTPUTS), *map(str.title, (".npz", ".bvh"))]
)
def test_lifted_poses(tmp_path: Path, suffix: str) -> None:
    try:
        check_extra(suffix.lower())
    except PoseStudioError as missing:
        pytest.skip(str(missing))
    path = tmp_path / f"OUT{suffix}"
    path.write_bytes(b"earlier")
    save_lifted(path, FakeLifter().lift(standing_keypoints(), CAMERA, hypotheses=2, seed=0))
    assert written(path) > 100
    if suffix.lower() == ".npz":
        assert load_lifted(path).joints.shape[:2] == (1, 2)


@pytest.mark.parametrize("suffix", PICTURE_OUTPUTS)
def test_pictures(tmp_path: Path, suffix: str) -> None:
    save_picture(tmp_path / f"a{suffix.upper()}", np.zeros((8, 8, 3), np.uint8))
    assert written(tmp_path / f"a{suffix.upper()}")


@pytest.mark.parametrize("suffix", VIDEO_OUTPUTS)
def test_videos(tmp_path: Path, suffix: str) -> None:
    encode_video(tmp_path / f"a{suffix.upper()}", [np.zeros((64, 64, 3), np.uint8)] * 2, 2, 10.0)
    assert written(tmp_path / f"a{suffix.upper()}")


def test_poses_and_weights(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    save_poses(tmp_path / "a" / "POSES.NPZ", make_poses())
    assert written(tmp_path / "a" / "POSES.NPZ") and len(load_poses(tmp_path / "a" / "POSES.NPZ")) == 6
    path = tmp_path / "b" / "MINE.SAFETENSORS"
    save_weights(path, build_denoiser(CARD).state_dict(), CARD)
    assert written(path) and load_denoiser(path)
