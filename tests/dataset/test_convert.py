from __future__ import annotations

import os
import re
import signal
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from posestudio.body.layouts import BODY_JOINTS
from posestudio.dataset import clip_poses
from posestudio.dataset import convert as convert_module
from posestudio.dataset.clip_poses import distinct, find_clips, read_poses, subject_of
from posestudio.dataset.convert import convert
from posestudio.dataset.poses import Poses, load_poses, save_poses
from posestudio.errors import PosesError, PoseStudioError
from tests.dataset.clips import write_clip


def test_folders_become_poses_with_their_provenance(tmp_path: Path) -> None:
    write_clip(tmp_path / "in" / "cmu_13_29_daz.bvh", 12)
    write_clip(tmp_path / "in" / "deeper" / "07_01.BVH", 8, phase=2.0)
    calls: list[tuple[int, int, str]] = []
    report = convert(
        [tmp_path / "in"], tmp_path / "out.npz", workers=1, progress=lambda *call: calls.append(call)
    )
    poses = load_poses(tmp_path / "out.npz")
    assert len(poses) == report.poses == 20
    assert set(poses.subject) == {"13", "07"}
    assert sorted(set(poses.clip)) == ["07_01", "cmu_13_29_daz"]
    assert poses.frame[poses.subject == "13"].tolist() == list(range(12))
    assert poses.joints.shape == (20, len(BODY_JOINTS), 3)
    assert 1.3 < poses.joints[:, BODY_JOINTS.index("neck"), 1].mean() < 1.6
    assert poses.provenance["clips"] == 2
    assert [done for done, _, _ in calls] == [1, 2]
    assert "20 poses of 2 clips" in report.summary()


def test_near_duplicates_and_second_copies_are_dropped(tmp_path: Path) -> None:
    write_clip(tmp_path / "01_01.bvh", 40, speed=0.01)
    write_clip(tmp_path / "01_02.bvh", 40, speed=0.01)
    report = convert([tmp_path], tmp_path / "out.npz", workers=1)
    assert report.frames == 80
    assert 2 <= report.poses < 10
    assert len(set(load_poses(tmp_path / "out.npz").clip)) == 1


def test_fewer_frames_a_second_on_request(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "a.bvh", 30, fps=60.0)
    assert convert([clip], tmp_path / "out.npz", hz=15, workers=1).frames == 8
    with pytest.raises(PosesError, match="hz"):
        convert([clip], tmp_path / "other.npz", hz=0)


def test_a_broken_file_is_reported_and_not_fatal(tmp_path: Path) -> None:
    write_clip(tmp_path / "good.bvh")
    (tmp_path / "bad.bvh").write_text("HIERARCHY\nROOT x\n{")
    report = convert([tmp_path], tmp_path / "out.npz", workers=1)
    assert report.poses == 12
    assert len(report.failed) == 1 and "bad.bvh" in report.failed[0]


def test_nothing_usable_leaves_the_old_file_alone(tmp_path: Path) -> None:
    out = tmp_path / "out.npz"
    out.write_bytes(b"precious")
    (tmp_path / "bad.bvh").write_text("no")
    with pytest.raises(PosesError, match=r"bad\.bvh"):
        convert([tmp_path / "bad.bvh"], out, workers=1)
    with pytest.raises(PosesError, match="no such file"):
        convert([tmp_path / "nowhere"], out, workers=1)
    (tmp_path / "empty").mkdir()
    with pytest.raises(PosesError, match=r"no \.bvh file"):
        find_clips([tmp_path / "empty"])
    assert out.read_bytes() == b"precious"


def test_augmented_copies_have_other_shapes(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "02_01.bvh")
    convert([clip], tmp_path / "out.npz", augment=2, workers=1)
    poses = load_poses(tmp_path / "out.npz")
    assert len(poses) == 36
    arm = np.linalg.norm(
        poses.joints[:, BODY_JOINTS.index("left_elbow")]
        - poses.joints[:, BODY_JOINTS.index("left_shoulder")],
        axis=-1,
    )
    assert np.ptp(arm[:12]) < 2e-3 < np.ptp(arm)


