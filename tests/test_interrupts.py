import os
import signal

import pytest

from posestudio.cli.interrupts import until_interrupted

pytestmark = pytest.mark.usefixtures("heeds_ctrl_c")


def test_ctrl_c_closes_a_training_between_its_steps():
    said = []

    def training():
        try:
            yield 1
            os.kill(os.getpid(), signal.SIGINT)
            said.append("the step was done")
            yield 2
            yield 3
        except GeneratorExit:
            said.append("saved")
            raise

    seen = []
    with pytest.raises(KeyboardInterrupt):
        for event in until_interrupted(training()):
            seen.append(event)
    assert seen == [1, 2] and said == ["the step was done", "saved"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_without_it_all_is_told():
    assert list(until_interrupted(iter((1, 2, 3)))) == [1, 2, 3]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
