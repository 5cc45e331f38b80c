"""A saved search, the skills it asks for, and what it has found so far."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mouakaba.base.words.models import WordsField
from mouakaba.kernel.matching import Side


class SavedSearch(models.Model):
    """What somebody looks for on one side of a market. With an organisation it is that organisation's."""

    class Frequency(models.TextChoices):
        DAILY = "daily", _("every day, when there is something new")
        WEEKLY = "weekly", _("once a week, when there is something new")
        NEVER = "never", pgettext_lazy("letters", "never: only on this page")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind_code = models.CharField(max_length=30)
    side = models.CharField(max_length=5, choices=[(side.value, side.value) for side in Side])  # that is looked for
    owner = models.ForeignKey("base.Person", on_delete=models.CASCADE, related_name="+")  # who receives the letters
    organisation = models.ForeignKey("base.Organisation", null=True, on_delete=models.CASCADE, related_name="+")
    opening = models.ForeignKey(
        "match.Opening", null=True, on_delete=models.CASCADE, related_name="searches"
    )  # people who fit it are looked for, by what it asks on the day
    name = models.CharField(max_length=100)
    words = models.CharField(max_length=200, blank=True)
    regions = models.JSONField(default=list, blank=True)  # codes
    remote = models.BooleanField(default=False)
    languages = models.JSONField(default=list, blank=True)  # codes of skills.forms.WORK_LANGUAGES
    available = models.BooleanField(default=False)
    legal_forms = models.JSONField(default=list, blank=True)  # values of LegalForm
    frequency = models.CharField(max_length=6, choices=Frequency.choices, default=Frequency.DAILY)
    paused = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    looked_on = models.DateField()  # the last day on which the machine looked by itself
    told_on = models.DateField()  # the last day on which a letter was due
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["name", "made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["opening"],
                condition=models.Q(opening__isnull=False),
                name="one_search_per_opening",
            )
        ]


class SearchSkill(models.Model):
    """A skill of the taxonomy that a search asks for."""

    search = models.ForeignKey(SavedSearch, on_delete=models.CASCADE, related_name="skills")
    uri = models.CharField(max_length=200)
    label = WordsField()

    class Meta:
        ordering = ["uri"]
        constraints = [models.UniqueConstraint(fields=["search", "uri"], name="one_row_per_search_skill")]


class SearchHit(models.Model):
    """A listing that a search has found, by its number alone; it says nothing of the listing, and goes with it."""

    search = models.ForeignKey(SavedSearch, on_delete=models.CASCADE, related_name="hits")
    listing = models.UUIDField()
    found_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)  # on the page
    told_at = models.DateTimeField(null=True)  # in a letter

    class Meta:
        constraints = [models.UniqueConstraint(fields=["search", "listing"], name="one_row_per_search_listing")]
