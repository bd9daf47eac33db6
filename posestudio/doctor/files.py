"""The files that ship with the program: whether each is there and whole."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from posestudio.common.resources import asset, weights_folder
from posestudio.doctor.finding import AGAIN, Finding, problem

WEIGHTS = ("mlp", "transformer", "detectors/detector", "detectors/people", "motion/motion")
ASSETS = (
    "example/keypoints.json",
    "example/camera.json",
    "example/photograph.jpg",
    "fonts/Inter-Regular.ttf",
    "icons/open.svg",
    "joint_limits.npz",
    "mannequin.npz",
    "poses.json",
)


def files() -> Iterator[Finding]:
    """The weights, opened; all bundled files, compared with the checksums that the installation has of them."""
    folder = weights_folder()
    for name in WEIGHTS:
        yield _weights(name, folder / f"{name}.safetensors")
    for name in ASSETS:
        asset(name)
    damaged, compared = _damaged(folder.parent)
    if damaged:
        yield problem("Bundled files", f"not as they were installed: {', '.join(damaged)}", AGAIN)
    elif compared:
        yield Finding("Bundled files", f"{compared} files are as they were installed")
    else:
        yield Finding("Bundled files", "are there")


def _weights(name: str, path: Path) -> Finding:
    """Whether a weights file can be opened. The reader refuses one whose length is not what its header says."""
    from safetensors import SafetensorError, safe_open

    subject = f"Weights {path.stem}"
    try:
        with safe_open(path, "np") as archive:
            card = json.loads((archive.metadata() or {}).get("card", "{}"))
            count = len(archive.keys())
    except (OSError, SafetensorError, ValueError) as error:
        return problem(subject, f"{path} cannot be read: {error}", AGAIN)
    made = f", of {card['date']}" if "date" in card else ""
    return Finding(subject, f"{count} tensors, {path.stat().st_size / 1e6:.1f} MB{made}")


def _damaged(home: Path) -> tuple[list[str], int]:
    """The assets and weights whose checksum is not that of the list ``RECORD``, which pip, pipx and uv keep; and how
    many were compared, none in a clone of the repository."""
    try:
        listed = metadata.files("posestudio") or []
    except metadata.PackageNotFoundError:
        return [], 0
    damaged, compared = [], 0
    for entry in listed:
        if entry.hash is None or entry.parts[:2] not in (("posestudio", "assets"), ("posestudio", "weights")):
            continue
        path = home.joinpath(*entry.parts[1:])
        if path != Path(entry.locate()):  # the list is of another installation than the one that runs
            return [], 0
        compared += 1
        try:
            digest = hashlib.new(entry.hash.mode, path.read_bytes()).digest()
        except OSError:
            digest = b""
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != entry.hash.value:
            damaged.append("/".join(entry.parts[1:]))
    return damaged, compared
