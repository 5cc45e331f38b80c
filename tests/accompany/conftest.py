"""The day it is for the engine that accompanies, and a network."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from tests.accompany.spaces.cast import TODAY, make_network


@pytest.fixture
def world(places: None, stand_at: Any) -> SimpleNamespace:
    stand_at(TODAY)
    return make_network()
