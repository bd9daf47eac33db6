"""Runs a job over the parts of an archive into a folder, which the same run continues where it was interrupted.

Beside the parts, ``parts.jsonl`` has a line for each with its number and the names of its items, and
``manifest.json`` the options, the parts that are done, those that are empty, and a line for each thing that could
not be read.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from posestudio.archives.engine import HERE
from posestudio.archives.manifest import MANIFEST, Ledger, begun, run_left
from posestudio.archives.parts import Engine, Job, Part, part_name
from posestudio.archives.remote import is_url
from posestudio.common.atomic_files import atomic_write, locked
from posestudio.common.progress import ProgressCallback
from posestudio.common.temporaries import remove_leftovers
from posestudio.errors import PoseStudioError

PARTS = "parts.jsonl"
"""The file of which items each part has."""


class ArchiveJob(Job, Protocol):
    """A job whose parts are of items of an archive."""

    @property
    def form(self) -> str:
        """The ending of the parts' files."""

    def given(self) -> dict[str, Any]:
        """The options that all runs into a folder have in common, as JSON has them."""


def run_archive(
    job: ArchiveJob,
    archive: str,
    parts: Sequence[Part],
    problems: Sequence[str] = (),
    engine: Engine = HERE,
    progress: ProgressCallback | None = None,
) -> tuple[int, list[str]]:
    """Do the parts that are not there yet; the number of parts with a file, and a line for each thing that could not
    be read, with the ``problems`` that are known already.

    Raises PoseStudioError when another program writes the folder, and when it was begun with other options or
    another archive.
    """
    if job.out.exists() and os.path.exists(archive) and job.out.samefile(archive):
        raise PoseStudioError(f"{job.out}: the output would overwrite the input: give another folder")
    plan = "".join(_line(part) for part in parts)
    given = {
        "archive": archive,
        "parts": len(parts),
        "plan": hashlib.sha256(plan.encode()).hexdigest()[:16],
    } | job.given()
    with locked(job.out / ".lock", job.out):
        remove_leftovers(job.out, now=True)
        manifest = begun(job.out / MANIFEST, given)
        if not (job.out / PARTS).exists():
            with atomic_write(job.out / PARTS) as temporary:
                temporary.write_text(plan, encoding="utf-8")
        ledger = Ledger(job.out, manifest, (part_name(part.number, job.form) for part in parts))
        ledger.note(problems)
        for _ in run_left(job, parts, ledger, engine):
            if progress is not None:
                progress(len(ledger), len(parts), "parts")
        return len(ledger) - len(manifest["empty"]), list(manifest["unreadable"])


def _line(part: Part) -> str:
    names = [item.name for item in part.items]
    return json.dumps({"part": part.number, "items": names}, ensure_ascii=False) + "\n"


def absolute(place: str | os.PathLike[str]) -> str:
    """A path as it is found from any folder, and on other machines that see the same files; a URL as it is."""
    text = os.fspath(place)
    return text if is_url(text) else os.path.abspath(text)


def absolute_if_file(name: str) -> str:
    """:func:`absolute` of what may be a file's path or a bundled name."""
    return absolute(name) if Path(name).is_file() else name
