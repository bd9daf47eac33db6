"""What the 3D view draws: the scene of a state, a result and the moment shown of its trajectory."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

from posestudio.app.display.trajectory import Moment
from posestudio.app.model.motion_poses import floor_height, hips_path, row_of
from posestudio.app.model.person_points import K
from posestudio.app.model.picture import rgba_of
from posestudio.app.model.state import State
from posestudio.app.model.visibility import Visibility, rank_of
from posestudio.app.viewport import Scene
from posestudio.body.layouts import BODY_INDEX
from posestudio.common.colours import colour_of_person
from posestudio.geometry.camera import Camera
from posestudio.keypoints import MISSING

if TYPE_CHECKING:
    from posestudio.lifting.motion.result import LiftedMotion
    from posestudio.lifting.result import Lifted

_PICTURE_SIDE = 1024  # pixels; the picture on the camera's image plane is small
_SAMPLES_APART = 1.4  # metres
_ONION_SKINS = 4  # earlier steps shown at once
_AROUND = 0.25  # seconds between the frames of a motion that are shown at once
_MOST_TRAILS = 60  # more trails cannot be told apart
_HIPS = BODY_INDEX["hips"]
_PEOPLE_TINT = 140  # strength from 0 to 255
COMPARED = (214, 92, 168, 150)
"""Colour, and strength from 0 to 255, that is laid over a pose compared with the selected one."""


def scene_of(
    state: State,
    result: Lifted | None,
    moment: Moment | None,
    selected: int,
    picture: np.ndarray | None,
    companions: np.ndarray,
    visibility: Visibility,
    motion: LiftedMotion | None = None,
    shown: Collection[int] | None = None,
) -> tuple[Scene, np.ndarray]:
    """The scene, and the ranks (N,) of the hypotheses in it.

    The hypotheses are those at ``moment``, or the final ones when None. Of the final ones those are drawn whose ranks
    are ``shown``, as silhouettes, or all of them as lines as well where `Visibility` says so. The source's own pose
    and the ``companions`` (P, 29, 3) are drawn pale, the camera with its ``picture``, (height, width, 4) uint8. Of
    the ``motion`` that the result is a frame of, the path of the hips and the floor are shown.
    """
    camera = None if state.empty else state.camera
    companions, colours = _people_shown(state, companions, visibility.hidden_people)
    ghosts = companions if state.ghost is None else np.concatenate([state.ghost[None], companions])
    if result is None:
        tints = _behind(colours, len(ghosts), len(ghosts))
        scene = Scene(
            ghost=ghosts, ghost_tints=tints, camera=camera, picture=picture, ground=_ground(state, None)
        )
        return scene, np.zeros(0, np.intp)
    final = moment is None or moment.at_end
    previewed = None if visibility.previewed is None else rank_of(result, visibility.previewed)
    if previewed is not None and final:
        selected = previewed
    ranks = visibility.ranks(result, selected)
    if final and shown is not None and not (visibility.everyone or visibility.solo):
        wanted = {selected, *shown, *visibility.compared_ranks(result)}
        ranks = ranks[[rank in wanted for rank in ranks.tolist()]]
    bodies = result.joints[0] if moment is None else moment.bodies
    hips = result.joints[0, :, _HIPS]
    moved = (hips[selected] - hips if visibility.align_hips else np.zeros_like(hips))[:, None]
    bodies = bodies + moved
    solid = [index for index, rank in enumerate(ranks) if visibility.compared(result, rank)]
    best = np.flatnonzero(ranks == selected)
    trails = None
    if moment is not None and visibility.trails and moment.position > 0:
        trailing = ranks[:_MOST_TRAILS]
        trails = moment.trajectory.before(moment.position, moment.denoised)[:, trailing] + moved[trailing]
    people_end = len(ghosts)
    if visibility.onion and motion is not None and final:
        ghosts = np.concatenate([ghosts, _frames_around(motion, state.frame, selected)])
    elif visibility.onion and moment is not None:
        ghosts = np.concatenate([ghosts, _onion_skins(moment, selected)])
    silhouettes = np.zeros(len(ranks), bool)
    if final and shown is not None:
        silhouettes[[rank in shown for rank in ranks.tolist()]] = True
    tints = np.zeros((len(ranks), 4), np.uint8)
    tints[solid] = COMPARED
    scene = Scene(
        hypotheses=bodies[ranks],
        selected=int(best[0]) if len(best) else None,
        solid=tuple(solid),
        silhouettes=silhouettes,
        tints=tints,
        ghost=ghosts,
        ghost_tints=_behind(colours, people_end, len(ghosts)),
        camera=camera,
        picture=picture,
        trails=trails,
        path=None if motion is None else hips_path(motion, selected),
        ground=_ground(state, result) if motion is None else floor_height(motion),
        body="sticks" if moment is not None and moment.noisy else visibility.body,
    )
    return scene, ranks


def _people_shown(
    state: State, companions: np.ndarray, hidden: frozenset[int]
) -> tuple[np.ndarray, np.ndarray]:
    """The ``companions`` (P, 29, 3) without those of hidden people, and their people's colours (P, 4) uint8: they are
    the first others with any keypoint."""
    people: list[int] = []
    for person in range(state.source.people if len(companions) else 0):
        if len(people) == len(companions):
            break
        if person != state.person and (state.observe(person)[1][:K] != MISSING).any():
            people.append(person)
    if len(people) < len(companions):
        return companions, np.zeros((len(companions), 4), np.uint8)
    kept = [row for row, person in enumerate(people) if person not in hidden]
    colours = [(*colour_of_person(people[row]), _PEOPLE_TINT) for row in kept]
    return companions[kept], np.array(colours, np.uint8).reshape(-1, 4)


def _behind(colours: np.ndarray, end: int, count: int) -> np.ndarray:
    """(count, 4) no tint but the ``colours`` (P, 4), which end before ``end``."""
    tints = np.zeros((count, 4), np.uint8)
    tints[end - len(colours) : end] = colours
    return tints


def with_preview(scene: Scene, visibility: Visibility) -> tuple[Scene, bool]:
    """The scene with the chosen body in the pose that is shown in passing, if there is one; and whether it shows the
    chosen body as it is."""
    if visibility.previewed_pose is None or scene.selected is None:
        return scene, visibility.previewed is None
    bodies = scene.hypotheses.copy()
    bodies[scene.selected] = visibility.previewed_pose
    return replace(scene, hypotheses=bodies), False


def training_scene(poses: np.ndarray, truth: np.ndarray) -> Scene:
    """Poses (P, H, 29, 3) sampled for P pictures, side by side, and the true ones (P, 29, 3) pale; metres, Y up."""
    across = (np.arange(len(truth)) - (len(truth) - 1) / 2) * _SAMPLES_APART
    aside = np.stack([across, np.zeros_like(across), np.zeros_like(across)], -1).astype(np.float32)
    bodies = (poses + aside[:, None, None]).reshape(-1, *poses.shape[2:])
    ghosts = truth + aside[:, None]
    firsts = tuple(range(0, len(bodies), poses.shape[1]))
    return Scene(hypotheses=bodies, solid=firsts, ghost=ghosts, ground=float(ghosts[..., 1].min()))


def _onion_skins(moment: Moment, selected: int) -> np.ndarray:
    """(S, 29, 3) the selected pose at evenly spaced positions before the moment."""
    earlier = np.linspace(0, moment.position, _ONION_SKINS + 2)[1:-1]
    return np.stack([moment.trajectory.at(float(step), moment.denoised)[selected] for step in earlier])


def _frames_around(motion: LiftedMotion, frame: int, selected: int) -> np.ndarray:
    """(S, 29, 3) the selected motion some frames before and after the one that is shown."""
    step = max(round(_AROUND * motion.fps), 1)
    rows = [row_of(motion, frame + step * away) for away in (-2, -1, 1, 2)]
    return motion.joints[[row for row in rows if row is not None], selected]


def _ground(state: State, result: Lifted | None) -> float:
    """Height of the ground: the source's floor, else the lowest joint of the best pose."""
    if state.source.floor is not None:
        return state.source.floor
    return 0.0 if result is None else float(result.joints[0, 0, :, 1].min())


def straightened(pixels: np.ndarray, camera: Camera) -> np.ndarray:
    """``pixels`` (height, width, 4) uint8 of ``camera``'s picture without the distortion of its lens, as it has to
    lie on the image plane in space."""
    if camera.distortion is None:
        return pixels
    import cv2

    height, width = pixels.shape[:2]
    # Distortion is smooth: the map is computed for every eighth pixel and interpolated.
    coarse = max(width // 8, 2), max(height // 8, 2)
    across, down = (
        (np.arange(count) + 0.5) / count * side for count, side in zip(coarse, camera.size, strict=True)
    )
    pixels_at = np.stack(np.meshgrid(across, down), -1)
    rays = np.concatenate([pixels_at, np.ones_like(pixels_at[..., :1])], -1) @ np.linalg.inv(camera.K).T
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
