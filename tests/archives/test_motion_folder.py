"""Long sequences, lifted as motions into a folder part by part."""

from __future__ import annotations

import json
import tracemalloc
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from posestudio.archives import motion_folder
from posestudio.archives.folder_manifest import PEOPLE
from posestudio.archives.manifest import MANIFEST
from posestudio.archives.motion_folder import lift_motion_folder
from posestudio.archives.motion_gathering import MotionFolder, begin_motion
from posestudio.common.frame_range import FrameRange
from posestudio.errors import PoseStudioError
from posestudio.export.lifted_npz import load_lifted
from posestudio.keypoints import save_keypoints
from posestudio.keypoints.folder_survey import save_people
from posestudio.keypoints.packed_frames import FRAMES, ROWS, FrameWriter
from posestudio.lifting.known import Known
from posestudio.lifting.motion.lift import MotionSection
from posestudio.lifting.motion.sections import MotionState
from posestudio.lifting.motion.tracked import Track
from posestudio.lifting.sequence import LiftedSequence
from tests.fakes import CAMERA, FakeLifter, standing_keypoints

OPTIONS = {"hypotheses": 2, "moving": False}


def source(path: Path, frames: int = 250, gap: range = range(0), **more) -> Path:
    """Two people who stand side by side; the second is gone after 120 frames."""
    made = []
    for index in range(frames):
        people = standing_keypoints(2 if index < 120 else 1, shift=0.002 * index)
        people = people.select([]) if index in gap else people
        made.append(replace(people, source=f"v_{index:06d}"))
    save_keypoints(path, made, **({"fps": 25} | more))
    return path


def run(folder: MotionFolder, lifter=None, progress=None) -> list[str]:
    said: list[str] = []
    assert lift_motion_folder(folder, lambda: lifter or FakeLifter(), progress, said.append) == []
    return said


def parts(out: Path) -> list[LiftedSequence]:
    return [load_lifted(path) for path in sorted(out.glob("part-*.npz"))]


@pytest.fixture
def folder(tmp_path: Path) -> MotionFolder:
    return MotionFolder(
        source(tmp_path / "k.json"), tmp_path / "out", "fake", "cpu", CAMERA, options=dict(OPTIONS)
    )


def test_parts_hold_all_frames_of_everybody_once(folder):
    done: list[tuple[int, int]] = []
    run(folder, progress=lambda at, total, what: done.append((at, total)))
    written = parts(folder.out)
    assert [(one.first_frame, one.frames) for one in written] == [(0, 100), (100, 100), (200, 50)]
    rows = [
        (int(person), int(frame) + one.first_frame)
        for one in written
        for person, frame in zip(one.person, one.frame, strict=True)
    ]
    assert sorted(rows) == [(0, frame) for frame in range(250)] + [(1, frame) for frame in range(120)]
    assert all(one.coherent and one.fps == 25 and one.joints.shape[1] == 2 for one in written)
    assert done[-1] == (250, 250)


def test_a_run_that_is_interrupted_goes_on_with_the_same_result(folder, tmp_path, monkeypatch):
    run(folder)
    real = motion_folder.write_shard
    written: list[Path] = []

    def failing(path, sequence, form):
        if len(written) == 1:
            raise KeyboardInterrupt
        written.append(path)
        real(path, sequence, form)

    monkeypatch.setattr(motion_folder, "write_shard", failing)
    other = replace(folder, out=tmp_path / "other")
    with pytest.raises(KeyboardInterrupt):
        run(other)
    stamp = (other.out / "part-000000.npz").stat().st_mtime_ns
    monkeypatch.setattr(motion_folder, "write_shard", real)
    run(other)
    assert (other.out / "part-000000.npz").stat().st_mtime_ns == stamp
    for path in sorted(folder.out.glob("part-*")):
        assert path.read_bytes() == (other.out / path.name).read_bytes()
    before = {path: path.stat().st_mtime_ns for path in other.out.iterdir()}
    run(other)  # nothing is left to do
    assert {path: path.stat().st_mtime_ns for path in other.out.iterdir()} == before


def test_it_goes_on_with_the_same_options_only(folder):
    run(folder)
    for other, name in (
        (replace(folder, options=OPTIONS | {"hypotheses": 3}), "options"),
        (replace(folder, tracks=(1,)), "tracks"),
        (replace(folder, keys={3: Known(sides=False)}), "keys"),
        (replace(folder, frames=FrameRange(0, 9)), "range"),
    ):
        with pytest.raises(PoseStudioError, match=f"was begun with {name}"):
            run(other)
    manifest = json.loads((folder.out / MANIFEST).read_text())
    (folder.out / MANIFEST).write_text(json.dumps({**manifest, "motion": False}))
    with pytest.raises(PoseStudioError, match="frame by frame, not as motions"):
        run(folder)


@pytest.mark.parametrize("content", [None, "{", "[]", '{"annotations": 3}'])
def test_a_source_that_cannot_be_used_leaves_the_folder_for_another(folder, tmp_path, content):
    bad = tmp_path / "bad.json"
    if content is not None:
        bad.write_text(content)
    with pytest.raises(PoseStudioError):
        run(replace(folder, source=bad))
    with pytest.raises(PoseStudioError, match="no such weights"):
        lift_motion_folder(folder, lambda: _raise(PoseStudioError("no such weights")))
    assert list(folder.out.iterdir()) == []
    run(folder)
    done = {path.name for path in folder.out.iterdir()}
    with pytest.raises(PoseStudioError, match="was begun with source"):
        run(replace(folder, source=bad))
    assert {path.name for path in folder.out.iterdir()} == done


def _raise(problem):
    raise problem


