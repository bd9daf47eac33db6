"""A progress bar on the terminal; nothing where standard error is not a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from posestudio.errors import printable

ProgressCallback = Callable[[int, int, str], None]
"""Called with how much is done, of how much in all, and the name of what is being done."""


@contextmanager
def progress_bar(task: str, quiet: bool = False) -> Iterator[ProgressCallback]:
    """A bar on standard error; silent when ``quiet`` or when that is not a terminal."""
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
