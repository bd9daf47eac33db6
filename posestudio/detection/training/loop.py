"""The training loop of a detector: a generator of events that writes a run folder, which can be resumed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor

from posestudio.common.resources import find_weights
from posestudio.common.version import __version__
from posestudio.dataset.poses import load_poses
from posestudio.detection.network.backbone import HRNet, load_imagenet
from posestudio.detection.network.checkpoint import build_model, load_model, save_detector
from posestudio.detection.network.model import DiffusionPose, ModelConfig, channels_last
from posestudio.detection.network.movenet import CentredHeads, MoveNet
from posestudio.detection.network.movenet_graph import load_movenet
from posestudio.detection.training.annotations import AnnotatedPerson, read_people, split_by_picture
from posestudio.detection.training.config import DetectorConfig, DetectorValidated, Event
from posestudio.detection.training.evaluation import evaluate
from posestudio.detection.training.renders import Renders
from posestudio.detection.training.samples import Batch, Photographs, SampleBatches, Samples
from posestudio.detection.training.teacher import read_answers, taught
from posestudio.errors import CheckpointError, PoseStudioError
from posestudio.learning.config import with_absolute_paths
from posestudio.learning.device import bfloat16_helps, pick_device
from posestudio.learning.events import Finished, Noticed, Progress
from posestudio.learning.optimization import Optimization, are_finite, learning_rate
from posestudio.learning.run_folder import LAST, RunFolder, restore
from posestudio.learning.run_progress import ProgressReports

__all__ = ["DetectorConfig", "DetectorValidated", "Finished", "Progress", "train_detector"]


MOST_WORKERS = 256
"""Most processes that draw batches."""


class DetectorTrainer:
    """A detector in training, one step at a time."""

    def __init__(self, config: DetectorConfig, model: DiffusionPose, device: torch.device):
        self.config, self.device = config, device
        self.model = channels_last(model.to(device)).train()
        self.optimization = Optimization(self.model, _groups(self.model, config), config)
        self.bfloat16 = bfloat16_helps(device)

    def step(self, number: int, batch: Batch) -> tuple[Tensor, Tensor]:
        """Do step ``number``, whose randomness depends on the seed and the number alone; returns (loss, gradient
        norm)."""
        pictures, coordinates, status = (tensor.to(self.device) for tensor in batch)
        generator = torch.Generator().manual_seed(self.config.seed * 1_000_003 + number)
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.bfloat16):
            decoder, initialisation = self.model.losses(pictures, coordinates, status, generator)
        loss = (decoder + initialisation).mean()
        self.optimization.clear_gradients()
        loss.backward()
        return loss.detach(), self.optimization.step(number, learning_rate(self.config, number))

    def averaged(self) -> DiffusionPose:
        """A model with the averaged weights, in evaluation mode."""
        copy = channels_last(DiffusionPose(self.model.config).to(self.device))
        copy.load_state_dict(self.optimization.average.state)
        return copy.requires_grad_(False).eval()


def _groups(model: DiffusionPose, config: DetectorConfig) -> list[dict[str, Any]]:
    """The parameters that are trained, in groups for AdamW: vectors are not decayed; backbone and
    initialisation learn at a share of the rate, except for the backbone's layers that are not pretrained."""
    if config.frozen and isinstance(model.backbone, MoveNet):
        model.backbone.stem.requires_grad_(False)
        model.backbone.blocks[: config.frozen].requires_grad_(False)
    groups: dict[tuple[bool, bool], list[Any]] = {}
    for name, parameter in model.named_parameters():
        if not parameter.requires_grad:
            continue
        pretrained = name.startswith(("backbone.", "initialisation.")) and "backbone.context." not in name
        groups.setdefault((parameter.ndim > 1, pretrained), []).append(parameter)
    return [
        {
            "params": parameters,
            "weight_decay": config.weight_decay if decayed else 0.0,
            "share": config.backbone_rate if pretrained else 1.0,
        }
        for (decayed, pretrained), parameters in groups.items()
    ]


def train_detector(
    config: DetectorConfig,
    out: str | os.PathLike[str],
    resume: bool = False,
    device: str = "auto",
    report_every: float = 1.0,
    workers: int = 0,
) -> Iterator[Event]:
    """Train a detector on photographs and renders, into the run folder ``out``.

    Yields a Progress about every ``report_every`` seconds, a DetectorValidated after each validation, a Noticed for a
    damaged checkpoint, and Finished. When the generator is closed before its end, as by ``break``, it saves a
    checkpoint.
    ``resume`` continues a run, bit for bit on the same device. ``workers`` processes draw batches in advance; with 0
    this process draws them. Raises PoseStudioError for bad data, and CheckpointError for a folder that does not fit
    and when the loss is no longer finite.
    """
    config.check()
    if not 0 <= workers <= MOST_WORKERS:
        raise PoseStudioError(f"workers: expected 0 to {MOST_WORKERS} processes, not {workers}")
    config = with_absolute_paths(config, Path(out) if resume else None)
    torch_device = pick_device(device)
    samples, validation, described = _data(config)
    begun = resume and (Path(out) / LAST).exists()
    trainer = DetectorTrainer(config, _initial_model(config, begun), torch_device)
    folder = RunFolder(out, config, resume)
    try:
        yield from _events(config, trainer, samples, validation, folder, described, report_every, workers)
    finally:
        folder.close()


