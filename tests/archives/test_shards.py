"""Shards are read back as they were written."""

import numpy as np
import pytest

from posestudio.archives.shards import read_shard, write_shard
from posestudio.body.standing import standing_body
from posestudio.dataset.poses import Poses
from posestudio.errors import PoseStudioError
from posestudio.lifting.sequence import gather
from tests.fakes import lifted_frames


def test_npz_shards_are_those_of_single_results(tmp_path):
    sequence = gather(lifted_frames(frames=2, people=2), 24)
    write_shard(tmp_path / "new" / "part-000000.npz", sequence)
    read = read_shard(tmp_path / "new" / "part-000000.npz")
    np.testing.assert_allclose(read.joints, sequence.joints, atol=1e-5)
    assert read.fps == 24 and read.cameras == sequence.cameras
    poses = Poses(standing_body()[None].astype(np.float32), np.array(["a"]), np.array(["b"]), np.array([3]))
    write_shard(tmp_path / "poses.npz", poses)
    assert read_shard(tmp_path / "poses.npz").frame.tolist() == [3]
    (tmp_path / "x.npz").write_bytes(b"PK")
    with pytest.raises(PoseStudioError, match=r"x\.npz: "):
        read_shard(tmp_path / "x.npz")
