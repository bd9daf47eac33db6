"""Lifted poses as NPZ: the arrays, and files that are not as expected."""

import json
import zipfile
from dataclasses import replace

import numpy as np
import pytest

from posestudio.body.layouts import BODY_JOINTS
from posestudio.errors import PoseStudioError
from posestudio.export.lifted import save_lifted
from posestudio.export.lifted_npz import load_lifted
from posestudio.geometry.camera import Camera
from posestudio.lifting.result import modes, uncertainty
from posestudio.lifting.sequence import gather
from tests.fakes import CAMERA, FakeLifter, lifted_frames, standing_keypoints


def test_npz_keeps_the_contract(tmp_path):
    (lifted,) = lifted_frames(people=2, trajectory=True)
    save_lifted(tmp_path / "out.npz", lifted)
    with np.load(tmp_path / "out.npz") as content:
        arrays = dict(content)
    assert arrays["joints"].shape == (2, 3, 29, 3)
    assert arrays["joints"].dtype == np.float32
    assert tuple(arrays["joint_names"]) == BODY_JOINTS
    assert arrays["keypoints3d"].shape == (2, 3, 17, 3)
    assert arrays["score"].shape == arrays["reprojection"].shape == (2, 3)
    assert arrays["seed"] == 0 and arrays["weights"] == "fake"
    np.testing.assert_allclose(arrays["uncertainty"], uncertainty(lifted), atol=1e-6)
    shares = [np.bincount(numbers).tolist() for numbers in arrays["mode"]]
    assert shares == [[len(mode.members) for mode in found] for found in modes(lifted)]
    assert arrays["trajectory"].shape == (5, 2, 3, 29, 3) and arrays["sigmas"].shape == (5,)
    world = (arrays["joints"] - arrays["t"]) @ arrays["R"]  # row vectors: R^T (x - t)
    np.testing.assert_allclose(world, lifted.joints, atol=1e-5)
    in_picture = arrays["joints"] @ arrays["K"].T
    pixels = in_picture[..., :2] / in_picture[..., 2:]
    np.testing.assert_allclose(pixels, CAMERA.project(lifted.joints), atol=1e-2)


def test_npz_read_back_is_the_same_sequence(tmp_path):
    frames = lifted_frames(frames=3, people=2, trajectory=True)
    saved = save_lifted(tmp_path / "out.npz", frames, fps=24)
    read = load_lifted(tmp_path / "out.npz")
    for name in ("joints", "keypoints3d", "trajectory", "points"):
        np.testing.assert_allclose(getattr(read, name), getattr(saved, name), atol=1e-4)
    for name in ("score", "frame", "person", "visibility", "sigmas"):
        np.testing.assert_array_equal(getattr(read, name), getattr(saved, name))
    assert (read.frames, read.fps, read.seed, read.weights) == (3, 24, 0, "fake")
    assert read.cameras == saved.cameras


def test_what_a_detector_gave_with_the_keypoints_is_kept(tmp_path):
    found = replace(
        standing_keypoints(people=2),
        confidence=np.linspace(0, 1, 34).reshape(2, 17),
        noise=np.where(np.arange(34).reshape(2, 17) == 5, np.nan, 3.5),
        boxes=[[1, 2, 30, 40], [np.nan] * 4],
        extra=[np.arange(12.0).reshape(6, 2), np.full((6, 2), np.nan)],
        scores=[0.9, 0.4],
    )
    by_hand = standing_keypoints(people=1)
    save_lifted(tmp_path / "out.npz", [FakeLifter().lift(frame, CAMERA) for frame in (found, by_hand)])
    read = load_lifted(tmp_path / "out.npz")
    assert read.keypoints(np.array([0, 1])) == found
    alone = read.keypoints(np.array([2]))
    assert (alone.confidence == 1).all() and alone.noise is alone.boxes is alone.scores is None
    (annotation,) = [row for row in written_json(tmp_path, found)["people"] if row["person"] == 0]
    assert annotation["bbox"] == [1, 2, 30, 40] and annotation["score"] == pytest.approx(0.9)
    assert annotation["keypoint_noise"] == [*[3.5] * 5, None, *[3.5] * 11]
    assert annotation["keypoint_scores"] == pytest.approx(found.confidence[0], abs=1e-5)
    content = dict(np.load(tmp_path / "out.npz"))
    np.savez(tmp_path / "bad.npz", **content | {"boxes": np.full((3, 4), -1.0)})
    with pytest.raises(PoseStudioError, match=r"bad\.npz: boxes: expected x, y, width, height"):
        load_lifted(tmp_path / "bad.npz")


