import json


def test_evaluate_prints_a_table_and_writes_json(run, monkeypatch, tmp_path):
    from posestudio.training import report

    row = dict.fromkeys(("mpjpe", "n_mpjpe", "pa_mpjpe_mean", "one_pa_mpjpe"), (71.25, 70.0, 72.0))
    row |= {"best_of_10": (60.0, 59.0, 61.0), "energy": (5.0, 4.0, 6.0)}
    figures = report.Report({"poses": 3}, {"mean pose": row, "mlp": row})
    calls = []
    monkeypatch.setattr(
        report, "evaluate_weights", lambda *given, **options: calls.append((given, options)) or figures
    )
    status, out, _ = run("evaluate", "--data", "p.npz", "--weights", "mlp", "--json", "e.json")
    assert status == 0
    head, first, second = out.splitlines()
    assert head.split()[0] == "MPJPE" and "energy" in head
    assert first.startswith("mean pose") and second.startswith("mlp")
    assert "71.2" in second and "4.0-6.0" in second
    assert json.loads((tmp_path / "e.json").read_text())["rows"]["mlp"]["energy"] == [5.0, 4.0, 6.0]
    assert calls[0][0][1] == ["mlp"]


def test_evaluate_motion_prints_a_table_and_writes_json(run, monkeypatch, tmp_path):
    from posestudio.training.motion import evaluation

    class Figures:
        def as_json(self):
            return {"rows": []}

        def table(self):
            return [["", "MPJPE"], ["  per frame", "44.1"]]

    calls = []
    monkeypatch.setattr(
        evaluation, "evaluate_motions", lambda *given, **options: calls.append((given, options)) or Figures()
    )
    monkeypatch.chdir(tmp_path)
    common = ("evaluate", "--motion", "--data", "clips", "--clips", "3", "--json", "m.json")
    status, out, _ = run(*common, "--held-out", "13, salsa", "--second", "hdm05", "--motion-weights", "none")
    assert status == 0 and out.splitlines()[1].split() == ["per", "frame", "44.1"]
    assert (tmp_path / "m.json").read_text(encoding="utf-8").strip().startswith("{")
    (data, held_out, second, weights, motion), options = calls[0]
    assert (data.name, held_out, second.name, weights, motion) == (
        "clips",
        ["13", "salsa"],
        "hdm05",
        "mlp",
        "none",
    )
    assert options["clips"] == 3


def test_evaluate_of_two_sets_prints_a_table_and_writes_json(run, monkeypatch, tmp_path):
    from posestudio.training import condition_report

    figures = condition_report.ConditionReport({"poses": 2}, {"set": ["a", "b"]})
    scores = dict.fromkeys(condition_report.COLUMNS, (50.0, 40.0, 60.0))
    for name, energy in (("before", 50.0), ("after", 40.0)):
        row = condition_report.Row("set", "exact", name, scores, {"depth": 0.01, "plane": 0.02}, [energy] * 2)
        figures.add(row)
    calls = []
    monkeypatch.setattr(
        condition_report, "evaluate_conditions", lambda *given, **options: calls.append(options) or figures
    )
    monkeypatch.chdir(tmp_path)
    status, out, _ = run("evaluate", "--data", "p.npz", "--second", "q.npz", "--json", "c.json")
    assert status == 0 and calls[0]["hypotheses"] == condition_report.HYPOTHESES
    assert "-20.0 % (-20.0 to -20.0)" in out.splitlines()[2]
    assert json.loads((tmp_path / "c.json").read_text())["rows"][1]["energies"] == [40.0, 40.0]


def test_options_of_motions_go_with_motion(run):
    assert run("evaluate", "--data", "p.npz", "--held-out", "13")[0] == 2
    assert run("evaluate", "--motion")[0] == 2
    assert run("evaluate", "--motion", "--data", "p.npz", "--plots", "p.png")[0] == 2
    assert run("evaluate", "--motion", "--data", "p.npz", "--photographs", "c.npz")[0] == 2
    assert run("evaluate", "--data", "p.npz", "--photographs", "c.npz", "--plots", "p.png")[0] == 2


def test_evaluate_feet_prints_a_table_and_writes_json(run, monkeypatch, tmp_path):
    from posestudio.training import feet

    figures = feet.FeetReport({"poses": 2}, {"set, 17 points: mlp": {"toes": [50.0, 40.0, 60.0]}})
    calls = []
    monkeypatch.setattr(feet, "evaluate_feet", lambda *given: calls.append(given) or figures)
    monkeypatch.chdir(tmp_path)
    status, out, _ = run("evaluate", "--feet", "--data", "p.npz", "--second", "q.npz", "--json", "f.json")
    assert status == 0 and "50.0 (40-60)" in out.splitlines()[1]
    assert json.loads((tmp_path / "f.json").read_text())["rows"]["set, 17 points: mlp"]["toes"][0] == 50
    assert [path.name for path in calls[0][:2]] == ["p.npz", "q.npz"]
    assert (
        run("evaluate", "--feet")[0] == run("evaluate", "--feet", "--data", "p", "--plots", "p.png")[0] == 2
    )
