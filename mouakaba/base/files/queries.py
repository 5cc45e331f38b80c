"""Giving files out, always as attachments."""

from __future__ import annotations

from django.db import models
from django.http import FileResponse

from mouakaba.base.files.models import StoredFile
from mouakaba.base.people.models import Person


def files_of(person: Person) -> models.QuerySet[StoredFile]:
    """The files a person handed in."""
    return StoredFile.objects.filter(owner=person)


def picture(file: StoredFile) -> FileResponse:
    """A picture that anybody may see, inside a page; never sniffed by the browser."""
    response = FileResponse(file.content.open("rb"))
    response["Content-Type"] = file.media_type
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox"
    response["Cache-Control"] = "public, max-age=3600"
    return response


def attachment(file: StoredFile) -> FileResponse:
    """The file as a download: never shown inside the site, never sniffed by the browser."""
    response = FileResponse(file.content.open("rb"), as_attachment=True, filename=file.name)
    response["Content-Type"] = file.media_type
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
