"""The tab PoseStudio in the sidebar of the 3D View."""

from __future__ import annotations

import bpy

from .armatures import is_generated
from .operators import KINDS, OnArmature, OnLifted, Running, selected_armature
from .skeleton import NEEDED

_ICONS = {"PICTURE": "IMAGE_DATA", "VIDEO": "FILE_MOVIE", "KEYPOINTS": "FILE_TEXT", "PROJECT": "FILE_BLEND"}


class _Panel:
    bl_space_type = "VIEW_3D"
    bl_region_type = "UI"
    bl_category = "PoseStudio"


class HypothesisList(bpy.types.UIList):
    bl_idname = "POSESTUDIO_UL_hypotheses"

    def draw_item(
        self, context, layout, data, item, icon, active_data, active_property, index=0, flag=0
    ) -> None:
        row = layout.row()
        row.label(text=item.name, icon="ARMATURE_DATA")
        row.label(text=f"{item.score:.2f}")


class LiftPanel(_Panel, bpy.types.Panel):
    bl_label = "Lift Pose"
    bl_idname = "POSESTUDIO_PT_lift"

    def draw(self, context: bpy.types.Context) -> None:
        column = self.layout.column()
        if Running.job is not None:
            column.progress(factor=Running.job.share, text=Running.job.text)
            column.label(text="Esc: cancel")
            return
        armature = selected_armature(context)
        if armature is None:
            column.label(text="No armature selected: makes a new one", icon="INFO")
        else:
            column.label(text=armature.name, icon="OUTLINER_OB_ARMATURE")
        column = column.column(align=True)
        for kind, (title, _) in KINDS.items():
            column.operator("posestudio.lift", text=f"From {title}...", icon=_ICONS[kind]).kind = kind


class HypothesesPanel(_Panel, OnLifted, bpy.types.Panel):
    bl_idname = "POSESTUDIO_PT_hypotheses"
    bl_label = "Hypotheses"
    bl_parent_id = "POSESTUDIO_PT_lift"

    def draw(self, context: bpy.types.Context) -> None:
        stored = selected_armature(context).posestudio
        column = self.layout.column()
        if stored.problem:
            column.label(text=stored.problem, icon="ERROR")
        column.label(text=stored.source)
        if stored.people > 1:
            column.prop(stored, "person", text=f"Person of {stored.people}")
        column.template_list("POSESTUDIO_UL_hypotheses", "", stored, "hypotheses", stored, "active")
        column.prop(stored, "start")
        column.operator("posestudio.new_armature")


class BonesPanel(_Panel, OnArmature, bpy.types.Panel):
    bl_idname = "POSESTUDIO_PT_bones"
    bl_label = "Bones"
    bl_parent_id = "POSESTUDIO_PT_lift"
    bl_options = {"DEFAULT_CLOSED"}

    def draw(self, context: bpy.types.Context) -> None:
        armature = selected_armature(context).data
        column = self.layout.column()
        if is_generated(armature):
            column.label(text="A rig of Rigify: its FK controls are posed", icon="INFO")
            return
        row = column.row(align=True)
        row.operator("posestudio.match", icon="VIEWZOOM")
        row.operator("posestudio.reset_bones", text="", icon="LOOP_BACK")
        stored = armature.posestudio
        if stored.profile:
            column.label(text=f"Found by: {stored.profile}")
        if stored.doubts:
            column.label(text=stored.doubts, icon="QUESTION")
        column = column.column(align=True)
        for role in stored.roles:
            row = column.row()
            row.alert = role.name in NEEDED and role.bone not in armature.bones
            row.prop_search(role, "bone", armature, "bones", text=role.name.replace("_", " ").capitalize())


CLASSES = (HypothesisList, LiftPanel, HypothesesPanel, BonesPanel)


register, unregister = bpy.utils.register_classes_factory(CLASSES)
