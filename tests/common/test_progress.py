from posestudio.common.progress import progress_bar


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
