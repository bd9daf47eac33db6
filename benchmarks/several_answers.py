"""Measures whether several answers to where a person's keypoints are, and the 3D prior, make detection better.

    python benchmarks/several_answers.py evidence POSES POSES ...
    python benchmarks/several_answers.py renders POSES [--detector WEIGHTS] [--people 150] [--samples 4]
    python benchmarks/several_answers.py pictures PICTURES [the same options]

``evidence``: keypoints of people of the poses files, seen by virtual cameras with the noise of a detector, against
the same with left and right of legs, arms or the whole body exchanged: of how many people the right one has more
evidence, for each kind of evidence and for their weighted sum, whose weights are fitted on the people of the first
file who are not held out; measured on those held out and on the other files' people, with 95 % intervals by clip.

``renders`` and ``pictures``: a detector's own errors, in renders of held-out poses and in held-out photographs: the
detected keypoints, those that the 3D prior chooses of the answers, and the best of the answers. PCK@0.2 of limbs, its
difference to the detection, exchanged sides, and on renders the PA-MPJPE of the pose that is lifted from it, with
95 % intervals by picture.
"""

from __future__ import annotations

import argparse
import itertools
from pathlib import Path

import numpy as np
import torch
from scipy.optimize import minimize

from posestudio.body.layouts import COCO_KEYPOINTS, FACE_JOINTS
from posestudio.body.limits import bundled_limits
from posestudio.dataset.poses import load_poses
from posestudio.dataset.split import VALIDATION_SUBJECTS
from posestudio.dataset.virtual_cameras import RowRandom, sample_views
from posestudio.detection.crops import box_of_points
from posestudio.detection.detector import Detector
from posestudio.detection.modes import EXCHANGES, with_modes
from posestudio.detection.training.annotations import read_coco, split_by_picture
from posestudio.detection.training.metrics import exchanged, torso
from posestudio.detection.training.renders import Renders
from posestudio.detection.training.samples import Photographs
from posestudio.diffusion.proportions import with_reference_legs
from posestudio.keypoints import Keypoints
from posestudio.keypoints.alternatives import alternative_count, with_alternative
from posestudio.lifting.alternatives import HYPOTHESES, STEPS, decided, improbability, misfit
from posestudio.lifting.lifter import Lifter
from posestudio.training.metrics import limbs, mpjpe, procrustes

LIMBS = np.array([name not in FACE_JOINTS for name in COCO_KEYPOINTS])
EVIDENCE = ("improbability", "misfit", "spread", "limits")
SIZE, AT_ONCE = 1000, 16


def seen_by_cameras(joints: np.ndarray, seed: int) -> Keypoints:
    """Keypoints of poses (N, 29, 3) as a detector gives them, each in a picture of its own by a camera of 30, 50 or
    70 degrees, which the lifter does not know: off by .8 to 4 % of the person's size, one in 25 by five times as
    much, one in 16 missing, the face of every fourth person as well."""
    rng, generator = np.random.default_rng(seed), torch.Generator().manual_seed(seed)
    bodies = with_reference_legs(torch.from_numpy(np.asarray(joints - joints[:, :1], np.float32)))
    points = np.zeros((len(bodies), 17, 2))
    for index, fov in enumerate((30.0, 50.0, 70.0)):
        rows = slice(index, None, 3)
        rays = sample_views(
            bodies[rows], RowRandom(len(bodies[rows]), generator, bodies.device), fov=fov
        ).rays[:, :17]
        points[rows] = rays.numpy() * (SIZE / 2 / np.tan(np.radians(fov / 2))) + SIZE / 2
    noise = np.exp(rng.uniform(np.log(0.008), np.log(0.04), (len(points), 1)))
    noise = noise * np.ptp(points, axis=1).max(-1, keepdims=True) * np.ones(17)
    off = noise * np.where(rng.random(noise.shape) < 0.04, 5, 1)
    points = points + rng.normal(size=points.shape) * off[..., None]
    missing = (rng.random(noise.shape) < 0.06) | (~LIMBS & (rng.random((len(points), 1)) < 0.25))
    return Keypoints(points, np.where(missing, 0, 2), size=(SIZE, SIZE), noise=noise)


def evidence(lifter: Lifter, keypoints: Keypoints) -> np.ndarray:
    """(P, 1 + EXCHANGES, EVIDENCE) each kind of evidence, less is better: of the keypoints as they are, exchanged."""
    orders = [np.arange(17), *EXCHANGES.values()]
    parts = []
    for first in range(0, keypoints.people, AT_ONCE):
        some = keypoints.select(np.arange(first, min(first + AT_ONCE, keypoints.people)))
        answers = [
            Keypoints(some.points[:, o], some.visibility[:, o], some.size, noise=some.noise[:, o])
            for o in orders
        ]
        lifted = lifter.lift(Keypoints.concatenate(answers, some.size), hypotheses=HYPOTHESES, steps=STEPS)
        about_hips = lifted.joints - lifted.joints[:, :, :1]
        kinds = (
            improbability(lifter, lifted),
            misfit(lifted),
            np.sqrt(about_hips.var(axis=1).sum(-1)).mean(-1),
            bundled_limits().outside(lifted.joints).sum(-1).mean(1),
        )
        parts.append(np.stack(kinds, -1).reshape(len(orders), some.people, -1).swapaxes(0, 1))
    return np.concatenate(parts)


