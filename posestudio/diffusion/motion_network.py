"""The motion network: attention over the frames of a sequence."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from posestudio.diffusion.motion_conditioning import FRAME_FEATURES, JOINTS, SEEN
from posestudio.learning.layers import Dropout, FourierFeatures

REACH = 40
"""Frames before and behind a frame that its token attends to."""

WIDTHS = (1.0, 2.5, 6.0)
"""Standard deviations, in frames, of the Gaussians that the per-frame estimates are smoothed with."""

UNSEEN_WEIGHT = 0.1
"""Weight, in that smoothing, of frames in which the person is not seen."""

READ_OVER = 13
"""Frames that each output is read from, by a filter over time of each unit."""

EXTRA = 6
"""Outputs beside the joints: how surely each foot stands, the velocity of the hips, and its log deviation."""


class OverTime(nn.Module):
    """Pre-norm self-attention over frames up to ``reach`` away, and a gated perceptron, each with a residual.

    Attention scores have a learned bias for each head and distance in time, as in T5 (Raffel et al. 2020), so that
    the network applies to sequences of any length.
    """

    def __init__(self, width: int, heads: int, dropout: float, reach: int = REACH):
        super().__init__()
        if heads < 1 or width % heads:
            raise ValueError(f"{heads} heads cannot share a width of {width}")
        inside = width * 8 // 24 * 8
        self.heads, self.reach = heads, reach
        self.dropout = Dropout(dropout)
        self.norm_attention = nn.LayerNorm(width)
        self.query_key_value = nn.Linear(width, 3 * width)
        self.merge = nn.Linear(width, width)
        self.bias = nn.Parameter(torch.zeros(heads, 2 * reach + 1))
        self.norm_mlp = nn.LayerNorm(width)
        self.expand = nn.Linear(width, 2 * inside)
        self.project = nn.Linear(inside, width)
        with torch.no_grad():  # heads begin with attention of different widths
            away = torch.arange(-reach, reach + 1).abs() / reach
            slopes = 8.0 * 0.5 ** (torch.arange(heads) * 6 / heads) * 4
            self.bias.copy_(-slopes[:, None] * away)
        for layer in (self.merge, self.project):
            nn.init.zeros_(layer.weight)
            nn.init.zeros_(layer.bias)

    def forward(self, tokens: Tensor) -> Tensor:
        """(N, T, width) -> the same."""
        tokens = tokens + self.dropout(self.merge(self._attention(self.norm_attention(tokens))))
        gate, value = self.expand(self.norm_mlp(tokens)).chunk(2, dim=-1)
        return tokens + self.dropout(self.project(functional.silu(gate) * value))

    def _attention(self, tokens: Tensor) -> Tensor:
        count, length, width = tokens.shape
        split = self.query_key_value(tokens).view(count, length, 3, self.heads, width // self.heads)
        query, key, value = split.permute(2, 0, 3, 1, 4)
        away = torch.arange(length, device=tokens.device)
        away = away[None, :] - away[:, None]
        bias = self.bias[:, away.clamp(-self.reach, self.reach) + self.reach]
        bias = bias.masked_fill(away.abs() > self.reach, -math.inf)
        scores = query @ key.transpose(-1, -2) / math.sqrt(width // self.heads)
        mixed = (scores.float() + bias).softmax(-1).to(value.dtype) @ value
        return mixed.transpose(1, 2).reshape(count, length, width)


@dataclass(frozen=True)
class MotionExtra:
    """What the network says beside the poses: ``stands`` (N, T, 2) logits of the left and the right foot standing;
    ``velocity`` (N, T, 3) of the hips, metres a second on 0.86 m legs, window axes; ``log_deviation`` (N, T) of each
    of its components."""

    stands: Tensor
    velocity: Tensor
    log_deviation: Tensor


class MotionNetwork(nn.Module):
    """Clean poses of every frame, from the per-frame estimates of that and of the frames around it.

    network(x, estimate, time, features) -> ((N, T, B, 3) poses, MotionExtra): ``x`` the scaled noisy poses and
    ``estimate`` the per-frame denoiser's clean poses, (N, T, B, 3) in window axes, ``time`` (N,) the noise level,
    0 to 1, ``features`` (N, T, F) those of a `MotionObservation`.

    The poses are a mixture of the estimates as they are and of those smoothed over time (WIDTHS), the shares decided
    for each joint of each frame, minus ``time`` times a correction. A correction alone would have to reproduce the
    estimates' jitter exactly to remove it. The correction's last layer starts at zero.
    """

    def __init__(
        self,
        width: int = 256,
        layers: int = 6,
        heads: int = 8,
        dropout: float = 0.05,
        time_features: int = 64,
    ):
        super().__init__()
        self.time = FourierFeatures(time_features)
        self.embed_time = nn.Sequential(nn.Linear(time_features, width), nn.SiLU(), nn.Linear(width, width))
        self.embed = nn.Linear(2 * 3 * JOINTS + FRAME_FEATURES, width)
        self.layers = nn.ModuleList(OverTime(width, heads, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(width)
        self.read = nn.Conv1d(width, width, READ_OVER, padding=READ_OVER // 2, groups=width, bias=False)
        self.share = nn.Linear(width, JOINTS * (1 + len(WIDTHS)))
        self.output = nn.Linear(width, JOINTS * 3 + EXTRA)
        with torch.no_grad():
            self.read.weight.copy_(
                _gaussian(torch.arange(READ_OVER) - READ_OVER // 2, 1.0).expand(width, 1, -1)
            )
            self.share.bias.copy_(torch.tensor([0.0, 1.0, 0.0, -1.0]).repeat(JOINTS))
        for weight in (self.share.weight, self.output.weight, self.output.bias):
            nn.init.zeros_(weight)

    def forward(
        self, x: Tensor, estimate: Tensor, time: Tensor, features: Tensor
    ) -> tuple[Tensor, MotionExtra]:
        tokens = self.embed(torch.cat([x.flatten(2), estimate.flatten(2), features], -1))
        tokens = tokens + self.embed_time(self.time(time))[:, None]
        for layer in self.layers:
            tokens = layer(tokens)
        tokens = self.norm(tokens)
        share = self.share(tokens).float().unflatten(-1, (JOINTS, 1 + len(WIDTHS))).softmax(-1)
        mixed = (smoothed(estimate, features[..., SEEN]) * share[..., None, :]).sum(-1)
        out = self.output(self.read(tokens.transpose(1, 2)).transpose(1, 2)).float()
        correction, stands, velocity, log_deviation = out.split([JOINTS * 3, 2, 3, 1], -1)
        poses = mixed - time[:, None, None, None] * correction.unflatten(-1, (JOINTS, 3))
        return poses, MotionExtra(stands, velocity, log_deviation[..., 0])


def smoothed(poses: Tensor, seen: Tensor) -> Tensor:
    """(N, T, B, 3, 1 + W) poses (N, T, B, 3) as they are, and smoothed over time with Gaussians of WIDTHS, in which
    frames that are not ``seen`` (N, T) have UNSEEN_WEIGHT."""
    frames = torch.arange(poses.shape[1], device=poses.device)
    weight = seen + UNSEEN_WEIGHT * (1 - seen)
    flat, result = poses.flatten(2), [poses]
    for width in WIDTHS:
        kernel = _gaussian(frames[:, None] - frames[None, :], width) * weight[:, None, :]
        kernel = kernel / kernel.sum(-1, keepdim=True)
        result.append((kernel.to(flat.dtype) @ flat).view_as(poses))
    return torch.stack(result, -1)


def _gaussian(away: Tensor, deviation: float) -> Tensor:
    """A Gaussian at distances ``away``, of sum 1 over whole numbers."""
    return torch.exp(-0.5 * (away / deviation).square()) / (deviation * math.sqrt(2 * math.pi))
