"""Files people hand in: private, hashed, bounded, of a type found in the content and not in the name."""

from __future__ import annotations

import uuid

from django.db import models


def stored_path(file: StoredFile, name: str) -> str:
    """A path that says nothing about the person: the id alone, spread over folders."""
    return f"{file.id.hex[:2]}/{file.id.hex}"


class StoredFile(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey("base.Person", on_delete=models.CASCADE)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.FileField(upload_to=stored_path)
    stored_at = models.DateTimeField(auto_now_add=True)
