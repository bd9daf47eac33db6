from __future__ import annotations

import pytest

from posestudio.errors import RigError
from posestudio.mocap.units import unit_of


@pytest.mark.parametrize(("text", "metres"), [("cm", 0.01), ("Inches", 0.0254), ("0.5", 0.5), ("1e-3", 1e-3)])
def test_units_as_people_write_them(text: str, metres: float) -> None:
    assert unit_of(text) == metres


@pytest.mark.parametrize("text", ["", "furlong", "0", "-1", "nan", "inf"])
def test_what_is_no_unit_is_refused(text: str) -> None:
    with pytest.raises(RigError, match="expected a unit"):
        unit_of(text)
