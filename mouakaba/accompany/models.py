"""The tables of the accompany engine, gathered from its rooms for Django."""

from mouakaba.accompany.attendance.models import Badge, Scan, SignedSheet
from mouakaba.accompany.certificates.models import Certificate
from mouakaba.accompany.coaching.models import CoachingSheet
from mouakaba.accompany.cohorts.models import Cohort, CohortProject, Milestone, PlanStep, ProjectNote
from mouakaba.accompany.fairs.models import Fair, FairOrder, FairVisit
from mouakaba.accompany.followup.models import FollowUp, FollowUpAnswer
from mouakaba.accompany.news.models import NewsItem, Subscription
from mouakaba.accompany.sessions.models import CalendarKey, Registration, Session, Tour

__all__ = [
    "Badge",
    "CalendarKey",
    "Certificate",
    "CoachingSheet",
    "Cohort",
    "CohortProject",
    "Fair",
    "FairOrder",
    "FairVisit",
    "FollowUp",
    "FollowUpAnswer",
    "Milestone",
    "NewsItem",
    "PlanStep",
    "ProjectNote",
    "Registration",
    "Scan",
    "Session",
    "SignedSheet",
    "Subscription",
    "Tour",
]
