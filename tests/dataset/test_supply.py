import numpy as np
import pytest
import torch

from posestudio.dataset.poses import Poses, save_poses
from posestudio.dataset.supply import RESIDENT, Supply
from posestudio.errors import PosesError
from tests.dataset.clips import waving

FILES = 2 * RESIDENT + 1


@pytest.fixture
def folder(tmp_path):
    for index in range(FILES):
        joints = waving(20, phase=index)
        joints *= 1 + index / 10
        subject = np.repeat(["13" if index == 0 else "01", "02"], 10)
        clip = np.full(20, f"clip {index}")
        save_poses(tmp_path / f"poses-{index:05}.npz", Poses(joints, clip, subject, np.arange(20)))
    return tmp_path


def fingerprint(supply, step):
    return supply.at(step).joints.sum().item()


def test_a_folder_is_used_up_window_by_window(folder):
    supply = Supply(folder, batch=20)
    assert supply.streams and supply.count == 20 * FILES
    windows = {fingerprint(supply, step) for step in range(FILES)}
    assert len(windows) == 3  # four files, four, and the last one
    assert all(len(supply.at(step).joints) <= RESIDENT * 20 for step in range(FILES))
    assert sum(len(set(supply._window(step)[0])) for step in (0, 4, 8)) == FILES


def test_what_a_step_draws_from_does_not_depend_on_the_steps_before(folder):
    gone_through = Supply(folder, batch=20, seed=3)
    for step in range(30):
        draw = gone_through.at(step).draw(4, torch.Generator().manual_seed(step))
    jumped = Supply(folder, batch=20, seed=3).at(29).draw(4, torch.Generator().manual_seed(29))
    assert torch.equal(draw.x0, jumped.x0)


def test_epochs_differ_and_seeds_too(folder):
    orders = [
        [fingerprint(Supply(folder, batch=20, seed=seed), step) for step in range(18)] for seed in (0, 1)
    ]
    assert orders[0][:9] != orders[0][9:] and orders[0] != orders[1]


def test_held_out_people_are_not_trained_on(folder):
    assert len(Supply(folder, batch=20).validation) > 0
    few = Supply(folder / "poses-00000.npz")
    assert len(few.training) == 10 and len(few.validation) == 10 and not few.streams
    everybody = Supply(folder / "poses-00000.npz", all_subjects=True)
    assert len(everybody.training) == 20


def test_a_few_files_are_one_set(folder):
    for index in range(2, FILES):
        (folder / f"poses-{index:05}.npz").unlink()
    supply = Supply(folder)
    assert not supply.streams and supply.at(0) is supply.at(10_000)


def test_bad_folders_are_named(folder, tmp_path):
    (folder / "poses-00003.npz").write_bytes(b"no")
    with pytest.raises(PosesError, match="poses-00003.npz"):
        Supply(folder)
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(PosesError, match="no poses file"):
        Supply(empty)


def test_whom_to_validate_with_can_be_said(folder):
    file = folder / "poses-00001.npz"
    supply = Supply(file, held_out=("02",))
    assert len(supply.training) == len(supply.validation) == 10
    with pytest.raises(PosesError, match="0 to validate with"):
        Supply(file, held_out=("nobody",))
    with pytest.raises(PosesError, match="0 poses to train on"):
        Supply(file, held_out=("clip 1",))
