"""The command line. Commands import what takes time to load when they are called, so that help appears at once."""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext

import typer

from posestudio.cli import (  # noqa: F401  (each adds its commands to the application)
    dataset,
    detection,
    detector_evaluation,
    detector_training,
    distillation,
    doctor,
    drawing,
    evaluation,
    lifting,
    motion_training,
    rigs,
    studio,
    training,
)
from posestudio.cli.interrupts import ended_like_ctrl_c
from posestudio.cli.options import app
from posestudio.common.allocator import keep_freed_memory
from posestudio.common.standard_streams import complete_streams
from posestudio.common.version import __version__
from posestudio.common.workers import end_with_named_parent
from posestudio.errors import PoseStudioError, printable

DONE, FAILED, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130


def main(arguments: list[str] | None = None) -> int:
    """Run the command in ``arguments`` (default: the process's); returns the exit status."""
    complete_streams()
    keep_freed_memory()
    end_with_named_parent()
    given = sys.argv[1:] if arguments is None else arguments
    names = {
        command.name or command.callback.__name__ for command in app.registered_commands if command.callback
    }
    if given == ["--version"]:
        print(f"posestudio {__version__}")
        return DONE
    if not given or (given[0] not in names and not given[0].startswith("-")):
        given = ["studio", *given]
    try:
        with nullcontext() if given[0] == "studio" else ended_like_ctrl_c():
            return app(given, prog_name="posestudio", standalone_mode=False) or DONE
    except typer.TyperException as problem:
        return _complain(problem.format_message(), problem.exit_code)
    except PoseStudioError as problem:
        return _complain(str(problem), FAILED)
    except BrokenPipeError:  # the program that read our output has ended
        sys.stdout = open(os.devnull, "w")
        return FAILED
    except OSError as problem:
        file = f"{problem.filename}: " if problem.filename else ""
        return _complain(file + (problem.strerror or str(problem)), FAILED)
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED


def _complain(message: str, status: int) -> int:
    """Print one line of error; returns the exit status."""
    print(f"posestudio: {printable(message)}", file=sys.stderr)
    return status
