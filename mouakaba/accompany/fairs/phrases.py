"""What is counted at fairs, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

COUNTED = {
    "visitors": _("People received at the stand"),
    "products": _("Products and services shown"),
    "meetings": _("Meetings held"),
    "contacts": _("New contacts kept"),
    "talks": _("Lectures and debates attended"),
    "leaders": _("Leading people of the sector met"),
}
EFFECTS = {
    "known": _("Better known"),
    "promoted": _("Services and products promoted"),
    "network": _("A wider professional network"),
}
