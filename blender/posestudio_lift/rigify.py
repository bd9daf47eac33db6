"""The controls of a rig that Rigify has generated, which are posed instead of its many bones. Without Blender."""

from __future__ import annotations

from collections.abc import Iterable

_SIDES = {"left": "L", "right": "R"}
_MIDDLE = {"hips": "torso", "neck": "neck", "head": "head"}
_LIMBS = {
    "collar": "shoulder", "shoulder": "upper_arm_fk", "elbow": "forearm_fk", "wrist": "hand_fk",
    "hip": "thigh_fk", "knee": "shin_fk", "ankle": "foot_fk", "toe": "toe_fk",
}  # fmt: skip
CHEST = "chest"
SWITCHES = ("upper_arm_parent.L", "upper_arm_parent.R", "thigh_parent.L", "thigh_parent.R")
"""Bones with the property ``IK_FK``, which is 1 where the limb follows its FK controls."""
SWITCH = "IK_FK"


def roles(names: Iterable[str]) -> dict[str, str]:
    """The controls by role; empty where the bones are not those of a generated human rig."""
    there = set(names)
    found = dict(_MIDDLE)
    for side, letter in _SIDES.items():
        found |= {f"{side}_{role}": f"{control}.{letter}" for role, control in _LIMBS.items()}
        found[f"{side}_hand"] = f"ORG-palm.02.{letter}"
    needed = {name for role, name in found.items() if not role.endswith("_hand")} | {CHEST, *SWITCHES}
    if not needed <= there:
        return {}
    return {role: name for role, name in found.items() if name in there}


def parents(controls: dict[str, str]) -> dict[str, str | None]:
    """The controls with the one that each moves along with, parents first; also of the hands' palms, which are not
    posed."""
    above: dict[str, str | None] = {controls["hips"]: None, CHEST: controls["hips"], controls["neck"]: CHEST}
    above[controls["head"]] = controls["neck"]
    for side in _SIDES:
        parent, leg = CHEST, controls["hips"]
        for role in ("collar", "shoulder", "elbow", "wrist", "hand"):
            if f"{side}_{role}" in controls:
                above[controls[f"{side}_{role}"]] = parent
                parent = controls[f"{side}_{role}"]
        for role in ("hip", "knee", "ankle", "toe"):
            above[controls[f"{side}_{role}"]] = leg
            leg = controls[f"{side}_{role}"]
    return above
