"""The manifest of a folder of parts: with which options it was begun, which parts are done, what was unreadable."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from posestudio.archives.engine import run
from posestudio.archives.parts import LEFT_OUT, Engine, Job, Part, PartReport
from posestudio.common.atomic_files import atomic_write
from posestudio.common.json_files import read_json
from posestudio.errors import PoseStudioError

MANIFEST = "manifest.json"
_SHARE_OF_TIME = 20  # a manifest of many parts takes long to write: a twentieth of a run's time at most


def check_same(path: Path, manifest: dict[str, Any], given: dict[str, Any]) -> None:
    """Raises PoseStudioError naming the ``path`` of a manifest that was begun with other options than ``given``."""
    if bool(manifest.get("motion")) != bool(given.get("motion")):
        kinds = ("as motions", "frame by frame")
        kinds = kinds if manifest.get("motion") else kinds[::-1]
        raise PoseStudioError(f"{path}: was begun {kinds[0]}, not {kinds[1]}; give another folder")
    for name, value in given.items():
        if manifest.get(name) != json.loads(json.dumps(value)):
            raise PoseStudioError(
                f"{path}: was begun with {name} {manifest.get(name)!r}, not {value!r}; give another folder"
            )


def begun(path: Path, given: dict[str, Any]) -> dict[str, Any]:
    """The manifest at ``path``, which is written with the options ``given`` where there is none. Raises
    PoseStudioError where it was begun with others."""
    if path.exists():
        manifest = read_manifest(path)
        check_same(path, manifest, given)
        return manifest
    manifest = given | {"done": [], "empty": [], "unreadable": []}
    write_manifest(path, manifest)
    return manifest


class Ledger:
    """What a run has done of its parts, written into its manifest as reports come in.

    A manifest that is lost on the way costs no more than parts that are done again.
    """

    def __init__(self, folder: Path, manifest: dict[str, Any], names: Iterable[str]):
        """``names`` are those of all parts' files, in order of their numbers."""
        self.manifest = manifest
        self._path = folder / MANIFEST
        files = {entry.name for entry in os.scandir(folder)}
        there = {number for number, name in enumerate(names) if name in files}
        done = set(manifest["done"])
        # A part without anybody has no file. Manifests of before 2026-11 did not say which ones these are.
        empty = set(manifest.setdefault("empty", sorted(done - there)))
        self._settled = (there & done) | empty
        manifest["done"] = sorted(self._settled)
        # Those that ended their processes are tried again: there may be more memory.
        lines = [line for line in manifest["unreadable"] if not line.startswith(LEFT_OUT)]
        manifest["unreadable"] = lines
        self._said = set(lines)
        self._next_write = 0.0

    def __contains__(self, number: int) -> bool:
        """Whether a part is done."""
        return number in self._settled

    def __len__(self) -> int:
        """How many parts are done."""
        return len(self._settled)

    def add(self, report: PartReport) -> None:
        """Note what was done of a part."""
        if report.done:
            self._settled.add(report.number)
            self.manifest["done"].append(report.number)
            if not report.written:
                self.manifest["empty"].append(report.number)
        self.note(report.unreadable)
        if time.monotonic() >= self._next_write:
            self.write()

    def note(self, lines: Iterable[str]) -> None:
        """Note what could not be read, each thing once."""
        new = [line for line in dict.fromkeys(lines) if line not in self._said]
        self._said.update(new)
        self.manifest["unreadable"] += new

    def write(self) -> None:
        """Write the manifest."""
        began = time.monotonic()
        for name in ("done", "empty"):
            self.manifest[name].sort()
        write_manifest(self._path, self.manifest)
        ended = time.monotonic()
        self._next_write = ended + _SHARE_OF_TIME * (ended - began)


def run_left(job: Job, parts: Sequence[Part], ledger: Ledger, engine: Engine) -> Iterator[PartReport]:
    """Do the parts that are not done yet; each one's report, once the ledger has it."""
    left = [part for part in parts if part.number not in ledger]
    try:
        for report in run(job, left, engine):
            ledger.add(report)
            yield report
    finally:
        ledger.write()


def read_manifest(path: Path) -> dict[str, Any]:
    """The content of a manifest. Raises PoseStudioError naming the file when it is not one."""
    manifest = read_json(path)
    try:
        if not isinstance(manifest["done"], list) or not isinstance(manifest["unreadable"], list):
            raise ValueError("no list of what is done")
        if not all(_is_number(number) for number in (*manifest["done"], *manifest.get("empty", []))):
            raise ValueError("parts that are not numbers")
        if not all(isinstance(line, str) for line in manifest["unreadable"]):
            raise ValueError("unreadable files without a line")
        size = manifest.get("size")
        if size is not None and not (
            isinstance(size, list) and len(size) == 2 and all(map(_is_number, size))
        ):
            raise ValueError("no size of pictures")
    except (ValueError, KeyError, TypeError) as problem:
        raise PoseStudioError(f"{path}: not the manifest of a folder of parts: {problem}") from problem
    return manifest


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def write_manifest(path: Path, manifest: dict[str, Any]) -> None:
    """Write a manifest, completely or not at all."""
    with atomic_write(path) as temporary:
        temporary.write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
