"""Giving files out, always as attachments."""

from __future__ import annotations

import io
import re

from django.db import models
from django.http import FileResponse, HttpResponse

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


def attachment(file: StoredFile, part: io.BytesIO | None = None) -> FileResponse:
    """The file, or a part of it, as a download: no document of our site, never sniffed by the browser."""
    response = FileResponse(part or file.content.open("rb"), as_attachment=True, filename=file.name)
    response["Content-Type"] = file.media_type
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


def playable(file: StoredFile, ranges: str | None) -> FileResponse | HttpResponse:
    """The same, in the part a player asks for (one range of RFC 9110; what cannot be read as one gives the whole)."""
    asked = re.fullmatch(r"bytes=(\d{0,12})-(\d{0,12})", ranges or "")
    if not asked or asked.groups() == ("", ""):
        response: FileResponse | HttpResponse = attachment(file)
        response["Accept-Ranges"] = "bytes"
        return response
    first, last = asked.groups()
    start = int(first) if first else max(file.size - int(last), 0)
    stop = min(int(last), file.size - 1) if first and last else file.size - 1
    if start > stop:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{file.size}"})
    with file.content.open("rb") as handle:
        handle.seek(start)
        part = io.BytesIO(handle.read(stop - start + 1))
    response = attachment(file, part)
    response.status_code = 206
    response["Content-Range"] = f"bytes {start}-{stop}/{file.size}"
    response["Accept-Ranges"] = "bytes"
    return response
