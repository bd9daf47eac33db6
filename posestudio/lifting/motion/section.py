"""Solves a stretch of one person's motion: poses, then the path of the hips, in camera axes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.ndimage import maximum_filter1d, uniform_filter1d

from posestudio.body.layouts import BODY_INDEX, BODY_JOINTS, COCO_INDEX, COCO_KEYPOINTS
from posestudio.diffusion.guidance import HALF_TRUST_NOISE
from posestudio.lifting.motion.bodies import with_bone_lengths
from posestudio.lifting.motion.clock import between
from posestudio.lifting.motion.evidence import Evidence, gather
from posestudio.lifting.motion.feet import stand
from posestudio.lifting.motion.ground import Floor, find_floor, standing
from posestudio.lifting.motion.guided import KEY_REACH, Given
from posestudio.lifting.motion.problem import Problem
from posestudio.lifting.motion.root_path import solve_path
from posestudio.lifting.motion.sampling import (
    MotionSettings,
    Networks,
    Sampled,
    Scene,
    central_lengths,
    sample_motion,
)

SURE_WEIGHT = 20.0
"""Weight, in the path of the hips, of points that are exactly known beside 1 of other points without noise."""

OFF_PICTURE, AGAINST_INSTANTS = 0.03, 5
"""How much further from its keypoint than before, over the person's size and on average over some instants, an ankle
may be put by a foot that stands."""

BESIDE_HELD = 10
"""Instants beside held ones in which feet stand as they were found to, even against the picture."""

_ANKLES = [BODY_INDEX["left_ankle"], BODY_INDEX["right_ankle"]]
_ANKLE_POINTS = [COCO_INDEX["left_ankle"], COCO_INDEX["right_ankle"]]

MEASURED_STRETCHES, MEASURED_INSTANTS = 3, 150
"""Most stretches, and their length, on which the motion denoiser's motions are measured for bone lengths."""


@dataclass(frozen=True, eq=False)
class Stretch:
    """Motions at T instants from ``first`` on, in camera axes, metres.

    ``joints`` (T, H, B, 3) are about the hips, ``hips`` (T, H, 3) where these are, ``stands`` (T, H, 2) from 0 to 1
    how surely the left and the right foot stands. ``states`` and ``estimates`` (S, T, H, B, 3) are those of a
    trajectory.
    """

    first: int
    joints: NDArray[np.float32]
    hips: NDArray[np.float32]
    stands: NDArray[np.float32]
    states: NDArray[np.float32] | None = None
    estimates: NDArray[np.float32] | None = None

    @property
    def last(self) -> int:
        """The instant behind the last."""
        return self.first + len(self.joints)

    def part(self, first: int, last: int) -> Stretch:
        """The instants ``first`` to ``last`` - 1, as far as they are there."""
        chosen = slice(max(first - self.first, 0), max(last - self.first, 0))
        return self._rows(chosen, max(first, self.first))

    def _rows(self, chosen: slice | NDArray[np.int64], first: int) -> Stretch:
        return Stretch(
            first,
            self.joints[chosen],
            self.hips[chosen],
            self.stands[chosen],
            None if self.states is None else self.states[:, chosen],
            None if self.estimates is None else self.estimates[:, chosen],
        )

    def mixed(self, other: Stretch, share: NDArray[np.float64], lengths: NDArray[np.float32]) -> Stretch:
        """The motions with a ``share`` (T,) of those of another stretch at the same instants, and bones of
        ``lengths`` (B,)."""
        mix = share[:, None, None].astype(np.float32)
        joints = torch.from_numpy(self.joints + mix[..., None] * (other.joints - self.joints))
        return replace(
            self,
            joints=with_bone_lengths(joints, torch.from_numpy(lengths)).numpy(),
            hips=self.hips + mix * (other.hips - self.hips),
            stands=self.stands + mix * (other.stands - self.stands),
        )

    def at(self, places: NDArray[np.float64], lengths: NDArray[np.float32]) -> Stretch:
        """The motions at the ``places`` (F,) of frames, in instants, with bones of ``lengths`` (B,)."""
        inside = places - self.first
        whole = np.round(inside).astype(np.int64)
        nearest = self._rows(whole.clip(0, len(self.joints) - 1), 0)
        if np.array_equal(whole, inside):
            return nearest
        bodies = torch.from_numpy(between(self.joints, inside))
        exact = with_bone_lengths(bodies, torch.from_numpy(lengths).to(bodies))
        return replace(
            nearest,
            joints=exact.numpy().astype(np.float32),
            hips=between(self.hips, inside).astype(np.float32),
            stands=between(self.stands, inside).clip(0, 1).astype(np.float32),
        )


