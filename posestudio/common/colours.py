"""The project's colours, which window, pictures and videos share.

Left and right are the blue and the vermilion of Okabe and Ito's palette ("Color Universal Design",
2008), which people with any of the common colour blindnesses tell apart, lightened for dark ground.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

RGB = tuple[int, int, int]
Theme = Literal["light", "dark"]


@dataclass(frozen=True)
class Palette:
    """Colours of one theme, each red, green and blue from 0 to 255. ``hover`` is the window's accent, of what is
    selected or under the mouse; ``curves`` are those of diagrams, which show no sides; ``rings`` those of the axes
    that a joint is turned about, none of which is that of a side or of a warning."""

    left: RGB
    right: RGB
    middle: RGB
    body: RGB
    ghost: RGB
    hover: RGB
    curves: tuple[RGB, RGB]
    too_long: RGB
    too_short: RGB
    background: RGB
    floor: RGB
    grid: RGB
    shadow: RGB
    frustum: RGB
    text: RGB
    axes: tuple[RGB, RGB, RGB]
    rings: tuple[RGB, RGB, RGB]

    @property
    def silhouette(self) -> RGB:
        """Colour of alternatives that are drawn as silhouettes: half the body's, half the highlight's."""
        red, green, blue = ((body + hover) // 2 for body, hover in zip(self.body, self.hover, strict=True))
        return red, green, blue

    def of_side(self, side: str) -> RGB:
        """Colour of 'left', 'right' or 'middle', as ``body.mirroring.side_of`` names them."""
        return {"left": self.left, "right": self.right, "middle": self.middle}[side]


LIGHT = Palette(
    left=(0, 114, 178),
    right=(213, 94, 0),
    middle=(112, 117, 126),
    body=(196, 197, 200),
    ghost=(120, 128, 140),
    hover=(107, 63, 212),
    curves=((107, 63, 212), (0, 130, 98)),
    too_long=(214, 39, 40),
    too_short=(31, 90, 235),
    background=(243, 244, 246),
    floor=(231, 233, 237),
    grid=(130, 136, 146),
    shadow=(40, 46, 60),
    frustum=(70, 76, 88),
    text=(38, 42, 50),
    axes=((190, 80, 80), (80, 150, 80), (80, 100, 190)),
    rings=((150, 112, 0), (0, 128, 122), (178, 52, 142)),
)

DARK = Palette(
    left=(86, 170, 240),
    right=(240, 142, 60),
    middle=(190, 196, 206),
    body=(196, 198, 202),
    ghost=(170, 178, 190),
    hover=(184, 160, 255),
    curves=((167, 139, 250), (70, 205, 170)),
    too_long=(255, 96, 88),
    too_short=(120, 170, 255),
    background=(30, 32, 37),
    floor=(46, 49, 56),
    grid=(120, 126, 138),
    shadow=(0, 0, 0),
    frustum=(170, 176, 188),
    text=(222, 225, 230),
    axes=((200, 100, 100), (100, 170, 100), (110, 130, 215)),
    rings=((232, 206, 96), (84, 204, 192), (236, 142, 206)),
)


def palette(theme: Theme) -> Palette:
    """The palette of 'light' or 'dark'. Raises ValueError for another name."""
    if theme not in ("light", "dark"):
        raise ValueError(f"expected the theme 'light' or 'dark', got {theme!r}")
    return LIGHT if theme == "light" else DARK


_PEOPLE: tuple[RGB, ...] = (
    (26, 188, 140),
    (235, 196, 40),
    (245, 130, 175),
    (80, 205, 225),
    (165, 190, 70),
    (200, 120, 215),
)
"""Colours of people, which are none of the sides' colours, and are seen on light and on dark ground."""


def colour_of_person(person: int) -> RGB:
    """The colour of a person by number, from 0; the seventh has the first one's again."""
    return _PEOPLE[person % len(_PEOPLE)]
