from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from posestudio.body.layouts import COCO_INDEX, to_keypoints
from posestudio.body.standing import standing_body
from posestudio.dataset.photographs import PhotographPeople, azimuths_of_photographs, photograph_like_case
from posestudio.dataset.virtual_cameras import RowRandom, sample_views
from posestudio.errors import PosesError
from posestudio.geometry.rotations_torch import about_axis

FACE = [COCO_INDEX[name] for name in ("nose", "left_eye", "right_eye")]


def standing_rays(count: int) -> torch.Tensor:
    """(count, 17, 2) a standing body from the front; mirrored, as from behind, in every second row."""
    points = to_keypoints(standing_body())
    rays = torch.from_numpy(points[:, :2] * np.array([1, -1], np.float32)).float().repeat(count, 1, 1)
    rays[1::2, :, 0] *= -1
    return rays


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """400 people: those from behind, every second one, have no face; every fourth is cut off at the knees."""
    rng = np.random.default_rng(0)
    rays = standing_rays(400).numpy() + rng.normal(0, 0.01, (400, 17, 2))
    visibility = np.full((400, 17), 2, np.uint8)
    visibility[1::2, FACE] = 0
    visibility[::4, 13:] = 0
    visibility[:, COCO_INDEX["left_hip"]] = 1
    low, high = rays.min(1), rays.max(1)
    box = np.concatenate([np.full((400, 2), 0.1), (high - low) / 4], 1)
    path = tmp_path_factory.mktemp("people") / "people.npz"
    np.savez(
        path,
        keypoints=((rays - low[:, None]) / (high - low)[:, None]).astype(np.float16),
        visibility=visibility,
        box=box.astype(np.float16),
        picture_size=np.full((400, 2), 500, np.uint16),
        borders=np.where(np.arange(400) % 4 == 0, 8, 0).astype(np.uint8),
        picture_id=np.arange(400, dtype=np.uint32) // 2,
    )
    return path


def rng(count: int, seed: int = 0) -> RowRandom:
    return RowRandom(count, torch.Generator().manual_seed(seed), torch.device("cpu"))


def test_points_are_missing_as_on_people_in_like_views_and_as_often(file: Path) -> None:
    people = PhotographPeople.load(file)
    rays = standing_rays(600)
    matched = people.visibility(rays, rng(600), matched=1.0)
    assert matched[::2, FACE].mean() > 0.95 and matched[1::2, FACE].mean() < 0.05
    anybody = people.visibility(rays, rng(600), matched=0.0)
    assert 0.4 < anybody[::2, FACE].mean() < 0.6
    for visible in (matched, anybody):
        assert visible[:, COCO_INDEX["left_ankle"]].mean() == pytest.approx(0.75, abs=0.08)
    assert torch.equal(people.visibility(rays, rng(600)), people.visibility(rays, rng(600)))


def test_hidden_points_and_small_people_have_more_noise(file: Path) -> None:
    people = PhotographPeople.load(file)
    factor = people.noise_factor(torch.arange(len(people)))
    assert (factor[:, COCO_INDEX["left_hip"]] > 1.5 * factor[:, COCO_INDEX["right_hip"]]).all()
    assert factor[people.size.argmin()].mean() > factor[people.size.argmax()].mean()


def test_the_fixed_case_is_of_held_out_people(file: Path) -> None:
    held_out = PhotographPeople.load(file, held_out=True)
    assert len(held_out) + len(PhotographPeople.load(file)) == 400
    rays = standing_rays(500)
    moved, visible, noise = photograph_like_case(rays, held_out, seed=3, truncated=True)
    assert not visible[:, 13:].any() and noise.unique().tolist() == pytest.approx([0.015])
    size = (rays.amax(1) - rays.amin(1)).amax()
    assert float((moved - rays).std() / size) == pytest.approx(0.015, rel=0.05)
    assert torch.equal(
        photograph_like_case(rays, held_out, seed=3)[1], photograph_like_case(rays, held_out, seed=3)[1]
    )


def test_photographs_see_more_people_from_the_front() -> None:
    draw = rng(2000)
    bodies = torch.from_numpy(standing_body()).repeat(2000, 1, 1) @ about_axis(1, draw.uniform(0, 6.28))
    rays = sample_views(bodies, draw, azimuth=azimuths_of_photographs(bodies, draw)).rays
    left, right = (rays[:, COCO_INDEX[f"{side}_shoulder"], 0] for side in ("left", "right"))
    size = (rays.amax(1) - rays.amin(1)).amax(-1)
    across = (left - right) / size
    assert 0.4 < (across > 0.15).float().mean() < 0.65
    assert 0.1 < (across < -0.15).float().mean() < 0.25


def test_other_files_are_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "other.npz", keypoints=np.zeros((3, 16, 2)))
    with pytest.raises(PosesError, match="keypoints: expected"):
        PhotographPeople.load(tmp_path / "other.npz")
