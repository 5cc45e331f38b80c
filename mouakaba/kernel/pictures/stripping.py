"""JPEG (ITU T.81, Exif 2.3) and PNG (RFC 2083), read by their segments; nothing is decoded."""

from __future__ import annotations

import struct
from collections.abc import Iterator

_PNG = b"\x89PNG\r\n\x1a\n"
_TOLD = {b"eXIf", b"tEXt", b"iTXt", b"zTXt", b"tIME"}  # chunks of a PNG that say something beside the picture
_APP0, _APP1, _APP2, _APP14, _APP15, _COMMENT = 0xE0, 0xE1, 0xE2, 0xEE, 0xEF, 0xFE
_SCAN, _END = 0xDA, b"\xff\xd9"
_ORIENTATION = 0x0112


class PictureError(ValueError):
    """The bytes are no whole JPEG or PNG."""


def stripped(data: bytes) -> bytes:
    """The same picture without place, date, device, comments and what follows its end; a JPEG stays upright.

    Raises PictureError.
    """
    try:
        if data.startswith(_PNG):
            return _PNG + b"".join(_chunks(data))
        if data.startswith(b"\xff\xd8"):
            return b"\xff\xd8" + b"".join(_segments(data))
    except (struct.error, IndexError) as error:
        raise PictureError("damaged") from error
    raise PictureError("another kind of file")


def _chunks(data: bytes) -> Iterator[bytes]:
    at, name = len(_PNG), b""
    while name != b"IEND":
        size, name = struct.unpack_from(">I4s", data, at)
        whole = data[at : at + 12 + size]
        if len(whole) < 12 + size:
            raise PictureError("cut off")
        if name not in _TOLD:
            yield whole
        at += 12 + size


def _segments(data: bytes) -> Iterator[bytes]:
    at, marker = 2, 0
    while marker != _SCAN:
        head, marker, size = struct.unpack_from(">BBH", data, at)
        body = data[at + 4 : at + 2 + size]
        if head != 0xFF or size < 2 or len(body) < size - 2:
            raise PictureError("damaged")
        if marker == _APP1 and body.startswith(b"Exif\0\0"):
            yield _upright(_orientation(body[6:]))
        elif _kept(marker, body):
            yield data[at : at + 2 + size]
        at += 2 + size
    end = data.find(_END, at)  # inside the picture every FF is followed by 00 or a restart
    if end < 0:
        raise PictureError("cut off")
    yield data[at : end + 2]


def _kept(marker: int, body: bytes) -> bool:
    if marker == _APP2:
        return body.startswith(b"ICC_PROFILE")  # colours
    return marker in (_APP0, _APP14) or not (_APP0 <= marker <= _APP15 or marker == _COMMENT)


def _orientation(tiff: bytes) -> int:
    """1 to 8, as Exif counts; 1 when it is not said."""
    order = "<" if tiff[:2] == b"II" else ">"
    try:
        first = struct.unpack_from(f"{order}I", tiff, 4)[0]
        count = struct.unpack_from(f"{order}H", tiff, first)[0]
        for n in range(count):
            tag, _kind, _many, value = struct.unpack_from(f"{order}HHIH", tiff, first + 2 + 12 * n)
            if tag == _ORIENTATION:
                return int(value) if 1 <= value <= 8 else 1
    except struct.error:
        pass
    return 1


def _upright(orientation: int) -> bytes:
    """An Exif segment that says how the picture is held, and nothing else."""
    if orientation == 1:
        return b""
    tiff = b"MM\0*\0\0\0\x08\0\x01" + struct.pack(">HHIHHI", _ORIENTATION, 3, 1, orientation, 0, 0)
    return b"\xff\xe1" + struct.pack(">H", 2 + 6 + len(tiff)) + b"Exif\0\0" + tiff
