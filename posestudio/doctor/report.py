"""All checks, run side by side, and the report of what they found: text that can be pasted, and JSON."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

from posestudio.common.progress import ProgressCallback
from posestudio.doctor.child import findings_of_child
from posestudio.doctor.files import files
from posestudio.doctor.finding import AGAIN, Check, Finding, State, problem
from posestudio.doctor.machine import machine
from posestudio.doctor.program import extras, program
from posestudio.errors import printable

LIMIT = 90.0
"""Seconds that a check in a child process may take; the first start of PyTorch on a slow disk takes 20."""
_BESIDE = 2
"""Child processes at one time."""


def _child(name: str, module: str, function: str, remedy: str) -> tuple[str, Check]:
    return name, lambda: findings_of_child(name, module, function, LIMIT, remedy)


CHECKS: tuple[tuple[str, Check], ...] = (
    ("Program", program),
    ("Machine", machine),
    _child(
        "Window",
        "posestudio.app.shell.self_check",
        "window",
        "update the driver of the graphics card, or try LIBGL_ALWAYS_SOFTWARE=1 posestudio; see docs/install.md",
    ),
    _child("Computing", "posestudio.doctor.computing", "computing", AGAIN),
    _child("Libraries", "posestudio.doctor.libraries", "libraries", AGAIN),
    ("Files", files),
    ("Extras", extras),
)
"""(title of the section, its check)"""


@dataclass(frozen=True)
class Section:
    """A heading of the report, and what its check found."""

    title: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Report:
    """What all checks found."""

    sections: tuple[Section, ...]

    @property
    def problems(self) -> list[Finding]:
        """What does not work."""
        found = (finding for section in self.sections for finding in section.findings)
        return [finding for finding in found if finding.state is State.problem]

    @property
    def verdict(self) -> str:
        """The report in one line."""
        if not self.problems:
            return "No problems: PoseStudio can be used."
        named = ", ".join(finding.subject for finding in self.problems)
        return f"{len(self.problems)} problem{'s'[: len(self.problems) - 1]}: {named}"

    def text(self, problems_only: bool = False) -> str:
        """The report as lines; the user's home is written ``~``."""
        lines = []
        for section in self.sections:
            shown = [f for f in section.findings if not problems_only or f.state is State.problem]
            lines += [section.title] * bool(shown)
            for finding in shown:
                lines.append(f"  {finding.state:8} {finding.subject:18} {finding.text}")
                lines += [f"{'':30}-> {finding.remedy}"] * bool(finding.remedy)
        return _without_home("\n".join([*lines, self.verdict]))

    def json(self) -> str:
        """The report as JSON: ``verdict``, ``problems`` (their number) and ``findings``."""
        found = [
            {"section": section.title, **asdict(finding)}
            for section in self.sections
            for finding in section.findings
        ]
        whole = {"verdict": self.verdict, "problems": len(self.problems), "findings": found}
        return _without_home(json.dumps(whole, indent=2, ensure_ascii=False))


def examine(progress: ProgressCallback | None = None) -> Report:
    """What all checks find, in their order; ``progress`` is called after each."""

    def run(entry: tuple[str, Check]) -> Section:
        return Section(entry[0], tuple(_isolated(*entry)))

    sections: list[Section] = []
    with ThreadPoolExecutor(_BESIDE) as pool:
        for section in pool.map(run, CHECKS):
            sections.append(section)
            if progress is not None:
                progress(len(sections), len(CHECKS), section.title)
    return Report(tuple(sections))


def _isolated(title: str, check: Check) -> Iterator[Finding]:
    """The findings of a check, each on one printable line; where it fails, those until then and a problem."""
    try:
        for finding in check():
            yield Finding(finding.subject, printable(finding.text), finding.state, printable(finding.remedy))
    except Exception as error:  # the report is for installations of which any part may be broken
        yield problem(title, printable(f"cannot be examined: {error or type(error).__name__}"), AGAIN)


def _without_home(text: str) -> str:
    """The text with ``~`` for the user's home, so that a report does not tell the user's name."""
    homes = {os.path.expanduser("~"), os.path.realpath(os.path.expanduser("~"))}
    for home in sorted(homes, key=len, reverse=True):
        if len(Path(home).parts) > 1:  # not "/"
            text = text.replace(home, "~").replace(json.dumps(home)[1:-1], "~")
    return text
