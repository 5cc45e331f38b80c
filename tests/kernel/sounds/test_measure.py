"""Recordings made byte by byte, so that their length is known."""

from __future__ import annotations

import io
import struct
import wave

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mouakaba.kernel.sounds import SoundError, measure


def wav(seconds: float, rate: int = 8000) -> bytes:
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes(b"\0\0" * int(rate * seconds))
    return buffer.getvalue()


def page(granule: int, body: bytes) -> bytes:
    return struct.pack("<4sBBqIIIBB", b"OggS", 0, 0, granule, 1, 0, 0, 1, len(body)) + body


def ogg(seconds: float, skip: int = 312) -> bytes:
    head = b"OpusHead\x01\x01" + struct.pack("<HIHB", skip, 48000, 0, 0)
    return page(0, head) + b"".join(page(skip + int(48000 * seconds * n / 4), b"\0" * 50) for n in range(1, 5))


def mp3(frames: int) -> bytes:
    one = b"\xff\xfb\x90\x00" + b"\0" * 413  # version 1, 128 kbit/s, 44.1 kHz: 417 bytes, 1152 samples
    return b"ID3\x04\x00\x00\x00\x00\x00\x05hello" + one * frames


def box(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(body), name) + body


def mp4(claimed: int, samples: int, *, pieces: int = 0, scale: int = 1000) -> bytes:
    """``claimed`` units in the head; ``samples`` of 20 units in the table; ``pieces`` fragments of 10 such."""
    mdhd = box(b"mdhd", struct.pack(">IIIIII", 0, 0, 0, scale, claimed, 0))
    table = box(b"stts", struct.pack(">IIII", 0, 1, samples, 20))
    moov = box(b"moov", box(b"trak", box(b"mdia", mdhd + box(b"minf", box(b"stbl", table)))))
    head = box(b"tfhd", struct.pack(">III", 8, 1, 20))
    run = box(b"trun", struct.pack(">II", 0, 10))
    return box(b"ftyp", b"isom\0\0\0\0") + moov + box(b"moof", box(b"traf", head + run)) * pieces


def webm(blocks: list[int], *, claimed: float | None = None) -> bytes:
    """One cluster of unknown size at second 1, as a browser writes it, with blocks at these milliseconds."""
    length = b"" if claimed is None else b"\x44\x89\x88" + struct.pack(">d", claimed)
    info = b"\x15\x49\xa9\x66" + bytes([0x80 | len(length)]) + length
    some = b"".join(b"\xa3\x85\x81" + struct.pack(">h", at) + b"\x80x" for at in blocks)
    cluster = b"\x1f\x43\xb6\x75\x01" + b"\xff" * 7 + b"\xe7\x82\x03\xe8" + some
    return b"\x1a\x45\xdf\xa3\x80" + b"\x18\x53\x80\x67\x01" + b"\xff" * 7 + info + cluster


@pytest.mark.parametrize(
    ("data", "ending", "seconds"),
    [
        (wav(2.5), "wav", 2.5),
        (ogg(3), "ogg", 3),
        (mp3(100), "mp3", 100 * 1152 / 44100),
        (mp4(4000, 0), "mp4", 4),
        (mp4(0, 150), "mp4", 3),
        (mp4(0, 0, pieces=30), "mp4", 6),
        (webm([0, 500, 1000]), "webm", 2),
        (webm([0], claimed=9000.0), "webm", 9),
    ],
)
def test_the_length_is_read(data: bytes, ending: str, seconds: float) -> None:
    found = measure(data)
    assert found.ending == ending
    assert found.seconds == pytest.approx(seconds, abs=0.001)


def test_a_head_that_lies_does_not_shorten_it() -> None:
    assert measure(mp4(100, 150)).seconds == 3
    assert measure(webm([0, 3000], claimed=100.0)).seconds == 4
    long = bytearray(wav(2))
    long[28:32] = struct.pack("<I", 10**6)  # bytes a second that the rate and the width contradict
    assert measure(bytes(long)).seconds == 2


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "unknown"),
        (b"%PDF-1.4", "unknown"),
        (b"OggS", "broken"),
        (wav(0), "broken"),
        (b"\x1a\x45\xdf\xa3\0", "broken"),
    ],
)
def test_what_is_no_recording_is_told_why(data: bytes, code: str) -> None:
    with pytest.raises(SoundError) as caught:
        measure(data)
    assert caught.value.code == code


@given(st.sampled_from([wav(0.1), ogg(1), mp3(3), mp4(500, 20, pieces=2), webm([0, 90])]), st.data())
def test_damaged_bytes_give_a_length_or_a_reason_and_nothing_else(whole: bytes, data: st.DataObject) -> None:
    damaged = bytearray(whole[: data.draw(st.integers(12, len(whole)))])
    for _n in range(data.draw(st.integers(0, 8))):
        damaged[data.draw(st.integers(4, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    assert told(bytes(damaged)) in {"unknown", "broken", ""}


def told(data: bytes) -> str:
    """Why it is no recording; empty when it has a length."""
    try:
        return "" if measure(data).seconds > 0 else "no length"
    except SoundError as error:
        return error.code
