"""OpenCV's own log: silenced where its errors become this program's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def silent_opencv() -> Iterator[None]:
    """Lets OpenCV write nothing to standard error: what it says there about a network is in its exceptions too."""
    from cv2.utils import logging

    before = logging.getLogLevel()
    logging.setLogLevel(logging.LOG_LEVEL_SILENT)
    try:
        yield
    finally:
        logging.setLogLevel(before)
