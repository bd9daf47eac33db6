"""What a lifter looks at: COCO's keypoints and the extra ones."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from posestudio.body.layouts import BODY_INDEX, COCO_KEYPOINTS, EXTRA_KEYPOINTS, OBSERVED_23, to_keypoints
from posestudio.body.standing import standing_body
from posestudio.geometry.camera import Camera
from posestudio.keypoints import MISSING, Keypoints
from posestudio.keypoints.observation import person_size
from posestudio.lifting.assumptions import usable
from posestudio.lifting.known import Known
from posestudio.lifting.lifter import Lifter
from posestudio.lifting.observed import Observed, observed_points
from tests.lifting.people import SIZE

_COCO = len(COCO_KEYPOINTS)
LEFT_TOE, LEFT_HEEL = (EXTRA_KEYPOINTS.index(name) for name in ("left_toe", "left_heel"))
FEET = [BODY_INDEX[name] for name in ("left_toe", "right_toe", "left_heel", "right_heel")]


def raised(body: np.ndarray, degrees: float = 30.0) -> np.ndarray:
    """The body with both feet turned about the ankles' left-right axis, toes up."""
    turn = np.radians(degrees)
    matrix = np.array([[1, 0, 0], [0, np.cos(turn), np.sin(turn)], [0, -np.sin(turn), np.cos(turn)]])
    body = body.copy()
    for side in ("left", "right"):
        ankle = body[BODY_INDEX[f"{side}_ankle"]]
        for part in ("toe", "heel"):
            index = BODY_INDEX[f"{side}_{part}"]
            body[index] = ankle + (body[index] - ankle) @ matrix.T
    return body


def seen(camera: Camera, body: np.ndarray) -> Keypoints:
    pixels = camera.project(to_keypoints(body, OBSERVED_23))
    return Keypoints(pixels[:_COCO], size=SIZE, extra=pixels[_COCO:])


def observed(keypoints: Keypoints, camera: Camera, noise: float = 0.004) -> Observed:
    rays, each = camera.rays(keypoints.points), np.full(keypoints.visibility.shape, noise)
    return observed_points(usable(keypoints, rays, each), rays, each, camera)


def test_rays_and_noise_of_the_extra_keypoints(camera: Camera) -> None:
    whole = seen(camera, standing_body())
    assert whole.extra is not None
    extra = whole.extra.copy()
    extra[0, LEFT_TOE] = np.nan
    size = person_size(whole)[0]
    spread = np.array([0.02, np.nan, 0.05, 0.05, 0.2, 0.001]) * size
    found = observed(replace(whole, extra=extra, extra_noise=spread[None]), camera)
    rays = camera.to_camera(standing_body()[BODY_INDEX["head_top"]])
    assert found.rays[0, _COCO + 1] == pytest.approx(rays[:2] / rays[2], abs=1e-5)
    assert found.visible[0, _COCO:].tolist() == [True, True, False, True, False, True]  # a heel is too noisy
    assert found.noise[0, _COCO:][[0, 1, 3, 5]] == pytest.approx([0.02, 0.004, 0.05, 0.004])
    assert (found.rays[0, _COCO:][~found.visible[0, _COCO:]] == 0).all()
    none = observed(replace(whole, visibility=np.full((1, 17), MISSING)), camera)
    assert not none.visible.any()
    nobody = observed(whole.select([]), camera)
    assert nobody.rays.shape == (0, 23, 2)


@pytest.mark.parametrize("sides", [True, False])
def test_feet_follow_their_points(lifter: Lifter, camera: Camera, sides: bool) -> None:
    """Whatever the network thinks: toes and heels come near their rays, and everything else stays as it was."""
    keypoints = seen(camera, raised(standing_body()))
    known = Known(sides=sides)
    off = []
    for one in (replace(keypoints, extra=None), keypoints, keypoints.swapped()):
        result = lifter.lift(one, camera, hypotheses=4, known=known, keypoint_noise=0.001)
        pixels = camera.project(result.joints[0, :, FEET])
        assert keypoints.extra is not None
        off.append(np.linalg.norm(pixels - keypoints.extra[0, 2:, None], axis=-1).mean())
    without, with_feet, exchanged = off
    assert with_feet < 0.5 * without
    if not sides:
        assert exchanged < 0.7 * without
