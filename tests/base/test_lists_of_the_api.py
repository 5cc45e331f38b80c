"""Pages of the lists of the open API."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mouakaba.base.ui.api import page_of_list


@given(st.integers(0, 60), st.integers(1, 7))
def test_the_pages_are_the_list_in_parts_and_nothing_is_beyond_them(size: int, per_page: int) -> None:
    rows = list(range(size))
    pages = page_of_list(rows, page=1, per_page=per_page)[1]["pages"]
    read = [page_of_list(rows, page=page, per_page=per_page) for page in range(1, pages + 2)]
    assert [row for found, _told in read for row in found] == rows
    assert read[-1][0] == []
    assert all(told["count"] == size and told["pages"] == pages for _found, told in read)
