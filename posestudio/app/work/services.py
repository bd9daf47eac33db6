"""What opening, saving, menus and commands share: the document, its background work, and messages to the user."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtWidgets import QWidget

from posestudio.app.common.session import Session
from posestudio.app.model.document import Document
from posestudio.app.work.jobs import Jobs
from posestudio.app.work.tasks import Tasks


class ShowMessage(Protocol):
    """Shows a remark in the status bar, until the next if it is not ``transient``."""

    def __call__(self, text: str, *, transient: bool = True) -> None: ...


class ShowError(Protocol):
    """Shows a failure, in place of an earlier one of the same ``topic``, until it is dismissed or settled."""

    def __call__(self, text: str, topic: str = "file") -> None: ...


class AskInBanner(Protocol):
    """Shows a question with a button called ``offer``, which calls ``accepted``; ``dismissed`` is called when it is
    declined. It replaces an earlier one of the same ``topic``. ``failure`` lists it among what has failed, too."""

    def __call__(
        self,
        text: str,
        topic: str,
        offer: str,
        accepted: Callable[[], object],
        dismissed: Callable[[], object] | None = None,
        *,
        failure: bool = False,
    ) -> None: ...


class ClearNotices(Protocol):
    """Removes what was shown of these topics; a topic such as "reload" includes "reload walk.bvh"."""

    def __call__(self, *topics: str) -> None: ...


@dataclass(frozen=True, eq=False)
class Studio:
    """One open window's document and services, without its views.

    ``tasks`` are short reading and writing in the background, ``jobs`` long work with progress that can be cancelled.
    ``parent`` is the widget that dialogs open over.
    """

    document: Document
    session: Session
    tasks: Tasks
    jobs: Jobs
    parent: QWidget
    show_message: ShowMessage
    show_error: ShowError
    ask: AskInBanner
    clear_notices: ClearNotices

    def report(self, problem: Exception) -> None:
        """Show why a file could not be read."""
        self.show_error(str(problem) or type(problem).__name__)