@pytest.mark.parametrize(
    ("name", "subject"),
    [
        ("cmu_13_29_daz.bvh", "13"),
        ("cmu_127_01_asf.bvh", "127"),
        ("13_29.bvh", "13"),
        ("05_14_x.bvh", "05"),
        ("cmu_salsa_01_daz.bvh", "salsa"),
        ("walk.bvh", "someone"),
    ],
)
def test_whom_a_clip_is_of(name: str, subject: str) -> None:
    assert subject_of(Path("/data/someone") / name) == subject


def test_distinct_keeps_what_moved() -> None:
    poses = np.zeros((5, 2, 3))
    poses[:, 1, 0] = [0, 0.01, 0.05, 0.06, 0.2]
    assert distinct(poses, 0.04).tolist() == [True, False, True, False, True]


def make_poses(count: int = 6) -> Poses:
    rng = np.random.default_rng(0)
    joints = rng.normal(size=(count, len(BODY_JOINTS), 3)).astype(np.float32)
    subjects = np.array(["1", "13", "2"] * (count // 3))
    return Poses(joints, subjects, subjects, np.arange(count), {"hz": 15})


def test_poses_file_round_trip_and_split(tmp_path: Path) -> None:
    save_poses(tmp_path / "p.npz", make_poses())
    poses = load_poses(tmp_path / "p.npz")
    assert np.allclose(poses.joints, make_poses().joints, atol=2e-3)
    assert poses.provenance == {"hz": 15}
    training, validation = poses.split()
    assert set(training.subject) == {"1", "2"} and set(validation.subject) == {"13"}


def test_without_known_subjects_clips_are_held_out() -> None:
    poses = make_poses(30)
    clips = np.repeat([f"clip{i:02d}" for i in range(15)], 2)
    renamed = Poses(poses.joints, clips, np.full(30, "me"), poses.frame)
    training, validation = renamed.split()
    assert len(validation) == 2 and len(training) == 28
    assert not set(training.clip) & set(validation.clip)


def broken(path: Path, kind: str) -> Path:
    joints = make_poses().joints
    names = np.array(BODY_JOINTS)
    if kind == "text":
        path.write_text("hello")
    elif kind == "truncated":
        save_poses(path, make_poses())
        path.write_bytes(path.read_bytes()[:200])
    elif kind == "no joints":
        np.savez(path, other=joints)
    elif kind == "other joints":
        np.savez(path, joints=joints[:, :5], joint_names=names[:5])
    elif kind == "nan":
        joints[3, 2] = np.nan
        np.savez(path, joints=joints, joint_names=names)
    elif kind == "none":
        np.savez(path, joints=joints[:0], joint_names=names)
    elif kind == "objects":
        np.savez(path, joints=np.array([{}], dtype=object), joint_names=names)
    return path


@pytest.mark.parametrize("kind", ["text", "truncated", "no joints", "other joints", "nan", "none", "objects"])
def test_broken_poses_files_are_explained(tmp_path: Path, kind: str) -> None:
    with pytest.raises(PosesError, match=r"p\.npz"):
        load_poses(broken(tmp_path / "p.npz", kind))


def test_of_a_few_clips_the_last_is_held_out():
    joints = np.zeros((6, 29, 3), np.float32)
    names = np.array(["a", "a", "b", "b", "c", "c"])
    training, validation = Poses(joints, names, names, np.arange(6)).split()
    assert set(validation.clip) == {"c"} and len(training) == 4
    alone = Poses(joints[:2], names[:2], names[:2], np.arange(2)).split()
    assert len(alone[0]) == 2 and len(alone[1]) == 0


def test_a_name_without_an_ending_is_a_folder_of_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(convert_module, "SHARD_POSES", 15)
    for index in range(4):
        write_clip(tmp_path / "in" / f"0{index}_01.bvh", 10, phase=float(index))
    report = convert([tmp_path / "in"], tmp_path / "out", workers=1)
    files = sorted((tmp_path / "out").glob("*"))
    assert [file.name for file in files] == ["poses-00000.npz", "poses-00001.npz"]
    assert sum(len(load_poses(file)) for file in files) == report.poses == 40
    with pytest.raises(PosesError, match="already exists"):
        convert([tmp_path / "in"], tmp_path / "out", workers=1)


def test_of_a_folder_that_fails_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "bad.bvh").write_text("no")
    with pytest.raises(PosesError, match="bad.bvh"):
        convert([tmp_path / "in"], tmp_path / "out", workers=1)
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


@pytest.mark.parametrize(
    ("fps", "hz", "frames"),
    [(40, 30, 15), (50, 20, 10), (25, 10, 10), (31, 15, 10), (29, 30, 30), (30, 15, 15), (60, 15, 8)],
)
def test_no_more_frames_a_second_than_asked_for(tmp_path: Path, fps: float, hz: float, frames: int) -> None:
    clip = write_clip(tmp_path / "a.bvh", 30, fps=fps)
    assert read_poses(clip, hz).frames_read == frames


@pytest.mark.parametrize("written", ["0.0333333", "0.03333", "0.0333"])
def test_a_frame_time_of_few_digits_costs_no_frames(tmp_path: Path, written: str) -> None:
    clip = write_clip(tmp_path / "a.bvh", 30, fps=30)
    text = re.sub("Frame Time:.*", f"Frame Time: {written}", clip.read_text())
    clip.write_text(text)
    assert read_poses(clip, 15).frames_read == 15


@pytest.mark.parametrize(
    "odd", [RecursionError("deep"), MemoryError(), IndexError("odd"), ValueError("odd"), KeyError("odd")]
)
def test_no_clip_ends_the_conversion_of_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, odd: Exception
) -> None:
    for name in ("01_01", "02_01", "03_01"):
        write_clip(tmp_path / "in" / f"{name}.bvh", phase=float(name[1]))

    def read(path: Path, *options: object) -> object:
        if path.stem == "02_01":
            raise odd
        return read_poses(path, *options)  # type: ignore[arg-type]

    monkeypatch.setattr(convert_module, "read_poses", read)
    report = convert([tmp_path / "in"], tmp_path / "out.npz", workers=2)
    assert set(load_poses(tmp_path / "out.npz").subject) == {"01", "03"}
    (line,) = report.failed
    assert "02_01.bvh" in line and "\n" not in line


