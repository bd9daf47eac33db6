import pytest
import torch

from posestudio.learning.averaging import MovingAverage
from posestudio.learning.optimization import Optimization
from posestudio.training.config import TrainConfig


def test_a_state_that_is_loaded_is_copied() -> None:
    network = torch.nn.Linear(2, 2)
    optimization = Optimization(network, network.parameters(), TrainConfig("", ema=0.9))
    network(torch.ones(1, 2)).sum().backward()
    optimization.step(0, 1e-3)
    kept = {name: tensor.clone() for name, tensor in optimization.state().items()}
    given = {name: tensor.clone() for name, tensor in kept.items()}
    optimization.load_state(given)
    for number in range(3):
        network(torch.ones(1, 2)).sum().backward()
        optimization.step(number, 1e-3)
    assert all(torch.equal(given[name], kept[name]) for name in kept)


def test_the_average_forgets_its_start_quickly() -> None:
    network = torch.nn.Linear(1, 1, bias=False)
    torch.nn.init.zeros_(network.weight)
    average = MovingAverage(network)
    torch.nn.init.ones_(network.weight)
    average.update(0.9995, 0)
    assert float(average.state["weight"]) == pytest.approx(0.9)  # a decay of (1 + 0) / (10 + 0)
    average.update(0.9995, 8)
    assert float(average.state["weight"]) == pytest.approx(0.95)
    average.state["weight"].zero_()
    average.update(0.5, 10_000)
    assert float(average.state["weight"]) == pytest.approx(0.5)


def test_whole_numbers_are_not_averaged() -> None:
    network = torch.nn.BatchNorm1d(2)
    average = MovingAverage(network)
    network(torch.ones(4, 2))
    average.update(0.5, 10_000)
    assert network.num_batches_tracked == 1 and average.state["num_batches_tracked"] == 0
