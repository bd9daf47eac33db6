"""Reads the annotations of training photographs: COCO's, CrowdPose's, MPII's and LSP's, as people with COCO
keypoints.

A keypoint that a data set does not label, such as LSP the face, is not ``labelled``, and has no part in training.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posestudio.body.keypoint_layouts import LSP_14_KEYPOINTS, MPII_16_KEYPOINTS, coco_columns
from posestudio.common.json_cursor import JsonCursor
from posestudio.common.json_files import read_json
from posestudio.detection.crops import box_of_points
from posestudio.detection.training.matlab import read_matlab
from posestudio.errors import KeypointsError

_EXTRA = ("neck", "head_top")
_MPII_UNIT = 200.0  # pixels of a person's height for a scale of 1
_MPII_LOWER = 15.0  # pixels, for a scale of 1, from the centre that MPII gives down to the middle of the body


@dataclass(frozen=True, eq=False)
class AnnotatedPerson:
    """A person in a picture: ``points`` (17, 2) picture pixels, ``labelled`` (17,) which of them have a label,
    ``box`` (4,) x, y, width, height. ``head`` is the distance in pixels from neck to head top, NaN where they are
    not labelled; ``area`` the person's in square pixels, or the box's where that is unknown; ``torso`` the length of
    the torso's diagonal in pixels that the annotation states, or NaN."""

    picture: Path
    points: NDArray[Any]
    labelled: NDArray[np.bool_]
    box: NDArray[Any]
    head: float = float("nan")
    area: float = float("nan")
    torso: float = float("nan")


def read_people(path: str | os.PathLike[str]) -> list[AnnotatedPerson]:
    """The people of an annotation file, with pictures beside it or in a folder ``images`` there; or of a folder's
    keypoints.json. A MATLAB file is read as LSP's, a list in JSON as MPII's, any other as COCO's or CrowdPose's.

    Raises KeypointsError naming file and location.
    """
    path = Path(path)
    path = path / "keypoints.json" if path.is_dir() else path
    folder = path.parent / "images" if (path.parent / "images").is_dir() else path.parent
    if path.suffix.lower() == ".mat":
        return read_lsp(path, folder)
    if isinstance(read_json(path, KeypointsError), list):
        return read_mpii(path, folder)
    return read_coco(path, folder)


def read_coco(
    path: str | os.PathLike[str], folder: str | os.PathLike[str] | None = None
) -> list[AnnotatedPerson]:
    """The people of a COCO keypoint annotation file, with pictures in ``folder`` (by default the file's own).

    Reads COCO's files, CrowdPose's (whose categories name 14 keypoints) and this project's, whose
    ``extra_keypoints`` are the neck and the top of the head. Crowds and people without keypoints are left out.
    Raises KeypointsError naming file and location.
    """
    path = Path(path)
    root = JsonCursor(read_json(path, KeypointsError), str(path))
    folder = path.parent if folder is None else Path(folder)
    columns = {}
    for category in root["categories"]:
        names = [_plain(name.text()) for name in category["keypoints"]]
        try:
            columns[category["id"].text()] = np.array(coco_columns(names)), names
        except ValueError as problem:
            raise category["keypoints"].error(f"the names of the COCO keypoints ({problem})") from problem
    images = {image["id"].text(): folder / image["file_name"].text() for image in root["images"]}
    people = []
    for annotation in root["annotations"]:
        if "keypoints" not in annotation or ("iscrowd" in annotation and annotation["iscrowd"].value):
            continue
        key, kind = annotation["image_id"].text(), annotation["category_id"].text()
        if key not in images or kind not in columns:
            raise annotation.error("the ids of one of the images and one of the categories")
        order, names = columns[kind]
        rows = annotation["keypoints"].numbers()
        if rows.size != 3 * len(names):
            raise annotation["keypoints"].error(f"x, y and visibility of {len(names)} keypoints")
        rows = rows.reshape(-1, 3)
        extra = annotation["extra_keypoints"] if "extra_keypoints" in annotation else None
        ends = [
            _row(extra[name], 3, "x, y and visibility")
            if extra is not None and name in extra
            else (rows[names.index(name)] if name in names else np.zeros(3))
            for name in _EXTRA
        ]
        box = annotation["bbox"].numbers().ravel() if "bbox" in annotation else None
        area = _number(annotation["area"]) if "area" in annotation else float("nan")
        person = _person(images[key], rows, order, ends, box, area)
        if person is not None:
            stated = _number(annotation["torso"]) if "torso" in annotation else float("nan")
            people.append(replace(person, torso=stated))
    return people


def read_mpii(path: str | os.PathLike[str], folder: str | os.PathLike[str]) -> list[AnnotatedPerson]:
    """The people of MPII's annotations in the JSON form of SimpleBaseline's release: a list of objects with
    ``image``, ``center``, ``scale``, ``joints`` and ``joints_vis``.

    Raises KeypointsError naming file and location.
    """
    order = np.array(coco_columns(MPII_16_KEYPOINTS))
    people = []
    for record in JsonCursor(read_json(path, KeypointsError), str(path)):
        joints, seen = record["joints"].numbers(), record["joints_vis"].numbers()
        if joints.shape != (16, 2) or seen.shape != (16,):
            raise record.error("x and y of 16 joints, and which are visible")
        # MATLAB's pixels: the centre of the first is at 1. MPII's ``center`` lies between head and hips.
        rows = np.concatenate([joints - 0.5, 2.0 * (seen[:, None] > 0)], axis=1)
        centre, scale = _row(record["center"], 2, "x and y"), _number(record["scale"])
        centre = centre - 0.5 + np.array([0, _MPII_LOWER * scale])
        side = _MPII_UNIT * scale
        ends = [rows[MPII_16_KEYPOINTS.index(name)] for name in ("upper_neck", "head_top")]
        box = np.array([centre[0] - side / 2, centre[1] - side / 2, side, side])
        person = _person(Path(folder) / record["image"].text(), rows, order, ends, box)
        if person is not None:
            people.append(person)
    return people


