"""Mannequins as a camera sees them, drawn by OpenCV's rasteriser: lit bodies, translucent ones, and their shadows.

The lights are those of the 3D view: a key light from the upper left, a rim light from the right behind, a sky above a
floor.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from posestudio.common.colours import RGB, Palette
from posestudio.geometry.camera import Camera
from posestudio.mannequin.mesh import Mannequin, coarse_mannequin, mannequin
from posestudio.mannequin.skinning import skinned

Floats = NDArray[np.floating]

SIDE_TINT = 0.5
"""Share of a side's colour in that of its limbs; the rest is the body's own."""

_NEAR, _FAR = 0.15, 1e4  # metres from the camera within which something is drawn
_KEY, _KEY_COLOUR = np.array([-0.46, 0.62, 0.636]), np.array([0.90, 0.88, 0.85])
_RIM, _SHEEN = np.array([0.80, 0.50, -0.33]), np.array([-0.254, 0.343, 0.904])
_FLOOR_LIGHT, _SKY_LIGHT = np.array([0.15, 0.142, 0.138]), np.array([0.40, 0.415, 0.44])
_SUNK = 0.3  # metres below the floor; what is deeper casts no shadow
_SOFT, _CONTACT = 0.55, 0.045  # metres above the floor within which the two shadows become weaker
_SOFT_BLUR, _CONTACT_BLUR = 0.055, 0.016  # metres
_SOFT_SHARE, _CONTACT_SHARE = 0.55, 0.75  # of the shadow's colour, where it is darkest


@dataclass(frozen=True, eq=False)
class Layer:
    """A part of a picture with something drawn on it: ``colour`` (h, w, 3) float32 from 0 to 255, times ``coverage``
    (h, w) float32 from 0 to 1; its upper left pixel is ``corner`` (left, top) of the picture."""

    colour: Floats
    coverage: Floats
    corner: tuple[int, int]

    def lay_over(self, pixels: NDArray[np.uint8], opacity: float = 1.0) -> None:
        """Draw on a picture (height, width, 3), in place."""
        left, top = self.corner
        below = pixels[top : top + self.coverage.shape[0], left : left + self.coverage.shape[1]]
        above = opacity * self.colour
        above += below * (1 - np.float32(opacity) * self.coverage)[..., None]
        below[:] = cv2.convertScaleAbs(above)  # rounded, from 0 to 255


def body_colours(palette: Palette) -> Floats:
    """(3, 3) colours from 0 to 255 of a mannequin's middle, left and right."""
    middle = np.array(palette.body, float)
    sides = [middle + SIDE_TINT * (np.array(side) - middle) for side in (palette.left, palette.right)]
    return np.array([middle, *sides])


def bodies_layer(
    camera: Camera,
    joints: Floats,
    palette: Palette,
    mesh: Mannequin | None = None,
    colours: Floats | None = None,
) -> Layer | None:
    """Bodies (N, 29, 3), world metres, lit; None where the camera sees none of them. ``colours`` (V, 3) from 0 to 255
    are those of the mesh's vertices, by default of its sides."""
    mesh = mesh or mannequin()
    vertices, normals = skinned(joints, mesh)
    albedo = (body_colours(palette)[mesh.sides] if colours is None else colours) / 255
    return _rasterised(camera, vertices, mesh, np.sqrt(_lit(np.square(albedo), camera, vertices, normals)))


def silhouettes_layer(camera: Camera, joints: Floats, colour: RGB, opacity: float) -> Layer:
    """Bodies (N, 29, 3) in one ``colour``, each by its ``opacity`` and denser towards its outline."""
    mesh = coarse_mannequin()
    vertices, normals = skinned(joints, mesh)
    shares = np.minimum(0.62 + 0.9 * np.square(1 - _facing(camera, vertices, normals)), 1)
    behind = np.ones(camera.size[::-1], np.float32)  # what is seen through all of them
    for one, share in zip(vertices, shares, strict=True):
        layer = _rasterised(camera, one[None], mesh, np.repeat(share[:, None], 3, axis=-1), margin=2, times=1)
        if layer is not None:
            (left, top), (height, width) = layer.corner, layer.coverage.shape
            soft = cv2.GaussianBlur(layer.colour[..., 0], (3, 3), 0)
            behind[top : top + height, left : left + width] *= 1 - opacity / 255 * soft
    coverage = 1 - behind
    return Layer(coverage[..., None] * np.array(colour, np.float32), coverage, (0, 0))


def shadow_layer(camera: Camera, joints: Floats, floor: float, colour: RGB) -> Layer | None:
    """The shadow of bodies (N, 29, 3) straight below them on a floor at a height, darkest where they touch it."""
    mesh = coarse_mannequin()
    vertices, _ = skinned(joints, mesh)
    height = np.maximum(vertices[..., 1] - floor, 0)
    deep = vertices[..., 1] < floor - _SUNK
    soft, contact = (np.where(deep, 0, np.exp(-height / reach)) for reach in (_SOFT, _CONTACT))
    # Of all that lies above one another, the lowest is seen: it is raised by a few millimetres.
    vertices[..., 1] = floor + 0.004 * soft
    shares = np.stack([soft, contact, soft], axis=-1)
    scale = _scale(camera, vertices)
    margin = int(3 * _SOFT_BLUR * scale) + 2
    layer = _rasterised(camera, vertices, mesh, shares, margin=margin, times=1, backs=True)
    if layer is None:
        return None
    dark = [
        share * _blurred(layer.colour[..., channel] / 255, blur * scale)
        for channel, share, blur in ((0, _SOFT_SHARE, _SOFT_BLUR), (1, _CONTACT_SHARE, _CONTACT_BLUR))
    ]
    coverage = 1 - (1 - dark[0]) * (1 - dark[1])
    return Layer(coverage[..., None] * np.array(colour, np.float32), coverage, layer.corner)


