"""The head of a BVH file: from its first word to the frame time.

The words are checked here, one by one and with their places; what is right is written back one
statement a line, which is the only form the package ``bvh`` reads safely, and the tree it makes of
that becomes the skeleton.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import bvh
import numpy as np

from posestudio.body.skeleton import POSITION_CHANNELS, ROTATION_CHANNELS, Skeleton
from posestudio.mocap.bvh_text import BvhText, parse_number, shortened

SCALE_CHANNELS = ("Xscale", "Yscale", "Zscale")
DEFAULT_FRAME_TIME = 1 / 30

_LONGEST_FRAME = 1e6  # seconds
_FRAME_RATES = (10.0, 1000.0)  # a Frame Time between these is a rate: no one records 30 s a frame
_USUAL_RATES = (12, 15, 24, 30, 48, 60, 72, 75, 90, 120, 144, 150, 240)  # whose milliseconds have a fraction

_WORD = re.compile(r"[{}]|[^\s{}]+")
_FRAMES = re.compile(r"\s*Frames[^\S\n]*:?[^\S\n]*", re.IGNORECASE)
_FRAME_TIME = re.compile(r"\s*Frame[^\S\n]*Time[^\S\n]*:?[^\S\n]*", re.IGNORECASE)
_VALUE = re.compile(r"\S+|\n\s*[-+.\d]\S*(?=[^\S\n]*(\n|$))")  # on this line, or alone on the next
_CHANNELS = {name.lower(): name for name in POSITION_CHANNELS + ROTATION_CHANNELS + SCALE_CHANNELS}
_END_SITES = ("end", "endsite", "end_site")
_AFTER_HIERARCHY = ("motion", "frame")  # how the words begin that end it


@dataclass
class Header:
    """What the head says: the skeleton, the frames it promises (or None), seconds a frame, its end."""

    skeleton: Skeleton
    frames: int | None
    frames_at: int
    frame_time: float
    end: int


@dataclass
class _Block:
    """A ROOT, JOINT or End Site whose brace is open."""

    title: str
    at: int
    is_end: bool = False
    has_offset: bool = False
    has_channels: bool = False
    has_child: bool = False
    has_end: bool = False


def read_header(text: BvhText) -> Header:
    """The header of a BVH file. Raises BvhError where it cannot be understood."""
    statements, end = _Statements(text).read()
    skeleton = _skeleton(statements)
    frames, frames_at, frame_time, end = _motion_head(text, end)
    return Header(skeleton, frames, frames_at, frame_time, end)


@dataclass
class _Statements:
    """Reads the hierarchy's words into normalised statements."""

    text: BvhText
    at: int = 0
    lines: list[str] = field(default_factory=list)
    blocks: list[_Block] = field(default_factory=list)
    named_at: dict[str, int] = field(default_factory=dict)
    joints: int = 0

    def read(self) -> tuple[list[str], int]:
        """The statements, and where the words after the hierarchy begin."""
        self._begin()
        while True:
            at, word = self._next()
            keyword = word.lower()
            if not word or keyword.startswith(_AFTER_HIERARCHY):
                self._finish(at, word)
                return self.lines, at
            if self.blocks:
                self._statement(at, word, keyword)
            elif keyword == "root":
                self._joint("ROOT", at)
            elif word == "}":
                self.text.warn(at, "a '}' too many was passed over")
            else:
                raise self.text.expected(at, "ROOT or MOTION", word)

    def _next(self) -> tuple[int, str]:
        match = _WORD.search(self.text.content, self.at)
        if match is None:
            self.at = len(self.text.content)
            return self.at, ""
        self.at = match.end()
        return match.start(), match.group()

    def _begin(self) -> None:
        at, word = self._next()
        if word.lower() == "root":
            self.text.warn(at, "HIERARCHY was missing")
            self.at = at
        elif word.lower() != "hierarchy":
            raise self.text.expected(at, "HIERARCHY", word)

    def _finish(self, at: int, word: str) -> None:
        if self.blocks:
            block = self.blocks[-1]
            raise self.text.expected(
                at, f"'}}' to close {block.title} of line {self.text.line(block.at)}", word
            )
        if not self.joints:
            raise self.text.expected(at, "ROOT", word)

    def _statement(self, at: int, word: str, keyword: str) -> None:
        block = self.blocks[-1]
        if word == "}":
            self._close(block)
        elif keyword == "offset":
            self._offset(at, block)
        elif keyword == "channels" and not block.is_end:
            self._channels(at, block)
        elif keyword == "joint" and not block.is_end:
            block.has_child = True
            self._joint("JOINT", at)
        elif keyword in _END_SITES and not block.is_end:
            self._end_site(at, block)
        elif block.is_end:
            raise self.text.expected(at, "OFFSET or '}'", word)
        else:
            raise self.text.expected(at, "OFFSET, CHANNELS, JOINT, End Site or '}'", word)

    def _joint(self, kind: str, at: int) -> None:
        words = self._words_before_brace()
        name = " ".join(words)
        if not name:
            name = f"joint{self.joints}"
            self.text.warn(at, f"a {kind} without a name was named {name}")
        if name in self.named_at:
            first = self.text.line(self.named_at[name])
            self.text.warn(
                at, f"another joint is named {shortened(name)}, as on line {first}; both were kept"
            )
        self.named_at.setdefault(name, at)
        self.joints += 1
        self.lines.append(f"{kind} {name}")
        self._open(_Block(f"{kind} {shortened(name)}", at))

    def _end_site(self, at: int, block: _Block) -> None:
        self._words_before_brace()
        if block.has_end:
            self.text.warn(at, f"a second End Site of {block.title} was passed over")
        block.has_child = block.has_end = True
        self.lines.append("End Site")
        self._open(_Block("End Site", at, is_end=True))

    def _words_before_brace(self) -> list[str]:
        """The words up to the next brace, all on the first one's line."""
        words: list[str] = []
        line_end = -1
        while True:
            at, word = self._next()
            if word in ("{", "}", "") or 0 <= line_end < at:
                self.at = at
                return words
            if line_end < 0:
                found = self.text.content.find("\n", at)
                line_end = len(self.text.content) if found < 0 else found
            words.append(word)

    def _open(self, block: _Block) -> None:
        at, word = self._next()
        if word != "{":
            raise self.text.expected(at, f"'{{' after {block.title}", word)
        self.lines.append("{")
        self.blocks.append(block)

    def _close(self, block: _Block) -> None:
        if not block.has_offset:
            self.text.warn(block.at, f"{block.title} has no OFFSET; zero was taken")
            self.lines.append("OFFSET 0 0 0")
        if not block.has_channels and not block.is_end:
            self.text.warn(block.at, f"{block.title} has no CHANNELS; it does not move")
            self.lines.append("CHANNELS 0")
        self.lines.append("}")
        self.blocks.pop()

    def _offset(self, at: int, block: _Block) -> None:
        if block.has_offset:
            raise self.text.expected(at, f"one OFFSET in {block.title}", "OFFSET")
        block.has_offset = True
        numbers = [self._offset_number() for _ in range(3)]
        self.lines.append("OFFSET " + " ".join(map(repr, numbers)))

    def _offset_number(self) -> float:
        at, word = self._next()
        number = parse_number(word)
        if number is None:
            raise self.text.expected(at, "a number of OFFSET", word)
        if not np.isfinite(number):
            self.text.warn(at, "an OFFSET that is no number was taken for zero")
            return 0.0
        return number

    def _channels(self, at: int, block: _Block) -> None:
        if block.has_channels or block.has_child:
            raise self.text.expected(at, f"one CHANNELS in {block.title}, before its children", "CHANNELS")
        block.has_channels = True
        count_at, word = self._next()
        count = int(word) if word.isdecimal() and len(word) < 6 else None
        if count is None:
            if word.lower() not in _CHANNELS:
                raise self.text.expected(count_at, "the number of CHANNELS", word)
            self.text.warn(count_at, "CHANNELS without their number")
            self.at = count_at
        names = self._channel_names()
        if count is not None and count != len(names):
            if self._looks_like_channel():
                raise self.text.expected(self.at, "a channel such as Xposition or Zrotation", self._next()[1])
            self.text.warn(count_at, f"{count} CHANNELS were announced, {len(names)} are named")
        if len(set(names)) < len(names):
            self.text.warn(count_at, f"{block.title} names a channel twice")
        if any(name in SCALE_CHANNELS for name in names):
            self.text.warn(count_at, f"{block.title} has scale channels; they are ignored")
        self.lines.append(" ".join(["CHANNELS", str(len(names)), *names]))

    def _channel_names(self) -> list[str]:
        names: list[str] = []
        while True:
            at, word = self._next()
            if word.lower() not in _CHANNELS:
                self.at = at
                return names
            names.append(_CHANNELS[word.lower()])

    def _looks_like_channel(self) -> bool:
        at = self.at
        _, word = self._next()
        self.at = at
        return word.lower() not in ("{", "}", "", "joint", "offset", "channels", *_END_SITES)


