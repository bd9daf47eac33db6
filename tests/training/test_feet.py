"""Errors of feet, with and without points of them."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from posestudio.body.feet import with_heels
from posestudio.body.layouts import BODY_INDEX
from posestudio.body.standing import standing_body
from posestudio.dataset.poses import Poses
from posestudio.diffusion.checkpoint import build_denoiser
from posestudio.lifting.lifter import Lifter
from posestudio.training.feet import foot_errors, measure_feet
from tests.diffusion.people import TINY
from tests.lifting.test_observed import raised


def test_errors_of_a_turned_foot_and_of_a_shifted_head() -> None:
    truth = with_heels(standing_body()[None, :27])
    guess = raised(truth[0], 20)
    guess[BODY_INDEX["head_top"]] += [0, 0.1, 0]
    errors = foot_errors(np.stack([guess, truth[0]])[None], truth)
    assert errors["foot"] == pytest.approx(10) and errors["head top"] == pytest.approx(50, rel=1e-4)
    assert errors["bones"] == pytest.approx(0, abs=1e-3) and errors["neck"] == errors["ankles"] == 0
    moved = np.linalg.norm(guess[BODY_INDEX["left_heel"]] - truth[0, BODY_INDEX["left_heel"]])
    assert errors["heels"] == errors["heels about ankle"] == pytest.approx(500 * moved, rel=1e-3)


def test_points_of_the_feet_bring_the_feet_nearer() -> None:
    card = {"model": "mlp", "network": TINY["mlp"], "denoiser": "preconditioned", "scale": 0.3}
    lifter = Lifter(build_denoiser(card).eval(), card, torch.device("cpu"), "tiny")
    bodies = np.stack([raised(with_heels(standing_body()[:27]), angle) for angle in (-20, 0, 20, 40)])
    names = np.array(["one", "one", "two", "two"])
    report = measure_feet(lifter, Poses(bodies, names, names, np.arange(4)), 4, hypotheses=4)
    assert list(report) == [
        f"{noise} noise, {points} points" for noise in ("0.0%", "1.5%") for points in (17, 23)
    ]
    for without, extra in ((0, 1), (2, 3)):
        tasks = list(report.values())
        for name in ("toes", "heels"):
            assert tasks[extra][name][0] < tasks[without][name][0]
    mean, low, high = tasks[0]["foot"]
    assert low <= mean <= high
