import numpy as np
import pytest
import torch
from PIL import Image

import posestudio
from posestudio.detection.calibration import GROUPS
from posestudio.detection.crops import moved
from posestudio.detection.decoding import peaks
from posestudio.detection.detected import Detected
from posestudio.detection.detector import Detector
from posestudio.detection.network.masks import to_pixels
from posestudio.errors import PoseStudioError
from posestudio.keypoints import MISSING
from tests.detection.examples import WholePicture, small_model

WHOLE = [0, 0, 200, 120]


@pytest.fixture(scope="module")
def detector():
    torch.manual_seed(0)
    model = small_model()
    torch.nn.init.normal_(model.decoder.output.weight, std=0.1)
    torch.nn.init.normal_(model.initialisation.weight, std=0.1)
    return Detector(model.eval(), exact=True)


@pytest.fixture(scope="module")
def picture():
    return np.random.default_rng(0).integers(0, 256, (120, 200, 3)).astype(np.uint8)


def test_a_box_is_one_person(detector, picture):
    found = detector.detect(picture, WHOLE, steps=2)
    assert found.keypoints.shape == (1, 17, 2) and found.confidence.shape == (1, 17)
    assert found.size == (200, 120) and found.boxes.shape == (1, 4)
    assert found.uncertainty is None and found.trajectory is None and found.samples is None
    assert found.scores.shape == (1,) and found.noise.shape == (1, 17) and found.noise.dtype == np.float32
    assert found.keypoints.dtype == found.confidence.dtype == np.float32


def test_everybody_is_found_once_the_surest_first(picture):
    """A network that sees a person in the middle of whatever it is shown, and boxes of which two are alike."""
    model = small_model().eval()

    def middle(features):
        maps = torch.zeros(len(features), 17, *model.config.map_size)
        maps[:, :8, 8, 6], maps[:, 8:, 8, 10] = 0.9, 0.9
        return maps

    model.initial = middle
    model.decode = lambda centres, conditioned, time: middle(centres)
    boxes = [[0, 0, 60, 100], [2, 1, 60, 100], [100, 0, 90, 110], [50, 10, 40, 40]]
    finder = WholePicture(boxes, [0.6, 0.5, 0.9, 0.01])
    found = Detector(model, finder=finder, exact=True).detect(picture, steps=1, samples=2, trajectory=True)
    assert finder.asked == [(120, 200, 3)]
    assert found.boxes.tolist() == [boxes[2], boxes[0]]
    assert found.scores == pytest.approx([0.81, 0.54], abs=0.01)
    assert found.keypoints[0, 0, 0] > 100 > found.keypoints[1, 0, 0]
    assert found.samples.shape == (2, 2, 17, 2) and found.trajectory.shape[1] == found.noisy.shape[1] == 2
    asked = Detector(model, finder=finder, exact=True).detect(picture, boxes, steps=1)
    assert asked.people == 4 and len(finder.asked) == 1  # boxes that are given are all answered


def test_calibration_makes_nobody_a_person(detector, picture):
    """A card in which every keypoint is right: that holds where somebody is."""
    sure = {"height": [0.0, 1.0], "confidence": [1.0, 1.0], "noise": [0.1, 0.1]}
    card = {"calibration": {"missing_below": 0.1, "spread": [1, 1], "joints": dict.fromkeys(GROUPS, sure)}}
    plain, calibrated = (
        Detector(detector.model, each, finder=WholePicture(), exact=True) for each in ({}, card)
    )
    assert calibrated.detect(picture, WHOLE).confidence.min() == 1
    assert calibrated.detect(picture, WHOLE).scores == plain.detect(picture, WHOLE).scores
    assert calibrated.detect(picture).people == plain.detect(picture).people


def test_where_nobody_is_nobody_is_invented(detector, picture):
    nobody = Detector(detector.model, finder=WholePicture([], [])).detect(picture, samples=3)
    assert nobody.people == 0 and nobody.scores.shape == (0,) and nobody.size == (200, 120)
    assert nobody.noise.shape == (0, 17) and nobody.samples.shape == (3, 0, 17, 2)
    assert nobody.to_keypoints("a").people == 0


def test_the_trajectory_lies_over_the_picture_by_its_affine(detector, picture):
    called = []
    found = detector.detect(
        picture, [[20, 10, 60, 90], [100, 5, 80, 100]], steps=3, trajectory=True,
        callback=lambda step, maps: called.append((step, maps.shape)),
    )  # fmt: skip
    assert found.trajectory.shape == (4, 2, 17, 16, 16) and found.noisy.shape == (4, 2, 17, 2)
    assert called == [(index, (2, 17, 16, 16)) for index in range(4)]
    points = to_pixels(peaks(torch.from_numpy(found.trajectory[-1]))[0], (16, 16)).numpy()
    for person in range(2):
        assert np.allclose(moved(points[person], found.affine[person]), found.keypoints[person], atol=1e-2)


def test_people_do_not_depend_on_each_other(detector, picture):
    boxes = [[20, 10, 60, 90], [100, 5, 80, 100]]
    both = detector.detect(picture, boxes)
    alone = detector.detect(picture, boxes[1])
    assert np.allclose(both.keypoints[1], alone.keypoints[0], atol=1e-2)
    many = detector.detect(picture, boxes * 9, steps=1)  # more than go through at once
    assert many.people == 18 and np.allclose(many.keypoints[0], many.keypoints[16], atol=1e-2)


