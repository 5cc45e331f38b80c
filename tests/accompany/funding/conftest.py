"""The cast of agreements serves grants too."""

from tests.accompany.agreements.conftest import cooperative, hafsa, keeper, partner, paula, today

__all__ = ["cooperative", "hafsa", "keeper", "partner", "paula", "today"]
