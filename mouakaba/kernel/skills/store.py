"""One file of named arrays, read by memory mapping: a line of JSON says where each begins."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
_MAGIC = b"MOUAKABA-SKILLS-1\n"
_ALIGNED = 64


class StoreError(ValueError):
    """The file is not an index of this version."""


def write_store(path: Path, arrays: Mapping[str, Array], about: Mapping[str, object]) -> None:
    """Write the arrays in one file, whole or not at all."""
    layout, offset = {}, 0
    for name, array in arrays.items():
        layout[name] = [array.dtype.str, list(array.shape), offset]
        offset += -(-array.nbytes // _ALIGNED) * _ALIGNED
    head = json.dumps({"about": about, "arrays": layout}, sort_keys=True).encode() + b"\n"
    start = len(_MAGIC) + len(head)
    part = path.with_suffix(f".{os.getpid()}.part")
    with part.open("wb") as file:
        file.write(_MAGIC + head + b"\0" * (-start % _ALIGNED))
        for array in arrays.values():
            file.write(np.ascontiguousarray(array).tobytes())
            file.write(b"\0" * (-array.nbytes % _ALIGNED))
    part.replace(path)


def read_store(path: Path) -> tuple[dict[str, Array], dict[str, Any]]:
    """The arrays, mapped, and what the writer said about them. Raises StoreError, OSError."""
    with path.open("rb") as file:
        if file.readline() != _MAGIC:
            raise StoreError(f"{path} is not a skills index of this version; run mouakaba skills install")
        head = file.readline()
    about = json.loads(head)
    whole = np.memmap(path, dtype=np.uint8, mode="r").view(np.ndarray)  # a plain view: indexing costs half
    start = -(-(len(_MAGIC) + len(head)) // _ALIGNED) * _ALIGNED
    return {name: _view(whole, start, *place) for name, place in about["arrays"].items()}, about["about"]


def _view(whole: Array, start: int, kind: str, shape: list[int], offset: int) -> Array:
    dtype = np.dtype(kind)
    size = int(np.prod(shape)) * dtype.itemsize
    return whole[start + offset : start + offset + size].view(dtype).reshape(shape)


def pack_texts(texts: list[str]) -> tuple[Array, Array]:
    """Texts as one run of bytes and where each begins."""
    encoded = [text.encode() for text in texts]
    starts = np.zeros(len(texts) + 1, dtype=np.int64)
    np.cumsum([len(one) for one in encoded], out=starts[1:])
    return np.frombuffer(b"".join(encoded) or b"\0", dtype=np.uint8), starts


def unpack_text(data: Array, starts: Array, number: int) -> str:
    """One text out of packed ones."""
    return bytes(data[starts[number] : starts[number + 1]]).decode()
