"""Draws docs/images/motion.png: a video that the program rendered, from file to motion in two commands.

``python assets/make_motion_gallery.py FOLDER``. A clothed person moves as in the bundled clip. The video of it, what
``posestudio lift VIDEO`` makes of that (NPZ and BVH), and the video of the result over it are left in FOLDER.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy.spatial.transform import Rotation

from posestudio import Camera, load_bvh, to_body
from posestudio.body.layouts import LIMB_INDICES
from posestudio.common.atomic_files import atomic_write
from posestudio.common.colours import LIGHT
from posestudio.common.videos import read_video
from posestudio.detection.training.backgrounds import background
from posestudio.detection.training.clothed_body import Clothes, clothed_body
from posestudio.detection.training.depth_map import DepthMap
from posestudio.export.canvas import Canvas
from posestudio.export.figure import draw_shadow, floor_under
from posestudio.export.video_encoding import encode_video

ASSETS = Path(__file__).parent
PICTURE = ASSETS.parent / "docs/images/motion.png"

SIZE, LINES = 640, 480  # the renderer's pictures are square, the video's rows are those in the middle
SHOWN = (8, 34, 72, 88)  # frames in the picture
COLUMNS, WIDTH = 2, 1280  # frames beside each other, and pixels across
SECONDS = 3
PLACE, PERSON = 22, 22  # seeds of the background, and of clothes and light


def rendered(bodies: NDArray[np.floating], camera: Camera) -> Iterator[NDArray[np.uint8]]:
    """The video's frames (480, 640, 3) of ``bodies`` (F, 29, 3), world metres."""
    clothes = Clothes.draw(np.random.default_rng(PERSON))
    far = camera.position + camera.R[2] * [1e5, 0, 1e5]
    horizon = float(camera.project(far)[1]) + (SIZE - LINES) / 2
    scene = background(np.random.default_rng(PLACE), SIZE, horizon)
    floor, cut = floor_under(bodies), (SIZE - LINES) // 2
    for body in bodies:
        behind = Canvas(np.ascontiguousarray((255 * scene).astype(np.uint8)[cut : cut + LINES]))
        draw_shadow(behind, camera, body[None], floor, LIGHT, 0.5)
        picture = scene.copy()
        picture[cut : cut + LINES] = behind.pixels / np.float32(255)
        joints = camera.to_camera(body.astype(np.float64))
        person = DepthMap(SIZE, float(camera.K[1, 1]))
        for capsule in clothed_body(joints, clothes, np.random.default_rng(PERSON)):
            person.add(capsule)
        shaded = person.shade(picture, clothes, joints, np.random.default_rng(PERSON))
        yield (255 * shaded[cut : cut + LINES]).astype(np.uint8)


def run(*words: str | Path) -> None:
    """Run a command of the program, and show it."""
    print("posestudio", *words)
    subprocess.run([sys.executable, "-m", "posestudio", *map(str, words)], check=True)


def distance(lifted: NDArray[np.floating], true: NDArray[np.floating]) -> float:
    """Mean distance in millimetres between the limb joints of bodies (F, 29, 3), after one turn, shift and scaling of
    the whole motion: a video shows neither its scale nor which way is north."""
    found, wanted = (bodies[:, LIMB_INDICES].reshape(-1, 3).astype(np.float64) for bodies in (lifted, true))
    found, wanted = found - found.mean(axis=0), wanted - wanted.mean(axis=0)
    turned, _ = Rotation.align_vectors(wanted, found)
    found = turned.apply(found)
    scale = float((found * wanted).sum() / np.square(found).sum())
    return 1000 * float(np.linalg.norm(scale * found - wanted, axis=-1).mean())


def contact_sheet(video: Path) -> Image.Image:
    """Some of a video's frames, two in a row."""
    frames = [frame.picture for frame in read_video(video) if frame.number in SHOWN]
    width = WIDTH // COLUMNS
    size = width, width * frames[0].shape[0] // frames[0].shape[1]
    small = [cv2.resize(frame, size, interpolation=cv2.INTER_AREA) for frame in frames]
    rows = [np.hstack(small[first : first + COLUMNS]) for first in range(0, len(small), COLUMNS)]
    return Image.fromarray(np.vstack(rows)).quantize(256, kmeans=4, dither=Image.Dither.NONE)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    clip = load_bvh(ASSETS / "example/clip.bvh")
    bodies = to_body(clip)[: round(SECONDS * clip.fps)]
    camera = Camera.look_at((1.3, 1.2, 2.9), (0.0, 0.9, 0.1), 42, (SIZE, LINES))
    video = folder / "video.mp4"
    encode_video(video, rendered(bodies, camera), len(bodies), clip.fps)
    run("lift", video, "--out", folder / "motion.npz")
    run("lift", video, "--out", folder / "motion.bvh")
    print(
        f"{distance(to_body(load_bvh(folder / 'motion.bvh')), bodies):.0f} mm from the motion that was rendered"
    )
    run("render", folder / "motion.npz", "--picture", video, "--out", folder / "motion.mp4")
    with atomic_write(PICTURE) as temporary:
        contact_sheet(folder / "motion.mp4").save(temporary, format="PNG", optimize=True)


if __name__ == "__main__":
    main()
