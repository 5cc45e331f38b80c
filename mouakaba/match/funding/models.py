"""Instruments of funding as their funders state them, and what a person told once."""

from __future__ import annotations

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from mouakaba.base.words.models import WordsField


@pghistory.track()
class FundingInstrument(models.Model):
    """One instrument. `text` is its entry as in the file (docs/howto/funding.md); the rest is read from it."""

    code = models.SlugField(unique=True)
    organisation = models.ForeignKey(
        "base.Organisation", null=True, blank=True, on_delete=models.SET_NULL, related_name="instruments"
    )  # the funder, where it keeps the entry itself
    text = models.TextField()
    title = WordsField()
    form = models.CharField(max_length=20)
    place = models.PositiveIntegerField(default=0)  # in the file
    shown = models.BooleanField(_("shown"), default=True)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["place", "code"]


class ToldFacts(models.Model):
    """What a person told of themselves and their project, kept because they asked for it."""

    person = models.OneToOneField("base.Person", on_delete=models.CASCADE, related_name="told_facts")
    facts = models.JSONField(default=dict)
    kept_at = models.DateTimeField()
