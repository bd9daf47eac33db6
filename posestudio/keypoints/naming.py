"""Names of keypoints in the spellings of the field, and which layout a file is in.

A name is a side and a part in any order, with or without separators: ``left_shoulder``, ``LShoulder``,
``shoulder.L``, ``rsho``. A name that is a number alone says nothing, and the number of keypoints decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from posestudio.body.keypoint_orders import COMMONEST_ORDERS, KEYPOINT_ORDERS, coco_columns
from posestudio.common.json_cursor import JsonCursor, short
from posestudio.errors import KeypointsError, LayoutUnknown

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
}
_STAND_INS = {"hand": "wrist", "foot": "ankle"}  # where the joint itself has no name
_PART_OF = {spelling: part for part, spellings in _PARTS.items() for spelling in spellings}
_SIDELESS = {"nose": "nose", "nos": "nose"}
_FILLERS = {
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
_RUN_TOGETHER = re.compile(rf"(left|right|lt|rt|l|r)({_WORDS})|({_WORDS})(left|right|lt|rt|l|r)")
_BOUNDARY = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=\d)|[\W_]+")

_OF_COUNT: dict[int, list[str]] = {}
for _layout, _names in KEYPOINT_ORDERS.items():
    _OF_COUNT.setdefault(len(_names), []).append(_layout)
_ASSUMED = {
    count: KEYPOINT_ORDERS[next((name for name in layouts if name in COMMONEST_ORDERS), layouts[0])]
    for count, layouts in _OF_COUNT.items()
    if len(layouts) == 1 or any(name in COMMONEST_ORDERS for name in layouts)
}
_COUNTS = ", ".join(
    f"{count} ({' or '.join(layouts) if count not in _ASSUMED else layouts[0]})"
    for count, layouts in sorted(_OF_COUNT.items())
)


def layout_named(layout: str) -> str:
    """The name in KEYPOINT_ORDERS that is meant: itself in any case, or without its number where that is
    enough ("crowdpose"). Raises KeypointsError."""
    wanted = re.sub(r"[\W_]+", "", layout).lower()
    if wanted in KEYPOINT_ORDERS:
        return wanted
    meant = [name for name in KEYPOINT_ORDERS if name.rstrip("0123456789") == wanted]
    meant = meant or [name for name in KEYPOINT_ORDERS if wanted and name.startswith(wanted)]
    if len(meant) != 1:
        raise KeypointsError(f"layout: expected one of {', '.join(KEYPOINT_ORDERS)}, got {short(layout)}")
    return meant[0]


@dataclass(frozen=True)
class Layout:
    """What is known of the order of a file's keypoints: the names, or None where their number tells.

    ``given`` means by the user, against whom the file has no say.
    """

    names: tuple[str, ...] | None = None
    given: bool = False

    @classmethod
    def of(cls, layout: str | None) -> Layout:
        """The layout that a user named, or what holds without one. Raises KeypointsError."""
        return cls() if layout is None else cls(KEYPOINT_ORDERS[layout_named(layout)], given=True)

    def named_by(self, place: JsonCursor, names: Iterable[str]) -> Layout:
        """The layout that the file names at ``place``. Raises LayoutUnknown."""
        if self.given:
            return self
        plain = tuple(names)
        if all(_says_nothing(name) for name in plain):
            return self
        canonical = canonical_names(plain)
        try:
            coco_columns(canonical)
        except ValueError as problem:
            raise place.fail(
                f"the names of the COCO keypoints ({problem}), or a layout given (--layout)", LayoutUnknown
            ) from problem
        return Layout(canonical)

    def knows(self, count: int) -> bool:
        """Whether a person may have ``count`` keypoints."""
        return count in _OF_COUNT if self.names is None else count == len(self.names)

    def columns(self, place: JsonCursor, count: int) -> np.ndarray:
        """(17,) where the COCO keypoints stand among the ``count`` keypoints at ``place``; -1 for none.

        Raises LayoutUnknown.
        """
        names = _ASSUMED.get(count) if self.names is None else self.names
        if names is None and count in _OF_COUNT:
            known = " or ".join(_OF_COUNT[count])
            raise LayoutUnknown(
                f"{place.where}: {count} keypoints in an order that the file does not say: expected a layout"
                f" given (--layout {known})",
                tuple(_OF_COUNT[count]),
            )
        if names is None or len(names) != count:
            expected = _COUNTS if self.names is None else len(self.names)
            raise place.fail(f"x, y and score of {expected} keypoints", LayoutUnknown)
        return np.array(coco_columns(names))


def canonical_names(names: Iterable[str]) -> tuple[str, ...]:
    """The names, those of COCO's keypoints as COCO spells them, others in lower case with underscores.

    A hand or foot stands in for a wrist or ankle that has no name of its own.
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
    return [token for token in _BOUNDARY.sub(" ", name.strip()[:100]).lower().split() if token]


def _says_nothing(name: str) -> bool:
    """Whether the name is a number, with a word such as 'keypoint' or without."""
    return all(token.isdecimal() or token in _FILLERS for token in _tokens(name))


def _coco_name(name: str, parts: dict[str, str]) -> str | None:
    """COCO's name of the keypoint, where it is one of COCO's."""
    words = [token for token in _tokens(name) if not token.isdecimal() and token not in _FILLERS]
    if len(words) == 1:
        if words[0] in _SIDELESS:
            return _SIDELESS[words[0]]
        together = _RUN_TOGETHER.fullmatch(words[0])
        if together is None:
            return None
        words = [word for word in together.groups() if word]
    if len(words) != 2:
        return None
    for side, part in (words, words[::-1]):
        if side in _SIDES and part in parts:
            return f"{_SIDES[side]}_{parts[part]}"
    return None
