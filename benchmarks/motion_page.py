"""Writes the figures of a report on motions into docs/accuracy.md, where its tables of motions stand.

posestudio evaluate --motion --data mocap/cmu --second mocap/hdm05 --json motion.json
python benchmarks/motion_page.py motion.json
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from posestudio.common.atomic_files import atomic_write
from posestudio.common.json_files import read_json
from posestudio.training.motion.report import COLUMNS, CONTROL, UNCERTAINTY

START, END = "<!-- motions -->\n", "<!-- end of motions -->"


def tables(report: dict[str, Any]) -> str:
    """A table in Markdown for each set and kind of keypoints."""
    parts: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in report["rows"]:
        parts.setdefault((row["set"], row["keypoints"]), []).append(row)
    return "\n\n".join(_table(group, keypoints, rows) for (group, keypoints), rows in parts.items())


def _table(group: str, keypoints: str, rows: list[dict[str, Any]]) -> str:
    shown = [name for name in COLUMNS if any(name in row["scores"] for row in rows)]
    lines = [
        f"**{group}, {keypoints}** ({rows[0]['windows']} windows)\n",
        "| | " + " | ".join(COLUMNS[name] for name in shown) + " |",
        "|---" * (len(shown) + 1) + "|",
    ]
    for row in rows:
        method = row["method"] if row["method"] != CONTROL else f"control: {CONTROL}"
        lines.append(f"| {method} | " + " | ".join(_cell(row, name) for name in shown) + " |")
    return "\n".join(lines)


def _cell(row: dict[str, Any], name: str) -> str:
    if name not in row["scores"]:
        return ""
    mean, low, high = row["scores"][name]
    text = f"{mean:.2f}" if name == UNCERTAINTY else f"{mean:.1f}"
    if name == "mpjpe":
        text += f" ({low:.0f}-{high:.0f})"
    share = row["of_control"].get(name)
    return text if share is None or row["method"] == CONTROL else f"{text} **{share:.2f}**"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("report", type=Path)
    parser.add_argument("--page", type=Path, default=Path("docs/accuracy.md"))
    options = parser.parse_args()
    before, rest = options.page.read_text(encoding="utf-8").split(START, 1)
    after = rest.split(END, 1)[1]
    text = f"{before}{START}\n{tables(read_json(options.report))}\n\n{END}{after}"
    with atomic_write(options.page) as temporary:
        temporary.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
