"""Sentences of sheets are checked in English; tests of other languages say so."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils.translation import override


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """An earlier test's request may have left its own language."""
    with override("en"):
        yield
