"""The add-on and the program that it starts: found, too old, failing, cancelled."""

import os
import sys
import time

import pytest

from blender.posestudio_lift import program
from blender.posestudio_lift.job import Job, options_of
from blender.posestudio_lift.program import ProgramProblem, Run

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="the stand-in for the program is a shell script"
)


@pytest.fixture
def install(tmp_path, monkeypatch):
    """Makes a program called posestudio of a shell script, in a folder below an empty home."""
    monkeypatch.setattr(program.shutil, "which", lambda name: None)
    for name in ("PIPX_BIN_DIR", "UV_TOOL_BIN_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(program, "places", lambda home=None, real=program.places: real(tmp_path)[:7])

    def make(script, folder=".local/bin"):
        path = tmp_path / folder / "posestudio"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        return path

    return make


def test_the_program_is_found_where_it_is_installed(install, tmp_path, monkeypatch):
    with pytest.raises(ProgramProblem, match="pipx install posestudio.*Preferences"):
        program.find()
    bundle = install("", "PoseStudio")
    assert program.find() == bundle
    by_uv = install("", ".local/share/uv/tools/posestudio/bin")
    assert program.find() == by_uv
    assert program.find(str(bundle.parent)) == bundle == program.find(f" {bundle} ")
    with pytest.raises(ProgramProblem, match="nowhere: correct the path"):
        program.find(str(tmp_path / "nowhere"))
    monkeypatch.setattr(program.shutil, "which", lambda name: "/usr/bin/posestudio")
    assert str(program.find()) == "/usr/bin/posestudio"


def test_a_program_that_is_too_old_says_what_to_do(install):
    new = 'case $1 in --version) echo "posestudio 0.1.0";; *) echo "lift match-rig";; esac'
    assert program.check_version(install(new)) == "0.1.0"
    with pytest.raises(ProgramProblem, match=r"0\.0\.9, too old.*pipx upgrade"):
        program.check_version(install(new.replace("0.1.0", "0.0.9")))
    with pytest.raises(ProgramProblem, match=r"0\.1\.0, too old.*match-rig"):
        program.check_version(install(new.replace("match-rig", "render")))
    with pytest.raises(ProgramProblem, match="is not PoseStudio"):
        program.check_version(install("echo cat 8.32"))


def test_a_run_says_how_far_it_is_and_has_a_clean_environment(install, monkeypatch, tmp_path):
    monkeypatch.setenv("PYTHONPATH", "/blender/s/own")
    script = """
echo "progress: lifting 3/4" >&2
echo "[$PYTHONPATH] $POSESTUDIO_PROGRESS $@" > "$4"
read line < go
"""
    os.mkfifo(tmp_path / "go")
    monkeypatch.chdir(tmp_path)
    run = Run(install(script), ["lift", "a b.jpg"])
    deadline = time.monotonic() + 60
    while not run.share and time.monotonic() < deadline:
        time.sleep(0.01)
    assert (run.task, run.share, run.finished()) == ("lifting", 0.75, False)
    with open(tmp_path / "go", "w") as go:
        go.write("\n")
    run.wait()
    assert run.out.read_text().startswith("[] lines lift a b.jpg --out ")
    folder = run.out.parent
    run.close()
    assert not folder.exists()


def test_a_program_that_fails_is_quoted_without_its_progress(install):
    script = 'echo "posestudio: a.jpg: no person found in 1 pictures" >&2; echo "progress: x 1/2" >&2; exit 1'
    run = Run(install(script), ["lift", "a.jpg"])
    with pytest.raises(ProgramProblem, match=r"^posestudio: a\.jpg: no person found in 1 pictures$"):
        run.wait()
    run.close()


def test_a_cancelled_job_ends_both_programs_and_removes_its_files(install, tmp_path):
    script = f'echo $$ >> "{tmp_path}/started"; exec sleep 1000'
    job = Job(install(script), tmp_path / "a.jpg", [], [{"name": "a", "parent": None, "position": [0, 0, 0]}])
    deadline = time.monotonic() + 60
    started = tmp_path / "started"
    while not (started.exists() and len(started.read_text().split()) == 2) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not job.finished()
    job.close()
    for number in map(int, started.read_text().split()):
        with pytest.raises(ProcessLookupError):
            os.kill(number, 0)
    job.close()  # once more does nothing


def test_a_project_states_its_own_frames(tmp_path):
    assert options_of(tmp_path / "a.mp4", 8, 2) == ["--hypotheses", "8", "--every", "2"]
    assert options_of(tmp_path / "a.posestudio", 8, 2) == ["--hypotheses", "8"]
