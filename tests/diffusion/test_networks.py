from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from posestudio.body.layouts import BODY_INDEX, COCO_KEYPOINTS
from posestudio.diffusion.conditioning import observe
from posestudio.diffusion.networks import (
    POSES_AT_ONCE,
    AttentionBlock,
    GatedBlock,
    PoseTransformer,
    ResidualBlock,
)
from tests.diffusion.people import TINY, random_observation, tiny_network

MODELS = ("gated", "joined", *TINY)


@pytest.mark.parametrize("model", MODELS)
def test_each_pose_is_answered_on_its_own(model: str) -> None:
    network, observation = tiny_network(model), random_observation(8)
    x, time = torch.randn(8, 29, 3), torch.linspace(-1, 1, 8)
    together = network(x, time, observation)
    assert together.shape == (8, 29, 3)
    order = torch.tensor([3, 1, 7, 0, 2, 6, 5, 4])
    permuted = network(x[order], time[order], observation.map(lambda tensor: tensor[order]))
    assert torch.allclose(permuted, together[order], atol=1e-5)


@pytest.mark.parametrize("model", MODELS)
def test_where_a_missing_keypoint_was_said_to_be_does_not_matter(model: str) -> None:
    network = tiny_network(model)
    rays = torch.randn(4, 17, 2) * 0.1
    visible = torch.ones(4, 17)
    visible[:, [3, 9]] = 0
    elsewhere = rays.clone()
    elsewhere[:, [3, 9]] = 40.0
    x, time = torch.randn(4, 29, 3), torch.zeros(4)
    answers = [network(x, time, observe(points, visible)) for points in (rays, elsewhere)]
    assert torch.allclose(answers[0], answers[1], atol=1e-6)


@pytest.mark.parametrize("model", MODELS)
def test_noise_level_picture_and_pose_all_matter(model: str) -> None:
    network, observation = tiny_network(model), random_observation(4)
    x, time = torch.randn(4, 29, 3), torch.zeros(4)
    answer = network(x, time, observation)
    for other in (
        network(x, time + 0.3, observation),
        network(x + 0.1, time, observation),
        network(x, time, random_observation(4, seed=9)),
    ):
        assert not torch.allclose(answer, other, atol=1e-4)


def test_gated_blocks_are_as_large_as_plain_ones_and_begin_as_the_identity() -> None:
    plain, gated = ResidualBlock(1024, 0.0), GatedBlock(1024, 0.0)
    sizes = [sum(weight.numel() for weight in block.parameters()) for block in (plain, gated)]
    assert abs(sizes[1] / sizes[0] - 1) < 0.01
    x, embedding = torch.randn(2, 3, 1024)
    assert torch.equal(gated(x, embedding), x)


def test_gated_attention_blocks_are_as_large_as_plain_ones_and_begin_as_the_identity() -> None:
    plain, gated = AttentionBlock(160, 5, 0.0), AttentionBlock(160, 5, 0.0, gated=True)
    sizes = [sum(weight.numel() for weight in block.parameters()) for block in (plain, gated)]
    assert abs(sizes[1] / sizes[0] - 1) < 0.02
    tokens = torch.randn(2, 3, 160)
    assert torch.equal(gated(tokens), tokens)


def test_a_keypoint_joins_the_token_of_its_joint() -> None:
    """Without layers a token answers for itself: a moved keypoint changes its own joint's answer alone."""
    torch.manual_seed(0)
    network = PoseTransformer(16, layers=0, heads=2, gated=True, joined=True)
    torch.nn.init.normal_(network.output.weight)
    x, time, seen = torch.randn(1, 29, 3), torch.zeros(1), random_observation(1, missing=0)
    moved = seen.points.clone()
    moved[:, COCO_KEYPOINTS.index("left_wrist")] += 0.5
    answers = [network(x, time, other) for other in (seen, replace(seen, points=moved))]
    assert (answers[0] != answers[1]).any(dim=-1)[0].nonzero().tolist() == [[BODY_INDEX["left_wrist"]]]


def test_a_shut_gate_lets_nothing_through() -> None:
    block = GatedBlock(48, 0.0)
    inside = block.project.in_features
    torch.nn.init.normal_(block.project.weight)
    torch.nn.init.zeros_(block.expand.weight)
    block.expand.bias.data = torch.cat([torch.full((inside,), -200.0), torch.ones(inside)])
    x = torch.randn(3, 48)
    assert torch.allclose(block(x, torch.randn(3, 48)), x, atol=1e-6)
    block.expand.bias.data[:inside] = 1.0
    assert not torch.allclose(block(x, torch.randn(3, 48)), x, atol=1e-2)


def test_attention_on_a_processor_is_what_it_is_defined_as() -> None:
    block, tokens = AttentionBlock(48, 3, 0.0), torch.randn(4, 27, 48)
    query, key, value = block.query_key_value(tokens).unflatten(-1, (3, 3, 16)).movedim(2, 0)
    weights = (torch.einsum("nqhd,nkhd->nhqk", query, key) / 16**0.5).softmax(-1)
    mixed = torch.einsum("nhqk,nkhd->nqhd", weights, value).flatten(-2)
    assert torch.allclose(block.attention(tokens), mixed, atol=1e-5)


@pytest.mark.parametrize("model", ["transformer", "joined"])
def test_many_poses_go_through_in_parts_as_few_do(model: str) -> None:
    count = POSES_AT_ONCE + 3
    network, observation = tiny_network(model), random_observation(count)
    x, time = torch.randn(count, 29, 3), torch.linspace(-1, 1, count)
    with torch.no_grad():
        in_parts = network(x, time, observation)
        last = network(x[-5:], time[-5:], observation.map(lambda tensor: tensor[-5:]))
    assert torch.allclose(network(x, time, observation), in_parts, atol=1e-5)
    assert torch.allclose(in_parts[-5:], last, atol=1e-5)
