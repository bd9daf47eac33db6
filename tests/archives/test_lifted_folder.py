from __future__ import annotations

import json
import tracemalloc
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from posestudio.archives import lifted_folder
from posestudio.archives.folder_manifest import FolderLift
from posestudio.archives.lifted_folder import lift_folder
from posestudio.archives.manifest import MANIFEST
from posestudio.errors import PoseStudioError
from posestudio.export.lifted_npz import load_lifted
from posestudio.lifting.lifter import Lifter
from tests.fakes import CAMERA, FakeLifter


def folder(path: Path, frames: int) -> Path:
    """OpenPose-like files, a person walking to the right; every tenth is empty."""
    path.mkdir()
    rng = np.random.default_rng(0)
    body = rng.uniform(100, 300, (17, 2))
    for number in range(frames):
        points = np.column_stack([body + [number % 50, 0], np.full(17, 2)])
        people = [] if number % 10 == 9 else [{"keypoints": points.ravel().tolist(), "image_id": number}]
        (path / f"f{number}.json").write_text(json.dumps(people))
    return path


@pytest.fixture(autouse=True)
def fake_lifter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lifted_folder, "_lifter", lambda weights, device: FakeLifter())


def folder_lift(source: Path, out: Path, **options: object) -> FolderLift:
    options = {"hypotheses": 2, "steps": 2} | options
    return FolderLift(source, out, "mlp", "cpu", options=options, part_files=8)


def arrays(path: Path) -> dict[str, np.ndarray]:
    with np.load(path) as archive:
        return dict(archive)


def test_parts_hold_all_frames_once(tmp_path: Path) -> None:
    source = folder(tmp_path / "in", 30)
    progressed: list[tuple[int, int]] = []
    lift_folder(
        folder_lift(source, tmp_path / "out"),
        progress=lambda done, total, _: progressed.append((done, total)),
    )
    files = sorted((tmp_path / "out").glob("part-*.npz"))
    assert len(files) == 4
    parts = [load_lifted(file) for file in files]
    assert [len(part.rows_of(0)) for part in parts] == [1] * 4  # frames of a part are its own
    assert all(np.ptp(part.track(), axis=0).any() for part in parts[:-1])
    frames = np.concatenate([part.frame + part.first_frame for part in parts])
    assert np.array_equal(frames, np.concatenate([arrays(file)["frame"] for file in files]))
    assert frames.tolist() == [number for number in range(30) if number % 10 != 9]
    assert progressed[-1] == (30, 30)
    cameras = {part.cameras[0] for part in parts}
    assert len(cameras) == 1  # assumed once for all


def test_a_run_that_was_broken_off_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = folder(tmp_path / "in", 30)
    lift_folder(folder_lift(source, tmp_path / "whole"))
    real, written = lifted_folder.write_shard, []

    def failing(path: Path, sequence: object, form: str) -> None:
        if len(written) == 2:
            raise KeyboardInterrupt
        written.append(path)
        real(path, sequence, form)

    monkeypatch.setattr(lifted_folder, "write_shard", failing)
    with pytest.raises(KeyboardInterrupt):
        lift_folder(folder_lift(source, tmp_path / "out"))
    stamps = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").glob("part-*")}
    assert len(stamps) == 2
    monkeypatch.setattr(lifted_folder, "write_shard", real)
    lift_folder(folder_lift(source, tmp_path / "out"))
    for path, stamp in stamps.items():
        assert path.stat().st_mtime_ns == stamp
    for part in (tmp_path / "whole").glob("part-*"):
        one, other = arrays(part), arrays(tmp_path / "out" / part.name)
        assert all(
            np.array_equal(one[name], other[name], equal_nan=one[name].dtype.kind == "f") for name in one
        )


def test_other_options_are_refused(tmp_path: Path) -> None:
    source = folder(tmp_path / "in", 5)
    lift_folder(folder_lift(source, tmp_path / "out"))
    with pytest.raises(PoseStudioError, match="manifest.json: was begun with options"):
        lift_folder(folder_lift(source, tmp_path / "out", hypotheses=3))
    (tmp_path / "out" / MANIFEST).write_text("[]")
    with pytest.raises(PoseStudioError, match="not the manifest"):
        lift_folder(folder_lift(source, tmp_path / "out"))


def test_a_part_that_was_lost_is_made_again(tmp_path: Path) -> None:
    source = folder(tmp_path / "in", 30)
    (source / "f9.json").write_text("{broken")
    for number in range(16, 24):  # nobody in the whole third part
        (source / f"f{number}.json").write_text("[]")
    unreadable = lift_folder(folder_lift(source, tmp_path / "out"))
    lost = tmp_path / "out" / "part-000001.npz"
    before = arrays(lost)
    lost.unlink()
    progressed: list[int] = []
    again = lift_folder(
        folder_lift(source, tmp_path / "out"), progress=lambda done, *_: progressed.append(done)
    )
    assert np.array_equal(arrays(lost)["joints"], before["joints"])
    assert again == unreadable and len(again) == 1
    assert progressed == [30]  # the empty part is not lifted again
    assert not (tmp_path / "out" / "part-000002.npz").exists()


