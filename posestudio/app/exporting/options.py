"""What an export is made of: the choices of the user, and what was open when it was asked for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from posestudio.app.common.translation import tr
from posestudio.app.model.motion_observation import motion_range
from posestudio.app.model.state import State
from posestudio.common.colours import Theme
from posestudio.common.file_kinds import VRM_OUTPUTS, suffix_of
from posestudio.errors import PoseStudioError
from posestudio.mocap.clip_form import PROGRAMS, UNITS, UPS, ClipForm, Unit, Up
from posestudio.mocap.rig_targets import VRM

if TYPE_CHECKING:
    from posestudio.lifting.motion.result import LiftedMotion
    from posestudio.lifting.result import Lifted

HEIGHT = 720
"""Lines of a video, unless others are chosen."""
HEIGHTS = (360, 480, 720, 1080)


@dataclass(frozen=True)
class ExportOptions:
    """The choices of an export; each kind of file uses some of them.

    ``everybody``: all people, not only the one being edited. ``first`` and ``last`` are frames, counted from 0; None
    are the first and last that are kept. ``fps``: frames per second, None: as they are. ``program`` is one of
    `clip_form.PROGRAMS`, whose joint names are used; ``unit`` and ``up`` are those of `clip_form.ClipForm`.
    ``height``: lines of a video. ``size``: width and height of a picture in pixels, None: twice the 3D view's;
    ``transparent``: its background is.
    """

    everybody: bool = False
    first: int | None = None
    last: int | None = None
    fps: float | None = None
    program: str = "blender"
    unit: Unit = "m"
    up: Up = "y"
    height: int = HEIGHT
    size: tuple[int, int] | None = None
    transparent: bool = False

    def form_of(self, path: Path) -> ClipForm:
        """How the clip of a file is made: a BVH has the chosen unit and up axis; glTF and VRM state theirs, and VRM
        has joint names of its own."""
        suffix, names = suffix_of(path), PROGRAMS[self.program][1].names
        if suffix in VRM_OUTPUTS:
            return ClipForm(VRM)
        return ClipForm(names, self.unit, self.up) if suffix == ".bvh" else ClipForm(names)

    def text(self) -> str:
        """What is remembered of the choices for the next export, as :meth:`from_text` reads it: not frames, rate and
        size, which belong to what was open."""
        kept = replace(self, first=None, last=None, fps=None, size=None)
        return json.dumps(asdict(kept))

    @classmethod
    def from_text(cls, text: str) -> Self:
        """The choices that were stored; those that no version of the program would store count as not made."""
        try:
            stored = json.loads(text)
        except ValueError:
            return cls()
        chosen: dict[str, Any] = {}
        for one in fields(cls):
            value = stored.get(one.name) if isinstance(stored, dict) else None
            if value is not None and _possible(one.name, value):
                chosen[one.name] = value
        return cls(**chosen)


def _possible(name: str, value: object) -> bool:
    allowed = {"program": tuple(PROGRAMS), "unit": UNITS, "up": UPS, "height": HEIGHTS}
    return value in allowed[name] if name in allowed else isinstance(value, bool)


@dataclass(frozen=True, eq=False)
class Snapshot:
    """What was open when an export was asked for: all that the writers need, and nothing that changes.

    ``selected`` is the rank of the hypothesis, ``companions`` (P, 29, 3) the others' poses, ``motions`` those that
    have been solved, by person: of the one being edited the selected first, of others perhaps the best alone.
    """

    state: State
    result: Lifted | None
    selected: int
    companions: np.ndarray
    theme: Theme
    motions: Mapping[int, LiftedMotion] = field(default_factory=dict)
    options: ExportOptions = field(default_factory=ExportOptions)

    @property
    def body(self) -> np.ndarray:
        """The selected pose (29, 3) in world metres. Raises PoseStudioError when nothing was lifted."""
        return self.poses.joints[0, self.selected]

    @property
    def poses(self) -> Lifted:
        """The lifted poses. Raises PoseStudioError when nothing was lifted."""
        if self.result is None:
            raise PoseStudioError(tr("there are no 3D poses to export yet"))
        return self.result

    @property
    def people(self) -> list[int]:
        """The people that are exported: everybody, or the one being edited."""
        if not self.options.everybody:
            return [self.state.person]
        return list(range(max(self.state.source.people, 1)))

    @property
    def frames(self) -> tuple[int, int]:
        """The first and the last frame that is exported, both among those that are kept.

        Raises PoseStudioError where the last is before the first.
        """
        first, last = motion_range(self.state)
        chosen = self.options
        first = first if chosen.first is None else min(max(chosen.first, first), last)
        last = last if chosen.last is None else min(chosen.last, last)
        if last < first:
            raise PoseStudioError(
                tr("frames {first} to {last}", first=first + 1, last=last + 1)
                + ": "
                + tr("expected the last not before the first")
            )
        return first, last
