"""Morocco's regions, provinces and communes, with official codes and the census of 2024 (HCP, RGPH 2024)."""

from __future__ import annotations

from typing import Any

from django.db import models

from mouakaba.base.words.models import WordsField


def _degrees() -> models.DecimalField[Any, Any]:
    return models.DecimalField(max_digits=6, decimal_places=3, null=True, blank=True)


class Region(models.Model):
    code = models.CharField(primary_key=True, max_length=5)  # ISO 3166-2: MA-01 … MA-12
    name = WordsField()
    population = models.PositiveIntegerField()

    class Meta:
        ordering = ["code"]


class Province(models.Model):
    code = models.CharField(primary_key=True, max_length=20)
    region = models.ForeignKey(Region, on_delete=models.PROTECT)
    name = WordsField()
    population = models.PositiveIntegerField()
    latitude, longitude = _degrees(), _degrees()  # of its chief town

    class Meta:
        ordering = ["code"]


class Commune(models.Model):
    class Milieu(models.TextChoices):
        URBAN = "urban"
        RURAL = "rural"

    code = models.CharField(primary_key=True, max_length=20)
    province = models.ForeignKey(Province, on_delete=models.PROTECT)
    region = models.ForeignKey(Region, on_delete=models.PROTECT)
    name = WordsField()
    milieu = models.CharField(max_length=5, choices=Milieu.choices)
    population = models.PositiveIntegerField()
    latitude, longitude = _degrees(), _degrees()  # of its own place; null where it is not known

    class Meta:
        ordering = ["code"]
