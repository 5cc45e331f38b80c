"""The tables of the accompany engine, gathered from its rooms for Django."""

from mouakaba.accompany.agreements.models import Agreement, Amendment, Commitment, CommitmentRecord, Party
from mouakaba.accompany.attendance.models import Badge, Scan, SignedSheet
from mouakaba.accompany.certificates.models import Certificate
from mouakaba.accompany.coaching.models import CoachingSheet
from mouakaba.accompany.cohorts.models import Cohort, CohortProject, Milestone, PlanStep, ProjectNote
from mouakaba.accompany.cooperatives.models import (
    Assembly,
    AssemblyDecision,
    AssemblyNote,
    AssemblySeat,
    Cooperative,
    CooperativeDate,
    Cooperator,
    ShareMove,
)
from mouakaba.accompany.expansion.models import GdpShare, PotentialNote, RegionSheet
from mouakaba.accompany.fairs.models import Fair, FairOrder, FairVisit
from mouakaba.accompany.followup.models import FollowUp, FollowUpAnswer
from mouakaba.accompany.funding.models import (
    DoubleSupport,
    Grant,
    OwnContribution,
    Payment,
    Refund,
    Tranche,
    TrancheProof,
)
from mouakaba.accompany.news.models import NewsItem, Subscription
from mouakaba.accompany.sessions.models import CalendarKey, Registration, Session, Tour
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
    "Agreement",
    "Amendment",
    "Assembly",
    "AssemblyDecision",
    "AssemblyNote",
    "AssemblySeat",
    "Badge",
    "CalendarKey",
    "Certificate",
    "CoachingSheet",
    "Cohort",
    "CohortProject",
    "Commitment",
    "CommitmentRecord",
    "Cooperative",
    "CooperativeDate",
    "Cooperator",
    "DoubleSupport",
    "Fair",
    "FairOrder",
    "FairVisit",
    "FollowUp",
    "FollowUpAnswer",
    "GdpShare",
    "Grant",
    "Member",
    "Milestone",
    "NewsItem",
    "OwnContribution",
    "Party",
    "Payment",
    "PlanStep",
    "PotentialNote",
    "ProjectNote",
    "Refund",
    "RegionSheet",
    "Registration",
    "RentStep",
    "Scan",
    "Session",
    "ShareMove",
    "SignedSheet",
    "Site",
    "SiteCall",
    "SiteFigure",
    "Space",
    "StageMove",
    "Stay",
    "Subscription",
    "Tour",
    "Tranche",
    "TrancheProof",
    "Waiting",
]
