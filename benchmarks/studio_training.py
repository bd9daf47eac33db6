"""Measures a training in the real window, from a folder of BVH, against the mean pose and the nearest neighbour.

    python benchmarks/studio_training.py FOLDER [--minutes 10]

Drops the folder on the training panel, takes as many steps of the default MLP as the panel itself measures to
fit the time, and starts. Half way the window is drawn to ``--pictures FOLDER``, in both themes. In the end
the weights are compared, on people not trained on, with the mean pose and with the pose of the training
data that looks most alike. Needs a display: xvfb-run -a -s "-screen 0 1700x1100x24" python benchmarks/...
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from driving import wait
from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QApplication

from posestudio.app.shell.window import StudioWindow

PATIENCE = 600.0  # seconds, for anything but the training
PAUSE = 0.005  # seconds between turns of the event loop


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--pictures", type=Path)
    options = parser.parse_args()
    QStandardPaths.setTestModeEnabled(True)
    application = QApplication([])
    with TemporaryDirectory() as folder:
        window = StudioWindow()
        window.resize(1400, 860)
        window.show()
        window.workspace.bring("training")
        panel = window.panels.training.get()
        panel.data.add([options.folder])
        wait(lambda: panel.data.poses is not None, PATIENCE, PAUSE)
        panel.pages.setCurrentWidget(panel.settings)
        wait(lambda: panel.settings._steps_per_second > 0, PATIENCE, PAUSE)
        panel.settings.folder.setText(str(Path(folder) / "run"))
        panel.settings.steps.setValue(max(int(panel.settings._steps_per_second * 60 * options.minutes), 100))
        data = panel.data.poses
        began = time.monotonic()
        panel.begin()
        if options.pictures is not None:
            wait(
                lambda: panel.bar.value() > panel.settings.steps.value() * 0.6,
                PATIENCE + 120 * options.minutes,
                PAUSE,
            )
            for theme in ("light", "dark"):
                window.theme.choose(theme)  # type: ignore[arg-type]
                end = time.monotonic() + 1
                wait(lambda end=end: time.monotonic() > end, 5, PAUSE)  # type: ignore[misc]
                window.grab().save(str(options.pictures / f"training-{theme}.png"))
        wait(lambda: not panel.running, PATIENCE + 180 * options.minutes, PAUSE)
        minutes = (time.monotonic() - began) / 60
        weights = panel._weights
        print(f"{panel.settings.steps.value()} steps in {minutes:.1f} minutes: {panel.status.text()}")
        window.close()
        application.processEvents()
        from posestudio.training.report import evaluate_weights

        found = evaluate_weights(str(data), [str(weights)], poses=200, robustness=False, tasks=False)
        for line in found.table():
            print("  ".join(cell.rjust(12) for cell in line))


if __name__ == "__main__":
    main()
