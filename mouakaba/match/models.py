"""The tables of the match engine, gathered from its rooms for Django."""

from mouakaba.match.batches.models import Batch, BatchPart
from mouakaba.match.introductions.models import Introduction
from mouakaba.match.listings.models import Opening, OpeningSkill
from mouakaba.match.schools.models import SchoolAgreement, SchoolInvitation
from mouakaba.match.skills.models import Profile, ProfileSkill, SkillText

__all__ = [
    "Batch",
    "BatchPart",
    "Introduction",
    "Opening",
    "OpeningSkill",
    "Profile",
    "ProfileSkill",
    "SchoolAgreement",
    "SchoolInvitation",
    "SkillText",
]
