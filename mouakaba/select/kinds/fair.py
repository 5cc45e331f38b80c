"""Fair: cooperatives and firms apply, are chosen under quotas, and are given stands on the plan, day by day."""

from __future__ import annotations

from mouakaba.select.kinds import starting_point
from mouakaba.select.registry import Kind

_START = starting_point("fair")

KIND = Kind(
    code="fair",
    name={"ar": "معرض", "fr": "Salon ou foire", "en": "Fair"},
    applicant_noun={"ar": "عارض", "fr": "exposant", "en": "exhibitor"},
    place_noun={"ar": "رواق", "fr": "stand", "en": "stand"},
    stands=True,
    default_content=_START["content"],
    default_rules=_START["rules"],
)
