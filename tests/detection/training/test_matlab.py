import numpy as np
import pytest
from scipy.io import savemat

from posestudio.detection.training import matlab
from posestudio.detection.training.matlab import read_matlab
from posestudio.errors import KeypointsError


@pytest.fixture
def path(tmp_path):
    savemat(tmp_path / "joints.mat", {"joints": np.arange(84.0).reshape(3, 14, 2)}, do_compression=True)
    return tmp_path / "joints.mat"


def test_an_array_is_read_as_it_was_saved(path):
    assert read_matlab(path, "joints") == pytest.approx(np.arange(84.0).reshape(3, 14, 2))


def test_a_file_without_the_array_or_damaged_is_one_line(path, tmp_path):
    with pytest.raises(KeypointsError, match=r"joints.mat: expected .* 'others'"):
        read_matlab(path, "others")
    savemat(tmp_path / "words.mat", {"joints": "many"})
    with pytest.raises(KeypointsError, match="words.mat"):
        read_matlab(tmp_path / "words.mat", "joints")
    content = path.read_bytes()
    for cut in (0, 100, 140, len(content) - 5):
        path.write_bytes(content[:cut])
        with pytest.raises(KeypointsError) as refused:
            read_matlab(path, "joints")
        assert "\n" not in str(refused.value)


def test_a_reader_that_crashes_takes_nothing_with_it(path, monkeypatch):
    monkeypatch.setattr(matlab.sys, "executable", "/bin/false")
    with pytest.raises(KeypointsError, match="undamaged|expected a MATLAB file"):
        read_matlab(path, "joints")
