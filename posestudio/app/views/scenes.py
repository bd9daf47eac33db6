"""From the document and the step shown to what the viewport draws. No widgets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

from posestudio.app.model.picture import rgba_of
from posestudio.app.model.state import State
from posestudio.app.model.visibility import Visibility
from posestudio.app.viewport import Scene
from posestudio.geometry.camera import Camera

if TYPE_CHECKING:
    from posestudio.lifting.result import Lifted

_PICTURE_SIDE = 1024  # pixels; the picture on the frustum's image plane is small
_SAMPLES_APART = 1.4  # metres
_SKINS = 4  # earlier steps shown at once
_MOST_TRAILS = 60  # more ways than these are a blot


class Trajectory:
    """The recorded way from noise to the poses of one person, as it is looked at."""

    def __init__(self, result: Lifted) -> None:
        shown = result.shown_trajectory()
        assert shown is not None and result.denoised is not None and result.sigmas is not None
        self.sigmas = result.sigmas
        self._noisy = shown[:, 0]
        self._denoised = np.concatenate([result.denoised[:, 0], result.joints[None, 0]])

    def at(self, position: float, denoised: bool) -> np.ndarray:
        """Hypotheses (N, 27, 3), world metres, at a step or, blended, between two.

        ``denoised`` asks for what the network took them for.
        """
        states = self._states(denoised)
        step = min(int(position), len(states) - 1)
        share = position - step
        if share == 0:
            return states[step]
        return ((1 - share) * states[step] + share * states[step + 1]).astype(np.float32)

    def before(self, position: float, denoised: bool) -> np.ndarray:
        """(T, N, 27, 3) all recorded states up to a position, oldest first, and the one there."""
        earlier = self._states(denoised)[: int(np.ceil(position))]
        return np.concatenate([earlier, self.at(position, denoised)[None]])

    def spread(self, denoised: bool) -> np.ndarray:
        """(steps + 1,) how far the hypotheses lie apart at each step: the root mean square distance of
        joints from their mean over the hypotheses, metres."""
        states = self._states(denoised)
        away = states - states.mean(1, keepdims=True)
        return np.sqrt(np.square(away).sum(-1).mean((1, 2)))

    def _states(self, denoised: bool) -> np.ndarray:
        return self._denoised if denoised else self._noisy


@dataclass(frozen=True, eq=False)
class Moment:
    """What of a trajectory is looked at: ``position`` in steps, and whether the clean estimates are."""

    trajectory: Trajectory
    position: float
    denoised: bool

    @property
    def bodies(self) -> np.ndarray:
        """Hypotheses (N, 27, 3), world metres."""
        return self.trajectory.at(self.position, self.denoised)


def scene_of(
    state: State,
    result: Lifted | None,
    moment: Moment | None,
    selected: int,
    picture: np.ndarray | None,
    companions: np.ndarray,
    visibility: Visibility,
) -> tuple[Scene, np.ndarray]:
    """What to draw, and the ranks (N,) of the hypotheses in it: as they are at ``moment`` or, when None,
    in the end; the source's own pose and the ``companions`` (P, 27, 3) pale; the camera with its picture."""
    camera = None if state.empty else state.camera
    ghosts = companions if state.ghost is None else np.concatenate([state.ghost[None], companions])
    if result is None:
        scene = Scene(ghost=ghosts, camera=camera, picture=picture, ground=_ground(state, None))
        return scene, np.zeros(0, np.intp)
    ranks = visibility.ranks(result, selected)
    bodies = result.joints[0] if moment is None else moment.bodies
    solid = [place for place, rank in enumerate(ranks) if visibility.compared(result, rank)]
    best = np.flatnonzero(ranks == selected)
    trails = None
    if moment is not None and visibility.trails and moment.position > 0:
        trails = moment.trajectory.before(moment.position, moment.denoised)[:, ranks[:_MOST_TRAILS]]
    if moment is not None and visibility.onion:
        ghosts = np.concatenate([ghosts, _skins(moment, selected)])
    scene = Scene(
        hypotheses=bodies[ranks],
        best=int(best[0]) if len(best) else None,
        solid=tuple(solid),
        ghost=ghosts,
        camera=camera,
        picture=picture,
        trails=trails,
        ground=_ground(state, result),
    )
    return scene, ranks


def training_scene(poses: np.ndarray, truth: np.ndarray) -> Scene:
    """Poses (P, H, 27, 3) found for P pictures side by side, and the true ones (P, 27, 3) pale; metres, Y up."""
    across = (np.arange(len(truth)) - (len(truth) - 1) / 2) * _SAMPLES_APART
    aside = np.stack([across, np.zeros_like(across), np.zeros_like(across)], -1).astype(np.float32)
    bodies = (poses + aside[:, None, None]).reshape(-1, *poses.shape[2:])
    ghosts = truth + aside[:, None]
    firsts = tuple(range(0, len(bodies), poses.shape[1]))
    return Scene(hypotheses=bodies, solid=firsts, ghost=ghosts, ground=float(ghosts[..., 1].min()))


def _skins(moment: Moment, selected: int) -> np.ndarray:
    """(S, 27, 3) the chosen pose at steps before the moment, evenly apart."""
    earlier = np.linspace(0, moment.position, _SKINS + 2)[1:-1]
    return np.stack([moment.trajectory.at(float(step), moment.denoised)[selected] for step in earlier])


def _ground(state: State, result: Lifted | None) -> float:
    if state.source.floor is not None:
        return state.source.floor
    return 0.0 if result is None else float(result.joints[0, 0, :, 1].min())


def straightened(pixels: np.ndarray, camera: Camera) -> np.ndarray:
    """``pixels`` (height, width, 4) uint8 of what ``camera`` saw, as a camera with its K and a straight lens would
    have seen it: so it lies on the image plane in space, whose lines are straight."""
    if camera.distortion is None:
        return pixels
    import cv2

    height, width = pixels.shape[:2]
    # Lenses bend gently: where every eighth pixel comes from tells the others.
    coarse = max(width // 8, 2), max(height // 8, 2)
    across, down = (
        (np.arange(count) + 0.5) / count * side for count, side in zip(coarse, camera.size, strict=True)
    )
    places = np.stack(np.meshgrid(across, down), -1)
    rays = np.concatenate([places, np.ones_like(places[..., :1])], -1) @ np.linalg.inv(camera.K).T
    seen = camera.project(camera.to_world(rays)) * np.divide((width, height), camera.size) - 0.5
    maps = np.asarray(cv2.resize(np.nan_to_num(seen, nan=-1e4).astype(np.float32), (width, height)))
    return np.asarray(cv2.remap(pixels, maps[..., 0], maps[..., 1], cv2.INTER_LINEAR), np.uint8)


def picture_pixels(image: QImage) -> np.ndarray:
    """(height, width, 4) uint8 RGBA of a picture, its longer side at most 1024."""
    if max(image.width(), image.height()) > _PICTURE_SIDE:
        image = image.scaled(
            QSize(_PICTURE_SIDE, _PICTURE_SIDE),
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    return rgba_of(image)