def read_lsp(path: str | os.PathLike[str], folder: str | os.PathLike[str]) -> list[AnnotatedPerson]:
    """The people of ``joints.mat`` of Leeds Sports Pose, (3, 14, N), or of its extended set, (14, 3, N), with
    pictures im0001.jpg or im00001.jpg and following in ``folder``.

    The third number says in the first set that a labelled joint is hidden, in the second that it is labelled.
    Raises KeypointsError for another file.
    """
    joints = read_matlab(path, "joints")
    first = joints.shape[:2] == (3, 14)
    if joints.ndim != 3 or not (first or joints.shape[:2] == (14, 3)):
        raise KeypointsError(f"{path}: expected joints of 3 x 14 x N or 14 x 3 x N, got {joints.shape}")
    rows_of_all = joints.transpose(2, 1, 0) if first else joints.transpose(2, 0, 1)
    order = np.array(coco_columns(LSP_14_KEYPOINTS))
    people = []
    for index, rows in enumerate(rows_of_all, start=1):
        rows = rows.copy()
        rows[:, 2] = np.where(rows[:, 2] > 0, 1, 2) if first else np.where(rows[:, 2] > 0, 2, 0)
        picture = Path(folder) / (f"im{index:04d}.jpg" if first else f"im{index:05d}.jpg")
        ends = [rows[LSP_14_KEYPOINTS.index(name)] for name in _EXTRA]
        person = _person(picture, rows, order, ends)
        if person is not None:
            people.append(person)
    return people


def split_by_picture(
    people: Sequence[AnnotatedPerson], share: float = 0.1, seed: int = 0
) -> tuple[list[AnnotatedPerson], list[AnnotatedPerson]]:
    """(training, validation) people, ``share`` of the pictures in the latter; the same for the same names and
    seed."""
    names = sorted({str(person.picture) for person in people})
    order = np.random.default_rng(seed).permutation(len(names))
    held_out = {names[index] for index in order[: round(len(names) * share)]}
    return (
        [person for person in people if str(person.picture) not in held_out],
        [person for person in people if str(person.picture) in held_out],
    )


def _row(cursor: JsonCursor, length: int, of_what: str) -> NDArray[Any]:
    row = cursor.numbers().ravel()
    if len(row) != length:
        raise cursor.error(f"{of_what}, {length} numbers")
    return row


def _number(cursor: JsonCursor) -> float:
    if isinstance(cursor.value, bool) or not isinstance(cursor.value, int | float):
        raise cursor.error("a number")
    try:
        return float(cursor.value)
    except OverflowError as problem:  # of hundreds of digits
        raise cursor.error("a number") from problem


def _plain(name: str) -> str:
    return name.strip().lower().replace(" ", "_").replace("-", "_")


def _person(
    picture: Path,
    rows: NDArray[Any],
    order: NDArray[Any],
    ends: Sequence[NDArray[Any]],
    box: NDArray[Any] | None = None,
    area: float = float("nan"),
) -> AnnotatedPerson | None:
    """A person from ``rows`` of x, y and COCO's flag, whose columns for COCO's keypoints are ``order``, and such rows
    of neck and head top, ``ends``; None when no keypoint is labelled. A box that is only the keypoints' extent, or
    missing, is replaced by one with a margin."""
    rows = rows[order]
    flags = np.where(order < 0, 0, rows[:, 2])
    labelled = (flags > 0) & np.isfinite(rows).all(axis=1)
    if not labelled.any():
        return None
    points = np.where(labelled[:, None], rows[:, :2], 0.0)
    neck, top = ends
    head = float(np.linalg.norm(neck[:2] - top[:2])) if neck[2] > 0 and top[2] > 0 else float("nan")
    joints = np.array([*points[labelled], *(end[:2] for end in ends if end[2] > 0)])
    about = box_of_points(joints, np.ones(len(joints), dtype=bool))
    given = box is not None and len(box) == 4 and bool(np.isfinite(box).all() and (box[2:] > 0).all())
    if box is None or not given:
        box = about
    if not area > 0:
        area = float(box[2] * box[3])
    if _only_joints(box, points[labelled]) or _only_joints(box, joints):
        box = about
    return AnnotatedPerson(picture, points, labelled, np.asarray(box, dtype=float), head, area)


def _only_joints(box: NDArray[Any], points: NDArray[Any]) -> bool:
    """Whether a box is the extent of the keypoints, so that hands, feet and head reach beyond it."""
    extent = np.concatenate([points.min(axis=0), np.ptp(points, axis=0)])
    return bool(np.abs(extent - box).max() < 1.0)
