"""A check in a process of its own: ``python -m posestudio.doctor.child MODULE FUNCTION`` writes its findings as JSON
lines.

A library that cannot be loaded, or a driver that crashes the process, then costs this check and no other.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from importlib import import_module

from posestudio.common.workers import end_with_parent
from posestudio.doctor.finding import Finding, State, problem

MARK = "finding: "
"""Begins the lines that are findings; libraries write others."""


def findings_of_child(name: str, module: str, function: str, limit: float, remedy: str) -> Iterator[Finding]:
    """The findings of a check in a child process. Where that crashes, or takes over ``limit`` seconds, the ones until
    then, and a problem called ``name`` with its last words and ``remedy``."""
    command = [sys.executable, "-m", __name__, module, function]
    try:
        done = subprocess.run(
            command, capture_output=True, timeout=limit, check=False, stdin=subprocess.DEVNULL
        )
        out, err, end = done.stdout, done.stderr, _ending(done.returncode)
    except subprocess.TimeoutExpired as late:
        out, err, end = late.stdout or b"", late.stderr or b"", f"gives no answer within {limit:.0f} s"
    except OSError as error:
        out, err, end = b"", b"", f"cannot be started: {error.strerror}"
    for line in out.decode("utf-8", "replace").splitlines():
        if line.startswith(MARK):
            entry = json.loads(line.removeprefix(MARK))
            yield Finding(entry["subject"], entry["text"], State(entry["state"]), entry["remedy"])
    if end:
        lines = [line for line in err.decode("utf-8", "replace").splitlines() if line.strip()]
        yield problem(name, ": ".join([end, *lines[-1:]]), remedy)


def _ending(status: int) -> str:
    """How a process ended that did not end well; empty where it did."""
    if status >= 0:
        return f"fails with status {status}" if status else ""
    try:
        return f"crashes ({signal.Signals(-status).name})"
    except ValueError:
        return f"crashes (signal {-status})"


def _main(module: str, function: str) -> None:
    end_with_parent()
    try:
        for finding in getattr(import_module(module), function)():
            print(MARK + json.dumps(asdict(finding)), flush=True)
    except Exception as error:  # of a library that cannot be loaded or used
        sys.exit(f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    _main(*sys.argv[1:])
