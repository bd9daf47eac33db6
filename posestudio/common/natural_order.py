"""The order of file names with numbers in them: 2 before 10."""

import re


def natural_order(name: str) -> str:
    """Sorting key of a file name: numbers compare by value, letters without regard to case."""
    return re.sub(r"\d+", _with_length, name.casefold())


def _with_length(number: re.Match[str]) -> str:
    """The number's digits, with how many they are before them."""
    digits = number[0].lstrip("0")
    return f"{len(digits):03}{digits}"
