"""Opens what was edited in earlier sessions: recovery files, after a question, and the last session."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from posestudio.app.common.translation import tr, tr_n
from posestudio.app.files.missing_files import MissingFiles
from posestudio.app.files.opening import Opening
from posestudio.app.files.recovery import RecoveryWriter, WorkInfo
from posestudio.app.files.saving import Saving
from posestudio.app.model.any_file import Read, read
from posestudio.app.model.project import Project
from posestudio.app.work.services import Studio


class RecoveryPrompt:
    """Asks whether to open the files of `RecoveryWriter`, and opens them."""

    def __init__(
        self,
        studio: Studio,
        recovery: RecoveryWriter,
        opening: Opening,
        saving: Saving,
        missing: MissingFiles,
    ) -> None:
        self._studio, self._recovery = studio, recovery
        self._opening, self._saving, self._missing = opening, saving, missing

    def offer(self) -> None:
        """Ask whether to open what programs that ended unexpectedly were editing, one after the other; the latest
        first."""
        orphans = self._recovery.orphans()
        if not orphans:
            self._studio.clear_notices("recovery")
            return
        work = self._recovery.info(orphans[0])
        question = tr(
            "PoseStudio closed unexpectedly. Recover {name}, saved at {time}?", name=work.name, time=work.time
        )
        more = tr_n("%n more after it.", "%n more after it.", len(orphans) - 1) if len(orphans) > 1 else ""
        self._studio.ask(
            f"{question} {more}".rstrip(),
            "recovery",
            tr("Recover"),
            partial(self.recover, orphans[0]),
            partial(self._decline, orphans[0]),
        )

    def _decline(self, path: Path) -> None:
        self._recovery.put_aside([path])
        self.offer()

    def open_last(self) -> None:
        """Open what was being edited when a window was last closed."""
        self.recover(self._recovery.last)

    def recover(self, path: Path) -> None:
        """Open a recovery file; if it was a project, it still is that one, with unsaved changes."""
        work = self._recovery.info(path)
        self._studio.tasks.run(
            partial(read, path),
            self._opening.in_turn(partial(self._recovered, work)),
            partial(self._unreadable, path),
        )

    def _recovered(self, work: WorkInfo, found: Read) -> None:
        studio = self._studio
        if not isinstance(found.content, Project):
            return
        if not self._saving.may_leave():
            self.offer()
            return
        self._opening.supersede()
        studio.document.open_state(found.content.state, found.content.selected)
        self._saving.set_recovered(work)
        self._missing.offer(found.path, found.content.missing)
        last = found.path == self._recovery.last
        studio.show_message(
            tr("Reopened {name}", name=work.name) if last else tr("Recovered {name}", name=work.name)
        )
        if not last:
            self._recovery.save(replaces=found.path)
        self.offer()

    def _unreadable(self, path: Path, problem: Exception) -> None:
        if path != self._recovery.last:
            self._recovery.put_aside([path])  # it is not offered again, and not lost either
            self.offer()
        self._studio.report(problem)
