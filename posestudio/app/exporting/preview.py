"""What an export will look like: a small picture, and one line of words. The picture is drawn in the background."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QImage

from posestudio.app.common.numbers import number, rounded
from posestudio.app.common.translation import tr, tr_n
from posestudio.app.exporting.contents import Content
from posestudio.app.exporting.options import Snapshot
from posestudio.app.exporting.sequence import FPS, frames_a_second
from posestudio.app.model.picture import image_of
from posestudio.common.colours import palette
from posestudio.common.file_kinds import MOTION_OUTPUTS, VRM_OUTPUTS
from posestudio.common.output_extras import check_extra
from posestudio.errors import PoseStudioError
from posestudio.mocap.clip_form import PROGRAMS
from posestudio.mocap.rig_targets import VRM

SIZE = (240, 240)
"""Width and height of the picture, in pixels."""

_MOMENTS = 3  # poses of a motion that are drawn beside each other
_APART = 0.9  # metres between them
_YAW = 30.0  # degrees about the vertical from which bodies are seen


def picture(content: Content, snapshot: Snapshot) -> QImage | None:
    """What is exported as a picture of ``SIZE``; None where there is nothing to draw.

    Of a motion three moments stand beside each other. Raises PoseStudioError where the choices cannot be exported.
    """
    if content.kind == "picture" or snapshot.result is None:
        return None
    solid, sketches = _bodies(content, snapshot)
    return None if not len(solid) else _drawn(solid, sketches, snapshot)


def _bodies(content: Content, snapshot: Snapshot) -> tuple[np.ndarray, np.ndarray]:
    """(S, 29, 3) bodies to draw solid and (K, 29, 3) behind them, world metres."""
    poses, none = snapshot.poses.joints[0], snapshot.body[None][:0]
    if "frames" in content.options:
        motion = snapshot.motions.get(snapshot.state.person)
        if motion is None:
            return snapshot.body[None], none
        first, last = snapshot.frames
        rows = np.flatnonzero((motion.frames >= first) & (motion.frames <= last))
        moments = motion.joints[rows[np.linspace(0, len(rows) - 1, _MOMENTS).round().astype(int)], 0].copy()
        moments -= moments[:, :1] * (1.0, 0.0, 1.0)
        moments[..., 0] += (np.arange(_MOMENTS) - 1)[:, None] * _APART
        return moments.astype(np.float32), none
    if content.kind == "pose":
        everybody = snapshot.options.everybody and "everybody" in content.options
        solid = np.concatenate([snapshot.body[None], *([snapshot.companions] if everybody else [])])
        return solid, poses if "hypotheses" in content.suffix else none
    return snapshot.body[None], poses


def _drawn(solid: np.ndarray, sketches: np.ndarray, snapshot: Snapshot) -> QImage:
    from posestudio.export.figure import floor_under
    from posestudio.export.framing import sphere_around, view_around
    from posestudio.export.picture_panels import SpacePanel, draw_bodies

    view = view_around(*sphere_around(solid), SIZE, _YAW)
    colours = palette(snapshot.theme)
    pixels = draw_bodies(SpacePanel(solid, sketches), view, floor_under(solid), colours).pixels
    return image_of(np.ascontiguousarray(pixels))


def summary(content: Content, ending: str, snapshot: Snapshot) -> str:
    """What is exported in words: how many frames at which rate, of how many people, in which form.

    Raises PoseStudioError where the choices cannot be exported.
    """
    check_extra(ending)
    options, parts = snapshot.options, []
    if "frames" in content.options:
        first, last = snapshot.frames
        frames, own = last - first + 1, frames_a_second(snapshot.state) or FPS
        seconds = frames / own
        if content.uses("fps", ending) and options.fps is not None:
            frames, own = max(round(seconds * options.fps), 1), options.fps
        parts.append(tr_n("%n frame", "%n frames", frames))
        parts.append(
            tr("{seconds} s at {fps} frames per second", seconds=number(seconds, 1), fps=rounded(own))
        )
    if content.uses("everybody", ending):
        parts.append(tr_n("%n person", "%n people", len(snapshot.people)))
    if ending in MOTION_OUTPUTS:
        program = VRM if ending in VRM_OUTPUTS else options.program
        parts.append(tr("for {program}", program=PROGRAMS[program][0]))
        units = {"cm": tr("centimetres"), "m": tr("metres"), "mm": tr("millimetres"), "in": tr("inches")}
        unit, up = (options.unit, options.up) if content.uses("unit", ending) else ("m", "y")
        parts.append(tr("{unit}, {axis} up", unit=units[unit], axis=up.upper()))
    if not parts:
        raise_unless_possible(content, snapshot)
    return " · ".join(parts)


def raise_unless_possible(content: Content, snapshot: Snapshot) -> None:
    """Raise PoseStudioError where the content is not there."""
    if missing := content.missing(snapshot.state, snapshot.result):
        raise PoseStudioError(missing)
