"""Drives the add-on in Blender: `python in_blender.py FOLDER CASE ...` writes FOLDER/CASE.json for each case.

FOLDER has the program, `posestudio`, and the files that `test_in_blender` puts there. Runs in a Python with bpy.
"""

import json
import os
import sys
import traceback
from pathlib import Path
from types import SimpleNamespace

FOLDER = Path(sys.argv[1])
sys.path[:0] = [str(Path(__file__).parents[2] / "blender"), str(Path(__file__).parent)]

import blender_rigs as rigs  # noqa: E402
import bpy  # noqa: E402
import numpy as np  # noqa: E402
import posestudio_lift  # noqa: E402
from posestudio_lift import lifted, operators  # noqa: E402
from posestudio_lift.job import Job  # noqa: E402

PERSON = lifted.read(FOLDER / "lifted.json").people[0].joints[:, 0].astype(float)
RIGS = {
    "rigify metarig": rigs.metarig,
    "mixamo": lambda: rigs.imported(FOLDER / "mixamo.bvh", 0.01),
    "unreal": lambda: rigs.imported(FOLDER / "unreal.bvh"),
    "unreal names": lambda: rigs.by_names("unreal", PERSON),
    "vrm names": lambda: rigs.by_names("vrm", PERSON),
    "motionbuilder names": lambda: rigs.by_names("motionbuilder", PERSON),
    "autorig names": lambda: rigs.by_names("autorig", PERSON),
    "smpl names": lambda: rigs.by_names("smpl", PERSON),
    "odd rolls and modes": lambda: rigs.by_names("motionbuilder", PERSON, seed=5),
    "scaled, turned, parented": lambda: rigs.moved_below_a_parent(rigs.by_names("vrm", PERSON, seed=2)),
}
DEFORMING = {
    f"{side}_{role}": f"DEF-{bone}.{side[0].upper()}"
    for side in ("left", "right")
    for role, bone in (
        ("shoulder", "upper_arm"), ("elbow", "forearm"), ("wrist", "hand"),
        ("hip", "thigh"), ("knee", "shin"), ("ankle", "foot"), ("toe", "toe"),
    )
} | {"neck": "DEF-spine.004", "head": "DEF-spine.006"}  # fmt: skip


def lift(name, **options):
    """The add-on's operator on a file of FOLDER; its error as text, or ''."""
    try:
        assert bpy.ops.posestudio.lift(filepath=str(FOLDER / name), **options) == {"FINISHED"}
    except RuntimeError as problem:
        return str(problem)
    return ""


def angles():
    """Every rig posed as the photograph and as each of its hypotheses."""
    report = {}
    for name, make in RIGS.items():
        rigs.empty_scene()
        armature = make()
        assert lift("photograph.jpg") == "", name
        kept = armature.posestudio
        found = [rigs.errors(armature, rigs.joints_shown(armature))]
        for number in range(1, len(kept.hypotheses)):
            kept.active = number
            found.append(rigs.errors(armature, rigs.joints_shown(armature)))
        assert len(found) == 8
        report[name] = {limb: max(one[limb] for one in found) for limb in found[0]}
    return report


def controls():
    """A rig that Rigify has generated: the bones that deform follow its FK controls."""
    rigs.empty_scene()
    armature = rigs.generated()
    assert lift("keypoints.json") == ""
    found = rigs.errors(armature, rigs.joints_shown(armature), DEFORMING)
    armature.posestudio.active = 5
    other = rigs.errors(armature, rigs.joints_shown(armature), DEFORMING)
    return {limb: max(found[limb], other[limb]) for limb in found}


def new_armature():
    """Without a selected armature there is a new one, with the person's lengths."""
    rigs.empty_scene()
    assert lift("keypoints.json") == ""
    armature = bpy.context.object
    joints = rigs.joints_shown(armature)
    found = rigs.errors(armature, joints)
    bone = armature.data.bones["Thigh.L"].length
    legs = [np.linalg.norm(joints[one] - joints[other]) for one, other in ((19, 20), (23, 24))]
    armature.posestudio.active = 2
    assert bpy.ops.posestudio.new_armature() == {"FINISHED"}
    again = bpy.context.object
    return {
        "errors": found,
        "type": armature.type,
        "thigh": bone / float(np.mean(legs)),
        "again": rigs.errors(again, rigs.joints_shown(again)),
        "another": again.name != armature.name and again.posestudio.active == 2,
    }


