"""Text of calibration files -> plain Python values, without OpenCV's native reader, which damaged files crash.

Only what calibration tools write is read: of YAML nested mappings, lists, numbers, words and quoted text; of
XML elements with numbers or text. Anchors, aliases, document types and entities are refused. The answers hold
dicts, lists, strings, numbers, booleans and None; tags such as ``!!opencv-matrix`` are left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat

from posestudio.errors import CameraError

LARGEST = 4_000_000
"""Bytes of a calibration file at most."""
DEEPEST = 24
"""Mappings and lists within each other at most."""

_INTEGER = re.compile(r"[-+]?\d{1,18}")
_REAL = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|nan)", re.IGNORECASE)
_KEY = re.compile(
    r"""("(?:[^"\\]|\\.)*"|'[^']*'|[^\s\[\]{},#&*!|>%@`"'][^:#]{0,200}?)\s{0,20}:(?=\s|$|[-+.\d\["])(.*)"""
)
_TAG = re.compile(r"!\S*\s*")


@dataclass
class _Line:
    """A line that is not blank: the column of its text, the text without comment, its number in the file."""

    indent: int
    text: str
    number: int

    def error(self, expected: str) -> CameraError:
        return CameraError(f"line {self.number}: expected {expected}")


def parse_yaml(text: str) -> Any:
    """The content of a YAML text. Raises CameraError with the line at fault."""
    lines = _lines(text)
    if not lines:
        return None
    if lines[0].text[0] in "[{":
        lines = [_Line(0, " ".join(line.text for line in lines), lines[0].number)]
        return _scalar_or_flow(lines[0].text, lines[0], 0)
    value, end = _block(lines, 0, lines[0].indent, 0)
    if end < len(lines):
        raise lines[end].error("the indentation of the lines before")
    return value


def _lines(text: str) -> list[_Line]:
    lines: list[_Line] = []
    for number, raw in enumerate(text.splitlines(), start=1):
        if "\0" in raw:
            raise CameraError(f"line {number}: expected text")
        content = _without_comment(raw)
        stripped = content.strip()
        if not stripped or raw.startswith("%") or stripped in ("---", "..."):
            continue
        if stripped.startswith("--- "):
            stripped = content = _TAG.sub("", stripped[4:].strip(), count=1)
            if not stripped:
                continue
        indent = len(content) - len(content.lstrip())
        if "\t" in content[:indent]:
            raise CameraError(f"line {number}: expected spaces before the text, not tabs")
        lines.append(_Line(indent, stripped, number))
    return lines


def _without_comment(raw: str) -> str:
    if "#" not in raw:
        return raw
    quote = ""
    for index, letter in enumerate(raw):
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'":
            quote = letter
        elif letter == "#" and (index == 0 or raw[index - 1].isspace()):
            return raw[:index]
    return raw


def _block(lines: list[_Line], start: int, indent: int, depth: int) -> tuple[Any, int]:
    """The mapping, list or scalar that begins at line ``start``, and the number of the line after it."""
    if depth > DEEPEST:
        raise lines[start].error(f"at most {DEEPEST} levels")
    if _is_item(lines[start].text):
        return _list(lines, start, indent, depth)
    if _KEY.fullmatch(lines[start].text) is None:
        return _value(lines, start, lines[start].text, indent - 1, depth)
    return _mapping(lines, start, indent, depth)


def _is_item(text: str) -> bool:
    return text == "-" or text.startswith("- ")


def _list(lines: list[_Line], start: int, indent: int, depth: int) -> tuple[list[Any], int]:
    items: list[Any] = []
    at = start
    while at < len(lines) and lines[at].indent == indent and _is_item(lines[at].text):
        line = lines[at]
        rest = line.text[1:].lstrip()
        if not rest:
            item, at = _below(lines, at, indent, depth)
        elif _is_item(rest) or _KEY.fullmatch(rest):
            inner = indent + len(line.text) - len(rest)
            lines[at] = _Line(inner, rest, line.number)
            item, at = _block(lines, at, inner, depth + 1)
        else:
            item, at = _value(lines, at, rest, indent, depth)
        items.append(item)
    return items, at


