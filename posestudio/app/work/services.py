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


class Say(Protocol):
    """Shows a remark in the status bar, until the next if it is not ``passing``."""

    def __call__(self, words: str, *, passing: bool = True) -> None: ...


class Fail(Protocol):
    """Shows a failure, in place of an earlier one of the same ``topic``, until it is dismissed or settled."""

    def __call__(self, words: str, topic: str = "file") -> None: ...


class Propose(Protocol):
    """Shows a question with a button called ``offer``, which calls ``accepted``; ``dismissed`` is called when it is
    declined. It replaces an earlier one of the same ``topic``. ``failure`` lists it among what has failed, too."""

    def __call__(
        self,
        words: str,
        topic: str,
        offer: str,
        accepted: Callable[[], object],
        dismissed: Callable[[], object] | None = None,
        *,
        failure: bool = False,
    ) -> None: ...


class Settle(Protocol):
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
    say: Say
    fail: Fail
    propose: Propose
    settle: Settle

    def report(self, problem: Exception) -> None:
        """Show why a file could not be read."""
        self.fail(str(problem) or type(problem).__name__)
