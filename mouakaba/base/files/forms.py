"""Fields for what people record and photograph."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from mouakaba.base.files.actions import check_picture, check_voice


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
