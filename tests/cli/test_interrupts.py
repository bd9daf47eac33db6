import os
import signal

import pytest

from posestudio.cli.interrupts import ended_like_ctrl_c, until_interrupted

pytestmark = pytest.mark.usefixtures("heeds_ctrl_c")


def test_ctrl_c_closes_a_training_between_its_steps():
    done = []

    def training():
        try:
            yield 1
            os.kill(os.getpid(), signal.SIGINT)
            done.append("the step was done")
            yield 2
            yield 3
        except GeneratorExit:
            done.append("saved")
            raise

    seen = []
    with pytest.raises(KeyboardInterrupt):
        for event in until_interrupted(training()):
            seen.append(event)
    assert seen == [1, 2] and done == ["the step was done", "saved"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_without_it_all_is_told():
    assert list(until_interrupted(iter((1, 2, 3)))) == [1, 2, 3]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_request_to_end_saves_too(name):
    number = getattr(signal, name)
    before = signal.signal(number, signal.SIG_DFL)
    done = []

    def training():
        try:
            yield 1
            os.kill(os.getpid(), number)
            yield 2
            yield 3
        except GeneratorExit:
            done.append("saved")
            raise

    try:
        with pytest.raises(KeyboardInterrupt):
            list(until_interrupted(training()))
        assert done == ["saved"] and signal.getsignal(number) is signal.SIG_DFL
    finally:
        signal.signal(number, before)


def test_a_request_to_end_undoes_what_is_half_done():
    before = signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        with pytest.raises(KeyboardInterrupt), ended_like_ctrl_c():
            os.kill(os.getpid(), signal.SIGTERM)
        assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
        signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as under nohup
        with ended_like_ctrl_c():
            os.kill(os.getpid(), signal.SIGHUP)
    finally:
        signal.signal(signal.SIGTERM, before)
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
