"""One item of an archive: its name and place, and which file names are of which kind of item."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from posestudio.common.file_kinds import PICTURE_INPUTS, VIDEO_INPUTS
from posestudio.common.natural_order import natural_order

Kind = Literal["keypoints", "pictures", "motion"]
"""What an archive is searched for: keypoint files, pictures and videos, or BVH files."""

ENDINGS: dict[Kind, tuple[str, ...]] = {
    "keypoints": (".json",),
    "pictures": (*VIDEO_INPUTS, *PICTURE_INPUTS),
    "motion": (".bvh",),
}
"""The endings of single files of each kind; of several in one sample of a tar the first is preferred."""

TAR = ".tar"

# https://learn.microsoft.com/windows/win32/fileio/naming-a-file
_FORBIDDEN = re.compile(r'[<>:"|?*\\\x00-\x1f\x7f\ud800-\udfff]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Item:
    """One file of an archive, or rows of a Parquet file.

    ``name`` is unique in the archive, with "/" between folders, and can be a file's name on every system. ``url`` is
    the local path or fsspec URL of the file that holds the item; ``offset`` and ``size`` are the bytes of a member in
    a tar; ``rows`` the first row of a Parquet file's and the one after the last. All are None for whole files.
    """

    name: str
    url: str
    offset: int | None = None
    size: int | None = None
    rows: tuple[int, int] | None = None

    @property
    def whole(self) -> bool:
        """Whether the item is all of its file."""
        return self.offset is None and self.rows is None

    @property
    def place(self) -> str:
        """The item's file and, where it is a part of that, its name: what errors about it begin with."""
        return self.url if self.whole else f"{self.url}: {self.name}"

    @property
    def file_name(self) -> str:
        """The last part of the name, with the item's ending."""
        return self.name.rpartition("/")[2]


def safe_name(name: str) -> str:
    """``name``, of parts between "/", as every system can have it: forbidden characters become "_", no part is a
    device's name or ends in a dot or space."""
    parts = [_FORBIDDEN.sub("_", part) for part in name.split("/")]
    parts = [re.sub(r"[. ]+$", lambda end: "_" * len(end[0]), part) for part in parts]
    return "/".join(f"_{part}" if _RESERVED.match(part) else part for part in parts)


def item_order(name: str) -> tuple[list[str], str]:
    """Sorting key of items' names: folder by folder, 2 before 10, the same on every machine."""
    return [natural_order(part) for part in name.split("/")], name
