"""The command lift with a sequence: coherent motions, tracks, keys, videos."""

import json
from dataclasses import replace

import numpy as np
import pytest

from posestudio.export.lifted_npz import load_lifted
from posestudio.keypoints import Keypoints, save_keypoints
from posestudio.mocap.bvh import load_bvh
from tests.cli.lines import one_line
from tests.common.video_files import write_video
from tests.fakes import standing_keypoints


def walk(path, frames=30, people=1, fps=25.0, shift=0.005, gap=(), times=None, **more):
    """A file of people who stand side by side and move to the side."""
    made = []
    for index in range(frames):
        frame = standing_keypoints(people, shift=shift * index)
        frame = Keypoints(np.zeros((0, 17, 2)), size=frame.size) if index in gap else frame
        time = None if times is None else times[index]
        made.append(replace(frame, source=f"v_{index:06d}", time=time))
    save_keypoints(path, made, fps=fps, **more)
    return path


def test_a_sequence_becomes_one_motion_a_person(run, motion_options, tmp_path):
    walk(tmp_path / "k.json", people=2, gap=(9, 10))
    status, out, err = run("lift", "k.json", "--out", "o.npz", "--seed", 3, "--steps", 4)
    assert (status, err) == (0, "") and "o.npz: 30 frames, 2 people, 8 motions each" in out
    (given,) = motion_options
    assert given["fps"] == 25 and given["seed"] == 3 and given["steps"] == 4 and not given["moving"]
    assert [frame.people for frame in given["frames"][8:12]] == [2, 0, 0, 2]
    lifted = load_lifted("o.npz")
    assert lifted.coherent and lifted.joints.shape == (60, 8, 29, 3)  # with the gap
    assert lifted.stands.shape == (60, 8, 2) and lifted.uncertainty == pytest.approx(np.full((60, 29), 0.05))
    with np.load("o.npz") as arrays:
        assert arrays["uncertainty"].shape == (60, 29, 2)  # as before
    assert run("lift", "k.json", "--out", "o.json")[0] == 0
    content = json.loads((tmp_path / "o.json").read_text())
    assert content["coherent"] and np.shape(content["people"][0]["stands"]) == (8, 2)
    assert run("lift", "k.json", "--out", "o.bvh", "--person", 1)[0] == 0
    clip = load_bvh("o.bvh")
    assert len(clip) == 30 and clip.frame_time == pytest.approx(0.04)


def test_frames_are_lifted_alone_when_asked_and_when_they_are_no_sequence(run, motion_options, tmp_path):
    walk(tmp_path / "k.json", 3)
    status, out, _ = run("lift", "k.json", "--out", "o.npz", "--per-frame")
    assert status == 0 and "3 frames, 1 people, 16 poses each" in out and not load_lifted("o.npz").coherent
    out = run("lift", "k.json", "--out", "o.npz", "--sampler", "heun")[1]
    assert "--sampler is about single poses" in out and "16 poses" in out
    names = ["000000000139.jpg", "000000000285.jpg", "000000000632.jpg", "000000005037.jpg"]
    for unrelated in (names, ["anna.jpg", "beach.jpg"]):
        save_keypoints(
            tmp_path / "k.json", [replace(standing_keypoints(), source=name) for name in unrelated]
        )
        assert "not one sequence" in run("lift", "k.json", "--out", "o.npz")[1]
    save_keypoints(tmp_path / "k.json", standing_keypoints())
    assert "1 frames, 1 people, 16 poses each" in run("lift", "k.json", "--out", "o.npz")[1]
    assert not motion_options


@pytest.fixture
def with_a_ghost(tmp_path):
    """A minute of one person, with somebody else for three frames; ids of a file."""
    frames = []
    for index in range(60):
        people = standing_keypoints(2 if 20 <= index < 23 else 1, shift=0.01 * index)
        frames.append(replace(people, source=f"v_{index:06d}", tracks=np.array([7, 3])[: people.people]))
    save_keypoints(tmp_path / "k.json", frames, fps=30)


