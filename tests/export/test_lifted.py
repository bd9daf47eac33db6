"""Lifted poses as files of any format: BVH, and what is refused."""

from dataclasses import replace

import numpy as np
import pytest

from posestudio.body.standing import standing_body
from posestudio.errors import PoseStudioError
from posestudio.export.lifted import save_lifted, save_sequence
from posestudio.export.lifted_npz import load_lifted
from posestudio.mocap.bvh import load_bvh
from tests.fakes import lifted_frames, make_sequence


def test_bvh_has_a_frame_a_picture(tmp_path):
    save_lifted(tmp_path / "out.bvh", lifted_frames(frames=4), fps=25)
    clip = load_bvh(tmp_path / "out.bvh")
    assert len(clip) == 4
    assert clip.frame_time == pytest.approx(1 / 25)


def test_bvh_of_another_person(tmp_path):
    frames = lifted_frames(people=2)
    save_lifted(tmp_path / "0.bvh", frames, person=0)
    save_lifted(tmp_path / "1.bvh", frames, person=1)
    roots = [load_bvh(tmp_path / f"{person}.bvh").positions()[0, 0] for person in (0, 1)]
    assert (roots[1] - roots[0])[0] == pytest.approx(80, abs=10)  # centimetres
    with pytest.raises(PoseStudioError, match="person 2 is in no frame; expected 0 to 1"):
        save_lifted(tmp_path / "2.bvh", frames, person=2)
    assert not (tmp_path / "2.bvh").exists()


def test_nobody_is_an_error(tmp_path):
    (lifted,) = lifted_frames(people=1)
    empty = replace(lifted, joints=lifted.joints[:0])
    with pytest.raises(PoseStudioError, match="no people"):
        save_lifted(tmp_path / "out.npz", empty)
    assert not list(tmp_path.iterdir())


def test_another_suffix_is_an_error(tmp_path):
    with pytest.raises(PoseStudioError, match=r"out\.fbx: expected a name ending in \.npz"):
        save_lifted(tmp_path / "out.fbx", lifted_frames())


@pytest.mark.parametrize("fps", [0, -1, 1e-9, 1e30, float("nan"), "fast"])
def test_a_rate_out_of_range_writes_nothing(tmp_path, fps):
    with pytest.raises(PoseStudioError, match="fps must be"):
        save_lifted(tmp_path / "x.npz", lifted_frames(), fps=fps)
    assert not list(tmp_path.iterdir())


def test_frames_at_uneven_times_become_a_motion_at_an_even_rate(tmp_path):
    still = make_sequence(frames=4, hypotheses=1)
    seconds = np.array([2.0, 2.1, 2.4, 2.5])
    walking = np.repeat(standing_body()[None, None], 4, axis=0) + (seconds - 2)[:, None, None, None] * [
        1,
        0,
        0,
    ]
    sequence = replace(still, joints=walking.astype(np.float32), fps=10.0, times=seconds)
    save_sequence(tmp_path / "out.bvh", sequence)
    clip = load_bvh(tmp_path / "out.bvh")
    assert clip.frame_time == pytest.approx(0.1)
    assert clip.positions()[:, 0, 0] - clip.positions()[0, 0, 0] == pytest.approx(
        [0, 10, 20, 30, 40, 50], abs=0.01
    )
    save_sequence(tmp_path / "out.npz", sequence)
    assert (load_lifted(tmp_path / "out.npz").times == seconds).all()
    save_sequence(tmp_path / "out.npz", replace(sequence, times=seconds[[0, 2, 1, 3]]))
    with pytest.raises(PoseStudioError, match=r"out\.npz: times: expected 4 seconds that increase"):
        load_lifted(tmp_path / "out.npz")
