"""A survey owed by a project of a cohort or by a member who left a site, and its one answer."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

import pghistory
from django.db import models
from django.utils.translation import pgettext_lazy

from mouakaba.accompany.followup.rules import AFTER
from mouakaba.base.organisations.models import Organisation
from mouakaba.base.people.models import Person


@pghistory.track(fields=["months", "due_on", "letters", "expires_at"])
class FollowUp(models.Model):
    """What is asked so many months after support ended: of a project in a cohort, or of a member of a site.

    The properties say the same of both: who is asked about what, and by whom.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(
        "accompany.CohortProject", null=True, blank=True, on_delete=models.CASCADE, related_name="followups"
    )
    stay = models.ForeignKey(
        "accompany.Stay", null=True, blank=True, on_delete=models.CASCADE, related_name="followups"
    )  # the member's last
    asked_with = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="joined"
    )  # the survey whose letters and answer are this one's too: a project is asked once (rules.TOGETHER)
    months = models.PositiveSmallIntegerField(choices=[(months, str(months)) for months in AFTER])
    due_on = models.DateField()
    letters = models.PositiveSmallIntegerField(default=0)  # sent: the first and at most two reminders
    first_sent_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    link_hash = models.CharField(max_length=64, blank=True)  # SHA-256 of the link's secret, which is kept nowhere

    class Meta:
        ordering = ["due_on", "months", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "months"], name="one_followup_per_project_and_months"),
            models.UniqueConstraint(fields=["stay", "months"], name="one_followup_per_stay_and_months"),
            models.CheckConstraint(
                condition=models.Q(project__isnull=False, stay__isnull=True)
                | models.Q(project__isnull=True, stay__isnull=False),
                name="followup_asks_a_project_or_a_member",
            ),
            models.UniqueConstraint(
                fields=["link_hash"], condition=~models.Q(link_hash=""), name="one_followup_per_link"
            ),
            models.CheckConstraint(condition=models.Q(letters__lte=3), name="two_reminders_at_most"),
        ]

    @property
    def title(self) -> str:
        """What the survey is about: the project, or the member as it is called on its site."""
        return self.project.project.title if self.project else self.stay.member.name  # type: ignore[union-attr]

    @property
    def language(self) -> str:
        """Of the title; "" where nobody said it."""
        return self.project.project.language if self.project else ""

    @property
    def asked(self) -> Person | None:
        """Who gets the link: the project holder, or the member's contact."""
        return self.project.project.bearer if self.project else self.stay.member.contact  # type: ignore[union-attr]

    @property
    def about(self) -> tuple[uuid.UUID, uuid.UUID | None] | None:
        """Which project it is about, and who is asked; None of a member without a project."""
        if self.project:
            return self.project.project_id, self.project.project.bearer_id
        member = self.stay.member  # type: ignore[union-attr]
        return (member.project_id, member.contact_id) if member.project_id else None

    @property
    def given(self) -> FollowUpAnswer | None:
        """The answer that counts: its own, or that of the survey it is asked with."""
        return getattr(self.asked_with or self, "answer", None)

    @property
    def supported_in(self) -> Mapping[str, str]:
        """The cohort or the site, by language."""
        return self.project.cohort.title if self.project else self.stay.space.site.name  # type: ignore[union-attr]

    @property
    def organisation(self) -> Organisation:
        """Who supported it, and asks."""
        return (
            self.project.cohort.programme.organisation if self.project else self.stay.space.site.network  # type: ignore[union-attr]
        )

    @property
    def office_page(self) -> tuple[str, Any]:
        """Where the office reads its cohort's or its site's surveys: name of the route and its argument."""
        if self.project:
            return "cohort_followup", self.project.cohort_id
        return "site_followup", self.stay.space.site.slug  # type: ignore[union-attr]


