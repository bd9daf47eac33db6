"""Recovery files: the document, written every minute, for the case that the program ends unexpectedly."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QDateTime, QLocale, QLockFile, QObject, QTimer

from posestudio.app.common.translation import tr
from posestudio.app.common.user_folders import user_folder
from posestudio.app.model.document import Document
from posestudio.app.model.motion_state import NO_MOTION_EDITS
from posestudio.app.model.project import Project, save_project
from posestudio.app.model.state import State
from posestudio.app.work.file_watcher import FileIdentity
from posestudio.app.work.tasks import Tasks
from posestudio.common.atomic_files import atomic_write
from posestudio.common.file_kinds import PROJECT_SUFFIX

INTERVAL_MS = 60_000
LAST = "last session" + PROJECT_SUFFIX
_ASIDE = "dismissed"
_MOST_ASIDE = 20  # dismissed files that are kept, the latest


def recovery_folder() -> Path:
    """The folder of recovery files."""
    return user_folder("recovery")


@dataclass(frozen=True)
class WorkInfo:
    """What is being edited, or was: its ``name`` for the user; the ``path`` of its project and the ``identity`` of
    that file when it was last read or written, where it is a project; and when it was saved, as text."""

    name: str
    path: Path | None = None
    identity: FileIdentity | None = None
    time: str = ""


class RecoveryWriter(QObject):
    """Writes the document every minute, or every few, in which it changed.

    Each running window has a file of its own and a lock beside it, which ends with its process: a file whose lock is
    free was left by a program that ended unexpectedly. ``describe`` returns what is being edited.
    """

    def __init__(
        self,
        document: Document,
        tasks: Tasks,
        describe: Callable[[], WorkInfo] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._document, self._tasks = document, tasks
        self._describe = describe or (lambda: WorkInfo(document.state.source.name))
        self._folder = recovery_folder()
        self._path = self._folder / f"{os.getpid()}-{id(self):x}{PROJECT_SUFFIX}"
        self._lock: QLockFile | None = None
        self._saved: State | None = None
        self._replaced: set[Path] = set()  # recovered by this window, and about to be removed
        self._clock = QTimer(self, interval=INTERVAL_MS)
        self._clock.timeout.connect(self.save)
        self._clock.start()

    def set_interval(self, minutes: int) -> None:
        """Write every so many minutes from now on."""
        self._clock.setInterval(minutes * INTERVAL_MS)

    @property
    def last(self) -> Path:
        """What was being edited when a window was last closed."""
        return self._folder / LAST

    def save(self, replaces: Path | None = None) -> None:
        """Write the present state, unless it has been written or a gesture is under way; then remove the file that it
        was recovered from, which it ``replaces``."""
        document = self._document
        if replaces is not None:
            if not _has_work(document.state):
                self.put_aside([replaces])
                return
            self._replaced.add(replaces)
        if document.gesturing or document.state is self._saved or not _has_work(document.state):
            return
        if self._lock is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._lock = QLockFile(str(self._path) + ".lock")
            self._lock.tryLock(0)
        project = Project(document.state, document.selected)
        self._saved = document.state
        self._tasks.run(
            partial(_write, self._path, project, self._describe(), replaces),
            _ignore,
            partial(self._not_saved, replaces),
            finish=True,
        )

    def _not_saved(self, replaces: Path | None, problem: Exception) -> None:
        self._saved = None  # tried again in a minute; a full disk is no reason to interrupt the user
        if replaces is not None:
            self._replaced.discard(replaces)

    def orphans(self) -> list[Path]:
        """Files of programs that ended unexpectedly, the latest first."""
        written = self._folder.glob(f"[!.]*{PROJECT_SUFFIX}")  # without those that are being written
        files = [path for path in written if path.name != LAST]
        left = [path for path in files if path not in self._replaced and _abandoned(path)]
        return sorted(left, key=_latest_first)

    def info(self, path: Path) -> WorkInfo:
        """What is known about a recovery file without reading it."""
        try:
            kept = json.loads(_info_file(path).read_text("utf-8"))
            named = Path(kept["path"]) if isinstance(kept["path"], str) else None
            identity = tuple(map(int, kept["mark"])) if kept["mark"] else None
            written = QDateTime.fromSecsSinceEpoch(int(path.stat().st_mtime))
            time = QLocale().toString(written, QLocale.FormatType.ShortFormat)
            return WorkInfo(
                str(kept["name"]), named, identity if identity and len(identity) == 3 else None, time
            )
        except (OSError, ValueError, KeyError, TypeError):
            return WorkInfo(tr("what was being edited"))

    def put_aside(self, paths: list[Path]) -> None:
        """Move files to a folder of dismissed ones, which keeps the latest; they are not offered again."""
        aside = self._folder / _ASIDE
        try:
            aside.mkdir(parents=True, exist_ok=True)
            for path in paths:
                os.replace(path, aside / path.name)
            kept = sorted(aside.glob(f"*{PROJECT_SUFFIX}"), key=_latest_first)
        except OSError:
            return
        _discard([*paths, *kept[_MOST_ASIDE:]])

    def close(self) -> None:
        """Write the state as that of the last session, and remove the recovery file."""
        self._clock.stop()
        document = self._document
        if _has_work(document.state):
            project = Project(document.state, document.selected)
            work = partial(_write, self.last, project, self._describe(), None)
            self._tasks.run(work, _ignore, _ignore, finish=True)
        self._tasks.run(partial(_discard, [self._path]), _ignore, _ignore, finish=True)
        if self._lock is not None:
            self._lock.unlock()


def _write(path: Path, project: Project, work: WorkInfo, replaces: Path | None) -> None:
    save_project(path, project)
    named = None if work.path is None else str(work.path.absolute())
    with atomic_write(_info_file(path)) as temporary:
        temporary.write_text(json.dumps({"name": work.name, "path": named, "mark": work.identity}), "utf-8")
    if replaces is not None:
        _discard([replaces])


def _discard(paths: list[Path]) -> None:
    for path in paths:
        for file in (path, _info_file(path), Path(f"{path}.lock")):
            file.unlink(missing_ok=True)


def _info_file(path: Path) -> Path:
    return Path(f"{path}.about")


def _has_work(state: State) -> bool:
    """Whether there is anything to keep: a person, or edits of a clip that was not found."""
    return not state.empty or bool(state.keypoint_edits or state.pins) or state.motion is not NO_MOTION_EDITS


def _latest_first(path: Path) -> float:
    """A key that sorts files by age, the latest first; one that was removed meanwhile comes last."""
    try:
        return -path.stat().st_mtime
    except OSError:
        return 0.0


def _ignore(outcome: object) -> None:
    """Nothing waits for the outcome."""


def _abandoned(path: Path) -> bool:
    lock = QLockFile(f"{path}.lock")
    lock.setStaleLockTime(0)  # however old: a lock is stale when its process is gone
    if not lock.tryLock(0):
        return False
    lock.unlock()
    return True
