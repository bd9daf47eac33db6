"""Keypoints as SVG files, for print: every joint and limb is an object with a name."""

from __future__ import annotations

import base64
import os
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import cv2
import numpy as np

from posestudio.body.layouts import COCO_KEYPOINTS, COCO_LIMBS
from posestudio.body.mirroring import side_of
from posestudio.common.atomic_files import atomic_write
from posestudio.common.colours import LIGHT, RGB, Palette
from posestudio.errors import PoseStudioError
from posestudio.keypoints import MISSING, OCCLUDED

_SVG, _INKSCAPE = "http://www.w3.org/2000/svg", "http://www.inkscape.org/namespaces/inkscape"
_JOINT, _LIMB, _PROJECTED = 1 / 110, 1 / 220, 1 / 400
"""Radius of a joint, width of a limb and of a hypothesis's, over the picture's longer side."""

_PROJECTED_OPACITY = 4.0  # of all hypotheses together


def save_svg(
    path: str | os.PathLike[str],
    points: np.ndarray,
    visibility: np.ndarray,
    size: tuple[int, int],
    *,
    projected: np.ndarray | None = None,
    picture: np.ndarray | None = None,
    palette: Palette = LIGHT,
) -> None:
    """Write people's keypoints as an SVG in layers: picture, hypotheses, and a group for each person.

    ``points`` (P, 17, 2) pixels and ``visibility`` (P, 17) of a picture of ``size`` (width, height);
    ``projected`` (K, 17, 2) are hypotheses' keypoints projected into the picture, ``picture`` (height, width, 3)
    uint8 RGB. Occluded joints are rings; missing ones, and limbs that end in them, are left out. Written
    completely or not at all. Raises PoseStudioError for arrays of another shape, OSError where the
    file cannot be written.
    """
    points, visibility = np.asarray(points, np.float64), np.asarray(visibility)
    count = len(COCO_KEYPOINTS)
    if points.ndim != 3 or points.shape[1:] != (count, 2) or visibility.shape != points.shape[:2]:
        raise PoseStudioError(f"expected points (people, {count}, 2), got {points.shape}, {visibility.shape}")
    ET.register_namespace("", _SVG)
    ET.register_namespace("inkscape", _INKSCAPE)
    width, height = size
    root = ET.Element(f"{{{_SVG}}}svg", viewBox=f"0 0 {width} {height}", width=str(width), height=str(height))
    scale = float(max(size))
    if picture is not None:
        _layer(root, "picture").append(_embedded(picture, size))
    if projected is not None and len(projected):
        _draw_projected(_layer(root, "hypotheses"), np.asarray(projected, np.float64), scale, palette)
    for number, (person, seen) in enumerate(zip(points, visibility, strict=True), start=1):
        _draw_person(_layer(root, f"person {number}"), person, seen, scale, palette)
    with atomic_write(path) as temporary:
        ET.ElementTree(root).write(temporary, encoding="utf-8", xml_declaration=True)


def _layer(root: ET.Element, name: str) -> ET.Element:
    """A new group, which Inkscape shows as a layer."""
    attributes = {
        "id": name.replace(" ", "-"),
        f"{{{_INKSCAPE}}}groupmode": "layer",
        f"{{{_INKSCAPE}}}label": name,
    }
    return ET.SubElement(root, f"{{{_SVG}}}g", attributes)


def _embedded(picture: np.ndarray, size: tuple[int, int]) -> ET.Element:
    """The picture as an image element with its PNG in it."""
    encoded = cv2.imencode(".png", picture[..., 2::-1])[1].tobytes()
    content = "data:image/png;base64," + base64.b64encode(encoded).decode("ascii")
    return ET.Element(f"{{{_SVG}}}image", href=content, width=str(size[0]), height=str(size[1]))


def _draw_projected(layer: ET.Element, projected: np.ndarray, scale: float, palette: Palette) -> None:
    """Draw translucent limbs of each hypothesis."""
    opacity = min(_PROJECTED_OPACITY / len(projected), 0.6)
    for points in projected:
        group = ET.SubElement(layer, f"{{{_SVG}}}g", {"stroke-opacity": f"{opacity:.3f}"})
        for _, line in _limbs(points, np.isfinite(points).all(-1), _PROJECTED * scale, palette):
            group.append(line)


def _draw_person(
    layer: ET.Element, points: np.ndarray, visibility: np.ndarray, scale: float, palette: Palette
) -> None:
    """Draw one person's limbs and joints, each with a title."""
    known = visibility != MISSING
    for title, line in _limbs(points, known, _LIMB * scale, palette):
        ET.SubElement(line, f"{{{_SVG}}}title").text = title
        layer.append(line)
    for joint in np.flatnonzero(known):
        name = COCO_KEYPOINTS[joint]
        colour = _hex(palette.of_side(side_of(name)))
        occluded = visibility[joint] == OCCLUDED
        dot = ET.SubElement(
            layer,
            f"{{{_SVG}}}circle",
            {
                "cx": f"{points[joint, 0]:.2f}",
                "cy": f"{points[joint, 1]:.2f}",
                "r": f"{_JOINT * scale:.2f}",
                "fill": _hex(palette.background) if occluded else colour,
                "stroke": colour if occluded else _hex(palette.background),
                "stroke-width": f"{_PROJECTED * scale:.2f}",
            },
        )
        ET.SubElement(dot, f"{{{_SVG}}}title").text = name.replace("_", " ") + (
            ", occluded" if occluded else ""
        )


def _limbs(
    points: np.ndarray, known: np.ndarray, width: float, palette: Palette
) -> Iterator[tuple[str, ET.Element]]:
    """Title and line of every limb with two ``known`` ends."""
    for start, end in COCO_LIMBS:
        if not (known[start] and known[end]):
            continue
        sides = {side_of(COCO_KEYPOINTS[joint]) for joint in (start, end)} - {"middle"}
        line = ET.Element(
            f"{{{_SVG}}}line",
            {
                "x1": f"{points[start, 0]:.2f}",
                "y1": f"{points[start, 1]:.2f}",
                "x2": f"{points[end, 0]:.2f}",
                "y2": f"{points[end, 1]:.2f}",
                "stroke": _hex(palette.of_side(sides.pop() if len(sides) == 1 else "middle")),
                "stroke-width": f"{width:.2f}",
                "stroke-linecap": "round",
            },
        )
        yield f"{COCO_KEYPOINTS[start]} to {COCO_KEYPOINTS[end]}".replace("_", " "), line


def _hex(colour: RGB) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
