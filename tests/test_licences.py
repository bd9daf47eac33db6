"""What is handed on says whose terms it has."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from safetensors import safe_open

ROOT = Path(__file__).parent.parent
WEIGHTS = sorted((ROOT / "weights").rglob("*.safetensors"))


def test_the_package_says_that_the_weights_have_terms_of_their_own() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["license"] != "MIT" and "LicenseRef" in project["license"]
    assert set(project["license-files"]) >= {"LICENSE", "WEIGHTS-LICENSE", "NOTICE"}
    assert all((ROOT / name).is_file() for name in project["license-files"])
    assert "research use" in (ROOT / project["readme"]).read_text().rpartition("## More")[2]


@pytest.mark.parametrize("path", WEIGHTS, ids=lambda path: path.stem)
def test_terms_of_every_weights_file_are_told(path: Path) -> None:
    text = (ROOT / "WEIGHTS-LICENSE").read_text()
    name = path.relative_to(ROOT).as_posix()
    assert name in text
    with safe_open(path, "np") as archive:
        terms = json.loads(archive.metadata()["card"])["data"]["terms"]
    part = next(part for part in text.split("\n\n") if name in part)
    assert ("research use" in part) == ("research use" in terms)


def test_copyleft_parts_of_a_bundle_are_named() -> None:
    notice = (ROOT / "NOTICE").read_text()
    assert all(word in notice for word in ("PySide6", "LGPL", "FFmpeg", "GPL", "x264", "PyAV"))
