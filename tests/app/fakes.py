"""A lifter without a network: exact in reprojection, and blocked in the middle of a step while a test wants that."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace

import numpy as np

from posestudio.body.layouts import BODY_INDEX, COCO_KEYPOINTS, to_keypoints
from posestudio.body.standing import standing_body
from posestudio.errors import PoseStudioError
from posestudio.geometry.camera import Camera
from posestudio.keypoints import Keypoints
from posestudio.lifting.result import Lifted, View, WarmStart
from tests.app.fake_motion import fake_motion

ON_COCO = [BODY_INDEX[name] for name in COCO_KEYPOINTS]
STEPS = 10
FOUND = Camera.look_at((3.5, 1, -1), (0, 1, 0), size=(320, 240))


@dataclass
class FakeLifter:
    """A standing body at 3 m whose COCO joints lie on the keypoints' rays, a seed's depth noise apart."""

    refuse: str = ""  # a message to fail with
    shuffle: bool = False  # rank otherwise than by number
    calls: list[dict] = field(default_factory=list)
    finished: list[dict] = field(default_factory=list)
    motions: list[dict] = field(default_factory=list)  # what lift_motion was asked
    _held_from: int | None = None
    _may_go_on: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.release()

    def hold(self) -> None:
        """Make every lift stay in its step until ``release``; a held one can still be cancelled."""
        self._may_go_on.clear()

    def hold_from(self, call: int) -> None:
        """``hold`` when the lift of this number, counted from 0, begins."""
        self._held_from = call

    def release(self) -> None:
        """Let what is held go on."""
        self._may_go_on.set()

    def lift(self, keypoints, camera, *, callback=None, **options) -> Lifted:
        options = {"steps": None, "trajectory": False} | options
        call = dict(options, keypoints=keypoints, camera=camera)
        if self._held_from == len(self.calls):
            self.hold()
            self._held_from = None
        self.calls.append(call)
        if self.refuse:
            raise PoseStudioError(self.refuse)
        hypotheses, seed = options["hypotheses"], options["seed"]
        steps = options["steps"] or STEPS
        for step in range(steps):
            while not self._may_go_on.wait(0.005):
                if callback is not None:
                    callback(step, float(steps - step), None, None)
            if callback is not None:
                callback(step, float(steps - step), None, None)
        noise = np.random.default_rng(seed).normal(0, 0.08, (hypotheses, len(standing_body())))
        noise[0] = 0
        rays = np.concatenate([camera.rays(keypoints.points[0]), np.ones((17, 1))], -1)
        seen = camera.to_camera(standing_body())
        depth = 3.0 + (seen[:, 2] - seen[:, 2].mean()) + noise  # (H, 29)
        bodies = np.zeros((hypotheses, len(seen), 3))
        bodies[:, ON_COCO] = rays * depth[:, ON_COCO, None]
        middle = bodies[:, ON_COCO].mean(1, keepdims=True)
        scale = np.ptp(rays[:, 1]) * 3 / np.ptp(seen[:, 1])
        rest = [joint for joint in range(len(seen)) if joint not in ON_COCO]
        bodies[:, rest] = middle + (seen[rest] - seen[ON_COCO].mean(0)) * scale
        known = options.get("known")
        if known is not None and known.pins is not None:
            held = np.isfinite(known.pins[0]).all(-1)
            bodies[:, held] = camera.to_camera(known.pins[0, held])
        if self.shuffle:
            bodies = np.roll(bodies, 3, axis=0)
        joints = camera.to_world(bodies)[None].astype(np.float32)
        pixels = camera.project(to_keypoints(joints))
        error = np.linalg.norm(pixels - keypoints.points[:, None], axis=-1).mean(-1)
        score = -np.arange(hypotheses, dtype=np.float32)[None]
        result = Lifted(
            joints,
            error,
            score,
            keypoints,
            camera,
            seed,
            "fake",
            "dpmpp_2m",
            ("A fake.",),
            warm=WarmStart(joints, np.zeros_like(joints), 4.0),
        )
        if options["trajectory"]:
            sigmas = np.append(np.geomspace(20, 0.05, steps), 0.0)
            start = np.random.default_rng(seed).normal(0, 0.4, joints.shape).astype(np.float32)
            start += joints[..., :1, :]
            share = np.linspace(0, 1, steps + 1)[:, None, None, None, None]
            way = ((1 - share) * start + share * joints).astype(np.float32)
            beliefs = np.repeat(joints[None], steps, 0)
            result = replace(result, trajectory=way, denoised=beliefs, sigmas=sigmas)
        self.finished.append(call)
        return result

    def lift_views(
        self, views, cameras, *, hypotheses, seed, steps, trajectory, warm=None, callback, keypoint_noise
    ) -> Lifted:
        """As the first view is lifted; a camera that is not known is found at ``FOUND``."""
        assert len(views) == len(cameras) == len(keypoint_noise) and cameras[0] is not None
        assert all(view.people == 1 for view in views)
        options = {"hypotheses": hypotheses, "seed": seed, "steps": steps, "trajectory": trajectory}
        options |= {"warm": warm, "callback": callback, "keypoint_noise": keypoint_noise[0]}
        result = self.lift(views[0], cameras[0], **options)
        self.finished[-1] |= {"views": views, "cameras": cameras}
        parts = zip(views, cameras, strict=True)
        seen = tuple(
            View(view, camera or FOUND, result.reprojection, camera is None) for view, camera in parts
        )
        return replace(result, views=seen)

    def lift_motion(self, frames, camera, *, callback, steps=None, **options):
        """Of the one person in the frames; ``hold`` holds it in its first step."""
        self.motions.append(dict(options, frames=frames, camera=camera, steps=steps))
        if self.refuse:
            raise PoseStudioError(self.refuse)
        steps = steps or STEPS
        for step in range(steps):
            callback(step, steps)
            while not self._may_go_on.wait(0.005):
                callback(step, steps)
        quiet = FakeLifter()
        nobody = Keypoints(camera.project(to_keypoints(standing_body())), size=camera.size)

        def lift(keypoints, known):
            there = keypoints if keypoints.people else nobody
            wanted = {name: options[name] for name in ("hypotheses", "seed")}
            return quiet.lift(there, camera, steps=steps, trajectory=True, known=known, **wanted)

        wanted = {
            name: options[name] for name in ("hypotheses", "seed", "keys", "previous", "changed", "fps")
        }
        return [fake_motion(lift, frames, camera, **wanted)]


def lifted(document, **options) -> Lifted:
    """What the fake answers to the document's state: four hypotheses."""
    state = document.state
    options = {"hypotheses": 4, "seed": 0, "steps": 2, "trajectory": False} | options
    return FakeLifter().lift(camera=state.camera, **state.lift_input().options(), **options)