def _mapping(lines: list[_Line], start: int, indent: int, depth: int) -> tuple[dict[str, Any], int]:
    entries: dict[str, Any] = {}
    at = start
    while at < len(lines) and lines[at].indent == indent and not _is_item(lines[at].text):
        line = lines[at]
        found = _KEY.fullmatch(line.text)
        if found is None:
            raise line.error("NAME: VALUE")
        key = _scalar(found[1], line)
        value, at = _value(lines, at, found[2].strip(), indent, depth)
        entries.setdefault(str(key), value)
    return entries, at


def _below(lines: list[_Line], at: int, indent: int, depth: int) -> tuple[Any, int]:
    """The block under line ``at``, whose own text ends there; None where there is none."""
    after = at + 1
    if after < len(lines) and (
        lines[after].indent > indent or (lines[after].indent == indent and _is_item(lines[after].text))
    ):
        if lines[after].indent == indent and _is_item(lines[at].text):
            return None, after
        return _block(lines, after, lines[after].indent, depth + 1)
    return None, after


def _value(lines: list[_Line], at: int, text: str, indent: int, depth: int) -> tuple[Any, int]:
    """The value that begins with ``text`` in line ``at`` and ends with its last line or bracket."""
    text = _TAG.sub("", text, count=1) if text.startswith("!") else text
    line = lines[at]
    if not text:
        return _below(lines, at, indent, depth)
    if text[0] in "&*":
        raise line.error("a value, not an anchor or alias")
    if text[0] in "|>" and len(text) <= 3:
        end = at + 1
        while end < len(lines) and lines[end].indent > indent:
            end += 1
        return "\n".join(other.text for other in lines[at + 1 : end]), end
    end = at + 1
    if text[0] in "[{":
        parts, unclosed = [text], _unclosed(text)
        while unclosed > 0 and end < len(lines):
            parts.append(lines[end].text)
            unclosed += _unclosed(lines[end].text)
            end += 1
        text = " ".join(parts)
    return _scalar_or_flow(text, line, depth), end


def _unclosed(text: str) -> int:
    bare = re.sub(r""""(?:[^"\\]|\\.)*"|'[^']*'""", "", text)
    return sum(bare.count(letter) for letter in "[{") - sum(bare.count(letter) for letter in "]}")


def _scalar_or_flow(text: str, line: _Line, depth: int) -> Any:
    if text[0] not in "[{":
        return _scalar(text, line)
    value, end = _flow(text, 0, line, depth)
    if text[end:].strip():
        raise line.error("nothing after the closing bracket")
    return value


_FLOW_WORD = re.compile(r"""\s*("(?:[^"\\]|\\.)*"|'[^']*'|[^,:\[\]{}"']+(?::[^\s,\[\]{}]+)*)\s*""")


def _flow(text: str, at: int, line: _Line, depth: int) -> tuple[Any, int]:
    """The bracketed list or mapping at ``at``, and where it ends."""
    if depth > DEEPEST:
        raise line.error(f"at most {DEEPEST} levels")
    closing = {"[": "]", "{": "}"}[text[at]]
    items: list[Any] = []
    entries: dict[str, Any] = {}
    at += 1
    while True:
        at = _blank(text, at)
        if at >= len(text):
            raise line.error(f"a closing {closing}")
        if text[at] == closing:
            return (items if closing == "]" else entries), at + 1
        if closing == "}":
            word = _FLOW_WORD.match(text, at)
            if word is None or word.end() >= len(text) or text[word.end()] != ":":
                raise line.error("NAME: VALUE between the brackets")
            value, at = _flow_value(text, word.end() + 1, line, depth)
            entries.setdefault(str(_scalar(word[1].strip(), line)), value)
        else:
            value, at = _flow_value(text, at, line, depth)
            items.append(value)
        at = _blank(text, at)
        if at < len(text) and text[at] == ",":
            at += 1
        elif at >= len(text) or text[at] != closing:
            raise line.error(f"a comma or a closing {closing}")


