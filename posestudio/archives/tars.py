"""The members of tars as items, each at its offset: one is read without the others, and nothing is unpacked.

WebDataset keeps the files of a sample under one stem, the name up to the first dot of its last part:
https://github.com/webdataset/webdataset#the-webdataset-format
"""

from __future__ import annotations

import os
import tarfile
from collections.abc import Iterator
from typing import BinaryIO

from posestudio.archives.remote import opened
from posestudio.archives.sources_item import ENDINGS, Item, Kind, safe_name
from posestudio.errors import PoseStudioError

_BLOCK = 512


def tar_items(url: str, name: str, wanted: Kind, problems: list[str]) -> list[Item]:
    """The members of the ``wanted`` kind of a tar that is called ``name`` in its archive, one of each sample.

    Of several of the kind in a sample the one with the plainest ending is taken. Members that are no files, or
    hidden, are passed over. A line goes into ``problems`` where the tar ends within a member: those before it stay.
    Raises PoseStudioError naming the tar, and the member where one has an absolute name, ".." in it, or another's
    name.
    """
    samples: dict[str, list[Item]] = {}
    names: set[str] = set()
    with opened(url) as stream:
        for member in _members(stream, url, problems):
            plain = _plain_name(member.name, url)
            if plain in names:
                raise PoseStudioError(f"{url}: {plain}: is in it twice")
            names.add(plain)
            if _hidden(plain) or not plain.lower().endswith(ENDINGS[wanted]):
                continue
            item = Item(f"{name}/{safe_name(plain)}", url, member.offset_data, member.size)
            samples.setdefault(_stem(plain), []).append(item)
    return [item for found in samples.values() for item in _of_sample(found, wanted)]


def _members(stream: BinaryIO, url: str, problems: list[str]) -> Iterator[tarfile.TarInfo]:
    """The regular files of a tar."""
    length = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    last = None
    try:
        with tarfile.open(fileobj=stream, mode="r:") as tar:
            while (member := tar.next()) is not None:
                tar.members.clear()  # type: ignore[attr-defined]  # only extracting by name needs them
                if member.issparse():
                    raise PoseStudioError(
                        f"{url}: {member.name}: is stored with holes: expected a plain file"
                    )
                if member.size < 0 or (last is not None and member.offset <= last.offset):
                    raise PoseStudioError(f"{url}: {member.name}: expected a size, found {member.size} bytes")
                last = member
                missing = member.offset_data + member.size - length
                if missing > 0:
                    problems.append(
                        f"{url}: {member.name}: expected {member.size} bytes, found {member.size - missing}: the tar"
                        " is cut off"
                    )
                    return
                if member.isreg():
                    yield member
            end = tar.offset
        stream.seek(end)
        rest = stream.read(_BLOCK)
    except PoseStudioError:
        raise
    except (tarfile.TarError, ValueError, OverflowError, RecursionError) as problem:
        if last is None:
            raise PoseStudioError(f"{url}: expected a tar, undamaged: {problem}") from problem
        problems.append(f"{url}: is damaged or cut off after {last.name}: {problem}")
        return
    if len(rest) < _BLOCK:
        problems.append(f"{url}: ends without a tar's end mark: it may be cut off")
    elif any(rest):  # tarfile takes a damaged header for the end
        problems.append(f"{url}: is damaged at byte {end}: what follows is not read")


def _plain_name(name: str, url: str) -> str:
    """A member's name without "./". Raises PoseStudioError for one that leads out of the folder it is in."""
    parts = [part for part in name.split("/") if part not in ("", ".")]
    if name.startswith("/") or ".." in parts or not parts:
        raise PoseStudioError(f"{url}: {name}: expected the name of a file below a folder, without ..")
    return "/".join(parts)


def _hidden(name: str) -> bool:
    return any(part.startswith(".") for part in name.split("/"))


def _stem(name: str) -> str:
    """The key of a member's sample."""
    folder, slash, last = name.rpartition("/")
    return folder + slash + last.partition(".")[0]


def _of_sample(found: list[Item], wanted: Kind) -> list[Item]:
    """The members of one sample that are items: the one with a plain ending, all where none has."""
    endings = {item: item.file_name.partition(".")[2].lower() for item in found}
    named = [item for item in found if "keypoints" in endings[item].split(".")]
    if wanted == "keypoints" and named:
        return named
    plain = [item for item in found if "." not in endings[item]]
    if not plain:
        return found
    return [min(plain, key=lambda item: ENDINGS[wanted].index(f".{endings[item]}"))]
