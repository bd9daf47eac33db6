"""The choice of a file's layout, the order of its keypoints: by the user, by names in it, or by their number."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from posestudio.body.keypoint_layouts import COMMONEST_LAYOUTS, KEYPOINT_LAYOUTS, coco_columns
from posestudio.common.json_cursor import JsonCursor, short
from posestudio.errors import KeypointsError, LayoutUnknown
from posestudio.keypoints.keypoint_names import canonical_names, is_only_number

_OF_COUNT: dict[int, list[str]] = {}
for _layout, _names in KEYPOINT_LAYOUTS.items():
    _OF_COUNT.setdefault(len(_names), []).append(_layout)
_ASSUMED = {
    count: KEYPOINT_LAYOUTS[next((name for name in layouts if name in COMMONEST_LAYOUTS), layouts[0])]
    for count, layouts in _OF_COUNT.items()
    if len(layouts) == 1 or any(name in COMMONEST_LAYOUTS for name in layouts)
}
_COUNTS = ", ".join(
    f"{count} ({' or '.join(layouts) if count not in _ASSUMED else layouts[0]})"
    for count, layouts in sorted(_OF_COUNT.items())
)


def layout_named(layout: str, count: int | None = None) -> str:
    """The name in KEYPOINT_LAYOUTS that ``layout`` means: the same in any case, or without its number where only one
    begins so ("crowdpose"), or only one of ``count`` keypoints ("coco"). Raises KeypointsError."""
    wanted = re.sub(r"[\W_]+", "", layout).lower()
    if wanted in KEYPOINT_LAYOUTS:
        return wanted
    meant = [name for name in KEYPOINT_LAYOUTS if name.rstrip("0123456789") == wanted]
    meant = meant or [name for name in KEYPOINT_LAYOUTS if wanted and name.startswith(wanted)]
    if len(meant) > 1:
        meant = [name for name in meant if len(KEYPOINT_LAYOUTS[name]) == count] or meant
    if len(meant) != 1:
        raise KeypointsError(f"layout: expected one of {', '.join(KEYPOINT_LAYOUTS)}, got {short(layout)}")
    return meant[0]


def names_among(count: int, layout: str | None = None) -> tuple[str, ...]:
    """The names of the ``count`` keypoints of a layout, by default the usual one of that many.

    Raises KeypointsError where the layout has another number, LayoutUnknown where no layout of that many is usual.
    """
    if layout is not None:
        name = layout_named(layout, count)
        names = KEYPOINT_LAYOUTS[name]
        if len(names) != count:
            raise KeypointsError(f"expected the {len(names)} keypoints of the layout {name}, got {count}")
    elif count in _ASSUMED:
        names = _ASSUMED[count]
    else:
        known = _OF_COUNT.get(count, [])
        expected = f"a layout given (--layout {' or '.join(known)})" if known else f"{_COUNTS} keypoints"
        raise LayoutUnknown(f"expected {expected}, got {count} keypoints in an unknown order", tuple(known))
    return names


@dataclass(frozen=True)
class FileLayout:
    """What is known of the order of a file's keypoints: their ``names`` in order, or None where their number decides.

    ``given``: the user named the layout, which overrides the names in the file.
    """

    names: tuple[str, ...] | None = None
    given: bool = False

    @classmethod
    def of(cls, layout: str | None) -> FileLayout:
        """The layout that a user named; for None one whose order the file decides. Raises KeypointsError."""
        return cls() if layout is None else cls(KEYPOINT_LAYOUTS[layout_named(layout)], given=True)

    def named_by(self, cursor: JsonCursor, names: Iterable[str]) -> FileLayout:
        """This layout with the ``names`` that the file gives at ``cursor``, unless they are numbers or the user named
        the layout. Raises LayoutUnknown where COCO's keypoints are not among them."""
        if self.given:
            return self
        plain = tuple(names)
        if all(is_only_number(name) for name in plain):
            return self
        canonical = canonical_names(plain)
        try:
            coco_columns(canonical)
        except ValueError as problem:
            raise cursor.error(
                f"the names of the COCO keypoints ({problem}), or a layout given (--layout)", LayoutUnknown
            ) from problem
        return FileLayout(canonical)

    def allows(self, count: int) -> bool:
        """Whether a person may have ``count`` keypoints."""
        return count in _OF_COUNT if self.names is None else count == len(self.names)

    def order(self, cursor: JsonCursor, count: int) -> tuple[str, ...]:
        """The names of the ``count`` keypoints at ``cursor``. Raises LayoutUnknown."""
        names = _ASSUMED.get(count) if self.names is None else self.names
        if names is None and count in _OF_COUNT:
            known = " or ".join(_OF_COUNT[count])
            raise LayoutUnknown(
                f"{cursor.where}: {count} keypoints in an order that the file does not say: expected a layout"
                f" given (--layout {known})",
                tuple(_OF_COUNT[count]),
            )
        if names is None or len(names) != count:
            expected = _COUNTS if self.names is None else len(self.names)
            raise cursor.error(f"x, y and score of {expected} keypoints", LayoutUnknown)
        return names
