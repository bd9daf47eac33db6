import numpy as np
import pytest

from posestudio.body.standing import standing_body
from posestudio.mocap.bvh import save_bvh
from posestudio.mocap.retargeting import to_clip


def test_convert_makes_a_poses_file(run, tmp_path):
    pytest.importorskip("posestudio.mocap.body_from_clip")
    turned = np.repeat(standing_body()[None], 3, axis=0)
    turned[:, 13] += np.linspace(0, 0.2, 3)[:, None]
    save_bvh(tmp_path / "clip.bvh", to_clip(turned))
    (tmp_path / "broken.bvh").write_text("HIERARCHY nothing")
    status, out, err = run("convert", ".", "--out", "poses.npz", "--workers", 1)
    assert status == 0 and "poses.npz: " in out
    assert "broken.bvh" in err
    with np.load("poses.npz") as content:
        assert content["joints"].shape[1:] == (29, 3)
