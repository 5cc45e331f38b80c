"""The outbox in the operators' administration: read it, and settle what is uncertain."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from mouakaba.base.notify.actions import send_again
from mouakaba.base.notify.models import OutboxMessage
from mouakaba.base.people.queries import me


@admin.register(OutboxMessage)
class OutboxAdmin(admin.ModelAdmin):
    list_display = ["subject", "address", "state", "attempts", "queued_at", "sent_at"]
    list_filter = ["state", "language"]
    search_fields = ["address", "subject", "key"]
    actions = ["send_once_more"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Messages have causes; nobody types one here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was written stays as it was written."""
        return False

    @admin.action(description=_("Send again what did not arrive"))
    def send_once_more(self, request: HttpRequest, queryset: QuerySet[OutboxMessage]) -> None:
        """A person looked, and decided that it did not arrive."""
        count = send_again(messages=queryset, by=me(request))
        self.message_user(request, _("Put back in the outbox: %(count)s") % {"count": count}, messages.SUCCESS)
