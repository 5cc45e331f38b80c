"""The tables of the accompany engine, gathered from its rooms for Django."""

from mouakaba.accompany.attendance.models import Badge, Scan, SignedSheet
from mouakaba.accompany.certificates.models import Certificate
from mouakaba.accompany.coaching.models import CoachingSheet
from mouakaba.accompany.cohorts.models import Cohort, CohortProject, Milestone, PlanStep, ProjectNote
from mouakaba.accompany.sessions.models import CalendarKey, Registration, Session, Tour

__all__ = [
    "Badge",
    "CalendarKey",
    "Certificate",
    "CoachingSheet",
    "Cohort",
    "CohortProject",
    "Milestone",
    "PlanStep",
    "ProjectNote",
    "Registration",
    "Scan",
    "Session",
    "SignedSheet",
    "Tour",
]
