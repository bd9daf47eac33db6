"""What an archive consists of: the items of folders, globs, tars and Parquet files, in natural order."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Collection, Iterator
from pathlib import Path

from posestudio.archives.parquet_items import parquet_items
from posestudio.archives.remote import is_url, local_path, remote_files
from posestudio.archives.sources_item import ENDINGS, TAR, Item, Kind, item_order, safe_name
from posestudio.archives.tars import tar_items
from posestudio.common.file_kinds import PARQUET
from posestudio.errors import PoseStudioError
from posestudio.keypoints.parquet_reading import NotKeypoints

_COMPRESSED = (".tar.gz", ".tgz", ".tar.bz2", ".tar.xz", ".tar.zst")
_BRACES = re.compile(r"\{([^{}]*)\}")
_MAGIC = re.compile(r"[*?\[{]")
MANIFEST = "manifest.json"
"""The file that this program writes beside the parts of its output."""
_PART = re.compile(r"part-\d{6}\.")
_MOST_PLACES = 1_000_000


def list_items(archive: str | Path, wanted: Kind, problems: list[str] | None = None) -> list[Item]:
    """The items of an archive that are of the ``wanted`` kind, sorted by their names, numbers in them by value.

    ``archive`` is a path or a URL that fsspec reads: of a file, of a folder, which is searched with all folders in
    it, or a pattern: ``*``, ``?``, ``**`` as of globs, ``{000..010}`` and ``{a,b}`` as of shells, by which WebDataset
    shards are named. Hidden files, and the manifests of this program's own output, are left out; a link that leads
    back to a folder that was searched already is not followed. The members of tars are items by their offsets; of
    those with one stem, a sample of WebDataset, the one of the wanted kind. Rows of a Parquet file are an item for
    each recording, or for each row group where the file names no recordings.

    A line for each damaged file among several goes into ``problems``, where that is given; what of it can be read
    stays in the list. Raises PoseStudioError naming the place where there are no items, for two of one name, and,
    without ``problems``, for the first damaged file.
    """
    archive = local_path(archive)
    items: list[Item] = []
    noted: list[str] = []
    for name, path in _files(archive, wanted):
        try:
            ending = name.lower()
            if ending.endswith(TAR):
                items += tar_items(path, safe_name(name[: -len(TAR)]), wanted, noted)
            elif ending.endswith(_COMPRESSED):
                raise PoseStudioError(
                    f"{path}: is compressed, so that it cannot be read in parts: unpack it to .tar"
                )
            elif ending.endswith(PARQUET):
                items += parquet_items(path, name, wanted)
            else:
                items.append(Item(safe_name(name), path))
        except NotKeypoints as problem:
            if path == archive:
                raise PoseStudioError(str(problem)) from problem
        except PoseStudioError as problem:
            noted.append(str(problem))
    if noted and (problems is None or not items):
        raise PoseStudioError(noted[0])
    if problems is not None:
        problems += noted
    if not items:
        expected = ", ".join(_endings(wanted))
        raise PoseStudioError(f"{archive}: holds no {_WORDS[wanted]}: expected files ending in {expected}")
    items.sort(key=lambda item: item_order(item.name))
    for one, other in zip(items, items[1:], strict=False):
        if one.name == other.name:
            raise PoseStudioError(
                f"{other.place}: a second item of the name {one.name}; the first is in {one.url}"
            )
    return items


_WORDS: dict[Kind, str] = {
    "keypoints": "keypoints",
    "pictures": "pictures or videos",
    "motion": "motion files",
}


def braces_expanded(pattern: str) -> Iterator[str]:
    """The names that ``{000..010}`` and ``{a,b}`` in a pattern stand for, as shells have them; other braces stay."""
    for found in _BRACES.finditer(pattern):
        choices = _choices(found[1])
        if choices is not None:
            before, after = pattern[: found.start()], pattern[found.end() :]
            rests = list(braces_expanded(after))
            yield from (f"{before}{choice}{rest}" for choice in choices for rest in rests)
            return
    yield pattern


def _choices(text: str) -> list[str] | None:
    """What the text between braces stands for; None where it is neither a range nor a list."""
    numbers = re.fullmatch(r"(\d{1,9})\.\.(\d{1,9})", text)
    if numbers is not None:
        first, last = int(numbers[1]), int(numbers[2])
        if abs(last - first) >= _MOST_PLACES:
            raise PoseStudioError(f"{{{text}}}: expected at most {_MOST_PLACES} numbers")
        padded = any(number.startswith("0") and len(number) > 1 for number in numbers.groups())
        width = max(map(len, numbers.groups())) if padded else 0
        step = 1 if last >= first else -1
        return [f"{number:0{width}d}" for number in range(first, last + step, step)]
    return text.split(",") if "," in text else None


def _files(archive: str, wanted: Kind) -> Iterator[tuple[str, str]]:
    """(name, path or URL) of each file of the archive that may hold items."""
    if is_url(archive):
        found = list(dict.fromkeys(remote_files(archive, list(braces_expanded(archive)))))
        single = len(found) == 1 and found[0][1] == archive
    elif os.path.isdir(archive):
        found, single = list(_below(archive, "", set())), False
    elif os.path.exists(archive):
        found, single = [(os.path.basename(archive), archive)], True
    else:
        found, single = list(_matching(archive)), False
    own = {_folder(name) for name, _ in found if _PART.match(name.rpartition("/")[2])}
    for name, place in found:
        beside_parts = name.rpartition("/")[2] == MANIFEST and _folder(name) in own
        if single or (name.lower().endswith((*_endings(wanted), *_COMPRESSED)) and not beside_parts):
            yield name, place


def has_parts(names: Collection[str]) -> bool:
    """Whether a folder with files of these names is one that this program wrote part by part."""
    return MANIFEST in names and any(_PART.match(name) for name in names)


def _folder(name: str) -> str:
    return name.rpartition("/")[0]


def _matching(pattern: str) -> Iterator[tuple[str, str]]:
    """(name, path) of the files that a pattern fits; their names begin where the pattern begins."""
    magic = _MAGIC.search(pattern)
    if magic is None:
        raise PoseStudioError(f"{pattern}: no such file or folder")
    base = os.path.dirname(pattern[: magic.start()] + "x")
    paths: dict[str, None] = {}
    for one in braces_expanded(pattern):
        if not glob.has_magic(one) and not os.path.exists(one):
            raise PoseStudioError(f"{one}: no such file")
        paths |= dict.fromkeys(glob.glob(one, recursive=True) if glob.has_magic(one) else [one])
    for path in paths:
        if not os.path.isdir(path):
            yield os.path.relpath(path, base or ".").replace(os.sep, "/"), path


def _below(folder: str, name: str, seen: set[tuple[int, int]]) -> Iterator[tuple[str, str]]:
    """(name, path) of the files of a folder and of those in it, each folder once, also where links lead to it."""
    try:
        status = os.stat(folder)
        if (status.st_dev, status.st_ino) in seen:
            return
        seen.add((status.st_dev, status.st_ino))
        with os.scandir(folder) as found:
            entries = sorted(
                (entry.name, entry.is_dir()) for entry in found if not entry.name.startswith(".")
            )
    except OSError as problem:
        raise PoseStudioError(f"{folder}: cannot be read: {problem.strerror or problem}") from problem
    for entry, is_folder in entries:
        path = os.path.join(folder, entry)
        if is_folder:
            yield from _below(path, f"{name}{entry}/", seen)
        else:
            yield name + entry, path


def _endings(wanted: Kind) -> tuple[str, ...]:
    """The endings of files that are, or hold, items of the wanted kind."""
    return (*ENDINGS[wanted], *((PARQUET,) if wanted == "keypoints" else ()), TAR)
