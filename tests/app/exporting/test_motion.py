"""Motions of sequences and videos as files: solved once, of the frames that are kept, over the picture of a video."""

import json
from dataclasses import replace

import av
import numpy as np
import pytest

from posestudio.app.exporting import writers
from posestudio.app.exporting.motion import unsearched_remark
from posestudio.app.exporting.options import ExportOptions, Snapshot
from posestudio.app.model.motion_observation import motion_keypoints
from posestudio.app.model.motion_poses import with_hypotheses
from posestudio.app.model.motion_state import MotionEdits
from posestudio.app.model.state import State
from posestudio.app.model.video_source import FoundFrames, video_source
from posestudio.app.work.jobs import Stopped
from posestudio.app.work.motion_request import MotionRequest, solve
from posestudio.body.layouts import BODY_INDEX
from posestudio.common.video_seeking import open_video
from posestudio.errors import PoseStudioError
from posestudio.export.lifted_npz import load_lifted
from posestudio.export.video_encoding import encode_video
from posestudio.geometry.camera import Camera
from posestudio.keypoints import Keypoints
from posestudio.lifting.motion.ground import Floor
from posestudio.mocap.bvh import load_bvh
from posestudio.mocap.retargeting import to_clip
from tests.app.fakes import FakeLifter
from tests.app.sequences import SIZE, seen


@pytest.fixture
def lifter(monkeypatch) -> FakeLifter:
    fake = FakeLifter()
    monkeypatch.setattr("posestudio.app.work.lift_worker.load_lifter", lambda weights: fake)
    return fake


def snapshot(source, **changes) -> Snapshot:
    state = State(source=source, camera=Camera.default(SIZE), **changes)
    return Snapshot(state, None, 0, np.zeros((0, 29, 3)), "dark")


def silent(*_) -> None:
    pass


def test_before_a_camera_of_unknown_pose_motions_are_turned_upright(tmp_path, lifter):
    open_now = snapshot(seen(6))
    state = open_now.state
    found = solve(FakeLifter(), motion_keypoints(state), MotionRequest(state), silent)
    floor = Floor(np.array([0.0, 0.96, 0.28]), 0.3, False)
    tilted = replace(open_now, motions={0: replace(found, floor=floor)})
    writers.write_motion_data(tmp_path / "m.npz", tilted, silent)
    heights = load_lifted(tmp_path / "m.npz").joints[:, 0, :, 1]
    assert heights == pytest.approx(floor.heights(found.joints[:, 0]), abs=1e-4)


def test_a_motion_that_is_there_is_written_as_it_is(tmp_path, lifter):
    open_now = snapshot(seen(6))
    state = open_now.state
    motion = solve(FakeLifter(), motion_keypoints(state), MotionRequest(state), silent)
    with_names = replace(open_now, motions={0: motion}, options=ExportOptions(program="mixamo", unit="cm"))
    writers.write_motion(tmp_path / "m.bvh", with_names, silent)
    assert not lifter.motions
    clip, expected = load_bvh(tmp_path / "m.bvh"), to_clip(motion.joints[:, 0], names="mixamo")
    assert clip.skeleton.joint_names == expected.skeleton.joint_names
    assert clip.positions() == pytest.approx(expected.positions(), abs=1e-3)
    writers.write_motion_data(tmp_path / "m.npz", with_names, silent)
    assert load_lifted(tmp_path / "m.npz").joints[:, 0] == pytest.approx(motion.joints[:, 0], abs=1e-5)


def legs(body):
    """Metres from the left hip over the knee to the ankle."""
    hip, knee, ankle = (body[BODY_INDEX[f"left_{part}"]] for part in ("hip", "knee", "ankle"))
    return np.linalg.norm(knee - hip) + np.linalg.norm(ankle - knee)


def legs_of(path):
    """:func:`legs` of the first skeleton of a GLB file."""
    data = path.read_bytes()
    nodes = json.loads(data[20 : 20 + int.from_bytes(data[12:16], "little")])["nodes"]
    places = {node["name"]: node["translation"] for node in reversed(nodes) if "translation" in node}
    return sum(np.linalg.norm(places[name]) for name in ("LeftLeg", "LeftFoot"))


