"""What the window shows below its menus: the tabs of the workspaces, and below them a workspace or the start page."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from posestudio.app.common.session import Session
from posestudio.app.model.document import Document
from posestudio.app.model.sources import NoSource
from posestudio.app.shell.actions import Actions
from posestudio.app.shell.workspace import WORKSPACES, Workspace
from posestudio.app.shell.workspace_bar import WorkspaceBar

_OF_PEOPLE = ("pose", "motion")
"""The workspaces that show nothing without people or a picture: the start page covers them until then."""


class Centre(QWidget):
    """Shows ``workspace`` with its tabs; chooses the workspace for what is opened, and shows the timeline where there
    is more than one frame."""

    def __init__(self, document: Document, workspace: Workspace, actions: Actions) -> None:
        super().__init__()
        self._document, self._workspace, self._actions = document, workspace, actions
        self._start_page: QWidget | None = None
        self.bar = WorkspaceBar(workspace, actions)
        self.stack = QStackedWidget()
        self.stack.addWidget(workspace)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.stack, 1)
        document.opened.connect(self._choose_for_document)
        document.changed.connect(self._document_changed)
        workspace.chosen.connect(self._workspace_chosen)
        self._document_changed(frozenset({"source"}))
        self._workspace_chosen(workspace.name)

    def set_start_page(self, page: QWidget) -> None:
        """Cover the workspaces with ``page`` while nothing is open; Train and Inspect can be reached."""
        self._start_page = page
        self.stack.addWidget(page)
        self._show_page()

    @property
    def nothing_open(self) -> bool:
        """Whether there are neither people nor a picture, nor a project whose files are missing."""
        state = self._document.state
        return type(state.source) is NoSource and state.picture is None

    def views_area(self) -> QRect:
        """The rectangle of the stack that the views in the middle take; all of it where the start page is shown."""
        shown = self.stack.currentWidget() is self._workspace
        return self._workspace.views_area() if shown else self.stack.rect()

    def _choose_for_document(self) -> None:
        """Show the workspace that what was opened is for; Inspect shows anything."""
        if self._workspace.name != "inspect" and not self.nothing_open:
            self._workspace.choose("motion" if self._document.state.source.frames > 1 else "pose")

    def _document_changed(self, names: frozenset[str]) -> None:
        if names & {"source", "picture"}:
            self._workspace.set_needed("timeline", self._document.state.source.frames > 1)
            self._show_page()

    def _workspace_chosen(self, name: str) -> None:
        for other in WORKSPACES:
            self._actions[f"workspace_{other}"].setChecked(other == name)
        self._show_page()

    def _show_page(self) -> None:
        covered = self._start_page if self.nothing_open and self._workspace.name in _OF_PEOPLE else None
        self.stack.setCurrentWidget(covered or self._workspace)

    # -- from one session to the next

    def store(self, session: Session) -> None:
        """Store the layouts of all workspaces, and which one is shown."""
        session.store("workspace", self._workspace.name)
        for key, layout in self._workspace.saved_layouts().items():
            session.store(f"layout-{key}", layout)

    def restore(self, session: Session) -> None:
        """Restore what ``store`` stored."""
        keys = [f"{name}{width}" for name in WORKSPACES for width in ("", "-narrow")]
        stored = {key: session.bytes(f"layout-{key}") for key in keys}
        self._workspace.restore({key: layout for key, layout in stored.items() if layout is not None})
        if session.text("workspace") in WORKSPACES:
            self._workspace.choose(session.text("workspace"))
