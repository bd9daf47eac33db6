"""Writes the figures of `posestudio evaluate --second` into docs/accuracy.md, where its tables of conditions stand.

posestudio evaluate --data poses.npz --second hdm.npz --photographs coco-people.npz --json conditions.json
python benchmarks/accuracy_page.py conditions.json [--before earlier.json]

An earlier report of the same poses gives the rows "before", and each later row's difference to the one of its name.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from posestudio.common.atomic_files import atomic_write
from posestudio.common.json_files import read_json
from posestudio.training.condition_report import COLUMNS, difference, percent

START, END = "<!-- conditions -->\n", "<!-- end of conditions -->"


def tables(report: dict[str, Any], before: dict[str, Any] | None = None) -> str:
    """A table in Markdown for each set: a row for each condition and lifter."""
    return "\n\n".join(_table(group, report, before) for group in report["clips"])


def _table(group: str, report: dict[str, Any], before: dict[str, Any] | None) -> str:
    clips = report["clips"][group]
    if before is not None and before["clips"][group] != clips:
        raise SystemExit(f"{group}: the two reports are of different poses")
    titles = ["", "", *COLUMNS.values(), "change of energy", "calibration error, depth / plane"]
    lines = [
        f"**{group.capitalize()}** ({len(clips)} poses of {len(set(clips))} clips)\n",
        "| " + " | ".join(titles) + " |",
        "|---" * len(titles) + "|",
    ]
    rows = [row for row in report["rows"] if row["set"] == group]
    for condition in dict.fromkeys(row["condition"] for row in rows):
        here = [row for row in rows if row["condition"] == condition]
        earlier = [] if before is None else [r for r in before["rows"] if _same(r, group, condition)]
        shown = condition
        for row in earlier:
            lines.append(_line(shown, row, " before", ""))
            shown = ""
        for row in here:
            first = next((r for r in earlier if r["weights"] == row["weights"]), None) or next(
                iter(earlier), None
            )
            change = row["difference"]
            if first is not None:
                change = difference(row["energies"], first["energies"], clips)
            lines.append(_line(shown, row, "", "" if change is None else percent(change)))
            shown = ""
    return "\n".join(lines)


def _same(row: dict[str, Any], group: str, condition: str) -> bool:
    return bool(row["set"] == group and row["condition"] == condition)


def _line(condition: str, row: dict[str, Any], when: str, change: str) -> str:
    scores = row["scores"]
    cells = [f"{scores[name][0]:.1f}" for name in COLUMNS]
    for index, name in enumerate(COLUMNS):
        if name in ("energy", "pa_mpjpe_mean"):
            cells[index] += f" ({scores[name][1]:.1f}-{scores[name][2]:.1f})"
    calibration = " / ".join(f"{row['calibration'][axis]:.3f}" for axis in ("depth", "plane"))
    return "| " + " | ".join([condition, f"`{row['weights']}`{when}", *cells, change, calibration]) + " |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("report", type=Path)
    parser.add_argument("--before", type=Path)
    parser.add_argument("--page", type=Path, default=Path("docs/accuracy.md"))
    options = parser.parse_args()
    before = None if options.before is None else read_json(options.before)
    head, rest = options.page.read_text(encoding="utf-8").split(START, 1)
    after = rest.split(END, 1)[1]
    text = f"{head}{START}\n{tables(read_json(options.report), before)}\n\n{END}{after}"
    with atomic_write(options.page) as temporary:
        temporary.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
