"""The pose library: a folder with one small JSON file a pose, which several windows and programs may use at once."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from posestudio.app.common.translation import marked, tr
from posestudio.body.layouts import BODY_JOINTS
from posestudio.common.atomic_files import atomic_write, whole_folder
from posestudio.common.json_files import read_json
from posestudio.common.resources import asset
from posestudio.errors import PoseStudioError

STARTER = "poses.json"
"""The bundled set with which a library begins; `assets/make_poses.py` makes it."""
_WORDS = (
    marked("T-pose"),
    marked("A-pose"),
    marked("Standing relaxed"),
    marked("Sitting"),
    marked("Walking"),
    marked("Running"),
    marked("Reaching"),
    marked("Crouching"),
    marked("Kneeling"),
    marked("Waving"),
    marked("Jumping"),
    marked("Hands on hips"),
    marked("Lunge"),
    marked("Kicking"),
    marked("reference"),
    marked("standing"),
    marked("sitting"),
    marked("moving"),
    marked("arms"),
    marked("low"),
)  # of the starter set
SUFFIX = ".json"
LONGEST_NAME = 80
"""Characters of a name or a tag."""
_ONE, _SET = "posestudio library pose", "posestudio library poses"
_LARGEST = 1e4  # metres from the origin


@dataclass(frozen=True, eq=False)
class Pose:
    """A named pose with tags: ``joints`` (29, 3) float32, world metres. ``path`` is its file's in a library, if it is
    in one."""

    name: str
    tags: tuple[str, ...]
    joints: np.ndarray
    path: Path | None = None

    def matches(self, words: Iterable[str]) -> bool:
        """Whether each of the words, in small letters, is in the name or in a tag."""
        text = " ".join((self.name, *self.tags)).lower()
        return all(word in text for word in words)


class PoseLibrary:
    """The poses of a folder, which is made with the starter set when it is first read. Files appear whole or not at
    all, and no two have the same name, so that other programs may write to the folder meanwhile."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def poses(self) -> tuple[list[Pose], list[str]]:
        """The poses by name, and one line for each file that is no pose, which is skipped.

        Raises OSError or PoseStudioError where the folder cannot be made or listed.
        """
        self._begin()
        found, problems = [], []
        for path in sorted(self.folder.glob(f"[!.]*{SUFFIX}")):
            try:
                found.append(read_pose(path))
            except PoseStudioError as problem:
                if path.exists():  # not one that another program has just deleted
                    problems.append(str(problem))
        return sorted(found, key=lambda pose: pose.name.lower()), problems

    def save(self, pose: Pose) -> Pose:
        """Write a pose to its file, or to a new one; returns it with its path. Raises OSError."""
        name, tags = clean_name(pose.name), clean_tags(pose.tags)
        path = pose.path or self.folder / f"{_file_name(name)}-{uuid.uuid4().hex[:8]}{SUFFIX}"
        saved = replace(pose, name=name, tags=tags, path=path)
        with atomic_write(path) as temporary:
            temporary.write_text(json.dumps({"format": _ONE, **_content(saved)}) + "\n", "utf-8")
        return saved

    def delete(self, pose: Pose) -> None:
        """Remove a pose's file; `save` of the same pose brings it back. Raises OSError."""
        if pose.path is not None:
            pose.path.unlink(missing_ok=True)

    def export(self, path: Path, poses: Sequence[Pose]) -> None:
        """Write poses to one file, for `take_in`. Raises OSError."""
        with atomic_write(path) as temporary:
            temporary.write_text(json.dumps(set_content(poses)) + "\n", "utf-8")

    def take_in(self, path: Path) -> list[Pose]:
        """Add the poses of a file that `export` wrote, or one pose's; those that are here already are left out.
        Returns the new ones. Raises PoseStudioError for any other file, OSError where it cannot be written."""
        wanted = starter_poses() if path.name == STARTER and path == asset(STARTER) else read_poses(path)
        here, _ = self.poses()
        known = {_identity(pose) for pose in here}
        return [self.save(pose) for pose in wanted if _identity(pose) not in known]

    def _begin(self) -> None:
        """Make the folder with the starter set, unless it is there."""
        if self.folder.is_dir():
            return
        poses: list[Pose] = []
        with suppress(PoseStudioError):  # an installation without the set
            poses = starter_poses()
        # PoseStudioError: another program has made the folder while this one waited.
        with suppress(PoseStudioError), whole_folder(self.folder, wait=True) as folder:
            library = PoseLibrary(folder)
            for pose in poses:
                library.save(pose)