def test_a_clip_that_kills_its_reader_is_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for index in range(1, 21):
        write_clip(tmp_path / "in" / f"{index:02}_01.bvh", 4, phase=float(index))

    def read(path: Path, *options: object) -> object:
        if path.stem in ("07_01", "15_01"):
            os.kill(os.getpid(), signal.SIGKILL)
        return read_poses(path, *options)  # type: ignore[arg-type]

    monkeypatch.setattr(convert_module, "read_poses", read)
    seen: list[str] = []
    report = convert(
        [tmp_path / "in"], tmp_path / "out.npz", workers=2, on_clip=lambda clip: seen.append(clip.path.stem)
    )
    assert [("07_01" in line, "15_01" in line) for line in report.failed] == [(True, False), (False, True)]
    assert seen == [f"{index:02}_01" for index in range(1, 21)]
    assert len(set(load_poses(tmp_path / "out.npz").subject)) == 18


def test_clips_without_a_finite_pose_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_clip(tmp_path / "a.bvh")
    load_body = clip_poses.load_body

    def without_numbers(*arguments: object) -> object:
        clip, read = load_body(*arguments)
        return clip, replace(read, joints=np.full_like(read.joints, np.nan))

    monkeypatch.setattr(clip_poses, "load_body", without_numbers)
    with pytest.raises(PosesError, match=r"a\.bvh: expected frames with finite joints"):
        convert([tmp_path / "a.bvh"], tmp_path / "out.npz", workers=1)
    assert not (tmp_path / "out.npz").exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("hz", value) for value in (0, -1, float("nan"), float("inf"))),
        *(("augment", value) for value in (-1, 10**9)),
        ("workers", 0),
        ("seed", -1),
        ("seed", 2**32),
    ],
)
def test_numbers_out_of_range_are_named(tmp_path: Path, name: str, value: float) -> None:
    clip = write_clip(tmp_path / "a.bvh")
    with pytest.raises(PosesError, match=f"{name}: expected"):
        convert([clip], tmp_path / "out.npz", **{name: value})


def test_one_program_at_a_time_fills_a_folder(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "a.bvh")
    refused: list[str] = []

    def another(*_: object) -> None:
        with pytest.raises(PoseStudioError) as raised:
            convert([clip], tmp_path / "out", workers=1)
        refused.append(str(raised.value))

    convert([clip], tmp_path / "out", workers=1, progress=another)
    assert "another program" in refused[0]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.bvh", "out"]
