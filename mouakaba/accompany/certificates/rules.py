"""The rule of a certificate."""

from __future__ import annotations

CODE_LETTERS = 16  # of the code of verification: 79 bits of the letters of a badge


def deserves(*, attended: int, held: int, share: int) -> bool:
    """Whether ``attended`` of ``held`` sessions reach ``share`` per cent; never of none."""
    return held > 0 and 100 * attended >= share * held
