"""Names of keypoints in the spellings of other tools, and which of COCO's keypoints, or points of the feet and head,
they mean.

A name is a side and a part in any order, with or without separators: ``left_shoulder``, ``LShoulder``,
``shoulder.L``, ``rsho``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_SIDES = {"left": "left", "l": "left", "lt": "left", "right": "right", "r": "right", "rt": "right"}
_PARTS = {
    "shoulder": ("shoulder", "shoulders", "sho", "shldr", "should"),
    "elbow": ("elbow", "elb", "elbo"),
    "wrist": ("wrist", "wri", "wrst"),
    "hip": ("hip", "hips", "pelvis"),
    "knee": ("knee", "kne"),
    "ankle": ("ankle", "ank", "ankl"),
    "eye": ("eye", "eyes"),
    "ear": ("ear", "ears"),
    "heel": ("heel",),
    "big_toe": ("bigtoe", "footindex"),
    "small_toe": ("smalltoe", "littletoe"),
    "toe": ("toe", "toes", "toebase"),
}
_STAND_INS = {"hand": "wrist", "foot": "ankle"}  # where the joint itself has no name
_PART_OF = {spelling: part for part, spellings in _PARTS.items() for spelling in spellings}
_SIDELESS = {
    "nose": "nose",
    "nos": "nose",
    "neck": "neck",
    "thorax": "thorax",
    "upperneck": "upper_neck",
    "headbottom": "upper_neck",
    "headtop": "head_top",
    "tophead": "head_top",
}
_MEANINGLESS = {
    "joint",
    "keypoint",
    "kp",
    "kpt",
    "point",
    "pt",
    "landmark",
    "marker",
    "body",
    "pose",
    "j",
    "k",
    "p",
}
_WORDS = "|".join(sorted((*_PART_OF, *_STAND_INS), key=len, reverse=True))
_WITHOUT_SEPARATOR = re.compile(rf"(left|right|lt|rt|l|r)({_WORDS})|({_WORDS})(left|right|lt|rt|l|r)")
_BOUNDARY = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=\d)|[\W_]+")


def canonical_names(names: Iterable[str]) -> tuple[str, ...]:
    """The names, those of keypoints that a body has a joint for as `keypoint_layouts` spells them, others in lower
    case with underscores.

    A hand or foot is taken for the wrist or ankle where no other name means that.
    """
    plain = list(names)
    found = [_coco_name(name, _PART_OF) for name in plain]
    for index, name in enumerate(plain):
        if found[index] is None:
            stand_in = _coco_name(name, _STAND_INS)
            if stand_in is not None and stand_in not in found:
                found[index] = stand_in
    taken: set[str] = set()
    result = []
    for name, canonical in zip(plain, found, strict=True):
        if canonical is None or canonical in taken:
            canonical = "_".join(_tokens(name))
        taken.add(canonical)
        result.append(canonical)
    return tuple(result)


def _tokens(name: str) -> list[str]:
    """The words and numbers in a name, in lower case."""
    return [token for token in _BOUNDARY.sub(" ", name.strip()[:100]).lower().split() if token]


def is_only_number(name: str) -> bool:
    """Whether the name is a number, with a word such as 'keypoint' or without, so that it means no body part."""
    return all(token.isdecimal() or token in _MEANINGLESS for token in _tokens(name))


def _coco_name(name: str, parts: dict[str, str]) -> str | None:
    """The keypoint's name, where the given one is a side and one of ``parts``, or of the head; else None."""
    words = [token for token in _tokens(name) if not token.isdecimal() and token not in _MEANINGLESS]
    if "".join(words) in _SIDELESS:
        return _SIDELESS["".join(words)]
    if len(words) == 1:
        together = _WITHOUT_SEPARATOR.fullmatch(words[0])
        if together is None:
            return None
        words = [word for word in together.groups() if word]
    if len(words) < 2:
        return None
    for side, part in ((words[0], "".join(words[1:])), (words[-1], "".join(words[:-1]))):
        if side in _SIDES and part in parts:
            return f"{_SIDES[side]}_{parts[part]}"
    return None
