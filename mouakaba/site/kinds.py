"""Every kind this instance knows, in the order staff see them."""

from __future__ import annotations

from mouakaba.match.kinds import services, talent_openings, trainings, waste_streams
from mouakaba.select.kinds import hosting, ideathon, incubation

CALL_KINDS = (incubation.KIND, ideathon.KIND, hosting.KIND)
MARKET_KINDS = (talent_openings.KIND, trainings.KIND, services.KIND, waste_streams.KIND)
