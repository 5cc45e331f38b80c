"""Giving files out, always as attachments."""

from __future__ import annotations

import io
import re
from contextlib import suppress
from datetime import datetime

from django.core import signing
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.http import FileResponse, HttpResponse

from mouakaba.base.files.models import StoredFile
from mouakaba.base.people.models import Person

KEPT = "kept"  # the folder of uploads that wait for the rest of their form
KEPT_SALT = "mouakaba.base.files.kept"
KEPT_SECONDS = 24 * 3600


def kept_upload(*, token: str, owner: Person) -> SimpleUploadedFile | None:
    """An upload of this person that waits for the rest of its form; None for any other token, and after a day."""
    try:
        told = signing.loads(token, salt=KEPT_SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        return None
    if told["owner"] != str(owner.pk) or not default_storage.exists(told["path"]):
        return None
    with default_storage.open(told["path"]) as content:
        return SimpleUploadedFile(told["name"], content.read(), "application/octet-stream")


def kept_paths(owner: Person) -> list[tuple[datetime, str]]:
    """When each upload that waits was kept, and where it lies; the oldest first."""
    return kept_in(f"{KEPT}/{owner.pk}")


def kept_in(folder: str) -> list[tuple[datetime, str]]:
    """The same of a folder."""
    if not default_storage.exists(folder):
        return []
    found = []
    for name in default_storage.listdir(folder)[1]:
        with suppress(FileNotFoundError):  # another process let go of it
            found.append((default_storage.get_modified_time(f"{folder}/{name}"), f"{folder}/{name}"))
    return sorted(found)


def kept_folders() -> list[str]:
    """The folders of all people who have uploads that wait."""
    return [f"{KEPT}/{name}" for name in default_storage.listdir(KEPT)[0]] if default_storage.exists(KEPT) else []


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
