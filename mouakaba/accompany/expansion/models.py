"""A sheet per region: what is known before a network opens a site there."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mouakaba.base.words.models import WordsField


@pghistory.track()
class RegionSheet(models.Model):
    """What a network knows of a candidate region."""

    network = models.ForeignKey("base.Organisation", on_delete=models.PROTECT, related_name="region_sheets")
    region = models.ForeignKey("base.Region", on_delete=models.PROTECT, related_name="+")
    requested_on = models.DateField(null=True, blank=True)  # without a request there is no rank
    request = models.TextField(blank=True)  # by whom, how
    request_url = models.URLField(blank=True, max_length=600)
    partners = WordsField()
    agreed = models.BooleanField(default=False)  # a convention with partners is signed
    partners_url = models.URLField(blank=True, max_length=600)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["region"]
        constraints = [
            models.UniqueConstraint(fields=["network", "region"], name="one_sheet_per_region"),
            models.CheckConstraint(
                condition=Q(agreed=False) | ~Q(partners={}),
                name="who_agreed_is_named",
                violation_error_message=_("Name the partners who signed."),
            ),
        ]


class GdpShare(models.Model):
    """A region's share of the national product in a year; of a joint figure only the sum is known: it is not split."""

    region = models.ForeignKey("base.Region", on_delete=models.PROTECT, related_name="gdp_shares")
    year = models.PositiveSmallIntegerField()
    share = models.DecimalField(max_digits=5, decimal_places=2)  # per cent
    joint = models.BooleanField(default=False)  # `share` is of all regions of this year that say so, together
    source_url = models.URLField(max_length=600)

    class Meta:
        ordering = ["-year", "region"]
        constraints = [models.UniqueConstraint(fields=["region", "year"], name="one_gdp_share_a_year")]


@pghistory.track(exclude=["note"])
class PotentialNote(models.Model):
    """A mark on one criterion of a region's potential, by somebody, on a day, with the reason."""

    class Criterion(models.TextChoices):
        TALENT = "talent", _("schools and graduates")
        FIRMS = "firms", _("companies and their demand")
        PREMISES = "premises", _("premises ready to use")
        ACCESS = "access", _("transport and network")

    sheet = models.ForeignKey(RegionSheet, on_delete=models.CASCADE, related_name="notes")
    criterion = models.CharField(max_length=10, choices=Criterion.choices)
    mark = models.PositiveSmallIntegerField()  # 1 weak … 5 strong
    note = models.TextField()
    by = models.ForeignKey("base.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    on = models.DateField()

    class Meta:
        ordering = ["criterion", "-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(mark__gte=1, mark__lte=5),
                name="mark_from_one_to_five",
                violation_error_message=_("A mark is from 1 to 5."),
            )
        ]
