"""The skeleton of a BVH file: the tree that the package ``bvh`` makes of the cleaned hierarchy, checked.

The tree is walked as the file has it, so that the first fault in the file is the one that is reported.
"""

from __future__ import annotations

from dataclasses import dataclass

import bvh
import numpy as np

from posestudio.body.skeleton import Skeleton
from posestudio.mocap.bvh_cleaning import (
    END_SITES,
    SCALE_CHANNELS,
    SURPLUS,
    Cleaned,
    Statement,
    clean_hierarchy,
    next_word,
)
from posestudio.mocap.bvh_text import BvhText, parse_number, shortened

_NO_CHANNEL = ("{", "}", "", "joint", "offset", "channels", *END_SITES)  # words that may follow CHANNELS


@dataclass
class _Block:
    """A ROOT, JOINT or End Site: its title in messages, its index in the text, and what was read of it so far.

    ``joint`` is its index, of an End Site that of the joint which it ends, or -1 for a second one.
    """

    title: str
    at: int
    joint: int
    is_end: bool = False
    has_offset: bool = False
    has_channels: bool = False
    has_child: bool = False
    has_end: bool = False


def read_hierarchy(text: BvhText) -> tuple[Skeleton, int]:
    """The skeleton, and the index of the first word after the hierarchy.

    Raises BvhError where there is no skeleton or a contradiction in it; what can be repaired is warned of.
    """
    first = next_word(text, 0)
    if first.text.lower() == "root":
        text.warn(first.at, "HIERARCHY was missing")
        start = first.at
    elif first.text.lower() == "hierarchy":
        start = first.at + len(first.text)
    else:
        raise text.expected(first.at, "HIERARCHY", first.text)
    cleaned = clean_hierarchy(text, start)
    return _Reader(text, cleaned).read(), cleaned.after.at


