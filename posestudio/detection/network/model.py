"""DiffusionPose, the whole network: crop of a picture -> keypoint heatmaps, with its loss and its sampler.

x_fea = backbone(picture); the initialisation is a convolution of it, or a pretrained backbone's heads. Diffused
coordinates y_t are drawn as noisy heatmaps and as two masks; x_kps and x_ske are the features inside them,
x_c = concat(x_kps + A(x_kps, x_ske), x_fea), and the decoder D predicts the clean heatmaps. The loss is
|D(y_t, x_c) - y_0|^2 + |conv(x_fea) - y_0|^2.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from posestudio.detection.decoding import peaks
from posestudio.detection.network.attention import CrossAttention
from posestudio.detection.network.backbone import HRNETS, STRIDE, HRNet
from posestudio.detection.network.coordinate_diffusion import TIMES, ddim_step, diffuse, signal_levels
from posestudio.detection.network.decoder import KEYPOINTS, Decoder
from posestudio.detection.network.masks import heatmaps, keypoint_mask, skeleton_mask, to_pixels
from posestudio.detection.network.movenet import MOVENETS, CentredHeads, MoveNet

UNLABELLED, INSIDE, OUTSIDE = 0, 1, 2
"""Status of a keypoint in a crop: without a label (it is left out of the loss), in the crop, or outside it."""

UNITS = 48
"""Lengths that are independent of resolution are given in 1 / UNITS of a crop's side."""

VARIANTS = ("full", "no-attention", "keypoint-mask", "no-masks", "regressor", "initialisation")
"""The model, and its baselines: without SC-CA (x_c = concat(x_kps, x_fea)); the keypoint mask for both masks; no
masks (both features are x_fea); the same network without heatmaps and masks as input, a plain regressor of the same
size; and the initialisation alone, a plain heatmap regressor."""

BACKBONES = (*HRNETS, *MOVENETS)
"""The backbones by their names: HRNets, and the pretrained ones."""

_COARSE = 5.0
"""Weight of the error of the heads' coarse positions, in sides of the crop."""

_FURTHEST = 1.5
"""Coordinates outside the crop, of which 1 is the edge, up to which the coarse positions are trained."""


@dataclass(frozen=True)
class ModelConfig:
    """``size`` of crops in pixels and ``stride`` of the heatmaps; ``sigma`` of their Gaussians and the widths of the
    masks in 48ths of a crop's side, which are pixels of the default's heatmaps; ``scale`` z; ``start`` of inference
    as a share of T. All of these but ``sigma`` (SimpleBaseline's) were chosen here: the paper's values are not known.

    As the noise grows, y_t / z moves to the middle of the crop, since sqrt(g_t) goes to 0. With ``centred``, heatmaps
    and masks are drawn there, the literal reading of the formula; otherwise at y_t / (z sqrt(g_t)), about the
    keypoint. In the share ``own`` of training, the input is diffused from the initialisation's peaks instead of y_0,
    while the target remains y_0: inference starts from these peaks, and their errors are not Gaussian. ``blend`` is
    the share of the initialisation's heatmaps in the answer of each step; the rest is the decoder's.
    """

    backbone: str = "w18-small"
    variant: str = "full"
    size: int = 192
    stride: int = 4
    channels: int = 64
    blocks: int = 1
    heads: int = 4
    window: int = 8
    sigma: float = 2.0
    keypoint_width: float = 9.0
    skeleton_width: float = 5.0
    scale: float = 5.0
    start: float = 0.6
    centred: bool = False
    own: float = 0.5
    blend: float = 0.0

    def __post_init__(self) -> None:
        if self.variant not in VARIANTS:
            raise ValueError(f"unknown variant {self.variant!r}; expected one of {', '.join(VARIANTS)}")
        if self.size < 32 or self.size % 32:
            raise ValueError(f"size must be a multiple of 32, not {self.size}")
        if (
            not 0 < self.start <= 1
            or min(self.sigma, self.scale, self.keypoint_width, self.skeleton_width) <= 0
        ):
            raise ValueError("expected 0 < start <= 1, and sigma, scale and the masks' widths above 0")
        if not 0 <= self.blend <= 1:
            raise ValueError(f"blend must be 0 to 1, not {self.blend}")

    @property
    def map_size(self) -> tuple[int, int]:
        """(height, width) of the heatmaps."""
        return self.size // self.stride, self.size // self.stride

    @property
    def map_sigma(self) -> float:
        """sigma of the Gaussians, in pixels of the heatmaps."""
        return self.sigma * self.map_size[0] / UNITS

    @property
    def mask_widths(self) -> tuple[float, float]:
        """d_kps and d_ske, in pixels of the feature map."""
        pixel = self.size / STRIDE / UNITS
        return self.keypoint_width * pixel, self.skeleton_width * pixel


