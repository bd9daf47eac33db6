"""One lift: the program lifts a file and, beside it, says which bones of an armature are which. Without Blender."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from . import lifted
from .program import ProgramProblem, Run

PICTURES = ".jpg;.jpeg;.png;.webp;.bmp;.tif;.tiff;.heic"
VIDEOS = ".mp4;.mov;.m4v;.avi;.mkv;.webm"
KEYPOINTS = ".json"
PROJECTS = ".posestudio"


def options_of(source: Path, hypotheses: int, every: int) -> list[str]:
    """The options of `posestudio lift` for a file: a project has its own frames."""
    options = ["--hypotheses", str(hypotheses)]
    return options if source.suffix.lower() == PROJECTS else [*options, "--every", str(every)]


class Matching:
    """The program finds the bones of a skeleton's ``joints``: dictionaries with name, parent and position."""

    def __init__(self, program: Path, joints: list[dict[str, Any]]) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="posestudio-", ignore_cleanup_errors=True)
        asked = Path(self._folder.name) / "skeleton.json"
        asked.write_text(json.dumps({"joints": joints}), encoding="utf-8")
        try:
            self.run = Run(program, ["match-rig", asked])
        except ProgramProblem:
            self._folder.cleanup()
            raise

    def found(self) -> dict[str, Any]:
        """What the program has found: ``joints`` by role, ``profile``, ``needed`` and ``doubts``."""
        self.run.wait()
        return json.loads(self.run.out.read_text(encoding="utf-8"))

    def close(self) -> None:
        """End it, and remove its files."""
        self.run.close()
        self._folder.cleanup()


class Job:
    """A lift of ``source`` that goes on while Blender does something else.

    ``joints`` are those of the armature whose bones are to be found, None where they are known. Call :meth:`finished`
    now and then, and :meth:`close` at the end.
    """

    def __init__(
        self, program: Path, source: Path, options: Sequence[str], joints: list[dict[str, Any]] | None = None
    ) -> None:
        self.source = source
        self._matching = None if joints is None else Matching(program, joints)
        try:
            self._lift = Run(program, ["lift", source, *options])
        except ProgramProblem:
            self.close()
            raise

    @property
    def text(self) -> str:
        """What is being done, to be shown."""
        return f"{self._lift.task} {self._lift.share:.0%}" if self._lift.share else self._lift.task

    @property
    def share(self) -> float:
        """0 to 1: how much of what is being done."""
        return self._lift.share

    def finished(self) -> bool:
        """Whether both are done. Raises ProgramProblem where one has failed."""
        matched = self._matching is None or self._matching.run.finished()
        return self._lift.finished() and matched

    def wait(self) -> None:
        """Wait until both are done; see :meth:`finished`."""
        self._lift.wait()
        if self._matching is not None:
            self._matching.run.wait()

    def result(self) -> tuple[lifted.Lifted, dict[str, Any] | None]:
        """What was lifted, and what `Matching.found` says where bones were asked for. Raises ResultProblem."""
        return lifted.read(self._lift.out), None if self._matching is None else self._matching.found()

    def close(self) -> None:
        """End what still runs, and remove all files."""
        if self._matching is not None:
            self._matching.close()
        if hasattr(self, "_lift"):
            self._lift.close()
