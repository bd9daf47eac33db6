"""A lifter without a network, for tests of everything around it."""

from __future__ import annotations

import numpy as np

from posestudio.body.layouts import to_keypoints
from posestudio.body.standing import standing_body
from posestudio.geometry.camera import Camera
from posestudio.keypoints import Keypoints
from posestudio.lifting.field_of_view import FieldOfView
from posestudio.lifting.motion.lift import MotionSection
from posestudio.lifting.motion.result import LiftedMotion
from posestudio.lifting.motion.sections import MotionState
from posestudio.lifting.motion.tracked import tracks_of
from posestudio.lifting.result import Lifted
from posestudio.lifting.sequence import LiftedSequence, gather

SECTION = 100
"""Frames that the fake lifter lifts after the other."""

CAMERA = Camera.look_at(position=(0.9, 1.3, 3.4), target=(0, 0.95, 0), fov=45, size=(640, 360))


def standing_keypoints(people: int = 1, camera: Camera = CAMERA, shift: float = 0.0) -> Keypoints:
    """Keypoints of standing people, side by side, ``shift`` metres to their left."""
    bodies = standing_body() + np.array([[[shift + 0.8 * person, 0, 0]] for person in range(people)])
    return Keypoints(camera.project(to_keypoints(bodies)).reshape(people, 17, 2), size=camera.size)


class FakeLifter:
    """Answers every picture with standing bodies, spread along the line of sight and led there from noise."""

    name = "fake"
    field_of_view: FieldOfView | None = None
    """What it infers of pictures whose camera is not known."""

    def infer_field_of_view(self, frames, progress=None):
        assert all(isinstance(frame, Keypoints) for frame in frames)
        return self.field_of_view

    def lift(
        self,
        keypoints,
        camera=None,
        hypotheses=16,
        seed=0,
        steps=None,
        sampler=None,
        trajectory=False,
        **options,
    ):
        random = np.random.default_rng(seed)
        assumptions = () if camera else ("No camera given: assumed one.",)
        camera = camera or Camera.default(keypoints.size, keypoints.focal_length)
        if keypoints.size is not None:
            camera = camera.for_picture(keypoints.size)
        people, count = keypoints.people, steps or 4
        shape = (people, hypotheses, 29, 3)
        bodies = np.broadcast_to(standing_body(), shape) + 0.8 * np.arange(people).reshape(-1, 1, 1, 1) * [
            1,
            0,
            0,
        ]
        joints = (bodies + 0.02 * random.normal(size=shape)).astype(np.float32)
        sigmas = np.append(np.geomspace(10, 0.01, count), 0).astype(np.float32)
        noisy = joints + 0.25 * sigmas.reshape(-1, 1, 1, 1, 1) * random.normal(size=shape)
        return Lifted(
            joints=joints,
            reprojection=np.ones(shape[:2], np.float32),
            score=-np.tile(np.arange(hypotheses, dtype=np.float32), (people, 1)),
            keypoints=keypoints,
            camera=camera,
            seed=seed,
            weights=self.name,
            sampler=sampler or "fake",
            assumptions=assumptions,
            trajectory=noisy.astype(np.float32) if trajectory else None,
            sigmas=sigmas if trajectory else None,
        )

    def lift_motion(self, frames, camera=None, fps=30.0, hypotheses=8, seed=0, **options):
        """One motion for each track: a standing body at the person's number, in every frame from first to last."""
        return [
            self._motion(track, frames[0].size, camera, fps, hypotheses, seed) for track in tracks_of(frames)
        ]

    def lift_motion_in_sections(self, frames, camera=None, fps=30.0, state=None, progress=None, **options):
        """The motions of ``lift_motion``, SECTION frames after the other; a state is the number of the section."""
        options = {name: options[name] for name in ("hypotheses", "seed") if name in options}
        tracks = tracks_of(frames)
        for index in range(0 if state is None else state.section, -(-len(frames) // SECTION)):
            first, last = index * SECTION, min((index + 1) * SECTION, len(frames))
            parts = [track.part(first, last) for track in tracks]
            motions = [
                self._motion(part, frames[0].size, camera, fps, **options)
                for part in parts
                if len(part.frames)
            ]
            yield MotionSection(first, last, motions, MotionState(index + 1, {}))
            if progress is not None:
                progress(last, len(frames), "frames")

    def _motion(self, track, size, camera, fps, hypotheses=8, seed=0):
        random = np.random.default_rng(seed)
        shape = (len(track.frames), hypotheses, 29, 3)
        joints = standing_body() + 0.8 * track.number * np.array([1, 0, 0])
        joints = np.broadcast_to(joints, shape) + 0.02 * random.normal(size=(1, hypotheses, 1, 3))
        seen = np.ones(shape[:2], np.float32)
        return LiftedMotion(
            joints=joints.astype(np.float32),
            frames=track.frames,
            observed=track.observed,
            uncertainty=np.full((shape[0], 29), 0.05, np.float32),
            stands=np.ones((*shape[:2], 2), np.float32),
            score=-np.arange(hypotheses, dtype=np.float32),
            reprojection=np.where(track.observed[:, None], seen, np.nan),
            keypoints=tuple(track.keypoints),
            camera=camera or Camera.default(size),
            fps=fps,
            track=track.number,
            floor=None,
            seed=seed,
            weights=self.name,
            assumptions=() if camera else ("No camera given: assumed one.",),
        )


def lifted_frames(
    frames: int = 1, people: int = 1, hypotheses: int = 3, trajectory: bool = False
) -> list[Lifted]:
    """As many lifted pictures of standing people; ``seed`` is the frame's number."""
    return [
        FakeLifter().lift(
            standing_keypoints(people), CAMERA, hypotheses=hypotheses, seed=frame, trajectory=trajectory
        )
        for frame in range(frames)
    ]


def make_sequence(**options) -> LiftedSequence:
    """The take of ``lifted_frames(**options)``."""
    return gather(lifted_frames(**options))
