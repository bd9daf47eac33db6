"""The installed program `posestudio`: where it is, whether it is recent enough, one run of it. Without Blender."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path

NAME = "posestudio"
LEAST_VERSION = (0, 1, 0)
_NEEDED = "match-rig"  # which some programs of that version do not have
_WINDOWS = sys.platform == "win32"
_FILE = f"{NAME}.exe" if _WINDOWS else NAME
_PATIENCE = 60.0  # seconds for its version and for a match, which need no network
_GRACE = 3.0  # seconds that it has to end before it is killed
_PYTHON = ("PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP", "VIRTUAL_ENV", "__PYVENV_LAUNCHER__")
HOW_TO_INSTALL = (
    "install it with 'pipx install posestudio' or 'uv tool install posestudio', or give its path in"
    " Edit > Preferences > Add-ons > PoseStudio Lift"
)


class ProgramProblem(Exception):
    """The program is missing, too old, or has failed; one sentence that says what to do."""


def places(home: Path | None = None) -> list[Path]:
    """Folders in which pipx, uv, a bundle and package managers put programs, most of which PATH does not have where
    Blender is started by a click."""
    home = Path.home() if home is None else home
    local = Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local"))
    scripts = "Scripts" if _WINDOWS else "bin"
    found = [
        *(Path(os.environ[name]) for name in ("PIPX_BIN_DIR", "UV_TOOL_BIN_DIR") if os.environ.get(name)),
        home / ".local" / "bin",
        home / ".local" / "share" / "pipx" / "venvs" / NAME / scripts,
        home / ".local" / "share" / "uv" / "tools" / NAME / scripts,
        home / "pipx" / "venvs" / NAME / scripts,
        home / NAME,
        home / "PoseStudio",
        home / "Applications" / "PoseStudio",
    ]
    if _WINDOWS:
        return [*found, local / "Programs" / "PoseStudio", local / "pipx" / "pipx" / "venvs" / NAME / scripts]
    return [
        *found,
        Path("/usr/local/bin"),
        Path("/opt/homebrew/bin"),
        Path("/opt") / NAME,
        Path("/opt/PoseStudio"),
    ]


def find(given: str = "", home: Path | None = None) -> Path:
    """The program at ``given``, a file or a folder that has it; without that on PATH, or in :func:`places`.

    Raises ProgramProblem where it is not found.
    """
    if given.strip():
        path = Path(os.path.expanduser(given.strip()))
        for candidate in (path / _FILE, path / "bin" / _FILE, path):
            if candidate.is_file() and os.access(candidate, os.X_OK):
                return candidate.absolute()
        raise ProgramProblem(
            f"there is no program {NAME} at {path}: correct the path in the add-on's preferences"
        )
    on_path = shutil.which(NAME)
    if on_path:
        return Path(on_path)
    for folder in places(home):
        if (folder / _FILE).is_file() and os.access(folder / _FILE, os.X_OK):
            return folder / _FILE
    raise ProgramProblem(
        f"the program {NAME} is not installed, or not where it is looked for: {HOW_TO_INSTALL}"
    )


def environment() -> dict[str, str]:
    """The environment for the program: Blender's, without what is meant for Blender's own Python. The program prints
    its progress, and ends with Blender."""
    kept = {name: value for name, value in os.environ.items() if name not in _PYTHON}
    return kept | {"POSESTUDIO_PROGRESS": "lines", "POSESTUDIO_PARENT": str(os.getpid()), "PYTHONUTF8": "1"}


def _started(arguments: Sequence[str | os.PathLike[str]], **streams: int) -> subprocess.Popen[str]:
    try:
        return subprocess.Popen(
            [os.fspath(argument) for argument in arguments],
            stdin=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            errors="replace",
            env=environment(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            **streams,
        )
    except OSError as problem:
        raise ProgramProblem(f"{arguments[0]} cannot be started: {problem.strerror or problem}") from problem


def ask(program: Path, *arguments: str | os.PathLike[str]) -> str:
    """What the program prints when it is called with ``arguments``, for answers that take a second or so.

    Raises ProgramProblem with what it says where it fails.
    """
    process = _started([program, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        said, errors = process.communicate(timeout=_PATIENCE)
    except subprocess.TimeoutExpired as problem:
        process.kill()
        process.communicate()
        raise ProgramProblem(f"{program} does not answer") from problem
    if process.returncode:
        raise ProgramProblem(_complaint(errors, process.returncode))
    return said


def check_version(program: Path) -> str:
    """The version of the program. Raises ProgramProblem where it is too old for this add-on, or is no PoseStudio."""
    said = ask(program, "--version")
    found = re.search(rf"{NAME} (\d+(?:\.\d+)*)", said)
    if found is None:
        raise ProgramProblem(f"{program} is not PoseStudio: it says {said.strip()[:60]!r}")
    if tuple(int(part) for part in found[1].split(".")) < LEAST_VERSION or _NEEDED not in ask(
        program, "--help"
    ):
        raise ProgramProblem(
            f"{program} is PoseStudio {found[1]}, too old for this add-on, which needs its command {_NEEDED}: update"
            f" it with 'pipx upgrade {NAME}' or 'uv tool upgrade {NAME}'"
        )
    return found[1]


def _complaint(errors: str, status: int) -> str:
    """The last line of an error, without the progress."""
    lines = [line for line in errors.splitlines() if line.strip() and not line.startswith("progress: ")]
    said = lines[-1].removeprefix(f"{NAME}: ") if lines else f"it ended with status {status}"
    return f"{NAME}: {said}"


class Run:
    """One run of the program that writes a file, which goes on while Blender does something else.

    ``task`` and ``share`` (0 to 1) say how far it is. Call :meth:`finished` now and then, :meth:`close` at the end.
    """

    def __init__(
        self, program: Path, arguments: Sequence[str | os.PathLike[str]], ending: str = ".json"
    ) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="posestudio-", ignore_cleanup_errors=True)
        self.out = Path(self._folder.name) / f"result{ending}"
        """The file that the program writes"""
        self.task, self.share = "starting", 0.0
        self._lines: list[str] = []
        try:
            self._process = _started(
                [program, *arguments, "--out", self.out], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
            )
        except ProgramProblem:
            self._folder.cleanup()
            raise
        self._reader = threading.Thread(target=self._read, name="posestudio-progress", daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            found = re.fullmatch(r"progress: (.+) (\d+)/(\d+)", line.strip())
            if found:
                self.task, self.share = found[1], min(int(found[2]) / max(int(found[3]), 1), 1.0)
            else:
                self._lines.append(line)

    def finished(self) -> bool:
        """Whether the file is there. Raises ProgramProblem with what the program says where it has failed."""
        status = self._process.poll()
        if status is None:
            return False
        self._reader.join(_GRACE)
        if status or not self.out.exists():
            raise ProgramProblem(_complaint("".join(self._lines), status))
        return True

    def wait(self) -> None:
        """Wait until it has ended; see :meth:`finished`."""
        self._process.wait()
        self.finished()

    def close(self) -> None:
        """End the program if it still runs, and remove its file."""
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(_GRACE)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._reader.join(_GRACE)
        if self._process.stderr is not None:
            self._process.stderr.close()
        self._folder.cleanup()
