"""Training batches of motions: windows of clips, reshaped, mirrored, seen by still and by moving cameras."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from posestudio.body.layouts import BODY_INDEX, COCO_17
from posestudio.body.proportions import LEG_LENGTH, PROPORTIONS
from posestudio.dataset.augment import reshape_bodies
from posestudio.dataset.detector_noise import detector_like
from posestudio.dataset.motion_clips import MotionClip
from posestudio.dataset.virtual_cameras import RowRandom
from posestudio.diffusion.mirroring import mirrored_bodies
from posestudio.diffusion.motion_conditioning import MotionObservation, observe_motion
from posestudio.diffusion.proportions import proportions
from posestudio.diffusion.ray_fitting import leg_length
from posestudio.geometry.rotations_torch import about_axis, from_rotation_vectors
from posestudio.lifting.motion.stance import true_standing

TOES = [BODY_INDEX["left_toe"], BODY_INDEX["right_toe"]]
LENGTHS_OFF = 0.03
"""How far off, over the lengths, a body's proportions are that were estimated from other frames."""


@dataclass(frozen=True)
class MotionBatch:
    """N windows of T frames: ``x0`` (N, T, B, 3) poses about the hips in window axes, over the data's standard
    deviation; what was seen of them; which feet ``stands`` (N, T, 2), and the ``velocity`` (N, T, 3) of the hips in
    the world, window axes, metres a second."""

    x0: Tensor
    observation: MotionObservation
    stands: Tensor
    velocity: Tensor

    def to(self, device: torch.device) -> MotionBatch:
        """The batch on a device."""
        seen = self.observation.map(lambda tensor: tensor.to(device))
        return MotionBatch(self.x0.to(device), seen, self.stands.to(device), self.velocity.to(device))


