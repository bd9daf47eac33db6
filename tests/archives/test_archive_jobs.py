"""Archives, lifted, detected and converted a recording, or some pictures or clips, a part."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from posestudio.archives import lift_archive
from posestudio.archives.archive_run import PARTS, run_archive
from posestudio.archives.convert_archive import ConvertJob, clip_parts
from posestudio.archives.detect_archive import DetectJob
from posestudio.archives.engine import HERE
from posestudio.archives.lift_archive import LiftJob
from posestudio.archives.manifest import MANIFEST
from posestudio.archives.parts import Engine
from posestudio.archives.recording_items import recording_parts
from posestudio.archives.recording_reading import Reading
from posestudio.archives.sources import list_items
from posestudio.common.resources import asset
from posestudio.dataset.poses import load_poses
from posestudio.dataset.shards import Shards
from posestudio.detection import detect_files
from posestudio.errors import PoseStudioError
from posestudio.export.lifted_npz import load_lifted
from posestudio.keypoints import load_recording, save_keypoints
from posestudio.lifting.lifter import Lifter
from posestudio.lifting.whole_recordings import RecordingLift
from tests.archives.test_sources import tar_of
from tests.fakes import CAMERA, FakeLifter, standing_keypoints


@pytest.fixture(autouse=True)
def lifter(monkeypatch):
    monkeypatch.setattr(Lifter, "load", lambda *_, **__: FakeLifter())


@pytest.fixture
def archive(tmp_path) -> Path:
    """Two recordings of several frames, one of a file a frame, a tar of unrelated pictures' keypoints, of which one
    is damaged."""
    root = tmp_path / "archive"
    moving = [replace(standing_keypoints(2, shift=0.01 * n), source=f"v_{n:06d}") for n in range(40)]
    for name in ("a/one", "a/two"):
        (root / "a").mkdir(parents=True, exist_ok=True)
        save_keypoints(root / f"{name}.json", moving, fps=25)
    (root / "b").mkdir()
    for number in range(5):
        save_keypoints(root / "b" / f"frame_{number}.json", [standing_keypoints(shift=0.01 * number)])
    save_keypoints(tmp_path / "still.json", [standing_keypoints()])
    still = (tmp_path / "still.json").read_bytes()
    members = [("beach.json", still), ("forest.json", b"{broken"), ("hill.json", still)]
    tar_of(root / "c.tar", members)
    return root


def job(out: Path, **options) -> LiftJob:
    return LiftJob(out, how=RecordingLift(camera=CAMERA, hypotheses=2, **options))


def run(archive: Path, out: Path, engine: Engine = HERE, **options) -> tuple[int, list[str]]:
    parts = recording_parts(list_items(archive, "keypoints"), "keypoints")
    return run_archive(job(out, **options), str(archive), parts, engine=engine)


def test_each_recording_is_a_part_and_unrelated_frames_are_many_in_one(archive, tmp_path):
    count, lines = run(archive, tmp_path / "out")
    plan = [json.loads(line) for line in (tmp_path / "out" / PARTS).read_text().splitlines()]
    assert [part["items"] for part in plan] == [
        ["a/one.json"],
        ["a/two.json"],
        [f"b/frame_{number}.json" for number in range(5)],
        ["c/beach.json", "c/forest.json", "c/hill.json"],
    ]
    assert count == 4 and len(lines) == 1 and "c.tar: c/forest.json" in lines[0]
    lifted = [load_lifted(tmp_path / "out" / f"part-{number:06d}.npz") for number in range(4)]
    assert [one.frames for one in lifted] == [40, 40, 5, 3]
    assert [one.coherent for one in lifted] == [True, True, True, False]
    assert [one.fps for one in lifted[:2]] == [25, 25]
    assert lifted[3].frame.tolist() == [0, 2]  # the damaged one has nobody


def test_a_store_that_is_no_file_system_gives_the_same_recordings(archive, tmp_path):
    store = pytest.importorskip("fsspec").filesystem("memory")
    for path in (path for path in archive.rglob("*") if path.is_file()):
        store.pipe(f"/jobs/{path.relative_to(archive).as_posix()}", path.read_bytes())
    count, lines = run(archive, tmp_path / "local")
    assert run("memory://jobs", tmp_path / "remote")[0] == count
    for part in (tmp_path / "local").glob("part-*"):
        assert part.read_bytes() == (tmp_path / "remote" / part.name).read_bytes()


def test_a_run_continues_and_other_options_or_files_are_refused(archive, tmp_path, monkeypatch):
    run(archive, tmp_path / "whole")
    out, written = tmp_path / "out", []

    def failing(path, sequence, form):
        if len(written) == 2:
            raise KeyboardInterrupt
        written.append(path)
        real(path, sequence, form)

    real = lift_archive.write_shard
    monkeypatch.setattr(lift_archive, "write_shard", failing)
    with pytest.raises(KeyboardInterrupt):
        run(archive, out)
    monkeypatch.setattr(lift_archive, "write_shard", real)
    stamps = {path: path.stat().st_mtime_ns for path in out.glob("part-*.npz")}
    assert len(stamps) == 2
    assert run(archive, out) == run(archive, tmp_path / "whole")
    assert all(path.stat().st_mtime_ns == stamp for path, stamp in stamps.items())
    for part in (tmp_path / "whole").iterdir():
        assert part.read_bytes() == (out / part.name).read_bytes()
    with pytest.raises(PoseStudioError, match="was begun with per_frame False"):
        run(archive, out, per_frame=True)
    save_keypoints(archive / "d.json", [standing_keypoints()])
    with pytest.raises(PoseStudioError, match=r"manifest\.json: was begun with parts 4, not 5"):
        run(archive, out)


def test_processes_share_the_parts_and_one_that_dies_has_its_part_done_again(archive, tmp_path, monkeypatch):
    run(archive, tmp_path / "here")
    real = lift_archive.write_shard
    died = tmp_path / "died"

    def dying(path, sequence, form):
        if path.name == "part-000001.npz" and not died.exists():
            died.touch()
            os._exit(1)
        if path.name == "part-000002.npz":
            os._exit(1)  # however often
        real(path, sequence, form)

    monkeypatch.setattr(lift_archive, "write_shard", dying)
    count, lines = run(archive, tmp_path / "out", Engine(2))
    assert died.exists() and count == 3
    (line,) = [line for line in lines if "died" in line]
    assert line == "left out: part 2: its process died 4 times; it begins with b/frame_0.json"
    assert json.loads((tmp_path / "out" / MANIFEST).read_text())["done"] == [0, 1, 3]
    monkeypatch.setattr(lift_archive, "write_shard", real)
    run(archive, tmp_path / "out")  # there is more memory now
    for path in (tmp_path / "here").iterdir():
        assert path.read_bytes() == (tmp_path / "out" / path.name).read_bytes()
    assert not (tmp_path / "out" / ".attempts").exists()


def test_a_file_among_frames_that_has_several_is_named(archive, tmp_path):
    beyond = [replace(standing_keypoints(), source=f"{n}") for n in range(2)]
    for name in ("oak", "elm"):
        save_keypoints(archive / "b" / f"{name}.json", [standing_keypoints()])
    save_keypoints(archive / "b" / "zoo.json", beyond)
    _, lines = run(archive, tmp_path / "out")
    assert [line for line in lines if "zoo.json: expected one frame" in line and "found 2" in line]
    assert np.isfinite(load_lifted(tmp_path / "out" / "part-000002.npz").joints).all()


def test_videos_and_pictures_are_detected_and_their_keypoints_lifted(tmp_path, monkeypatch):
    class Detector:
        def detect(self, picture, boxes, *_):
            assert picture.ndim == 3 and boxes is None
            return Found()

    class Found:
        scores = np.ones(1)

        def to_keypoints(self, name):
            return replace(standing_keypoints(), source=name)

    monkeypatch.setattr(detect_files, "load_any_detector", lambda *_, **__: Detector())
    monkeypatch.setattr(detect_files.Detected, "to_keypoints", Found.to_keypoints)
    pictures = tmp_path / "pictures"
    for name in ("holiday/beach.png", "holiday/sea.png", "walk/f_1.png", "walk/f_2.png", "walk/f_3.png"):
        (pictures / name).parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (64, 36)).save(pictures / name)
    (pictures / "holiday" / "torn.png").write_bytes(b"\x89PNG")
    parts = recording_parts(list_items(pictures, "pictures"), "pictures")
    found = tmp_path / "found"
    count, lines = run_archive(DetectJob(found, Reading("pictures"), "json"), str(pictures), parts)
    assert count == 2 and len(lines) == 1 and "holiday/torn.png" in lines[0]
    sources = [
        [frame.source for frame in load_recording(path).frames] for path in sorted(found.glob("part-*.json"))
    ]
    assert ["f_1.png", "f_2.png", "f_3.png"] in sources
    assert ["holiday/beach.png", "holiday/sea.png", "holiday/torn.png"] in sources
    count, lines = run(found, tmp_path / "lifted")
    assert (count, lines) == (2, [])
    assert sorted(load_lifted(path).coherent for path in (tmp_path / "lifted").glob("part-*.npz")) == [
        False,
        True,
    ]


def test_clips_of_a_tar_are_poses_that_training_takes(tmp_path, monkeypatch):
    clip = asset("example/clip.bvh").read_bytes()
    tar_of(tmp_path / "clips.tar", [("05/05_01.bvh", clip), ("x/bad.bvh", b"MOTION"), ("zoe/walk.bvh", clip)])
    monkeypatch.setattr("posestudio.archives.convert_archive.CLIPS", 2)
    parts = clip_parts(list_items(tmp_path / "clips.tar", "motion"))
    count, lines = run_archive(ConvertJob(tmp_path / "poses", augment=1), "clips.tar", parts)
    assert count == 2 and len(lines) == 1 and "clips.tar: clips/x/bad.bvh" in lines[0]
    poses = [load_poses(path) for path in sorted((tmp_path / "poses").glob("*.npz"))]
    assert [set(one.subject) for one in poses] == [{"05"}, {"zoe"}]
    assert [set(one.clip) for one in poses] == [{"05_01"}, {"walk"}]
    assert np.array_equal(poses[0].joints[: len(poses[0]) // 2], poses[1].joints[: len(poses[1]) // 2])
    assert Shards(tmp_path / "poses", all_subjects=True).training is not None
