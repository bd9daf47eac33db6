"""Plots of an evaluation report on one page: calibration, and errors by condition, joint and task."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import numpy as np

from posestudio.body.layouts import LIMB_JOINTS
from posestudio.common.atomic_files import atomic_write
from posestudio.common.file_kinds import PLOT_OUTPUTS, checked_suffix
from posestudio.errors import PoseStudioError
from posestudio.training.metrics import QUANTILES

COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00")
"""Okabe and Ito's palette, distinguishable with colour blindness."""

COLUMNS, INCHES, DPI = 3, (16.0, 4.0), 100
"""A row of the page is 1600 x 400 pixels; a complete report has three rows."""

_BASELINE, _LONGEST_NAME = "0.45", 28
_CONDITIONS = (
    ("missing points", "Error by missing keypoints", "keypoints missing, of 17", 1),
    ("noise", "Error by keypoint noise", "keypoint noise, % of the person's size", 100),
    ("elevation", "Error by elevation", "camera's elevation, degrees", 1),
    ("field of view", "Error by field of view", "vertical field of view, degrees", 1),
)
"""Condition, title, label of the axis of its levels, and the factor of those."""

_Draw = Callable[[Any], None]


def draw_report(report: Mapping[str, Any], path: str | os.PathLike[str]) -> None:
    """Draw a report's JSON values (`Report.as_json`) as ``path`` (.png, .svg or .pdf); what is missing is left out.

    Raises PoseStudioError where the values are not a report's, or nothing in them can be drawn.
    """
    checked_suffix(path, PLOT_OUTPUTS)
    try:
        from matplotlib.figure import Figure  # takes a third of a second
    except ImportError as problem:
        raise PoseStudioError(f"plots need matplotlib: pip install matplotlib ({problem})") from problem
    try:
        figure = _page(report, Figure)
    except (AttributeError, KeyError, TypeError, ValueError) as problem:
        if isinstance(problem, PoseStudioError):
            raise
        raise PoseStudioError(
            f"expected a report as 'posestudio evaluate --json' writes it: {type(problem).__name__} {problem}"
        ) from problem
    with atomic_write(path) as temporary:
        figure.savefig(temporary)


def _page(report: Mapping[str, Any], new_figure: Callable[..., Any]) -> Any:
    models = list(report.get("robustness") or report.get("milliseconds") or report.get("tasks") or ())
    colours = {name: COLOURS[number % len(COLOURS)] for number, name in enumerate(models)}
    plots = _plots(report, colours)
    if not plots:
        raise PoseStudioError("expected a report as 'posestudio evaluate --json' writes it: nothing to draw")
    rows = math.ceil(len(plots) / COLUMNS)
    figure = new_figure(figsize=(INCHES[0], INCHES[1] * rows), dpi=DPI, layout="constrained")
    # Without padding, labels would touch the titles of the plots below.
    figure.get_layout_engine().set(h_pad=0.1, w_pad=0.1)
    cells = figure.subplots(rows, COLUMNS, squeeze=False).flat
    for draw, axes in zip(plots, cells, strict=False):
        draw(axes)
        axes.spines[["top", "right"]].set_visible(False)
    for axes in list(figure.axes)[len(plots) :]:
        axes.remove()
    settings = ", ".join(_setting(key, value) for key, value in report.get("settings", {}).items())
    figure.suptitle("Held-out people" + (": " + settings if settings else ""), fontsize="x-large")
    _name_models(figure, report, colours)
    return figure


def _plots(report: Mapping[str, Any], colours: Mapping[str, str]) -> list[_Draw]:
    """The plots that the report has figures for, in the order of the page."""
    plots: list[_Draw] = []
    if curves := report.get("calibration"):
        plots += [partial(_draw_calibration, curves, axis, colours) for axis in ("depth", "plane")]
    if noise := report.get("noise"):
        plots.append(partial(_draw_noise, noise, colours))
    robustness = report.get("robustness") or {}
    for condition, title, label, unit in _CONDITIONS:
        levels = {name: conditions.get(condition) or {} for name, conditions in robustness.items()}
        if any(levels.values()):
            plots.append(partial(_draw_condition, levels, title, label, unit, colours))
    per_joint = report.get("per_joint") or {}
    if shown := {name: per_joint[name] for name in per_joint if name in colours or name == "regressor"}:
        plots.append(partial(_draw_joints, shown, colours))
    if tasks := report.get("tasks"):
        plots.append(partial(_draw_tasks, tasks, colours))
    return plots


def _setting(key: str, value: Any) -> str:
    """A setting as text, its unit behind the value."""
    text, _, unit = key.partition(", ")  # "regressor's noise, mm"
    return f"{text} {value} {unit}".rstrip()


def _short(name: str) -> str:
    """A model's name, or the end of a long one; '$' is escaped, which would begin mathematics."""
    short = name if len(name) <= _LONGEST_NAME else "\N{HORIZONTAL ELLIPSIS}" + name[1 - _LONGEST_NAME :]
    return short.replace("$", r"\$")


def _name_models(figure: Any, report: Mapping[str, Any], colours: Mapping[str, str]) -> None:
    """Add one legend of colours below the page, where it covers no curve."""
    from matplotlib.lines import Line2D

    marks = [
        Line2D([], [], color=colour, linewidth=5, label=_short(name)) for name, colour in colours.items()
    ]
    if "regressor" in (report.get("per_joint") or {}):
        marks.append(Line2D([], [], color=_BASELINE, linewidth=5, label="regressor (baseline)"))
    for name in report.get("calibration") or {}:
        if name not in colours:
            label = f"{_short(name)} (baseline)"
            marks.append(Line2D([], [], color=_BASELINE, linestyle="--", linewidth=2, label=label))
    if marks:
        figure.legend(
            handles=marks,
            loc="outside lower center",
            ncols=min(len(marks), 4),
            frameon=False,
            fontsize="large",
        )


