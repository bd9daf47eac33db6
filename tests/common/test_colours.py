import numpy as np
import pytest

from posestudio.common.colours import DARK, LIGHT, palette


def test_palettes_tell_left_from_right_and_stand_out_from_their_background():
    for colours in (LIGHT, DARK):
        for side in ("left", "right", "middle"):
            apart = np.subtract(colours.of_side(side), colours.background)
            assert np.abs(apart).max() > 90
        assert np.abs(np.subtract(colours.left, colours.right)).max() > 120
    with pytest.raises(ValueError, match="sepia"):
        palette("sepia")
