import json


def test_train_passes_its_options_and_prints_events(run, monkeypatch):
    from posestudio.learning import events
    from posestudio.training import loop

    calls = []

    def train(config, out, resume, device):
        calls.append((config, str(out), resume, str(device)))
        yield events.Progress(5, 10, 0.5, 1e-3, 1.0, 20.0, 1.0)
        yield events.Validated(10, {"mpjpe": 99.0}, {}, {"mpjpe": 300.0}, 10)
        yield events.Finished(10, out / "weights.safetensors", out / "best.safetensors")

    monkeypatch.setattr(loop, "train", train)
    status, out, err = run(
        "train",
        "--data",
        "p.npz",
        "--model",
        "transformer",
        "--out",
        "r",
        "--steps",
        10,
        "--batch",
        8,
        "--resume",
    )
    assert (status, err) == (0, "")
    assert out.splitlines() == ["step 10: mpjpe 99", "r/weights.safetensors"]
    ((config, *rest),) = calls
    assert rest == ["r", True, "auto"]
    assert (config.data, config.model, config.steps, config.batch) == ("p.npz", "transformer", 10, 8)


def test_settings_are_those_given_or_of_the_run_or_of_its_start(run, monkeypatch, tmp_path):
    from posestudio.diffusion.checkpoint import build_denoiser, save_weights
    from posestudio.diffusion.networks import SIZES
    from posestudio.learning.config import SETTINGS
    from posestudio.training import loop

    parameterizations, networks, paces = [], [], []

    def train(config, out, resume, device):
        parameterizations.append((config.denoiser, config.denoiser_options))
        networks.append(config.network)
        paces.append((config.batch, config.learning_rate))
        yield from ()

    monkeypatch.setattr(loop, "train", train)
    card = {
        "model": "transformer",
        "network": {"width": 16, "heads": 2},
        "denoiser": "preconditioned",
        "scale": 0.3,
    }
    older = tmp_path / "older.safetensors"
    save_weights(older, build_denoiser(card).state_dict(), card)
    begun = tmp_path / "begun"
    begun.mkdir()
    stored = {
        "data": "p.npz",
        "denoiser": "noise",
        "denoiser_options": {"norm": "l1"},
        "network": {"width": 64},
        "batch": 8,
    }
    (begun / SETTINGS).write_text(json.dumps(stored))
    command = ("train", "--data", "p.npz", "--out")
    for more in (
        (begun.parent / "new",),
        (begun.parent / "new", "--model", "transformer", "--start", older),
        (begun, "--resume"),
        (begun, "--resume", "--start", "mlp", "--denoiser", "noise", "--loss", "l2"),
    ):
        assert run(*command, *more)[0] == 0
    assert parameterizations == [
        ("flow", {}),
        ("preconditioned", {}),
        ("noise", {"norm": "l1"}),
        ("noise", {"norm": "l2"}),
    ]
    assert paces == [(1024, 1.5e-3), (128, 1.2e-3), (8, 1.2e-3), (8, 1.2e-3)]
    assert networks == [SIZES["mlp"]["medium"], card["network"], {"width": 64}, {"width": 64}]


def test_a_learning_rate_of_nothing_is_kept(run, monkeypatch):
    from posestudio.training import loop

    rates = []

    def train(config, out, resume, device):
        rates.append(config.learning_rate)
        yield from ()

    monkeypatch.setattr(loop, "train", train)
    for more in ((), ("--learning-rate", 0)):
        assert run("train", "--data", "p.npz", "--out", "r", *more)[0] == 0
    assert rates == [1.5e-3, 0]
