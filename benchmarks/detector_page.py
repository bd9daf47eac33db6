"""Measures what docs/detection.md states of the detector that ships, and writes it there.

    python benchmarks/detector_page.py POSES.npz --weights detector [--weights BASELINE] [--jobs 2] \\
        --data lspe --data stanford40 --teacher lspe-teacher.json --teacher stanford40/keypoints.json

Runs ``posestudio evaluate-detector`` for each source and for rendered groups, as many at once as ``--jobs``, then the
benchmark of detection and the gallery. Replaces the parts of the page between <!-- accuracy --> and <!-- end --> and
so on by tables, and docs/images/detection.jpg and detection-calibration.png.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from posestudio.common.atomic_files import atomic_write

INK, DIAGONAL = "#0072b2", "0.6"
JOINTS = ("shoulder", "elbow", "wrist", "hip", "knee", "ankle")
Rows = dict[str, dict[str, dict[str, Any]]]
"""Measures by source and row."""


def script(*command: str) -> str:
    """The output of one of the project's scripts."""
    done = subprocess.run([sys.executable, *command], check=True, capture_output=True, text=True)
    return done.stdout


def measured(options: argparse.Namespace, groups: str) -> tuple[Rows, Rows]:
    """The measures of people in their boxes, and of those found without in pictures of ``groups``."""
    common = [part for weights in options.weights for part in ("--weights", weights)]
    common += ["--steps", str(options.steps), "--people", str(options.people), "--device", "cpu", "--quiet"]
    common += [part for path in options.teacher for part in ("--teacher", path)]
    jobs = [["--data", path] for path in options.data] + [["--everybody", groups]]

    def run(number: int) -> dict[str, Any]:
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "report.json"
            command = [sys.executable, "-m", "posestudio", "evaluate-detector", *common, *jobs[number]]
            one = {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
            subprocess.run([*command, "--json", str(out)], check=True, env=os.environ | one)
            return json.loads(out.read_text())

    with ThreadPoolExecutor(options.jobs) as pool:
        reports = list(pool.map(run, range(len(jobs))))
    people: Rows = {}
    found: Rows = {}
    for report in reports:
        people |= report["sources"]
        found |= report["everybody"]
    return people, found


def percent(value: float | None) -> str:
    return "" if value is None else f"{value * 100:.1f}"


def interval(value: list[float | None]) -> str:
    return "" if value[0] is None else f"{percent(value[0])} ({percent(value[1])} to {percent(value[2])})"


def table(heads: list[str], lines: list[list[str]]) -> str:
    """A table in Markdown."""
    rows = [heads, ["---"] * len(heads), *lines]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def accuracy(people: Rows) -> str:
    parts = []
    for source, rows in people.items():
        first = next(iter(rows.values()))
        heads = ["", "OKS-AP", "limbs PCK@0.2", "to the first row", "sides exchanged", *JOINTS]
        lines = [
            [name, interval(row["ap"]), interval(row["limbs"]),
             "" if row["difference"][0] is None
             else "{:+.1f} ({:+.1f} to {:+.1f})".format(*(v * 100 for v in row["difference"])),
             percent(row["exchanged"][0]), *(percent(row["joints"][joint]) for joint in JOINTS)]
            for name, row in rows.items()
        ]  # fmt: skip
        title = f"**{source}**: {first['people']} people, {first['whole_torso']} of them with a whole torso"
        parts.append(title + "\n\n" + table(heads, lines))
    return "\n\n".join(parts)


def everybody(found: Rows) -> str:
    heads = [
        "",
        "people",
        "found",
        "32 to 96 pixels",
        "larger",
        "invented",
        "wrong",
        "answers a picture",
    ]
    lines = [
        [f"{source}, {name}", str(row["people"]), interval(row["found"]), interval(row["found_small"]),
         interval(row["found_large"]), interval(row["invented"]), interval(row["wrong"]),
         f"{row['answers']:.1f}"]
        for source, rows in found.items() for name, row in rows.items()
    ]  # fmt: skip
    return table(heads, lines)


def calibration(people: Rows) -> str:
    heads = ["", "calibration error", "within the 50 % circle", "80 %", "95 %"]
    lines = [
        [f"{source}, {name}", f"{row['calibration_error']:.3f}",
         *(percent(row["within"][q]) for q in ("50", "80", "95"))]
        for source, rows in people.items() for name, row in rows.items() if "within" in row
    ]  # fmt: skip
    return table(heads, lines)


def draw(people: Rows, weights: str, path: Path) -> None:
    """The reliability of each source: the share of keypoints that are right, by their confidence."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(4.2 * len(people), 4), dpi=100, layout="constrained")
    all_axes = figure.subplots(1, len(people), squeeze=False)[0]
    for axes, (source, rows) in zip(all_axes, people.items(), strict=True):
        name = next(n for n in reversed(rows) if n.startswith(weights + ", "))
        row = rows[name]
        bins = row["reliability"]
        total = sum(each["count"] for each in bins)
        x, y = [each["confidence"] for each in bins], [each["share"] for each in bins]
        axes.plot([0, 1], [0, 1], color=DIAGONAL, linewidth=1, linestyle="--")
        axes.bar(x, [each["count"] / total for each in bins], width=0.06, color=INK, alpha=0.25,
                 label="share of all keypoints")  # fmt: skip
        axes.plot(x, y, color=INK, marker="o", label="share that is right")
        axes.set(xlim=(0, 1), ylim=(0, 1), xlabel="confidence", ylabel="share", aspect="equal",
                 title=f"{source}: error {row['calibration_error']:.3f}")  # fmt: skip
        axes.spines[["top", "right"]].set_visible(False)
        axes.legend(frameon=False, loc="upper left")
    with atomic_write(path) as temporary:
        figure.savefig(temporary)


def replaced(page: str, name: str, text: str) -> str:
    """The page with ``text`` between the marks of ``name``."""
    marks = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end -->)", re.DOTALL)
    if not marks.search(page):
        raise SystemExit(f"the page has no part <!-- {name} --> ... <!-- end -->")
    return marks.sub(lambda match: match[1] + "\n" + text + "\n\n" + match[2], page)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("poses", type=Path, help="poses file of the rendered people")
    parser.add_argument("--weights", action="append", required=True, help="the first is the one that ships")
    parser.add_argument("--data", action="append", default=[])
    parser.add_argument("--teacher", action="append", default=[])
    parser.add_argument("--steps", type=int, default=4)
    parser.add_argument("--people", type=int, default=0, help="most people of each source; 0: all")
    parser.add_argument("--groups", type=int, default=40, help="rendered pictures of groups")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--docs", type=Path, default=Path("docs"))
    options = parser.parse_args()
    images = options.docs / "images"
    with tempfile.TemporaryDirectory() as folder:
        groups = f"{folder}/rendered groups"
        script("benchmarks/group_pictures.py", str(options.poses), groups, "--count", str(options.groups))
        people, found = measured(options, groups)
    parts = {"accuracy": accuracy(people), "calibration": calibration(people), "everybody": everybody(found)}
    weights = options.weights[0]
    parts["speed"] = "\n\n".join(
        script("benchmarks/detection.py", "--weights", weights, *more).split("\n\n", 1)[1].strip()
        for more in ([], ["--group", "--threads", "2", "--poses", str(options.poses)])
    )
    page = (options.docs / "detection.md").read_text()
    for name, text in parts.items():
        page = replaced(page, name, text)
    with atomic_write(options.docs / "detection.md") as temporary:
        temporary.write_text(page)
    first = Path(weights)
    draw(people, first.stem if first.suffix else weights, images / "detection-calibration.png")
    gallery = ["--weights", weights, "--out", str(images / "detection.jpg")]
    script("assets/make_detection_gallery.py", str(options.poses), *gallery)
    print("\n\n".join(parts.values()))


if __name__ == "__main__":
    main()