@dataclass(frozen=True)
class DetectionStep:
    """State after a denoising step: its ``index``, 0 before the first step; ``centres`` (N, 17, 2), where the
    diffused keypoints are drawn; ``maps`` (N, 17, h, w), the clean heatmaps predicted by it, blended with
    the initialisation's, which are those of index 0."""

    index: int
    centres: Tensor
    maps: Tensor


class DiffusionPose(nn.Module):
    """The whole network of a configuration, with its loss and its sampler."""

    levels: Tensor
    mean: Tensor
    deviation: Tensor

    def __init__(self, config: ModelConfig | None = None):
        super().__init__()
        self.config = config = config or ModelConfig()
        if config.backbone not in BACKBONES:
            raise ValueError(f"unknown backbone {config.backbone!r}; expected one of {', '.join(BACKBONES)}")
        self.backbone: HRNet | MoveNet
        self.initialisation: nn.Conv2d | CentredHeads
        if config.backbone in MOVENETS:
            self.backbone = MoveNet(config.backbone, config.channels)
            self.initialisation = CentredHeads()
        else:
            self.backbone = HRNet(config.backbone, config.channels)
            self.initialisation = _nearly_empty(nn.Conv2d(config.channels, KEYPOINTS, 1))
        if config.variant != "initialisation":
            if config.variant != "no-attention":
                self.attention = CrossAttention(config.channels, config.heads, config.window)
            self.decoder = Decoder(2 * config.channels, config.channels, config.blocks, config.stride)
            _nearly_empty(self.decoder.output)
        self.register_buffer("levels", signal_levels(), persistent=False)
        for name in ("mean", "deviation"):
            channels = torch.tensor(getattr(self.backbone, name))[:, None, None]
            self.register_buffer(name, channels, persistent=False)

    def features(self, pictures: Tensor) -> Tensor:
        """RGB crops (N, 3, size, size) in 0 ... 255 -> x_fea (N, C, size / 4, size / 4)."""
        pictures = (pictures.float() - self.mean) / self.deviation
        return self.backbone(pictures.contiguous(memory_format=torch.channels_last))

    def initial(self, features: Tensor) -> Tensor:
        """The initialisation, from x_fea: heatmaps (N, 17, h, w) that inference starts from."""
        return self._resized(self.initialisation(features))

    def _resized(self, maps: Tensor) -> Tensor:
        """Heatmaps at the stride of the features, at the configuration's."""
        if maps.shape[-2:] != self.config.map_size:
            maps = functional.interpolate(maps, self.config.map_size, mode="bilinear", align_corners=False)
        return maps

    def condition(self, features: Tensor, coordinates: Tensor, present: Tensor) -> Tensor:
        """x_c (N, 2 C, size / 4, size / 4) from x_fea and masks about the ``present`` (N, 17) of the ``coordinates``
        (N, 17, 2)."""
        config = self.config
        if config.variant in ("no-masks", "regressor"):
            keypoints = skeleton = features
        else:
            size = (features.shape[-2], features.shape[-1])
            keypoint_width, skeleton_width = config.mask_widths
            keypoints = features * keypoint_mask(coordinates, present, size, keypoint_width)
            skeleton = keypoints
            if config.variant != "keypoint-mask":
                skeleton = features * skeleton_mask(coordinates, present, size, skeleton_width)
        if config.variant != "no-attention":
            keypoints = keypoints + self.attention(keypoints, skeleton)
        return torch.cat([keypoints, features], dim=1)

    def centres(self, noisy: Tensor, level: Tensor) -> Tensor:
        """(N, 17, 2) centres of the heatmaps of y_t (N, 17, 2) at g_t (N,); they may lie outside -1 ... 1."""
        if self.config.centred:
            return noisy / self.config.scale
        return noisy / (self.config.scale * level.sqrt()[:, None, None])

    def noisy_maps(self, centres: Tensor) -> Tensor:
        """The decoder's input: Gaussian heatmaps (N, 17, h, w) about the diffused keypoints, at ``centres``."""
        if self.config.variant == "regressor":
            return centres.new_zeros(len(centres), KEYPOINTS, *self.config.map_size)
        everywhere = torch.ones(centres.shape[:2], dtype=torch.bool, device=centres.device)
        return heatmaps(centres, everywhere, self.config.map_size, self.config.map_sigma)

    def losses(
        self, pictures: Tensor, coordinates: Tensor, status: Tensor, generator: torch.Generator
    ) -> tuple[Tensor, Tensor]:
        """(N,) losses of the decoder and of the initialisation, at times and noises drawn from ``generator``.

        ``coordinates`` (N, 17, 2) in [-1, 1] and ``status`` (N, 17) of UNLABELLED, INSIDE and OUTSIDE: an unlabelled
        keypoint has no part in the loss, one outside the crop has an empty heatmap as target. The losses are sums
        over pixels, divided by the loss of an empty heatmap for one keypoint. That of the decoder is 0 for the
        variant 'initialisation'.
        """
        return self.losses_of_features(self.features(pictures), coordinates, status, generator)

    def losses_of_features(
        self, features: Tensor, coordinates: Tensor, status: Tensor, generator: torch.Generator
    ) -> tuple[Tensor, Tensor]:
        """:meth:`losses` from x_fea, which several models with one backbone can share."""
        config, count = self.config, len(features)
        inside, labelled = status == INSIDE, status != UNLABELLED
        clean = heatmaps(coordinates, inside, config.map_size, config.map_sigma)

        def squared(maps: Tensor) -> Tensor:
            error = (maps.float() - clean).square().sum(dim=(-1, -2)) / (torch.pi * config.map_sigma**2)
            return (error * labelled).sum(-1) / labelled.sum(-1).clamp_min(1)

        if isinstance(self.initialisation, CentredHeads):
            coarse = self.initialisation.coarse(features)
            initial = self._resized(self.initialisation.weighted(features, coarse.detach()))
            first = squared(initial) + _COARSE * _distance(coarse, coordinates, labelled, features)
        else:
            initial = self.initial(features)
            first = squared(initial)
        if config.variant == "initialisation":
            return torch.zeros_like(first), first
        time = torch.randint(1, TIMES + 1, (count,), generator=generator, device=generator.device)
        time = time.to(features.device)
        # An absent keypoint is drawn anywhere: an empty input channel would give away that it is absent.
        anywhere = _draw(torch.rand, coordinates, generator) * 2 - 1
        start, present = torch.where(inside[..., None], coordinates, anywhere), inside
        noise = _draw(torch.randn, coordinates, generator)
        if config.own:
            predicted, confidence = peaks(initial.detach().float())
            chosen = _draw(torch.rand, coordinates[:, :1, 0], generator) < config.own
            start = torch.where(chosen[..., None], predicted, start)
            present = torch.where(chosen, confidence > LEAST_CONFIDENCE, present)
        centres = self.centres(diffuse(start, self.levels[time], noise, config.scale), self.levels[time])
        condition = self.condition(features, centres, present)
        maps = self.decode(centres, self.decoder.conditioned(condition), time)
        return squared(maps), first

    def decode(self, centres: Tensor, conditioned: Tensor, time: Tensor) -> Tensor:
        """Clean heatmaps (N, 17, h, w) predicted from diffused keypoints at ``centres`` and times (N,) of 0 ... T;
        ``conditioned`` is from :meth:`Decoder.conditioned`."""
        if self.config.variant == "regressor":
            time = torch.zeros_like(time)
        maps = self.noisy_maps(centres).contiguous(memory_format=torch.channels_last)
        return self.decoder(maps, conditioned, time.to(centres.dtype) / TIMES)

    @torch.no_grad()
    def sample(
        self,
        pictures: Tensor,
        steps: int = 4,
        generator: torch.Generator | None = None,
        start: float | None = None,
        callback: Callable[[DetectionStep], None] | None = None,
    ) -> Tensor:
        """Clean heatmaps (N, 17, h, w) of RGB crops (N, 3, size, size), after ``steps`` DDIM steps.

        Starts from the initialisation's peaks, diffused to time ``start`` T (by default the configuration's) with the
        noise of ``generator``, or without noise for None; the masks are drawn about these peaks in all steps.
        ``callback`` gets each DetectionStep, first that of index 0. Raises ValueError for fewer than one step.
        """
        return self.sample_features(self.features(pictures), steps, generator, start, callback)

    @torch.no_grad()
    def sample_features(
        self,
        features: Tensor,
        steps: int = 4,
        generator: torch.Generator | None = None,
        start: float | None = None,
        callback: Callable[[DetectionStep], None] | None = None,
        noise: Tensor | None = None,
    ) -> Tensor:
        """:meth:`sample` from x_fea, which several samples can share; ``noise`` (N, 17, 2) replaces a generator's."""
        if steps < 1:
            raise ValueError(f"sampling needs at least one step, not {steps}")
        config, count = self.config, len(features)
        report = callback or (lambda step: None)
        maps = initial = self.initial(features).float()
        coordinates, confidence = peaks(maps)
        if config.variant == "initialisation":
            for index in range(steps + 1):
                report(DetectionStep(index, coordinates, maps))
            return maps
        first = max(round((config.start if start is None else start) * TIMES), 1)
        times = torch.linspace(first, 0, steps + 1).round().long().to(features.device)
        if noise is None and generator is not None:
            noise = _draw(torch.randn, coordinates, generator)
        noise = torch.zeros_like(coordinates) if noise is None else noise.to(coordinates)
        levels = self.levels[times][:, None].expand(-1, count)
        noisy = diffuse(coordinates, levels[0], noise, config.scale)
        centres = self.centres(noisy, levels[0])
        report(DetectionStep(0, centres, maps))
        condition = self.condition(features, coordinates, confidence > LEAST_CONFIDENCE)
        conditioned = self.decoder.conditioned(condition)
        for index in range(steps):
            clean = self.decode(centres, conditioned, times[index].expand(count)).float()
            noisy = ddim_step(noisy, peaks(clean)[0], levels[index], levels[index + 1], config.scale)
            maps = torch.lerp(clean, initial, config.blend)
            centres = self.centres(noisy, levels[index + 1])
            report(DetectionStep(index + 1, centres, maps))
        return maps