def solve_stretch(
    problem: Problem,
    first: int,
    last: int,
    networks: Networks,
    settings: MotionSettings,
    held: list[Stretch] | None = None,
    start: Stretch | None = None,
) -> Stretch:
    """The motions at the instants ``first`` to ``last`` - 1. Those that ``held`` has are kept as they are; sampling
    starts at the poses of ``start``, if given, which has all instants."""
    count = last - first
    evidence = _evidence(problem, first, last, networks.device)
    given = _given(problem, first, last, held or [], settings.hypotheses, evidence)
    lengths = torch.from_numpy(problem.lengths).to(networks.device)
    turn = evidence.window
    begin = None
    if start is not None:
        begin = torch.from_numpy(start.joints).to(turn) @ turn.T
    scene = Scene(first, problem.clock.rate, problem.up(turn), problem.moving)
    sampled = sample_motion(evidence, networks, settings, lengths, given, begin, scene)
    places = torch.full((count, settings.hypotheses, 3), torch.nan)
    if sampled.keys is not None and given.keyed is not None:
        places[given.keyed.cpu()] = sampled.keys.cpu()
    if given.hips is not None:
        places = torch.where(torch.isfinite(given.hips.cpu()), given.hips.cpu(), places)
    hips, stands = _path(problem, evidence, sampled, places)
    back = turn.cpu().numpy()

    def in_camera(rows: np.ndarray | torch.Tensor) -> NDArray[np.float32]:
        return np.asarray(np.asarray(rows, np.float32) @ back, np.float32)

    return Stretch(
        first,
        in_camera(sampled.joints.cpu()),
        in_camera(hips),
        stands,
        None if sampled.states is None else in_camera(sampled.states.cpu()),
        None if sampled.estimates is None else in_camera(sampled.estimates.cpu()),
    )


def _path(
    problem: Problem, evidence: Evidence, sampled: Sampled, places: torch.Tensor
) -> tuple[NDArray[np.float64], NDArray[np.float32]]:
    """(hips (T, H, 3) in window axes, metres; stands (T, H, 2)) of sampled motions, with the hips known at ``places``
    (T, H, 3), NaN where they are not."""
    camera, step = problem.camera, 1 / problem.clock.rate
    bodies = _by_hypothesis(sampled.joints)
    weight = evidence.smooth_visible / (1 + (evidence.smooth_noise / HALF_TRUST_NOISE) ** 2)
    weight = torch.where(evidence.sure, SURE_WEIGHT, weight)
    known: dict[str, Any] = {"places": _by_hypothesis(places)}
    known |= {"rays": evidence.smooth.cpu().numpy(), "weight": weight.cpu().numpy(), "dt": step}
    if sampled.velocity is not None and sampled.deviation is not None and not problem.moving:
        known["velocity"] = _by_hypothesis(sampled.velocity)
        known["velocity_noise"] = _by_hypothesis(sampled.deviation)
    hips = solve_path(bodies, **known)
    world = camera.to_world((bodies + hips[:, :, None]) @ evidence.window.cpu().numpy())
    predicted = None if sampled.stands is None else _by_hypothesis(sampled.stands)
    up = problem.up(evidence.window)
    stands = standing(world, step, predicted=predicted, level=up is not None)
    if not problem.moving:
        hips = solve_path(bodies, **known, stances=stands, up=None if up is None else up.cpu().numpy())
    return hips.swapaxes(0, 1), np.asarray(stands.swapaxes(0, 1), np.float32)


def _by_hypothesis(values: torch.Tensor) -> NDArray[Any]:
    """(H, T, ...) of (T, H, ...)."""
    return values.transpose(0, 1).cpu().numpy()


def floor_under(problem: Problem, motions: Stretch) -> tuple[Floor | None, tuple[str, ...]]:
    """The floor under motions, and sentences about what was assumed of it."""
    return find_floor(
        _in_world(problem, motions),
        motions.stands.swapaxes(0, 1),
        problem.camera,
        1 / problem.clock.rate,
        problem.moving,
    )


def on_floor(
    problem: Problem, motions: Stretch, floor: Floor | None, held: Sequence[Stretch] = ()
) -> Stretch:
    """The motions with feet that stand in their places on the ``floor``, except near keys; as they are without
    one. The instants that ``held`` has are kept as they are."""
    if floor is None:
        return motions
    instants = np.arange(motions.first, motions.last)
    kept = np.zeros(len(instants), bool)
    for one in held:
        kept |= (instants >= one.first) & (instants < one.last)
    world, stands = _in_world(problem, motions), motions.stands.swapaxes(0, 1)
    stood = stand(world, stands, floor, problem.clock.rate, kept)
    # Beside held frames feet go on as they stand in these, or the motion would jump there.
    free = ~maximum_filter1d(kept, 2 * BESIDE_HELD + 1)
    against = _against_picture(problem, motions.first, world, stood) & free[:, None]
    if against.any():
        stood = stand(world, np.where(against, 0, stands), floor, problem.clock.rate, kept)
    joints = np.asarray(problem.camera.to_camera(stood.swapaxes(0, 1)), np.float32)
    hips = joints[:, :, 0]
    found = replace(motions, joints=joints - hips[:, :, None], hips=hips)
    keyed = [round(float(problem.clock.places[frame])) - motions.first for frame in problem.keys]
    if not keyed:
        return found
    away = np.abs(np.arange(len(joints))[:, None] - keyed).min(1)
    return found.mixed(motions, np.exp(-0.5 * (away / KEY_REACH) ** 2), problem.lengths)


