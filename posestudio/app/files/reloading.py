"""Reads open files again: those that have changed on disk, and clips whose joints or axes are corrected."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from posestudio.app.common.translation import tr, tr_n
from posestudio.app.model.any_file import ClipOptions, Read, read
from posestudio.app.model.picture import Picture
from posestudio.app.model.sources import ClipSource
from posestudio.app.work.services import Studio
from posestudio.errors import PoseStudioError

if TYPE_CHECKING:
    from posestudio.body.skeleton import Clip


class Reloading:
    """Replaces a clip or picture of the document by what its file holds now; edits stay.

    It remembers the options that clips were opened with, and reads them again with these.
    """

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self._clip_options: dict[Path, ClipOptions] = {}

    def remember(self, path: Path, options: ClipOptions) -> None:
        """Read the clip at ``path`` with ``options`` from now on."""
        self._clip_options[path.absolute()] = options

    def offer(self, path: Path) -> None:
        """Ask whether to read a file again that has changed on disk."""
        self._studio.ask(
            tr("{name} has changed on disk.", name=path.name),
            f"reload {path}",
            tr("Reload"),
            partial(self.reload, path),
        )

    def reload(self, path: Path) -> None:
        """Read a file again. Nothing happens when it is not open any more."""
        if path in self._studio.document.state.files:
            options = self._clip_options.get(path.absolute())
            self._studio.tasks.run(
                partial(read, path, clip_options=options), self._reloaded, self._studio.report
            )

    def _reloaded(self, found: Read) -> None:
        document, content = self._studio.document, found.content
        state, text = document.state, tr("Reload {name}", name=found.path.name)
        if isinstance(content, Picture) and state.picture is not None and state.picture.path == content.path:
            document.set_picture(content, text)
        elif isinstance(content, ClipSource) and getattr(state.source, "path", None) == content.path:
            frame = min(state.frame, content.frames - 1)
            document.edit(text, source=content, frame=frame)
            self.ask_about_doubts(found)

    # -- how a clip is read

    def ask_about_doubts(self, found: Read) -> None:
        """Ask about a clip whose joints, axes or people are not certain."""
        if found.doubts:
            first, more = found.doubts[0], len(found.doubts) - 1
            text = f"{found.path.name}: {first}"
            if more:
                text += " " + tr_n("(and %n more)", "(and %n more)", more)
            self._studio.ask(text, "rig", tr("Joints and axes..."), self.correct_clip)

    def correct_clip(self) -> None:
        """Let the user say which joint of the open clip is what, its axes, its unit, and which person to read."""
        source = self._studio.document.state.source
        if isinstance(source, ClipSource) and source.path is not None:
            self._studio.tasks.run(
                partial(_clip_and_rig, source.path), partial(self._correct, source.path), self._studio.report
            )

    def _correct(self, path: Path, loaded: tuple[Clip, Mapping[str, str]]) -> None:
        from posestudio.app.files.rig_dialog import RigDialog

        options = self._clip_options.get(path.absolute(), ClipOptions())
        dialog = RigDialog(*loaded, self._studio.parent, options.person or 0)
        if dialog.exec():
            try:
                dialog.save()
            except (PoseStudioError, OSError) as problem:
                self._studio.report(problem)
                return
            self.remember(path, ClipOptions(person=dialog.person.currentData()))
            self._studio.clear_notices("rig")
            self.reload(path)


def _clip_and_rig(path: Path) -> tuple[Clip, Mapping[str, str]]:
    """A clip, and what the user corrected of its skeleton before."""
    from posestudio.app.model.stored_rigs import stored_rigs
    from posestudio.mocap.bvh import load_bvh

    clip = load_bvh(path)
    return clip, stored_rigs().get(tuple(clip.skeleton.joint_names), {})