LEAST_CONFIDENCE = 0.1
"""Lowest confidence of an initialisation's keypoint that masks are drawn about."""


def _nearly_empty(head: nn.Conv2d) -> nn.Conv2d:
    """The layer, initialised such that its maps are almost empty, as most of every heatmap is."""
    nn.init.normal_(head.weight, std=0.001)
    nn.init.zeros_(head.bias)  # type: ignore[arg-type]
    return head


def _distance(coarse: Tensor, coordinates: Tensor, labelled: Tensor, features: Tensor) -> Tensor:
    """(N,) mean distance, in sides of the crop, along x and y, of positions (N, 17, 2) in pixels of the features from
    the labelled coordinates (N, 17, 2) in or near the crop."""
    counted = labelled & (coordinates.abs() <= _FURTHEST).all(-1)
    height, width = features.shape[-2:]
    error = (coarse - to_pixels(coordinates, (height, width))).abs().mean(-1) / width
    return torch.where(counted, error, 0.0).sum(-1) / counted.sum(-1).clamp_min(1)


def channels_last(model: DiffusionPose) -> DiffusionPose:
    """The model with its weights in the memory layout that is fastest for convolutions, on processors and GPUs."""
    return model.to(memory_format=torch.channels_last)  # type: ignore[call-overload]


def _draw(kind: Callable[..., Tensor], like: Tensor, generator: torch.Generator) -> Tensor:
    """Random numbers of torch.rand or torch.randn in the shape, type and device of ``like``."""
    return kind(like.shape, generator=generator, device=generator.device).to(like)
