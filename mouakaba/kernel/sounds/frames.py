"""Containers made of pages or frames one after the other: Ogg (RFC 3533, 7845), WAV, MP3 (ISO 11172-3)."""

from __future__ import annotations

import struct

# MPEG audio, layer III: kbit/s by index, for version 1 and for versions 2 and 2.5.
_KBITS_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_KBITS_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}


def ogg_seconds(data: bytes) -> float:
    """The largest granule position of all pages, over the rate of the first stream (Opus or Vorbis)."""
    rate, skip, last, at = 0, 0, 0, 0
    while (at := data.find(b"OggS", at)) >= 0 and at + 27 <= len(data):
        granule = struct.unpack_from("<q", data, at + 6)[0]
        body = at + 27 + data[at + 26]
        if not rate:
            rate, skip = _ogg_rate(data[body : body + 19])
        last = max(last, granule)
        at += 27
    return max(last - skip, 0) / rate


def _ogg_rate(head: bytes) -> tuple[int, int]:
    """Samples a second, and samples to leave out at the start."""
    if head[:8] == b"OpusHead":
        return 48000, struct.unpack_from("<H", head, 10)[0]
    if head[:7] == b"\x01vorbis":
        return struct.unpack_from("<I", head, 12)[0], 0
    return 0, 0


def wav_seconds(data: bytes) -> float:
    """The bytes of the data chunk over the bytes a second."""
    at, per_second, held = 12, 0, 0
    while at + 8 <= len(data):
        name, size = data[at : at + 4], struct.unpack_from("<I", data, at + 4)[0]
        if name == b"fmt ":
            per_second = struct.unpack_from("<I", data, at + 16)[0]
            rate, _per, block = struct.unpack_from("<IIH", data, at + 12)
            per_second = min(per_second, rate * block) or per_second
        if name == b"data":
            held += min(size, len(data) - at - 8)
        at += 8 + size + size % 2
    return held / per_second


def mp3_seconds(data: bytes) -> float:
    """The frames counted, whatever their rate."""
    at, seconds = _after_id3(data), 0.0
    while at + 4 <= len(data):
        length, lasts = _mp3_frame(data[at : at + 4])
        seconds += lasts
        at += length or 1  # what is no frame is passed over
    return seconds


def _after_id3(data: bytes) -> int:
    if data[:3] != b"ID3":
        return 0
    size = 0
    for byte in data[6:10]:
        size = size << 7 | byte & 0x7F
    return 10 + size


def _mp3_frame(head: bytes) -> tuple[int, float]:
    """Bytes and seconds of the layer III frame with this head; zeroes when it is none."""
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    step, rate = head[2] >> 4, head[2] >> 2 & 3
    if head[0] != 0xFF or head[1] & 0xE0 != 0xE0 or version == 1 or layer != 1 or step in (0, 15) or rate == 3:
        return 0, 0.0
    hertz = _RATES[version][rate]
    kbits, samples = (_KBITS_1[step], 1152) if version == 3 else (_KBITS_2[step], 576)
    return samples // 8 * kbits * 1000 // hertz + (head[2] >> 1 & 1), samples / hertz
