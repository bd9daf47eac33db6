"""Numbers, shares and durations as the window's language writes them."""

from __future__ import annotations

from PySide6.QtCore import QLocale

from posestudio.app.common.translation import tr

_LONG = 120  # minutes from which a duration is in hours


def number(value: float, decimals: int = 0) -> str:
    """A number with so many decimals and its thousands in groups: "1,024.5", "1.024,5"."""
    return QLocale().toString(float(value), "f", decimals)


def rounded(value: float, digits: int = 4) -> str:
    """A number with at most so many digits that say something: "29.97", "30"."""
    return QLocale().toString(float(value), "g", digits)


def percent(share: float, decimals: int = 0) -> str:
    """A share from 0 to 1 in percent: "50 %", or "50%" in Chinese."""
    return tr("{percent} %", percent=number(100 * share, decimals))


def duration(seconds: float) -> str:
    """A duration in seconds, minutes or hours: "40 s", "12 min", "2.5 h"."""
    minutes = seconds / 60
    if minutes < 1:
        return tr("{number} s", number=number(seconds))
    if minutes < _LONG:
        return tr("{number} min", number=number(minutes))
    return tr("{number} h", number=number(minutes / 60, 1))
