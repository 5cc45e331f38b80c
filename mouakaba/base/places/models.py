"""Morocco's regions, provinces and communes, with official codes and the census of 2024 (HCP, RGPH 2024)."""

from __future__ import annotations

from django.db import models

from mouakaba.base.words.models import WordsField


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

    class Meta:
        ordering = ["code"]