def picture_keys():
    """A picture has keys at the current frame only, in an action of its own; the action of before stays."""
    rigs.empty_scene()
    armature = rigs.metarig()
    armature.pose.bones["upper_arm.L"].keyframe_insert("rotation_quaternion", frame=1)
    before = armature.animation_data.action
    keys = len(before.fcurves[0].keyframe_points)
    bpy.context.scene.frame_set(42)
    assert lift("photograph.jpg") == ""
    action = armature.animation_data.action
    times = {point.co[0] for curve in action.fcurves for point in curve.keyframe_points}
    pose = [list(bone.matrix) for bone in armature.pose.bones]
    bpy.context.scene.frame_set(1)
    bpy.context.scene.frame_set(42)
    back = [list(bone.matrix) for bone in armature.pose.bones]
    armature.posestudio.active = 3
    return {
        "times": sorted(times),
        "action": action.name,
        "actions": len(bpy.data.actions),
        "before": [before != action, len(before.fcurves[0].keyframe_points) - keys],
        "same action": armature.animation_data.action == action,
        "kept by keys": float(np.abs(np.array(pose) - np.array(back)).max()),
        "undo": sorted(operators.LiftPose.bl_options),
    }


def sequence():
    """A sequence of 30 frames a second in a scene of 24, from the current frame on."""
    rigs.empty_scene()
    armature = rigs.metarig()
    scene = bpy.context.scene
    scene.render.fps, scene.frame_current = 24, 10
    assert lift("sequence.json", hypotheses=2) == ""
    read, rank = rigs.stored(armature)
    frames, joints = read.at_rate(read.people[0], rank, 24.0)
    worst = {}
    for frame, body in zip(frames, joints, strict=True):
        scene.frame_set(10 + int(frame))
        for limb, off in rigs.errors(armature, body).items():
            worst[limb] = max(off, worst.get(limb, 0))
    curve = rigs.fcurves(armature)[0]
    return {
        "errors": worst,
        "times": [
            curve.keyframe_points[0].co[0],
            curve.keyframe_points[-1].co[0],
            len(curve.keyframe_points),
        ],
        "motions": [entry.name for entry in armature.posestudio.hypotheses],
    }


def project():
    """A project of the studio with two people, of whom the second is chosen."""
    rigs.empty_scene()
    armature = rigs.by_names("vrm", PERSON)
    assert lift("moment.posestudio") == ""
    first = rigs.errors(armature, rigs.joints_shown(armature))
    armature.posestudio.person = 2
    second = rigs.errors(armature, rigs.joints_shown(armature))
    return {"people": armature.posestudio.people, "errors": [first, second]}


def saved():
    """A saved file has the hypotheses, and switches without the program."""
    rigs.empty_scene()
    rigs.metarig()
    assert lift("photograph.jpg") == ""
    bpy.ops.wm.save_as_mainfile(filepath=str(FOLDER / "saved.blend"))
    os.environ["PATH"] = ""
    bpy.ops.wm.open_mainfile(filepath=str(FOLDER / "saved.blend"))
    armature = next(one for one in bpy.data.objects if one.type == "ARMATURE")
    armature.posestudio.active = 4
    return rigs.errors(armature, rigs.joints_shown(armature))


def problems():
    """What is said where something is missing, and that nothing has been changed then."""
    rigs.empty_scene()
    armature = rigs.by_names("vrm", PERSON)
    said = {"no file": lift("nothing.jpg"), "no person": lift("broken.json")}
    bpy.ops.object.mode_set(mode="EDIT")
    for name in ("J_Bip_L_LowerArm", "J_Bip_L_Hand"):
        armature.data.edit_bones.remove(armature.data.edit_bones[name])
    bpy.ops.object.mode_set(mode="OBJECT")
    said["bones"] = lift("keypoints.json")
    said["untouched"] = [armature.animation_data is None or armature.animation_data.action is None]
    said["untouched"] += [armature.posestudio.text == "", len(bpy.data.actions) == 0]
    whole, roles = rigs.meaningless(PERSON)
    rigs.selected(whole)
    assert bpy.ops.posestudio.match() == {"FINISHED"}
    for entry in whole.data.posestudio.roles:
        entry.bone = roles.get(entry.name, "")
    assert bpy.ops.posestudio.match() == {"FINISHED"}  # keeps what was chosen
    said["by hand"] = lift("keypoints.json")
    said["errors"] = rigs.errors(whole, rigs.joints_shown(whole))
    old = FOLDER / "old" / "posestudio"
    preferences = SimpleNamespace(path=str(old))
    addons = {posestudio_lift.__name__: SimpleNamespace(preferences=preferences)}
    context = SimpleNamespace(preferences=SimpleNamespace(addons=addons))
    for name, path in (("too old", str(old)), ("missing", str(FOLDER / "nowhere"))):
        preferences.path = path
        try:
            posestudio_lift._modules()[0].program(context)
        except posestudio_lift.program.ProgramProblem as problem:
            said[name] = str(problem)
    return said


