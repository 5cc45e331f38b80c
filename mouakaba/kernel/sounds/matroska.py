"""WebM (RFC 8794, RFC 9559): browsers write clusters of unknown size and no length, so blocks are read."""

from __future__ import annotations

import struct

_SEGMENT, _CLUSTER, _INFO, _GROUP = 0x18538067, 0x1F43B675, 0x1549A966, 0xA0
_OPENED = {_SEGMENT, _CLUSTER, _INFO, _GROUP}  # read inside; all others are passed over by their size
_SCALE, _LENGTH, _CLUSTER_AT, _SIMPLE, _BLOCK = 0x2AD7B1, 0x4489, 0xE7, 0xA3, 0xA1


def webm_seconds(data: bytes) -> float:
    """The longest of what the head claims and where the last block stands."""
    scale, claimed, cluster, last, at = 1_000_000, 0.0, 0, 0, 0
    while at < len(data):
        name, at = _number(data, at, keep=True)
        size, body = _number(data, at, keep=False)
        at = body if name in _OPENED else body + max(size, 0)
        if name == _SCALE:
            scale = _whole(data[body : body + size])
        elif name == _LENGTH:
            claimed = _real(data[body : body + size])
        elif name == _CLUSTER_AT:
            cluster = _whole(data[body : body + size])
        elif name in (_SIMPLE, _BLOCK):
            last = max(last, cluster + _block_at(data, body))
    return max(claimed, last) * scale / 1e9


def _number(data: bytes, at: int, *, keep: bool) -> tuple[int, int]:
    """A number of variable length and where what follows begins; -1 for an unknown size. ``keep``: with its marker."""
    first = data[at]
    if not first:
        raise IndexError("no number of at most eight bytes")
    width = 9 - first.bit_length()
    value = int.from_bytes(data[at : at + width], "big")
    if at + width > len(data):
        return (value, len(data))
    if keep:
        return value, at + width
    value &= (1 << 7 * width) - 1
    return (-1 if value == (1 << 7 * width) - 1 else value), at + width


def _whole(some: bytes) -> int:
    return int.from_bytes(some[:8], "big")


def _real(some: bytes) -> float:
    return float(struct.unpack(">f" if len(some) == 4 else ">d", some)[0])


def _block_at(data: bytes, body: int) -> int:
    _track, after = _number(data, body, keep=False)
    return int(struct.unpack_from(">h", data, after)[0])
