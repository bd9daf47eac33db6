"""Files at local paths and at URLs that fsspec reads: s3://, gs://, http(s)://, memory://, zip://, and others.

Options that a store needs, such as access without an account, are given as fsspec has them: in its configuration, or
in variables of the environment like ``FSSPEC_S3_ANON=true``.
"""

from __future__ import annotations

import glob
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname
from uuid import uuid4

from posestudio.common.atomic_files import atomic_write
from posestudio.common.extras import needed
from posestudio.common.input_files import regular_file
from posestudio.errors import PoseStudioError

_WEB = ("http", "https")
_WHOLE_AT_ONCE = {"s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "adl", "oss", "oci", "r2", "hf"}
"""Stores in which an object appears when all of it is there."""


def is_url(place: str) -> bool:
    """Whether this is a URL that fsspec reads, not a local path."""
    return "://" in place or "::" in place


def local_path(place: str | os.PathLike[str]) -> str:
    """``place``, of file:// the path."""
    text = os.fspath(place)
    return (
        url2pathname(urlsplit(text).path) if text.lower().startswith("file://") and "::" not in text else text
    )


def file_name(place: str) -> str:
    """The name of a file in its folder, at a path or URL."""
    if not is_url(place):
        return os.path.basename(place)
    first = place.partition("::")[0]
    path = urlsplit(first).path if _protocol(place) in _WEB else first
    return unquote(path.rstrip("/").rpartition("/")[2])


def _protocol(url: str) -> str:
    return url.partition("::")[0].partition("://")[0]


@contextmanager
def explained(place: str) -> Iterator[None]:
    """Errors in reading or writing ``place`` as PoseStudioError that names it."""
    try:
        yield
    except PoseStudioError:
        raise
    except FileNotFoundError as problem:
        raise PoseStudioError(f"{place}: no such file or folder") from problem
    except OSError as problem:
        raise PoseStudioError(f"{place}: {problem.strerror or problem}") from problem
    except Exception as problem:
        if not is_url(place):
            raise
        # The packages of stores raise errors of their own.
        raise PoseStudioError(f"{place}: {type(problem).__name__}: {problem}") from problem


def store_of(url: str) -> tuple[Any, str]:
    """The fsspec file system of a URL, and the path in it. Raises PoseStudioError for a kind of URL that is not
    known, and naming the package that is missing for one."""
    fsspec = needed("fsspec", "parquet")
    needed("fsspec.core", "parquet")
    with explained(url):
        try:
            return fsspec.core.url_to_fs(url)
        except ImportError as problem:
            raise PoseStudioError(
                f"{url}: needs a package that is not installed: {_package(url)}"
            ) from problem
        except ValueError as problem:
            raise PoseStudioError(f"{url}: {problem}") from problem


def _package(url: str) -> str:
    """How to install what fsspec needs for a URL."""
    known = needed("fsspec.registry", "parquet").known_implementations
    names = [part.partition("://")[0] for part in url.split("::")]
    module = next((known[name]["class"] for name in names if "err" in known.get(name, ())), "fsspec")
    package = module.partition(".")[0]
    if package == "fsspec":
        name = next((name for name in names if "err" in known.get(name, ())), names[0])
        package = f"'fsspec[{'http' if name in _WEB else name}]'"
    return f"pip install {package}"


@contextmanager
def opened(place: str) -> Iterator[BinaryIO]:
    """A file at a path or URL, to be read from any place in it. Raises PoseStudioError naming it."""
    if is_url(place):
        store, path = store_of(place)
        with explained(place), store.open(path, "rb") as stream:
            yield stream
    else:
        with explained(place), open(regular_file(place), "rb") as stream:
            yield stream


def state_of(place: str) -> tuple[Any, ...]:
    """What differs when the file has changed. Raises PoseStudioError naming it."""
    with explained(place):
        if is_url(place):
            store, path = store_of(place)
            return place, store.ukey(path)
        status = os.stat(place)
        return place, status.st_mtime_ns, status.st_size


def remote_files(url: str, patterns: list[str]) -> Iterator[tuple[str, str]]:
    """(name, URL) of each file of a folder, with all folders in it, or that a pattern fits, hidden ones left out; the
    name begins at the folder, or where the pattern begins. ``patterns`` are ``url`` with its braces expanded.

    Raises PoseStudioError naming the URL that is not there, or cannot be read.
    """
    magic = r"[*{]" if _protocol(url) in _WEB else r"[*?\[{]"
    store, path = store_of(url)
    found = re.search(magic, path)
    if found is None:
        with explained(url):
            if not path.endswith("/") and store.info(path)["type"] != "directory":
                yield file_name(url), url
                return
            paths = store.find(path)
        yield from _named(store, paths, path, url)
        return
    base = path[: found.start()].rpartition("/")[0]
    for pattern in patterns:
        with explained(pattern):
            inside = store_of(pattern)[1]
            if not re.search(magic, inside):
                yield from ((name, pattern) for name, _ in _named(store, [inside], base, url))
                continue
            paths = [one for one in store.glob(inside) if store.isfile(one)]
        yield from _named(store, paths, base, url)


def _named(store: Any, paths: list[str], base: str, url: str) -> Iterator[tuple[str, str]]:
    """(name, URL) of the paths that are not hidden below ``base``, in a store that ``url`` is in."""
    for path in sorted(paths):
        name = path[len(base) :].strip("/")
        if _protocol(url) in _WEB:
            name = unquote(urlsplit(name).path)
        if not any(part.startswith(".") for part in name.split("/")):
            yield name, _url_of(store, path, url)


def _url_of(store: Any, path: str, beside: str) -> str:
    """The URL of a path in the store that the URL ``beside`` is in."""
    first, chained, rest = beside.partition("::")
    if not chained:
        return str(store.unstrip_protocol(path))
    return f"{first.partition('://')[0]}://{path.lstrip('/')}::{rest}"


@contextmanager
def written_whole(place: str | os.PathLike[str]) -> Iterator[Path]:
    """A local file that becomes the file at a path or URL when the block ends well: there it appears completely or,
    as far as the store allows, not at all.

    Stores of objects get it in one piece; others under another name, under which it is then moved. Raises OSError for
    a path, PoseStudioError for a URL, that cannot be written.
    """
    text = local_path(place)
    if not is_url(text):
        with atomic_write(text) as temporary:
            yield temporary
        return
    store, path = store_of(text)
    with tempfile.TemporaryDirectory(prefix="posestudio-", ignore_cleanup_errors=True) as folder:
        copy = Path(folder, f"shard{PurePosixPath(file_name(text)).suffix.lower()}")
        yield copy
        with explained(text):
            if _protocol(text) in _WHOLE_AT_ONCE:
                store.put_file(str(copy), path)
                return
            parent = path.rpartition("/")[0]
            store.makedirs(parent, exist_ok=True)
            unfinished = f"{parent}/.posestudio-{uuid4().hex}{copy.suffix}"
            try:
                store.put_file(str(copy), unfinished)
                _replace(store, unfinished, path)
            except BaseException:
                with suppress(Exception):
                    store.rm_file(unfinished)
                raise


def _replace(store: Any, new: str, path: str) -> None:
    """Move the file ``new`` of a store to ``path``. What was there is kept under another name until then, and moved
    back where that fails: not every store replaces a file."""
    before = None
    if store.exists(path):
        before = f"{new}.before"
        store.mv(path, before)
    try:
        store.mv(new, path)
    except BaseException:
        if before is not None:
            with suppress(Exception):
                store.mv(before, path)
        raise
    if before is not None:
        store.rm_file(before)


def exists(place: str | os.PathLike[str]) -> bool:
    """Whether there is a file or folder at a path or URL. Raises PoseStudioError where that cannot be asked."""
    text = local_path(place)
    if not is_url(text):
        return os.path.exists(text)
    store, path = store_of(text)
    with explained(text):
        return bool(store.exists(path))


def names_in(folder: str | os.PathLike[str]) -> list[str]:
    """The names of the files in a folder at a path or URL, sorted, hidden ones left out; none where it is not there.
    Raises PoseStudioError where it cannot be read."""
    text = local_path(folder)
    with explained(text):
        if not is_url(text):
            found = glob.glob("*", root_dir=text)
        else:
            store, path = store_of(text)
            store.invalidate_cache()
            found = [file_name(one) for one in store.ls(path, detail=False)] if store.exists(path) else []
    return sorted(name for name in found if not name.startswith("."))
