"""Pictures made byte by byte, with a place in them."""

from __future__ import annotations

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mouakaba.kernel.pictures import PictureError, stripped

PLACE = b"34.68139,-1.90858"


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(*told: bytes) -> bytes:
    """One grey point."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(told) + chunk(b"IDAT", zlib.compress(b"\0\x80")) + chunk(b"IEND", b"")


def segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def exif(orientation: int, order: str = ">") -> bytes:
    mark = b"MM\0*" if order == ">" else b"II*\0"
    tiff = mark + struct.pack(f"{order}IH", 8, 1) + struct.pack(f"{order}HHIHH", 0x0112, 3, 1, orientation, 0)
    return segment(0xE1, b"Exif\0\0" + tiff + PLACE)


def jpeg(*told: bytes) -> bytes:
    tables = segment(0xE0, b"JFIF\0") + b"".join(told) + segment(0xDB, b"\0" * 65)
    return b"\xff\xd8" + tables + segment(0xDA, b"\0" * 10) + b"picture\xff\x00more" + b"\xff\xd9"


def test_a_png_keeps_its_points_alone() -> None:
    assert stripped(png(chunk(b"tEXt", PLACE), chunk(b"eXIf", PLACE)) + PLACE) == png()


@pytest.mark.parametrize("order", [">", "<"])
@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_a_jpeg_loses_its_place_and_stays_upright(orientation: int, order: str) -> None:
    told = [exif(orientation, order), segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + PLACE), segment(0xFE, PLACE)]
    plain = stripped(jpeg(*told) + PLACE)
    assert PLACE not in plain
    assert stripped(plain) == plain
    assert (b"Exif" in plain) == (orientation != 1)
    assert plain.endswith(b"picture\xff\x00more\xff\xd9")
    if orientation != 1:
        assert struct.pack(">HHIH", 0x0112, 3, 1, orientation) in plain


def test_colours_stay() -> None:
    told = segment(0xE2, b"ICC_PROFILE\0" + b"x" * 9)
    assert stripped(jpeg(told, segment(0xE2, b"MPF\0"))) == jpeg(told)


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.4", jpeg()[:-2], png()[:-3], b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n" + b"\0" * 40]
)
def test_what_is_no_whole_picture_is_refused(data: bytes) -> None:
    with pytest.raises(PictureError):
        stripped(data)


@given(st.sampled_from([png(chunk(b"tEXt", PLACE)), jpeg(exif(6))]), st.data())
def test_damaged_bytes_are_refused_or_stripped_for_good(whole: bytes, data: st.DataObject) -> None:
    damaged = bytearray(whole)
    for _n in range(data.draw(st.integers(1, 6))):
        damaged[data.draw(st.integers(2, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    try:
        once = stripped(bytes(damaged))
    except PictureError:
        return
    assert stripped(once) == once
