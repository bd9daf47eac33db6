from __future__ import annotations

import torch

from posestudio.dataset.virtual_cameras import RowRandom, sample_views
from posestudio.diffusion.conditioning import Observation, observe
from posestudio.diffusion.guidance import followed, guided, trust
from posestudio.diffusion.ray_fitting import keypoints_of, solve_translation
from tests.dataset.clips import waving


class Still:
    """A denoiser whose estimate is the state itself."""

    def denoise(self, x: torch.Tensor, sigma: torch.Tensor, observation: Observation) -> torch.Tensor:
        return x


def misfit(noise: torch.Tensor | float) -> tuple[torch.Tensor, torch.Tensor]:
    """How far points of a guided estimate are from their rays (N, K), and of the estimate itself."""
    bodies = torch.from_numpy(waving(8))
    views = sample_views(
        bodies - bodies[:, :1], RowRandom(8, torch.Generator().manual_seed(0), torch.device("cpu"))
    )
    seen = observe(views.rays, torch.ones_like(views.rays[..., 0]), noise)
    rays = seen.points * seen.size[:, None, None]
    truth = (views.joints - views.joints[:, :1]) @ seen.rotation.transpose(-1, -2)
    start = truth + 0.03 * torch.randn(truth.shape, generator=torch.Generator().manual_seed(1))
    there = guided(Still(), seen, 1.0, 0.5)(start, torch.tensor(0.01))  # type: ignore[arg-type]
    found = []
    for joints in (there, start):
        points = keypoints_of(joints)
        placed = points + solve_translation(points, rays, trust(seen))[:, None]
        found.append((placed[..., :2] / placed[..., 2:] - rays).norm(dim=-1))
    return found[0], found[1]


def test_the_guidance_falls_faster_than_the_trust() -> None:
    levels = torch.tensor([[0.0, 0.004, 0.005, 0.01]])
    shares = followed(1 / (1 + (levels / 0.01) ** 2))[0]
    torch.testing.assert_close(shares, torch.tensor([1.0, 0.709, 0.5, 0.059]), atol=2e-3, rtol=0)
    assert float(followed(torch.zeros(1, 1))) < 1e-6  # a point that is missing


def test_exact_points_are_followed_and_noisy_ones_hardly() -> None:
    exact, before = misfit(0.0)
    assert float(exact.mean()) < 0.6 * float(before.mean())
    noisy, before = misfit(0.015)
    assert float(noisy.mean()) > 0.85 * float(before.mean())


def test_an_exact_point_among_noisy_ones_is_followed() -> None:
    noise = torch.full((8, 23), 0.02)
    noise[:, 9] = 0.0  # a wrist that was placed by hand
    after, before = misfit(noise)
    assert float(after[:, 9].mean()) < 0.7 * float(before[:, 9].mean())
