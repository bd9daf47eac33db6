"""The operators: lift a file, find an armature's bones, make a new armature of what was lifted."""

from pathlib import Path
from typing import Any

import bpy
from bpy.props import BoolProperty, EnumProperty, IntProperty, StringProperty
from bpy_extras.io_utils import ImportHelper

from . import job, new_armature, preferences, state
from .armatures import asked_joints, constrained, is_generated, roles_of, store_roles
from .job import Job, Matching
from .lifted import ResultProblem, unpacked
from .program import ProgramProblem
from .skeleton import NEEDED, RigProblem

PROBLEMS = (ProgramProblem, ResultProblem, RigProblem)
KINDS = {
    "PICTURE": ("Picture", job.PICTURES),
    "VIDEO": ("Video", job.VIDEOS),
    "KEYPOINTS": ("Keypoints", job.KEYPOINTS),
    "PROJECT": ("Project", job.PROJECTS),
}
_LOOK_EVERY = 0.1  # seconds


class Running:
    """The lift that is under way, of which there is one at a time: its ``job``, and the armature it is for."""

    job: Job | None = None
    armature_name = ""

    @classmethod
    def stop(cls) -> None:
        """End it."""
        if cls.job is not None:
            cls.job.close()
        cls.job = None


def selected_armature(context: bpy.types.Context) -> bpy.types.Object | None:
    """The active object, or the one selected armature."""
    active = context.object
    if active is not None and active.type == "ARMATURE" and active.select_get():
        return active
    armatures = [one for one in context.selected_objects if one.type == "ARMATURE"]
    return armatures[0] if len(armatures) == 1 else None


class OnArmature:
    """An operator or panel that needs a selected armature."""

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        return selected_armature(context) is not None


class OnLifted:
    """An operator or panel that needs a selected armature onto which a person was lifted."""

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        armature = selected_armature(context)
        return armature is not None and bool(armature.posestudio.text)


class LiftPose(bpy.types.Operator, ImportHelper):
    """Lift a person's pose or motion from a file with PoseStudio, and apply it to the selected armature"""

    bl_idname = "posestudio.lift"
    bl_label = "Lift Pose"
    bl_options = {"UNDO"}

    kind: EnumProperty(items=[(key, title, "") for key, (title, _) in KINDS.items()], options={"HIDDEN"})
    filter_glob: StringProperty(default="*", options={"HIDDEN"})
    hypotheses: IntProperty(name="Hypotheses", default=8, min=1, max=64, description="Poses to choose from")
    every: IntProperty(
        name="Every N-th Frame", default=1, min=1, description="Of a video or a folder of pictures"
    )
    make_new: BoolProperty(name="New Armature", description="Make a new armature, even where one is selected")

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        return Running.job is None

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[str]:
        self.filter_glob = ";".join(f"*{ending}" for ending in KINDS[self.kind][1].split(";"))
        return ImportHelper.invoke(self, context, event)

    def execute(self, context: bpy.types.Context) -> set[str]:
        armature = None if self.make_new else selected_armature(context)
        try:
            Running.job = self._job(context, armature)
        except PROBLEMS as problem:
            self.report({"ERROR"}, str(problem))
            return {"CANCELLED"}
        Running.armature_name = "" if armature is None else armature.name
        if bpy.app.background or context.window is None:
            return self._waited(context)
        self._timer = context.window_manager.event_timer_add(_LOOK_EVERY, window=context.window)
        context.window_manager.modal_handler_add(self)
        context.workspace.status_text_set("PoseStudio lifts. Esc: cancel")
        return {"RUNNING_MODAL"}

    def _job(self, context: bpy.types.Context, armature: bpy.types.Object | None) -> Job:
        source = Path(bpy.path.abspath(self.filepath)).absolute()
        if not source.exists() or (source.is_dir() and not self.filepath.strip()):
            raise ProgramProblem(f"there is no file {source}")
        asked = None
        if armature is not None and not is_generated(armature.data):
            roles = roles_of(armature.data)
            if not all(role in roles for role in NEEDED):
                asked = asked_joints(armature.data)
        options = job.options_of(source, self.hypotheses, self.every)
        return Job(preferences.program(context), source, options, asked)

    def _waited(self, context: bpy.types.Context) -> set[str]:
        """The lift without a window: everything else waits for it."""
        assert Running.job is not None
        try:
            Running.job.wait()
            return self._finish(context)
        except PROBLEMS as problem:
            self.report({"ERROR"}, str(problem))
            return {"CANCELLED"}
        finally:
            Running.stop()

    def modal(self, context: bpy.types.Context, event: bpy.types.Event) -> set[str]:
        if event.type == "ESC" and event.value == "PRESS":
            self.cancel(context)
            self.report({"INFO"}, "Lifting was cancelled")
            return {"CANCELLED"}
        if event.type != "TIMER" or Running.job is None:
            return {"PASS_THROUGH"}
        for area in context.screen.areas if context.screen else ():
            if area.type == "VIEW_3D":
                area.tag_redraw()
        try:
            if not Running.job.finished():
                return {"PASS_THROUGH"}
            done = self._finish(context)
        except PROBLEMS as problem:
            self.report({"ERROR"}, str(problem))
            done = {"CANCELLED"}
        self.cancel(context)
        return done

    def cancel(self, context: bpy.types.Context) -> None:
        """End the program; Blender calls this, too, when a file is opened meanwhile."""
        Running.stop()
        timer = getattr(self, "_timer", None)
        if timer is not None:
            context.window_manager.event_timer_remove(timer)
            self._timer = None
            context.workspace.status_text_set(None)

    def _finish(self, context: bpy.types.Context) -> set[str]:
        """Apply the result. Raises one of PROBLEMS."""
        assert Running.job is not None
        source = Running.job.source
        lifted, found = Running.job.result()
        name = source.stem or "PoseStudio"
        armature = bpy.data.objects.get(Running.armature_name)
        if Running.armature_name and armature is None:
            raise RigProblem(f"the armature {Running.armature_name} is no longer there")
        if armature is None:
            armature = new_armature.make(context, lifted.people[0], name)
        if found is not None:
            store_roles(armature.data, found)
        state.store(context, armature, lifted, source.name, name)
        for remark in lifted.remarks:
            self.report({"INFO"}, remark)
        turned = constrained(armature, list(roles_of(armature.data).values()))
        if turned and not is_generated(armature.data):
            self.report(
                {"WARNING"},
                f"{', '.join(turned[:4])}: constraints or IK turn these bones elsewhere; mute them to see the pose",
            )
        people = f", the first of {len(lifted.people)} people" if len(lifted.people) > 1 else ""
        self.report({"INFO"}, f"{source.name}: applied to {armature.name}{people}")
        return {"FINISHED"}