def fitted(measured: np.ndarray) -> np.ndarray:
    """(2,) weights of improbability and misfit in a conditional logistic regression of which of the answers (P, A,
    EVIDENCE) is right: the first."""

    def loss(weights: np.ndarray) -> float:
        scores = -(measured[..., :2] @ weights)
        return float((np.logaddexp.reduce(scores, axis=1) - scores[:, 0]).mean() + 1e-4 * weights @ weights)

    return minimize(loss, np.ones(2), method="Nelder-Mead").x


def share(values: np.ndarray, groups: np.ndarray | None = None) -> str:
    """The mean of values (N,) in percent with its 95 % bootstrap interval over ``groups`` (N,)."""
    groups = np.arange(len(values)) if groups is None else np.unique(groups, return_inverse=True)[1]
    sums, counts = np.bincount(groups, values), np.bincount(groups)
    drawn = np.random.default_rng(0).integers(0, len(sums), (1000, len(sums)))
    low, high = np.quantile(sums[drawn].sum(1) / counts[drawn].sum(1), (0.025, 0.975)) * 100
    return f"{values.mean() * 100:.0f} ({low:.0f} to {high:.0f})"


def measure_evidence(files: list[Path], count: int, lifter: Lifter) -> None:
    first, others = load_poses(files[0]), [load_poses(file) for file in files[1:]]
    held = np.isin(first.subject, VALIDATION_SUBJECTS)
    sets = {"people trained on": first.where(~held), "held-out people": first.where(held)}
    sets |= {file.stem: poses for file, poses in zip(files[1:], others, strict=True)}
    weights = np.zeros(2)
    for name, poses in sets.items():
        chosen = np.sort(np.random.default_rng(5).choice(len(poses), count, replace=False))
        measured = evidence(lifter, seen_by_cameras(poses.joints[chosen], 3))
        if name == "people trained on":
            weights = fitted(measured)
            print(f"weights of improbability and misfit: {weights[0]:.1f}, {weights[1]:.2f}")
            continue
        kinds = np.concatenate([measured, (measured[..., :2] @ weights)[..., None]], axis=-1)
        print(f"\n{name}, {count} poses\n\n| right one chosen, % | {' | '.join(EXCHANGES)} | of all four |")
        print("|---" * (len(EXCHANGES) + 2) + "|")
        for index, kind in enumerate((*EVIDENCE, "weighted sum")):
            better = (kinds[:, :1, index] < kinds[:, 1:, index]) + (
                kinds[:, :1, index] == kinds[:, 1:, index]
            ) / 2
            cells = [share(better[:, other], poses.clip[chosen]) for other in range(len(EXCHANGES))]
            best = (kinds[..., index].argmin(1) == 0).astype(float)
            print(f"| {kind} | {' | '.join(cells)} | {share(best, poses.clip[chosen])} |")


class Case:
    """A detection with its alternatives, the truth, and the keypoints that each choice of an answer gives."""

    def __init__(self, keypoints: Keypoints, truth, labelled, joints=None):
        self.labelled = labelled & LIMBS
        self.unit = 0.2 * torso(truth[None], labelled[None])
        self.truth, self.joints = truth, joints
        count = alternative_count(keypoints, 0)
        answers = [keypoints, *(with_alternative(keypoints, 0, index) for index in range(count))]
        right = [self.right(answer).sum() for answer in answers]
        self.chosen = {"detected": keypoints, "best of the answers": answers[int(np.argmax(right))]}
        shares = () if keypoints.alternative_shares is None else keypoints.alternative_shares[0, :count]
        self.gains = [(one, more - right[0]) for one, more in zip(shares, right[1:], strict=True)]

    def right(self, keypoints: Keypoints) -> np.ndarray:
        """(17,) which labelled limb keypoints lie within 0.2 of the torso; a missing one is at its point."""
        near = np.linalg.norm(keypoints.points[0] - self.truth, axis=-1) <= self.unit
        return near & self.labelled

    def exchanged(self, keypoints: Keypoints) -> np.ndarray:
        """(17,) which of them lie at the other side's joint."""
        return (
            exchanged(keypoints.points, self.truth[None], self.labelled[None], self.unit)[0] & self.labelled
        )


def decide(cases: list[Case], lifter: Lifter) -> None:
    """Add the 3D prior's choices to the cases, whose pictures are all of one size."""
    together = Keypoints.concatenate(
        [case.chosen["detected"] for case in cases], cases[0].chosen["detected"].size
    )
    chosen = decided(lifter, together)
    for index, case in enumerate(cases):
        best = case.chosen.pop("best of the answers")
        case.chosen |= {"decided in 3D": chosen.person(index), "best of the answers": best}


