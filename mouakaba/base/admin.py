"""The administration of the base engine, gathered from its rooms for Django."""

from mouakaba.base.audit.admin import AuditAdmin
from mouakaba.base.notify.admin import OutboxAdmin
from mouakaba.base.organisations.admin import OrganisationAdmin
from mouakaba.base.people.admin import PersonAdmin

__all__ = ["AuditAdmin", "OrganisationAdmin", "OutboxAdmin", "PersonAdmin"]
