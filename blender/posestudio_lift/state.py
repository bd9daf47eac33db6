"""What is stored in a .blend file: with an object its hypotheses, with an armature the roles of its bones."""

import bpy
from bpy.props import (
    BoolProperty,
    CollectionProperty,
    FloatProperty,
    IntProperty,
    PointerProperty,
    StringProperty,
)

from . import applying, keys, updates
from .lifted import Lifted, Person, ResultProblem, packed, titles, unpacked
from .skeleton import RigProblem


def _chosen_by_hand(role: "Role", context: bpy.types.Context) -> None:
    if not updates.are_paused():
        role.chosen = True


class Role(bpy.types.PropertyGroup):
    """A role of a body, its ``name``, and the bone that has it."""

    bone: StringProperty(
        name="Bone", description="The bone that begins at this joint", update=_chosen_by_hand
    )
    chosen: BoolProperty(description="Whether the bone was chosen by hand")


class OfArmature(bpy.types.PropertyGroup):
    """What is known of an armature."""

    roles: CollectionProperty(type=Role)
    profile: StringProperty()
    doubts: StringProperty()


class Hypothesis(bpy.types.PropertyGroup):
    """A pose or motion to choose; its ``name`` is shown."""

    rank: IntProperty()
    score: FloatProperty()


def _choose(stored: "OfObject", context: bpy.types.Context) -> None:
    """Apply the selected hypothesis at once."""
    if not updates.are_paused():
        show(context, stored.id_data)


def _choose_person(stored: "OfObject", context: bpy.types.Context) -> None:
    """List the hypotheses of the selected person, and apply the first."""
    lifted = None if updates.are_paused() else _read(stored)
    if lifted is not None:
        _list(stored, _person(stored, lifted))
        show(context, stored.id_data)


class OfObject(bpy.types.PropertyGroup):
    """What was lifted for an object, so that another hypothesis can be chosen later."""

    text: StringProperty()
    source: StringProperty()
    start: IntProperty(name="First Frame", description="The scene's frame of the first key", update=_choose)
    action: PointerProperty(type=bpy.types.Action)
    problem: StringProperty()
    people: IntProperty()
    person: IntProperty(
        name="Person", min=1, default=1, description="Which of the lifted people the armature is posed as",
        update=_choose_person,
    )  # fmt: skip
    hypotheses: CollectionProperty(type=Hypothesis)
    active: IntProperty(name="Hypothesis", description="The pose that is applied", update=_choose)


def _read(stored: OfObject) -> Lifted | None:
    """What is stored; None, with the problem shown in the panel, where it cannot be read."""
    try:
        return unpacked(stored.text)
    except ResultProblem as problem:
        stored.problem = str(problem)
        return None


def _person(stored: "OfObject", lifted: Lifted) -> Person:
    return lifted.people[min(stored.person, len(lifted.people)) - 1]


def _list(stored: "OfObject", person: Person) -> None:
    stored.hypotheses.clear()
    for rank, title in titles(person):
        entry = stored.hypotheses.add()
        entry.name, entry.rank, entry.score = title, rank, person.scores[rank]
    with updates.paused():
        stored.active = 0


def store(
    context: bpy.types.Context, armature_object: bpy.types.Object, lifted: Lifted, source: str, name: str
) -> None:
    """Store what was lifted with the object, and apply the first person's first hypothesis in a new action called
    ``name``, from the scene's current frame. Raises RigProblem where it cannot be applied; then nothing is stored."""
    stored = armature_object.posestudio
    data = armature_object.animation_data
    before = None if data is None else data.action
    action = keys.new_action(armature_object, name)
    start = context.scene.frame_current
    try:
        applying.apply(
            context, armature_object, lifted, lifted.people[0], _first(lifted.people[0]), start, action
        )
    except RigProblem:
        armature_object.animation_data.action = before
        bpy.data.actions.remove(action)
        raise
    with updates.paused():
        stored.text, stored.source, stored.start, stored.action = packed(lifted), source, start, action
        stored.problem, stored.people, stored.person = "", len(lifted.people), 1
    _list(stored, lifted.people[0])


def _first(person: Person) -> int:
    return titles(person)[0][0]


def show(context: bpy.types.Context, armature_object: bpy.types.Object) -> None:
    """Apply the hypothesis that is selected in the object's list; a problem is shown in the panel."""
    stored = armature_object.posestudio
    lifted = _read(stored)
    if lifted is None or not 0 <= stored.active < len(stored.hypotheses):
        return
    if stored.action is None:  # deleted since
        stored.action = keys.new_action(armature_object, stored.source or "PoseStudio")
    rank = stored.hypotheses[stored.active].rank
    try:
        applying.apply(
            context, armature_object, lifted, _person(stored, lifted), rank, stored.start, stored.action
        )
    except RigProblem as problem:
        stored.problem = str(problem)
    else:
        stored.problem = ""


CLASSES = (Role, OfArmature, Hypothesis, OfObject)


_register, _unregister = bpy.utils.register_classes_factory(CLASSES)


def register() -> None:
    _register()
    bpy.types.Object.posestudio = PointerProperty(type=OfObject)
    bpy.types.Armature.posestudio = PointerProperty(type=OfArmature)


def unregister() -> None:
    del bpy.types.Armature.posestudio
    del bpy.types.Object.posestudio
    _unregister()
