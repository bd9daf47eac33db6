"""Recovery files: written while the document changes, offered after a crash, removed in the end."""

import os
import subprocess
import sys
import textwrap

import pytest
from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QMessageBox

from posestudio.app.files.recovery import RecoveryWriter, recovery_folder
from posestudio.app.model.any_file import read
from posestudio.app.model.document import Document
from posestudio.app.model.project import Project, save_project
from posestudio.app.work.tasks import Tasks
from posestudio.mocap.bvh import save_bvh
from posestudio.mocap.retargeting import to_clip
from tests.app.conftest import walking

pytestmark = pytest.mark.gl


@pytest.fixture
def keeper(qapp, document):
    tasks = Tasks()
    made = RecoveryWriter(document, tasks)
    yield made
    made.close()
    tasks.close()


def files():
    return sorted(path.name for path in recovery_folder().glob("[!.]*.posestudio"))


def test_work_is_kept_once_until_it_changes(qtbot, keeper, document):
    keeper.save()
    qtbot.waitUntil(lambda: len(files()) == 1)
    path = recovery_folder() / files()[0]
    written = path.stat().st_mtime_ns
    keeper.save()
    document.joints.mirror()
    assert keeper.orphans() == []  # its program runs
    keeper.save()
    qtbot.waitUntil(lambda: path.stat().st_mtime_ns != written)
    assert (read(path).content.state.points == document.state.points).all()


def test_nothing_is_kept_of_an_empty_document(qtbot):
    tasks = Tasks()
    keeper = RecoveryWriter(Document(), tasks)
    keeper.save()
    keeper.close()
    tasks.close()
    assert not recovery_folder().exists() or files() == []


def test_a_program_that_ends_well_leaves_only_the_last_session(qtbot, document):
    tasks = Tasks()
    keeper = RecoveryWriter(document, tasks)
    keeper.save()
    keeper.close()
    tasks.close()
    assert files() == ["last session.posestudio"]
    assert (read(keeper.last).content.state.points == document.state.points).all()


CRASH = """
    import os
    from PySide6.QtCore import QCoreApplication, QStandardPaths
    from PySide6.QtWidgets import QApplication
    QStandardPaths.setTestModeEnabled(True)
    application = QApplication([])
    application.setApplicationName(NAME)
    from posestudio.app.model.document import Document
    from posestudio.app.files.recovery import RecoveryWriter
    from posestudio.app.work.tasks import Tasks
    from tests.app.conftest import walking
    document, tasks = Document(), Tasks()
    document.open_source(walking())
    recovery = RecoveryWriter(document, tasks)
    recovery.save()
    tasks._pool.shutdown(wait=True)
    os.kill(os.getpid(), 9)
"""


def test_what_a_killed_program_was_editing_is_offered(qtbot, window, qapp):
    script = f"NAME = {qapp.applicationName()!r}\n" + textwrap.dedent(CRASH)
    ended = subprocess.run([sys.executable, "-c", script], env=os.environ, check=False, timeout=120)
    assert ended.returncode == -9
    assert len(window.recovery.orphans()) == 1, QStandardPaths.writableLocation(
        QStandardPaths.StandardLocation.AppLocalDataLocation
    )
    window.recovery_prompt.offer()
    assert window.banner.isVisible() and "Recover walk.bvh, saved at" in window.banner.label.text()
    window.banner.offer.click()
    qtbot.waitUntil(lambda: not window.document.state.empty)
    assert window.document.state.source.name == "walk.bvh"
    assert window.saving.path is None  # it is nobody's project yet


TERMINATED = """
    from tests.app.conftest import walking  # before the application: it asks for the OpenGL surface
    from PySide6.QtCore import QStandardPaths, QTimer
    from PySide6.QtWidgets import QApplication
    QStandardPaths.setTestModeEnabled(True)
    application = QApplication([])
    application.setApplicationName(NAME)
    from posestudio.app import main
    from tests.app.fake_detector import FakeDetector
    from tests.app.fakes import FakeLifter
    lifter = FakeLifter()
    class Window(main.StudioWindow):
        def __init__(self):
            super().__init__(load=lambda weights: lifter, load_detector=FakeDetector)
            QTimer.singleShot(0, self.work)
        def begin(self):
            pass
        def work(self):
            self.document.open_source(walking())
            self.document.joints.mirror()
            self.recovery.save()
            self.tasks.run(lambda: None, lambda _: print("kept", flush=True), print, finish=True)
    main.StudioWindow, main.example = Window, list
    sys.exit(main.run())
"""


