"""Measures what each part of training on what photographs look like brings, by short trainings from given weights.

    python benchmarks/reality.py POSES.npz SECOND.npz PEOPLE.npz --start WEIGHTS [--lifted LIFTED.npz] [--steps 200]

Each row has one part more than the row before: keypoints missing and noisy as people of photographs have them; bodies
seen so not recombined of several; photographs' views; a detector's errors; and, with ``--lifted``, a fifth of the
poses of people of photographs that were lifted (`benchmarks/photograph_poses.py`). Energy on held-out people of POSES
and on all of SECOND: with exact points; with 1.5 % of noise and points missing as in photographs not trained on; and
with a detector's errors. In brackets: 95 % intervals by clip of the difference to the first row, picture by picture.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator

import numpy as np
import torch

from posestudio.common.resources import find_weights
from posestudio.dataset import batches, simulated_keypoints
from posestudio.dataset.batches import Batch, Batches
from posestudio.dataset.photograph_noise import as_found
from posestudio.dataset.photographs import PhotographPeople, photograph_like_case
from posestudio.dataset.poses import Poses, load_poses
from posestudio.dataset.virtual_cameras import RowRandom, sample_views, target_poses
from posestudio.diffusion.checkpoint import read_card
from posestudio.diffusion.conditioning import observe
from posestudio.diffusion.parameterizations import Denoiser
from posestudio.diffusion.precision import optimized_for_inference
from posestudio.learning.distributed import Processes
from posestudio.training.config import TrainConfig
from posestudio.training.evaluation import SEED, per_picture, sample_all
from posestudio.training.metrics import interval
from posestudio.training.optimizer_steps import Trainer
from posestudio.training.starting_weights import first_denoiser

CASES = ("exact", "as photographs", "as a detector")
HYPOTHESES, STEPS, NOISE = 6, 5, 0.9
LIFTED_SHARE = 0.2
SHARES = {
    "PHOTOGRAPHED": batches,
    "DETECTED": simulated_keypoints,
    "KEPT_WHOLE": batches,
    "AS_PHOTOGRAPHED": batches,
}
USUAL = {name: getattr(module, name) for name, module in SHARES.items()}
ROWS: dict[str, tuple[str, ...]] = {
    "as before": (),
    "visibility": ("PHOTOGRAPHED",),
    "visibility, those bodies whole": ("PHOTOGRAPHED", "KEPT_WHOLE"),
    "and the views": ("PHOTOGRAPHED", "KEPT_WHOLE", "AS_PHOTOGRAPHED"),
    "and a detector's errors": tuple(SHARES),
}
LIFTED_ROW = "and poses of photographs"


def trained(
    config: TrainConfig, poses: np.ndarray, photographs: PhotographPeople | None, used: tuple[str, ...]
) -> tuple[Denoiser, float]:
    """(the averaged denoiser, its scale) after training on poses (N, B, 3) with the parts that are ``used``."""
    for name, module in SHARES.items():
        setattr(module, name, USUAL[name] if name in used else 0.0)
    denoiser, scale = first_denoiser(config)
    drawn = Batches(poses, scale=scale, photographs=photographs)
    trainer = Trainer(config, denoiser, Processes(torch.device("cpu")))
    for number in range(config.steps):
        trainer.step(number, drawn)
    return trainer.averaged(), drawn.scale


def cases(poses: Poses, held_out: PhotographPeople, count: int, scale: float) -> Iterator[Batch]:
    """The batches of CASES."""
    chosen = np.linspace(0, len(poses) - 1, count).astype(int)
    joints = Batches(poses.joints[chosen], scale=scale, augment=False).joints
    views = sample_views(joints, RowRandom(count, torch.Generator().manual_seed(SEED), joints.device))
    rays = views.rays[:, :17]
    everything = torch.ones_like(rays[..., 0])
    found = as_found(rays, 1.0, RowRandom(count, torch.Generator().manual_seed(SEED), rays.device), untold=0)
    for seen in (
        (rays, everything),
        photograph_like_case(rays, held_out, SEED),
        (found.rays, everything, found.noise),
    ):
        observation = observe(*seen)
        yield Batch(target_poses(views, observation) / scale, observation)


def energies(
    denoiser: Denoiser, scale: float, sets: list[Poses], held_out: PhotographPeople, count: int
) -> np.ndarray:
    """(sets, cases, count) energies of poses of each set in each of CASES."""
    quick = optimized_for_inference(denoiser, torch.device("cpu"))
    found = []
    for poses in sets:
        for batch in cases(poses, held_out, count, scale):
            drawn = sample_all(quick, batch, scale, hypotheses=HYPOTHESES, steps=STEPS, noise=NOISE)
            found.append(per_picture(drawn, batch.x0, scale)["energy"].numpy())
    return np.reshape(found, (len(sets), len(CASES), count))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("poses", "second", "people"):
        parser.add_argument(name)
    parser.add_argument("--start", required=True)
    parser.add_argument("--lifted")
    parser.add_argument("--steps", type=int, default=200)
    parser.add_argument("--batch", type=int, default=512)
    parser.add_argument("--pictures", type=int, default=120)
    parser.add_argument("--rows", nargs="*", help="some of the rows, by name")
    options = parser.parse_args()
    torch.set_num_threads(1)
    training, validation = load_poses(options.poses).split()
    sets = [validation, load_poses(options.second)]
    people = PhotographPeople.load(options.people)
    held_out = PhotographPeople.load(options.people, held_out=True)
    rows = ROWS | ({LIFTED_ROW: tuple(SHARES)} if options.lifted else {})
    card = read_card(find_weights(options.start))
    config = TrainConfig(
        options.poses,
        start=options.start,
        steps=options.steps,
        batch=options.batch,
        learning_rate=3e-4,
        **{name: card[name] for name in ("model", "network", "denoiser", "denoiser_options")},
    )
    clips = [poses.clip[np.linspace(0, len(poses) - 1, options.pictures).astype(int)] for poses in sets]
    before = None
    print(f"| | {' | '.join(f'{which}, {case}' for which in ('first', 'second') for case in CASES)} |")
    print("|---" * (1 + len(sets) * len(CASES)) + "|", flush=True)
    for name in options.rows or rows:
        poses = training.joints
        if name == LIFTED_ROW:
            lifted = load_poses(options.lifted).joints
            times = LIFTED_SHARE / (1 - LIFTED_SHARE) * len(poses) / len(lifted)
            poses = np.concatenate([poses, np.tile(lifted, (max(1, round(times)), 1, 1))])
        denoiser, scale = trained(config, poses, people if rows[name] else None, rows[name])
        energy = energies(denoiser, scale, sets, held_out, options.pictures)
        before = energy if before is None else before
        columns = []
        for own, base, clip in zip(energy, before, clips, strict=True):
            for here, there in zip(own, base, strict=True):
                low, high = interval(torch.from_numpy(here - there), clip)
                columns.append(f"{here.mean():.1f} ({low:+.1f} to {high:+.1f})")
        print(f"| {name} | {' | '.join(columns)} |", flush=True)


if __name__ == "__main__":
    main()
