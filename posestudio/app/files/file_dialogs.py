"""Asks which files to open and where to save one, and reports how writing it ended."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMessageBox

from posestudio.app.common.translation import tr
from posestudio.app.work.jobs import Stopped
from posestudio.app.work.services import Studio


def file_kinds(name: str, suffixes: tuple[str, ...]) -> str:
    """The choices of a file dialog: files of ``suffixes``, called ``name``, and all files."""
    known = " ".join(f"*{suffix}" for suffix in suffixes)
    return f"{name} ({known});;{tr('All files')} (*)"


def ask_save_path(studio: Studio, name: str, kinds: str) -> Path | None:
    """The path that the user chose, with an ending of ``kinds``; None when they cancelled or keep the file there.

    The ending is added before anything is written, and a file of that name is asked about.
    """
    chosen = ask_save_kind(studio, name, kinds)
    return None if chosen is None else chosen[0]


def ask_save_kind(studio: Studio, name: str, kinds: str, proposed: str = "") -> tuple[Path, str] | None:
    """:func:`ask_save_path`, and the one of ``kinds`` that was chosen; ``proposed`` is chosen at first."""
    folder = Path(studio.session.text("folder") or ".")
    chosen, kind = QFileDialog.getSaveFileName(studio.parent, tr("Save"), str(folder / name), kinds, proposed)
    if not chosen:
        return None
    path = with_ending(Path(chosen), kinds, kind)
    # The dialog has asked about the name that was typed, and about no other.
    settled = path == Path(chosen) or not path.exists()
    return (path, kind) if settled or _may_replace(studio, path) else None


def _may_replace(studio: Studio, path: Path) -> bool:
    buttons = QMessageBox.StandardButton
    answer = QMessageBox.question(
        studio.parent,
        tr("Replace the file?"),
        tr("{name} already exists. Replace it?", name=path.name),
        buttons.Yes | buttons.No,
    )
    return answer == buttons.Yes


def with_ending(path: Path, kinds: str, kind: str) -> Path:
    """``path`` with an ending of the file dialog's ``kinds``, such as "MP4 (*.mp4);;GIF (*.gif)", in any case; where
    it has none, that of the ``kind`` which was chosen is added, or of the first."""
    endings = re.findall(r"\*(\.\w+)", kinds)
    if path.suffix.lower() in endings:
        return path
    wanted = re.findall(r"\*(\.\w+)", kind) or endings
    return path.with_name(path.name + wanted[0])


def report_saved(studio: Studio, path: Path, remark: str = "") -> None:
    """Say that ``path`` was written, and a ``remark`` on what is in it."""
    saved = tr("Saved {path}", path=path)
    studio.show_message(f"{saved}; {remark}" if remark else saved)


def report_unsaved(studio: Studio, path: Path, problem: Exception, topic: str = "file") -> None:
    """Say why ``path`` was not written; a job that the user stopped is not a failure."""
    if isinstance(problem, Stopped):
        studio.show_message(tr("{name} was not written", name=path.name))
        return
    reason = problem.strerror if isinstance(problem, OSError) and problem.strerror else problem
    text = str(reason) or type(problem).__name__
    if not text.startswith(str(path)):
        text = tr("{path}: not saved: {problem}", path=path, problem=text)
    studio.show_error(text, topic)
