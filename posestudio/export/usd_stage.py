"""USD stages of people: metadata, the world, its camera and materials, and the people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pxr import Kind, Sdf, Usd, UsdGeom, Vt

from posestudio.common.colours import Palette
from posestudio.export.usd_camera import add_camera
from posestudio.export.usd_people import Person
from posestudio.export.usd_skeleton import add_materials, add_person
from posestudio.geometry.camera import Camera

WORLD = Sdf.Path("/World")


def write_stage(
    path: Path,
    people: Sequence[Person],
    fps: float,
    names: str,
    cameras: Sequence[Camera],
    notes: Mapping[str, Any],
    palette: Palette,
) -> None:
    """Write the stage that `usd.save_usd` describes to ``path``, a .usda, .usdc or .usd."""
    stage = Usd.Stage.CreateNew(str(path))
    UsdGeom.SetStageUpAxis(stage, UsdGeom.Tokens.y)
    UsdGeom.SetStageMetersPerUnit(stage, UsdGeom.LinearUnits.meters)
    stage.SetTimeCodesPerSecond(fps)
    stage.SetFramesPerSecond(fps)
    layer = stage.GetRootLayer()
    layer.customLayerData = {"posestudio": {name: _value(value) for name, value in notes.items()}}
    layer.documentation = "People lifted to 3D by PoseStudio: metres, Y up."
    world = UsdGeom.Xform.Define(stage, WORLD).GetPrim()
    stage.SetDefaultPrim(world)
    Usd.ModelAPI(world).SetKind(Kind.Tokens.component)
    materials = WORLD.AppendChild("Materials")
    add_materials(stage, materials, palette)
    frames = 1
    for number, person in enumerate(people, start=1):
        place = WORLD.AppendChild(f"Person_{number}")
        frames = max(frames, add_person(stage, place, person, names, materials))
    if cameras:
        add_camera(stage, WORLD.AppendChild("Camera"), cameras)
    stage.SetStartTimeCode(0)
    stage.SetEndTimeCode(frames - 1)
    layer.Save()


def package(layer: Path, path: Path) -> None:
    """Write the package ``path``, a .usdz, of one layer."""
    writer = Sdf.ZipFileWriter.CreateNew(str(path))
    writer.AddFile(str(layer), layer.name)
    writer.Save()


def _value(value: Any) -> Any:
    """A note as USD has it: lists are arrays of texts."""
    return Vt.StringArray(list(value)) if isinstance(value, list | tuple) else value
