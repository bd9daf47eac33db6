"""DiffusionPose: picture -> keypoint heatmaps, formed out of noise.

x_fea = backbone(picture); the initialisation is a convolution of it. From diffused coordinates y_t come noisy
heatmaps and two masks; x_kps and x_ske are the features inside them, x_c = concat(x_kps + A(x_kps, x_ske), x_fea),
and the decoder answers with the clean heatmaps: |D(y_t, x_c) - y_0|^2 + |conv(x_fea) - y_0|^2.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from posestudio.heatmaps.decoding import peaks
from posestudio.heatmaps.network.attention import CrossAttention
from posestudio.heatmaps.network.backbone import STRIDE, HRNet
from posestudio.heatmaps.network.coordinate_diffusion import TIMES, ddim_step, diffuse, signal_levels
from posestudio.heatmaps.network.decoder import KEYPOINTS, Decoder
from posestudio.heatmaps.network.masks import heatmaps, keypoint_mask, skeleton_mask

UNLABELLED, PLACED, OUTSIDE = 0, 1, 2
"""What is known of a keypoint: nothing (it is left out of the loss), its place, or that the crop lacks it."""

UNITS = 48
"""To a crop's side: what sizes are given in that have to stay the same whatever the resolution."""

VARIANTS = ("full", "no-attention", "keypoint-mask", "no-masks", "regressor", "initialisation")
"""The model, and its controls: without SC-CA (x_c = concat(x_kps, x_fea)); the keypoint mask for both masks;
no masks (both features are x_fea); the same network shown no heatmaps and no masks, a plain regressor of the same
size; and the initialisation alone, a plain regressor of the usual kind."""

_MEAN, _DEVIATION = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)  # ImageNet's, as its weights expect


@dataclass(frozen=True)
class ModelConfig:
    """``size`` of crops in pixels and ``stride`` of the heatmaps; ``sigma`` of their Gaussians, and widths of the
    masks, in 48ths of a crop's side, the pixels of the default's maps; ``scale`` z; ``start`` of inference as a share
    of T. All of these but ``sigma`` (SimpleBaseline's) are ours: the paper's are not established.

    As the noise grows, y_t / z runs to the middle of the crop, since sqrt(g_t) fades. ``centred`` draws heatmaps and
    masks there, as the formula is read most plainly; otherwise at y_t / (z sqrt(g_t)), about the keypoint itself.
    ``own`` is the share of training in which y_0 is replaced, in what is drawn and not in what is asked for, by the
    initialisation's peaks: inference starts from these, and their errors are no Gaussian noise.
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

    @property
    def map_size(self) -> tuple[int, int]:
        """(height, width) of the heatmaps."""
        return self.size // self.stride, self.size // self.stride

    @property
    def map_sigma(self) -> float:
        """Of the Gaussians, in pixels of the heatmaps."""
        return self.sigma * self.map_size[0] / UNITS

    @property
    def mask_widths(self) -> tuple[float, float]:
        """d_kps and d_ske, in pixels of the feature map."""
        pixel = self.size / STRIDE / UNITS
        return self.keypoint_width * pixel, self.skeleton_width * pixel


@dataclass(frozen=True)
class Step:
    """``index`` of the step just done, 0 before the first; ``places`` (N, 17, 2), where the diffused keypoints it
    arrived at are drawn; ``maps`` (N, 17, h, w), the clean heatmaps it believed in, at first the initialisation's."""

    index: int
    places: Tensor
    maps: Tensor


