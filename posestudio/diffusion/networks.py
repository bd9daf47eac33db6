"""The two networks, over one interface: network(x, time, observation) -> (N, B, 3).

``x`` (N, B, 3) is the scaled noisy pose, ``time`` (N,) the noise level as the parameterization scales it.
``context_weight`` names the weight that multiplies the observation's context, ``after_context`` counts the inputs
that follow the context. ``joints`` is the number of joints that the network was trained with: what it gives of others
has no meaning (see `Denoiser.denoise`). ``with_new_inputs`` gives an older file's tensors the inputs that it lacks.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn import functional

from posestudio.body.layouts import (
    BODY_INDEX,
    BODY_JOINTS,
    COCO_KEYPOINTS,
    JOINTS_WITHOUT_HEELS,
    OBSERVED_KEYPOINTS,
)
from posestudio.diffusion.conditioning import CONTEXT_FEATURES, Observation
from posestudio.learning.layers import Dropout, FourierFeatures

JOINTS, KEYPOINTS = len(BODY_JOINTS), len(OBSERVED_KEYPOINTS)

OLD_JOINTS, OLD_KEYPOINTS = len(JOINTS_WITHOUT_HEELS), len(COCO_KEYPOINTS)
"""Joints and keypoints of weights that were made before bodies had heels."""

POSES_AT_ONCE = 128
"""Poses that pass a transformer's layers together on a CPU: their tokens fit its cache, those of more do not."""


class ResidualBlock(nn.Module):
    """x + W2 dropout(silu(W1 norm(x) + noise level)); the last layer starts at zero, the block as identity."""

    def __init__(self, width: int, dropout: float):
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.expand = nn.Linear(width, width)
        self.project = nn.Linear(width, width)
        self.dropout = Dropout(dropout)
        nn.init.zeros_(self.project.weight)
        nn.init.zeros_(self.project.bias)

    def forward(self, x: Tensor, embedding: Tensor) -> Tensor:
        hidden = functional.silu(self.expand(self.norm(x) + embedding))
        return x + self.project(self.dropout(hidden))


class GatedBlock(nn.Module):
    """x + W3 dropout(silu(W1 h) * (W2 h)), h = norm(x) + noise level; with as many weights as a ResidualBlock.

    Shazeer 2020, "GLU variants improve Transformer" (SwiGLU). The last layer starts at zero, the block as
    identity.
    """

    def __init__(self, width: int, dropout: float):
        super().__init__()
        inside = width * 2 // 24 * 8
        self.norm = nn.LayerNorm(width)
        self.expand = nn.Linear(width, 2 * inside)
        self.project = nn.Linear(inside, width)
        self.dropout = Dropout(dropout)
        nn.init.zeros_(self.project.weight)
        nn.init.zeros_(self.project.bias)

    def forward(self, x: Tensor, embedding: Tensor) -> Tensor:
        gate, value = self.expand(self.norm(x) + embedding).chunk(2, dim=-1)
        return x + self.project(self.dropout(functional.silu(gate) * value))


class ResidualMLP(nn.Module):
    """All inputs flattened and concatenated, then fully connected residual blocks.

    ``gated`` blocks learn faster than plain ones of the same size; new networks have them.
    """

    context_weight = "embed.weight"
    joints = JOINTS

    def __init__(
        self,
        width: int = 1024,
        blocks: int = 4,
        dropout: float = 0.05,
        time_features: int = 64,
        gated: bool = False,
    ):
        super().__init__()
        self.time = FourierFeatures(time_features)
        self.after_context = time_features
        inputs = JOINTS * 3 + KEYPOINTS * 4 + CONTEXT_FEATURES + time_features
        self.embed = nn.Linear(inputs, width)
        self.embed_time = nn.Linear(time_features, width)
        block = GatedBlock if gated else ResidualBlock
        self.blocks = nn.ModuleList(block(width, dropout) for _ in range(blocks))
        self.norm = nn.LayerNorm(width)
        self.output = nn.Linear(width, JOINTS * 3)
        nn.init.zeros_(self.output.weight)
        nn.init.zeros_(self.output.bias)

    def forward(self, x: Tensor, time: Tensor, observation: Observation) -> Tensor:
        features = self.time(time)
        parts = (
            x.flatten(1),
            observation.points.flatten(1),
            observation.visible,
            observation.noise_levels,
            observation.context,
            features,
        )
        hidden = self.embed(torch.cat(parts, dim=-1))
        embedding = self.embed_time(features)
        for block in self.blocks:
            hidden = block(hidden, embedding)
        return self.output(functional.silu(self.norm(hidden))).unflatten(-1, (JOINTS, 3))

    @staticmethod
    def with_new_inputs(tensors: dict[str, Tensor]) -> None:
        """Tensors of 27 joints and COCO's keypoints, in place, with zero weights for heels and the other inputs."""
        weight = tensors["embed.weight"]
        joints, points = 3 * OLD_JOINTS, 2 * OLD_KEYPOINTS
        pose, image, visible, rest = weight.tensor_split(
            (joints, joints + points, joints + points + OLD_KEYPOINTS), dim=1
        )
        new = [KEYPOINTS * 2 - points, KEYPOINTS - OLD_KEYPOINTS + KEYPOINTS]
        zeros = [weight.new_zeros(len(weight), count) for count in (3 * JOINTS - joints, *new)]
        tensors["embed.weight"] = torch.cat([pose, zeros[0], image, zeros[1], visible, zeros[2], rest], 1)
        for name in ("output.weight", "output.bias"):
            tensors[name] = _lengthened(tensors[name], 3 * JOINTS)


