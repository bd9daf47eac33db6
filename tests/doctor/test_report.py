"""The report, with checks that work, fail and crash."""

import json
import os
from pathlib import Path

import pytest

from posestudio.cli import main
from posestudio.doctor import report
from posestudio.doctor.child import findings_of_child
from posestudio.doctor.finding import Finding, State, note, problem

ROOT = Path(__file__).parents[2]
CHECKS = """
import os, time
from posestudio.doctor.finding import Finding

def crashes():
    yield Finding("Before", "fine")
    os.abort()

def hangs():
    yield Finding("Before", "fine")
    time.sleep(60)

def fails():
    raise RuntimeError("no such driver")
    yield
"""


def given(monkeypatch, *findings):
    def broken():
        yield Finding("Part", "works")
        raise OSError("the disk is gone")

    checks = (("Some", lambda: iter(findings)), ("Broken", broken))
    monkeypatch.setattr(report, "CHECKS", checks[: 1 if findings else 2])


def test_a_report_tells_problems_and_their_remedies_and_never_the_home_folder(monkeypatch, capsys):
    home = os.path.expanduser("~")
    given(monkeypatch, Finding("Python", f"in {home}/env"), problem("GL", "too old", f"update {home}/driver"))
    assert main(["doctor"]) == 1
    out = capsys.readouterr().out
    assert home not in out and "ok       Python             in ~/env" in out
    assert "-> update ~/driver" in out and out.splitlines()[-1] == "1 problem: GL"
    assert main(["doctor", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["problems"] == 1 and found["findings"][0]["text"] == "in ~/env"
    assert main(["doctor", "--quiet"]) == 1
    assert "Python" not in capsys.readouterr().out


def test_without_problems_the_status_is_0(monkeypatch, capsys):
    given(monkeypatch, Finding("Python", "3"), note("GPU", "none"))
    assert main(["doctor"]) == 0 and "No problems" in capsys.readouterr().out
    assert main(["doctor", "--quiet"]) == 0 and not capsys.readouterr().out


def test_a_check_that_fails_costs_no_other(monkeypatch, capsys):
    given(monkeypatch)
    assert main(["doctor"]) == 1
    out = capsys.readouterr().out
    assert "Part               works" in out and "cannot be examined: the disk is gone" in out


@pytest.mark.parametrize(
    ("function", "limit", "words"),
    [("crashes", 60, "crashes (SIGABRT)"), ("hangs", 1.5, "no answer"), ("fails", 60, "no such driver")],
)
def test_a_child_that_ends_badly_is_a_problem_after_what_it_found(
    tmp_path, monkeypatch, function, limit, words
):
    (tmp_path / "their_checks.py").write_text(CHECKS)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(tmp_path), str(ROOT))))
    *before, last = findings_of_child("Window", "their_checks", function, limit, "update the driver")
    assert before == ([Finding("Before", "fine")] if function != "fails" else [])
    assert last.state is State.problem and words in last.text and last.remedy == "update the driver"
