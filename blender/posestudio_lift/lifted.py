"""What PoseStudio has lifted: people, their hypotheses, and poses in Blender's axes. Without Blender."""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from .posing import BODY_JOINTS

FORMAT = 1
TO_BLENDER = np.array([[1.0, 0, 0], [0, 0, -1], [0, 1, 0]])
"""From PoseStudio's world, Y up and people facing +Z, to Blender's, Z up and characters facing -Y."""


class ResultProblem(Exception):
    """A result that cannot be read; one sentence that says why."""


@dataclass(frozen=True)
class Person:
    """One person: H hypotheses in N frames, the best first. ``frames`` (N,) count from 0, ``joints`` (N, H, 29, 3)
    are metres in Blender's world, ``scores`` (H,) means over the frames. ``shares`` (H,) say which part of
    all hypotheses is a pose like this one, 0 for the variants of such a pose, and where nothing is known of it."""

    number: int
    frames: np.ndarray
    joints: np.ndarray
    scores: np.ndarray
    shares: np.ndarray


@dataclass(frozen=True)
class Lifted:
    """People of one picture or of a sequence at ``fps`` frames per second; ``times`` (frames,) are seconds where the
    source states them, ``remarks`` what was assumed."""

    people: tuple[Person, ...]
    fps: float
    times: np.ndarray | None = None
    remarks: tuple[str, ...] = ()

    def seconds(self, frames: np.ndarray) -> np.ndarray:
        """Seconds from the sequence's start to some of its frames."""
        return frames / self.fps if self.times is None else self.times[frames] - self.times[0]

    def at_rate(self, person: Person, hypothesis: int, fps: float) -> tuple[np.ndarray, np.ndarray]:
        """Whole frames (F,) at another rate, from 0, and the joints (F, 29, 3) of one hypothesis in them; each joint
        is on the line between its places in the frames of the sequence before and after."""
        joints = person.joints[:, hypothesis]
        seconds = self.seconds(person.frames)
        first, last = np.ceil(seconds[0] * fps - 1e-6), np.floor(seconds[-1] * fps + 1e-6)
        frames = np.arange(int(first), int(last) + 1)
        if len(joints) == 1 or not len(frames):
            return np.array([round(float(seconds[0] * fps))]), joints[:1]
        wanted = np.clip(frames / fps, seconds[0], seconds[-1])
        after = np.searchsorted(seconds, wanted).clip(1, len(seconds) - 1)
        share = (wanted - seconds[after - 1]) / (seconds[after] - seconds[after - 1])
        return frames, joints[after - 1] + share[:, None, None] * (joints[after] - joints[after - 1])


def read(path: str | Path) -> Lifted:
    """The result in a JSON file of `posestudio lift`. Raises ResultProblem."""
    try:
        content = json.loads(Path(path).read_text(encoding="utf-8"))
        if tuple(content["joint_names"]) != BODY_JOINTS:
            raise ResultProblem(
                "the result has other joints than this add-on knows: update both to one version"
            )
        rows: dict[int, list[dict[str, Any]]] = {}
        for entry in content["people"]:
            rows.setdefault(int(entry["person"]), []).append(entry)
        people = tuple(_person(number, rows[number]) for number in sorted(rows))
        times = content.get("times")
        return Lifted(
            people,
            float(content["fps"]),
            None if times is None else np.asarray(times, float),
            tuple(map(str, content.get("assumptions", ()))),
        )
    except (OSError, ValueError, KeyError, TypeError, IndexError) as problem:
        raise ResultProblem(f"the result of posestudio cannot be read ({problem})") from problem


def _person(number: int, entries: list[dict[str, Any]]) -> Person:
    entries = sorted(entries, key=lambda entry: entry["frame"])
    count = min(len(entry["hypotheses"]) for entry in entries)
    joints = np.stack([_world(entry, count) for entry in entries]).astype(np.float32)
    scores = np.array(
        [[hypothesis["score"] for hypothesis in entry["hypotheses"][:count]] for entry in entries], float
    )
    shares = np.zeros(count)
    if len(entries) == 1:
        for mode in entries[0].get("modes", ()):
            if mode["representative"] < count:
                shares[mode["representative"]] = mode["share"]
    return Person(number, np.array([entry["frame"] for entry in entries]), joints, scores.mean(0), shares)


def _world(entry: dict[str, Any], count: int) -> np.ndarray:
    """(H, 29, 3) the joints of an entry in Blender's world, from camera axes."""
    camera = entry["camera"]
    R, t = np.asarray(camera["R"], float), np.asarray(camera["t"], float)
    joints = np.array([hypothesis["joints"] for hypothesis in entry["hypotheses"][:count]], float)
    if joints.shape[1:] != (len(BODY_JOINTS), 3) or not np.isfinite(joints).all():
        raise ResultProblem(f"the result has joints {joints.shape}, expected {len(BODY_JOINTS)} in 3D")
    return (joints - t.reshape(3)) @ R @ TO_BLENDER.T


def packed(lifted: Lifted) -> str:
    """A text with all of it, which :func:`unpacked` reads: what is stored with an object in a .blend file."""
    people = []
    for person in lifted.people:
        people.append(
            {
                "number": person.number,
                "frames": person.frames.tolist(),
                "shape": person.joints.shape,
                "joints": _text(person.joints),
                "scores": person.scores.tolist(),
                "shares": person.shares.tolist(),
            }
        )
    times = None if lifted.times is None else lifted.times.tolist()
    return json.dumps(
        {"format": FORMAT, "fps": lifted.fps, "times": times, "remarks": lifted.remarks, "people": people}
    )


def unpacked(text: str) -> Lifted:
    """What :func:`packed` made a text of. Raises ResultProblem."""
    try:
        content = json.loads(text)
        if content["format"] != FORMAT:
            raise ResultProblem(f"stored poses of format {content['format']}, expected {FORMAT}")
        people = tuple(
            Person(
                int(entry["number"]),
                np.asarray(entry["frames"], int),
                np.frombuffer(zlib.decompress(base64.b64decode(entry["joints"])), "<f4").reshape(
                    entry["shape"]
                ),
                np.asarray(entry["scores"], float),
                np.asarray(entry["shares"], float),
            )
            for entry in content["people"]
        )
        times = None if content["times"] is None else np.asarray(content["times"], float)
        return Lifted(people, float(content["fps"]), times, tuple(content["remarks"]))
    except (ValueError, KeyError, TypeError, zlib.error, binascii.Error) as problem:
        raise ResultProblem(f"the poses stored with the object cannot be read ({problem})") from problem


def _text(array: np.ndarray) -> str:
    return base64.b64encode(zlib.compress(np.asarray(array, "<f4").tobytes())).decode("ascii")


def titles(person: Person) -> list[tuple[int, str]]:
    """The hypotheses in the order in which they are listed, with what is said of each: different poses by their
    share, then variants of these; of a motion all, by their score."""
    order = sorted(range(len(person.scores)), key=lambda rank: (-person.shares[rank], rank))
    listed = []
    for number, rank in enumerate(order, 1):
        share = person.shares[rank]
        if share > 0:
            listed.append((rank, f"Pose {number}: {share:.0%} of all"))
        elif person.shares.any():
            listed.append((rank, f"Variant {rank + 1}"))
        else:
            listed.append((rank, f"Motion {number}" if len(person.frames) > 1 else f"Pose {number}"))
    return listed
