from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from posestudio import cli
from posestudio.body.layouts import LIMB_JOINTS
from posestudio.errors import PoseStudioError
from posestudio.training.plots import draw_report

SCORES = {"pa_mpjpe_mean": 40.0, "best_of_10": 38.0, "energy": 44.0}
LEVELS = {
    "missing points": "06",
    "noise": ("0", "0.04"),
    "elevation": ("-20", "60"),
    "field of view": ("50",),
}
CURVE = [index / 20 for index in range(21)]
REPORT: dict[str, Any] = {
    "settings": {"poses": 8, "regressor's noise, mm": 38.5},
    "calibration": {
        "mlp": {"depth": CURVE, "plane": CURVE},
        "regressor + noise": {"depth": CURVE, "plane": CURVE},
    },
    "robustness": {"mlp": {name: dict.fromkeys(levels, SCORES) for name, levels in LEVELS.items()}},
    "noise": {"mlp": {"0.5": SCORES | {"depth": 0.1, "plane": 0.2}}},
    "tasks": {"mlp": {"2D": SCORES, "nothing (generation)": SCORES}},
    "per_joint": {name: dict.fromkeys(LIMB_JOINTS, 50.0) for name in ("mlp", "regressor", "mean pose")},
}
TITLES = {
    "Calibration in depth": "calibration",
    "Calibration in the picture plane": "calibration",
    "Calibration by noise factor": "noise",
    "Error by missing keypoints": "robustness",
    "Error by keypoint noise": "robustness",
    "Error by elevation": "robustness",
    "Error by field of view": "robustness",
    "Error of the mean by joint, left (L) and right (R)": "per_joint",
    "Energy score by task": "tasks",
}


