import json

import pytest
import torch

from posestudio.detection.network.model import INSIDE, DiffusionPose, ModelConfig
from posestudio.detection.network.movenet import NECK, CentredHeads, MoveNet
from posestudio.detection.network.movenet_graph import load_movenet
from posestudio.errors import CheckpointError
from tests.detection.movenet_graphs import write_graph

NAME = "movenet-lightning"


@pytest.fixture(scope="module")
def published():
    """A backbone and heads with random weights."""
    torch.manual_seed(0)
    return MoveNet(NAME, 32).eval(), CentredHeads().eval()


def test_the_published_graph_is_read_into_the_same_network(published, tmp_path):
    backbone, heads = published
    path, _ = write_graph(tmp_path, backbone, heads)
    read, read_heads = MoveNet(NAME, 32).eval(), CentredHeads().eval()
    load_movenet(path, read, read_heads)
    picture = torch.rand(1, 3, 64, 96) * 2 - 1
    with torch.no_grad():
        expected, found = backbone(picture), read(picture)
        assert torch.allclose(found[:, :NECK], expected[:, :NECK], atol=2e-2, rtol=2e-2)
        assert torch.allclose(read_heads(expected), heads(expected), atol=2e-2)


def test_another_graph_is_one_error(published, tmp_path):
    path, graph = write_graph(tmp_path, *published)
    with pytest.raises(CheckpointError, match="expected the shape"):
        load_movenet(path, MoveNet("movenet-thunder", 32), CentredHeads())
    graph["modelTopology"]["node"] = graph["modelTopology"]["node"][1:]
    path.write_text(json.dumps(graph))
    with pytest.raises(CheckpointError, match="not MoveNet"):
        load_movenet(path, *published)
    for damaged in ("[]", "{}", '{"weightsManifest": 3}', "{"):
        path.write_text(damaged)
        with pytest.raises(CheckpointError, match=str(path)):
            load_movenet(path, *published)
    path.write_text(json.dumps(graph))
    (tmp_path / "graph.bin").write_bytes(b"short")
    with pytest.raises(CheckpointError, match=str(path)):
        load_movenet(path, *published)


def test_features_have_a_quarter_of_the_side_and_the_channels_asked_for(published):
    with torch.no_grad():
        assert published[0](torch.zeros(2, 3, 64, 128)).shape == (2, 32, 16, 32)
    with pytest.raises(ValueError, match="24 channels"):
        MoveNet(NAME, 24)
    with pytest.raises(ValueError, match="unknown backbone"):
        MoveNet("movenet", 48)


def test_other_peoples_keypoints_lose(published):
    """Of two equal peaks the one near the coarse position counts."""
    heads = CentredHeads()
    heads.heatmap = torch.nn.Conv2d(NECK, 17, 1)
    torch.nn.init.zeros_(heads.heatmap.weight)
    with torch.no_grad():
        heads.heatmap.weight[:, 0] = 1.0
        heads.heatmap.bias.fill_(-5.0)
    features = torch.zeros(1, 32, 16, 16)
    features[0, 0, 8, 3] = features[0, 0, 8, 12] = 10.0
    for x in (3.5, 12.5):
        maps = heads.weighted(features, torch.full((1, 17, 2), 8.5).index_fill(2, torch.tensor([0]), x))
        assert (maps.flatten(2).argmax(-1) == 8 * 16 + int(x)).all()
        assert maps.max() <= 1


def test_the_model_learns_with_it_and_its_coarse_positions(published):
    """The loss falls on one picture, and the coarse positions come near the keypoints."""
    torch.manual_seed(0)
    model = DiffusionPose(
        ModelConfig(backbone=NAME, size=64, channels=32, variant="initialisation", sigma=3.0)
    ).train()
    picture = torch.randint(0, 256, (1, 3, 64, 64), dtype=torch.uint8)
    points = (torch.rand(1, 17, 2) - 0.5) * 1.6
    status = torch.full((1, 17), INSIDE)
    optimiser = torch.optim.Adam(model.parameters(), 2e-3)
    losses = []
    for _ in range(60):
        first = model.losses(picture, points, status, torch.Generator().manual_seed(0))[1].mean()
        optimiser.zero_grad()
        first.backward()
        optimiser.step()
        losses.append(float(first.detach()))
    assert losses[-1] < 0.7 * losses[0]
    coarse = model.initialisation.coarse(model.features(picture)) / 8 - 1
    assert (coarse - points).abs().mean() < 0.2


def test_an_unknown_backbone_is_refused():
    with pytest.raises(ValueError, match="movenet-thunder"):
        DiffusionPose(ModelConfig(backbone="w99"))
