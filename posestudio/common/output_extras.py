"""Which endings of files an extra of the installation writes."""

from __future__ import annotations

from importlib.util import find_spec

from posestudio.common.extras import needed
from posestudio.common.file_kinds import PARQUET, RERUN_OUTPUTS, USD_OUTPUTS

_WRITERS = {
    PARQUET: ("pyarrow", "parquet"),
    **dict.fromkeys(USD_OUTPUTS, ("pxr", "usd")),
    **dict.fromkeys(RERUN_OUTPUTS, ("rerun", "rerun")),
}
"""Package and extra by the ending."""


def check_extra(suffix: str) -> None:
    """Raises PoseStudioError, which says how to add it, where the extra that writes files of that ending is missing;
    imports nothing that is there."""
    if suffix in _WRITERS and find_spec(_WRITERS[suffix][0]) is None:
        needed(*_WRITERS[suffix])
