"""What the observatory keeps: records without persons, and the cells counted from them."""

from __future__ import annotations

from django.db import models

PLACE = ("programme", "edition", "region", "year")


class StoredRecord(models.Model):
    """One thing that happened, as its engine told it (kernel.indicators.Record)."""

    feed = models.CharField(max_length=30)
    key = models.CharField(max_length=60)
    programme = models.CharField(max_length=60)
    edition = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=40, blank=True)
    region = models.CharField(max_length=5, blank=True)
    sex = models.CharField(max_length=10, blank=True)
    age_band = models.CharField(max_length=10, blank=True)
    area = models.CharField(max_length=10, blank=True)
    sector = models.CharField(max_length=60, blank=True)
    day = models.DateField(null=True, blank=True)
    year = models.PositiveSmallIntegerField(default=0)  # 0: no day is known
    amount = models.BigIntegerField(default=0)  # whole dirhams

    class Meta:
        constraints = [models.UniqueConstraint(fields=["feed", "key"], name="one_record_per_key")]
        indexes = [models.Index(fields=["feed", "programme", "edition", "-day", "key"], name="records_behind_a_number")]


class StoredCell(models.Model):
    """How much one part of an indicator comes to at one place and value (kernel.indicators.Cell)."""

    indicator = models.CharField(max_length=60)
    part = models.CharField(max_length=5)
    programme = models.CharField(max_length=60)
    edition = models.CharField(max_length=60, blank=True)
    region = models.CharField(max_length=5, blank=True)
    year = models.PositiveSmallIntegerField()
    dimension = models.CharField(max_length=10, blank=True)  # "" is the whole
    value = models.CharField(max_length=60, blank=True)
    total = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dimension", "indicator", "part", *PLACE, "value"],
                name="one_cell_per_place",
                include=["total"],  # so that a dashboard reads the index alone
            )
        ]


class StoredMargin(models.Model):
    """What cells come to over all but the programme and one dimension (kernel.indicators.Margin).

    Pages without a filter read these: some thousands, however many cells there are.
    """

    indicator = models.CharField(max_length=60)
    part = models.CharField(max_length=5)
    programme = models.CharField(max_length=60)
    dimension = models.CharField(max_length=10, blank=True)  # also region, year, edition; "" is the whole
    value = models.CharField(max_length=60, blank=True)
    total = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dimension", "indicator", "part", "programme", "value"],
                name="one_margin_per_value",
                include=["total"],
            )
        ]


class FeedMark(models.Model):
    """How far a feed was read, by the database's clock, and with which declarations it was counted."""

    feed = models.CharField(max_length=30, primary_key=True)
    read_to = models.DateTimeField()
    declarations = models.CharField(max_length=64)
    refreshed_at = models.DateTimeField()