def _against_picture(
    problem: Problem, first: int, before: NDArray[np.float32], after: NDArray[np.float32]
) -> NDArray[np.bool_]:
    """(H, T, 2) bool: the instants in which the left, the right ankle of the motions (H, T, B, 3), world axes, is
    further from its keypoint ``after`` feet were put in their places than ``before``, by OFF_PICTURE or more: the
    foot does not stand there, whatever was thought."""
    evidence = _evidence(problem, first, first + before.shape[1], torch.device("cpu"))
    window, rays = evidence.window.numpy(), evidence.smooth.numpy()[:, : len(COCO_KEYPOINTS)]
    shown = evidence.smooth_visible.numpy()[:, : len(COCO_KEYPOINTS)] > 0
    low = np.where(shown[..., None], rays, np.inf).min(1)
    high = np.where(shown[..., None], rays, -np.inf).max(1)
    sizes = (high - low).max(-1)[shown.sum(-1) > 1]
    if not len(sizes):
        return np.zeros((*before.shape[:2], 2), bool)

    def off(world: NDArray[np.float32]) -> NDArray[Any]:
        ankles = problem.camera.to_camera(world[:, :, _ANKLES]) @ window.T
        seen = ankles[..., :2] / np.maximum(ankles[..., 2:], 0.1)
        return np.linalg.norm(seen - rays[:, _ANKLE_POINTS], axis=-1) / np.median(sizes)

    worse = uniform_filter1d(off(after) - off(before), AGAINST_INSTANTS, axis=1, mode="nearest")
    return maximum_filter1d((worse > OFF_PICTURE) & shown[:, _ANKLE_POINTS], AGAINST_INSTANTS, axis=1)


def _in_world(problem: Problem, motions: Stretch) -> NDArray[np.float32]:
    """(H, T, B, 3) world metres."""
    return problem.camera.to_world(motions.joints + motions.hips[:, :, None]).swapaxes(0, 1)


def lengths_measured(problem: Problem, networks: Networks, settings: MotionSettings) -> NDArray[np.float32]:
    """(B,) the bone lengths of a person, measured on the motion denoiser's motions in at most MEASURED_STRETCHES
    stretches of MEASURED_INSTANTS instants, spread over the motion."""
    first, last = problem.span
    count = min(max(round((last - first) / MEASURED_INSTANTS), 1), MEASURED_STRETCHES)
    size = min(last - first, MEASURED_INSTANTS)
    starts = np.linspace(first, last - size, count).round().astype(int).tolist()
    stretches = []
    for start in starts:
        evidence = _evidence(problem, start, start + size, networks.device)
        scene = Scene(start, problem.clock.rate, problem.up(evidence.window), problem.moving)
        stretches.append((evidence, scene))
    return central_lengths(stretches, networks, settings).cpu().numpy()


def _evidence(problem: Problem, first: int, last: int, device: torch.device) -> Evidence:
    """The evidence at the instants ``first`` to ``last`` - 1, of the frames then."""
    numbers = problem.frames_at(first, last)
    places = problem.clock.places[numbers] - first
    track = problem.track.selected(list(numbers - problem.track.frames[0]))
    return gather(track, places, last - first, problem.clock.rate, problem.camera, device)


def _given(
    problem: Problem, first: int, last: int, held: list[Stretch], hypotheses: int, evidence: Evidence
) -> Given:
    """The pins and the held frames at the instants ``first`` to ``last`` - 1, in window axes."""
    count, window = last - first, evidence.window.cpu().numpy()
    pins = np.full((count, len(BODY_JOINTS), 3), np.nan, np.float32)
    for frame, joints in problem.keys.items():
        instant = round(float(problem.clock.places[frame])) - first
        if 0 <= instant < count:
            pins[instant] = problem.camera.to_camera(joints) @ window.T
    poses = np.full((count, hypotheses, len(BODY_JOINTS), 3), np.nan, np.float32)
    hips = np.full((count, hypotheses, 3), np.nan, np.float32)
    for stretch in held:
        inside = stretch.part(first, last)
        rows = slice(inside.first - first, inside.last - first)
        poses[rows], hips[rows] = inside.joints @ window.T, inside.hips @ window.T
    device = evidence.window.device

    def tensor(array: np.ndarray) -> torch.Tensor | None:
        return torch.from_numpy(array).to(device) if np.isfinite(array).any() else None

    return Given(tensor(pins), tensor(poses), tensor(hips))


def joined(parts: list[Stretch]) -> Stretch:
    """Stretches that follow each other as one."""

    def recorded(name: str) -> NDArray[np.float32] | None:
        found = [getattr(part, name) for part in parts]
        return None if found[0] is None else np.concatenate(found, 1)

    return Stretch(
        parts[0].first,
        np.concatenate([part.joints for part in parts]),
        np.concatenate([part.hips for part in parts]),
        np.concatenate([part.stands for part in parts]),
        recorded("states"),
        recorded("estimates"),
    )
