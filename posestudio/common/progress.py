"""A progress bar on the terminal; elsewhere nothing, or lines for the program that reads standard error."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from posestudio.errors import printable

ProgressCallback = Callable[[int, int, str], None]
"""Called with how much is done, of how much in all, and the name of what is being done."""

LINES = "POSESTUDIO_PROGRESS"
"""Environment variable: "lines" asks for lines ``progress: TASK DONE/TOTAL`` on standard error, for a program
that has started this one and shows them."""

_LINES_APART = 0.1  # seconds


@contextmanager
def progress_bar(task: str, quiet: bool = False) -> Iterator[ProgressCallback]:
    """A bar on standard error; silent when ``quiet`` or when that is not a terminal, but for `LINES`."""
    if not quiet and os.environ.get(LINES) == "lines":
        yield _lines(task)
        return
    if quiet or sys.stderr is None or not sys.stderr.isatty():
        yield lambda done, total, text: None
        return

    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    # Markup is off for what is being done: a file may be called [red].
    with Bar(
        *columns,
        TextColumn("{task.fields[text]}", markup=False),
        console=Console(stderr=True),
        transient=True,
    ) as bar:
        line = bar.add_task(task, total=None, text="")
        yield lambda done, total, text: bar.update(line, completed=done, total=total, text=printable(text))


def _lines(task: str) -> ProgressCallback:
    """A callback that prints a line, ten a second at most, and one for the end."""
    last = float("-inf")

    def show(done: int, total: int, text: str) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= _LINES_APART or done == total:
            last = now
            print(f"progress: {task} {done}/{total}", file=sys.stderr, flush=True)

    return show
