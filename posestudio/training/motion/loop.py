"""The motion denoiser's training loop, a generator of events."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from posestudio.common.resources import find_weights
from posestudio.common.version import __version__
from posestudio.dataset.motion_batches import MotionBatch, MotionBatches
from posestudio.dataset.motion_clips import load_motion_clips
from posestudio.diffusion.checkpoint import load_denoiser
from posestudio.diffusion.motion_checkpoint import save_motion_weights
from posestudio.diffusion.motion_conditioning import SEEN
from posestudio.diffusion.motion_denoiser import MotionDenoiser, motion_noise
from posestudio.diffusion.motion_network import MotionNetwork
from posestudio.diffusion.precision import optimized_for_inference
from posestudio.diffusion.schedules import SIGMA_MAX, geometric_sigma
from posestudio.errors import PosesError
from posestudio.learning.config import with_absolute_paths
from posestudio.learning.device import bfloat16_helps, pick_device
from posestudio.learning.events import Event, Validated
from posestudio.learning.optimization import Optimization
from posestudio.learning.plain_run import PlainRun
from posestudio.learning.run_folder import RunFolder
from posestudio.learning.tensor_files import read_tensors
from posestudio.training.motion.config import MotionConfig

CHANGE_WEIGHT, ACCELERATION_WEIGHT = 3.0, 4.0
"""Weights of the squared errors of first and second differences over time beside that of the poses: errors that last
look better than errors that tremble."""

STANDS_WEIGHT, VELOCITY_WEIGHT = 0.2, 0.1
"""Weights of the cross entropy of standing feet, and of the likelihood of the hips' velocity."""

UNSEEN_SHARE = 0.2
"""Weight of frames in which the person is not seen, of which little can be known, so that errors are largest."""

VALIDATION_WINDOWS = 48
VALIDATION_LEVELS = (SIGMA_MAX, 4.0, 1.0, 0.3)
"""Noise levels at which estimates are scored while training."""


def train_motion(
    config: MotionConfig,
    out: str | os.PathLike[str],
    resume: bool = False,
    device: str = "auto",
    report_every: float = 5.0,
) -> Iterator[Event]:
    """Train a motion denoiser on motion clips into the run folder ``out``.

    Yields a Progress about every ``report_every`` seconds, Validated as often as the configuration says, and
    Finished. Closed before, as by ``break``, it saves a checkpoint. ``resume`` continues a run bit for bit on the
    same device.
    Raises PoseStudioError for a setting out of range, PosesError and CheckpointError for bad data and a folder that
    does not fit, before training begins, and CheckpointError when the loss does not stay finite.
    """
    config.check()
    config = with_absolute_paths(config, out if resume else None)  # type: ignore[arg-type]
    run = _Run(config, out, resume, pick_device(device))
    try:
        yield from run.events(report_every)
    finally:
        run.folder.close()


def motion_losses(
    denoiser: MotionDenoiser, batch: MotionBatch, sigma: Tensor, noise: Tensor
) -> dict[str, Tensor]:
    """Losses of a batch at noise levels ``sigma`` (N,) with unit ``noise`` (N, T, B, 3), scalars by name.

    Of the poses and of their first and second differences over time (flow matching's squared error of the velocity,
    (D - x0) / t), of the standing feet (cross entropy), and of the hips' velocity (negative log-likelihood).
    """
    x0 = batch.x0
    estimate, extra = denoiser.denoise(x0 + sigma[:, None, None, None] * noise, sigma, batch.observation)
    seen = batch.observation.features[..., SEEN]
    share = seen + UNSEEN_SHARE * (1 - seen)
    share = share / share.mean()
    scaled = ((1 + sigma) / sigma * level_weights(sigma).sqrt())[:, None, None, None]
    error = (estimate.float() - x0) * scaled

    def mean(squares: Tensor) -> Tensor:
        return (squares.square().mean((2, 3)) * share[:, : squares.shape[1]]).mean()

    off = (extra.velocity - batch.velocity).square().sum(-1)
    level = extra.log_deviation.clamp(-4, 2)
    standing = functional.binary_cross_entropy_with_logits(extra.stands, batch.stands, reduction="none")
    return {
        "poses": mean(error),
        "changes": mean(error.diff(dim=1)),
        "accelerations": mean(error.diff(2, dim=1)),
        "stands": (standing.mean(-1) * share).mean(),
        "velocity": ((3 * level + off / (2 * torch.exp(2 * level))) * share).mean(),
    }


def level_weights(sigma: Tensor) -> Tensor:
    """(N,) weights of the losses at noise levels (N,): about the inverse of what is left of each after training.

    Without them the lowest levels, where what is left is ten times as much, decide what is learnt, and the
    highest, where the motion is decided, hardly count.
    """
    return 0.06 / (0.027 + 0.05 / (sigma + 0.1))


def training_sigmas(count: int, generator: torch.Generator) -> Tensor:
    """(count,) noise levels: three quarters log-normal, the others even in log sigma from 1 to the highest."""
    normal = (1.4 * torch.randn(count, generator=generator)).exp().clamp(0.01, SIGMA_MAX)
    spread = geometric_sigma(torch.rand(count, generator=generator), 1.0, SIGMA_MAX)
    return torch.where(torch.rand(count, generator=generator) < 0.25, spread, normal)


