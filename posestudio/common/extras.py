"""Imports packages that only an extra of the installation brings, such as Ray or usd-core."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from posestudio.common.installation import how_to_add
from posestudio.errors import PoseStudioError


def needed(module: str, extra: str) -> ModuleType:
    """The module of that dotted name, imported, which the extra ``extra`` brings: ``needed("pxr.UsdSkel", "usd")``.

    Raises PoseStudioError with the command that installs the extra where its package is missing, and with the reason
    where it is there and cannot be imported.
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as problem:
        if (problem.name or "").partition(".")[0] == module.partition(".")[0]:
            raise PoseStudioError(
                f"this needs the extra {extra}, which is not installed: {how_to_add(extra)}"
            ) from problem
        raise _broken(module, extra, problem) from problem
    except Exception as problem:  # a package that was built for another machine or NumPy raises what it likes
        raise _broken(module, extra, problem) from problem


def _broken(module: str, extra: str, problem: Exception) -> PoseStudioError:
    return PoseStudioError(
        f"{module}, of the extra {extra}, cannot be imported: {problem}; install it again: {how_to_add(extra)}"
    )