def test_into_the_folder_that_is_lifted_is_refused(tmp_path: Path) -> None:
    source = folder(tmp_path / "in", 2)
    with pytest.raises(PoseStudioError, match="give another folder"):
        lift_folder(folder_lift(source, source))
    assert len(list(source.iterdir())) == 2


def test_a_single_file_is_not_a_folder(tmp_path: Path) -> None:
    source = folder(tmp_path / "in", 1) / "f0.json"
    with pytest.raises(PoseStudioError, match="not a folder"):
        lift_folder(folder_lift(source, tmp_path / "out"))
    assert not (tmp_path / "out").exists()


def test_a_broken_file_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    source = folder(tmp_path / "in", 12)
    (source / "f5.json").write_text("{broken")
    bad = lift_folder(folder_lift(source, tmp_path / "out"))
    assert len(bad) == 1 and "f5.json" in bad[0]
    assert 5 not in load_lifted(tmp_path / "out" / "part-000000.npz").frame
    assert lift_folder(folder_lift(source, tmp_path / "out")) == bad


def test_memory_does_not_grow_with_the_folder(tmp_path: Path) -> None:
    peaks = []
    for frames in (40, 400):
        source = folder(tmp_path / f"in{frames}", frames)
        tracemalloc.start()
        lift_folder(folder_lift(source, tmp_path / f"out{frames}"))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 500_000


def two_people(path: Path, numbers: list[int], scale: float = 1.0) -> Path:
    """Two people side by side whose order in the file changes with every frame."""
    path.mkdir()
    body = np.random.default_rng(0).uniform(0, 200, (17, 2)) + [50, 60]
    for number in numbers:
        people = []
        for left in ([100 + number, 0], [700 - number, 0]):
            points = np.column_stack([(body + left) * scale, np.full(17, 0.9)])
            people.append({"pose_keypoints_2d": points.ravel().tolist(), "person_id": [-1]})
        content = {"people": people[:: 1 if number % 2 else -1]}
        (path / f"f_{number:012d}_keypoints.json").write_text(json.dumps(content))
    return path


def test_people_are_followed_through_all_parts_and_frames_left_out_stay(tmp_path: Path) -> None:
    numbers = [number for number in range(30) if not 11 <= number < 15]
    lift_folder(folder_lift(two_people(tmp_path / "in", numbers), tmp_path / "out"))
    sides = set()
    frames = set()
    for part in sorted((tmp_path / "out").glob("part-*.npz")):
        sequence = load_lifted(part)
        sides |= set(zip(sequence.person.tolist(), (sequence.points[:, 0, 0] < 400).tolist(), strict=True))
        frames |= set((sequence.frame + sequence.first_frame).tolist())
    assert len(sides) == 2 and {person for person, _ in sides} == {0, 1}
    assert frames == set(numbers)


def test_fractions_of_the_picture_need_its_size(tmp_path: Path) -> None:
    source = two_people(tmp_path / "in", list(range(10)), scale=1 / 1000)
    with pytest.raises(PoseStudioError, match="--size"):
        lift_folder(folder_lift(source, tmp_path / "out"))
    remarks: list[str] = []
    lift_folder(replace(folder_lift(source, tmp_path / "out"), size=(1000, 1000)), say=remarks.append)
    points = load_lifted(tmp_path / "out" / "part-000000.npz").points
    assert points.max() > 500 and "1000 x 1000" in remarks[0]


def test_the_rate_and_size_taken_are_said_and_kept(tmp_path: Path) -> None:
    remarks: list[str] = []
    lift_folder(folder_lift(two_people(tmp_path / "in", [0, 1]), tmp_path / "out"), say=remarks.append)
    assert any("30 frames a second" in line for line in remarks) and any(
        "No picture size" in line for line in remarks
    )
    assert load_lifted(tmp_path / "out" / "part-000000.npz").fps == 30
    with pytest.raises(PoseStudioError, match="begun with fps 30"):
        lift_folder(replace(folder_lift(tmp_path / "in", tmp_path / "out"), fps=60.0))


def test_frames_together_are_frames_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lifter = Lifter.load("mlp", device="cpu")
    monkeypatch.setattr(lifted_folder, "_lifter", lambda weights, device: lifter)
    source = folder(tmp_path / "in", 4)
    lift_folder(replace(folder_lift(source, tmp_path / "out", steps=3), camera=CAMERA))
    together = load_lifted(tmp_path / "out" / "part-000000.npz")
    frames = [lifted_folder.iter_keypoints(file) for file in sorted(source.iterdir())]
    for row, frame in enumerate(frames):
        alone = lifter.lift(next(iter(frame)), CAMERA, hypotheses=2, steps=3)
        assert np.abs(alone.joints[0] - together.joints[row]).max() < 0.03


def test_one_program_at_a_time_lifts_into_a_folder(tmp_path: Path) -> None:
    source = folder(tmp_path / "in", 12)
    refused: list[str] = []

    def another(*_: object) -> None:
        with pytest.raises(PoseStudioError) as raised:
            lift_folder(folder_lift(source, tmp_path / "out", seed=1))
        refused.append(str(raised.value))

    lift_folder(folder_lift(source, tmp_path / "out"), progress=another)
    assert refused and all("out: another program is writing it" in words for words in refused)
    assert {load_lifted(part).seed for part in (tmp_path / "out").glob("part-*")} == {0}
    assert not (tmp_path / "out" / ".lock").exists()
