"""Files that a project names and that are missing, changed or not trusted: asks the user for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from posestudio.app.common.translation import marked, tr, tr_n
from posestudio.app.files.file_dialogs import file_kinds
from posestudio.app.files.saving import Saving
from posestudio.app.model.any_file import Read, read
from posestudio.app.model.picture import Picture
from posestudio.app.model.project_reading import MissingFile
from posestudio.app.model.sources import ClipSource
from posestudio.app.model.video_source import VideoSource
from posestudio.app.model.views import pictures_of, with_picture_replaced
from posestudio.app.work.services import Studio
from posestudio.common.file_kinds import PICTURE_INPUTS, VIDEO_INPUTS

_TOPIC = "missing "
TOPICS = tuple(
    _TOPIC + kind
    for kind in (marked("clip"), marked("video"), marked("picture"), marked("weights"), "outside")
)


class MissingFiles:
    """Opens the missing files of a project once the user has located them, and puts them into the document."""

    def __init__(self, studio: Studio, saving: Saving) -> None:
        self._studio, self._saving = studio, saving

    def offer(self, project: Path, missing: Iterable[MissingFile]) -> None:
        """Show which files the project that was just opened lacks, and offer to look for them."""
        missing = list(missing)
        outside = [one for one in missing if one.outside]
        for one in missing:
            if not one.outside:
                self._offer(project, one)
        if outside:
            names = ", ".join(str(one.path) for one in outside)
            self._studio.ask(
                tr("{project} names files outside its folder: {names}", project=project.name, names=names),
                f"{_TOPIC}outside",
                tr("Open them") if len(outside) > 1 else tr("Open it"),
                partial(self._open_all, project, outside),
            )

    def _offer(self, project: Path, missing: MissingFile) -> None:
        text = tr(
            "{project}: problem with its {kind} {name}: {why}",
            project=project.name,
            kind=tr(missing.kind),
            name=missing.path.name,
            why=missing.why,
        )
        find = partial(self._ask, project, missing)
        self._studio.ask(text, f"{_TOPIC}{missing.kind}", tr("Locate file..."), find, failure=True)

    def _open_all(self, project: Path, missing: list[MissingFile]) -> None:
        for one in missing:
            self._studio.session.trust([one.path])
            self._read(project, one, one.path)

    def _ask(self, project: Path, missing: MissingFile) -> None:
        endings = {
            "clip": ("BVH", (".bvh",)),
            "video": (tr("Videos"), VIDEO_INPUTS),
            "picture": (tr("Pictures"), PICTURE_INPUTS),
        }
        name, suffixes = endings.get(missing.kind, (tr("Weights"), (".safetensors",)))
        title, folder = tr("Locate {name}", name=missing.path.name), str(project.parent)
        kinds = file_kinds(name, suffixes)
        chosen, _ = QFileDialog.getOpenFileName(self._studio.parent, title, folder, kinds)
        if chosen:
            self._read(project, missing, Path(chosen))
        else:
            self._offer(project, missing)

    def _read(self, project: Path, missing: MissingFile, path: Path) -> None:
        state = self._studio.document.state

        def failed(problem: Exception) -> None:
            self._offer(project, replace(missing, why=str(problem), outside=False))

        def found(outcome: Read) -> None:
            if self._saving.path == project or self._studio.document.state is state:
                self._put_in_place(project, missing, outcome, moved=path != missing.path)

        self._studio.tasks.run(partial(read, path), found, failed)

    def _put_in_place(self, project: Path, missing: MissingFile, found: Read, *, moved: bool) -> None:
        document, content = self._studio.document, found.content
        if missing.kind == "clip" and isinstance(content, ClipSource):
            state = document.state
            beyond = max((0, *(at for at, _ in state.keypoint_edits), *(at for at, _ in state.pins)))
            frame = min(state.frame, content.frames - 1)
            document.set_found_files(source=content, frame=frame, person=0)
            if beyond >= content.frames:
                why = tr_n(
                    "it has %n frame, and the project uses frame {frame} of it",
                    "it has %n frames, and the project uses frame {frame} of it",
                    content.frames,
                    frame=beyond + 1,
                )
                self._offer(project, replace(missing, path=found.path, why=why))
        elif missing.kind == "video" and isinstance(content, VideoSource):
            source = document.state.source
            if not isinstance(source, VideoSource) or content.frames != source.frames:
                why = tr_n(
                    "it has %n frame, and the project is about {others}",
                    "it has %n frames, and the project is about {others}",
                    content.frames,
                    others=source.frames,
                )
                self._offer(project, replace(missing, path=found.path, why=why))
                return
            there = replace(source, video=content.video, picture=content.picture)
            document.set_found_files(source=there, picture=there.picture)
        elif missing.kind == "picture" and isinstance(content, Picture):
            state = document.state
            for picture in pictures_of(state):
                if picture.missing and picture.path == missing.path:
                    state = with_picture_replaced(state, picture, content)
            document.set_found_files(picture=state.picture, views=state.views)
        elif missing.kind == "weights" and isinstance(content, Path):
            document.set_found_files(settings=replace(document.state.settings, weights=str(content)))
        else:
            why = tr("{path} is not a file of this kind: {kind}", path=found.path, kind=tr(missing.kind))
            self._offer(project, replace(missing, why=why))
            return
        self._studio.session.add_recent(found.path)
        self._studio.show_message(tr("Opened {name}", name=found.path.name))
        if moved:  # the project is to be saved with where it is now
            document.history.resetClean()
