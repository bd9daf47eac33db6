"""The checks themselves, on this installation and on damaged ones."""

import warnings

import pytest
import torch

from posestudio.common import resources
from posestudio.doctor import computing, files, report
from posestudio.doctor.finding import State
from posestudio.doctor.libraries import libraries
from posestudio.doctor.machine import machine, place
from posestudio.doctor.program import extras, program


@pytest.mark.parametrize("check", [program, machine, files.files, extras, libraries, computing.computing])
def test_here_nothing_is_a_problem(check):
    found = list(check())
    assert found and not [finding for finding in found if finding.state is State.problem]


def test_the_window_is_examined_in_a_process_of_its_own():
    found = {finding.subject: finding for finding in dict(report.CHECKS)["Window"]()}
    assert {"Qt", "Display", "Font", "Settings", "Recovery"} <= set(found)
    assert not [finding for finding in found.values() if finding.state is State.problem]


def test_weights_that_ship_are_examined(tmp_path, monkeypatch):
    here = resources.weights_folder()
    names = {path.relative_to(here).with_suffix("").as_posix() for path in here.rglob("*.safetensors")}
    assert set(files.WEIGHTS) == names
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / f"{name}.safetensors").write_bytes((here / f"{name}.safetensors").read_bytes()[:-9])
    monkeypatch.setattr(files, "weights_folder", lambda: tmp_path)
    broken = [finding.subject for finding in files.files() if finding.state is State.problem]
    assert broken == [f"Weights {name.rpartition('/')[2]}" for name in files.WEIGHTS]


def test_a_folder_that_cannot_be_written_is_a_problem(tmp_path):
    (tmp_path / "file").touch()
    assert place("Settings", tmp_path / "file" / "folder", "").state is State.problem
    assert place("Settings", tmp_path / "new" / "folder", "").state is not State.problem
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("cuda", "state", "words"),
    [(None, State.note, "computes on the CPU alone"), ("13.0", State.problem, "driver is too old")],
)
def test_a_gpu_that_pytorch_cannot_use_is_said(monkeypatch, cuda, state, words):
    def available():
        warnings.warn("The NVIDIA driver is too old", stacklevel=1)
        return False

    monkeypatch.setattr(computing, "_nvidia", lambda: True)
    monkeypatch.setattr(computing, "_lift", lambda: None)
    monkeypatch.setattr(torch.version, "cuda", cuda)
    monkeypatch.setattr(torch.cuda, "is_available", available)
    found = next(finding for finding in computing.computing() if finding and finding.subject == "GPU")
    assert found.state is state and words in found.text
