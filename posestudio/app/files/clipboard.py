"""Copies a person's joints to the clipboard, and pastes joints, pictures and files from it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtGui import QGuiApplication

from posestudio.app.common.translation import tr
from posestudio.app.files.opening import Opening
from posestudio.app.model.picture import Picture
from posestudio.app.model.view_document import PlaneDocument
from posestudio.app.work.services import Studio
from posestudio.body.layouts import BODY_JOINTS
from posestudio.keypoints import Keypoints
from posestudio.posing import mirrored
from posestudio.posing.placing import placed_like


class Clipboard:
    """The commands Copy pose and Paste, in the view that ``edited`` returns. Poses are copied as JSON text."""

    def __init__(self, studio: Studio, opening: Opening, edited: Callable[[], PlaneDocument]) -> None:
        self._studio, self._opening, self._edited = studio, opening, edited

    def copy_pose(self) -> None:
        """Put the joints of the person that is edited on the clipboard."""
        pose = self._edited().joints.copied()
        content = {"points": pose.points[0].tolist(), "visibility": pose.visibility[0].tolist()}
        body = self._studio.document.selected_body()
        if body is not None:
            content["joints"] = np.asarray(body, np.float64).tolist()
        if pose.extra is not None:
            content["extra"] = [None if np.isnan(at).any() else at.tolist() for at in pose.extra[0]]
        QGuiApplication.clipboard().setText(json.dumps({"posestudio pose": content}))
        self._studio.show_message(tr("Pose copied"))

    def paste(self) -> None:
        """Open files or a picture from the clipboard, or give the person a copied pose."""
        data = QGuiApplication.clipboard().mimeData()
        files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if files:
            self._opening.open(files)
        elif data.hasImage():
            image = QGuiApplication.clipboard().image()
            if not image.isNull():
                self._opening.open_picture(Picture(tr("Pasted picture"), image))
        elif data.hasText() and (pose := _pose_in(data.text())) is not None:
            self._paste_pose(pose, _body_in(data.text()))
        else:
            self._studio.show_message(tr("Nothing on the clipboard that can be pasted"))

    def _paste_pose(self, pose: Keypoints, body: np.ndarray | None) -> None:
        """Give the person a copied pose: in space where it was copied with its body and there is one here, with this
        one's bone lengths and in its place; else the keypoints at the same pixels."""
        document = self._studio.document
        here = document.selected_body() if document.joints.can_pose else None
        if body is None or here is None:
            self._edited().joints.paste(pose)
        else:
            document.joints.apply_pose(placed_like(here, body, turned=False), tr("Paste pose"))

    def mirror_pose(self) -> None:
        """Exchange the sides of the person's pose: in space where there is a body, else in the picture."""
        document = self._studio.document
        body = document.selected_body() if document.joints.can_pose else None
        if body is None:
            self._edited().joints.mirror()
        else:
            document.joints.apply_pose(mirrored(body), tr("Mirror pose"))


def _pose_in(text: str) -> Keypoints | None:
    """The pose that `Clipboard.copy_pose` wrote, None where ``text`` is none."""
    try:
        content = json.loads(text)["posestudio pose"]
        extra = content.get("extra")
        if extra is not None:
            extra = [[[np.nan] * 2 if at is None else at for at in extra]]
        points, visibility = np.array([content["points"]]), np.array([content["visibility"]])
        return Keypoints(points, visibility, extra=None if extra is None else np.array(extra))
    except (ValueError, TypeError, KeyError):
        return None


def _body_in(text: str) -> np.ndarray | None:
    """(29, 3) the body that was copied along with a pose, None where there was none."""
    try:
        body = np.array(json.loads(text)["posestudio pose"]["joints"], np.float64)
    except (ValueError, TypeError, KeyError):
        return None
    return body if body.shape == (len(BODY_JOINTS), 3) and np.isfinite(body).all() else None
