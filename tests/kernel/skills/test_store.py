"""The index file: what is written is read, and nothing else is taken for one."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mouakaba.kernel.skills.store import StoreError, pack_texts, read_store, unpack_text, write_store


def test_arrays_come_back(tmp_path: Path) -> None:
    arrays = {"a": np.arange(7, dtype=np.int16), "b": np.eye(3, dtype=np.float16), "none": np.zeros((0, 4), np.int8)}
    write_store(tmp_path / "x", arrays, {"state": "1"})
    read, about = read_store(tmp_path / "x")
    assert about == {"state": "1"}
    assert {name: array.tolist() for name, array in read.items()} == {name: a.tolist() for name, a in arrays.items()}
    assert [array.dtype for array in read.values()] == [np.int16, np.float16, np.int8]
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_another_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"PK\x03\x04 something\n")
    with pytest.raises(StoreError, match="mouakaba skills install"):
        read_store(tmp_path / "x")


@given(st.lists(st.text(), max_size=5))
def test_packed_texts_come_back(texts: list[str]) -> None:
    data, starts = pack_texts([text.encode(errors="replace").decode() for text in texts])
    assert [unpack_text(data, starts, i) for i in range(len(texts))] == [
        text.encode(errors="replace").decode() for text in texts
    ]
