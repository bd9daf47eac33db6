import sys
import tomllib
from pathlib import Path

import pytest

from posestudio.common import extras, installation
from posestudio.common.extras import needed
from posestudio.errors import PoseStudioError

ROOT = Path(__file__).parents[2]


def test_a_module_that_is_there_is_returned():
    assert needed("email.message", "usd") is sys.modules["email.message"]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("pip", "pip install 'posestudio[usd]'"),
        ("checkout", "pip install 'posestudio[usd]'"),
        ("pipx", "pipx inject posestudio usd-core"),
        ("uv tool", "uv pip install --python /a/bin/python usd-core"),
        ("bundle", "this build has no extras"),
    ],
)
def test_a_missing_extra_is_one_line_with_the_command_that_adds_it(monkeypatch, kind, words):
    monkeypatch.setattr(sys, "executable", "/a/bin/python")
    monkeypatch.setattr(installation, "kind", lambda: installation.Kind(kind))
    monkeypatch.setattr(installation, "requirements", lambda extra: {"usd": ["usd-core"]}[extra])
    with pytest.raises(PoseStudioError) as error:
        needed("no_such_package.part", "usd")
    assert "the extra usd, which is not installed" in str(error.value) and words in str(error.value)


def test_the_environments_of_pipx_and_uv_are_recognised(tmp_path, monkeypatch):
    assert installation.kind() is installation.Kind.checkout
    monkeypatch.setattr(installation, "PACKAGE", tmp_path / "posestudio")
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    assert installation.kind() is installation.Kind.pip
    for file, kind in (("uv-receipt.toml", "uv tool"), ("pipx_metadata.json", "pipx")):
        (tmp_path / file).touch()
        assert installation.kind() == kind
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert installation.kind() is installation.Kind.bundle


def test_a_package_that_is_there_and_fails_says_why(tmp_path, monkeypatch):
    (tmp_path / "broken_package.py").write_text("import numpy_of_another_age")
    (tmp_path / "other_broken_package.py").write_text("raise RuntimeError('compiled for NumPy 1')")
    monkeypatch.syspath_prepend(tmp_path)
    for name, reason in (("broken", "numpy_of_another_age"), ("other_broken", "compiled for NumPy 1")):
        with pytest.raises(PoseStudioError, match=f"cannot be imported: .*{reason}.*install it again"):
            extras.needed(f"{name}_package", "usd")


def test_an_extra_consists_of_the_packages_that_the_project_lists(monkeypatch):
    lines = [
        "numpy>=2",
        'ray[data]>=2.40; extra == "ray"',
        "fsspec; extra == 'ray'",
        'usd-core; extra == "usd"',
    ]
    monkeypatch.setattr(installation.metadata, "requires", lambda name: lines)
    assert installation.requirements("ray") == ["ray[data]", "fsspec"]


def test_the_lock_of_the_extras_has_their_packages_and_never_another_torch():
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    base, more = ((ROOT / f"requirements{name}.lock").read_text().lower() for name in ("", "-extras"))
    for name in ("heic", "ray", "parquet", "usd", "rerun"):
        for requirement in extras[name]:
            package = requirement.partition(">")[0].partition("[")[0]
            assert f"\n{package}==" in (base + more).replace("_", "-")
    assert not set(base.splitlines()) & {line for line in more.splitlines() if "==" in line}
    assert "torch" not in more
