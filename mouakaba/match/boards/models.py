"""Boards by territory, what is said on them, and what was reported."""

from __future__ import annotations

import uuid

import pghistory
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mouakaba.base.words.models import WordsField
from mouakaba.match.boards.rules import MOST_ALT, MOST_TITLE, MOST_WHY


@pghistory.track()
class Board(models.Model):
    """A board of a territory (none: the whole country), kept by the officers and owners of an organisation."""

    class Audience(models.TextChoices):
        MEMBERS = "members", pgettext_lazy("board", "for members of cooperatives")
        COOPERATIVES = "cooperatives", pgettext_lazy("board", "between cooperatives")
        PARTNERS = "partners", pgettext_lazy("board", "cooperatives and partners")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = WordsField()
    audience = models.CharField(max_length=12, choices=Audience.choices)
    region = models.ForeignKey("base.Region", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    province = models.ForeignKey("base.Province", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    keeper = models.ForeignKey("base.Organisation", on_delete=models.PROTECT, related_name="+")
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["region", "province", "audience", "pk"]

    def clean(self) -> None:
        """A province lies in the region named."""
        if self.province and self.province.region_id != self.region_id:
            raise ValidationError({"province": _("This province is not in the region chosen. Choose its region.")})

    @property
    def public(self) -> bool:
        """Whether anybody may read it, without an account."""
        return self.audience != self.Audience.MEMBERS


class Post(models.Model):
    """A question, an announcement, or an answer (with ``parent``). Hidden ones stay, with who hid them and why."""

    class Kind(models.TextChoices):
        QUESTION = "question", pgettext_lazy("on a board", "question")
        NEWS = "news", pgettext_lazy("on a board", "announcement")
        ANSWER = "answer", pgettext_lazy("on a board", "answer")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="posts")
    parent = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="answers")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    title = models.CharField(max_length=MOST_TITLE, blank=True)
    text = models.TextField(blank=True)
    language = models.CharField(max_length=2, blank=True)
    voice = models.ForeignKey("base.StoredFile", null=True, on_delete=models.SET_NULL, related_name="+")
    seconds = models.PositiveSmallIntegerField(default=0)  # of the voice note
    picture = models.ForeignKey("base.StoredFile", null=True, on_delete=models.SET_NULL, related_name="+")
    alt = models.CharField(max_length=MOST_ALT, blank=True)  # what the picture shows
    person = models.ForeignKey("base.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    said_at = models.DateTimeField()
    helped_by = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="+"
    )  # an answer of its own
    hidden_at = models.DateTimeField(null=True)
    hidden_by = models.ForeignKey("base.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.TextField(blank=True)  # why it was hidden; empty when its writer took it off
    is_demo = models.BooleanField(default=False)
    search = models.TextField(blank=True, editable=False)  # title, text and alt, folded (kernel.text.fold)

    class Meta:
        ordering = ["-said_at", "pk"]
        indexes = [models.Index(fields=["board", "-said_at"], name="posts_of_a_board")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) ^ models.Q(kind="answer"), name="an_answer_has_what_it_answers"
            )
        ]


class PostReport(models.Model):
    """A reader asks the board's keepers to look."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="reports")
    by = models.ForeignKey("base.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    why = models.TextField(max_length=MOST_WHY)
    made_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey("base.Person", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["post", "by"],
                condition=models.Q(settled_at__isnull=True),
                name="one_open_report_per_reader",
            )
        ]