def _explain_dashes(axes: Any, solid: str, dotted: str, loc: str = "best") -> None:
    """Add a legend that explains solid and dotted lines."""
    from matplotlib.lines import Line2D

    marks = [
        Line2D([], [], color="0.2", linestyle="-", marker="o", label=solid),
        Line2D([], [], color="0.2", linestyle=":", marker="o", label=dotted),
    ]
    axes.legend(handles=marks, loc=loc, frameon=False)


def _draw_calibration(
    curves: Mapping[str, Mapping[str, list[float]]], axis: str, colours: Mapping[str, str], axes: Any
) -> None:
    axes.plot([0, 1], [0, 1], color="0.7", linewidth=1)
    for name, curve in curves.items():
        if axis in curve:
            colour, dash = (colours[name], "-") if name in colours else (_BASELINE, "--")
            axes.plot(QUANTILES.numpy(), curve[axis], dash, color=colour)
    axes.text(
        0.98, 0.03, "below the diagonal:\noverconfident", ha="right", transform=axes.transAxes, color="0.3"
    )
    axes.set(
        title="Calibration in depth" if axis == "depth" else "Calibration in the picture plane",
        xlabel="quantile of the hypotheses' distances",
        ylabel="share of truths within it",
        xlim=(0, 1),
        ylim=(0, 1.01),
    )


def _draw_noise(by_name: Mapping[str, Any], colours: Mapping[str, str], axes: Any) -> None:
    highest = 0.0
    for name, levels in by_name.items():
        x = [float(level) for level in levels]
        for axis, dash in (("depth", "-"), ("plane", ":")):
            values = [scores[axis] for scores in levels.values()]
            axes.plot(x, values, dash, marker="o", color=colours.get(name, _BASELINE))
            highest = max([highest, *values])
    axes.axhline(0.05, color="0.7", linewidth=1)
    axes.set(
        title="Calibration by noise factor",
        xlabel="factor of the sampler's noise",
        ylabel="mean distance from the diagonal",
        ylim=(0, 1.1 * highest or 1),
    )
    _explain_dashes(axes, "depth", "plane")


def _draw_condition(
    by_name: Mapping[str, Mapping[str, Mapping[str, float]]],
    title: str,
    label: str,
    unit: float,
    colours: Mapping[str, str],
    axes: Any,
) -> None:
    highest = 0.0
    for name, levels in by_name.items():
        x = [unit * float(level) for level in levels]
        for error, dash in (("pa_mpjpe_mean", "-"), ("energy", ":")):
            values = [scores[error] for scores in levels.values()]
            axes.plot(x, values, dash, marker="o", color=colours.get(name, _BASELINE))
            highest = max([highest, *values])
    axes.set(title=title, xlabel=label, ylabel="error, mm", ylim=(0, 1.1 * highest or 1))
    _explain_dashes(axes, "PA-MPJPE of the mean", "energy score", "lower right")


def _draw_joints(by_name: Mapping[str, Mapping[str, float]], colours: Mapping[str, str], axes: Any) -> None:
    # Left and right side by side, with a gap between pairs.
    positions = np.arange(len(LIMB_JOINTS)) + 0.4 * (np.arange(len(LIMB_JOINTS)) // 2)
    width = 0.86 / len(by_name)
    for number, (name, errors) in enumerate(by_name.items()):
        heights = [errors.get(joint, np.nan) for joint in LIMB_JOINTS]
        shift = (number - (len(by_name) - 1) / 2) * width
        axes.bar(positions + shift, heights, width, color=colours.get(name, _BASELINE))
    sides, parts = zip(*(joint.split("_") for joint in LIMB_JOINTS), strict=True)
    axes.set_xticks(positions, [side[0].upper() for side in sides])
    axes.tick_params("x", length=0)
    pairs = axes.secondary_xaxis(0)
    pairs.set_xticks(positions.reshape(-1, 2).mean(1), parts[::2])
    pairs.tick_params("x", length=0, pad=18)  # below the letters L and R
    pairs.spines["bottom"].set_visible(False)
    axes.set(title="Error of the mean by joint, left (L) and right (R)", ylabel="error, mm")


def _draw_tasks(
    by_name: Mapping[str, Mapping[str, Mapping[str, float]]], colours: Mapping[str, str], axes: Any
) -> None:
    tasks = list(dict.fromkeys(task for scores in by_name.values() for task in scores))
    positions = np.arange(len(tasks))
    height = 0.4 / max(len(by_name), 1)
    for number, (name, scores) in enumerate(by_name.items()):
        values = [scores.get(task, {}).get("energy", np.nan) for task in tasks]
        axes.barh(
            positions + 0.1 + (number + 0.5) * height, values, height, color=colours.get(name, _BASELINE)
        )
    # The names are above their bars: beside the axis, long names would make the columns narrow.
    for position, task in zip(positions, tasks, strict=True):
        axes.annotate(
            task, (0, position + 0.08), (3, 0), textcoords="offset points", va="bottom", fontsize="small"
        )
    axes.set(
        title="Energy score by task", xlabel="energy score, mm", ylim=(len(tasks) - 0.4, -0.5), yticks=[]
    )
