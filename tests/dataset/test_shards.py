import numpy as np
import pytest
import torch

from posestudio.dataset.poses import Poses, save_poses
from posestudio.dataset.shards import SHARDS_IN_MEMORY, Shards
from posestudio.errors import PosesError
from tests.dataset.clips import waving

FILES = 2 * SHARDS_IN_MEMORY + 1


@pytest.fixture
def folder(tmp_path):
    for index in range(FILES):
        joints = waving(20, phase=index)
        joints *= 1 + index / 10
        subject = np.repeat(["13" if index == 0 else "01", "02"], 10)
        clip = np.full(20, f"clip {index}")
        save_poses(tmp_path / f"poses-{index:05}.npz", Poses(joints, clip, subject, np.arange(20)))
    return tmp_path


def fingerprint(loaded, step):
    return loaded.batches_at(step).joints.sum().item()


def test_a_folder_is_used_up_window_by_window(folder):
    loaded = Shards(folder, batch=20)
    assert loaded.streams and loaded.count == 20 * FILES
    windows = {fingerprint(loaded, step) for step in range(FILES)}
    assert len(windows) == 3  # four files, four, and the last one
    assert all(len(loaded.batches_at(step).joints) <= SHARDS_IN_MEMORY * 20 for step in range(FILES))
    assert sum(len(set(loaded.files_of(step))) for step in (0, 4, 8)) == FILES


def test_what_a_step_draws_from_does_not_depend_on_the_steps_before(folder):
    stepped = Shards(folder, batch=20, seed=3)
    for step in range(30):
        draw = stepped.batches_at(step).draw(4, torch.Generator().manual_seed(step))
    jumped = Shards(folder, batch=20, seed=3).batches_at(29).draw(4, torch.Generator().manual_seed(29))
    assert torch.equal(draw.x0, jumped.x0)


def test_epochs_differ_and_seeds_too(folder):
    orders = [
        [fingerprint(Shards(folder, batch=20, seed=seed), step) for step in range(18)] for seed in (0, 1)
    ]
    assert orders[0][:9] != orders[0][9:] and orders[0] != orders[1]


def test_held_out_people_are_not_trained_on(folder):
    assert len(Shards(folder, batch=20).validation) > 0
    few = Shards(folder / "poses-00000.npz")
    assert len(few.training) == 10 and len(few.validation) == 10 and not few.streams
    everybody = Shards(folder / "poses-00000.npz", all_subjects=True)
    assert len(everybody.training) == 20


def test_a_few_files_are_one_set(folder):
    for index in range(2, FILES):
        (folder / f"poses-{index:05}.npz").unlink()
    loaded = Shards(folder)
    assert not loaded.streams and loaded.batches_at(0) is loaded.batches_at(10_000)


def test_bad_folders_are_named(folder, tmp_path):
    (folder / "poses-00003.npz").write_bytes(b"no")
    with pytest.raises(PosesError, match="poses-00003.npz"):
        Shards(folder)
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(PosesError, match="no poses file"):
        Shards(empty)


def test_whom_to_validate_with_can_be_said(folder):
    file = folder / "poses-00001.npz"
    loaded = Shards(file, held_out=("02",))
    assert len(loaded.training) == len(loaded.validation) == 10
    with pytest.raises(PosesError, match="0 to validate with"):
        Shards(file, held_out=("nobody",))
    with pytest.raises(PosesError, match="0 poses to train on"):
        Shards(file, held_out=("clip 1",))


def shards(folder, *files):
    """A folder of files, each of (subject, clips) of five poses per clip; and the same in one file."""
    all_poses = []
    for number, people in enumerate(files):
        joints, clip, subject = [], [], []
        for who, clips in people:
            joints.append(waving(5 * clips, phase=number))
            clip += [f"{who}_{index // 5:02}" for index in range(5 * clips)]
            subject += [who] * 5 * clips
        poses = Poses(np.concatenate(joints), np.array(clip), np.array(subject), np.arange(len(clip)))
        save_poses(folder / "many" / f"poses-{number:05}.npz", poses)
        all_poses.append(poses)
    names = ("joints", "clip", "subject", "frame")
    save_poses(
        folder / "one.npz",
        Poses(*(np.concatenate([getattr(poses, name) for poses in all_poses]) for name in names)),
    )
    return folder / "many", folder / "one.npz"


@pytest.mark.parametrize(
    "files",
    [
        [[("13", 4)], [("07", 20)]],
        [[("07", 3), ("13", 1)], [("07", 20)], [("13", 2)]],
        [[("ann", 12)], [("ben", 12), ("ann", 1)], [("cleo", 2)]],
        [[(f"p{number}", 3), ("p00", 1)] for number in range(12)],
        [[("07", 3)]] * 5 + [[("salsa", 4)]],
    ],
)
def test_one_split_over_all_files_by_people(tmp_path, files):
    many, one = (Shards(path, batch=5) for path in shards(tmp_path, *files))
    assert len(many.validation) == len(one.validation)

    def rows(joints):
        return {row.tobytes() for row in np.round(np.asarray(joints, np.float64), 6)}

    seen = set()
    for step in range(200):
        seen |= rows(many.read(many.files_of(step)))
    assert seen == rows(one.training) and rows(many.validation) == rows(one.validation)


@pytest.mark.parametrize(
    ("files", "held_out", "words"),
    [
        ([[("train", 30)]], (), "all poses are of 'train'"),
        ([[("train", 1)], [("train", 20)]], (), "all poses are of 'train'"),
        ([[("", 30)]], (), "name no subject"),
        ([[("ann", 5), ("ben", 5)]], ("ann_02",), "'ann' would be trained on and validated with"),
        ([[("ann", 5), ("ben", 5)]], ("nobody",), "0 to validate with"),
    ],
)
def test_a_validation_with_people_who_are_trained_on_is_refused(tmp_path, files, held_out, words):
    for path in shards(tmp_path, *files):
        with pytest.raises(PosesError, match=words):
            Shards(path, held_out=held_out)
        if held_out != ("nobody",):
            knowingly = Shards(path, held_out=held_out, all_subjects=True)
            assert len(knowingly.validation) and len(knowingly.training) > len(knowingly.validation)
        if held_out != ("nobody",) and path.is_file():
            assert len(Shards(path, held_out=held_out, rule="clips").validation)  # a run from before goes on


@pytest.mark.parametrize("count", [1, 3])
def test_a_validation_of_next_to_nothing_is_refused(tmp_path, count):
    subject = np.array(["ann"] * 20 + ["ben"] * count)
    save_poses(tmp_path / "p.npz", Poses(waving(20 + count), subject, subject, np.arange(20 + count)))
    with pytest.raises(PosesError, match=f"{count} poses to validate with"):
        Shards(tmp_path / "p.npz")