@pytest.fixture
def figures(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The pages drawn, as matplotlib knows them; what is saved is saved."""
    from matplotlib.figure import Figure

    drawn, save = [], Figure.savefig

    def collect(figure: Figure, *given: Any, **options: Any) -> None:
        drawn.append(figure)
        save(figure, *given, **options)

    monkeypatch.setattr(Figure, "savefig", collect)
    return drawn


def titles(figure: Any) -> list[str]:
    return [axes.get_title() for axes in figure.axes]


def words(figure: Any) -> list[Any]:
    """Titles, names of axes, and legends."""
    axes = [
        text
        for place in figure.axes
        for text in (place.title, place.xaxis.label, place.yaxis.label, *place.texts)
    ]
    legends = [*figure.legends, *(place.get_legend() for place in figure.axes)]
    named = [text for legend in legends if legend is not None for text in legend.get_texts()]
    return [text for text in (*axes, *named) if text.get_text()]


def test_the_page_is_drawn(tmp_path: Path, figures: list[Any]) -> None:
    draw_report(json.loads(json.dumps(REPORT)), tmp_path / "report.png")
    with Image.open(tmp_path / "report.png") as picture:
        assert picture.size == (1600, 1200)
        assert len(picture.convert("RGB").getcolors(maxcolors=1_000_000)) > 20
    assert titles(figures[0]) == list(TITLES)
    assert all(axes.get_xlabel() or "joint" in axes.get_title() for axes in figures[0].axes)
    assert all(axes.get_ylabel() or "task" in axes.get_title() for axes in figures[0].axes)
    assert [path.name for path in tmp_path.iterdir()] == ["report.png"]


def test_the_page_is_written_as_lines_too(tmp_path: Path) -> None:
    draw_report(REPORT, tmp_path / "report.svg")
    text = (tmp_path / "report.svg").read_text()
    assert text.startswith("<?xml") and text.rstrip().endswith("</svg>")
    draw_report(REPORT, tmp_path / "report.PDF")
    assert (tmp_path / "report.PDF").read_bytes().startswith(b"%PDF")


def test_the_noise_is_in_percent_and_the_colours_are_named(tmp_path: Path, figures: list[Any]) -> None:
    draw_report(REPORT, tmp_path / "report.png")
    (figure,) = figures
    noise = figure.axes[titles(figure).index("Error by keypoint noise")]
    assert list(noise.lines[0].get_xdata()) == [0, 4]
    (legend,) = figure.legends
    named = [text.get_text() for text in legend.get_texts()]
    assert named == ["mlp", "regressor (baseline)", "regressor + noise (baseline)"]


@pytest.mark.parametrize("parts", [list(REPORT), ["calibration", "per_joint", "milliseconds"]])
def test_no_word_is_clipped(tmp_path: Path, figures: list[Any], parts: list[str]) -> None:
    long = "runs/of a long name/which does not fit/$x_/weights.safetensors"
    models = ["mlp", long, *(f"{number}{long}" for number in range(3))]
    report = dict(REPORT)
    report["robustness"] = dict.fromkeys(models, REPORT["robustness"]["mlp"])
    report["calibration"] = REPORT["calibration"] | dict.fromkeys(models, REPORT["calibration"]["mlp"])
    report["per_joint"] = dict.fromkeys([*models, "regressor"], REPORT["per_joint"]["mlp"])
    report["milliseconds"] = dict.fromkeys(models, {"1": 1.0})
    draw_report({name: report[name] for name in parts}, tmp_path / "report.png")
    (figure,) = figures
    page = figure.bbox
    for text in words(figure):
        box = text.get_window_extent()
        inside = box.x0 >= 0 and box.y0 >= 0 and box.x1 <= page.width and box.y1 <= page.height
        assert inside, text.get_text()


@pytest.mark.parametrize("gone", REPORT)
def test_missing_parts_leave_the_page_whole(tmp_path: Path, figures: list[Any], gone: str) -> None:
    draw_report({name: part for name, part in REPORT.items() if name != gone}, tmp_path / "report.png")
    kept = [title for title, part in TITLES.items() if part != gone]
    if gone == "robustness":  # then the tasks name the models
        assert "Error of the mean by joint, left (L) and right (R)" in titles(figures[0])
    assert titles(figures[0]) == kept
    with Image.open(tmp_path / "report.png") as picture:
        assert picture.size == (1600, 400 * -(-len(kept) // 3))


def test_an_unknown_kind_of_picture_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(PoseStudioError, match=r"report\.xyz: expected a name ending in \.png"):
        draw_report(REPORT, tmp_path / "report.xyz")
    assert not list(tmp_path.iterdir())


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="file"):
        draw_report(REPORT, tmp_path / "file" / "report.png")


@pytest.mark.parametrize(
    "wrong", [[], {}, {"rows": {}}, {"calibration": {"mlp": {"depth": [0.5]}}}, {"robustness": {"mlp": 3}}]
)
def test_what_is_no_report_is_refused(tmp_path: Path, wrong: Any) -> None:
    with pytest.raises(PoseStudioError, match="expected a report as"):
        draw_report(wrong, tmp_path / "report.png")
    assert not list(tmp_path.iterdir())


def test_without_matplotlib_one_line_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(PoseStudioError, match="pip install matplotlib"):
        draw_report(REPORT, tmp_path / "report.png")


def test_a_stored_report_is_drawn_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stored, out = tmp_path / "report.json", tmp_path / "report.png"
    stored.write_text(json.dumps(REPORT))
    assert cli.main(["evaluate", "--from", str(stored), "--plots", str(out)]) == 0
    with Image.open(out) as picture:
        assert picture.size == (1600, 1200)
    capsys.readouterr()

    stored.write_text("[]")
    assert cli.main(["evaluate", "--from", str(stored), "--plots", str(out)]) == 1
    assert "report.json: expected a report as" in capsys.readouterr().err
    stored.unlink()
    assert cli.main(["evaluate", "--from", str(stored), "--plots", str(out)]) == 1
    assert "report.json: cannot be read" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--from", "p.json"],
        ["--from", "p.json", "--plots", "p.png", "--data", "p.npz"],
        ["--plots", "p.gif"],
    ],
)
def test_options_that_do_not_go_together_are_wrong_usage(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["evaluate", *arguments]) == 2
    assert "expected" in (err := capsys.readouterr().err) or "--from REPORT.json goes with" in err
