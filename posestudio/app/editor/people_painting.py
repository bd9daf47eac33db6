"""The painting of the people on the picture plane: the one being edited, the others faint, and their boxes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtGui import QPainter

from posestudio.app.editor import painting, texts
from posestudio.app.editor.box_painting import paint_box
from posestudio.app.editor.plane_model import PlaneModel
from posestudio.app.editor.strain import paint_strain
from posestudio.app.model.state import POINT_OF_BODY
from posestudio.common.colours import Palette, colour_of_person
from posestudio.keypoints import MISSING


def paint_others(painter: QPainter, model: PlaneModel, palette: Palette) -> None:
    """Paint the limbs of the people who are not being edited, each in their colour, except those who are hidden."""
    state = model.document.state
    for person in set(range(state.source.people)) - {state.person} - model.hidden_people:
        points, visibility = state.observe(person)
        points, known = model.view.to_widget(points), visibility != MISSING
        sure = painting.opacity(texts.joint_confidence(state, person))
        size = painting.size_of_dots(points, known)
        own = colour_of_person(person)
        coloured = replace(palette, left=own, right=own, middle=own)
        painting.paint_limbs(painter, points, coloured, known=known, width=2.5 * size, alpha=0.8, sure=sure)


def paint_boxes(painter: QPainter, model: PlaneModel, *, detecting: bool) -> None:
    """Paint the boxes of all people, that of the edited one last; ``detecting`` says that the detector runs, in the
    box that was drawn or changed if there is one."""
    state, changed = model.document.state, model.changed_box
    boxes = {person: box for person, box in model.boxes().items() if person not in model.hidden_people}
    for person in sorted(boxes, key=lambda person: person == state.person):
        waiting = detecting and changed is not None and changed[0] == person
        chosen = person == state.person
        known = chosen and not waiting
        paint_box(
            painter,
            boxes[person],
            person,
            texts.box_label(state, person) if known else str(person + 1),
            chosen=chosen,
            handles=known and model.changes_boxes,
            waiting=waiting,
        )


def paint_person(painter: QPainter, model: PlaneModel, palette: Palette) -> None:
    """Paint the edited person, over the selected pose as the camera sees it."""
    state, points = model.document.state, model.points()
    known = state.visibility != MISSING
    drawn = model.drawn()
    size = painting.size_of_dots(points, known if known.any() else drawn)
    seen = None if model.reprojection is None else model.view.to_widget(model.reprojection)
    behind = points if seen is None and not known.any() else seen  # where joints wait to be dragged from
    if behind is not None:
        painting.paint_limbs(painter, behind, palette, known=drawn, width=9 * size, alpha=0.16)
    sure = painting.opacity(texts.joint_confidence(state, state.person))
    painting.paint_limbs(painter, points, palette, known=known, width=3 * size, alpha=0.9, sure=sure)
    if seen is not None:
        paint_strain(painter, points, model.strained(), palette)
    painting.paint_neck(painter, points, palette, known)
    shown = np.where(drawn[:, None], points, np.nan)
    painting.paint_joints(
        painter, shown, state.visibility, palette, model.selected, model.hovered_joint, sure, size
    )
    pinned = [POINT_OF_BODY[joint] for joint in state.pinned if joint in POINT_OF_BODY]
    painting.paint_pins(painter, points[pinned], palette)
