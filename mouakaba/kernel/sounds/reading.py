"""One door to the containers browsers and phones record in."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass

from mouakaba.kernel.sounds.boxes import mp4_seconds
from mouakaba.kernel.sounds.frames import mp3_seconds, ogg_seconds, wav_seconds
from mouakaba.kernel.sounds.matroska import webm_seconds


@dataclass(frozen=True, slots=True)
class Sound:
    """A recording: its ending (``ogg``, ``webm``, ``mp4``, ``wav``, ``mp3``) and its length in seconds."""

    ending: str
    seconds: float


class SoundError(ValueError):
    """Why bytes are no recording: ``code`` is ``unknown`` (another kind of file) or ``broken`` (no length in it)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def _ending(data: bytes) -> str:
    if data[:4] == b"OggS":
        return "ogg"
    if data[:4] == b"\x1a\x45\xdf\xa3":
        return "webm"
    if data[4:8] == b"ftyp":
        return "mp4"
    if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
        return "wav"
    if data[:3] == b"ID3" or (len(data) > 1 and data[0] == 0xFF and data[1] & 0xE6 == 0xE2):
        return "mp3"
    return ""


READERS: dict[str, Callable[[bytes], float]] = {
    "ogg": ogg_seconds,
    "webm": webm_seconds,
    "mp4": mp4_seconds,
    "wav": wav_seconds,
    "mp3": mp3_seconds,
}


def measure(data: bytes) -> Sound:
    """The kind and length of a recording, by its bytes and not its name. Work grows with the bytes alone.

    The length is the longest that any part of the container claims or holds, so that a false header does not shorten
    it. Raises SoundError.
    """
    ending = _ending(data)
    if not ending:
        raise SoundError("unknown")
    try:
        seconds = READERS[ending](data)
    except (struct.error, IndexError, OverflowError, ZeroDivisionError, RecursionError) as error:
        raise SoundError("broken") from error
    if not 0 < seconds < 10**7:
        raise SoundError("broken")
    return Sound(ending, seconds)