def crash(folder, source=None):
    """Leave what a program that was killed leaves, and return its file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "1-1.posestudio"
    document = Document()
    document.open_source(source or walking())
    document.joints.mirror()
    save_project(path, Project(document.state))
    return path


def test_what_was_recovered_is_not_offered_again(qtbot, window, lifter, session):
    from posestudio.app.shell.window import StudioWindow

    crash(recovery_folder())
    window.recovery_prompt.offer()
    window.banner.offer.click()
    qtbot.waitUntil(lambda: not window.document.state.empty)
    assert window.banner.isHidden() and not window.document.history.isClean()
    window.close()
    other = StudioWindow(load=lambda weights: lifter, session=session)
    qtbot.addWidget(other)
    assert other.recovery.orphans() == []
    other.recovery_prompt.offer()
    assert other.banner.isHidden()
    other.close()
    assert files() == ["last session.posestudio"]


def test_edits_of_a_clip_that_is_gone_are_recovered_once_and_kept(qtbot, window, clip, tmp_path):
    path = tmp_path / "walk.bvh"
    save_bvh(path, to_clip(clip.bodies))
    crash(recovery_folder(), read(path).content)
    path.unlink()
    window.recovery_prompt.offer()
    window.banner.offer.click()
    qtbot.waitUntil(lambda: bool(window.document.state.keypoint_edits))
    assert window.document.state.empty and window.recovery.orphans() == []
    assert "walk.bvh" in window.banner.label.text()
    window.close()
    assert files() == ["last session.posestudio"]
    assert read(recovery_folder() / files()[0]).content.state.keypoint_edits


def test_what_was_dismissed_is_not_offered_again_and_not_lost(window):
    path = crash(recovery_folder())
    window.recovery_prompt.offer()
    window.banner.dismiss.click()
    assert window.recovery.orphans() == [] and window.banner.isHidden()
    window.recovery_prompt.offer()
    assert window.banner.isHidden()
    assert (path.parent / "dismissed" / path.name).exists()


def test_a_recovered_project_keeps_its_name_and_is_not_saved_yet(qtbot, studio, tmp_path, answers):
    project = tmp_path / "mine.posestudio"
    studio.saving.save_project(project)
    qtbot.waitUntil(lambda: studio.saving.path == project)
    studio.document.joints.mirror()
    studio.recovery.save()
    qtbot.waitUntil(lambda: len(files()) == 1)
    kept = recovery_folder() / files()[0]
    left = kept.with_name("1-1.posestudio")
    studio.tasks.run(lambda: None, lambda _: None, print, finish=True)
    qtbot.waitUntil(lambda: (kept.parent / f"{kept.name}.about").exists())
    left.write_text(kept.read_text())
    (left.parent / f"{left.name}.about").write_text((kept.parent / f"{kept.name}.about").read_text())
    answers.button = QMessageBox.StandardButton.Discard
    studio.actions_by_id["standing_pose"].trigger()
    studio.recovery_prompt.offer()
    assert "Recover mine.posestudio, saved at" in studio.banner.label.text()
    studio.banner.offer.click()
    qtbot.waitUntil(lambda: studio.document.state.source.name == "walk.bvh")
    assert studio.saving.path == project and "mine.posestudio*" in studio.windowTitle()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a program without telling it")
def test_a_program_that_is_asked_to_end_closes_as_by_hand(qapp, qtbot):
    script = f"import sys\nNAME = {qapp.applicationName()!r}\n" + textwrap.dedent(TERMINATED)
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as program:
        try:
            assert program.stdout.readline() == "kept\n"
            assert len([name for name in files() if name != "last session.posestudio"]) == 1
            program.terminate()
            assert program.wait(120) == 0
        finally:
            program.kill()
    assert files() == ["last session.posestudio"]
    assert read(recovery_folder() / files()[0]).content.state.keypoint_edit is not None


def test_the_last_session_is_reopened(qtbot, studio, lifter, session):
    from posestudio.app.shell.window import StudioWindow

    studio.document.joints.mirror()
    points = studio.document.state.points
    studio.close()
    other = StudioWindow(load=lambda weights: lifter, session=session)
    qtbot.addWidget(other)
    other.show()
    other.actions_by_id["open_last"].trigger()
    qtbot.waitUntil(lambda: not other.document.state.empty)
    assert (other.document.state.points == points).all()
    assert isinstance(read(other.recovery.last).content, Project)
    other.close()
