from posestudio.common.progress import LINES, progress_bar


def test_a_bar_is_for_terminals_only(capsys):
    with progress_bar("work") as progress:
        progress(1, 2, "things")
    assert capsys.readouterr() == ("", "")


def test_a_bar_on_a_terminal(capsys, monkeypatch):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    with progress_bar("work") as progress:
        progress(1, 2, "things")
    assert "work" in capsys.readouterr().err
    with progress_bar("work", quiet=True) as progress:
        progress(1, 2, "things")
    assert capsys.readouterr().err == ""


def test_a_program_that_asks_for_lines_gets_them(capsys, monkeypatch):
    monkeypatch.setenv(LINES, "lines")
    with progress_bar("work") as progress:
        progress(1, 40, "things")
        progress(40, 40, "things")
    with progress_bar("work", quiet=True) as progress:
        progress(1, 2, "things")
    assert capsys.readouterr().err.splitlines() == ["progress: work 1/40", "progress: work 40/40"]
