"""Tiny networks, observations and points for tests of the diffusion package."""

from __future__ import annotations

import torch

from posestudio.diffusion.conditioning import Observation, observe
from posestudio.diffusion.networks import PoseTransformer, ResidualMLP

TINY = {"mlp": {"width": 32, "blocks": 2}, "transformer": {"width": 16, "layers": 2, "heads": 2}}


def tiny_network(model: str) -> torch.nn.Module:
    """A small network whose last layer is not zero, so that its inputs matter; "gated" is an MLP, too,
    "joined" a gated transformer."""
    torch.manual_seed(0)
    if model in ("transformer", "joined"):
        new = model == "joined"
        network: torch.nn.Module = PoseTransformer(**TINY["transformer"], gated=new, joined=new)
    else:
        network = ResidualMLP(**TINY["mlp"], gated=model == "gated")
    for parameter in network.parameters():
        torch.nn.init.normal_(parameter, std=0.3)
    return network.eval()


def random_observation(count: int, seed: int = 0, missing: float = 0.2) -> Observation:
    generator = torch.Generator().manual_seed(seed)
    rays = torch.randn(count, 17, 2, generator=generator) * 0.15
    visible = (torch.rand(count, 17, generator=generator) >= missing).float()
    return observe(rays, visible)
