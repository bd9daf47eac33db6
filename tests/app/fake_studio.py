"""A studio without a window: a document with its services, whose messages are lists."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from posestudio.app.common.session import Session
from posestudio.app.model.document import Document
from posestudio.app.work.jobs import Jobs
from posestudio.app.work.services import Studio
from posestudio.app.work.tasks import Tasks


class FakeNotices:
    """What the window would show: ``said`` remarks, ``failures`` and ``proposals`` by topic."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.failures: dict[str, str] = {}
        self.proposals: dict[str, str] = {}

    def show_message(self, text, *, transient=True) -> None:
        self.said.append(text)

    def show_error(self, text, topic="file") -> None:
        self.failures[topic] = text

    def ask(self, text, topic, offer, accepted, dismissed=None, *, failure=False) -> None:
        self.proposals[topic] = text

    def clear_notices(self, *topics) -> None:
        for shown in (self.failures, self.proposals):
            for topic in topics:
                shown.pop(topic, None)


def make_studio(session: Session, notices: FakeNotices) -> Studio:
    """A studio on an empty document; `close_studio` ends its threads."""
    parent = QWidget()
    return Studio(
        document=Document(parent),
        session=session,
        tasks=Tasks(parent),
        jobs=Jobs(parent),
        parent=parent,
        show_message=notices.show_message,
        show_error=notices.show_error,
        ask=notices.ask,
        clear_notices=notices.clear_notices,
    )


def close_studio(studio: Studio) -> None:
    """End the studio's threads."""
    studio.jobs.close()
    studio.tasks.close()