@pytest.mark.parametrize("flip", [False, True])
def test_noise_goes_by_person(detector, picture, flip):
    boxes = [[20, 10, 60, 90], [100, 5, 80, 100], [0, 0, 50, 50]]
    alone = detector.detect(picture, boxes[1], samples=4, flip=flip)
    for others in ([0, 1], [2, 1, 0], [1, 0], [0] * 5 + [1]):  # five and more go through in several parts
        found = detector.detect(picture, [boxes[index] for index in others], samples=4, flip=flip)
        place = others.index(1)
        assert np.allclose(found.keypoints[place], alone.keypoints[0], atol=1e-2)
        assert np.allclose(found.uncertainty[place], alone.uncertainty[0], atol=2e-3)
    assert alone.uncertainty.max() > 0.02  # the samples differ


def test_samples_spread_and_the_seed_decides(detector, picture):
    first, again, other = (detector.detect(picture, WHOLE, samples=3, seed=seed) for seed in (1, 1, 2))
    assert (first.keypoints == again.keypoints).all() and (first.uncertainty == again.uncertainty).all()
    assert (first.uncertainty != other.uncertainty).any()
    assert first.uncertainty.shape == (1, 17) and (first.uncertainty >= 0).all()
    assert first.samples.shape == (3, 1, 17, 2) and first.samples.dtype == np.float32
    assert first.noise.shape == (1, 17) and (first.noise > 0).all()


def test_the_flip_test_makes_mirrored_pictures_alike(detector, picture):
    """With it, the mirrored picture has the mirrored keypoints exactly."""
    from posestudio.body.mirroring import COCO_MIRROR

    square = picture[:, :120]
    box = [[10, 10, 100, 100]]
    straight = detector.detect(square, box, flip=True).keypoints[0]
    mirrored = detector.detect(square[:, ::-1], box, flip=True).keypoints[0][list(COCO_MIRROR)]
    mirrored[:, 0] = 120 - mirrored[:, 0]
    assert np.abs(straight - mirrored).max() < 0.5


def test_nobody_is_nobody(detector, picture):
    found = detector.detect(picture, np.zeros((0, 4)))
    assert found.people == 0 and found.to_keypoints("a").people == 0


def test_files_and_arrays_are_the_same(detector, picture, tmp_path):
    Image.fromarray(picture).save(tmp_path / "a.png")
    file, array = detector.detect(tmp_path / "a.png", WHOLE), detector.detect(picture, WHOLE)
    assert (file.keypoints == array.keypoints).all()


@pytest.mark.parametrize(
    "boxes",
    [[[0, 0, 0, 5]], [[0, 0, 5]], [[300, 0, 5, 5]], [[0, np.nan, 5, 5]], [[0, 0, 5, 5], [0, 0, -1, 5]]],
)
def test_boxes_that_cannot_be_are_refused(detector, picture, boxes):
    with pytest.raises(PoseStudioError, match="box"):
        detector.detect(picture, boxes)


def test_steps_that_cannot_be_are_refused(detector, picture):
    for options in ({"steps": 0}, {"samples": 0}, {"steps": 10**9}, {"samples": 10**9}):
        with pytest.raises(PoseStudioError, match="at least one"):
            detector.detect(picture, **options)
    for seed in (-1, 2**64):
        with pytest.raises(PoseStudioError, match="seed"):
            detector.detect(picture, seed=seed)


def test_little_confidence_is_missing():
    confidence = np.full((1, 17), 0.9)
    confidence[0, 3] = 0.01
    found = Detected(np.ones((1, 17, 2)), confidence, np.zeros((1, 4)), (10, 10), np.zeros((1, 2, 3)))
    keypoints = found.to_keypoints("a.jpg")
    assert keypoints.visibility[0, 3] == MISSING and keypoints.observed.sum() == 16
    assert keypoints.source == "a.jpg" and keypoints.size == (10, 10)


def test_the_noise_is_less_the_surer_a_keypoint_and_grows_with_the_person():
    confidence = np.linspace(0, 1, 17)[None].repeat(2, 0)
    boxes = np.array([[0, 0, 50, 100], [0, 0, 200, 100]])
    noise = Detected(np.ones((2, 17, 2)), confidence, boxes, (200, 100), np.zeros((2, 2, 3))).noise
    assert (np.diff(noise, axis=1) < 0).all() and np.allclose(noise[1], 2 * noise[0])


def test_the_noise_of_samples_is_their_spread_along_an_axis():
    samples = np.random.default_rng(0).normal(0, 5, (2000, 1, 17, 2))
    confidence, box = np.ones((1, 17)), np.array([[0, 0, 10, 10]])
    found = Detected(samples[0], confidence, box, (10, 10), np.zeros((1, 2, 3)), samples=samples)
    assert np.allclose(found.noise, 5, rtol=0.1)


def test_an_error_in_the_callback_ends_the_detection(detector, picture):
    class Enough(Exception):
        pass

    def stop(step, maps):
        raise Enough

    with pytest.raises(Enough):
        detector.detect(picture, WHOLE, callback=stop)


def test_the_public_name():
    assert posestudio.Detector is Detector
