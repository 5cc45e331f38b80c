"""Fields for what people record and photograph."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from mouakaba.base.files.actions import PAPERS, check_file, check_picture, check_voice, keep_upload
from mouakaba.base.files.queries import kept_upload
from mouakaba.base.people.models import Person


class VoiceInput(forms.FileInput):
    """Recorded in the page by ``base/voice.js``; without scripts the telephone's own recorder opens."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The words of the recorder in the reader's language."""
        words = {
            "accept": "audio/*,video/mp4,video/webm",
            "capture": "user",
            "data-voice": settings.VOICE_MAX_SECONDS,
            "data-record": _("Record my voice"),
            "data-stop": _("Stop"),
            "data-again": _("Record again"),
            "data-heard": _("Listen to your voice note before you send it"),
            "data-refused": _("The microphone is closed. Open it in the settings of your browser, or choose a file."),
        }
        return super().get_context(name, value, {**words, **(attrs or {})})


class VoiceField(forms.FileField):
    """A voice note that can be played and is not too long."""

    widget = VoiceInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Raises ValidationError in words; nothing is kept yet."""
        voice = super().clean(data, initial)
        if voice:
            check_voice(upload=voice)
        return voice


class PictureField(forms.FileField):
    """A JPG or PNG, by its content. ``most``: bytes, where a public page shows it at once."""

    widget = forms.FileInput(attrs={"accept": "image/jpeg,image/png"})

    def __init__(self, *, most: int | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.most = most

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Raises ValidationError in words; nothing is kept yet. What was kept before is not read again."""
        picture = super().clean(data, initial)
        if isinstance(picture, UploadedFile):
            check_picture(upload=picture, most=self.most)
        return picture


class PaperField(forms.FileField):
    """A document we receive: PDF, text or picture."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Raises ValidationError in words; nothing is kept yet."""
        paper = super().clean(data, initial)
        if isinstance(paper, UploadedFile):
            check_file(upload=paper, allowed=PAPERS)
        return paper


@dataclass(frozen=True, slots=True)
class Kept:
    """An upload that waits: what the page shows of it, and what brings it back."""

    name: str
    token: str


class KeepsFiles(forms.Form):
    """A form that is refused keeps the files that came with it for a day, if it knows whose they are (``whose``)."""

    def __init__(self, *args: Any, whose: Person | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.whose = whose
        self._tokens: dict[str, str] = {}

    def full_clean(self) -> None:
        """Reads what waits as if it had been sent again; what is gone is told."""
        gone = self._bring_back(self.whose) if self.is_bound and self.whose else []
        super().full_clean()
        for name in gone:
            self.errors.pop(name, None)
            self.add_error(name, _("The file that was kept is no longer there. Choose it again."))

    def _bring_back(self, whose: Person) -> list[str]:
        """Puts what waits where nothing else was chosen; the names of the fields whose file is not there."""
        files, gone = copy.copy(self.files), []
        for name in (name for name, field in self.fields.items() if isinstance(field, forms.FileField)):
            key = self.add_prefix(name)
            token = self.data.get(f"{key}_kept")
            if not token or files.get(key) or self.data.get(f"{key}_drop"):
                continue
            if upload := kept_upload(token=token, owner=whose):
                files[key], self._tokens[name] = upload, token
            else:
                gone.append(name)
        self.files = files
        return gone

    def kept(self, name: str) -> Kept | None:
        """What the page of a refused form shows of a file that is right; it is kept when it is first asked for."""
        if not (self.is_bound and self.whose and self.errors) or name in self.errors:
            return None
        upload = self.cleaned_data.get(name)
        if not isinstance(upload, UploadedFile):
            return None
        if name not in self._tokens:
            self._tokens[name] = keep_upload(upload=upload, owner=self.whose)
        return Kept(str(upload.name), self._tokens[name]) if self._tokens[name] else None