def written_json(tmp_path, keypoints):
    save_lifted(tmp_path / "out.json", FakeLifter().lift(keypoints, CAMERA))
    return json.loads((tmp_path / "out.json").read_text())


def test_pictures_of_their_own_cameras_stay_apart(tmp_path):
    other = Camera.look_at((0, 1, 5), (0, 1, 0), size=(320, 240))
    frames = [FakeLifter().lift(standing_keypoints(camera=camera), camera) for camera in (CAMERA, other)]
    save_lifted(tmp_path / "out.npz", frames)
    read = load_lifted(tmp_path / "out.npz")
    assert read.cameras == (CAMERA, other)
    np.testing.assert_allclose(read.joints, gather(frames).joints, atol=1e-5)


def test_a_lens_is_kept(tmp_path):
    bent = replace(CAMERA, distortion=np.array([0.1, 0, 0, 0, 0]))
    rational = replace(CAMERA, distortion=np.array([0.1, 0, 0, 0, 0, 0.2, 0.01, 0.003]))
    fisheye = replace(CAMERA, distortion=np.array([0.1, 0.02, 0.03, 0.01]), model="fisheye")
    for camera in (bent, rational, fisheye):
        save_lifted(tmp_path / "out.npz", FakeLifter().lift(standing_keypoints(), camera))
        assert load_lifted(tmp_path / "out.npz").cameras == (camera,)
    several = (bent, CAMERA, fisheye, rational)
    save_lifted(tmp_path / "out.npz", [FakeLifter().lift(standing_keypoints(), camera) for camera in several])
    read = load_lifted(tmp_path / "out.npz").cameras
    assert [camera.model for camera in read] == ["pinhole", "pinhole", "fisheye", "pinhole"]
    points = np.random.default_rng(0).random((9, 3))
    for camera, kept in zip(several, read, strict=True):
        np.testing.assert_allclose(kept.project(points), camera.project(points))


def broken(tmp_path, **changes):
    """A saved sequence with arrays replaced, or left out where None."""
    path = tmp_path / "broken.npz"
    save_lifted(path, lifted_frames())
    with np.load(path) as content:
        arrays = dict(content)
    arrays |= changes
    np.savez(path, **{name: array for name, array in arrays.items() if array is not None})
    return path


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"joints": None}, "joints: expected numbers (people, hypotheses, joints, 3), found none"),
        ({"joints": np.zeros((1, 3, 20, 3))}, "joints: expected 29 of each body, found 20"),
        ({"joints": np.full((1, 3, 29, 3), np.nan)}, "joints: expected finite numbers"),
        ({"frames": np.array(0)}, "frame, frames: expected 0 to below 0"),
        ({"frame": np.array([7])}, "frame, frames: expected 0 to below 1, found 0 to 7"),
        (
            {"score": np.zeros((1, 4))},
            "score: expected numbers (people, hypotheses), found float64 (1, 4) with 1 people, 3 hypotheses",
        ),
        ({"K": np.zeros((3, 3))}, "K: expected positive focal lengths"),
        (
            {"keypoints3d": np.array(["a"])},
            "keypoints3d: expected numbers (people, hypotheses, 17, 3), found <U1",
        ),
        ({"frames": np.array(4_000_000_000)}, "frames: expected 0 to 2147483647"),
        ({"frames": np.array(2_000_000_000)}, "frames: expected those of 1 people in all"),
        ({"frame": np.array([-1])}, "frame: expected 0 to"),
        ({"frame": np.array([2**32])}, "frame: expected 0 to"),
        ({"first_frame": np.array(-(2**63))}, "first_frame: expected 0 to"),
        ({"person": np.array([-3])}, "person: expected 0 to"),
        ({"seed": np.array(-1)}, "seed: expected 0 to"),
        ({"visibility": np.full((1, 17), 3)}, "visibility: expected 0 to 2"),
        *[
            ({"fps": np.array(rate)}, "fps must be 0.001 to 10000")
            for rate in (0.0, -30.0, 1e-9, 1e30, np.nan, np.inf)
        ],
        ({"joints": np.full((1, 3, 29, 3), 1e30)}, "joints: expected metres within"),
        ({"R": np.eye(3)[None].repeat(1, 0)}, "R: expected one for all, as K"),
        ({"trajectory": np.zeros((2, 1, 3, 29, 3))}, "sigmas: expected those of the trajectory, found none"),
    ],
)
def test_a_broken_npz_says_what_is_wrong(tmp_path, changes, message):
    path = broken(tmp_path, **changes)
    with pytest.raises(PoseStudioError) as problem:
        load_lifted(path)
    assert message in str(problem.value) and str(path) in str(problem.value)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not a zip", b"just text"])
