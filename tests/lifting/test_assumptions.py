"""What a lift assumes of cameras and pictures, and keypoints that a lens does not show."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from posestudio.errors import CameraError
from posestudio.geometry.camera import Camera
from posestudio.keypoints import Keypoints
from posestudio.lifting.frames import lift_frames
from posestudio.lifting.lifter import Lifter
from tests.lifting.people import SIZE, people


def test_an_assumed_camera_is_said(lifter: Lifter, camera: Camera) -> None:
    keypoints = people(camera, 1)
    assumed = lifter.lift(keypoints, steps=3)
    assert assumed.camera.size == SIZE and assumed.camera.assumed
    assert any("camera" in sentence for sentence in assumed.assumptions)
    given = lifter.lift(keypoints, camera, steps=3)
    assert not any("camera" in sentence for sentence in given.assumptions)
    assert any("0.86" in sentence for sentence in given.assumptions)
    without_size = lifter.lift(Keypoints(keypoints.points), steps=3)
    assert all(
        size >= extent
        for size, extent in zip(without_size.camera.size, keypoints.points[0].max(0), strict=True)
    )


@pytest.mark.parametrize("weights", ["mlp", "transformer"])
def test_points_that_the_lens_does_not_reach_are_missing(camera: Camera, weights: str) -> None:
    lifter, bent = Lifter.load(weights, device="cpu"), replace(camera, distortion=[-0.6, 0, 0, 0, 0])
    keypoints = people(camera, 2).replace_point(0, 9, (639, 479))
    assert np.isnan(bent.rays(keypoints.points[0, 9])).all()
    result = lifter.lift(keypoints, bent, hypotheses=4)
    without = lifter.lift(keypoints.with_visibility(0, 9, 0), bent, hypotheses=4)
    assert np.isfinite(result.joints).all() and result.modes
    assert np.sort(result.joints, 1) == pytest.approx(np.sort(without.joints, 1), abs=0.01)
    assert any("2D points" in sentence for sentence in result.assumptions)
    assert np.sort(result.reprojection) == pytest.approx(np.sort(without.reprojection), abs=0.5)
    assert result.keypoints.visibility[0, 9] and not without.keypoints.visibility[0, 9]


def test_a_camera_of_another_size_is_scaled_and_another_shape_is_refused(
    lifter: Lifter, camera: Camera
) -> None:
    keypoints = people(camera, 1)
    larger = replace(camera, K=camera.K * np.array([[2], [2], [1]]), size=(1280, 960))
    given, scaled = (lifter.lift(keypoints, seen, hypotheses=2, steps=3) for seen in (camera, larger))
    np.testing.assert_allclose(scaled.joints, given.joints, atol=1e-5)
    assert scaled.camera.size == SIZE and any("1280 x 960" in sentence for sentence in scaled.assumptions)
    with pytest.raises(CameraError, match="aspect ratio"):
        lifter.lift(keypoints, replace(camera, size=(480, 640)), steps=3)
    unsized = Keypoints(keypoints.points)
    assert lifter.lift(unsized, larger, hypotheses=2, steps=3).camera == larger
    for lifted in lift_frames(lifter, [unsized, unsized], larger, hypotheses=2, steps=3):
        assert lifted.camera == larger and not any("outside" in sentence for sentence in lifted.assumptions)
    for lifted in lift_frames(lifter, [unsized, keypoints], larger, hypotheses=2, steps=3):
        assert lifted.camera.size == SIZE  # one picture's size is the others'
    far = Keypoints(keypoints.points + 900)
    assert any(
        "outside" in sentence for sentence in lifter.lift(far, larger, hypotheses=2, steps=3).assumptions
    )


def test_what_a_camera_says_goes_with_the_poses(lifter: Lifter, camera: Camera) -> None:
    lens = Camera.from_json({"width": 640, "height": 480, "K": camera.K.tolist()})
    sentences = lifter.lift(people(camera, 1), lens, steps=3).assumptions
    assert any("level" in sentence for sentence in sentences)


def test_a_fisheye_s_people_are_where_they_were(lifter: Lifter) -> None:
    straight = Camera.look_at((0.5, 1.2, 2.5), (0, 1, 0), 60, (1000, 1000))
    bent = replace(straight, distortion=np.array([-0.02, 0.01, -0.003, 0.0005]), model="fisheye")
    answers = [lifter.lift(people(seen, 1), seen, hypotheses=2, steps=3) for seen in (straight, bent)]
    # The noise of keypoints is over the size in the picture, which the lens changes a little: not to the bit.
    np.testing.assert_allclose(answers[0].joints, answers[1].joints, atol=2e-3)
