"""What the rest of the house may ask of ACCOMPANY."""

from __future__ import annotations

__all__: list[str] = []
