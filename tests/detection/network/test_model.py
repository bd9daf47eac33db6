import numpy as np
import pytest
import torch

from posestudio.detection.decoding import peaks
from posestudio.detection.network.batchnorm import fold_batchnorm
from posestudio.detection.network.masks import heatmaps, keypoint_mask, skeleton_mask, to_pixels
from posestudio.detection.network.model import (
    INSIDE,
    OUTSIDE,
    UNLABELLED,
    VARIANTS,
    DiffusionPose,
    ModelConfig,
)
from posestudio.detection.training.metrics import pck, torso
from posestudio.detection.training.samples import tensors
from tests.detection.examples import samples, small_model


def seeded(seed=0):
    return torch.Generator().manual_seed(seed)


@pytest.fixture
def batch():
    torch.manual_seed(0)
    return (
        torch.randint(0, 256, (2, 3, 64, 64), dtype=torch.uint8),
        torch.rand(2, 17, 2) - 0.5,
        torch.full((2, 17), INSIDE),
    )


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_variant_trains_and_samples(variant, batch):
    model = small_model(variant)
    decoder, initialisation = model.losses(*batch, seeded())
    (decoder + initialisation).mean().backward()
    assert decoder.shape == initialisation.shape == (2,)
    assert (decoder.sum() == 0) == (variant == "initialisation")
    without = [name for name, parameter in model.named_parameters() if parameter.grad is None]
    assert without == []
    steps = []
    maps = model.eval().sample(batch[0], steps=2, callback=steps.append)
    assert maps.shape == (2, 17, 16, 16)
    assert [step.index for step in steps] == [0, 1, 2] and torch.equal(steps[-1].maps, maps)


