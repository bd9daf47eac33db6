"""Files that a project names and that are missing, changed or not trusted: asks the user for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from posestudio.app.common.translation import tr
from posestudio.app.files.file_dialogs import file_kinds
from posestudio.app.files.saving import Saving
from posestudio.app.model.any_file import Read, read
from posestudio.app.model.picture import Picture
from posestudio.app.model.project_reading import LostFile
from posestudio.app.model.sources import ClipSource
from posestudio.app.work.services import Studio
from posestudio.common.file_kinds import PICTURE_INPUTS

_TOPIC = "lost "
TOPICS = tuple(_TOPIC + kind for kind in ("clip", "picture", "weights", "outside"))


class LostFiles:
    """Opens a project's lost files where the user finds them, and puts them in their places in the document."""

    def __init__(self, studio: Studio, saving: Saving) -> None:
        self._studio, self._saving = studio, saving

    def offer(self, project: Path, lost: Iterable[LostFile]) -> None:
        """Show which files the project that was just opened lacks, and offer to look for them."""
        lost = list(lost)
        outside = [one for one in lost if one.outside]
        for one in lost:
            if not one.outside:
                self._offer(project, one)
        if outside:
            names = ", ".join(str(one.path) for one in outside)
            self._studio.propose(
                tr("{project} names files outside its folder: {names}", project=project.name, names=names),
                f"{_TOPIC}outside",
                tr("Open them") if len(outside) > 1 else tr("Open it"),
                partial(self._open_all, project, outside),
            )

    def _offer(self, project: Path, lost: LostFile) -> None:
        words = tr(
            "{project}: problem with its {kind} {name}: {why}",
            project=project.name,
            kind=lost.kind,
            name=lost.path.name,
            why=lost.why,
        )
        find = partial(self._ask, project, lost)
        self._studio.propose(words, f"{_TOPIC}{lost.kind}", tr("Locate file..."), find, failure=True)

    def _open_all(self, project: Path, lost: list[LostFile]) -> None:
        for one in lost:
            self._studio.session.trust([one.path])
            self._read(project, one, one.path)

    def _ask(self, project: Path, lost: LostFile) -> None:
        endings = {"clip": ("BVH", (".bvh",)), "picture": (tr("Pictures"), PICTURE_INPUTS)}
        name, suffixes = endings.get(lost.kind, (tr("Weights"), (".safetensors",)))
        title, folder = tr("Locate {name}", name=lost.path.name), str(project.parent)
        kinds = file_kinds(name, suffixes)
        chosen, _ = QFileDialog.getOpenFileName(self._studio.parent, title, folder, kinds)
        if chosen:
            self._read(project, lost, Path(chosen))
        else:
            self._offer(project, lost)

    def _read(self, project: Path, lost: LostFile, path: Path) -> None:
        state = self._studio.document.state

        def failed(problem: Exception) -> None:
            self._offer(project, replace(lost, why=str(problem), outside=False))

        def found(outcome: Read) -> None:
            if self._saving.path == project or self._studio.document.state is state:
                self._put_in_place(project, lost, outcome, moved=path != lost.path)

        self._studio.tasks.run(partial(read, path), found, failed)

    def _put_in_place(self, project: Path, lost: LostFile, found: Read, *, moved: bool) -> None:
        document, content = self._studio.document, found.content
        if lost.kind == "clip" and isinstance(content, ClipSource):
            state = document.state
            beyond = max((0, *(at for at, _ in state.retouches), *(at for at, _ in state.pins)))
            frame = min(state.frame, content.frames - 1)
            document.complete(source=content, frame=frame, person=0)
            if beyond >= content.frames:
                why = f"it has {content.frames} frames, and the project uses frame {beyond + 1} of it"
                self._offer(project, replace(lost, path=found.path, why=why))
        elif lost.kind == "picture" and isinstance(content, Picture):
            document.complete(picture=content)
        elif lost.kind == "weights" and isinstance(content, Path):
            document.complete(settings=replace(document.state.settings, weights=str(content)))
        else:
            self._offer(project, replace(lost, why=f"{found.path} is not a {lost.kind} file"))
            return
        self._studio.session.opened(found.path)
        self._studio.say(f"Opened {found.path.name}")
        if moved:  # the project is to be saved with where it is now
            document.history.resetClean()
