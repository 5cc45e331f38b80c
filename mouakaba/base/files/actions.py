"""Taking files in."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import PurePath
from uuid import UUID

import puremagic
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from mouakaba.base.files.models import StoredFile
from mouakaba.base.people.models import Membership, Person
from mouakaba.base.people.rules import WRITERS

# Types a call may receive, by the ending the content must honour.
ALLOWED = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".odt": "application/vnd.oasis.opendocument.text",
}
# What an officer may hand in to be read by the product.
SHEETS = {".xlsx": ALLOWED[".xlsx"], ".csv": "text/csv"}
SIGNATURES = {
    ".pdf": (b"%PDF-",),
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
}


def store_file(*, upload: UploadedFile, owner: Person, allowed: Mapping[str, str] = ALLOWED) -> StoredFile:
    """Keeps an upload of an allowed type.

    Raises ValidationError, in words, when it is empty, too large or not what it says it is.
    """
    name, media_type = check_file(upload=upload, allowed=allowed)
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return StoredFile.objects.create(
        owner=owner,
        name=name,
        media_type=media_type,
        size=upload.size or 0,
        sha256=digest.hexdigest(),
        content=upload,
    )


def hand_on_file(*, file: StoredFile | None, organisation: UUID | None) -> None:
    """Gives an organisation's paper to another of its writers, before its owner is erased; nobody left, it stays."""
    if file is None:
        return
    heirs = Membership.objects.filter(organisation=organisation, role__in=WRITERS).exclude(person=file.owner_id)
    if heir := heirs.select_related("person").order_by("pk").first():
        file.owner = heir.person
        file.save(update_fields=["owner"])


def check_file(*, upload: UploadedFile, allowed: Mapping[str, str] = ALLOWED) -> tuple[str, str]:
    """The harmless name and the type of an upload that is read and not kept. Raises ValidationError, in words."""
    name = _clean_name(upload.name or "")
    return name, _media_type(name, _checked_head(upload, name), allowed)


def _clean_name(name: str) -> str:
    """The last part of the name without control or direction characters that could disguise its ending."""
    plain = PurePath(name.replace("\\", "/")).name
    return "".join(c for c in plain if c.isprintable() and not "\u202a" <= c <= "\u2069")[-200:]


def _checked_head(upload: UploadedFile, name: str) -> bytes:
    if not upload.size:
        raise ValidationError(_("The file “%(name)s” is empty. Choose another one.") % {"name": name})
    if upload.size > settings.FILE_MAX_BYTES:
        limit = settings.FILE_MAX_BYTES // (1024 * 1024)
        raise ValidationError(
            _("The file “%(name)s” is too large. Send at most %(limit)s MB.") % {"name": name, "limit": limit}
        )
    head = upload.read(8192)
    upload.seek(0)
    return head


def _media_type(name: str, head: bytes, allowed: Mapping[str, str]) -> str:
    """The type shown by the content, which must be the one its name announces."""
    ending = PurePath(name).suffix.lower()
    if ending not in allowed:
        raise ValidationError(
            _("“%(name)s” cannot be received. Send a PDF, a picture (JPG, PNG) or a document (DOCX, ODT, XLSX).")
            % {"name": name}
        )
    if not _honest(ending, head):
        raise ValidationError(
            _("The content of “%(name)s” is not what its name says. Open it, save it again as PDF, and send that.")
            % {"name": name}
        )
    return allowed[ending]


def _honest(ending: str, head: bytes) -> bool:
    if ending == ".csv":  # text has no zero byte, save in UTF-16, which announces itself
        return b"\0" not in head or head[:2] in (b"\xff\xfe", b"\xfe\xff")
    if ending in SIGNATURES:
        return head.startswith(SIGNATURES[ending])
    if not head.startswith(b"PK\x03\x04"):
        return False
    try:
        found = {match.extension for match in puremagic.magic_string(head)}
    except puremagic.PureError:
        return False
    return ending in found or ".zip" in found
