"""The field of view that is inferred from people: of made-up evidence, and by a lifter."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posestudio.geometry.camera import Camera
from posestudio.keypoints import Keypoints
from posestudio.lifting.field_of_view import (
    CANDIDATES,
    CARD,
    LEAST_PEOPLE,
    Expected,
    infer_field_of_view,
    log_tangent,
)

TRUE = (22.0, 35.0, 50.0, 65.0, 80.0)


def left_over_of(fov, people, seed=0):
    """What would be left (N, F) if errors grew with the square of the distance to the true field of view."""
    rng = np.random.default_rng(seed)
    away = np.array([log_tangent(candidate) - log_tangent(fov) for candidate in CANDIDATES])
    return 0.2 * away**2 + rng.normal(0, 0.1, (people, 1)) + rng.normal(0, 0.02, (people, len(CANDIDATES)))


EXPECTED = Expected.fitted({fov: left_over_of(fov, 200, seed) for seed, fov in enumerate(TRUE)})


@settings(max_examples=20, deadline=None)
@given(st.floats(20, 85), st.integers(0, 10**6))
def test_many_people_tell_the_field_of_view(fov, seed):
    mean, deviation = EXPECTED.posterior(left_over_of(fov, 40, seed))
    assert abs(mean - log_tangent(fov)) < 0.2
    assert deviation < 0.2


def test_more_people_make_it_surer_and_nobody_leaves_what_was_expected():
    deviations = [EXPECTED.posterior(left_over_of(30.0, people))[1] for people in (0, 2, 8, 32)]
    assert deviations == sorted(deviations, reverse=True)


def test_a_card_keeps_what_is_expected():
    read = Expected.of_card({CARD: EXPECTED.to_json()})
    seen = left_over_of(60.0, 10)
    assert read.posterior(seen) == pytest.approx(EXPECTED.posterior(seen), abs=1e-2)
    for broken in (
        {},
        {CARD: 3},
        {CARD: {"curves": [[1]], "precision": []}},
        {CARD: {"curves": "x", "precision": 1}},
    ):
        assert Expected.of_card(broken) is None


@pytest.fixture(scope="module")
def frames():
    """Four frames of a standing person, each from somewhat nearer."""
    from posestudio.body.layouts import to_keypoints
    from posestudio.body.standing import standing_body

    cameras = [
        Camera.look_at((0.3, 1.2, 3 + step / 2), (0, 1, 0), 50, (640, 480)) for step in range(LEAST_PEOPLE)
    ]
    return [Keypoints(camera.project(to_keypoints(standing_body())), size=(640, 480)) for camera in cameras]


def test_too_few_people_pictures_of_several_sizes_and_other_weights_tell_nothing(frames, lifter):
    card = lifter.card | {CARD: EXPECTED.to_json()}

    def inferred(card, frames):
        return infer_field_of_view(lifter.denoiser, card, frames, lifter.device)

    found = inferred(card, frames)
    assert found.people == LEAST_PEOPLE and found.low < found.degrees < found.high
    camera = found.camera((640, 480))
    assert camera.assumed and camera.fov == pytest.approx(found.degrees)
    assert any("inferred from 4" in remark for remark in camera.remarks())
    other = Keypoints(frames[0].points, size=(480, 640))
    for few in (frames[:3], [*frames, other], []):
        assert inferred(card, few) is None
    assert inferred(lifter.card, frames) is None
    assert math.isfinite(found.degrees)
