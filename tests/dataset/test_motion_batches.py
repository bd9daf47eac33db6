"""Tests of motion batches: targets, what is seen, moving cameras, standing feet, detector-like noise."""

import numpy as np
import pytest
import torch

from posestudio.body.layouts import COCO_17
from posestudio.dataset.detector_noise import detector_like, lasting_noise, missing_points, runs
from posestudio.dataset.motion_batches import MotionBatches, film
from posestudio.dataset.motion_clips import MotionClip
from posestudio.dataset.virtual_cameras import RowRandom
from posestudio.diffusion.proportions import bones
from tests.dataset.clips import waving

SCALE = 0.3


def rng(count: int, seed: int = 0) -> RowRandom:
    return RowRandom(count, torch.Generator().manual_seed(seed), torch.device("cpu"))


@pytest.fixture(scope="module")
def batches() -> MotionBatches:
    clips = [MotionClip(waving(frames, speed=0.3), 30.0, "waving", "01") for frames in (80, 20)]
    return MotionBatches(clips, SCALE, 24)


def test_a_batch_is_whole_and_the_same_for_the_same_generator(batches):
    one, two = (batches.draw(6, torch.Generator().manual_seed(3)) for _ in range(2))
    assert one.x0.shape == (6, 24, 29, 3) and one.x0.isfinite().all()
    assert one.observation.features.isfinite().all() and one.velocity.isfinite().all()
    torch.testing.assert_close(one.x0, two.x0)
    torch.testing.assert_close(one.observation.features, two.observation.features)


def test_bones_keep_their_lengths_through_a_window(batches):
    batch = batches.draw(8, torch.Generator().manual_seed(1))
    lengths = bones(batch.x0.flatten(0, 1)).norm(dim=-1).unflatten(0, (8, 24)) * SCALE
    spread = lengths.amax(1) - lengths.amin(1)
    assert spread.max() < 0.02  # metres; rates are changed by interpolating positions


def test_the_person_stands_where_the_rays_say(batches):
    joints = torch.from_numpy(np.stack([waving(24), waving(24, phase=1.0)]))
    camera, rays, placed = film(joints, torch.full((2,), 30.0), torch.tensor([False, True]), rng(2))
    assert (placed[..., 2] > 0.4).all()
    points = torch.einsum("kb,ntbc->ntkc", torch.from_numpy(COCO_17.matrix).to(placed), placed)
    torch.testing.assert_close(points[..., :2] / points[..., 2:], rays)
    still = (camera[0] - camera[0, :1]).abs().max()
    assert still == 0 and (camera[1] - camera[1, :1]).abs().max() > 0
    about = joints - joints[:, :, :1]
    turned = about @ camera.transpose(-1, -2)
    torch.testing.assert_close(placed - placed[:, :, :1], turned, atol=1e-4, rtol=0)


def test_noise_has_the_level_asked_for():
    rays = torch.rand(200, 20, 17, 2)
    extent = (rays.amax(2) - rays.amin(2)).amax(-1).median(1).values
    noisy = detector_like(rays, rng(200), level=0.01)
    off = ((noisy.rays - rays) / extent[:, None, None, None]).abs()
    assert 0.004 < float(off.median()) < 0.009  # .0067 of a normal distribution of .01
    assert 0.7 < float(noisy.visible.mean()) < 0.95
    assert (noisy.noise > 0).all()


def test_lasting_noise_lasts():
    noise = lasting_noise(rng(300), 30, torch.full((300,), 10.0))
    assert abs(float(noise.std()) - 1) < 0.05
    assert abs(float((noise[:, 10] * noise[:, 20]).mean()) - np.exp(-1)) < 0.05


def test_runs_have_the_lengths_asked_for():
    there = runs(rng(400), 60, 0.01, 5, 9)
    starts = there[:, 1:] & ~there[:, :-1]
    for row, first in zip(*np.nonzero(starts.numpy()), strict=True):
        assert there[row, first + 1 : first + 6].all()
    assert missing_points(rng(50), 40).any() and not missing_points(rng(50), 40).all()
