"""The export dialog warns of unsure frames, and shows the first of them instead, without being in the way."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage

from posestudio.app.exporting.dialog import ExportDialog, Proposal
from posestudio.app.exporting.options import ExportOptions
from posestudio.app.work.tasks import Tasks
from tests.app.exporting.test_motion import seen, snapshot


@pytest.fixture
def dialog(qtbot, tmp_path: Path):
    source = seen(6)
    confidence = np.full((1, 17), 0.9)
    frames = [
        replace(frame, confidence=confidence * (0.3 if at in (2, 3) else 1))
        for at, frame in enumerate(source.sequence)
    ]
    tasks = Tasks()
    made = ExportDialog(
        snapshot(replace(source, sequence=tuple(frames))),
        Proposal("motion", "", "", tmp_path, "walk", ExportOptions()),
        tasks,
        lambda size, transparent: QImage(),
    )
    qtbot.addWidget(made)
    yield made
    tasks.close()


def test_it_says_how_many_frames_are_unsure_and_exports_them_all_the_same(dialog) -> None:
    assert not dialog.unsure.isHidden() and dialog.unsure.text.text().startswith("2 frames are unsure")
    assert dialog.accept_button.isEnabled()
    dialog.form.first.setValue(4)
    assert dialog.unsure.text.text().startswith("1 frame is unsure")
    dialog.form.first.setValue(5)
    assert dialog.unsure.isHidden()


def test_its_button_shows_the_first_unsure_frame_instead(dialog) -> None:
    dialog.unsure.button.click()
    assert dialog.look_at == 2 and dialog.result() == ExportDialog.DialogCode.Rejected


def test_a_pose_has_no_frames_to_be_unsure(dialog) -> None:
    dialog.kinds.setCurrentRow(0)
    assert dialog.unsure.isHidden()