def test_another_file_is_not_an_npz(tmp_path, content):
    (tmp_path / "x.npz").write_bytes(content)
    with pytest.raises(PoseStudioError, match=r"x\.npz: expected an NPZ file of lifted poses"):
        load_lifted(tmp_path / "x.npz")


def test_a_damaged_or_other_archive_is_not_lifted_poses(tmp_path):
    path = tmp_path / "x.npz"
    np.savez_compressed(path, joints=np.zeros((40, 40)))
    content = bytearray(path.read_bytes())
    content[80:100] = bytes(20)
    path.write_bytes(content)
    with pytest.raises(PoseStudioError, match=r"x\.npz"):
        load_lifted(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("K", "not an array")
    with pytest.raises(PoseStudioError, match=r"x\.npz"):
        load_lifted(path)
    with path.open("wb") as stream:
        np.save(stream, np.zeros(3))
    with pytest.raises(PoseStudioError, match=r"x\.npz"):
        load_lifted(path)


def test_a_pickle_is_not_loaded(tmp_path):
    np.savez(tmp_path / "x.npz", joints=np.array([{}], dtype=object))
    with pytest.raises(PoseStudioError, match="joints: expected numbers .* found object"):
        load_lifted(tmp_path / "x.npz")


def test_a_person_twice_in_a_frame_is_refused(tmp_path):
    path = tmp_path / "x.npz"
    save_lifted(path, [lifted_frames()[0], lifted_frames()[0]])
    with np.load(path) as content:
        arrays = dict(content)
    np.savez(path, **(arrays | {"frame": np.zeros_like(arrays["frame"])}))
    with pytest.raises(PoseStudioError, match="a person is twice in one frame"):
        load_lifted(path)


def test_escape_sequences_in_its_texts_never_reach_a_terminal(tmp_path):
    sequence = load_lifted(
        broken(tmp_path, weights=np.array("\x1b[2Jmlp"), assumptions=np.array(["a\x07b", "x" * 5000]))
    )
    assert (
        sequence.weights == "?[2Jmlp"
        and sequence.assumptions[0] == "a?b"
        and len(sequence.assumptions[1]) <= 1000
    )


def test_no_such_file(tmp_path):
    with pytest.raises(PoseStudioError, match="cannot be read: No such file"):
        load_lifted(tmp_path / "nothing.npz")


def test_a_part_that_does_not_say_where_it_begins_begins_at_its_first_row(tmp_path):
    part = load_lifted(broken(tmp_path, first_frame=None, frame=np.array([512])))
    assert (part.frame.tolist(), part.first_frame) == ([0], 512)
    assert len(part.rows_of(0)) == 1
