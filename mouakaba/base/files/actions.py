"""Taking files in."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from functools import partial
from pathlib import PurePath
from uuid import UUID

import puremagic
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mouakaba.base.files.models import StoredFile
from mouakaba.base.files.queries import KEPT, KEPT_SALT, KEPT_SECONDS, kept_folders, kept_in, kept_paths
from mouakaba.base.people.models import Membership, Person
from mouakaba.base.people.rules import WRITERS
from mouakaba.kernel.pictures import PictureError, stripped
from mouakaba.kernel.sounds import Sound, SoundError, measure

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
# What the pages show.
PICTURES = {ending: ALLOWED[ending] for ending in (".png", ".jpg", ".jpeg")}
# What a paper that somebody signed may be.
PAPERS = {ending: ALLOWED[ending] for ending in (".pdf", ".docx", ".odt", ".jpg", ".jpeg", ".png")}
MOST_PICTURE = 2 * 1024 * 1024  # bytes of one that a public page shows at once: it keeps its size, on phones too
# What an officer may hand in to be read by the product.
SHEETS = {".xlsx": ALLOWED[".xlsx"], ".csv": "text/csv"}
VOICES = {"ogg": "audio/ogg", "webm": "audio/webm", "mp4": "audio/mp4", "wav": "audio/wav", "mp3": "audio/mpeg"}
MOST_KEPT = 20  # uploads of one person that wait for the rest of their form
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
    return _keep(upload, owner, *check_file(upload=upload, allowed=allowed))


def store_picture(*, upload: UploadedFile, owner: Person) -> StoredFile:
    """Keeps a JPG or PNG without the place, date and device written in it. Raises ValidationError, in words."""
    name, media_type, plain = check_picture(upload=upload)
    return _keep(SimpleUploadedFile(name, plain), owner, name, media_type)


def store_voice(*, upload: UploadedFile, owner: Person) -> tuple[StoredFile, int]:
    """Keeps a voice note and returns it with its length in whole seconds.

    Its type is what its bytes show, whatever it is called. Raises ValidationError, in words, as ``check_voice``.
    """
    sound = check_voice(upload=upload)
    file = _keep(upload, owner, f"voice.{sound.ending}", VOICES[sound.ending])
    return file, max(1, round(sound.seconds))


def check_voice(*, upload: UploadedFile) -> Sound:
    """The kind and length of a voice note. Raises ValidationError when it is none, or longer than people listen to."""
    if (upload.size or 0) > settings.FILE_MAX_BYTES:
        raise _too_long()
    try:
        sound = measure(upload.read())
    except SoundError as error:
        raise ValidationError(
            _("This is not a voice note we can play. Record it again, or choose an OGG, WEBM, M4A, WAV or MP3 file.")
        ) from error
    finally:
        upload.seek(0)
    if sound.seconds > settings.VOICE_MAX_SECONDS:
        raise _too_long()
    return sound


def _too_long() -> ValidationError:
    most = settings.VOICE_MAX_SECONDS // 60
    return ValidationError(
        _("This voice note is too long: the most is %(most)s minutes. Record a shorter one; what you wrote is kept.")
        % {"most": most}
    )


def _keep(upload: UploadedFile, owner: Person, name: str, media_type: str) -> StoredFile:
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


def keep_upload(*, upload: UploadedFile, owner: Person) -> str:
    """Keeps an upload for a day, while its form lacks something else; the token brings it back to this person alone.

    Empty for what could not be received anyway. At most MOST_KEPT wait for one person: the oldest go.
    """
    if not _receivable(upload):
        return ""
    for _when, path in kept_paths(owner)[: -(MOST_KEPT - 1)]:
        default_storage.delete(path)
    path = default_storage.save(f"{KEPT}/{owner.pk}/{uuid.uuid4().hex}", upload)
    upload.seek(0)
    told = {"path": path, "name": _clean_name(upload.name or ""), "owner": str(owner.pk)}
    return signing.dumps(told, salt=KEPT_SALT)


def _receivable(upload: UploadedFile) -> bool:
    """Whether some field takes it: a document, a picture, a sheet or a voice note."""
    with suppress(ValidationError):
        check_file(upload=upload, allowed={**ALLOWED, **SHEETS})
        return True
    with suppress(ValidationError):
        check_voice(upload=upload)
        return True
    return False


def forget_kept(*, owner: Person | None = None) -> int:
    """Deletes the uploads that waited for a day, or all of one person; how many went."""
    before = timezone.now() - timedelta(seconds=KEPT_SECONDS)  # the clock of the disk, not of the demonstration
    some = kept_paths(owner) if owner else [one for folder in kept_folders() for one in kept_in(folder)]
    old = [path for when, path in some if owner or when < before]
    for path in old:
        default_storage.delete(path)
    return len(old)


def let_go(file: StoredFile) -> None:
    """Deletes a file nobody needs any more; its content goes once the deletion is certain."""
    transaction.on_commit(partial(file.content.delete, save=False))
    file.delete()


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


def check_picture(*, upload: UploadedFile, most: int | None = None) -> tuple[str, str, bytes]:
    """The name, the type and the plain bytes of a JPG or PNG: without place, date and device.

    Raises ValidationError, in words, for what is no picture, is damaged, or is of more than ``most`` bytes.
    """
    if PurePath(upload.name or "").suffix.lower() not in PICTURES:
        raise ValidationError(_("Choose a picture: JPG or PNG."))
    name, media_type = check_file(upload=upload, allowed=PICTURES)
    if most and (upload.size or 0) > most:
        raise ValidationError(
            _("This picture is too heavy. Send one of at most %(most)s MB: a phone can make it smaller.")
            % {"most": most // (1024 * 1024)}
        )
    try:
        return name, media_type, stripped(upload.read())
    except PictureError as error:
        raise ValidationError(_("The picture “%(name)s” is damaged. Choose another one.") % {"name": name}) from error
    finally:
        upload.seek(0)


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
