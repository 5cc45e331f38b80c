"""The tables of the accompany engine, gathered from its rooms for Django."""

from mouakaba.accompany.expansion.models import GdpShare, PotentialNote, RegionSheet
from mouakaba.accompany.spaces.models import (
    Member,
    RentStep,
    Site,
    SiteCall,
    SiteFigure,
    Space,
    StageMove,
    Stay,
    Waiting,
)

__all__ = [
    "GdpShare",
    "Member",
    "PotentialNote",
    "RegionSheet",
    "RentStep",
    "Site",
    "SiteCall",
    "SiteFigure",
    "Space",
    "StageMove",
    "Stay",
    "Waiting",
]
