"""Damaged variants of small valid files: of bytes, tokens, JSON, and the parts of NPZ and safetensors files."""

from __future__ import annotations

import io
import json
import random
import re
import zipfile
from collections.abc import Callable
from typing import Any

Mutation = Callable[[bytes, random.Random], bytes]

_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
_NUMBERS = (
    b"0 -0 -1 1 0.5 1e999 -1e999 1e-320 nan NaN inf -Infinity 2147483648 -2147483649 9223372036854775808 1e30 1e308 "
    b"99999999999999999999999999 0x10 1_000 1,5 360 36001 .. --1 +1 1e true"
).split() + [b"9" * 5000, b"", b"\xd9\xa3", b"\x00"]
_VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2, 0.5, -0.0, 1e308, -1e308, 1e-320, 1e30, 2**31, 2**63, 2**64, -(2**63) - 1,
    10**400, float("nan"), float("inf"), float("-inf"), "", "x", "1", "nan", "\0", "\ud800", "a" * 5000, "../../x",
    "\x1b[31m", "//host/share", [], [[]], {}, [None], [0, 0], [1, 2, 3], {"a": 1}, [[1, 2], [3]], ["1", "2"],
)  # fmt: skip


def damage_bytes(content: bytes, rng: random.Random) -> bytes:
    """The content with bytes flipped, cut off, removed, doubled or inserted."""
    data = bytearray(content)
    for _ in range(rng.choice((1, 1, 1, 2, 5, 20))):
        at, length = rng.randrange(len(data) + 1), rng.choice((1, 1, 2, 4, 8, 64))
        kind = rng.randrange(6)
        if kind == 0 and at < len(data):
            data[at] = rng.randrange(256)
        elif kind == 1 and at < len(data):
            data[at] ^= 1 << rng.randrange(8)
        elif kind == 2:
            del data[at : at + length]
        elif kind == 3:
            data[at:at] = bytes(rng.choice((0, 10, 32, 48, 91, 123, 255)) for _ in range(length))
        elif kind == 4:
            data[at:at] = data[at : at + 16 * length]
        elif rng.random() < 0.3:
            del data[at:]
    return bytes(data)


def damage_tokens(content: bytes, rng: random.Random) -> bytes:
    """The text with numbers replaced, and lines removed, doubled and exchanged."""
    for _ in range(rng.choice((1, 1, 2, 4))):
        if rng.random() < 0.6 and (found := list(_NUMBER.finditer(content))):
            place = rng.choice(found)
            content = content[: place.start()] + rng.choice(_NUMBERS) + content[place.end() :]
        else:
            lines = content.split(b"\n")
            one, other = rng.randrange(len(lines)), rng.randrange(len(lines))
            kind = rng.randrange(4)
            if kind == 0:
                del lines[one]
            elif kind == 1:
                lines.insert(one, lines[other])
            elif kind == 2:
                lines[one], lines[other] = lines[other], lines[one]
            else:
                words = lines[one].split()
                rng.shuffle(words)
                lines[one] = b" ".join(words)
            content = b"\n".join(lines)
    return content


def damage_value(root: Any, rng: random.Random) -> Any:
    """A JSON value with parts of it replaced, removed, doubled or nested."""
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        holder, key = _somewhere(root, rng)
        kind = rng.randrange(8)
        if holder is None:
            if kind == 0:
                root = rng.choice(_VALUES)
            continue
        if kind <= 3:
            holder[key] = _copy(rng.choice(_VALUES))
        elif kind == 4:
            del holder[key]
        elif kind == 5 and isinstance(holder, list):
            holder.insert(rng.randrange(len(holder) + 1), _copy(holder[key]))
        elif kind == 5:
            holder[rng.choice(("", "x", "version", "keypoints", str(key) + "2"))] = holder.pop(key)
        elif kind == 6:
            nested: Any = holder[key]
            for _ in range(rng.choice((1, 2, 60))):
                nested = [nested]
            holder[key] = nested
        else:
            other, place = _somewhere(root, rng)
            if other is not None:
                holder[key] = _copy(other[place])
    return root