class _Reader:
    """Walks the tree of a cleaned hierarchy, checks its statements, and collects a skeleton."""

    def __init__(self, text: BvhText, cleaned: Cleaned) -> None:
        self.text = text
        self.cleaned = cleaned
        self.names: list[str] = []
        self.parents: list[int] = []
        self.offsets: list[list[float]] = []
        self.channels: list[tuple[str, ...]] = []
        self.end_sites: dict[int, list[float]] = {}
        self.named_at: dict[str, int] = {}
        self.titles: dict[int, str] = {}  # by index of the statement

    def read(self) -> Skeleton:
        # Nodes are walked, never looked up by their name, and not by recursion: chains may be long.
        tree = bvh.Bvh("\n".join([*self.cleaned.lines, ""]))
        waiting: list[tuple[bvh.BvhNode | None, _Block | None]]
        waiting = [(node, None) for node in reversed(tree.root.children)]
        unclosed = set(self.cleaned.opened)
        while waiting:
            node, block = waiting.pop()
            if node is None:
                assert block is not None
                self._close(block)
                continue
            index = int(node.value[-1])
            opened = self._statement(self.cleaned.statements[index], block)
            if opened is not None:
                self.titles[index] = opened.title
                if index not in unclosed:
                    waiting.append((None, opened))
                waiting.extend((child, opened) for child in reversed(node.children))
        after = self.cleaned.after
        if self.cleaned.opened:
            index = self.cleaned.opened[-1]
            line = self.text.line(self.cleaned.statements[index].first.at)
            raise self.text.expected(
                after.at, f"'}}' to close {self.titles[index]} of line {line}", after.text
            )
        if not self.names:
            raise self.text.expected(after.at, "ROOT", after.text)
        return Skeleton(
            tuple(self.names),
            np.array(self.parents),
            np.array(self.offsets),
            tuple(self.channels),
            {joint: np.array(offset) for joint, offset in self.end_sites.items()},
        )

    def _statement(self, statement: Statement, block: _Block | None) -> _Block | None:
        """Check and collect a statement within ``block``. Returns the block that it opens, if it does."""
        match statement.keyword, block:
            case "ROOT", None:
                return self._joint(statement, -1)
            case kind, None if kind == SURPLUS:
                self.text.warn(statement.first.at, "a '}' too many was ignored")
            case _, None:
                raise self.text.expected(statement.first.at, "ROOT or MOTION", statement.first.text)
            case "OFFSET", _:
                self._offset(statement, block)
            case _, _Block(is_end=True):
                raise self.text.expected(statement.first.at, "OFFSET or '}'", statement.first.text)
            case "CHANNELS", _:
                self._channels(statement, block)
            case "JOINT", _:
                block.has_child = True
                return self._joint(statement, block.joint)
            case "End", _:
                return self._end_site(statement, block)
            case _:
                expected = "OFFSET, CHANNELS, JOINT, End Site or '}'"
                raise self.text.expected(statement.first.at, expected, statement.first.text)
        return None

    def _joint(self, statement: Statement, parent: int) -> _Block:
        kind, at = statement.keyword, statement.first.at
        name = " ".join(word.text for word in statement.words)
        if not name:
            name = f"joint{len(self.names)}"
            self.text.warn(at, f"a {kind} without a name was named {name}")
        if name in self.named_at:
            first = self.text.line(self.named_at[name])
            self.text.warn(
                at, f"another joint is named {shortened(name)}, as on line {first}; both were kept"
            )
        self.named_at.setdefault(name, at)
        self.names.append(name)
        self.parents.append(parent)
        self.offsets.append([0.0, 0.0, 0.0])
        self.channels.append(())
        return self._opened(statement, _Block(f"{kind} {shortened(name)}", at, len(self.names) - 1))

    def _end_site(self, statement: Statement, block: _Block) -> _Block:
        at = statement.first.at
        if block.has_end:
            self.text.warn(at, f"a second End Site of {block.title} was ignored")
        block.has_child = True
        end = _Block("End Site", at, -1 if block.has_end else block.joint, is_end=True)
        block.has_end = True
        return self._opened(statement, end)

    def _opened(self, statement: Statement, block: _Block) -> _Block:
        if statement.after.text != "{":
            raise self.text.expected(statement.after.at, f"'{{' after {block.title}", statement.after.text)
        return block

    def _close(self, block: _Block) -> None:
        if not block.has_offset:
            self.text.warn(block.at, f"{block.title} has no OFFSET; zero was taken")
            self._set_offset(block, [0.0, 0.0, 0.0])
        if not block.has_channels and not block.is_end:
            self.text.warn(block.at, f"{block.title} has no CHANNELS; it does not move")

    def _set_offset(self, block: _Block, offset: list[float]) -> None:
        if not block.is_end:
            self.offsets[block.joint] = offset
        elif block.joint >= 0:
            self.end_sites[block.joint] = offset

    def _offset(self, statement: Statement, block: _Block) -> None:
        if block.has_offset:
            raise self.text.expected(statement.first.at, f"one OFFSET in {block.title}", "OFFSET")
        block.has_offset = True
        offset = []
        for word in statement.words:
            number = parse_number(word.text)
            if number is None or not np.isfinite(number):
                self.text.warn(word.at, "an OFFSET that is not a number was taken for zero")
                number = 0.0
            offset.append(number)
        if len(offset) < 3:
            raise self.text.expected(statement.after.at, "a number of OFFSET", statement.after.text)
        self._set_offset(block, offset)

    def _channels(self, statement: Statement, block: _Block) -> None:
        if block.has_channels or block.has_child:
            expected = f"one CHANNELS in {block.title}, before its children"
            raise self.text.expected(statement.first.at, expected, "CHANNELS")
        block.has_channels = True
        words, after = statement.words, statement.after
        if not words:
            raise self.text.expected(after.at, "the number of CHANNELS", after.text)
        count_at = words[0].at
        counted = words[0].text.isdecimal()
        names = tuple(word.text for word in (words[1:] if counted else words))
        if not counted:
            self.text.warn(count_at, "CHANNELS without their number")
        elif int(words[0].text) != len(names):
            if after.text.lower() not in _NO_CHANNEL:
                raise self.text.expected(after.at, "a channel such as Xposition or Zrotation", after.text)
            self.text.warn(count_at, f"{int(words[0].text)} CHANNELS were declared, {len(names)} are named")
        if len(set(names)) < len(names):
            self.text.warn(count_at, f"{block.title} names a channel twice")
        if any(name in SCALE_CHANNELS for name in names):
            self.text.warn(count_at, f"{block.title} has scale channels; they are ignored")
        self.channels[block.joint] = names
