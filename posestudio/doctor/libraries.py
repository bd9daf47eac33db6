"""The libraries for numbers, pictures and videos: whether each loads and does what the program needs of it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from posestudio.doctor.finding import AGAIN, Finding, problem

MODULES = {"NumPy": "numpy", "SciPy": "scipy.optimize", "OpenCV": "cv2", "Pillow": "PIL.Image", "PyAV": "av"}


def libraries() -> Iterator[Finding]:
    """Versions; a video and a picture of each kind, written and read again."""
    for name, module in MODULES.items():
        try:
            loaded = import_module(module)
        except Exception as error:  # a library for another processor or NumPy raises what it likes
            yield problem(name, f"cannot be imported: {error}", AGAIN)
            continue
        top = import_module(module.partition(".")[0])
        yield Finding(name, str(getattr(top, "__version__", None) or getattr(loaded, "__version__", "there")))
    with tempfile.TemporaryDirectory() as folder:
        yield _video(Path(folder) / "a.mp4")
        for kind, suffix in (("JPEG", ".jpg"), ("PNG", ".png"), ("WebP", ".webp"), ("AVIF", ".avif")):
            yield _picture(kind, Path(folder) / f"a{suffix}")
        if find_spec("pillow_heif") is not None:
            yield _picture("HEIC", Path(folder) / "a.heic")


def _frame() -> np.ndarray:
    """A picture (64, 64, 3) that is dark on the left and light on the right."""
    return np.broadcast_to(np.linspace(0, 255, 64)[:, None], (64, 64, 3)).astype(np.uint8)


def _video(path: Path) -> Finding:
    from posestudio.common.videos import read_video
    from posestudio.export.video_encoding import encode_video

    try:
        encode_video(path, [_frame()] * 2, 2, 25.0)
        frames = list(read_video(path))
    except Exception as error:
        return problem("H.264 video", f"cannot be written and read: {error}", AGAIN)
    if len(frames) != 2:
        return problem("H.264 video", f"{len(frames)} of 2 written frames were read", AGAIN)
    return Finding("H.264 video", "written and read")


def _picture(kind: str, path: Path) -> Finding:
    from PIL import Image

    from posestudio.common.pictures import read_picture

    try:
        if kind == "HEIC":
            import_module("pillow_heif").register_heif_opener()
        Image.fromarray(_frame()).save(path)
        difference = np.abs(read_picture(path).astype(int) - _frame()).mean()
    except Exception as error:
        return problem(f"{kind} pictures", f"cannot be written and read: {error}", AGAIN)
    if difference > 16:
        return problem(f"{kind} pictures", "are read with other colours than were written", AGAIN)
    return Finding(f"{kind} pictures", "written and read")