def test_ghosts_are_said_tracks_chosen_and_parts_without_them_left_out(folder, tmp_path):
    made = []
    for index in range(250):
        people = standing_keypoints(2 if 210 <= index < 216 else 1)
        made.append(replace(people, source=f"v_{index:06d}"))
    save_keypoints(folder.source, made, fps=30)
    assert "track 1: left out: only 0.20 seconds" in run(folder)
    assert {number for one in parts(folder.out) for number in one.person.tolist()} == {0}
    chosen = replace(folder, out=tmp_path / "chosen", tracks=(1,))
    run(chosen)
    assert sorted(path.name for path in chosen.out.glob("part-*")) == ["part-000002.npz"]
    (one,) = parts(chosen.out)
    assert (one.frame + one.first_frame).tolist() == list(range(210, 216))
    with pytest.raises(PoseStudioError, match="track 9"):
        run(replace(folder, out=tmp_path / "none", tracks=(9,)))
    with pytest.raises(PoseStudioError, match="no people"):
        source(tmp_path / "empty.json", 3, range(3))
        run(replace(folder, source=tmp_path / "empty.json", out=tmp_path / "empty"))


def test_files_of_frames_and_what_is_missing_of_them(folder, tmp_path):
    frames = tmp_path / "frames"
    for index in (*range(40), *range(44, 60)):
        save_keypoints(frames / f"{index}.json", replace(standing_keypoints(), size=None))
    (frames / "7.json").write_text("{broken")
    said: list[str] = []
    bad = lift_motion_folder(
        replace(folder, source=frames, camera=None), lambda: FakeLifter(), None, said.append
    )
    assert len(bad) == 1 and "7.json" in bad[0]
    assert any("No picture size" in line for line in said)
    assert any("30 frames a second" in line for line in said)
    assert said.count("No camera given: assumed one.") == 1
    (one,) = parts(folder.out)
    assert one.frames == 60 and not one.visibility[[7, 41]].any() and one.visibility[[6, 8]].all()


def test_the_times_of_a_variable_rate_are_in_the_parts(folder):
    times = np.cumsum(np.random.default_rng(0).uniform(0.01, 0.05, 130)).round(6)
    save_keypoints(
        folder.source,
        [
            replace(standing_keypoints(), source=f"v_{index:06d}", time=float(time))
            for index, time in enumerate(times)
        ],
    )
    run(folder)
    written = parts(folder.out)
    assert np.concatenate([one.times for one in written]).tolist() == times.tolist()
    assert written[0].fps == pytest.approx(129 / (times[-1] - times[0]))


@pytest.fixture
def detects(monkeypatch):
    """A detector that finds a standing person in every frame; the frames that it was asked about."""
    asked: list[str] = []

    def detect_files(paths, options, progress, summary):
        for index in options.frames.indices(130):
            asked.append(f"v_{index:06d}")
            yield replace(standing_keypoints(), source=asked[-1], time=index / 50)

    monkeypatch.setattr("posestudio.archives.motion_gathering.detect_files", detect_files)
    return asked


def test_detection_in_a_video_goes_on_where_it_was_interrupted(folder, detects, tmp_path, monkeypatch):
    video = replace(folder, source=tmp_path / "v.mp4", camera=None, frames=FrameRange(10, None, 2))
    video.source.write_bytes(b"")
    append = FrameWriter.append

    def failing(self, frame, number=0):
        if self.frames == 7:
            raise KeyboardInterrupt
        append(self, frame, number)

    monkeypatch.setattr(FrameWriter, "append", failing)
    with pytest.raises(KeyboardInterrupt):
        run(video)
    assert detects[-1] == "v_000024"
    monkeypatch.setattr(FrameWriter, "append", append)
    detects.clear()
    run(video)
    assert detects[0] == "v_000022" and detects[-1] == "v_000128"
    (one,) = parts(video.out)
    assert one.frames == 60 and one.fps == pytest.approx(25) and one.times is None


class TinyLifter(FakeLifter):
    """Lifts one person, 1000 frames at a time, of which it reads the first."""

    def lift_motion_in_sections(self, frames, camera=None, fps=30.0, state=None, **options):
        for index in range(len(frames) // 1000):
            numbers = np.arange(1000 * index, 1000 * (index + 1))
            seen = [frames[int(numbers[0])]] * 1000
            motion = self._motion(
                Track(0, numbers, seen, np.zeros((1000, 17), np.float32)), None, camera, fps, 1
            )
            yield MotionSection(int(numbers[0]), int(numbers[-1]) + 1, [motion], MotionState(index + 1, {}))


def test_20000_frames_in_constant_memory(folder, monkeypatch):
    """The keypoints are packed already; what is measured is all that is done with them, except for writing."""
    count, rows = 20_000, []
    monkeypatch.setattr(
        motion_folder, "write_shard", lambda _, sequence, form: rows.append(len(sequence.joints))
    )
    manifest = begin_motion(folder) | {
        "gathered": True, "chosen": [0], "frames": count, "fps": 30.0, "varying": False, "size": None,
        "unit": "pixels", "found": False, "assumed": [], "remarks": [],
    }  # fmt: skip
    (folder.out / MANIFEST).write_text(json.dumps(manifest))
    with FrameWriter(folder.out) as writer:
        writer.append(standing_keypoints())
    for name in (FRAMES, ROWS):
        (folder.out / name).write_bytes((folder.out / name).read_bytes() * count)
    save_people(folder.out / PEOPLE, [np.zeros(1, np.int64)] * count)
    tracemalloc.start()
    run(folder, TinyLifter())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert rows == [1000] * 20
    keypoints, joints = count * 17 * 2 * 4, count * 29 * 3 * 4
    assert peak < 8_000_000 < joints + keypoints  # of which the people's numbers are the largest part