# -- files


def starter_poses() -> list[Pose]:
    """The bundled set, with names and tags in the window's language. Raises PoseStudioError where it is missing."""
    return [
        replace(pose, name=tr(pose.name), tags=tuple(map(tr, pose.tags)))
        for pose in read_poses(asset(STARTER))
    ]


def set_content(poses: Sequence[Pose]) -> dict[str, Any]:
    """Several poses as JSON values."""
    return {"format": _SET, "poses": [_content(pose) for pose in poses]}


def read_pose(path: Path) -> Pose:
    """The pose of a library's file. Raises PoseStudioError."""
    content = read_json(path)
    if not isinstance(content, dict) or content.get("format") != _ONE:
        raise PoseStudioError(f'{path}: expected a pose of the library, with "format": "{_ONE}"')
    return _pose(content, f"{path}", path)


def read_poses(path: Path) -> list[Pose]:
    """The poses of a file that `PoseLibrary.export` wrote, or one pose's. Raises PoseStudioError."""
    content = read_json(path)
    if isinstance(content, dict) and content.get("format") == _ONE:
        return [_pose(content, f"{path}")]
    poses = content.get("poses") if isinstance(content, dict) and content.get("format") == _SET else None
    if not isinstance(poses, list):
        raise PoseStudioError(f'{path}: expected exported poses, with "format": "{_SET}" and a list "poses"')
    return [_pose(one, f"{path}: pose {number}") for number, one in enumerate(poses, 1)]


def _content(pose: Pose) -> dict[str, Any]:
    joints = {
        name: [round(float(value), 5) for value in at]
        for name, at in zip(BODY_JOINTS, pose.joints, strict=True)
    }
    return {"name": pose.name, "tags": list(pose.tags), "joints": joints}


def _pose(content: Any, where: str, path: Path | None = None) -> Pose:
    if not isinstance(content, dict):
        raise PoseStudioError(f"{where}: expected an object with name, tags and joints")
    name, tags, joints = content.get("name"), content.get("tags", []), content.get("joints")
    if not isinstance(name, str) or not name.strip():
        raise PoseStudioError(f'{where}: expected a text as "name"')
    if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
        raise PoseStudioError(f'{where}: expected a list of texts as "tags"')
    if not isinstance(joints, dict):
        raise PoseStudioError(f'{where}: expected an object as "joints"')
    places = [_place(joints.get(joint), f"{where}: joint {joint}") for joint in BODY_JOINTS]
    return Pose(clean_name(name), clean_tags(tags), np.array(places, np.float32), path)


def _place(value: Any, where: str) -> list[float]:
    numbers = isinstance(value, list) and len(value) == 3
    if numbers and all(isinstance(one, int | float) and abs(one) <= _LARGEST for one in value):
        return [float(one) for one in value]
    raise PoseStudioError(f"{where}: expected three numbers of metres")


def clean_name(text: str) -> str:
    """``text`` as a name or tag: one line of at most ``LONGEST_NAME`` characters, "Pose" where nothing is left."""
    return (
        "".join(one for one in " ".join(text.split()) if one.isprintable())[:LONGEST_NAME].strip() or "Pose"
    )


def clean_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Tags in small letters, each once, without empty ones."""
    return tuple(dict.fromkeys(clean_name(tag).lower() for tag in tags if tag.strip()))


def _file_name(name: str) -> str:
    return re.sub(r"[^\w]+", "-", name.lower(), flags=re.ASCII).strip("-")[:40] or "pose"


def _identity(pose: Pose) -> tuple[Any, ...]:
    """Equal for poses that are the same."""
    return pose.name, pose.tags, np.round(pose.joints, 4).tobytes()
