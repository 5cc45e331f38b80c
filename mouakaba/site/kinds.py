"""Every kind this instance knows, in the order staff see them."""

from __future__ import annotations

from mouakaba.select.kinds import ideathon, incubation

CALL_KINDS = (incubation.KIND, ideathon.KIND)