def _blurred(values: Floats, sigma: float) -> Floats:
    """``values`` (h, w) blurred by a Gaussian, wide ones at a lower resolution."""
    halvings = max(int(np.log2(max(sigma, 1) / 3)), 0)
    if not halvings:
        return np.asarray(cv2.GaussianBlur(values, (0, 0), max(sigma, 0.4)), np.float32)
    size = values.shape[1::-1]
    small = cv2.resize(values, [max(side >> halvings, 1) for side in size], interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), sigma / 2**halvings)
    return np.asarray(cv2.resize(small, size), np.float32)


def _scale(camera: Camera, vertices: Floats) -> float:
    """Pixels a metre in the midst of vertices (N, V, 3)."""
    depth = float(camera.to_camera(vertices.reshape(-1, 3).mean(axis=0))[2])
    return float(camera.K[1, 1]) / max(depth, _NEAR)


def _eye_axes(camera: Camera, directions: Floats) -> Floats:
    """World directions (..., 3) along the picture's right, upwards, and towards the eye."""
    return (directions @ camera.R.T.astype(np.float32)) * np.array([1, -1, -1], np.float32)


def _facing(camera: Camera, vertices: Floats, normals: Floats) -> Floats:
    """(N, V) cosine of the angle between normals and the way to the eye, at least 0."""
    towards = camera.position.astype(np.float32) - vertices
    towards /= np.maximum(np.linalg.norm(towards, axis=-1, keepdims=True), 1e-6)
    return np.clip((towards * normals).sum(axis=-1), 0, 1)


def _lit(albedo: Floats, camera: Camera, vertices: Floats, normals: Floats) -> Floats:
    """Linear colours (N, V, 3) from 0 to 1 of a matte surface; see `app.viewport.drawing.lighting`."""
    facing = _facing(camera, vertices, normals)[..., None]
    eye = _eye_axes(camera, normals)
    key = np.maximum(eye @ _KEY.astype(np.float32) + 0.10, 0)[..., None]
    rim = (1 - facing) ** 3 * np.maximum(eye @ _RIM.astype(np.float32) + 0.25, 0)[..., None]
    sky = _FLOOR_LIGHT + (_SKY_LIGHT - _FLOOR_LIGHT) * (0.5 + 0.5 * normals[..., 1:2])
    sheen = 0.035 * np.maximum(eye @ _SHEEN.astype(np.float32), 0)[..., None] ** 16
    light = sky * (0.55 + 0.45 * facing) + _KEY_COLOUR * key
    return np.clip(albedo * light + (0.06 + 0.5 * albedo) * rim + sheen, 0, 1)


def _rasterised(
    camera: Camera,
    vertices: Floats,
    mesh: Mannequin,
    colours: Floats,
    margin: int = 1,
    times: int = 2,
    backs: bool = False,
) -> Layer | None:
    """The triangles of vertices (N, V, 3) with colours (N, V, 3) from 0 to 1, drawn at so many ``times`` the
    size and reduced, their ``backs`` as well if wished. ``margin`` are pixels around what is drawn."""
    offsets = np.arange(len(vertices))[:, None, None] * vertices.shape[1]
    faces = (mesh.faces[None] + offsets).reshape(-1, 3)
    points = vertices.reshape(-1, 3)
    depth = camera.to_camera(points)[:, 2]
    pixels = camera.project(points)
    near = (depth < _NEAR) | ~np.isfinite(pixels).all(axis=-1)
    if near.any():
        faces = faces[~near[faces].any(axis=1)]
        pixels, depth = np.where(near[:, None], 0, pixels), np.where(near, 1, depth)
    area = _area(pixels[faces.ravel()], camera.size, margin)
    if area is None:
        return None
    (left, top), (width, height) = area
    half = np.array([width, height], np.float32)
    placed = (2 * (pixels - [left, top]) - half) / height  # the rasteriser's picture is 2 high
    seen = np.column_stack([placed[:, 0] * depth, -placed[:, 1] * depth, -depth]).astype(np.float32)
    settings = cv2.TriangleRasterizeSettings()
    settings.setShadingType(cv2.RASTERIZE_SHADING_SHADED)
    settings.setCullingMode(cv2.RASTERIZE_CULLING_NONE if backs else cv2.RASTERIZE_CULLING_CW)
    drawn, distances = cv2.triangleRasterize(
        seen,
        np.ascontiguousarray(faces, np.int32),
        np.ascontiguousarray(colours.reshape(-1, 3), np.float32),
        np.zeros((times * height, times * width, 3), np.float32),
        np.full((times * height, times * width), _FAR, np.float32),
        np.eye(4, dtype=np.float32),
        np.pi / 2,
        _NEAR / 2,
        _FAR,
        settings,
    )
    covered = (distances < _FAR).astype(np.float32)
    layers = [drawn, covered]
    if times > 1:
        layers = [cv2.resize(one, (width, height), interpolation=cv2.INTER_AREA) for one in layers]
    colour, coverage = (np.asarray(one, np.float32) for one in layers)
    return Layer(255 * colour, coverage, (left, top))


def _area(
    pixels: Floats, size: tuple[int, int], margin: int
) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Corner and size of the part of a picture of ``size`` that pixels (M, 2) are in; None where they are outside."""
    if not len(pixels):
        return None
    low = np.clip(np.floor(pixels.min(axis=0)) - margin, 0, size)
    high = np.clip(np.ceil(pixels.max(axis=0)) + margin, 0, size)
    width, height = (high - low).astype(int).tolist()
    if width < 1 or height < 1:
        return None
    return (int(low[0]), int(low[1])), (width, height)
