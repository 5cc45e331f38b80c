"""The tables of the match engine, gathered from its rooms for Django."""

from mouakaba.match.funding.models import FundingInstrument, ToldFacts
from mouakaba.match.introductions.models import Introduction
from mouakaba.match.listings.models import Opening, OpeningSkill
from mouakaba.match.schools.models import SchoolAgreement, SchoolInvitation
from mouakaba.match.skills.models import Profile, ProfileSkill, SkillText

__all__ = [
    "FundingInstrument",
    "Introduction",
    "Opening",
    "OpeningSkill",
    "Profile",
    "ProfileSkill",
    "SchoolAgreement",
    "SchoolInvitation",
    "SkillText",
    "ToldFacts",
]
