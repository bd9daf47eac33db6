"""Exports of a sequence have every frame of all people, as the window lifts them and as they were corrected."""

import json
from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest

from posestudio.app.exporting import writers
from posestudio.app.exporting.options import ExportOptions, Snapshot
from posestudio.app.model.any_file import read
from posestudio.app.model.sources import ClipSource, KeypointsSource
from posestudio.app.model.state import KeypointEdit, SamplerSettings, State
from posestudio.body.layouts import to_keypoints
from posestudio.body.standing import standing_body
from posestudio.errors import PoseStudioError
from posestudio.export.lifted_npz import load_lifted
from posestudio.geometry.camera import Camera
from posestudio.keypoints import Keypoints, load_keypoints
from posestudio.keypoints.observation import person_size
from posestudio.mocap.bvh import load_bvh
from tests.app.fakes import FakeLifter

CAMERA = Camera.default((640, 480))


def seen(*shifts: float) -> Keypoints:
    """People beside each other, one a shift in metres."""
    bodies = standing_body() + np.array([[[shift, 0, 0]] for shift in shifts]).reshape(-1, 1, 3)
    return Keypoints(CAMERA.project(to_keypoints(bodies)).reshape(-1, 17, 2), size=(640, 480))


def nobody() -> Keypoints:
    return Keypoints(np.zeros((0, 17, 2)), size=(640, 480))


@pytest.fixture
def lifter(monkeypatch) -> FakeLifter:
    fake = FakeLifter()
    monkeypatch.setattr("posestudio.app.work.lift_worker.load_lifter", lambda weights: fake)
    return fake


def held(*frames: Keypoints, **changes) -> Snapshot:
    source = KeypointsSource("walk.json", frames, frame_time=1 / 25)
    state = State(source=source, camera=CAMERA, **changes)
    return Snapshot(state, None, 0, np.zeros((0, 29, 3)), "light")


def silent(*_) -> None:
    pass


def test_frames_in_which_nobody_is_seen_stay_and_hold_the_last_pose(tmp_path, lifter):
    shifts = np.linspace(0, 0.8, 5)
    frames = [nobody()] * 3 + [seen(shift) for shift in shifts] + [nobody()] * 20 + [seen(1.0), seen(1.1)]
    told = []
    path = tmp_path / "m.bvh"
    writers.write_motion(path, held(*frames), lambda *what: told.append(what[:2]))
    clip = load_bvh(path)
    assert len(clip) == 30 and len(clip) * clip.frame_time == pytest.approx(1.2, rel=1e-3)
    hips = clip.positions()[:, 0]
    assert np.ptp(hips[:4], axis=0).max() < 1e-3 and np.ptp(hips[7:28], axis=0).max() < 1e-3
    assert np.linalg.norm(hips[28] - hips[27]) > 1e-3
    assert told[-1] == (30, 30)  # denoising steps


def test_it_is_solved_with_the_windows_settings(tmp_path, lifter):
    settings = SamplerSettings(hypotheses=5, seed=4, steps=7, noise=0.8, keypoint_noise=2.0)
    writers.write_motion(tmp_path / "m.bvh", held(seen(0), seen(0.1), settings=settings), silent)
    (call,) = lifter.motions
    asked = {name: call[name] for name in ("hypotheses", "seed", "steps", "noise")}
    assert asked == {"hypotheses": 5, "seed": 4, "steps": 7, "noise": 0.8}
    assert call["camera"] == CAMERA and call["fps"] == pytest.approx(25)
    sizes = [person_size(frame)[0] for frame in call["frames"]]
    assert [
        frame.noise.max() / size for frame, size in zip(call["frames"], sizes, strict=True)
    ] == pytest.approx([0.02, 0.02], rel=1e-3)


