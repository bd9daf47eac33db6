"""The distillation of a student: first drags with its teacher's poses, then a training loop that yields events."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from posestudio.common.resources import find_weights
from posestudio.common.version import __version__
from posestudio.dataset.batches import Batches
from posestudio.dataset.photographs import PhotographPeople
from posestudio.dataset.shards import Shards
from posestudio.diffusion.checkpoint import build_denoiser, load_denoiser, save_weights, weights_checksum
from posestudio.diffusion.parameterizations import Denoiser
from posestudio.diffusion.precision import optimized_for_inference
from posestudio.learning.config import with_absolute_paths
from posestudio.learning.device import bfloat16_helps, pick_device
from posestudio.learning.events import Event, Noticed, Validated
from posestudio.learning.optimization import Optimization
from posestudio.learning.plain_run import PlainRun
from posestudio.learning.run_folder import RunFolder
from posestudio.training.distillation.config import DistilConfig
from posestudio.training.distillation.drags import (
    PICTURES,
    Drags,
    Teacher,
    draw_drags,
    load_drags,
    write_drags,
)
from posestudio.training.metrics import energy_score, limbs

VALIDATION_PICTURES, VALIDATION_HYPOTHESES = 96, 8

NEAR = 0.1
"""A distance from the teacher's joint, over the deviation of the data (about 3 cm), up to which the loss grows
nearly in proportion."""


def distil(
    config: DistilConfig,
    out: str | os.PathLike[str],
    resume: bool = False,
    device: str = "auto",
    report_every: float = 5.0,
) -> Iterator[Event]:
    """Distil a student into the run folder ``out``: the drags are made first, in its subfolder ``drags``.

    Yields a Noticed for each file of drags, a Progress about every ``report_every`` seconds, Validated as often as
    the configuration says, and Finished. Closed before, as by ``break``, it saves a checkpoint. ``resume`` continues.
    Raises PoseStudioError for a setting out of range, PosesError and CheckpointError for bad data and a folder that
    does not fit, and CheckpointError when the loss does not stay finite.
    """
    config.check()
    config = with_absolute_paths(config, Path(out) if resume else None)
    run = _Run(config, out, resume, pick_device(device))
    try:
        yield from run.drags_made()
        yield from run.events(report_every)
    finally:
        run.folder.close()


def distance(student: Denoiser, begin: Tensor, goal: Drags) -> Tensor:
    """(N, B) distances of the student's joints from the teacher's in the pictures of ``goal``, where the drag began
    with the poses ``begin`` (N, B, 3), over the standard deviation of the data."""
    pose = student.denoise(begin, begin.new_zeros(()), goal.observation).float()
    return (pose - goal.pose).norm(dim=-1)


class _Run(PlainRun):
    """A run in progress."""

    def __init__(self, config: DistilConfig, out: str | os.PathLike[str], resume: bool, device: torch.device):
        self.config, self.device = config, device
        path = find_weights(config.teacher)
        teacher, card = load_denoiser(path, device)
        self.teacher = Teacher(
            optimized_for_inference(teacher, device), float(card["scale"]), float(card.get("noise", 1.0))
        )
        photographs = PhotographPeople.load(config.photographs, device) if config.photographs else None
        self.shards = Shards(
            config.data, device, self.teacher.scale, held_out=config.held_out, photographs=photographs
        )
        description = {"model": "mlp", "network": config.network, "denoiser": "follower"}
        torch.manual_seed(config.seed)
        self.student = build_denoiser(description).to(device)
        if config.start:
            started, _ = load_denoiser(find_weights(config.start), device)
            self.student.load_state_dict(started.state_dict())
        self.optimization = Optimization(self.student, self.student.parameters(), config)
        self.folder = RunFolder(out, config, resume)
        self.card: dict[str, Any] = description | {
            "name": self.folder.path.name,
            "scale": self.teacher.scale,
            "noise": self.teacher.noise,
            "teacher": {name: card.get(name) for name in ("name", "steps", "date")}
            | {"checksum": weights_checksum(path)},
            "data": {
                "provenance": self.shards.provenance,
                "poses": self.shards.count,
                "terms": config.terms,
                "teacher": card.get("data"),
            },
            "drags": config.files,
            "batch": config.batch,
            "learning_rate": config.learning_rate,
            "ema": config.ema,
            "seed": config.seed,
            "start": config.start,
            "date": date.today().isoformat(),
            "version": __version__,
        }
        self.restore()

    def drags_made(self) -> Iterator[Event]:
        """Make the files of drags that are missing, and load all."""
        files, folder = self.config.files, Path(self.config.drags or self.folder.path / "drags")
        batches = self.shards.batches_at(0)
        for number in write_drags(folder, self.teacher, batches, files, self.config.seed):
            yield Noticed(self.done, f"drags: file {number} of {files}")
        self.drags = load_drags(folder, files)
        held_out = Batches(self.shards.validation, self.device, self.teacher.scale, augment=False)
        generator = torch.Generator().manual_seed(1)
        self.control = draw_drags(
            self.teacher, held_out, VALIDATION_PICTURES, generator, VALIDATION_HYPOTHESES
        )

    def step(self, rate: float) -> tuple[Tensor, Tensor]:
        """(loss, norm of the gradients) of one step."""
        torch.manual_seed(self.config.seed * 1_000_003 + self.done)
        rows = torch.randint(len(self.drags.pose), (self.config.batch,))
        begin, goal = self.drags.pairs(rows, self.device, torch.default_generator)
        self.optimization.clear_gradients()
        with torch.autocast(self.device.type, torch.bfloat16, enabled=bfloat16_helps(self.device)):
            # Large distances are where the teacher's poses jump, which cannot be learnt: they count little more.
            loss = (distance(self.student, begin, goal) / NEAR).log1p().mean()
        loss.backward()
        return loss.detach(), self.optimization.step(self.done, rate)

    @torch.no_grad()
    def validate(self) -> Validated:
        """Of the averaged student on held-out people, mm: the ``energy`` score in the first picture of each drag,
        where it began with another, and ``jump``, the median distance of a joint from the teacher's. As control
        the teacher's energy, and the jump of poses that stay as they were."""
        student = build_denoiser(self.card).to(self.device).eval()
        student.load_state_dict(self.optimization.average.state)
        control, millimetres = self.control, self.teacher.scale * 1000
        rows = torch.arange(0, len(control.pose), PICTURES)
        begin, goal = control.pairs(rows, self.device, torch.Generator().manual_seed(1))
        jump = distance(student, begin, goal).median() * millimetres
        stays = (begin - goal.pose).norm(dim=-1).median() * millimetres
        poses = student.denoise(begin, begin.new_zeros(()), goal.observation)
        self.scores = {"energy": self._energy(poses), "jump": round(float(jump), 2)}
        known = {"energy": self._energy(goal.pose), "jump": round(float(stays), 2)}
        self.history.append((self.done, self.scores["energy"]))
        best = min(self.history, key=lambda entry: entry[1])[0]
        self.folder.append({"step": self.done, "validation": self.scores, "control": known})
        return Validated(self.done, self.scores, {}, known, best)

    def _energy(self, poses: Tensor) -> float:
        """The mean energy score of poses in the first pictures of the control's drags, mm."""
        hypotheses = poses.unflatten(0, (-1, VALIDATION_HYPOTHESES))
        score = energy_score(limbs(hypotheses), limbs(self.control.truth[::VALIDATION_HYPOTHESES])).mean()
        return round(float(score) * self.teacher.scale * 1000, 2)

    def save(self) -> None:
        self.folder.save_state(self.optimization.state(), step=self.done, history=self.history)
        card = self.card | {"steps": self.done, "validation": self.scores}
        save_weights(self.folder.weights, self.optimization.average.state, card)