def _events(
    config: DetectorConfig,
    trainer: DetectorTrainer,
    samples: Samples,
    validation: Photographs | None,
    folder: RunFolder,
    described: dict[str, Any],
    report_every: float,
    workers: int,
) -> Iterator[Event]:
    optimization = trainer.optimization
    facts, notice = restore(folder.path, optimization)
    first = int(facts.get("step", 0))
    if notice:
        yield Noticed(first, notice)
    card = _card(config, trainer.model.config, described, folder)
    scores: dict[str, dict[str, float]] = facts.get("validation", {})

    def save(step: int) -> None:
        folder.save_state(optimization.state(), step=step, validation=scores)
        save_detector(
            folder.weights, optimization.average.state, card | {"steps": step, "validation": scores}
        )

    reports = ProgressReports(folder, first, config.steps)
    done, loss, norm = first, torch.zeros(()), torch.zeros(())
    try:
        steps = range(first, config.steps)
        batches = SampleBatches(samples, config.batch, config.seed).of_steps(steps, workers)
        for number, batch in zip(steps, batches, strict=True):
            loss, norm = trainer.step(number, batch)
            reports.add(loss)
            done = number + 1
            ends = done == config.steps
            if ends or reports.seconds_since >= report_every:
                yield reports.report(done, learning_rate(config, number), norm)
            if validation is not None and (ends or done % config.validate_every == 0):
                scores = evaluate(trainer.averaged(), validation, bfloat16=trainer.bfloat16)
                folder.append({"step": done, "validation": scores})
                yield DetectorValidated(done, list(scores.values())[-1], scores["initialisation"])
            if ends or done % config.save_every == 0:
                if not are_finite(loss, norm):
                    raise folder.divergence(done, float(loss))
                save(done)
    except (GeneratorExit, PoseStudioError):
        if done > first and are_finite(loss, norm):
            save(done)
        raise
    yield Finished(max(first, config.steps), folder.weights, folder.weights)


def _data(config: DetectorConfig) -> tuple[Samples, Photographs | None, dict[str, Any]]:
    """The training samples, the photographs to validate with, and the entries about the data for the weights'
    card."""
    photographs = validation = renders = None
    described: dict[str, Any] = {"terms": config.terms}
    sources = [source for source in (config.data, *config.more_data) if source]
    if sources:
        answers = read_answers(config.teacher)
        training: list[AnnotatedPerson] = []
        held_out: list[AnnotatedPerson] = []
        for source in sources:  # each is split by itself, so that what is held out depends on nothing else
            first, second = split_by_picture(read_people(source), config.held_out)
            if not first:
                raise PoseStudioError(f"{source}: expected people with keypoints to train on, found none")
            training += taught(first, answers)
            held_out += second[: -(-config.validate_on // len(sources)) or None]
        photographs = Photographs(training)
        if held_out:
            validation = Photographs(held_out)
        described |= {
            "photographs": ", ".join(Path(source).name for source in sources),
            "people": len(training),
            "held_out": config.held_out,
        }
        if config.teacher:
            described["teacher"] = ", ".join(Path(path).name for path in config.teacher)
    size = build_model({"model": config.model}).config.size
    if config.poses:
        poses = load_poses(config.poses)
        renders = Renders(poses.joints, size)
        described |= {"renders_of": poses.provenance, "poses": len(poses), "render_share": config.renders}
    if photographs is None and renders is None:
        raise PoseStudioError("expected photographs or poses, or both, to train on")
    return Samples(photographs, renders, size, config.renders), validation, described


def _initial_model(config: DetectorConfig, begun: bool = False) -> DiffusionPose:
    """The model to start with: random, or of ``config.imagenet``, then ``start``, of which ``movenet`` replaces
    backbone and heads; for a run with a checkpoint (``begun``) random, since the checkpoint is loaded into it."""
    torch.manual_seed(config.seed)
    model = build_model({"model": config.model})
    if begun:
        return model
    if config.imagenet:
        if not isinstance(model.backbone, HRNet):
            raise CheckpointError(f"{config.imagenet}: expected the model's backbone to be an HRNet")
        try:
            load_imagenet(model.backbone, load_file(config.imagenet))
        except (OSError, SafetensorError, CheckpointError) as error:
            raise CheckpointError(f"{config.imagenet}: {error}") from error
    if config.start:
        path = find_weights(config.start, detector=True)
        started, _ = load_model(path)
        _copy_shared(started, model, path)
    if config.movenet:
        if not isinstance(model.backbone, MoveNet) or not isinstance(model.initialisation, CentredHeads):
            raise CheckpointError(f"{config.movenet}: expected the model's backbone to be a MoveNet")
        load_movenet(config.movenet, model.backbone, model.initialisation)
    return model


def _copy_shared(source: DiffusionPose, model: DiffusionPose, path: Path) -> None:
    """Copy the weights of ``source`` that ``model`` has, too. Raises CheckpointError, naming ``path``, where backbone
    and initialisation are not among them."""
    given = source.state_dict()
    wanted = {name: tensor.shape for name, tensor in model.state_dict().items()}
    shared = {name: tensor for name, tensor in given.items() if wanted.get(name) == tensor.shape}
    lacking = [
        name for name in wanted if name.startswith(("backbone.", "initialisation.")) and name not in shared
    ]
    if lacking:
        raise CheckpointError(f"{path}: weights of another network than the run's: {lacking[0]} does not fit")
    model.load_state_dict(shared, strict=False)


def _card(
    config: DetectorConfig, model: ModelConfig, data: dict[str, Any], folder: RunFolder
) -> dict[str, Any]:
    """The card of the weights: how and from what they were trained."""
    return {
        "name": folder.path.name,
        "model": asdict(model),
        "data": data,
        "batch": config.batch,
        "learning_rate": config.learning_rate,
        "ema": config.ema,
        "seed": config.seed,
        "start": config.start,
        "imagenet": bool(config.imagenet),
        "movenet": Path(config.movenet).name,
        "date": date.today().isoformat(),
        "version": __version__,
    }
