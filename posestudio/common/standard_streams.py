"""Replacements for standard streams that a program was started without (``2>&-``, ``pythonw``)."""

from __future__ import annotations

import os
import sys

_STREAMS = (("stdin", "r"), ("stdout", "w"), ("stderr", "w"))


def complete_streams() -> None:
    """Make every standard stream usable: one that is missing reads nothing and writes nowhere.

    Their numbers 0 to 2 are taken as well: else the next file opened gets one of them, and what a library
    or a child process writes to "standard error" goes into that file.
    """
    for number, (name, mode) in enumerate(_STREAMS):
        if not _is_open(number):
            _open_nowhere(number)
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode))
    if hasattr(sys.stdout, "reconfigure"):  # names that are not UTF-8 come out as the bytes that they are
        sys.stdout.reconfigure(errors="surrogateescape")


def _is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True


def _open_nowhere(number: int) -> None:
    nowhere = os.open(os.devnull, os.O_RDWR)
    if nowhere == number:
        os.set_inheritable(number, True)
    else:
        os.dup2(nowhere, number)
        os.close(nowhere)
