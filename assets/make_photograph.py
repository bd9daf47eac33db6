"""Draws assets/example/photograph.jpg, a dressed mannequin in a room: ``python assets/make_photograph.py``.

The example that the studio opens from its start page. Everything in it is drawn here: nobody is in it.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from posestudio.body.layouts import BODY_JOINTS
from posestudio.common.atomic_files import atomic_write
from posestudio.common.colours import LIGHT
from posestudio.common.resources import asset
from posestudio.geometry.camera import Camera
from posestudio.geometry.rotations import turn
from posestudio.mannequin.bones import BONES
from posestudio.mannequin.drawing import bodies_layer, shadow_layer
from posestudio.mannequin.mesh import Mannequin, mannequin

SIZE = (900, 1125)
"""Width and height in pixels."""

POSE, FACING = "Running", 35.0

_SEED = 3
_WALL, _FLOOR, _SKIRTING = (203, 208, 205), (150, 124, 100), (228, 226, 220)
_SKIN, _HAIR = (205, 152, 124), (52, 38, 32)
_SHIRT, _TROUSERS, _SHOES, _SOLES = (196, 72, 62), (46, 58, 84), (236, 234, 228), (70, 70, 72)
_BACK_WALL = -1.6  # metres along Z


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "example" / "photograph.jpg")
    options = parser.parse_args()
    picture = photograph()
    with atomic_write(options.out) as temporary:
        coded = cv2.imencode(".jpg", picture[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 86])[1]
        temporary.write_bytes(coded.tobytes())


def photograph() -> NDArray[np.uint8]:
    """The picture (height, width, 3) RGB."""
    pose = _pose(POSE, FACING)
    camera = Camera.look_at(np.array([0.5, 1.45, 3.7]), np.array([0.0, 0.95, 0.0]), 38.0, SIZE)
    picture = _room(camera)
    shadow_layer(camera, pose[None], 0.0, (40, 30, 24)).lay_over(picture, 0.9)
    bodies_layer(camera, pose[None], LIGHT, colours=_clothes(mannequin())).lay_over(picture)
    return _as_photographed(picture)


def _pose(name: str, facing: float) -> NDArray[np.float32]:
    """(29, 3) a pose of the pose library's starter set, turned about the vertical by ``facing`` degrees."""
    poses = {pose["name"]: pose["joints"] for pose in json.loads(asset("poses.json").read_text())["poses"]}
    body = np.array([poses[name][joint] for joint in BODY_JOINTS])
    return (body @ turn(np.array([0.0, 1.0, 0.0]), np.radians(facing)).T).astype(np.float32)


def _room(camera: Camera) -> NDArray[np.uint8]:
    """A wall with a skirting board, a wooden floor, and light from a window at the left."""
    width, height = SIZE
    across, down = np.meshgrid(np.arange(width) + 0.5, np.arange(height) + 0.5)
    rays = np.stack([across, down, np.ones_like(across)], -1) @ np.linalg.inv(camera.K).T @ camera.R
    eye = camera.position
    to_floor = np.where(rays[..., 1] < -1e-6, -eye[1] / np.minimum(rays[..., 1], -1e-6), np.inf)
    to_wall = (_BACK_WALL - eye[2]) / np.minimum(rays[..., 2], -1e-6)
    on_floor = to_floor < to_wall
    at = eye + np.minimum(to_floor, to_wall)[..., None] * rays
    planks = np.floor(at[..., 0] / 0.14)
    tone = 0.88 + 0.2 * np.mod(np.sin(planks * 12.9898) * 43758.5453, 1)
    grain = 1 + 0.03 * np.sin(at[..., 2] * 60 + 5 * np.sin(at[..., 0] * 90))
    seam = np.abs(at[..., 0] / 0.14 - planks - 0.5) > 0.48
    floor = np.array(_FLOOR) * (tone * grain * np.where(seam, 0.72, 1))[..., None]
    board = (at[..., 1] < 0.11)[..., None]
    wall = np.where(board, np.array(_SKIRTING, float), np.array(_WALL, float))
    wall = wall * np.where((at[..., 1] < 0.115) & (at[..., 1] > 0.105), 0.8, 1)[..., None]
    window = np.exp(-np.square((at[..., 0] + 0.9) / 0.8) - np.square((at[..., 1] - 1.5) / 0.9))
    light = 0.72 + 0.42 * np.where(on_floor, 0.6 * np.exp(-np.square((at[..., 0] + 0.5) / 1.2)), window)
    picture = np.where(on_floor[..., None], floor, wall) * light[..., None]
    corner = np.exp(-np.abs(np.where(on_floor, at[..., 2] - _BACK_WALL, at[..., 1])) / 0.08)
    return np.clip(picture * (1 - 0.18 * corner[..., None]), 0, 255).astype(np.uint8)


def _clothes(mesh: Mannequin) -> NDArray[np.float32]:
    """(V, 3) colours from 0 to 255: a shirt with short sleeves, trousers, shoes, skin and hair."""
    names = np.array(BONES)[mesh.bones[:, 0]]
    height, ahead = mesh.vertices[:, 1], mesh.vertices[:, 2]
    colours = np.empty((len(names), 3), np.float32)
    colours[:] = _SHIRT
    bare = np.array(["forearm" in n or "hand" in n or "elbow" in n or "upper_arm_3" in n for n in names])
    legs = np.array([any(part in n for part in ("thigh", "hip", "knee", "shin", "pelvis")) for n in names])
    feet = np.array(["foot" in n for n in names])
    head = np.array([n in ("head", "neck") for n in names])
    colours[bare | head] = _SKIN
    colours[legs & (height < 0.97)] = _TROUSERS
    colours[feet] = _SHOES
    colours[feet & (height < 0.022)] = _SOLES
    colours[(names == "head") & ((height > 1.675) | ((ahead < 0.02) & (height > 1.57)))] = _HAIR
    return colours


def _as_photographed(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A little blur, darker corners and the grain of a camera."""
    width, height = SIZE
    soft = cv2.GaussianBlur(picture, (0, 0), 0.8).astype(np.float32)
    across, down = np.meshgrid(np.linspace(-1, 1, width), np.linspace(-1, 1, height))
    soft *= (1 - 0.16 * (across**2 + down**2))[..., None]
    grain = np.random.default_rng(_SEED).normal(0, 2.2, (height, width, 1))
    return np.clip(soft + grain, 0, 255).astype(np.uint8)


if __name__ == "__main__":
    main()
