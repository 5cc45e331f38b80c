"""A file of texts given to the workers, in parts. Texts go as they are answered, answers some days later."""

from __future__ import annotations

from django.db import models


class Batch(models.Model):
    """One file with one set of options."""

    name = models.CharField(max_length=100, unique=True)  # given, else the beginning of the digest
    digest = models.CharField(max_length=64)  # SHA-256 of the texts, the options and the classifier
    classifier = models.CharField(max_length=64)  # kernel.skills.bulk.identity: workers with another one refuse
    tier = models.CharField(max_length=10)
    threshold = models.FloatField(null=True)  # None: the classifier's own
    top = models.PositiveSmallIntegerField()
    parts_count = models.PositiveIntegerField()
    texts_count = models.PositiveBigIntegerField()
    made_at = models.DateTimeField()
    asked_at = models.DateTimeField(db_index=True)  # when somebody last waited for it

    class Meta:
        ordering = ["made_at"]


class BatchPart(models.Model):
    """Some hundred lines of a batch: texts until they are answered, answers from then on."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()  # from 0, in the order of the file
    job = models.BigIntegerField()  # of the queue; it may be gone there
    texts = models.TextField(blank=True)  # JSON Lines
    answers = models.TextField(blank=True)  # JSON Lines
    done = models.BooleanField(default=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="batch_part_once"),
            models.CheckConstraint(condition=models.Q(done=False) | models.Q(texts=""), name="answered_texts_are_gone"),
            models.CheckConstraint(condition=models.Q(done=True) | models.Q(answers=""), name="answers_come_whole"),
        ]
