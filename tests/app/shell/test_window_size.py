"""The window on screens of all sizes and scales, in a program of its own for each."""

import json
import os
import subprocess
import sys

import pytest
from PySide6.QtCore import QRect

from posestudio.app.shell.window_size import LEAST, inside

PROGRAM = """
import sys
from PySide6.QtCore import QEventLoop, QSettings
from PySide6.QtWidgets import QApplication
from posestudio.app.viewport import configure_surface_format
configure_surface_format()
app = QApplication([])
from posestudio.app.common.session import Session
from posestudio.app.shell.window import StudioWindow
from tests.app.conftest import walking
from tests.app.fake_detector import FakeDetector
from tests.app.fakes import FakeLifter

def window():
    settings = QSettings(sys.argv[1], QSettings.Format.IniFormat)
    made = StudioWindow(load=lambda weights: FakeLifter(), load_detector=FakeDetector, session=Session(settings))
    made.show()
    return made

def settle(made):
    while not made.lift_scheduler.settled or made.document.result is None:
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    for _ in range(20):
        app.processEvents()

def screen():
    return app.primaryScreen().availableGeometry()
"""


def run(code, tmp_path, size=(1920, 1080), scale="1", settings="s.ini"):
    """What ``code`` prints as JSON, run after PROGRAM on one screen of ``size`` pixels at ``scale``."""
    screens = {
        "synchronousWindowSystemEvents": False,
        "screens": [
            {"name": "one", "x": 0, "y": 0, "width": size[0], "height": size[1], "logicalDpi": 96,
             "logicalBaseDpi": 96, "dpr": 1}
        ],
    }  # fmt: skip
    (tmp_path / "screens.json").write_text(json.dumps(screens))
    (tmp_path / "code.py").write_text(PROGRAM + code)
    environment = dict(
        os.environ,
        QT_QPA_PLATFORM=f"offscreen:configfile={tmp_path / 'screens.json'}",
        QT_SCALE_FACTOR=scale,
        PYTHONPATH=os.getcwd(),
        HOME=str(tmp_path),
        XDG_DATA_HOME=str(tmp_path / "data"),
        XDG_CACHE_HOME=str(tmp_path / "cache"),
    )
    done = subprocess.run(
        [sys.executable, str(tmp_path / "code.py"), str(tmp_path / settings)],
        env=environment, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


OPEN = """
import json
made = window()
made.document.open_source(walking(50))
settle(made)
first = made.size().toTuple()
least = made.minimumSize().toTuple()
needs = made.layout().totalMinimumSize().toTuple()
made.studio.show_error("a name " * 200)
made.panels.hypotheses.get().notes.setText("A note. " * 400)
made.panels.camera.get().remark.setText("A remark. " * 400)
made.panels.sampler.get().weights.addItem("weights" * 40)
made.studio.show_message("a name " * 200)
made.presenter.hovered.emit("a joint " * 100)
made.status_line.state.setText("an answer " * 4)
for _ in range(20):
    app.processEvents()
place = screen()
print(json.dumps({"first": first, "least": least, "needs": needs, "after": made.size().toTuple(),
    "least_after": made.minimumSize().toTuple(), "needs_after": made.layout().totalMinimumSize().toTuple(),
    "screen": place.size().toTuple(), "within": place.contains(made.geometry())}))
made.close()
"""


@pytest.mark.parametrize(
    ("size", "scale"),
    [
        ((1366, 768), "1.5"),
        ((800, 600), "1"),
    ],
)
def test_the_window_opens_on_the_screen_and_nothing_said_makes_it_larger(tmp_path, size, scale):
    seen = run(OPEN, tmp_path, size, scale)
    width, height = seen["screen"]
    assert seen["within"] and seen["first"] == seen["after"]
    assert seen["first"][0] <= max(width * 0.9, LEAST[0]) and seen["first"][1] <= max(height * 0.9, LEAST[1])
    assert seen["least"] == seen["least_after"]
    assert seen["least"][0] <= LEAST[0] and seen["least"][1] <= LEAST[1]
    # What is in it fits into the least window there is.
    for needs in (seen["needs"], seen["needs_after"]):
        assert needs[0] <= LEAST[0] and needs[1] <= LEAST[1]


KEPT = """
made = window()
made.resize(1800, 1000)
made.move(100, 50)
for _ in range(20):
    app.processEvents()
made.close()
"""
AGAIN = """
import json
made = window()
for _ in range(20):
    app.processEvents()
print(json.dumps([screen().contains(made.geometry()), *made.size().toTuple()]))
made.close()
"""


def test_a_window_kept_on_a_large_screen_comes_back_as_it_was_where_it_fits(tmp_path):
    assert run(KEPT + AGAIN, tmp_path, (2560, 1440)) == [True, 1800, 1000]
    within, width, height = run(AGAIN, tmp_path, (1920, 1080), "1.5")
    assert within and width >= 900 and height >= 560


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ((0, 0, 100, 100), (0, 0, 100, 100)),
        ((-50, -60, 400, 300), (0, 0, 400, 300)),
        ((900, 700, 400, 300), (600, 500, 400, 300)),
        ((-500, 3000, 4000, 3000), (0, 0, 1000, 800)),
    ],
)
def test_a_place_is_moved_and_cut_into_the_screen(place, expected):
    assert inside(QRect(*place), QRect(0, 0, 1000, 800)) == QRect(*expected)


@pytest.mark.gl
def test_an_error_covers_no_panel_at_the_side(qtbot, studio):
    def views():
        area = studio.workspace.views_area()
        area.moveTopLeft(studio.workspace.mapTo(studio, area.topLeft()))
        return area

    def within_the_views():
        return studio.banner.isVisible() and views().contains(studio.banner.geometry())

    studio.studio.show_error(
        "notes.txt: a file of a kind that nobody opens, named at some length so that its words wrap"
    )
    for width in (900, 1152, 1400):
        studio.resize(width, 700)
        qtbot.waitUntil(within_the_views)
    studio.workspace.docks["people"].hide()
    qtbot.waitUntil(within_the_views)
    assert studio.banner.isVisible() and views().contains(studio.banner.geometry())
