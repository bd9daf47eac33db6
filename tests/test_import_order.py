"""The order of the rooms, read from every import, also those inside functions and for types only."""

import ast
import re
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import posestudio

PACKAGE = Path(posestudio.__file__).parent
ROOMS = (
    "errors common geometry body mocap mannequin posing keypoints learning diffusion lifting dataset training"
    " detection export archives demo doctor cli"
).split()
"""A room imports from itself and from those before it. ``app`` comes last; only ``cli`` opens it."""
APP = "common model work viewport display editor files exporting panels training start shell main".split()
"""The same for the rooms of ``app``."""
EVERYWHERE = {"__init__", "__main__"}  # the public names and the command, which import what they open
LONGEST = 400
"""Lines of a file."""


def modules():
    """{dotted name below posestudio: its file}"""
    return {
        path.relative_to(PACKAGE).with_suffix("").as_posix().removesuffix("/__init__").replace("/", "."): path
        for path in PACKAGE.rglob("*.py")
    }


def imports(path, known):
    """The modules of PoseStudio that a file imports."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}:{node.lineno}: imports are absolute here"
            whole = node.module or ""
            for name in node.names:
                deeper = f"{whole}.{name.name}".removeprefix("posestudio.")
                if whole.split(".")[0] == "posestudio":
                    yield (
                        deeper
                        if deeper in known
                        else whole.removeprefix("posestudio").lstrip(".") or "__init__"
                    )
        elif isinstance(node, ast.Import):
            for name in node.names:
                if name.name.split(".")[0] == "posestudio":
                    yield name.name.removeprefix("posestudio").lstrip(".") or "__init__"


def room(module):
    """(place of the room in ROOMS, and in APP), and its name."""
    parts = module.split(".")
    if parts[0] != "app":
        return (ROOMS.index(parts[0]), -1), parts[0]
    return (len(ROOMS), APP.index(parts[1]) if len(parts) > 1 else len(APP)), ".".join(parts[:2])


@cache
def graph():
    """{module: the others that it imports}"""
    known = modules()
    return {
        name: set(imports(path, known)) - {name} for name, path in known.items() if name not in EVERYWHERE
    }


def test_no_module_imports_anything_downstream():
    pairs = {(module, target) for module, targets in graph().items() for target in targets}
    pairs -= {("cli.studio", "app"), ("cli.lift_project", "app.exporting.project")}
    assert not sorted(pair for pair in pairs if room(pair[1])[0] > room(pair[0])[0])


def test_no_modules_import_each_other_in_a_circle():
    circle = []
    try:
        TopologicalSorter(graph()).prepare()
    except CycleError as error:
        circle = error.args[1]
    assert not circle


@pytest.mark.parametrize("top", ["posestudio", "tests", "tools", "benchmarks"])
def test_no_file_is_long(top):
    files = (PACKAGE.parent / top).rglob("*.py")
    long = {str(path): n for path in files if (n := len(path.read_text().splitlines())) > LONGEST}
    assert not long


def test_the_files_that_the_architecture_page_names_are_there():
    page = (PACKAGE.parent / "docs" / "architecture.md").read_text()
    folder = ""
    for name in re.findall(r"`([\w/]+\.py)", page):
        folder = name.rpartition("/")[0] or folder  # `a/b.py`, `c.py`: both in a
        places = (PACKAGE, PACKAGE / folder, PACKAGE.parent)
        assert any((place / name).exists() for place in places), name


def test_the_architecture_page_draws_every_room():
    page = (PACKAGE.parent / "docs" / "architecture.md").read_text()
    for room_name in (*ROOMS, *APP):
        assert re.search(rf"^  +{room_name}(/|\.py) ", page, re.MULTILINE), room_name
