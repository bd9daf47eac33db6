import pytest
import torch

from posestudio.detection.network.backbone import HRNETS, HRNet, load_imagenet
from posestudio.errors import CheckpointError


def official_shapes(width, stem_blocks, stem_width, modules, blocks):
    """Names and shapes of the released classification network up to its head, written out after its layout."""
    shapes = {}

    def norm(name, channels):
        for part in ("weight", "bias", "running_mean", "running_var"):
            shapes[f"{name}.{part}"] = (channels,)
        shapes[f"{name}.num_batches_tracked"] = ()

    def conv(name, norm_name, inputs, outputs, kernel):
        shapes[f"{name}.weight"] = (outputs, inputs, kernel, kernel)
        norm(norm_name, outputs)

    conv("conv1", "bn1", 3, 64, 3)
    conv("conv2", "bn2", 64, 64, 3)
    outer = 4 * stem_width
    for block in range(stem_blocks):
        name = f"layer1.{block}"
        conv(f"{name}.conv1", f"{name}.bn1", outer if block else 64, stem_width, 1)
        conv(f"{name}.conv2", f"{name}.bn2", stem_width, stem_width, 3)
        conv(f"{name}.conv3", f"{name}.bn3", stem_width, outer, 1)
        if not block and outer != 64:
            conv(f"{name}.downsample.0", f"{name}.downsample.1", 64, outer, 1)
    widths = [width, 2 * width, 4 * width, 8 * width]
    if outer != widths[0]:
        conv("transition1.0.0", "transition1.0.1", outer, widths[0], 3)
    conv("transition1.1.0.0", "transition1.1.0.1", outer, widths[1], 3)
    conv("transition2.2.0.0", "transition2.2.0.1", widths[1], widths[2], 3)
    conv("transition3.3.0.0", "transition3.3.0.1", widths[2], widths[3], 3)
    for stage in (2, 3, 4):
        for module in range(modules[stage - 2]):
            name = f"stage{stage}.{module}"
            for branch in range(stage):
                for block in range(blocks):
                    for part in (1, 2):
                        inner = f"{name}.branches.{branch}.{block}"
                        conv(f"{inner}.conv{part}", f"{inner}.bn{part}", widths[branch], widths[branch], 3)
            for target in range(stage):
                for source in range(stage):
                    fuse = f"{name}.fuse_layers.{target}.{source}"
                    if source > target:
                        conv(f"{fuse}.0", f"{fuse}.1", widths[source], widths[target], 1)
                    for step in range(target - source):
                        outputs = widths[target] if step == target - source - 1 else widths[source]
                        conv(f"{fuse}.{step}.0", f"{fuse}.{step}.1", widths[source], outputs, 3)
    return shapes


OFFICIAL = {
    "w18-small": (16, 1, 32, (1, 1, 1), 2),
    "w18-small-v2": (18, 2, 64, (1, 3, 2), 2),
    "w18": (18, 4, 64, (1, 4, 3), 4),
    "w32": (32, 4, 64, (1, 4, 3), 4),
}


def own(backbone):
    """Without what the released networks have not."""
    return {n: t for n, t in backbone.state_dict().items() if not n.startswith(("project.", "norm."))}


@pytest.mark.parametrize("name", HRNETS)
def test_names_and_shapes_are_the_released_ones(name):
    with torch.device("meta"):
        backbone = HRNet(name)
    assert {n: tuple(t.shape) for n, t in own(backbone).items()} == official_shapes(*OFFICIAL[name])


def test_the_layouts_have_the_sizes_that_their_authors_report():
    """Millions of parameters before the head, from the release's table less its head's."""
    counts = {}
    for name in HRNETS:
        with torch.device("meta"):
            counts[name] = sum(
                p.numel() for n, p in HRNet(name).named_parameters() if not n.startswith(("project", "norm"))
            )
    assert counts["w18-small"] < counts["w18-small-v2"] < counts["w18"] < counts["w32"]
    assert 28e6 < counts["w32"] < 30e6 and 9e6 < counts["w18"] < 10e6


def test_features_are_a_quarter_of_the_picture():
    backbone = HRNet("w18-small", channels=24).eval()
    maps = backbone.branches(torch.zeros(2, 3, 64, 96))
    assert [tuple(x.shape) for x in maps] == [(2, 16, 16, 24), (2, 32, 8, 12), (2, 64, 4, 6), (2, 128, 2, 3)]
    assert backbone(torch.zeros(2, 3, 64, 96)).shape == (2, 24, 16, 24)


def test_the_sum_of_projections_is_the_concatenation_projected():
    """HRNetV2: upsample, concatenate, 1x1 convolution; here the convolution goes first."""
    torch.manual_seed(0)
    backbone = HRNet("w18-small", channels=8).eval()
    picture = torch.randn(1, 3, 64, 64)
    maps = backbone.branches(picture)
    grown = [torch.nn.functional.interpolate(x, (16, 16), mode="bilinear", align_corners=False) for x in maps]
    weight = torch.cat([layer.weight for layer in backbone.project], dim=1)
    expected = torch.nn.functional.conv2d(torch.cat(grown, 1), weight, backbone.project[0].bias)
    assert torch.allclose(backbone(picture), torch.relu(backbone.norm(expected)), rtol=1e-3, atol=1e-3)


def test_a_released_state_dict_loads_without_its_head():
    torch.manual_seed(1)
    given = own(HRNet("w18-small"))
    state = given | {
        "classifier.weight": torch.zeros(1000, 2048),
        "incre_modules.0.0.conv1.weight": torch.zeros(1),
    }
    backbone = HRNet("w18-small")
    load_imagenet(backbone, state)
    assert all(torch.equal(tensor, given[name]) for name, tensor in own(backbone).items())


def test_a_pose_networks_state_dict_loads_too():
    """It computes the finest of the last maps only."""
    given = {n: t for n, t in own(HRNet("w18-small")).items() if not n.startswith("stage4.0.fuse_layers.1")}
    backbone = HRNet("w18-small")
    load_imagenet(
        backbone, {f"module.{n}": t for n, t in given.items()} | {"final_layer.bias": torch.zeros(17)}
    )
    assert all(torch.equal(own(backbone)[name], tensor) for name, tensor in given.items())


@pytest.mark.parametrize("change", ["missing", "shape", "unknown"])
def test_another_networks_state_dict_is_refused(change):
    state = own(HRNet("w18-small"))
    if change == "missing":
        del state["stage2.0.branches.0.0.conv1.weight"]
    elif change == "shape":
        state["conv1.weight"] = torch.zeros(64, 3, 7, 7)
    else:
        state["fc.weight"] = torch.zeros(1)
    with pytest.raises(CheckpointError, match=r"stage2.0.branches.0.0.conv1.weight|conv1.weight|fc.weight"):
        load_imagenet(HRNet("w18-small"), state)


def test_an_unknown_name_is_refused():
    with pytest.raises(ValueError, match="w48"):
        HRNet("w48")
