"""Lifting of several views: size and place in the cameras' world, who is who, errors that name the view."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from posestudio.body.layouts import BODY_INDEX, EXTRA_KEYPOINTS, OBSERVED_23, to_keypoints
from posestudio.body.standing import standing_body
from posestudio.errors import CameraError, LiftError
from posestudio.geometry.camera import Camera
from posestudio.keypoints import Keypoints
from posestudio.lifting.lifter import Cancelled, Lifter
from tests.lifting.people import SIZE

PLACES = ((0.5, 1.2, 4), (4, 1, 0.3), (-3, 1.5, -3))
CAMERAS = [Camera.look_at(place, (0, 1, 0), 45, SIZE) for place in PLACES]
SIZES = (1.0, 1.3)


def bodies() -> np.ndarray:
    """(2, B, 3) a person of the usual size, and a taller one a metre beside."""
    body = standing_body()
    return np.stack([size * body + (index, 0, 0) for index, size in enumerate(SIZES)])


def seen(cameras: list[Camera] = CAMERAS, people: slice = slice(None)) -> list[Keypoints]:
    return [Keypoints(camera.project(to_keypoints(bodies()[people])), size=SIZE) for camera in cameras]


def test_people_stand_where_the_rays_meet_with_their_own_size(lifter: Lifter) -> None:
    views = seen()
    result = lifter.lift_views(views, CAMERAS, hypotheses=3, steps=6, trajectory=True)
    assert result.joints.shape == (2, 3, *bodies().shape[1:]) and result.joints.dtype == np.float32
    off = np.linalg.norm(result.keypoints3d - to_keypoints(bodies())[:, None], axis=-1)
    assert off.mean() < 0.03  # of an untrained network: the rays alone say where the points are
    assert result.trajectory is not None and np.allclose(result.trajectory[-1], result.joints, atol=1e-5)
    assert [view.camera for view in result.views] == CAMERAS and result.camera == CAMERAS[0]
    mean = np.mean([view.reprojection for view in result.views], axis=0)
    assert np.allclose(result.reprojection, mean, rtol=1e-4)
    again = lifter.lift_views(views, CAMERAS, hypotheses=3, steps=6)
    other = lifter.lift_views(views, CAMERAS, hypotheses=3, steps=6, seed=1)
    assert np.array_equal(again.joints, result.joints) and not np.array_equal(other.joints, result.joints)
    alone = lifter.lift_views([view.person(1) for view in views], CAMERAS, hypotheses=3, steps=6)
    assert np.allclose(alone.joints[0], result.joints[1], atol=1e-3)
    warm = lifter.lift_views(views, CAMERAS, hypotheses=3, steps=3, warm=result.warm)
    assert np.linalg.norm(warm.keypoints3d - result.keypoints3d, axis=-1).mean() < 0.01


def test_feet_that_are_seen_are_where_their_rays_meet(lifter: Lifter) -> None:
    points = [camera.project(to_keypoints(bodies(), OBSERVED_23)) for camera in CAMERAS]
    views = [Keypoints(part[:, :17], size=SIZE, extra=part[:, 17:]) for part in points]
    result = lifter.lift_views(views, CAMERAS, hypotheses=2, steps=6)
    feet = [BODY_INDEX[name] for name in EXTRA_KEYPOINTS[2:]]
    assert np.linalg.norm((result.joints - bodies()[:, None])[:, :, feet], axis=-1).mean() < 0.03


def test_somebody_whom_a_view_does_not_have_is_lifted_from_the_others(lifter: Lifter) -> None:
    views = seen()
    views[1] = views[1].select([1])
    views[2] = views[2].select([1, 0])
    result = lifter.lift_views(views, CAMERAS, hypotheses=2, steps=5)
    assert not result.views[1].keypoints.observed[0].any()
    off = np.linalg.norm(result.keypoints3d - to_keypoints(bodies())[:, None], axis=-1)
    assert off.mean() < 0.05
    nobody = lifter.lift_views([view.select([]) for view in views], CAMERAS, hypotheses=2, steps=2)
    assert nobody.joints.shape[:2] == (0, 2)


def test_seen_from_one_place_people_have_the_usual_size_and_the_result_says_so(lifter: Lifter) -> None:
    views = seen(CAMERAS[:2])
    views[1] = Keypoints(views[1].points, np.zeros((2, 17)), SIZE)
    result = lifter.lift_views(views, CAMERAS[:2], hypotheses=2, steps=4)
    assert np.isfinite(result.joints).all()
    assert any("0.86 m" in text for text in result.assumptions)


def test_errors_name_the_view(lifter: Lifter) -> None:
    views = seen()
    with pytest.raises(LiftError, match="2 to 8"):
        lifter.lift_views(views[:1], CAMERAS[:1])
    with pytest.raises(LiftError, match="one for each of 3 views, found 2"):
        lifter.lift_views(views, CAMERAS[:2])
    with pytest.raises(LiftError, match="view 2: keypoints"):
        lifter.lift_views([views[0], "points"], CAMERAS[:2])  # type: ignore[list-item]
    with pytest.raises(LiftError, match="view 3: keypoint_noise"):
        lifter.lift_views(views, CAMERAS, keypoint_noise=[None, 0.01, -1])
    with pytest.raises(CameraError, match="view 2: .*aspect"):
        lifter.lift_views([views[0], replace(views[1], size=(100, 900))], CAMERAS[:2])

    def cancel(*_: object) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        lifter.lift_views(views, CAMERAS, callback=cancel)


def test_a_camera_whose_pose_is_not_known_is_solved_for(lifter: Lifter) -> None:
    views = seen()
    lens = replace(CAMERAS[2].posed(np.eye(3), np.zeros(3)), pose_assumed=True)
    result = lifter.lift_views(views, [*CAMERAS[:2], lens], hypotheses=2, steps=3)
    found = result.views[2]
    assert found.solved and not result.views[0].solved
    assert np.linalg.norm(found.camera.position - CAMERAS[2].position) < 0.3
    assert found.reprojection.mean() < 8
    assert any("View 3: where its camera stands is solved for" in text for text in result.assumptions)
    two = lifter.lift_views(views[::2], [CAMERAS[0], None], hypotheses=2, steps=2)
    assert two.views[1].solved and any("0.86 m" in text for text in two.assumptions)
    hidden = replace(views[2], visibility=np.where(np.arange(17) < 2, 2, 0) * np.ones((2, 1)))
    with pytest.raises(LiftError, match="view 2: 4 points"):
        lifter.lift_views([views[0], hidden], [CAMERAS[0], None])
    with pytest.raises(LiftError, match="view 2: 1 people"):
        lifter.lift_views([views[0], views[1].person(0)], [CAMERAS[0], None])