def _blank(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _flow_value(text: str, at: int, line: _Line, depth: int) -> tuple[Any, int]:
    at = _blank(text, at)
    if at < len(text) and text[at] == "!":
        tag = _TAG.match(text, at)
        at = tag.end() if tag else at
    if at < len(text) and text[at] in "[{":
        return _flow(text, at, line, depth + 1)
    word = _FLOW_WORD.match(text, at)
    if word is None or not word[1].strip():
        raise line.error("a value between the brackets")
    return _scalar(word[1].strip(), line), word.end()


def _scalar(text: str, line: _Line) -> Any:
    """A number, truth value, None or text."""
    if text[:1] in "&*":
        raise line.error("a value, not an anchor or alias")
    if text[0] in "\"'":
        if len(text) < 2 or text[-1] != text[0]:
            raise line.error(f"a closing {text[0]}")
        inner = text[1:-1]
        return inner.replace("''", "'") if text[0] == "'" else re.sub(r"\\(.)", r"\1", inner)
    return plain(text)


def plain(text: str) -> Any:
    """The value of an unquoted word: a number, truth value or None, else itself."""
    if _INTEGER.fullmatch(text):
        return int(text)
    if _REAL.fullmatch(text):
        return float(text)
    if _NOT_FINITE.fullmatch(text):
        return float(text.replace(".", "", 1))
    return {"true": True, "false": False, "null": None, "~": None}.get(text.lower(), text)


def parse_xml(content: bytes) -> Any:
    """The content of OpenCV's XML: elements of elements as dicts, of numbers as numbers, of text as text, and those
    named ``_`` as a list. Raises CameraError with the line at fault."""
    parser = expat.ParserCreate()
    tree = _Tree(parser)
    parser.StartElementHandler, parser.EndElementHandler = tree.begin, tree.end
    parser.CharacterDataHandler = tree.add_text
    parser.StartDoctypeDeclHandler = tree.refuse
    parser.EntityDeclHandler = tree.refuse
    try:
        parser.Parse(content, True)
    except expat.ExpatError as problem:
        raise CameraError(
            f"line {problem.lineno}: expected XML: {expat.ErrorString(problem.code)}"
        ) from problem
    except (LookupError, ValueError, UnicodeError) as problem:
        if isinstance(problem, CameraError):
            raise
        raise CameraError(f"expected XML: {problem}") from problem
    return tree.root


class _Tree:
    """Builds the values of elements as they close."""

    def __init__(self, parser: Any) -> None:
        self._parser = parser
        self._open: list[tuple[str, list[tuple[str, Any]], list[str]]] = []
        self.root: Any = None

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._open) > DEEPEST:
            raise CameraError(f"line {self._parser.CurrentLineNumber}: expected at most {DEEPEST} levels")
        self._open.append((name, [], []))

    def add_text(self, text: str) -> None:
        self._open[-1][2].append(text)

    def end(self, name: str) -> None:
        _, children, text = self._open.pop()
        value = _element(children, "".join(text).strip())
        if self._open:
            self._open[-1][1].append((name, value))
        else:
            self.root = value

    def refuse(self, *_: Any) -> None:
        raise CameraError(f"line {self._parser.CurrentLineNumber}: expected no document type and no entities")


def _element(children: list[tuple[str, Any]], text: str) -> Any:
    if children:
        if all(name == "_" for name, _ in children):
            return [value for _, value in children]
        entries: dict[str, Any] = {}
        for name, value in children:
            entries.setdefault(name, value)
        return entries
    if len(text) > 1 and text[0] == text[-1] == '"':
        return text[1:-1]
    words = [plain(word) for word in text.split()]
    if len(words) == 1:
        return words[0]
    numbers = all(isinstance(word, int | float) and not isinstance(word, bool) for word in words)
    return words if words and numbers else text