class _Run(PlainRun):
    """A run in progress."""

    def __init__(self, config: MotionConfig, out: str | os.PathLike[str], resume: bool, device: torch.device):
        self.config, self.device = config, device
        per_frame, card = load_denoiser(find_weights(config.per_frame), device)
        self.scale = float(card["scale"])
        clips = [clip for path in config.data for clip in load_motion_clips(path)]
        training = [clip for clip in clips if clip.subject not in config.held_out]
        held_out = [clip for clip in clips if clip.subject in config.held_out]
        if not training or (config.held_out and not held_out):
            raise PosesError(
                f"{', '.join(config.data)}: expected clips of {', '.join(config.held_out)} and others"
            )
        self.batches = MotionBatches(training, self.scale, config.length)
        self.validation = MotionBatches(held_out, self.scale, config.length) if held_out else self.batches
        torch.manual_seed(config.seed)
        network = MotionNetwork(**config.network).to(device)
        if config.start:
            network.load_state_dict(read_tensors(find_weights(config.start)), strict=False)
        self.denoiser = MotionDenoiser(network, optimized_for_inference(per_frame, device))
        self.optimization = Optimization(network, network.parameters(), config)
        self.folder = RunFolder(out, config, resume)
        self.card: dict[str, Any] = {
            "name": self.folder.path.name,
            "network": config.network,
            "scale": self.scale,
            "per_frame": {name: card.get(name) for name in ("name", "steps", "date", "scale")},
            "data": {
                "clips": len(training),
                "frames": sum(map(len, training)),
                "subjects": sorted({clip.subject for clip in training}),
                "held_out": list(config.held_out),
                "terms": config.terms,
            },
            "batch": config.batch,
            "length": config.length,
            "learning_rate": config.learning_rate,
            "ema": config.ema,
            "seed": config.seed,
            "start": config.start,
            "date": date.today().isoformat(),
            "version": __version__,
        }
        self.restore()

    def step(self, rate: float) -> tuple[Tensor, Tensor]:
        """(loss, norm of the gradients) of one step."""
        config = self.config
        seed = config.seed * 1_000_003 + self.done
        generator = torch.Generator().manual_seed(seed)
        torch.manual_seed(seed)  # of the dropout
        batch, sigma, noise = self._drawn(self.batches, config.batch, generator)
        self.optimization.clear_gradients()
        with torch.autocast(self.device.type, torch.bfloat16, enabled=bfloat16_helps(self.device)):
            losses = motion_losses(self.denoiser, batch, sigma, noise)
        loss = losses["poses"] + CHANGE_WEIGHT * losses["changes"]
        loss = loss + ACCELERATION_WEIGHT * losses["accelerations"]
        (loss + STANDS_WEIGHT * losses["stands"] + VELOCITY_WEIGHT * losses["velocity"]).backward()
        norm = self.optimization.step(self.done, rate)
        return loss.detach(), norm

    def _drawn(
        self, batches: MotionBatches, count: int, generator: torch.Generator
    ) -> tuple[MotionBatch, Tensor, Tensor]:
        batch = batches.draw(count, generator).to(self.device)
        sigma = training_sigmas(count, generator).to(self.device)
        white, slow = (torch.randn(batch.x0.shape, generator=generator).to(self.device) for _ in range(2))
        return batch, sigma, motion_noise(white, slow)

    @torch.no_grad()
    def validate(self) -> Validated:
        """Errors of the averaged network's estimates on held-out people, mm, and of the per-frame denoiser's."""
        generator = torch.Generator().manual_seed(1)
        batch, _, noise = self._drawn(self.validation, VALIDATION_WINDOWS, generator)
        network = self.denoiser.network
        weights = {name: tensor.clone() for name, tensor in network.state_dict().items()}
        network.load_state_dict(self.optimization.average.state)
        network.eval()
        scores: dict[str, float] = {}
        control: dict[str, float] = {}
        for level in VALIDATION_LEVELS:
            sigma = torch.full((len(batch.x0),), level, device=self.device)
            x = batch.x0 + level * noise
            estimate, _ = self.denoiser.denoise(x, sigma, batch.observation)
            alone = self.denoiser.frame_estimates(x, sigma, batch.observation)
            for found, into in ((estimate, scores), (alone, control)):
                error = (found - batch.x0) * (1000 * self.scale)
                into[f"mpjpe_{level:g}"] = round(float(error.norm(dim=-1).mean()), 2)
                into[f"acceleration_{level:g}"] = round(float(error.diff(2, 1).norm(dim=-1).mean()), 2)
        network.load_state_dict(weights)
        network.train()
        self.scores = scores
        self.history.append((self.done, scores[f"mpjpe_{SIGMA_MAX:g}"]))
        best = min(self.history, key=lambda entry: entry[1])[0]
        self.folder.append({"step": self.done, "validation": scores, "control": control})
        return Validated(self.done, scores, {}, control, best)

    def save(self) -> None:
        self.folder.save_state(self.optimization.state(), step=self.done, history=self.history)
        card = self.card | {"steps": self.done, "validation": self.scores}
        save_motion_weights(self.folder.weights, self.optimization.average.state, card)
