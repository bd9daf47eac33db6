import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posestudio.detection.calibration import Calibration
from posestudio.detection.training.annotations import read_coco
from posestudio.detection.training.calibrating import Measured, fit_calibration, fitted, isotonic, noise_of
from posestudio.detection.training.metrics import QUANTILES, radii
from posestudio.detection.training.samples import Photographs
from posestudio.errors import PoseStudioError
from tests.detection.examples import save_photographs, small_model


def measured(people=600, seed=0):
    """Keypoints that are right with the probability of the square of their height, and else far off."""
    rng = np.random.default_rng(seed)
    height = rng.uniform(0, 1, (people, 17))
    right = rng.uniform(size=height.shape) < height**2
    distance = np.where(right, 0.02, 0.2) * np.linalg.norm(rng.normal(size=(people, 17, 2)), axis=-1)
    everywhere = np.ones(height.shape, bool)
    return Measured(height, distance, right, everywhere, np.full(height.shape, np.nan))


def test_the_confidence_is_the_share_that_is_right():
    calibration = fitted([measured()])
    other = measured(seed=1)
    confidence = calibration.confidence(other.height)
    for low in (0.0, 0.2, 0.4, 0.6, 0.8):
        chosen = (confidence >= low) & (confidence < low + 0.2)
        assert confidence[chosen].mean() == pytest.approx(other.right[chosen].mean(), abs=0.05)
    assert 0.2 < calibration.missing_below < 0.5  # half of the best F1, where confidences are calibrated
    assert (calibration.confidence(np.zeros(17)) == 0).all()


def test_the_circles_hold_their_share():
    calibration = fitted([measured()])
    other = measured(seed=1)
    noise = calibration.noise(other.height, np.tile([0, 0, 1, 1], (len(other.height), 1)))
    within = [(other.distance <= radius * noise).mean() for radius in radii()]
    assert np.abs(within - QUANTILES).max() < 0.12  # the mixture of near and far is no normal distribution


def test_normal_distances_have_the_noise_they_were_drawn_with():
    distance = np.linalg.norm(np.random.default_rng(0).normal(0, 0.07, (5000, 2)), axis=-1)
    assert noise_of(distance, np.ones(5000)) == pytest.approx(0.07, rel=0.05)


def test_samples_that_spread_as_far_as_they_are_off_are_trusted():
    source = measured()
    source.spread = np.exp(np.random.default_rng(2).uniform(-5, -1, source.height.shape))
    source.distance = source.spread * np.linalg.norm(
        np.random.default_rng(3).normal(size=(*source.height.shape, 2)), axis=-1
    )
    spread, table = fitted([source]).spread
    assert spread == pytest.approx(1, rel=0.2) and table < 0.2


def test_each_source_counts_alike():
    few, many = measured(300), measured(3000, seed=1)
    few.right[:], many.right[:] = True, False
    confidence = fitted([few, many]).confidence(np.full(17, 0.5))
    assert np.allclose(confidence, 0.5, atol=0.02)


@given(st.lists(st.tuples(st.floats(-5, 5), st.floats(0.1, 9)), min_size=1, max_size=30))
def test_isotonic_regression_is_monotone_and_keeps_the_mean(pairs):
    values, weights = np.array(pairs).T
    found = isotonic(values, weights)
    assert (np.diff(found) >= 0).all()
    assert weights @ found == pytest.approx(weights @ values, abs=1e-6)
    assert np.allclose(isotonic(found, weights), found)


def test_a_model_is_calibrated_with_photographs(tmp_path):
    folder = save_photographs(tmp_path / "pictures", 3)
    people = read_coco(folder / "keypoints.json")
    said = []
    calibration = fit_calibration(
        small_model(), [Photographs(people)], steps=1, samples=2, device="cpu",
        progress=lambda *step: said.append(step),
    )  # fmt: skip
    assert said[-1] == (3, 3, "calibrating")
    assert Calibration.of_card({"calibration": calibration.as_card()}).as_card() == calibration.as_card()
    with pytest.raises(PoseStudioError, match="found none"):
        fit_calibration(small_model(), [Photographs([])], device="cpu")
