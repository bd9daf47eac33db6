"""The table of the clips to train on: number of poses, joints found and subject."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from posestudio.app.common.joint_names import joint_name
from posestudio.app.common.numbers import number
from posestudio.app.common.translation import marked, tr
from posestudio.mocap.rig_matching import ROLES

_COLUMNS = (marked("Clip"), marked("Poses"), marked("Joints matched"), marked("Subject"))


class ClipTable(QTreeWidget):
    """A row for each clip; those without usable poses come first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setHeaderLabels([tr(title) for title in _COLUMNS])
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setSortingEnabled(False)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.header().setStretchLastSection(False)
        for column in (1, 2, 3):
            self.header().setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)

    def add_clip(self, event: dict[str, Any]) -> None:
        """Add a clip by the event ``looked`` that `posestudio convert` wrote about it."""
        missing = [joint_name(role) for role in event["missing"]]
        body = f"{len(ROLES) - len(missing)} / {len(ROLES)}" if event["poses"] else tr("none")
        doubtful = " ?" if event["poses"] and event["problem"] else ""
        name = Path(event["path"]).name
        item = QTreeWidgetItem([name, number(event["poses"]), body + doubtful, event["subject"]])
        item.setData(0, Qt.ItemDataRole.UserRole, event["path"])
        lines = [event["path"]]
        if event["poses"]:
            lines.append(tr("Rig: {profile}", profile=event["profile"]))
        if missing and event["poses"]:
            lines.append(tr("Interpolated: {joints}", joints=", ".join(missing)))
        if event["problem"]:
            lines.append(event["problem"])
        for column in range(len(_COLUMNS)):
            item.setToolTip(column, "\n".join(lines))
        if event["poses"]:
            self.addTopLevelItem(item)
        else:
            self.insertTopLevelItem(0, item)

    @property
    def selected(self) -> Path | None:
        """The selected clip, if exactly one is."""
        items = self.selectedItems()
        return Path(items[0].data(0, Qt.ItemDataRole.UserRole)) if len(items) == 1 else None