def _skeleton(statements: list[str]) -> Skeleton:
    """The skeleton of normalised statements. Nodes are walked, never looked up by their name."""
    tree = bvh.Bvh("\n".join([*statements, ""]))
    names: list[str] = []
    parents: list[int] = []
    offsets: list[list[float]] = []
    channels: list[tuple[str, ...]] = []
    end_sites: dict[int, np.ndarray] = {}
    waiting = [(node, -1) for node in reversed(tree.root.children)]
    while waiting:
        node, parent = waiting.pop()
        kind, *words = node.value
        if kind in ("ROOT", "JOINT"):
            waiting.extend((child, len(names)) for child in reversed(node.children))
            names.append(" ".join(words))
            parents.append(parent)
        elif kind == "OFFSET":
            offsets.append([float(word) for word in words])
        elif kind == "CHANNELS":
            channels.append(tuple(words[1:]))
        elif kind == "End":
            end_sites.setdefault(parent, np.array([float(word) for word in node["OFFSET"]]))
    return Skeleton(tuple(names), np.array(parents), np.array(offsets), tuple(channels), end_sites)


def _motion_head(text: BvhText, at: int) -> tuple[int | None, int, float, int]:
    """Promised frames (or None), their place, seconds a frame, and where the numbers begin."""
    match = _WORD.search(text.content, at)
    if match is None:
        raise text.expected(len(text.content), "MOTION", "")
    if match.group().lower().rstrip(":") == "motion":
        at = match.end()
    else:
        text.warn(match.start(), "MOTION was missing")
    frames_at = at
    frames: int | None = None
    frame_time: float | None = None
    while True:
        if match := _FRAME_TIME.match(text.content, at):
            number, at = _value(text, match.end())
            frame_time = number if number is not None and 0 < number < _LONGEST_FRAME else None
            if frame_time is None:
                text.warn(match.end(), "the frame time is no positive number; 1/30 s was taken")
                frame_time = DEFAULT_FRAME_TIME
            else:
                frame_time = _in_seconds(text, match.end(), frame_time)
        elif match := _FRAMES.match(text.content, at):
            frames_at = match.end()
            number, at = _value(text, frames_at)
            frames = int(number) if number is not None and number >= 0 else None
            if frames is None:
                text.warn(frames_at, "Frames: is no number; the rows were counted instead")
        else:
            break
    if frame_time is None:
        text.warn(at, "no Frame Time; 1/30 s was taken")
    return frames, frames_at, frame_time or DEFAULT_FRAME_TIME, at


def _in_seconds(text: BvhText, at: int, told: float) -> float:
    """Seconds a frame, where some write milliseconds (16.667) or frames a second (60)."""
    if told != round(told) and any(abs(told * rate - 1000) < 1 for rate in _USUAL_RATES):
        text.warn(at, f"Frame Time {told:g} was read as milliseconds")
        return told / 1000
    if _FRAME_RATES[0] <= told <= _FRAME_RATES[1]:
        text.warn(at, f"Frame Time {told:g} was read as frames a second")
        return 1 / told
    return told


def _value(text: BvhText, at: int) -> tuple[float | None, int]:
    """The number that belongs to a keyword that ends at ``at``, and where the words after it begin."""
    match = _VALUE.match(text.content, at)
    return (parse_number(match.group().strip()), match.end()) if match else (None, at)
