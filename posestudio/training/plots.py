"""The panel on one page: calibration, what makes errors grow, and where on the body they are."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

import numpy as np

from ..body.layouts import LIMB_JOINTS
from ..files import atomic_write
from .metrics import QUANTILES

COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7")
"""Okabe and Ito's, which the colour-blind can tell apart."""

_INCHES, _DPI = (16.0, 11.0), 110
_CONDITIONS = (
    ("missing points", "keypoints missing of 17", 1),
    ("noise", "2D noise, % of the person's size", 100),
    ("elevation", "camera's elevation, degrees", 1),
    ("field of view", "vertical field of view, degrees", 1),
)
"""Condition, its axis, and what its levels are multiplied by."""


def draw_panel(panel: Mapping[str, Any], path: str | os.PathLike[str]) -> None:
    """Draw a panel's plain values (`Panel.as_json`) as ``path`` (.png, .svg or .pdf); missing parts stay empty."""
    from matplotlib.figure import Figure  # takes a third of a second

    figure = Figure(figsize=_INCHES, dpi=_DPI, layout="constrained")
    axes = figure.subplots(3, 3)
    names = list(panel.get("robustness") or panel.get("milliseconds") or panel.get("rows") or ())
    colours = dict(zip(names, COLOURS * len(names), strict=False))
    for place, axis in zip(axes[0, :2], ("depth", "plane"), strict=True):
        _draw_calibration(place, panel.get("calibration", {}), axis, colours)
    _draw_noise(axes[0, 2], panel.get("noise", {}), colours)
    for place, (condition, label, unit) in zip(axes.flat[3:7], _CONDITIONS, strict=True):
        _draw_condition(place, panel.get("robustness", {}), condition, unit, colours)
        place.set_xlabel(label)
    _draw_joints(axes[2, 1], panel.get("per_joint", {}), colours)
    _draw_tasks(axes[2, 2], panel.get("tasks", {}), colours)
    settings = panel.get("settings", {})
    figure.suptitle("Held-out people: " + ", ".join(f"{key} {value}" for key, value in settings.items()))
    with atomic_write(path) as temporary:
        figure.savefig(temporary)


def _draw_calibration(
    axes: Any, curves: Mapping[str, Mapping[str, list[float]]], axis: str, colours: Mapping[str, str]
) -> None:
    axes.plot([0, 1], [0, 1], color="0.6", linewidth=1, label="calibrated")
    for name, curve in curves.items():
        colour, dash = (colours[name], "-") if name in colours else ("0.35", "--")
        axes.plot(QUANTILES.numpy(), curve[axis], dash, color=colour, label=name)
    axes.set(
        title="Calibration in depth" if axis == "depth" else "Calibration in the picture plane",
        xlabel="quantile of the hypotheses' distances",
        ylabel="share of truths within it",
        xlim=(0, 1),
        ylim=(0, 1),
    )
    axes.legend(loc="lower right", frameon=False)


def _draw_noise(axes: Any, by_name: Mapping[str, Any], colours: Mapping[str, str]) -> None:
    for name, levels in by_name.items():
        x = [float(level) for level in levels]
        for axis, dash in (("depth", "-"), ("plane", ":")):
            values = [scores[axis] for scores in levels.values()]
            axes.plot(x, values, dash, marker="o", color=colours.get(name, "0.3"), label=f"{name}, {axis}")
    axes.axhline(0.05, color="0.6", linewidth=1)
    axes.set(
        title="Calibration by noise coefficient",
        xlabel="coefficient of the starting noise",
        ylabel="calibration error",
    )
    axes.set_ylim(bottom=0)
    if by_name:
        axes.legend(frameon=False)


def _draw_condition(
    axes: Any, by_name: Mapping[str, Any], condition: str, unit: float, colours: Mapping[str, str]
) -> None:
    highest = 1.0
    for name, conditions in by_name.items():
        levels = conditions.get(condition, {})
        x = [unit * float(level) for level in levels]
        for error, dash, words in (("pa_mpjpe_mean", "-", "PA of mean"), ("energy", ":", "energy")):
            values = [scores[error] for scores in levels.values()]
            axes.plot(x, values, dash, marker="o", color=colours.get(name, "0.3"), label=f"{name}, {words}")
            highest = max([highest, *values])
    axes.set(title=f"Error by {condition}", ylabel="mm", ylim=(0, 1.1 * highest))
    if by_name:
        axes.legend(loc="lower right", frameon=False)


def _draw_joints(axes: Any, by_name: Mapping[str, Any], colours: Mapping[str, str]) -> None:
    shown = {name: by_name[name] for name in by_name if name in colours or name == "regressor"}
    places = np.arange(len(LIMB_JOINTS))
    width = 0.8 / max(len(shown), 1)
    for number, (name, errors) in enumerate(shown.items()):
        heights = [errors.get(joint, np.nan) for joint in LIMB_JOINTS]
        axes.bar(places + number * width, heights, width, color=colours.get(name, "0.6"), label=name)
    labels = [joint.replace("left_", "l. ").replace("right_", "r. ") for joint in LIMB_JOINTS]
    axes.set_xticks(places + 0.4 - width / 2, labels, rotation=45, ha="right")
    axes.set(title="Error of the mean by joint", ylabel="mm")
    if shown:
        axes.legend(loc="upper left", frameon=False)


def _draw_tasks(axes: Any, by_name: Mapping[str, Any], colours: Mapping[str, str]) -> None:
    tasks = list(dict.fromkeys(task for scores in by_name.values() for task in scores))
    places = np.arange(len(tasks))
    height = 0.8 / max(len(by_name), 1)
    for number, (name, scores) in enumerate(by_name.items()):
        values = [scores.get(task, {}).get("energy", np.nan) for task in tasks]
        colour = colours.get(name, "0.3")
        axes.barh(places + number * height, values, height, color=colour, alpha=0.4, label=name)
    for place, task in zip(
        places, tasks, strict=True
    ):  # inside: long names beside the axis would push the columns
        axes.annotate(task, (0, place + 0.4 - height / 2), (4, 0), textcoords="offset points", va="center")
    axes.set_yticks([])
    axes.invert_yaxis()
    axes.set(title="Energy score by task", xlabel="mm")
    if len(by_name) > 1:
        axes.legend(loc="lower right", frameon=False)
