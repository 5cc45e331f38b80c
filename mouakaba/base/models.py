"""The tables of the base engine, gathered from its rooms for Django."""

from mouakaba.base.audit.models import AuditLine
from mouakaba.base.clock.models import DemoClock
from mouakaba.base.files.models import StoredFile
from mouakaba.base.helping.models import Assistance, CodeTry, HelpCode
from mouakaba.base.notify.models import LetterPace, LetterRefusal, OutboxMessage
from mouakaba.base.organisations.models import Organisation, OrganisationName
from mouakaba.base.people.models import Membership, Person
from mouakaba.base.places.models import Commune, Province, Region
from mouakaba.base.projects.models import Project
from mouakaba.base.tokens.models import ApiToken, ApiUse

__all__ = [
    "ApiToken",
    "ApiUse",
    "Assistance",
    "AuditLine",
    "CodeTry",
    "Commune",
    "DemoClock",
    "HelpCode",
    "LetterPace",
    "LetterRefusal",
    "Membership",
    "Organisation",
    "OrganisationName",
    "OutboxMessage",
    "Person",
    "Project",
    "Province",
    "Region",
    "StoredFile",
]