class State(models.TextChoices):
    ACTIVE = "active", pgettext_lazy("activity", "goes on")
    PAUSED = "paused", pgettext_lazy("activity", "is paused")
    STOPPED = "stopped", pgettext_lazy("activity", "has stopped")


class Turnover(models.TextChoices):
    """Of the last twelve months, in dirhams: each band holds its upper bound."""

    NONE = "none", pgettext_lazy("turnover", "no sales yet")
    TO_50K = "50k", pgettext_lazy("turnover", "up to 50,000 DH")
    TO_200K = "200k", pgettext_lazy("turnover", "50,000 to 200,000 DH")
    TO_500K = "500k", pgettext_lazy("turnover", "200,000 to 500,000 DH")
    TO_2M = "2m", pgettext_lazy("turnover", "500,000 to 2 million DH")
    MORE = "more", pgettext_lazy("turnover", "more than 2 million DH")


class Milieu(models.TextChoices):
    URBAN = "urban", pgettext_lazy("place", "in town")
    RURAL = "rural", pgettext_lazy("place", "in the countryside")


class Matter(models.TextChoices):
    """What helped, and what is needed now."""

    TRAINING = "training", pgettext_lazy("support", "training")
    COACHING = "coaching", pgettext_lazy("support", "individual coaching")
    MENTOR = "mentor", pgettext_lazy("support", "a mentor or an expert")
    MARKETS = "markets", pgettext_lazy("support", "fairs, customers, orders")
    FUNDING = "funding", pgettext_lazy("support", "money")
    SPACE = "space", pgettext_lazy("support", "a place to work")
    NETWORK = "network", pgettext_lazy("support", "contacts and partners")
    PEOPLE = "people", pgettext_lazy("support", "finding people to work with")
    PAPERS = "papers", pgettext_lazy("support", "papers and taxes")


class Channel(models.TextChoices):
    LINK = "link", pgettext_lazy("answer", "by the link")
    PHONE = "phone", pgettext_lazy("answer", "by phone")


@pghistory.track()
class FollowUpAnswer(models.Model):
    """The answer that counts. A correction changes it; what it said before is in its history."""

    followup = models.OneToOneField(FollowUp, on_delete=models.CASCADE, related_name="answer")
    state = models.CharField(max_length=8, choices=State.choices)
    kept_women_under_30 = models.PositiveIntegerField(null=True, blank=True)
    kept_women_30_more = models.PositiveIntegerField(null=True, blank=True)
    kept_men_under_30 = models.PositiveIntegerField(null=True, blank=True)
    kept_men_30_more = models.PositiveIntegerField(null=True, blank=True)
    created_women_under_30 = models.PositiveIntegerField(null=True, blank=True)
    created_women_30_more = models.PositiveIntegerField(null=True, blank=True)
    created_men_under_30 = models.PositiveIntegerField(null=True, blank=True)
    created_men_30_more = models.PositiveIntegerField(null=True, blank=True)
    turnover = models.CharField(max_length=5, choices=Turnover.choices, blank=True)
    milieu = models.CharField(max_length=5, choices=Milieu.choices, blank=True)
    integrated = models.BooleanField(null=True, blank=True)  # joined a network, or works with others of the field
    helped = models.JSONField(default=list, blank=True)
    needs = models.JSONField(default=list, blank=True)
    text = models.TextField(blank=True)
    language = models.CharField(max_length=2, blank=True)
    channel = models.CharField(max_length=5, choices=Channel.choices)
    entered_by = models.ForeignKey("base.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    asked_on = models.DateField(null=True, blank=True)  # of an answer by phone: the day of the call
    consented = models.BooleanField(default=False)  # by phone: the person agreed that the answers are written down
    certificate = models.ForeignKey(
        "base.StoredFile", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )  # a proof that the business exists
    first_at = models.DateTimeField()
    at = models.DateTimeField()
    corrections = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(channel="phone") | models.Q(asked_on__isnull=False, consented=True),
                name="phone_answer_has_its_day_and_consent",
            )
        ]