class Layout:
    """Stands in for a layout: what is drawn has to be what Blender's layouts can draw."""

    alert = True

    def __init__(self, drawn):
        self.drawn = drawn

    def __getattr__(self, name):
        known = bpy.types.UILayout.bl_rna.functions[name].parameters

        def draw(*values, **given):
            for argument, value in given.items():
                assert argument in known, (name, argument)
                if argument == "icon":
                    assert value in known["icon"].enum_items, value
            if name == "operator":
                assert hasattr(bpy.ops.posestudio, values[0].removeprefix("posestudio.")), values
            if name in ("prop", "prop_search"):
                assert values[1] in values[0].bl_rna.properties, values
            self.drawn.append(given.get("text", values[0] if values and isinstance(values[0], str) else name))
            return self if name in ("column", "row") else SimpleNamespace()

        return draw


def panels():
    """What the panels draw without an armature, before and after a lift, and while one is under way."""
    rigs.empty_scene()
    panel = posestudio_lift._modules()[-1]
    report = {}

    def draw(when):
        drawn = []
        stand_in = SimpleNamespace(layout=Layout(drawn))
        for one in (panel.LiftPanel, panel.HypothesesPanel, panel.BonesPanel):
            if one is panel.LiftPanel or one.poll(bpy.context):
                one.draw(stand_in, bpy.context)
        report[when] = drawn

    draw("empty")
    armature = rigs.by_names("vrm", PERSON)
    draw("before")
    assert lift("moment.posestudio") == ""
    draw("after")
    for entry in armature.posestudio.hypotheses:
        panel.HypothesisList.draw_item(None, bpy.context, Layout([]), None, entry, 0, None, "")
    operators.Running.job = Job(FOLDER / "slow" / "posestudio", FOLDER / "photograph.jpg", [])
    draw("meanwhile")
    operators.Running.stop()
    return report


def cancelled():
    """Esc ends the program and leaves everything as it was; other events pass."""
    rigs.empty_scene()
    rigs.metarig()
    job = Job(FOLDER / "slow" / "posestudio", FOLDER / "photograph.jpg", [])
    operators.Running.job, operators.Running.armature_name = job, "metarig"
    said = []
    window = SimpleNamespace(report=lambda kind, text: said.append(text), cancel=lambda context: None)
    window.cancel = lambda context: operators.LiftPose.cancel(window, context)
    events = [("MOUSEMOVE", "NOTHING"), ("TIMER", "NOTHING"), ("ESC", "PRESS")]
    context = SimpleNamespace(screen=None)
    answers = [
        sorted(operators.LiftPose.modal(window, context, SimpleNamespace(type=kind, value=value)))
        for kind, value in events
    ]
    return {
        "answers": answers,
        "said": said,
        "ended": job._lift._process.poll() is not None,
        "running": operators.Running.job is not None,
        "actions": len(bpy.data.actions),
    }


def main():
    path = f"{FOLDER}{os.pathsep}{os.environ['PATH']}"
    bpy.ops.wm.read_factory_settings(use_empty=True)
    posestudio_lift.register()
    for case in sys.argv[2:]:
        os.environ["PATH"] = path
        try:
            report = globals()[case]()
        except BaseException:
            report = {"failed": traceback.format_exc()}
        (FOLDER / f"{case}.json").write_text(json.dumps(report, indent=1))
    posestudio_lift.unregister()
    (FOLDER / "unregistered").touch()
    sys.stdout.flush()
    os._exit(0)  # the rigs of Rigify are not freed in time at an ordinary end


main()