def pose_errors(cases: list[Case], name: str, lifter: Lifter) -> np.ndarray:
    """(N,) PA-MPJPE of the first of 8 hypotheses that a choice lifts to, millimetres."""
    chosen = [case.chosen[name] for case in cases]
    lifted = lifter.lift(Keypoints.concatenate(chosen, chosen[0].size), hypotheses=8)
    truth = limbs(torch.from_numpy(np.stack([case.joints for case in cases]).astype(np.float32)))
    return 1000 * mpjpe(procrustes(limbs(torch.from_numpy(lifted.joints[:, 0])), truth), truth).numpy()


def compare(cases: list[Case], lifter: Lifter) -> None:
    """Print the table of what each choice gives, and what the shares of the alternatives say."""
    decide(cases, lifter)
    counted = np.array([case.labelled.sum() for case in cases])
    drawn = np.random.default_rng(0).integers(0, len(cases), (2000, len(cases)))

    def ratio(values: np.ndarray, base: np.ndarray | None = None) -> str:
        values = values if base is None else values - base
        low, high = np.quantile(values[drawn].sum(1) / counted[drawn].sum(1), (0.025, 0.975)) * 100
        sign = "+" if base is not None else ""
        return f"{values.sum() / counted.sum() * 100:{sign}.1f} ({low:{sign}.1f} to {high:{sign}.1f})"

    answers = 1 + np.mean([len(case.gains) for case in cases])
    print(f"{len(cases)} people, {counted.sum()} keypoints, {answers:.1f} answers each\n")
    print(
        "| | limbs PCK@0.2 | difference | exchanged sides, % | people changed, % | PA-MPJPE, mm |\n|"
        + "---|" * 6
    )
    right = {
        name: np.array([case.right(case.chosen[name]).sum() for case in cases]) for name in cases[0].chosen
    }
    for name, hits in right.items():
        swapped = np.array([case.exchanged(case.chosen[name]).sum() for case in cases])
        changed = np.mean(
            [not np.array_equal(case.chosen[name].points, case.chosen["detected"].points) for case in cases]
        )
        pa = ""
        if cases[0].joints is not None:
            errors = pose_errors(cases, name, lifter)
            low, high = np.quantile(errors[drawn].mean(1), (0.025, 0.975))
            pa = f"{errors.mean():.0f} ({low:.0f} to {high:.0f})"
        difference = "" if name == "detected" else ratio(hits, right["detected"])
        print(f"| {name} | {ratio(hits)} | {difference} | {ratio(swapped)} | {changed * 100:.0f} | {pa} |")

    print(
        "\n| share of an alternative | their mean share, % | of those that differ better, % | alternatives |"
    )
    print("|---|---|---|---|")
    gains = np.array([gain for case in cases for gain in case.gains if gain[1] != 0])
    for low, high in itertools.pairwise((0, 0.03, 0.1, 0.2, 1)):
        some = gains[(gains[:, 0] > low) & (gains[:, 0] <= high)]
        if len(some):
            better = share((some[:, 1] > 0).astype(float))
            print(f"| {low:g} to {high:g} | {some[:, 0].mean() * 100:.0f} | {better} | {len(some)} |")


def cases_of(options: argparse.Namespace) -> list[Case]:
    """The detections in renders of held-out poses or in held-out photographs."""
    detector = Detector.load(options.detector, device="cpu")
    cases = []

    def add(picture, box, truth, labelled, joints=None) -> None:
        if np.isfinite(torso(truth[None], labelled[None])).all():
            found = detector.detect(picture, [box], samples=options.samples, flip=True)
            cases.append(Case(with_modes(found), truth, labelled, joints))

    if options.what == "renders":
        poses = load_poses(options.data[0])
        poses = poses.where(np.isin(poses.subject, VALIDATION_SUBJECTS))
        for number, index in enumerate(np.linspace(0, len(poses) - 1, options.people).astype(int)):
            drawn = Renders(poses.joints[index : index + 1], 256).draw(np.random.default_rng((7, number)))
            everything = np.ones(17, bool)
            add(
                drawn.picture, box_of_points(drawn.points, everything), drawn.points, everything, drawn.joints
            )
    else:
        people = split_by_picture(read_coco(options.data[0] / "keypoints.json"))[1]
        photographs = Photographs(people[: options.people])
        for person in photographs.people:
            add(photographs.picture(person), person.box, person.points, person.labelled)
    return cases


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=("evidence", "renders", "pictures"))
    parser.add_argument("data", type=Path, nargs="+", help="poses files, or a folder with keypoints.json")
    parser.add_argument("--detector", default="detector")
    parser.add_argument("--people", type=int, default=150)
    parser.add_argument("--samples", type=int, default=4)
    options = parser.parse_args()
    lifter = Lifter.load("mlp", device="cpu")
    if options.what == "evidence":
        measure_evidence(options.data, options.people, lifter)
    else:
        compare(cases_of(options), lifter)


if __name__ == "__main__":
    main()