def test_tracks_are_listed_and_chosen(run, motion_options, with_a_ghost, tmp_path):
    there = sorted(tmp_path.iterdir())
    status, out, err = run("lift", "k.json", "--tracks")
    assert (status, err) == (0, "") and sorted(tmp_path.iterdir()) == there and not motion_options
    lines = out.splitlines()
    assert lines[0].split() == ["track", "first", "last", "seen", "confidence", "size"] and len(lines) == 3
    assert lines[1].split()[:4] == ["0", "0", "59", "60"] and "left out: only 0.10 seconds" in lines[2]
    out = run("lift", "k.json", "--out", "o.npz")[1]
    assert "track 1: left out: only 0.10 seconds" in out and "1 people" in out
    assert set(load_lifted("o.npz").person.tolist()) == {0}
    assert run("lift", "k.json", "--out", "o.npz", "--track", 1)[0] == 0
    lifted = load_lifted("o.npz")
    assert (
        set(lifted.person.tolist()) == {1} and lifted.frame.tolist() == [20, 21, 22] and lifted.frames == 60
    )
    assert run("lift", "k.json", "--out", "o.bvh", "--track", 1)[0] == 0 and len(load_bvh("o.bvh")) == 60
    assert run("lift", "k.json", "--out", "o.npz", "--per-frame", "--track", 1)[0] == 0
    assert load_lifted("o.npz").frame.tolist() == [20, 21, 22]
    status, _, err = run("lift", "k.json", "--out", "p.npz", "--track", 5)
    assert status == 1 and one_line(err) and "track 5: expected one of 0, 1" in err
    status, _, err = run("lift", "k.json")
    assert status == 2 and one_line(err) and "--out" in err


def test_keys_and_a_moving_camera_reach_the_lifter(run, motion_options, with_a_ghost, tmp_path):
    (tmp_path / "keys.json").write_text('{"30": {"pins": [{"head": [0, 1.6, 0]}]}, "5": {"sides": false}}')
    assert run("lift", "k.json", "--out", "o.npz", "--keys", "keys.json", "--moving-camera")[0] == 0
    (given,) = motion_options
    assert given["moving"] and list(given["keys"]) == [5, 30] and given["keys"][30].pins.shape == (1, 29, 3)
    tracks = ("--track", 0, "--track", 1)
    for wrong, words, more in (
        ('{"60": {"pins": [{"head": [0, 1.6, 0]}]}}', "frame 60: expected 0 to 59", ()),
        ('{"x": {}}', "number of a frame", ()),
        ('{"1": {"pins": [{"beak": [0, 1, 2]}]}}', "frame 1: pins: person 0: unknown joint", ()),
        ('{"1": {"sides": false}}', "keys are of one person", tracks),
        ('{"1": {"sides": false}}', "keys are of a motion", ("--per-frame",)),
    ):
        (tmp_path / "keys.json").write_text(wrong)
        status, _, err = run("lift", "k.json", "--out", "p.npz", "--keys", "keys.json", *more)
        assert status == 1 and one_line(err) and words in err, (wrong, err)
    assert not (tmp_path / "p.npz").exists()


def test_the_rate_goes_all_the_way_to_the_bvh(run, motion_options, tmp_path):
    times = [0, 0.03, 0.1, 0.13, 0.2, 0.24]
    walk(tmp_path / "k.json", 6, times=times)
    assert run("lift", "k.json", "--out", "o.npz")[0] == 0
    assert motion_options[0]["times"].tolist() == times and load_lifted("o.npz").times.tolist() == times
    assert run("lift", "k.json", "--out", "o.bvh")[0] == 0
    clip = load_bvh("o.bvh")
    assert clip.frame_time * (len(clip) - 1) == pytest.approx(0.24, abs=0.03)
    assert run("lift", "k.json", "--out", "o.bvh", "--fps", 10)[0] == 0
    assert motion_options[-1]["times"] is None and load_bvh("o.bvh").frame_time == pytest.approx(0.1)
    walk(tmp_path / "k.json", 30, fps=240)
    assert run("lift", "k.json", "--out", "o.bvh", "--first", 3, "--every", 4, "--last", 20)[0] == 0
    clip = load_bvh("o.bvh")
    assert len(clip) == 5 and clip.frame_time == pytest.approx(4 / 240, abs=1e-6)
    status, _, err = run("lift", "k.json", "--out", "p.bvh", "--first", 30)
    assert status == 1 and one_line(err) and "k.json: 30 frames" in err


