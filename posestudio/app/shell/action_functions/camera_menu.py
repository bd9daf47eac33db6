"""What the actions of the menu Camera do."""

from __future__ import annotations

from functools import partial

import numpy as np

from posestudio.app.common.translation import tr
from posestudio.app.model import camera_edits
from posestudio.app.model.camera_orbit import STEEPEST, Orbit
from posestudio.app.model.document import Document
from posestudio.app.shell.parts import Parts, Table
from posestudio.app.viewport import ViewportGrid
from posestudio.geometry.camera import Camera
from posestudio.geometry.orbit import wrapped


def camera_commands(parts: Parts) -> Table:
    """The functions by the ids of their actions."""
    return {
        "through_camera": parts.viewport.look_through_camera,
        "aim": parts.document.aim_at_person,
        "camera_here": partial(_camera_to_view, parts.document, parts.viewport),
        "add_view": parts.view_opening.ask,
        "view_camera": parts.view_opening.ask_camera,
        "exchange_views": parts.view_opening.exchange,
        "remove_view": parts.view_opening.remove,
    }


def _camera_to_view(document: Document, viewport: ViewportGrid) -> None:
    view, size = viewport.save_view(), document.state.camera.size
    # A person seen from straight above has no upright picture.
    elevation = min(max(view.elevation, -STEEPEST), STEEPEST)
    orbit = Orbit(wrapped(view.azimuth), elevation, 0.0, view.distance, view.fov)
    target = np.array(view.target)
    moved = camera_edits.moved_to(document.state, orbit.apply(Camera.default(size), target), target)
    document.edit_to(tr("Camera to the view"), moved)
