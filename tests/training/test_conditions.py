from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from posestudio.body.layouts import BODY_JOINTS, COCO_KEYPOINTS
from posestudio.training.condition_report import ConditionReport, Row, difference, evaluate_conditions
from posestudio.training.conditions import (
    CUT_OFF,
    DETECTED,
    EXACT,
    NOISY,
    PHOTOGRAPHED,
    seen_under_conditions,
)
from tests.dataset.clips import waving
from tests.training.test_report import untrained

POINTS = len(COCO_KEYPOINTS)


@pytest.fixture(scope="module")
def photographs(tmp_path_factory: pytest.TempPathFactory) -> str:
    """40 people: of half of them only face and shoulders are labelled, the others are whole, at the lower border."""
    path = tmp_path_factory.mktemp("people") / "people.npz"
    rng = np.random.default_rng(0)
    visibility = np.full((40, POINTS), 2, np.uint8)
    visibility[::2, 7:] = 0
    np.savez(
        path,
        keypoints=rng.uniform(0, 1, (40, POINTS, 2)).astype(np.float16),
        visibility=visibility,
        box=np.tile(np.float16([0.2, 0.2, 0.5, 0.5]), (40, 1)),
        picture_size=np.full((40, 2), 500, np.uint16),
        borders=np.tile(np.uint8([0, 8]), 20),
        picture_id=np.repeat(np.arange(0, 400, 20, dtype=np.uint32), 2),
    )
    return str(path)


def test_all_conditions_have_the_same_cameras_and_differ_in_what_is_seen(photographs: str) -> None:
    seen = seen_under_conditions(waving(12), photographs)
    assert list(seen) == [EXACT, NOISY, DETECTED, PHOTOGRAPHED, CUT_OFF]
    exact = seen[EXACT]
    assert exact.visible.all() and not exact.noise.any()
    for case in seen.values():
        assert torch.equal(case.truth, exact.truth)
    assert seen[NOISY].noise.unique() == pytest.approx(0.01)
    assert len(seen[DETECTED].noise.unique()) > 100  # what a detector says of each point
    assert set(seen[PHOTOGRAPHED].visible.sum(1).tolist()) == {7, POINTS}
    assert seen[CUT_OFF].visible.all()  # those whom the border cuts off are whole here
    off = (seen[PHOTOGRAPHED].rays - exact.rays).std() / (exact.rays.amax(1) - exact.rays.amin(1)).amax(
        -1
    ).mean()
    assert 0.012 < float(off) < 0.018


def test_what_is_seen_does_not_depend_on_heels_or_on_the_run() -> None:
    bodies = waving(6)
    assert bodies.shape[1] == len(BODY_JOINTS)
    others = bodies.copy()
    others[:, 27:] -= 0.3
    one, other = (seen_under_conditions(joints) for joints in (bodies, others))
    assert list(one) == [EXACT, NOISY, DETECTED]
    for condition in one:
        assert torch.equal(one[condition].rays, other[condition].rays)
        assert torch.equal(one[condition].visible, other[condition].visible)


def test_the_report_has_every_set_condition_and_lifter(data: str, photographs: str, tmp_path: Path) -> None:
    weights = [untrained(tmp_path / f"{name}.safetensors", "flow") for name in ("a", "b")]
    report = evaluate_conditions(
        data, data, photographs, weights, poses=6, hypotheses=10, steps=2, device="cpu"
    )
    assert len(report.rows) == 2 * 5 * 2
    for before, after in zip(report.rows[::2], report.rows[1::2], strict=True):
        assert (before.weights, after.weights) == ("a", "b")
        assert before.difference is None and after.difference == (0, 0, 0)  # the same network
        assert before.energies == after.energies and len(before.energies) == 6
        assert before.scores["energy"][0] == pytest.approx(np.mean(before.energies), abs=0.02)
        assert set(before.calibration) == {"depth", "plane"}
    sizes = {name: len(clips) for name, clips in report.clips.items()}
    assert sizes == {"other people": 6, "another laboratory": 6}
    assert json.loads(json.dumps(report.as_json()))["rows"][0]["condition"] == EXACT
    assert len({len(line) for line in report.table()}) == 1


def test_a_difference_is_of_the_same_poses() -> None:
    clips = ["a", "a", "b", "b"]
    assert difference([11, 22, 11, 22], [10, 20, 10, 20], clips) == pytest.approx((10, 10, 10))
    mean, low, high = difference([11, 11, 10, 10], [10, 10, 10, 10], clips)
    assert mean == 5 and low == 0 and high == 10
    report = ConditionReport({}, {"set": ["a", "b"]})
    for energies in ([10.0, 10.0], [9.0, 9.0]):
        report.add(Row("set", EXACT, "w", {}, {}, energies))
    assert report.rows[1].difference == pytest.approx((-10, -10, -10))