def test_detected_keypoints_are_taken_to_be_as_noisy_as_they_are(run, motion_options, tmp_path):
    walk(tmp_path / "k.json", 4, found=True)
    assert "2.5% of a person's size off" in run("lift", "k.json", "--out", "o.npz")[1]
    noise = motion_options[0]["frames"][0].noise
    assert noise == pytest.approx(np.full((1, 17), noise[0, 0])) and noise[0, 0] > 1
    run("lift", "k.json", "--out", "o.npz", "--keypoint-noise", 1)
    assert motion_options[1]["keypoint_noise"] == 0.01 and motion_options[1]["frames"][0].noise is None


@pytest.fixture
def detects(monkeypatch):
    """Finds a standing person in every picture that is not black, and nobody in black ones."""
    import posestudio.detection.detect_files as detect_files

    class Found:
        scores = np.ones(1)

        def __init__(self, picture):
            self.people = int(picture.max() > 50)
            self.scores = np.ones(self.people)

        def to_keypoints(self, name):
            frame = replace(standing_keypoints(), source=name, noise=np.full((1, 17), 2.0))
            return frame if self.people else Keypoints(np.zeros((0, 17, 2)), size=frame.size, source=name)

    class Detector:
        def detect(self, picture, *_):
            return Found(picture)

    monkeypatch.setattr(detect_files, "load_any_detector", lambda *_, **__: Detector())
    monkeypatch.setattr(detect_files.Detected, "to_keypoints", Found.to_keypoints)


def test_a_video_becomes_a_motion_in_one_command(run, motion_options, detects, tmp_path):
    write_video(tmp_path / "v.mp4", [0, 0.03, 0.1, 0.13, 0.2, 0.24])
    assert run("lift", "v.mp4", "--out", "o.bvh")[0] == 0
    (given,) = motion_options
    assert given["times"] == pytest.approx([0, 0.03, 0.1, 0.13, 0.2, 0.24], abs=1e-3)
    assert len(given["frames"]) == 6
    write_video(tmp_path / "v.mp4", [index / 20 for index in range(13)])
    assert run("lift", "v.mp4", "--out", "o.bvh", "--every", 2, "--last", 11)[0] == 0
    clip = load_bvh("o.bvh")
    assert len(clip) == 6 and clip.frame_time == pytest.approx(0.1, rel=0.01)
    status, _, err = run("lift", "none.mp4", "--out", "p.bvh")
    assert status == 1 and one_line(err) and "none.mp4" in err


def test_pictures_and_nobody_in_them(run, lifter, detects, tmp_path):
    from PIL import Image

    (tmp_path / "shots").mkdir()
    for index in range(3):
        Image.new("RGB", (64, 48), "white").save(tmp_path / "shots" / f"{index}.png")
    assert "3 frames, 1 people, 8 motions each" in run("lift", "shots", "--out", "o.npz")[1]
    assert "1 frames, 1 people, 16 poses each" in run("lift", "shots/0.png", "--out", "o.npz")[1]
    Image.new("RGB", (64, 48)).save(tmp_path / "dark.png")
    status, _, err = run("lift", "dark.png", "--out", "p.npz")
    assert status == 1 and one_line(err) and "no person found in 1 pictures" in err