def _lengthened(tensor: Tensor, rows: int, value: float = 0.0) -> Tensor:
    """A tensor with new rows of one ``value`` at its end."""
    longer = torch.empty((rows, *tensor.shape[1:]), dtype=tensor.dtype, device=tensor.device)
    if not longer.is_meta:
        longer[: len(tensor)], longer[len(tensor) :] = tensor, value
    return longer


class AttentionBlock(nn.Module):
    """Pre-norm multi-head self-attention and a perceptron, each with a residual connection.

    A ``gated`` perceptron is that of a GatedBlock, with as many weights as the plain one.
    """

    def __init__(self, width: int, heads: int, dropout: float, gated: bool = False):
        super().__init__()
        if heads < 1 or width % heads:
            raise ValueError(f"{heads} heads cannot share a width of {width}")
        inside = width * 8 // 24 * 8 if gated else 4 * width
        self.heads, self.gated = heads, gated
        self.norm_attention = nn.LayerNorm(width)
        self.query_key_value = nn.Linear(width, 3 * width)
        self.merge = nn.Linear(width, width)
        self.norm_mlp = nn.LayerNorm(width)
        self.expand = nn.Linear(width, 2 * inside if gated else inside)
        self.project = nn.Linear(inside, width)
        self.dropout = Dropout(dropout)
        for layer in (self.merge, self.project):
            nn.init.zeros_(layer.weight)
            nn.init.zeros_(layer.bias)

    def forward(self, tokens: Tensor) -> Tensor:
        tokens = tokens + self.dropout(self.merge(self.attention(self.norm_attention(tokens))))
        hidden = self.expand(self.norm_mlp(tokens))
        if self.gated:
            gate, value = hidden.chunk(2, dim=-1)
            hidden = functional.silu(gate) * value
        else:
            hidden = functional.silu(hidden)
        return tokens + self.dropout(self.project(hidden))

    def attention(self, tokens: Tensor) -> Tensor:
        count, length, width = tokens.shape
        split = self.query_key_value(tokens).view(count, length, 3, self.heads, width // self.heads)
        query, key, value = split.permute(2, 0, 3, 1, 4)
        if tokens.device.type == "cpu":
            # The fused kernel is no faster with so few tokens, and its backward pass takes four times as long.
            query, key, value = (part.flatten(0, 1) for part in (query, key, value))
            scores = query @ key.transpose(-1, -2) / math.sqrt(width // self.heads)
            mixed = (scores.float().softmax(-1).to(value.dtype) @ value).unflatten(0, (count, self.heads))
        else:
            mixed = functional.scaled_dot_product_attention(query, key, value)
        return mixed.transpose(1, 2).reshape(count, length, width)


def _first_values(rows: int, width: int) -> nn.Parameter:
    """(rows, width) numbers to be learnt, normally distributed with a standard deviation of .5 at first."""
    return nn.Parameter(nn.init.normal_(torch.empty(rows, width), std=0.5))


class PoseTransformer(nn.Module):
    """A transformer over the body's joints: each joint's token also carries its 2D keypoint, where there is one.

    The noise level and the observation's context are added to every token. A missing keypoint has a learned
    embedding. Without ``joined``, keypoints are tokens of their own, whose outputs are dropped: nearly twice the
    tokens, and attention has to learn which keypoint belongs to which joint. New networks are joined and ``gated``.
    """

    context_weight = "embed_context.0.weight"
    after_context = 0
    joints = JOINTS
    keypoint_joints: Tensor

    def __init__(
        self,
        width: int = 160,
        layers: int = 5,
        heads: int = 5,
        dropout: float = 0.0,
        time_features: int = 64,
        gated: bool = False,
        joined: bool = False,
    ):
        super().__init__()
        self.joined = joined
        self.time = FourierFeatures(time_features)
        self.embed_context = nn.Sequential(
            nn.Linear(time_features + CONTEXT_FEATURES, width), nn.SiLU(), nn.Linear(width, width)
        )
        self.embed_joint = nn.Linear(3, width)
        self.embed_keypoint = nn.Linear(3, width)
        self.joint_identity = _first_values(JOINTS, width)
        self.keypoint_identity = _first_values(KEYPOINTS, width)
        self.missing = _first_values(KEYPOINTS, width)
        self.register_buffer(
            "keypoint_joints",
            torch.tensor([BODY_INDEX[name] for name in OBSERVED_KEYPOINTS]),
            persistent=False,
        )
        self.layers = nn.ModuleList(AttentionBlock(width, heads, dropout, gated) for _ in range(layers))
        self.norm = nn.LayerNorm(width)
        self.output = nn.Linear(width, 3)
        nn.init.zeros_(self.output.weight)
        nn.init.zeros_(self.output.bias)

    def forward(self, x: Tensor, time: Tensor, observation: Observation) -> Tensor:
        context = self.embed_context(torch.cat([self.time(time), observation.context], dim=-1))
        keypoints = torch.where(
            observation.visible[..., None] > 0,
            self.embed_keypoint(torch.cat([observation.points, observation.noise_levels[..., None]], -1))
            + self.keypoint_identity,
            self.missing,
        )
        tokens = (self.embed_joint(x) + self.joint_identity)[:, : self.joints]
        if self.joints == OLD_JOINTS:
            keypoints = keypoints[:, :OLD_KEYPOINTS]
        if self.joined:
            joints = self.keypoint_joints[: keypoints.shape[1]]
            tokens = tokens.index_add(1, joints, keypoints.to(tokens.dtype))
        else:
            tokens = torch.cat([tokens, keypoints], dim=1)
        tokens = tokens + context[:, None]
        at_once = len(tokens) if torch.is_grad_enabled() or tokens.device.type != "cpu" else POSES_AT_ONCE
        return torch.cat([self._through_layers(part) for part in tokens.split(at_once)])

    def _through_layers(self, tokens: Tensor) -> Tensor:
        for layer in self.layers:
            tokens = layer(tokens)
        poses = self.output(self.norm(tokens[:, : self.joints]))
        return functional.pad(poses, (0, 0, 0, JOINTS - self.joints))

    @staticmethod
    def with_new_inputs(tensors: dict[str, Tensor]) -> None:
        """Tensors of 27 joints and COCO's keypoints, in place, with those of heels and the other keypoints, which
        begin as nothing."""
        tensors["embed_keypoint.weight"] = functional.pad(tensors["embed_keypoint.weight"], (0, 1))
        tensors["joint_identity"] = _lengthened(tensors["joint_identity"], JOINTS)
        for name in ("keypoint_identity", "missing"):
            tensors[name] = _lengthened(tensors[name], KEYPOINTS)


NETWORKS: dict[str, type[nn.Module]] = {"mlp": ResidualMLP, "transformer": PoseTransformer}

SIZES: dict[str, dict[str, dict[str, int]]] = {
    "mlp": {
        "small": {"width": 512, "gated": True},
        "medium": {"gated": True},
        "large": {"width": 1536, "blocks": 6, "gated": True},
    },
    "transformer": {
        "small": {"width": 64, "layers": 4, "heads": 4, "gated": True, "joined": True},
        "medium": {"gated": True, "joined": True},
        "large": {"width": 256, "layers": 6, "heads": 8, "gated": True, "joined": True},
    },
}
"""Options of new networks by size; the shipped weights are medium."""
