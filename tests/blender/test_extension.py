"""The add-on as one file, and what its parts may import."""

import ast
import zipfile
from pathlib import Path

import pytest

import posestudio
from blender import make_extension
from blender.posestudio_lift.posing import BODY_JOINTS
from blender.posestudio_lift.skeleton import NEEDED, ROLES
from posestudio.body import layouts
from posestudio.mocap import rig_matching

FILES = sorted(make_extension.ADDON.glob("*.py"))


def test_the_extension_has_the_same_bytes_every_time(tmp_path):
    one, other = (make_extension.pack(tmp_path / name) for name in ("one", "other"))
    assert one.name == f"posestudio_lift-{posestudio.__version__}.zip"  # both of one version
    assert one.read_bytes() == other.read_bytes()
    names = zipfile.ZipFile(one).namelist()
    assert {"blender_manifest.toml", "__init__.py", "LICENSE", *(file.name for file in FILES)} == set(names)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_module_needs_what_it_says(file):
    tree = ast.parse(file.read_text())
    assert len(file.read_text().splitlines()) <= 400
    imported = {
        (node.module or "").split(".")[0] if isinstance(node, ast.ImportFrom) else name.name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom | ast.Import) and not getattr(node, "level", 0)
        for name in node.names
    }
    assert not imported & {"posestudio", "scipy", "blender"}
    if "ithout Blender" in (ast.get_docstring(tree) or "").partition("\n")[0]:
        assert not imported & {"bpy", "mathutils", "bpy_extras"}


def test_joints_and_roles_are_the_program_s():
    assert BODY_JOINTS == layouts.BODY_JOINTS
    assert set(ROLES) <= set(rig_matching.ROLES) and set(NEEDED) == set(rig_matching.REQUIRED)


def test_the_licence_is_the_program_s():
    root = Path(make_extension.__file__).parents[1]
    assert (make_extension.ADDON / "LICENSE").read_text() == (root / "LICENSE").read_text()
