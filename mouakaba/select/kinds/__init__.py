"""The kinds of calls, one module each; their starting forms and criteria lie beside them as data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def starting_point(code: str) -> dict[str, Any]:
    """``{"rules": …, "content": …}`` from which a call of this kind is drafted."""
    data: dict[str, Any] = json.loads((Path(__file__).parent / f"{code}.json").read_text(encoding="utf-8"))
    return data
