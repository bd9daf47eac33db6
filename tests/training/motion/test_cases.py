from __future__ import annotations

import numpy as np
import pytest

from posestudio.body.layouts import to_keypoints
from posestudio.keypoints.observation import person_size
from posestudio.training.motion.cases import PICTURE, make_case, noisy, windows
from tests.training.motion.test_motion_metrics import walking


@pytest.mark.parametrize("moving", [False, True])
@pytest.mark.parametrize("seed", range(6))
def test_the_whole_person_is_in_the_picture_of_every_frame(seed: int, moving: bool) -> None:
    case = make_case("walk", "0", walking(60), 30, seed, moving)
    points = np.stack([frame.points[0] for frame in case.keypoints])
    assert (points > 0).all() and (points < PICTURE).all()


def test_a_still_camera_sees_the_motion_where_its_truth_is() -> None:
    case = make_case("walk", "0", walking(), 30, 1)
    assert np.allclose(case.camera.to_camera(case.world), case.truth, atol=1e-4)
    assert np.allclose(
        case.camera.project(to_keypoints(case.world))[5], case.keypoints[5].points[0], atol=0.01
    )
    legs = np.linalg.norm(np.diff(case.truth[:, [19, 20, 21]], axis=1), axis=-1).sum(1)
    assert legs == pytest.approx(0.86, abs=0.05)


def test_a_moving_camera_moves_smoothly_and_the_truth_is_in_each_frames_axes() -> None:
    case = make_case("walk", "0", walking(90), 30, 1, moving=True)
    rays = case.camera.rays(np.stack([frame.points[0] for frame in case.keypoints]))
    seen = to_keypoints(case.truth)
    assert np.allclose(rays, seen[..., :2] / seen[..., 2:], atol=1e-3)
    still = make_case("walk", "0", walking(90), 30, 1)
    assert np.abs(case.truth - still.truth).max() > 0.1
    assert np.abs(np.diff(case.truth, axis=0)).max() < 0.2


def test_noise_and_missing_points_are_as_stated_and_repeat() -> None:
    case = make_case("walk", "0", walking(), 30, 1)
    one, again = noisy(case.keypoints, 7), noisy(case.keypoints, 7)
    assert all(a == b for a, b in zip(one, again, strict=True))
    seen = np.stack([frame.observed[0] for frame in one])
    assert 0.02 < 1 - seen.mean() < 0.08
    off = np.stack([a.points[0] - b.points[0] for a, b in zip(one, case.keypoints, strict=True)])
    assert off[seen].std() / person_size(case.keypoints[0])[0] == pytest.approx(0.01, rel=0.1)


def test_windows_of_eight_seconds_and_what_remains_of_at_least_two() -> None:
    assert windows(620, 30) == [slice(0, 240), slice(240, 480), slice(480, 620)]
    assert windows(290, 30) == [slice(0, 240)]
    assert windows(59, 30) == []
