import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from posestudio.body.mirroring import COCO_MIRROR
from posestudio.detection.crops import crop_of_box
from posestudio.detection.network.model import INSIDE, OUTSIDE, UNLABELLED
from posestudio.detection.training.augment import Augmentation, augmented, plain_crop

GEOMETRY_ONLY = Augmentation(occluded=0, recoloured=0, blurred=0, compressed=0, half_body=0.5)
ALL = np.ones(17, bool)


def marked(size=128):
    """A picture with 17 dots, each of a level of its own, at its keypoints."""
    points = np.array([(24 + 20 * (i % 5), 24 + 24 * (i // 5)) for i in range(17)], float)
    picture = np.zeros((size, size, 3), np.uint8)
    for index, (x, y) in enumerate(points.astype(int)):
        picture[y - 3 : y + 4, x - 3 : x + 4] = 60 + 11 * index
    return picture, points + 0.5


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6))
def test_keypoints_stay_on_what_they_mark(seed):
    picture, points = marked()
    affine = crop_of_box((0, 0, 128, 128), 128, 1.0)
    sample = augmented(picture, points, ALL, affine, 128, np.random.default_rng(seed), GEOMETRY_ONLY)
    levels = 60 + 11 * np.arange(17)
    found = [
        int(sample.picture[int(y), int(x), 0])
        for (x, y), status in zip(sample.points, sample.status, strict=True)
        if status == INSIDE
    ]
    inside = sample.status == INSIDE
    straight, mirrored = levels[inside], levels[list(COCO_MIRROR)][inside]
    assert np.abs(found - straight).max(initial=0) <= 2 or np.abs(found - mirrored).max(initial=0) <= 2


def test_what_leaves_the_crop_is_outside_and_what_is_not_labelled_unlabelled():
    picture, points = marked()
    labelled = ALL.copy()
    labelled[2] = False
    sample = plain_crop(picture, points, labelled, crop_of_box((0, 0, 60, 60), 64, 1.0), 64)
    assert sample.status[2] == UNLABELLED
    assert sample.status[0] == INSIDE and sample.status[16] == OUTSIDE


def test_the_same_seed_gives_the_same_sample():
    picture, points = marked()
    affine = crop_of_box((0, 0, 128, 128), 96, 1.0)
    first, again, other = (
        augmented(picture, points, ALL, affine, 96, np.random.default_rng(seed)) for seed in (3, 3, 4)
    )
    assert (first.picture == again.picture).all() and (first.points == again.points).all()
    assert (first.picture != other.picture).any()
    assert first.picture.shape == (96, 96, 3) and first.picture.dtype == np.uint8


def test_half_a_body_fills_the_crop():
    picture = np.zeros((128, 128, 3), np.uint8)
    points = np.stack(
        [50 + 3.0 * np.arange(17) % 20, np.linspace(10, 118, 17)], axis=1
    )  # from head to ankles
    how = Augmentation(half_body=1.0, scale=(1, 1.0001), rotated=0, any_angle=0, shift=0, mirrored=0)
    affine = crop_of_box((0, 0, 128, 128), 128, 1.0)
    seen = [
        augmented(picture, points, ALL, affine, 128, np.random.default_rng(i), how).status for i in range(8)
    ]
    assert any((status[13:] == OUTSIDE).any() for status in seen)  # knees and ankles: the upper half
    assert any((status[:5] == OUTSIDE).any() for status in seen)  # the face: the lower


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6))
def test_a_neighbour_stays_beside_the_person(seed):
    picture = np.zeros((128, 128, 3), np.uint8)
    points = np.stack([np.linspace(50, 78, 17), np.linspace(10, 118, 17)], axis=1)
    how = Augmentation(occluded=0, recoloured=0, blurred=0, compressed=0, half_body=0)
    affine = crop_of_box((0, 0, 128, 128), 128, 1.0)
    white = np.full((64, 64, 3), 255, np.uint8)
    sample = augmented(picture, points, ALL, affine, 128, np.random.default_rng(seed), how, white)
    inside = sample.points[sample.status == INSIDE].astype(int)
    covered = sample.picture[inside[:, 1], inside[:, 0]].any(axis=-1)
    assert covered.mean() <= 0.2 if len(inside) > 9 else True