class FindBones(OnArmature, bpy.types.Operator):
    """Find which bone of the armature is which; bones chosen by hand stay"""

    bl_idname = "posestudio.match"
    bl_label = "Find Bones"
    bl_options = {"UNDO"}

    def execute(self, context: bpy.types.Context) -> set[str]:
        armature = selected_armature(context)
        assert armature is not None
        try:
            found = _found(context, armature.data)
        except PROBLEMS as problem:
            self.report({"ERROR"}, str(problem))
            return {"CANCELLED"}
        store_roles(armature.data, found)
        roles = roles_of(armature.data)
        missing = [role.replace("_", " ") for role in NEEDED if role not in roles]
        if missing:
            self.report(
                {"WARNING"}, f"no bone was found for: {', '.join(missing)}. Choose them under 'Bones'"
            )
        return {"FINISHED"}


def _found(context: bpy.types.Context, armature: bpy.types.Armature) -> dict[str, Any]:
    """What the program says about an armature's bones; see `Matching.found`."""
    if is_generated(armature):
        return {"joints": roles_of(armature), "profile": "Rigify's FK controls"}
    matching = Matching(preferences.program(context), asked_joints(armature))
    try:
        return matching.found()
    finally:
        matching.close()


class ForgetBones(OnArmature, bpy.types.Operator):
    """Forget which bones were chosen by hand"""

    bl_idname = "posestudio.reset_bones"
    bl_label = "Forget Chosen Bones"
    bl_options = {"UNDO"}

    def execute(self, context: bpy.types.Context) -> set[str]:
        armature = selected_armature(context)
        assert armature is not None
        armature.data.posestudio.roles.clear()
        return {"FINISHED"}


class NewArmature(OnLifted, bpy.types.Operator):
    """Make a new armature with the lengths of the person that was lifted for the active one, and pose it alike"""

    bl_idname = "posestudio.new_armature"
    bl_label = "New Armature"
    bl_options = {"UNDO"}

    def execute(self, context: bpy.types.Context) -> set[str]:
        armature = selected_armature(context)
        assert armature is not None
        stored = armature.posestudio
        source, chosen, person = stored.source, stored.active, stored.person
        try:
            lifted = unpacked(stored.text)
            name = Path(source).stem or "PoseStudio"
            made = new_armature.make(context, lifted.people[min(person, len(lifted.people)) - 1], name)
            state.store(context, made, lifted, source, name)
            made.posestudio.person, made.posestudio.active = person, chosen
        except PROBLEMS as problem:
            self.report({"ERROR"}, str(problem))
            return {"CANCELLED"}
        return {"FINISHED"}


CLASSES = (LiftPose, FindBones, ForgetBones, NewArmature)


register, _unregister = bpy.utils.register_classes_factory(CLASSES)


def unregister() -> None:
    Running.stop()
    _unregister()
