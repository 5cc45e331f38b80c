"""Who helps whom, by what consent; the short codes; wrong codes tried."""

from __future__ import annotations

import uuid

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mouakaba.base.helping.rules import MOST_WHY


@pghistory.track()
class Assistance(models.Model):
    """A consent: ``helper`` (of ``organisation``) acts for ``person`` in ``scopes`` until the end of a day."""

    class Consent(models.TextChoices):
        OWN = "own", pgettext_lazy("consent", "given in their own account")
        SPOKEN = "spoken", pgettext_lazy("consent", "spoken in front of the helper")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("base.Person", on_delete=models.CASCADE, related_name="helped")
    helper = models.ForeignKey("base.Person", null=True, on_delete=models.SET_NULL, related_name="helps")
    organisation = models.ForeignKey("base.Organisation", null=True, on_delete=models.SET_NULL, related_name="+")
    scopes = models.JSONField(default=list)
    why = models.CharField(max_length=MOST_WHY)  # what for
    consent = models.CharField(max_length=6, choices=Consent.choices)
    voice = models.ForeignKey("base.StoredFile", null=True, on_delete=models.SET_NULL, related_name="+")
    until = models.DateField()
    opened = models.BooleanField(default=False)  # the helper opened the account; nobody has its password yet
    agreed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("base.Person", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-agreed_at", "pk"]
        verbose_name = _("consent to be helped")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(person=models.F("helper")),
                name="nobody_helps_themselves",
                violation_error_message=_("This is your own account: you need no helper's mode for it."),
            )
        ]


class HelpCode(models.Model):
    """A code for one consent: read aloud, used once, kept as a keyed hash."""

    class Purpose(models.TextChoices):
        HELP = "help"  # a person's, by which a helper takes their consent up
        HAND_OVER = "hand_over"  # a helper's, by which the person takes the account over

    assistance = models.ForeignKey(Assistance, on_delete=models.CASCADE, related_name="codes")
    purpose = models.CharField(max_length=9, choices=Purpose.choices)
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class CodeTry(models.Model):
    """A wrong code; the address it came from is kept as a keyed hash, for a day."""

    at = models.DateTimeField(db_index=True)
    source = models.CharField(max_length=64)
