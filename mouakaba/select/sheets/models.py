"""Sheets from other tools, and which application came from which row."""

from __future__ import annotations

import uuid

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _


@pghistory.track(fields=["state", "policy", "tell", "by"])
class SheetImport(models.Model):
    """One uploaded sheet on its way to becoming applications."""

    class State(models.TextChoices):
        MAPPING = "mapping", _("columns to be matched")
        CHECKING = "checking", _("being checked")
        CHECKED = "checked", _("checked, waits for your choice")
        IMPORTING = "importing", _("being imported")
        DONE = "done", _("imported")
        FAILED = "failed", _("could not be read")

    class Policy(models.TextChoices):
        GOOD_ROWS = "good_rows", _("import the good rows, leave the others")
        ALL_OR_NOTHING = "all_or_nothing", _("import only if every row is good")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    call = models.ForeignKey("select.Call", on_delete=models.CASCADE, related_name="sheet_imports")
    version = models.ForeignKey("select.CallVersion", on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey("base.StoredFile", null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    # {"sheet", "encoding", "separator", "header", "columns": {column: target}, "fixed": {target: text}, "month_first"}
    mapping = models.JSONField(default=dict)
    preview = models.JSONField(default=dict)  # the first rows, as text, until the import is done
    report = models.JSONField(default=dict)  # see sheets/queries/dry_run.py
    state = models.CharField(max_length=10, choices=State.choices, default=State.MAPPING)
    error = models.CharField(max_length=30, blank=True)  # code of a SheetError
    error_params = models.JSONField(default=dict, blank=True)
    policy = models.CharField(max_length=15, choices=Policy.choices, blank=True)
    tell = models.BooleanField(default=False)  # write to the applicants
    rows_done = models.PositiveIntegerField(default=0)
    rows_all = models.PositiveIntegerField(default=0)
    by = models.ForeignKey("base.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    touched_at = models.DateTimeField()  # when the work last moved on

    class Meta:
        ordering = ["-at"]


class ImportedRow(models.Model):
    """Marks an application as imported, and keeps a second import of the same row out."""

    sheet = models.ForeignKey(SheetImport, on_delete=models.PROTECT, related_name="rows")
    call = models.ForeignKey("select.Call", on_delete=models.CASCADE, related_name="+")
    application = models.OneToOneField("select.Application", on_delete=models.CASCADE, related_name="imported_row")
    row = models.PositiveIntegerField()  # as the spreadsheet program numbers it
    number = models.CharField(max_length=60, blank=True)  # the file's number in the other tool
    digest = models.CharField(max_length=64)  # of the answers as read

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "digest"], name="one_import_per_row_content"),
        ]