class DiffusionPose(nn.Module):
    """The whole network of a configuration, with its loss and its sampler."""

    levels: Tensor
    mean: Tensor
    deviation: Tensor

    def __init__(self, config: ModelConfig | None = None):
        super().__init__()
        self.config = config = config or ModelConfig()
        self.backbone = HRNet(config.backbone, config.channels)
        self.initialisation = nn.Conv2d(config.channels, KEYPOINTS, 1)
        if config.variant != "initialisation":
            if config.variant != "no-attention":
                self.attention = CrossAttention(config.channels, config.heads, config.window)
            self.decoder = Decoder(2 * config.channels, config.channels, config.blocks, config.stride)
        heads = (
            [self.initialisation]
            if config.variant == "initialisation"
            else [self.initialisation, self.decoder.output]
        )
        for head in heads:  # empty maps at first, as most of every map stays
            nn.init.normal_(head.weight, std=0.001)
            nn.init.zeros_(head.bias)  # type: ignore[arg-type]
        self.register_buffer("levels", signal_levels(), persistent=False)
        self.register_buffer("mean", torch.tensor(_MEAN)[:, None, None] * 255, persistent=False)
        self.register_buffer("deviation", torch.tensor(_DEVIATION)[:, None, None] * 255, persistent=False)

    def features(self, pictures: Tensor) -> Tensor:
        """RGB crops (N, 3, size, size) in 0 ... 255 -> x_fea (N, C, size / 4, size / 4)."""
        pictures = (pictures.float() - self.mean) / self.deviation
        return self.backbone(pictures.contiguous(memory_format=torch.channels_last))

    def initial(self, features: Tensor) -> Tensor:
        """conv(x_fea): the heatmaps (N, 17, h, w) that inference starts from."""
        maps = self.initialisation(features)
        if maps.shape[-2:] != self.config.map_size:
            maps = functional.interpolate(maps, self.config.map_size, mode="bilinear", align_corners=False)
        return maps

    def condition(self, features: Tensor, coordinates: Tensor, present: Tensor) -> Tensor:
        """x_c (N, 2 C, size / 4, size / 4) from x_fea and the coordinates that the masks are drawn about."""
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

    def places(self, noisy: Tensor, level: Tensor) -> Tensor:
        """Where y_t (N, 17, 2) at g_t (N,) is drawn: coordinates that may lie outside -1 ... 1."""
        if self.config.centred:
            return noisy / self.config.scale
        return noisy / (self.config.scale * level.sqrt()[:, None, None])

    def noisy_maps(self, places: Tensor) -> Tensor:
        """The Gaussian heatmaps (N, 17, h, w) that the decoder is shown: of diffused keypoints, at ``places``."""
        if self.config.variant == "regressor":
            return places.new_zeros(len(places), KEYPOINTS, *self.config.map_size)
        everywhere = torch.ones(places.shape[:2], dtype=torch.bool, device=places.device)
        return heatmaps(places, everywhere, self.config.map_size, self.config.map_sigma)

    def losses(
        self, pictures: Tensor, coordinates: Tensor, known: Tensor, generator: torch.Generator
    ) -> tuple[Tensor, Tensor]:
        """(N,) losses of the decoder and of the initialisation, at times and noises drawn from ``generator``.

        ``coordinates`` (N, 17, 2) in [-1, 1] and ``known`` (N, 17) of UNLABELLED, PLACED and OUTSIDE: an unlabelled
        keypoint has no part in the loss, one outside the crop has an empty heatmap. Sums over pixels, in units of
        what an empty answer costs for one keypoint. The initialisation alone has a decoder loss of 0.
        """
        config, count = self.config, len(pictures)
        placed, labelled = known == PLACED, known != UNLABELLED
        clean = heatmaps(coordinates, placed, config.map_size, config.map_sigma)

        def squared(maps: Tensor) -> Tensor:
            error = (maps.float() - clean).square().sum(dim=(-1, -2)) / (torch.pi * config.map_sigma**2)
            return (error * labelled).sum(-1) / labelled.sum(-1).clamp_min(1)

        features = self.features(pictures)
        initial = self.initial(features)
        first = squared(initial)
        if config.variant == "initialisation":
            return torch.zeros_like(first), first
        time = torch.randint(1, TIMES + 1, (count,), generator=generator, device=generator.device)
        time = time.to(pictures.device)
        # Where a keypoint is absent its channel gets a point anywhere, or an empty channel would tell.
        anywhere = _draw(torch.rand, coordinates, generator) * 2 - 1
        start = torch.where(placed[..., None], coordinates, anywhere)
        noise = _draw(torch.randn, coordinates, generator)
        if config.own:
            believed, confidence = peaks(initial.detach().float())
            chosen = _draw(torch.rand, coordinates[:, :1, 0], generator) < config.own
            start = torch.where(chosen[..., None], believed, start)
            placed = torch.where(chosen, confidence > LEAST_CONFIDENCE, placed)
        places = self.places(diffuse(start, self.levels[time], noise, config.scale), self.levels[time])
        condition = self.condition(features, places, placed)
        maps = self.decode(places, self.decoder.conditioned(condition), time)
        return squared(maps), first

    def decode(self, places: Tensor, entering: Tensor, time: Tensor) -> Tensor:
        """Clean heatmaps that the decoder sees in diffused keypoints' places at times (N,) of 0 ... T."""
        if self.config.variant == "regressor":
            time = torch.zeros_like(time)
        maps = self.noisy_maps(places).contiguous(memory_format=torch.channels_last)
        return self.decoder(maps, entering, time.to(places.dtype) / TIMES)

    @torch.no_grad()
    def sample(
        self,
        pictures: Tensor,
        steps: int = 4,
        generator: torch.Generator | None = None,
        start: float | None = None,
        callback: Callable[[Step], None] | None = None,
    ) -> Tensor:
        """Clean heatmaps (N, 17, h, w) of RGB crops (N, 3, size, size), after ``steps`` DDIM steps.

        Starts from the initialisation's peaks, brought to time ``start`` T (the configuration's unless given) by the
        noise of ``generator``, or by none; the masks are drawn about these peaks throughout. ``callback`` gets each
        Step, first that of index 0 with the initialisation's maps. Raises ValueError for fewer than one step.
        """
        return self.sample_features(self.features(pictures), steps, generator, start, callback)

    @torch.no_grad()
    def sample_features(
        self,
        features: Tensor,
        steps: int = 4,
        generator: torch.Generator | None = None,
        start: float | None = None,
        callback: Callable[[Step], None] | None = None,
        noise: Tensor | None = None,
    ) -> Tensor:
        """The same from x_fea, which several samples can share; ``noise`` (N, 17, 2) is in place of a generator's."""
        if steps < 1:
            raise ValueError(f"sampling needs at least one step, not {steps}")
        config, count = self.config, len(features)
        tell = callback or (lambda step: None)
        maps = self.initial(features).float()
        coordinates, confidence = peaks(maps)
        if config.variant == "initialisation":
            for index in range(steps + 1):
                tell(Step(index, coordinates, maps))
            return maps
        first = max(round((config.start if start is None else start) * TIMES), 1)
        times = torch.linspace(first, 0, steps + 1).round().long().to(features.device)
        if noise is None and generator is not None:
            noise = _draw(torch.randn, coordinates, generator)
        noise = torch.zeros_like(coordinates) if noise is None else noise.to(coordinates)
        levels = self.levels[times][:, None].expand(-1, count)
        noisy = diffuse(coordinates, levels[0], noise, config.scale)
        places = self.places(noisy, levels[0])
        tell(Step(0, places, maps))
        condition = self.condition(features, coordinates, confidence > LEAST_CONFIDENCE)
        entering = self.decoder.conditioned(condition)
        for index in range(steps):
            maps = self.decode(places, entering, times[index].expand(count)).float()
            noisy = ddim_step(noisy, peaks(maps)[0], levels[index], levels[index + 1], config.scale)
            places = self.places(noisy, levels[index + 1])
            tell(Step(index + 1, places, maps))
        return maps


LEAST_CONFIDENCE = 0.1
"""Of an initialisation's keypoint that masks are drawn about."""


def channels_last(model: DiffusionPose) -> DiffusionPose:
    """The model with its convolutions' weights laid out as they are quickest on processors and GPUs."""
    return model.to(memory_format=torch.channels_last)  # type: ignore[call-overload]


def _draw(kind: Callable[..., Tensor], like: Tensor, generator: torch.Generator) -> Tensor:
    return kind(like.shape, generator=generator, device=generator.device).to(like)
