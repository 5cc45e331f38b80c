"""A saved search, the skills or the words it asks for, and what it has found so far."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mouakaba.base.words.models import WordsField
from mouakaba.kernel.matching import Side
from mouakaba.match.entries.models import HalfVectorField
from mouakaba.match.listings.models import Opening


class SavedSearch(models.Model):
    """What somebody looks for on one side of a market, or over all. With an organisation it is that organisation's.

    ``over_markets``: as the search over all markets is asked. Then ``kind_code`` may be empty (all markets), ``side``
    is that of a listing or empty (both), and skills, languages and the rest are not asked.
    """

    class Frequency(models.TextChoices):
        DAILY = "daily", _("every day, when there is something new")
        WEEKLY = "weekly", _("once a week, when there is something new")
        NEVER = "never", pgettext_lazy("letters", "never: only on this page")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    over_markets = models.BooleanField(default=False)
    kind_code = models.CharField(max_length=30, blank=True)
    side = models.CharField(
        max_length=5, blank=True, choices=[*((side.value, side.value) for side in Side), *Opening.Side.choices]
    )  # that is looked for
    owner = models.ForeignKey("base.Person", on_delete=models.CASCADE, related_name="+")  # who receives the letters
    organisation = models.ForeignKey("base.Organisation", null=True, on_delete=models.CASCADE, related_name="+")
    opening = models.ForeignKey(
        "match.Opening", null=True, on_delete=models.CASCADE, related_name="searches"
    )  # people who fit it are looked for, by what it asks on the day
    name = models.CharField(max_length=100)
    words = models.CharField(max_length=200, blank=True)
    terms = ArrayField(models.TextField(), default=list, blank=True)  # of the words, over markets: kernel.words
    vector = HalfVectorField(null=True, blank=True)  # of the words, over markets; null: by words alone
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
            ),
            models.CheckConstraint(
                condition=models.Q(over_markets=True, opening__isnull=True, side__in=["", *Opening.Side.values])
                | models.Q(over_markets=False, side__in=[side.value for side in Side]),
                name="search_over_markets_or_of_a_side",
            ),
        ]
        indexes = [
            GinIndex(fields=["terms"], condition=models.Q(over_markets=True), name="search_terms", fastupdate=False)
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
    """What a search has found: a listing by its number alone or, over markets, an entry; it goes with what it found."""

    search = models.ForeignKey(SavedSearch, on_delete=models.CASCADE, related_name="hits")
    listing = models.UUIDField(null=True)
    entry = models.ForeignKey("match.Entry", null=True, on_delete=models.CASCADE, related_name="hits")
    found_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)  # on the page
    told_at = models.DateTimeField(null=True)  # in a letter

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["search", "listing"], name="one_row_per_search_listing"),
            models.UniqueConstraint(fields=["search", "entry"], name="one_row_per_search_entry"),
            models.CheckConstraint(
                condition=models.Q(listing__isnull=False, entry__isnull=True)
                | models.Q(listing__isnull=True, entry__isnull=False),
                name="hit_of_a_listing_or_an_entry",
            ),
        ]
        indexes = [
            models.Index(fields=["search"], condition=models.Q(seen_at__isnull=True), name="search_hit_unseen"),
        ]
