"""The add-on's preferences: where the program is."""

from pathlib import Path

import bpy
from bpy.props import StringProperty

from .program import ProgramProblem, check_version, find

_checked: dict[tuple[str, float], str] = {}
"""Versions of programs that have been asked, by path and time of change."""


class Preferences(bpy.types.AddonPreferences):
    bl_idname = __package__

    path: StringProperty(
        name="PoseStudio",
        subtype="FILE_PATH",
        description="The program, or the folder that it is in. Empty: PATH, and where pipx and uv install",
    )

    def draw(self, context: bpy.types.Context) -> None:
        column = self.layout.column()
        column.prop(self, "path")
        try:
            column.label(text=f"Found: {find(self.path)}", icon="CHECKMARK")
        except ProgramProblem as problem:
            column.label(text=str(problem), icon="ERROR")
        column.operator("posestudio.check")


def path(context: bpy.types.Context) -> str:
    """The path that the preferences give; empty where they give none."""
    addon = context.preferences.addons.get(__package__)
    return "" if addon is None or addon.preferences is None else addon.preferences.path


def program(context: bpy.types.Context) -> Path:
    """The program, asked for its version once. Raises ProgramProblem where it is missing or too old."""
    found = find(bpy.path.abspath(path(context)))
    key = (str(found), found.stat().st_mtime)
    if key not in _checked:
        _checked[key] = check_version(found)
    return found


class CheckProgram(bpy.types.Operator):
    """Start PoseStudio once, and say its version"""

    bl_idname = "posestudio.check"
    bl_label = "Check"

    def execute(self, context: bpy.types.Context) -> set[str]:
        try:
            found = program(context)
        except ProgramProblem as problem:
            self.report({"ERROR"}, str(problem))
            return {"CANCELLED"}
        self.report({"INFO"}, f"PoseStudio {check_version(found)} at {found}")
        return {"FINISHED"}


CLASSES = (Preferences, CheckProgram)


register, unregister = bpy.utils.register_classes_factory(CLASSES)
