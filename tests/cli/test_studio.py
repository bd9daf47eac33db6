import sys

import pytest

from tests.cli.lines import one_line


def test_the_studio_opens_files(run, monkeypatch, tmp_path):
    import posestudio.app

    opened = []
    monkeypatch.setattr(posestudio.app, "run", lambda paths: opened.append(list(paths)) or 0)
    monkeypatch.setenv("DISPLAY", ":0")
    (tmp_path / "walk.bvh").write_text("")
    assert run("walk.bvh")[0] == run("studio", "walk.bvh")[0] == run()[0] == 0
    assert opened == [["walk.bvh"], ["walk.bvh"], []]
    status, _, err = run("nothing.bvh")
    assert status == 1 and "nothing.bvh: no such file" in err


def test_the_studio_gets_axes_and_people(run, monkeypatch, tmp_path):
    import posestudio.app
    from posestudio.mocap.given_axes import FileAxes

    given_axes = []
    monkeypatch.setattr(posestudio.app, "run", lambda *given: given_axes.append(given) or 0)
    monkeypatch.setenv("DISPLAY", ":0")
    (tmp_path / "walk.bvh").write_text("")
    options = ("--up", "z", "--unit", "mm", "--handedness", "left", "--person", "1")
    assert run("walk.bvh", *options)[0] == 0
    assert given_axes == [(["walk.bvh"], FileAxes("z", 0.001, "left"), 1)]
    status, _, err = run("walk.bvh", "--unit", "furlong")
    assert status == 2 and "furlong" in err


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="X11 and Wayland")
def test_no_display_is_said(run, monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    status, _, err = run()
    assert status == 1 and one_line(err) and "no display" in err
