"""Every kind this instance knows, in the order staff see them."""

from __future__ import annotations

from mouakaba.match.kinds import mentors, products, services, talent_openings, technologies, trainings, waste_streams
from mouakaba.select.kinds import fair, hosting, ideathon, incubation

CALL_KINDS = (incubation.KIND, ideathon.KIND, hosting.KIND, fair.KIND)
MARKET_KINDS = (
    talent_openings.KIND,
    trainings.KIND,
    services.KIND,
    mentors.KIND,
    products.KIND,
    waste_streams.KIND,
    technologies.KIND,
)
