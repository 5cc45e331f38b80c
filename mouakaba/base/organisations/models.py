"""Organisations: the supporters, the donors and the supported."""

from __future__ import annotations

import uuid

import pghistory
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from stdnum.exceptions import ValidationError as NumberError
from stdnum.ma import ice as ice_number

from mouakaba.base.words.models import WordsField


def check_ice(value: str) -> None:
    """Raises ValidationError unless the 15 digits pass the check (whole number mod 97 = 0, python-stdnum)."""
    try:
        ice_number.validate(value)
    except NumberError as error:
        raise ValidationError(
            _("This ICE is not valid: it has 15 digits, and the last two check the others. Copy it from the document.")
        ) from error


class LegalForm(models.TextChoices):
    ASSOCIATION = "association", _("association")
    COOPERATIVE = "cooperative", _("cooperative")
    FOUNDATION = "foundation", _("foundation")
    COMPANY = "company", _("company")
    GIE = "gie", _("economic interest group")
    PUBLIC = "public", _("public body")
    OTHER = "other", _("other")


@pghistory.track()
class Organisation(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(unique=True)
    name = WordsField()
    legal_form = models.CharField(max_length=20, choices=LegalForm.choices, blank=True)
    ice = models.CharField(max_length=15, blank=True, validators=[check_ice])  # text: leading zeroes count
    sectors = models.JSONField(default=list, blank=True)
    region = models.ForeignKey("base.Region", null=True, blank=True, on_delete=models.PROTECT)
    commune = models.ForeignKey("base.Commune", null=True, blank=True, on_delete=models.PROTECT)
    source_url = models.URLField(blank=True, max_length=600)
    source_checked_on = models.DateField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)
    search = models.TextField(blank=True, editable=False)  # every name, folded (kernel.text.fold)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ice"],
                condition=~models.Q(ice=""),
                name="one_organisation_per_ice",
                violation_error_message=_("Another organisation already has this ICE."),
            )
        ]


class OrganisationName(models.Model):
    """Another name an organisation is known or misspelt by (Valbiom, Valbium)."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="other_names")
    name = models.CharField(max_length=200)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="one_row_per_organisation_name")]