@pytest.mark.parametrize("stride", [1, 2, 8])
def test_other_resolutions_train_and_sample(stride, batch):
    model = small_model(stride=stride)
    sum(part.mean() for part in model.losses(*batch, seeded())).backward()
    assert model.eval().sample(batch[0], 1).shape == (2, 17, 64 // stride, 64 // stride)


def test_the_loss_is_its_formula(batch):
    """With the decoder's output replaced by zeros, what is left is the clean heatmaps' squares."""
    model = small_model().eval()
    torch.nn.init.zeros_(model.decoder.output.weight)
    torch.nn.init.zeros_(model.initialisation.weight)
    pictures, coordinates, status = batch
    status = status.clone()
    status[0, :5] = UNLABELLED
    status[1, 3] = OUTSIDE
    decoder, initialisation = model.losses(pictures, coordinates, status, seeded())
    clean = heatmaps(coordinates, status == INSIDE, (16, 16), 1.5)
    each = clean.square().sum(dim=(-1, -2)) / (np.pi * 1.5**2)
    expected = torch.stack([each[0, 5:].sum() / 12, each[1].sum() / 17])
    assert torch.allclose(decoder, expected, atol=1e-5) and torch.allclose(
        initialisation, expected, atol=1e-5
    )


def test_the_decoder_is_trained_from_the_initialisations_own_peaks(batch, monkeypatch):
    """With ``own`` 1 it is shown nothing of the truth; without, nothing of the initialisation."""
    for own, expected in ((1.0, False), (0.0, True)):
        model, seen = small_model(own=own).eval(), []
        monkeypatch.setattr(model, "centres", lambda noisy, level, seen=seen: seen.append(noisy) or noisy)
        for coordinates in (batch[1], -batch[1]):
            model.losses(batch[0], coordinates, batch[2], seeded())
        assert (not torch.equal(*seen)) == expected


def test_unlabelled_keypoints_are_left_out_of_the_loss(batch):
    model = small_model().eval()
    pictures, coordinates, status = batch
    status = status.clone()
    status[:, :5] = UNLABELLED
    first = model.losses(pictures, coordinates, status, seeded())
    moved = coordinates.clone()
    moved[:, :5] = 0.9
    assert torch.equal(torch.stack(first), torch.stack(model.losses(pictures, moved, status, seeded())))


def test_the_condition_is_its_formula(batch):
    model = small_model().eval()
    features = torch.randn(2, 16, 16, 16)
    coordinates, present = batch[1], torch.ones(2, 17, dtype=torch.bool)
    keypoints = features * keypoint_mask(coordinates, present, (16, 16), model.config.mask_widths[0])
    skeleton = features * skeleton_mask(coordinates, present, (16, 16), model.config.mask_widths[1])
    expected = torch.cat([keypoints + model.attention(keypoints, skeleton), features], dim=1)
    assert torch.equal(model.condition(features, coordinates, present), expected)


def test_the_controls_lack_what_their_names_say(batch):
    features, coordinates = torch.randn(2, 16, 16, 16), batch[1]
    present = torch.ones(2, 17, dtype=torch.bool)
    keypoints = features * keypoint_mask(coordinates, present, (16, 16), small_model().config.mask_widths[0])
    without = small_model("no-attention").condition(features, coordinates, present)
    assert torch.equal(without, torch.cat([keypoints, features], dim=1))
    model = small_model("keypoint-mask").eval()
    expected = torch.cat([keypoints + model.attention(keypoints, keypoints), features], dim=1)
    assert torch.equal(model.condition(features, coordinates, present), expected)
    model = small_model("no-masks").eval()
    expected = torch.cat([features + model.attention(features, features), features], dim=1)
    assert torch.equal(model.condition(features, coordinates, present), expected)
    model = small_model("regressor").eval()
    noisy = torch.randn(2, 17, 2)
    conditioned = model.decoder.conditioned(expected)
    outputs = [model.decode(n, conditioned, torch.tensor([t, t])) for n, t in ((noisy, 900), (-noisy, 3))]
    assert torch.equal(*outputs)  # depends on neither noise nor time


def test_without_noise_sampling_starts_from_the_initialisation(batch):
    model = small_model(centred=True).eval()
    steps = []
    model.sample(batch[0], 1, callback=steps.append)
    coordinates, _ = peaks(steps[0].maps)
    level = model.levels[round(model.config.start * 1000)]
    assert torch.allclose(steps[0].centres, level.sqrt() * coordinates, atol=1e-5)
    about = small_model(centred=False).eval()
    about.load_state_dict(model.state_dict())
    about.sample(batch[0], 1, callback=steps.append)
    assert torch.allclose(steps[2].centres, coordinates, atol=1e-5)  # no running to the middle
    features = model.features(batch[0])
    assert torch.allclose(steps[0].maps, model.initial(features), atol=1e-5)


def test_the_same_seed_gives_the_same_answer(batch):
    model = small_model().eval()
    first, again, other = (model.sample(batch[0], 2, seeded(seed)) for seed in (1, 1, 2))
    assert torch.equal(first, again) and not torch.equal(first, other)


def test_fusing_changes_nothing_but_the_time(batch):
    model = small_model()
    model.losses(*batch, seeded())  # gives the normalisations statistics
    model.eval()
    merged = fold_batchnorm(model)
    assert not any(isinstance(m, torch.nn.BatchNorm2d) for m in merged.decoder.modules())
    assert torch.allclose(model.sample(batch[0], 2), merged.sample(batch[0], 2), atol=1e-4)


@pytest.mark.parametrize(
    "options",
    [{"variant": "none"}, {"size": 100}, {"start": 0.0}, {"scale": -1.0}, {"stride": 3}, {"heads": 7}],
)
def test_impossible_configurations_are_refused(options):
    with pytest.raises(ValueError):
        DiffusionPose(ModelConfig(**options))
    with pytest.raises(ValueError):
        small_model().sample(torch.zeros(1, 3, 64, 64), steps=0)


def test_a_few_pictures_are_learnt_by_heart():
    """Two renders to PCK@0.2 of 1."""
    torch.manual_seed(0)
    model, generator = small_model().to(memory_format=torch.channels_last), seeded()
    pictures, coordinates, status = tensors(samples(2))
    optimiser = torch.optim.AdamW(model.parameters(), lr=4e-3)
    for step in range(130):
        for group in optimiser.param_groups:
            group["lr"] = 4e-3 * (1 if step < 90 else 0.15)
        loss = sum(part.mean() for part in model.losses(pictures, coordinates, status, generator))
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        optimiser.step()
    maps = model.eval().sample(pictures, steps=4)
    points = to_pixels(peaks(maps)[0], (64, 64)).numpy()
    truth = to_pixels(coordinates, (64, 64)).numpy()
    labelled = status.numpy() == INSIDE
    assert pck(points, truth, labelled, torso(truth, labelled), 0.2) == 1


def test_the_answer_can_be_blended_with_the_initialisation():
    torch.manual_seed(0)
    model = DiffusionPose(ModelConfig(size=64, channels=16, heads=2, window=4)).eval()
    blended = DiffusionPose(ModelConfig(size=64, channels=16, heads=2, window=4, blend=0.25)).eval()
    torch.nn.init.normal_(model.decoder.output.weight)
    blended.load_state_dict(model.state_dict())
    picture = torch.randint(0, 256, (1, 3, 64, 64), dtype=torch.uint8)
    first, plain, mixed = (
        model.initial(model.features(picture)),
        model.sample(picture),
        blended.sample(picture),
    )
    assert torch.allclose(mixed, 0.25 * first + 0.75 * plain, atol=1e-5)
    with pytest.raises(ValueError, match="blend"):
        ModelConfig(blend=1.5)