def damage_json(content: bytes, rng: random.Random) -> bytes:
    """JSON text with other values, or damaged as text."""
    if rng.random() < 0.15:
        return rng.choice((damage_bytes, damage_tokens))(content, rng)
    text = json.dumps(damage_value(json.loads(content), rng))
    if rng.random() < 0.01:
        text = rng.choice(("[", '{"a":')) * rng.choice((500, 20_000)) + text
    encoding = "utf-8" if rng.random() < 0.98 else rng.choice(("utf-8-sig", "utf-16", "utf-16-le"))
    return text.encode(encoding, "surrogatepass")


def damage_npz(content: bytes, rng: random.Random) -> bytes:
    """An NPZ file whose arrays have other headers, values or names, or whose bytes are damaged."""
    if rng.random() < 0.25:
        return damage_bytes(content, rng)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    for _ in range(rng.choice((1, 1, 2))):
        at = rng.randrange(len(members))
        name, data = members[at]
        kind = rng.randrange(8)
        if kind == 0 and len(members) > 1:
            del members[at]
        elif kind == 1:
            members[at] = (rng.choice(("x.npy", "../x.npy", "joints", name.upper(), "")), data)
        elif kind == 2:
            members.append((name, members[rng.randrange(len(members))][1]))
        elif kind == 3:
            members[at] = (name, damage_bytes(data, rng))
        elif kind == 4:
            members[at] = (name, members[rng.randrange(len(members))][1])
        elif kind == 5:
            places = list(re.finditer(rb"\d+", data[10:128]))
            place = rng.choice(places) if places else None
            if place:
                new = rng.choice((b"0", b"1", b"-1", b"999999999999", b"8", b"3"))
                header = data[10:128]
                header = (header[: place.start()] + new + header[place.end() :]).rstrip(b" \n")
                members[at] = (name, data[:10] + header[:117].ljust(117) + b"\n" + data[128:])
        elif kind == 6:
            for old, new in (
                (b"<f4", b"<f8"),
                (b"<f4", b"|O4"),
                (b"<f2", b"<i2"),
                (b"<i8", b"<f8"),
                (b"<U", b"<V"),
            ):
                if old in data[:128] and rng.random() < 0.5:
                    members[at] = (name, data.replace(old, new, 1))
                    break
        else:
            values = bytearray(data)
            for _ in range(rng.choice((1, 4, 40))):
                place_at = rng.randrange(128, len(values)) if len(values) > 128 else 0
                values[place_at : place_at + 4] = rng.choice(
                    (b"\x00\x00\x80\x7f", b"\x00\x00\xc0\x7f", b"\xff" * 4, bytes(4))
                )
            members[at] = (name, bytes(values[: max(len(data), 1)]))
    stream = io.BytesIO()
    method = rng.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name or "x"), data, method)
    return stream.getvalue()


def damage_tensors(content: bytes, rng: random.Random) -> bytes:
    """A safetensors file with another header, another card, or damaged bytes."""
    if rng.random() < 0.15:
        return damage_bytes(content, rng)
    size = int.from_bytes(content[:8], "little")
    header, rest = json.loads(content[8 : 8 + size]), content[8 + size :]
    metadata = header.get("__metadata__", {})
    if metadata and rng.random() < 0.75:
        key = rng.choice(sorted(metadata))
        try:
            metadata[key] = json.dumps(damage_value(json.loads(metadata[key]), rng))
        except ValueError:
            metadata[key] = str(rng.choice(_VALUES))
    else:
        header = damage_value(header, rng)
    text = json.dumps(header).encode()
    length = len(text) if rng.random() < 0.97 else rng.choice((0, 1, 2**31, 2**63, len(text) + 9))
    return length.to_bytes(8, "little") + text + rest


def _somewhere(root: Any, rng: random.Random) -> tuple[Any, Any]:
    """(list or object inside of ``root``, index or key of a random value in it); (None, None) where there is none."""
    holder, key, value = None, None, root
    while isinstance(value, dict | list) and value:
        inner = rng.choice(sorted(value)) if isinstance(value, dict) else rng.randrange(len(value))
        holder, key, value = value, inner, value[inner]
        if rng.random() < 0.25:
            break
    return holder, key


def _copy(value: Any) -> Any:
    return json.loads(json.dumps(value)) if isinstance(value, dict | list) else value
