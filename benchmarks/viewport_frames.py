"""Measures frames per second of the 3D view while every hypothesis moves, against pyqtgraph's own batched lines.

The same run draws the same bodies at 1280x720 as the studio's scene (lit best body, ghost pose,
floor, shadows, soft wide lines) and as one stock ``GLLinePlotItem`` of one-pixel lines on an empty
background. Their ratio is the cost of the picture, on any machine. Then it draws some bodies solid, as skinned
mannequins, as the capsules that were drawn before there were any, and as translucent silhouettes beside one solid
mannequin, in turns; the ratio over the capsules is what skinning costs. Needs a display::

    xvfb-run -a -s "-screen 0 1280x1024x24" python benchmarks/viewport_frames.py
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

import numpy as np
import pyqtgraph.opengl as gl
import shiboken6
from PySide6.QtOpenGLWidgets import QOpenGLWidget
from PySide6.QtWidgets import QApplication

from posestudio.app.viewport import Scene, Viewport, configure_surface_format
from posestudio.body.layouts import BODY_BONES, BODY_PARENTS
from posestudio.body.standing import standing_body
from posestudio.common.colours import LIGHT

SIZE = (1280, 720)
PEOPLE = (1, 16, 100, 1000)
BODIES = (1, 16, 50)
TURNS = 3
POSES = 8  # different poses shown in turn
WARM_UP = 3  # frames that compile shaders and are not counted


def bodies(count: int, rng: np.random.Generator) -> np.ndarray:
    """(count, 29, 3) float32 random but person-sized trees of joints."""
    joints = np.zeros((count, len(BODY_PARENTS), 3), dtype=np.float32)
    joints[:, 0] = (0.0, 0.9, 0.0)
    for joint, parent in enumerate(BODY_PARENTS[1:], start=1):
        way = rng.normal(size=(count, 3))
        joints[:, joint] = joints[:, parent] + 0.25 * way / np.linalg.norm(way, axis=1, keepdims=True)
    return joints


def frames_per_second(widget: Viewport | QOpenGLWidget, show: Callable[[int], None], seconds: float) -> float:
    """How many different frames of ``widget`` reach the screen in a second; ``show`` sets the next one."""
    painted = widget.painted if isinstance(widget, Viewport) else widget.frameSwapped
    shown = 0

    def count() -> None:
        nonlocal shown
        shown += 1

    painted.connect(count)
    start, begin = time.perf_counter(), 0
    while (passed := time.perf_counter() - start) < seconds or shown == begin:
        if not begin and shown >= WARM_UP:
            start, begin = time.perf_counter(), shown
        show(shown % POSES)
        QApplication.processEvents()
    return (shown - begin) / passed


def studio(poses: np.ndarray, seconds: float, *, trails: bool = False) -> float:
    """Frames per second of ``Viewport`` showing ``poses`` (POSES, N, 29, 3) in turn; ``trails`` also
    shows the paths between them, of all hypotheses."""
    viewport = Viewport()
    viewport.resize(*SIZE)
    viewport.show()
    rate = frames_per_second(
        viewport,
        lambda frame: viewport.show_scene(
            Scene(poses[frame], selected=0, ghost=poses[frame, 0] + 0.1, trails=poses if trails else None)
        ),
        seconds,
    )
    shiboken6.delete(viewport)
    return rate


def styles(count: int, seconds: float, rng: np.random.Generator) -> dict[str, float]:
    """Frames per second of ``Viewport`` showing ``count`` standing bodies as mannequins, capsules and silhouettes,
    the best of ``TURNS`` turns each."""
    places = rng.uniform(-1, 1, (count, 1, 3)) * (1, 0, 1)
    poses = standing_body() + places + rng.normal(0, 0.015, (POSES, count, len(BODY_PARENTS), 3))
    poses = poses.astype(np.float32)
    everybody, faint = tuple(range(count)), np.ones(count, dtype=bool)
    scenes: dict[str, Callable[[int], Scene]] = {
        "mannequins": lambda frame: Scene(poses[frame], selected=0, solid=everybody),
        "capsules": lambda frame: Scene(poses[frame], selected=0, solid=everybody, body="capsules"),
        "silhouettes": lambda frame: Scene(poses[frame], selected=0, silhouettes=faint),
    }
    viewport = Viewport()
    viewport.resize(*SIZE)
    viewport.show()
    best = dict.fromkeys(scenes, 0.0)
    for _ in range(TURNS):
        for name, scene in scenes.items():
            rate = frames_per_second(
                viewport, lambda frame, scene=scene: viewport.show_scene(scene(frame)), seconds / TURNS
            )
            best[name] = max(best[name], rate)
    shiboken6.delete(viewport)
    return best


def stock(poses: np.ndarray, seconds: float) -> float:
    """Frames per second of pyqtgraph's line item showing the same."""
    view = gl.GLViewWidget()
    view.setBackgroundColor(LIGHT.background)
    view.setCameraPosition(distance=4)
    view.resize(*SIZE)
    ends = np.array(BODY_BONES).ravel()
    colours = np.full((poses.shape[1] * len(ends), 4), 0.4, dtype=np.float32)
    item = gl.GLLinePlotItem(mode="lines", glOptions="translucent")
    view.addItem(item)
    view.show()
    rate = frames_per_second(
        view,
        lambda frame: item.setData(pos=poses[frame][:, ends].reshape(-1, 3), color=colours),
        seconds,
    )
    shiboken6.delete(view)
    return rate


def main() -> None:
    """Print one line for each number of hypotheses."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=3.0, help="for each measurement")
    seconds = parser.parse_args().seconds
    configure_surface_format()
    application = QApplication([])
    rng = np.random.default_rng(0)
    print("hypotheses  studio frames/s  with trails  stock lines frames/s  ratio")
    for count in PEOPLE:
        poses = np.stack([bodies(count, rng) for _ in range(POSES)])
        ours, trailing, theirs = (
            studio(poses, seconds),
            studio(poses, seconds, trails=True),
            stock(poses, seconds),
        )
        print(
            f"{count:10d}  {ours:15.1f}  {trailing:11.1f}  {theirs:20.1f}  {ours / theirs:5.2f}", flush=True
        )
    print("bodies  mannequins frames/s  silhouettes  capsules  mannequins / capsules")
    for count in BODIES:
        rates = styles(count, seconds, rng)
        print(
            f"{count:6d}  {rates['mannequins']:19.1f}  {rates['silhouettes']:11.1f}  {rates['capsules']:8.1f}"
            f"  {rates['mannequins'] / rates['capsules']:21.2f}",
            flush=True,
        )
    application.quit()


if __name__ == "__main__":
    main()
