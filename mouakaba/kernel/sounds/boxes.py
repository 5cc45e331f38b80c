"""MP4 (ISO 14496-12), whole as phones write it or in fragments as a browser's recorder does."""

from __future__ import annotations

import struct
from collections.abc import Iterator

_INSIDE = {b"moov", b"trak", b"mdia", b"minf", b"stbl", b"moof", b"traf", b"mvex"}
_DEEPEST = 8


def _boxes(data: bytes, start: int, end: int, depth: int = 0) -> Iterator[tuple[bytes, int, int]]:
    """Every box with the ends of its body; those that hold boxes are opened."""
    at = start
    while at + 8 <= end and depth < _DEEPEST:
        size, name, head = struct.unpack_from(">I", data, at)[0], data[at + 4 : at + 8], 8
        if size == 1:
            size, head = struct.unpack_from(">Q", data, at + 8)[0], 16
        stop = end if size == 0 else min(at + size, end)
        if stop < at + head:
            return
        if name in _INSIDE:
            yield from _boxes(data, at + head, stop, depth + 1)
        else:
            yield name, at + head, stop
        at = stop


def mp4_seconds(data: bytes) -> float:
    """The longest of: what the heads claim, what the sample tables add up to, what the fragments add up to."""
    claimed, tables, pieces, scale, usual = 0.0, 0.0, 0, 0, 0
    for name, at, end in _boxes(data, 0, len(data)):
        if name in (b"mvhd", b"mdhd"):
            units, length = _head(data, at)
            scale = units if name == b"mdhd" else scale or units
            claimed = max(claimed, length / units if units else 0)
        elif name == b"trex":
            usual = struct.unpack_from(">I", data, at + 12)[0]
        elif name == b"stts":
            tables = max(tables, _table(data, at, end) / scale if scale else 0)
        elif name == b"tfhd":
            usual = _usual(data, at, usual)
        elif name == b"trun":
            pieces += _run(data, at, end, usual)
    return max(claimed, tables, pieces / scale if scale else 0)


def _head(data: bytes, at: int) -> tuple[int, int]:
    """Units a second, and units in all; an unknown length counts for nothing."""
    if data[at] == 1:
        scale, length = struct.unpack_from(">IQ", data, at + 20)
        return scale, 0 if length == 2**64 - 1 else length
    scale, length = struct.unpack_from(">II", data, at + 12)
    return scale, 0 if length == 2**32 - 1 else length


def _table(data: bytes, at: int, end: int) -> int:
    count = min(struct.unpack_from(">I", data, at + 4)[0], (end - at - 8) // 8)
    pairs = struct.iter_unpack(">II", data[at + 8 : at + 8 + 8 * count])
    return sum(many * lasts for many, lasts in pairs)


def _usual(data: bytes, at: int, before: int) -> int:
    """How long a sample of this fragment lasts unless it says otherwise."""
    flags = struct.unpack_from(">I", data, at)[0] & 0xFFFFFF
    place = at + 8 + (8 if flags & 1 else 0) + (4 if flags & 2 else 0)
    return int(struct.unpack_from(">I", data, place)[0]) if flags & 8 else before


def _run(data: bytes, at: int, end: int, usual: int) -> int:
    flags, count = struct.unpack_from(">II", data, at)
    flags &= 0xFFFFFF
    first = at + 8 + (4 if flags & 1 else 0) + (4 if flags & 4 else 0)
    if not flags & 0x100:
        return int(count) * usual
    step = 4 * sum(bool(flags & bit) for bit in (0x100, 0x200, 0x400, 0x800))
    count = min(count, (end - first) // step)
    return sum(struct.unpack_from(">I", data, first + n * step)[0] for n in range(count))