def test_of_others_the_best_motion_is_enough_for_what_moves_but_not_for_data(tmp_path, lifter):
    one = seen(4)
    both = [replace(Keypoints.concatenate([frame, frame]), tracks=np.arange(2)) for frame in one.sequence]
    open_now = snapshot(replace(one, sequence=tuple(both)))
    motion = solve(FakeLifter(), motion_keypoints(open_now.state), MotionRequest(open_now.state), silent)
    motions = {0: motion, 1: with_hypotheses(replace(motion, track=1), [0])}
    open_now = replace(open_now, motions=motions, options=ExportOptions(everybody=True))
    writers.write_motion(tmp_path / "m.glb", open_now, silent)
    assert not lifter.motions and (tmp_path / "m.glb").read_bytes().count(b"ForeArm") >= 4
    assert legs_of(tmp_path / "m.glb") == pytest.approx(legs(motion.joints[0, 0]), rel=0.05)  # metres
    writers.write_motion(tmp_path / "m.vrma", open_now, silent)
    assert {file.name for file in tmp_path.glob("*.vrma")} == {"m.vrma", "m-2.vrma"}
    writers.write_motion_data(tmp_path / "m.npz", open_now, silent)
    assert len(lifter.motions) == 1  # of the other one
    assert np.ptp(load_lifted(tmp_path / "m.npz").joints, axis=1).max() > 0.01


def test_only_the_frames_that_are_kept_are_exported(tmp_path, lifter):
    trimmed = snapshot(seen(9), motion=MotionEdits(trim=(2, 6)))
    writers.write_motion(tmp_path / "m.bvh", trimmed, silent)
    assert len(load_bvh(tmp_path / "m.bvh")) == 5
    writers.write_motion_data(tmp_path / "m.npz", trimmed, silent)
    sequence = load_lifted(tmp_path / "m.npz")
    assert (sequence.first_frame, sequence.frames, sequence.frame.tolist()) == (2, 5, [0, 1, 2, 3, 4])


def test_a_range_of_the_frames_is_exported_at_another_rate(tmp_path, lifter):
    part = replace(snapshot(seen(9)), options=ExportOptions(first=2, last=6, unit="cm"))
    writers.write_motion_data(tmp_path / "m.npz", part, silent)
    sequence = load_lifted(tmp_path / "m.npz")
    assert (sequence.first_frame, sequence.frames) == (2, 5)
    slower = replace(part, options=replace(part.options, fps=sequence.fps / 2))
    writers.write_motion(tmp_path / "m.bvh", slower, silent)
    clip, own = load_bvh(tmp_path / "m.bvh"), to_clip(sequence.track(), fps=sequence.fps)
    assert len(clip) == 3 and clip.fps == pytest.approx(sequence.fps / 2, rel=1e-4)
    assert clip.positions() == pytest.approx(own.positions()[::2], abs=0.05)  # centimetres


def test_an_export_stops_at_the_next_step(tmp_path, lifter):
    def stop(done, total, what):
        if done == 3:
            raise Stopped

    for name in ("m.bvh", "m.mp4"):
        write = writers.write_motion if name == "m.bvh" else writers.write_motion_video
        with pytest.raises(Stopped):
            write(tmp_path / name, snapshot(seen(4)), stop)
    assert not list(tmp_path.iterdir())


def test_of_nobody_there_is_no_motion(tmp_path, lifter):
    with pytest.raises(PoseStudioError, match=r"m\.mp4: nobody is seen in at least two frames"):
        writers.write_motion_video(tmp_path / "m.mp4", snapshot(seen(4, absent=range(4))), silent)


def test_a_video_is_exported_with_the_body_over_each_of_its_frames(tmp_path, lifter):
    pictures = [np.full((SIZE[1], SIZE[0], 3), 40 * index, np.uint8) for index in range(5)]
    encode_video(tmp_path / "in.mp4", pictures, 5, 25.0)
    source, people = video_source(open_video(tmp_path / "in.mp4")), seen(5)
    found = FoundFrames(5, SIZE, {frame: people.sequence[frame] for frame in range(4)})
    filmed = snapshot(replace(source, sequence=found), motion=MotionEdits(trim=(1, 3)))
    writers.write_motion_video(tmp_path / "out.mp4", filmed, silent)
    with av.open(str(tmp_path / "out.mp4")) as container:
        frames = list(container.decode(video=0))
    assert [frame.time for frame in frames] == pytest.approx([0, 0.04, 0.08], abs=0.002)
    levels = [frame.to_ndarray(format="rgb24")[:8, :8].mean() for frame in frames]
    assert levels == pytest.approx([40, 80, 120], abs=5)
    assert unsearched_remark(filmed.state) == ""
    whole = replace(filmed.state, motion=MotionEdits())
    assert unsearched_remark(whole) == "people have been looked for in 4 of 5 frames so far"


def test_keypoints_without_a_picture_are_drawn_beside_the_motion(tmp_path, lifter):
    writers.write_motion_video(tmp_path / "m.gif", snapshot(seen(3)), silent)
    assert (tmp_path / "m.gif").read_bytes().startswith(b"GIF89a")