def test_the_frames_of_a_clip_are_lifted_one_by_one(tmp_path, lifter):
    bodies = np.repeat(standing_body()[None], 3, axis=0).astype(np.float32)
    state = State(source=ClipSource("walk.bvh", bodies), camera=CAMERA)
    snapshot = Snapshot(state, None, 0, np.zeros((0, 29, 3)), "light")
    writers.write_motion(tmp_path / "m.bvh", snapshot, silent)
    assert len(lifter.calls) == 3 and not lifter.motions and len(load_bvh(tmp_path / "m.bvh")) == 3


@pytest.mark.parametrize("ending", ["npz", "json", "glb", "gltf"])
def test_data_and_gltf_have_everybody_in_every_frame(tmp_path, lifter, ending):
    frames = (seen(0, 0.8), seen(0.1), nobody(), seen(0.2, 0.9))
    path = tmp_path / f"m.{ending}"
    everybody = replace(held(*frames), options=ExportOptions(everybody=True))
    write = writers.write_motion_data if ending in ("npz", "json") else writers.write_motion
    write(path, everybody, silent)
    if ending == "npz":
        take = load_lifted(path)
        assert (take.frames, take.fps) == (4, pytest.approx(25))
        pairs = [(frame, person) for frame in range(4) for person in range(2)]
        assert take.coherent and list(zip(take.frame, take.person, strict=True)) == pairs
    elif ending == "json":
        content = json.loads(path.read_text())
        assert content["frames"] == 4 and len(content["people"]) == 8
    elif ending == "gltf":
        content = json.loads(path.read_text())
        assert len(content["skins"]) == 2
        times = {sampler["input"] for sampler in content["animations"][0]["samplers"]}
        assert {content["accessors"][time]["count"] for time in times} == {4}
        assert max(content["accessors"][time]["max"][0] for time in times) == pytest.approx(3 / 25)


def test_where_nobody_is_ever_seen_nothing_is_written(tmp_path, lifter):
    with pytest.raises(PoseStudioError, match=r"m\.bvh: nobody is seen"):
        writers.write_motion(tmp_path / "m.bvh", held(nobody(), nobody()), silent)
    assert not list(tmp_path.iterdir())


def test_what_a_detector_said_is_exported_with_the_keypoints(tmp_path):
    two = seen(0, 0.8)
    confidence = np.linspace(0.1, 1, 34).reshape(2, 17)
    boxes = np.array([[1, 2, 30, 40], [5, 6, 70, 80]])
    two = replace(two, confidence=confidence, noise=3 - confidence, boxes=boxes, scores=[0.9, 0.4])
    path = tmp_path / "k.json"
    writers.write_keypoints(path, held(two), silent)
    (frame,) = load_keypoints(path)
    assert frame == replace(two, tracks=np.arange(2), source="k")


def test_corrected_keypoints_of_all_frames_and_people_open_again_as_the_same_sequence(tmp_path):
    frames = (seen(0, 0.8), seen(0.05), nobody(), seen(0.1, 0.9))
    offset, visibility = np.zeros((17, 2)), np.full(17, -1)
    offset[9] = (30, -12)
    visibility[10] = 0
    keypoint_edits = MappingProxyType(
        {(3, 1): KeypointEdit(offset, visibility), (0, 0): KeypointEdit(offset, visibility)}
    )
    before = held(*frames, keypoint_edits=keypoint_edits).state
    path = tmp_path / "k.json"
    writers.write_keypoints(path, replace(held(*frames), state=before), silent)
    source = read(path).content
    assert isinstance(source, KeypointsSource)
    assert (source.frames, source.people) == (4, 2) and source.frame_time == pytest.approx(1 / 25)
    after = State(source=source, camera=CAMERA)
    for frame in range(4):
        for person in range(2):
            points, flags = before.at_frame(frame).observe(person)
            back, kept = after.at_frame(frame).observe(person)
            assert (flags == kept).all()
            assert back[flags > 0] == pytest.approx(points[flags > 0], abs=0.01)
