"""Projects: saves them, and asks about unsaved changes before they are closed or replaced."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QObject, Signal
from PySide6.QtWidgets import QMessageBox

from posestudio.app.common.translation import marked, tr
from posestudio.app.files.file_dialogs import ask_save_path, report_saved, report_unsaved
from posestudio.app.files.recovery import WorkInfo
from posestudio.app.model.project import Project, save_project
from posestudio.app.model.state import State
from posestudio.app.work.file_watcher import FileIdentity, file_identity
from posestudio.app.work.services import Studio
from posestudio.common.file_kinds import PROJECT_SUFFIX
from posestudio.errors import PoseStudioError

_PROJECTS = marked("PoseStudio project")
_CHANGED = marked(
    "it has been changed on disk by another window or program; save it under another name to keep both"
)


class Saving(QObject):
    """Saves the document as a project. ``path`` is the project that is open, None where none is."""

    renamed = Signal()
    """Another project is open now, none, or one under another name."""
    saved = Signal()
    """The project was written."""

    def __init__(self, studio: Studio, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self.path: Path | None = None
        self._identities: dict[
            Path, FileIdentity
        ] = {}  # of projects, when this window last read or wrote them

    # -- which project is open

    def set_project(self, path: Path, identity: FileIdentity | None) -> None:
        """Set the project whose content the document is: the file at ``path``, which was read with ``identity``."""
        self._remember(path, identity)
        self.path = path
        self._studio.document.history.setClean()
        self.renamed.emit()

    def set_recovered(self, work: WorkInfo) -> None:
        """Set the project that recovered ``work`` belongs to, if any; its changes count as unsaved."""
        self.path = work.path
        if work.path is not None:
            self._remember(work.path, work.identity)
        self._studio.document.history.resetClean()
        self.renamed.emit()

    def clear_project(self) -> None:
        """Set that no project is open, as after opening a file that is not one."""
        self.path = None
        self.renamed.emit()

    def describe(self) -> WorkInfo:
        """What is being edited, for its recovery."""
        if self.path is not None:
            return WorkInfo(self.path.name, self.path, self._identities.get(self.path))
        return WorkInfo(name_of(self._studio.document.state))

    def _remember(self, path: Path, identity: FileIdentity | None) -> None:
        if identity is not None:
            self._identities[path] = identity

    # -- saving

    def save(self) -> None:
        """Save the project where it is, or ask where to."""
        if self.path is None:
            self.ask_project()
        else:
            self.save_project(self.path)

    def ask_project(self) -> None:
        """Ask for the project's name, then save it."""
        chosen = self._ask_project_name()
        if chosen is not None:
            self.save_project(chosen, over=True)

    def _ask_project_name(self) -> Path | None:
        name = name_of(self._studio.document.state) or "untitled"
        return ask_save_path(
            self._studio, Path(name).stem + PROJECT_SUFFIX, f"{tr(_PROJECTS)} (*{PROJECT_SUFFIX})"
        )

    def save_project(
        self, path: Path, *, over: bool = False, then: Callable[[bool], None] | None = None
    ) -> None:
        """Write the project to ``path``, which it then has; ``then`` is called with whether that was done.

        What another program has saved there meanwhile is written ``over`` only after a question.
        """
        studio, finish = self._studio, then or (lambda done: None)
        document = studio.document
        document.end_gesture()
        project = Project(document.state, document.selected)
        index = document.history.index()

        def write() -> None:
            known = self._identities.get(path)
            if not over and known is not None and file_identity(path) not in (known, None):
                raise _ChangedOnDisk
            save_project(path, project)
            self._remember(path, file_identity(path))

        def written(_: object) -> None:
            self.path = path
            if document.state is project.state or document.history.index() == index:
                document.history.setClean()
            self.renamed.emit()
            studio.session.add_recent(path)
            studio.session.trust(project.state.files)
            self.saved.emit()
            studio.clear_notices(f"save {path}")
            report_saved(studio, path)
            finish(True)

        def failed(problem: Exception) -> None:
            if isinstance(problem, _ChangedOnDisk):
                if self._may_write_over(path):
                    self.save_project(path, over=True, then=then)
                    return
                problem = PoseStudioError(tr(_CHANGED))
            report_unsaved(studio, path, problem, f"save {path}")
            finish(False)

        studio.tasks.run(write, written, failed, finish=True)

    def _may_write_over(self, path: Path) -> bool:
        buttons = QMessageBox.StandardButton
        answer = QMessageBox.question(
            self._studio.parent,
            tr("Overwrite the project?"),
            tr(
                "{name} has been changed on disk since it was opened here, by another window or program. "
                "Overwrite those changes?",
                name=path.name,
            ),
            buttons.Save | buttons.Cancel,
        )
        return answer in (buttons.Save, buttons.Yes)

    # -- before the document is closed or replaced

    def may_close(self) -> bool:
        """Whether the window may close: unfinished writing, and a project that was changed, are asked about.
        What is not a project yet is saved as the last session."""
        return self._may_stop_writing() and (
            self.path is None or self._studio.document.history.isClean() or self._may_discard()
        )

    def may_leave(self) -> bool:
        """Whether something else may be opened in place of what is edited, which is asked about if it was edited."""
        document = self._studio.document
        changed = document.has_unsaved_work if self.path is None else not document.history.isClean()
        return not changed or self._may_discard()

    def _may_stop_writing(self) -> bool:
        title = self._studio.jobs.running_title
        if not title:
            return True
        buttons = QMessageBox.StandardButton
        answer = QMessageBox.question(
            self._studio.parent,
            tr("Stop the export?"),
            tr("{title} is not finished. Stop it and close?", title=title),
            buttons.Discard | buttons.Cancel,
        )
        return answer != buttons.Cancel

    def _may_discard(self) -> bool:
        """Ask whether to save; True when it was saved or is not wanted."""
        buttons = QMessageBox.StandardButton
        name = self.describe().name
        answer = QMessageBox.question(
            self._studio.parent,
            tr("Save the project?"),
            tr("The project has been changed since it was saved.")
            if self.path is not None
            else tr("{name} has been edited, and is not saved as a project.", name=name),
            buttons.Save | buttons.Discard | buttons.Cancel,
        )
        if answer == buttons.Save:
            return self._save_and_wait()
        return answer == buttons.Discard

    def _save_and_wait(self) -> bool:
        """Save the project; whether that was done. Nothing else can be done in the window meanwhile."""
        new = self.path is None
        path = self.path or self._ask_project_name()
        if path is None:
            return False
        outcome: list[bool] = []
        loop = QEventLoop()

        def finish(done: bool) -> None:
            outcome.append(done)
            loop.quit()

        self.save_project(path, over=new, then=finish)
        if not outcome:
            loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        return outcome == [True]


def name_of(state: State) -> str:
    """The name of what is open: a clip, keypoints, or else a picture; '' where nothing is."""
    return state.source.name or (state.picture.name if state.picture else "")


class _ChangedOnDisk(Exception):
    """Another window or program has saved the project meanwhile."""