class MotionBatches:
    """Endless batches of windows of ``length`` frames, drawn from clips by their lengths."""

    def __init__(self, clips: Sequence[MotionClip], scale: float, length: int = 64):
        self.scale, self.length = scale, length
        chosen = [clip for clip in clips if len(clip) >= 3]
        self.joints = torch.from_numpy(np.concatenate([clip.joints for clip in chosen]))
        sizes = torch.tensor([len(clip) for clip in chosen])
        self.last = sizes.cumsum(0) - 1
        self.first = self.last - sizes + 1
        self.fps = torch.tensor([clip.fps for clip in chosen])
        standing = [true_standing(clip.joints, clip.fps) for clip in chosen]
        self.stands = torch.from_numpy(np.concatenate(standing).astype(np.float32))
        self.chance = sizes.double()

    def draw(self, count: int, generator: torch.Generator) -> MotionBatch:
        """A batch of ``count`` windows."""
        rng = RowRandom(count, generator, torch.device("cpu"))
        joints, stands, fps = self._windows(rng, generator)
        joints = _reshaped(joints, stands, generator)
        mirrored = rng.chance(0.5)
        stands = torch.where(mirrored[:, None, None], stands.flip(-1), stands)
        every = mirrored.repeat_interleave(self.length)
        joints = mirrored_bodies(joints.flatten(0, 1), every).unflatten(0, (count, self.length))
        return self._seen(joints, stands, fps, rng)

    def _windows(self, rng: RowRandom, generator: torch.Generator) -> tuple[Tensor, Tensor, Tensor]:
        """World joints (N, T, B, 3), standing feet (N, T, 2), and the rates (N,) they are at.

        Half of the windows are at another rate than the clip, of 20 to 45 frames a second; a third are slower or
        faster than the motion was, by up to a fifth.
        """
        clip = torch.multinomial(self.chance, rng.count, replacement=True, generator=generator)
        fps = self.fps[clip]
        wanted = torch.where(rng.chance(0.5), torch.exp(rng.uniform(math.log(20), math.log(45))), fps)
        first, last = self.first[clip].float(), self.last[clip].float()
        span = (fps / wanted) * (self.length - 1)
        start = first + rng.uniform(0, 1) * (last - first - span).clamp_min(0)
        at = start[:, None] + (fps / wanted)[:, None] * torch.arange(self.length)
        # Clips that are shorter than the window go back and forth.
        size = (last - first)[:, None]
        at = first[:, None] + size - ((at - first[:, None]) % (2 * size) - size).abs()
        played = torch.where(rng.chance(0.33), torch.exp(rng.uniform(-0.18, 0.18)), torch.ones_like(fps))
        lowest, highest = self.first[clip][:, None], self.last[clip][:, None]
        joints = _interpolated(self.joints, at, lowest, highest)
        return joints, self.stands[at.round().long()], wanted * played

    def _seen(self, joints: Tensor, stands: Tensor, fps: Tensor, rng: RowRandom) -> MotionBatch:
        moving = rng.chance(0.25)
        camera, rays, placed = film(joints, fps, moving, rng)
        seen = detector_like(rays, rng)
        fov_known = ~rng.chance(0.2)
        zoom = torch.where(fov_known, torch.ones_like(fps), torch.exp(rng.normal(0, 0.25)))
        middle = camera[:, self.length // 2]
        up = middle @ middle.new_tensor([0.0, 1.0, 0.0])
        up_known = fov_known & ~rng.chance(0.1)
        level = functional.normalize(up * up.new_tensor([0.0, 1.0, 0.0]), dim=-1)
        about = placed - placed[:, :, :1]
        known, blind = self._known(about, rng)
        observation = observe_motion(
            seen.rays * zoom[:, None, None, None],
            seen.visible * ~blind[..., None],
            seen.noise,
            self.scale,
            fps,
            fov_known,
            torch.where(up_known[:, None], up, level),
            up_known,
            moving,
            known,
            estimated_lengths(about[:, 0], rng),
        )
        turned = about @ observation.window[:, None].transpose(-1, -2)
        hips = joints[:, :, 0]
        velocity = torch.gradient(hips, dim=1)[0] * fps[:, None, None]
        velocity = torch.einsum("ntij,ntj->nti", observation.window[:, None] @ camera, velocity)
        return MotionBatch(turned / self.scale, observation, stands, velocity)

    def _known(self, about: Tensor, rng: RowRandom) -> tuple[Tensor, Tensor]:
        """(joints that are known besides (N, T, B, 3), NaN elsewhere; frames (N, T) in which nothing is seen).

        In half of the windows nothing is known; in a quarter the first frames, or the last, or both are; in the rest
        some frames or some joints of some frames are, and in most of those nothing else is seen: key poses.
        """
        count, length = about.shape[:2]
        case = rng.uniform(0, 1)[:, None]
        frame = torch.arange(length)[None]
        begin = (rng.uniform(4, length * 0.6)[:, None] > frame) & (case < 0.2)
        end = (length - rng.uniform(4, length * 0.4)[:, None] < frame) & (case > 0.12) & (case < 0.28)
        keyed = (case >= 0.5) & (rng.uniform(0, 1, length) < torch.exp(rng.uniform(-4, -1.5))[:, None])
        given = (begin | end | keyed)[..., None].expand(-1, -1, about.shape[2])
        parts = rng.chance(0.3)[:, None, None] & (case >= 0.5)[..., None]
        given = given & ~(parts & ~rng.chance(0.3, length, about.shape[2]))
        noisy = about + rng.normal(0, 1, *about.shape[1:]) * (0.015 * rng.uniform(0, 1))[:, None, None, None]
        blind = (case[:, 0] >= 0.65) & rng.chance(0.9)
        visible_from = rng.uniform(0, length)
        after = rng.chance(0.5)[:, None] & (frame < visible_from[:, None])
        return torch.where(given[..., None], noisy, torch.nan), blind[:, None] & ~after


def estimated_lengths(bodies: Tensor, rng: RowRandom) -> Tensor:
    """(N, L) proportions of bodies (N, B, 3), off by 3 %, in half of the rows; NaN in the others."""
    lengths = proportions(bodies) * torch.exp(rng.normal(0, LENGTHS_OFF, len(PROPORTIONS)))
    return torch.where(rng.chance(0.5)[:, None], lengths, torch.nan)


def film(joints: Tensor, fps: Tensor, moving: Tensor, rng: RowRandom) -> tuple[Tensor, Tensor, Tensor]:
    """World motions (N, T, B, 3) filmed: (world -> camera rotations (N, T, 3, 3), rays (N, T, K, 2), joints in camera
    axes (N, T, B, 3)).

    Where the camera is ``moving`` (N,), it turns and travels, smoothly and with a little shaking, and follows the
    person in part.
    """
    count, length = joints.shape[:2]
    elevation = torch.where(rng.chance(0.3), rng.uniform(-20, 60), rng.normal(5, 12).clamp(-20, 60))
    roll = torch.where(rng.chance(0.1), rng.normal(0, 20), rng.normal(0, 4))
    axes = torch.diag(joints.new_tensor([1.0, -1.0, -1.0]))
    base = (
        about_axis(2, torch.deg2rad(roll))
        @ axes
        @ about_axis(0, torch.deg2rad(elevation))
        @ about_axis(1, rng.uniform(0, 2 * math.pi))
    )
    hips = joints[:, :, :1]
    middle = hips.mean(1, keepdim=True)
    follow = (torch.where(moving, rng.uniform(0, 1), torch.zeros_like(fps)))[:, None, None, None]
    middle = middle + follow * (hips - middle)
    travel = _smooth_walk(rng, length, fps, 1.5) * (moving * rng.uniform(0, 1))[:, None, None]
    turning = _smooth_walk(rng, length, fps, 1.0) * (moving * rng.uniform(0, 0.3))[:, None, None]
    turning = turning + rng.normal(0, 0.003, length, 3) * moving[:, None, None]
    turns = from_rotation_vectors(turning.flatten(0, 1)).unflatten(0, (count, length))
    camera = turns @ base[:, None]
    around = joints - middle
    reach = (joints - hips).norm(dim=-1).amax((1, 2))
    half_field = torch.tan(torch.deg2rad(rng.uniform(25, 75)) / 2)
    fill = torch.exp(rng.uniform(math.log(0.2), math.log(1.1)))
    seen = around @ camera.transpose(-1, -2)
    nearest = -seen[..., 2].amin((1, 2)) + 0.6
    distance = torch.maximum(reach / (fill * half_field), nearest)
    place = torch.stack([rng.normal(0, 0.15) * distance, rng.normal(0, 0.1) * distance, distance], -1)
    placed = seen + place[:, None, None] + travel[:, :, None]
    placed = placed + functional.relu(0.5 - placed[..., 2].amin((1, 2)))[
        :, None, None, None
    ] * placed.new_tensor([0.0, 0.0, 1.0])
    points = torch.einsum("kb,ntbc->ntkc", torch.from_numpy(COCO_17.matrix).to(placed), placed)
    return camera, points[..., :2] / points[..., 2:], placed


def _smooth_walk(rng: RowRandom, length: int, fps: Tensor, seconds: float) -> Tensor:
    """(N, T, 3) smooth random functions of time of about unit size, which change within ``seconds``."""
    time = torch.arange(length) / fps[:, None]
    total = torch.zeros(*time.shape, 3)
    for wave in range(3):
        phase = rng.uniform(0, 2 * math.pi, 3)[:, None]
        rate = 2 * math.pi / (seconds * 2 ** (wave + rng.uniform(0, 1)))
        total = total + torch.sin(time[..., None] * rate[:, None, None] + phase) / 1.7
    return total


def _interpolated(joints: Tensor, at: Tensor, lowest: Tensor, highest: Tensor) -> Tensor:
    """Rows of (M, B, 3) at fractional places (N, T), by Catmull-Rom splines within [lowest, highest]."""
    whole = at.floor().long()
    part = (at - whole)[..., None, None]
    before, here, there, after = (joints[(whole + step).clamp(lowest, highest)] for step in (-1, 0, 1, 2))
    m0, m1 = (there - before) / 2, (after - here) / 2
    cubic = (2 * here - 2 * there + m0 + m1) * part + (3 * there - 3 * here - 2 * m0 - m1)
    return (cubic * part + m0) * part + here


def _reshaped(joints: Tensor, stands: Tensor, generator: torch.Generator) -> Tensor:
    """Motions (N, T, B, 3) on bodies of other proportions, one for each window, feet standing where they stood."""
    length = joints.shape[1]
    hips = joints[:, :, :1]
    about = joints - hips
    shaped = reshape_bodies(about.flatten(0, 1), generator, length).unflatten(0, (-1, length))
    legs = leg_length(shaped.flatten(0, 1)).unflatten(0, (-1, length)).mean(1)
    shaped = shaped * (LEG_LENGTH / legs.clamp_min(1e-3))[:, None, None, None]
    moved = (about - shaped)[:, :, TOES].diff(dim=1)
    weight = (stands[:, 1:] * stands[:, :-1])[..., None]
    step = (moved * weight).sum(2) / weight.sum(2).clamp_min(1)
    path = functional.pad(step.cumsum(1), (0, 0, 1, 0))
    return shaped + hips + path[:, :, None]
