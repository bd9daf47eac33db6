"""The hierarchy of a BVH file, cleaned: one statement per line, the only form that the package ``bvh`` reads safely.

Nothing is checked here: what is missing, surplus or not a statement stays, with its index in the text, and is found
by `bvh_hierarchy` in the tree.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from posestudio.body.skeleton import POSITION_CHANNELS, ROTATION_CHANNELS
from posestudio.mocap.bvh_text import BvhText, parse_number

SCALE_CHANNELS = ("Xscale", "Yscale", "Zscale")
CHANNELS = {name.lower(): name for name in POSITION_CHANNELS + ROTATION_CHANNELS + SCALE_CHANNELS}
"""Names of channels, by the same in lower case."""

END_SITES = ("end", "endsite", "end_site")
SURPLUS = "SURPLUS"
"""Keyword for a closing brace that no open one belongs to."""
UNKNOWN = "UNKNOWN"
"""Keyword for a word that begins no statement."""

_WORD = re.compile(r"[{}]|[^\s{}]+")
_AFTER_HIERARCHY = ("motion", "frame")  # how the words begin that end it
_MOST_DIGITS = 5  # of a count of channels


class Word(NamedTuple):
    """A word and the index of its first character; '' at the end of the text."""

    at: int
    text: str


@dataclass(frozen=True)
class Statement:
    """A statement: its keyword, its ``first`` word, the ``words`` that belong to it, and the word ``after`` it."""

    keyword: str
    first: Word
    words: list[Word]
    after: Word


@dataclass(frozen=True)
class Cleaned:
    """A cleaned hierarchy.

    ``lines`` are the statements and braces in order; a statement's line ends with its index in ``statements``.
    ``opened`` are the indices of those whose braces are not closed, outermost first, and ``after`` is the first
    word after the hierarchy.
    """

    lines: list[str]
    statements: list[Statement]
    opened: list[int]
    after: Word


def clean_hierarchy(text: BvhText, at: int) -> Cleaned:
    """The hierarchy from a character index on, up to MOTION, Frames, a word that begins no statement, or the end."""
    lines: list[str] = []
    statements: list[Statement] = []
    opened: list[int] = []
    while True:
        first = next_word(text, at)
        kind = first.text.lower()
        if not first.text or kind.startswith(_AFTER_HIERARCHY):
            return Cleaned(lines, statements, opened, first)
        if first.text == "}" and opened:
            lines.append("}")
            opened.pop()
            at = first.at + 1
            continue
        statement = _statement(text, first, kind)
        lines.append(
            " ".join([statement.keyword, *(word.text for word in statement.words), str(len(statements))])
        )
        statements.append(statement)
        if statement.keyword == UNKNOWN:
            return Cleaned(lines, statements, opened, statement.after)
        at = statement.after.at
        if statement.keyword in ("ROOT", "JOINT", "End") and statement.after.text == "{":
            lines.append("{")
            opened.append(len(statements) - 1)
            at += 1


def next_word(text: BvhText, at: int) -> Word:
    """The next word or brace from a character index on."""
    match = _WORD.search(text.content, at)
    return Word(len(text.content), "") if match is None else Word(match.start(), match.group())


def _statement(text: BvhText, first: Word, kind: str) -> Statement:
    at = first.at + len(first.text)
    if kind in ("root", "joint"):
        return Statement(kind.upper(), first, *_words_before_brace(text, at))
    if kind in END_SITES:
        return Statement("End", first, *_words_before_brace(text, at))
    if kind == "offset":
        return Statement("OFFSET", first, *_numbers(text, at))
    if kind == "channels":
        return Statement("CHANNELS", first, *_channels(text, at))
    return Statement(SURPLUS if kind == "}" else UNKNOWN, first, [], next_word(text, at))


def _words_before_brace(text: BvhText, at: int) -> tuple[list[Word], Word]:
    """The words up to the next brace, all on the first one's line, and the word after them."""
    words: list[Word] = []
    line_end = len(text.content)
    while True:
        word = next_word(text, at)
        if word.text in ("{", "}", "") or line_end < word.at:
            return words, word
        if not words:
            found = text.content.find("\n", word.at)
            line_end = len(text.content) if found < 0 else found
        words.append(word)
        at = word.at + len(word.text)


def _numbers(text: BvhText, at: int) -> tuple[list[Word], Word]:
    """Up to three numbers, also such as NaN, and the word after them."""
    words: list[Word] = []
    while True:
        word = next_word(text, at)
        if len(words) == 3 or parse_number(word.text) is None:
            return words, word
        words.append(word)
        at = word.at + len(word.text)


def _channels(text: BvhText, at: int) -> tuple[list[Word], Word]:
    """The count of channels, if any, and their names in the format's spelling; and the word after them."""
    words: list[Word] = []
    while True:
        word = next_word(text, at)
        if not words and word.text.isdecimal() and len(word.text) <= _MOST_DIGITS:
            words.append(word)
        elif word.text.lower() in CHANNELS:
            words.append(Word(word.at, CHANNELS[word.text.lower()]))
        else:
            return words, word
        at = word.at + len(word.text)
