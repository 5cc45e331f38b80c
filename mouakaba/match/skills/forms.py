"""Forms of a skills profile."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from mouakaba.base.clock.forms import day_input
from mouakaba.base.places.models import Region
from mouakaba.base.words.queries import said
from mouakaba.kernel.doctext import MAX_LETTERS
from mouakaba.match.skills.models import Profile, ProfileSkill

WORK_LANGUAGES = {
    "ar": _("Arabic"),
    "zgh": _("Amazigh"),
    "fr": _("French"),
    "en": _("English"),
    "es": _("Spanish"),
}


class TextForm(forms.Form):
    """A text pasted, or a document."""

    use_required_attribute = False
    text = forms.CharField(
        label=_("Paste your CV, or write what you can do"),
        required=False,
        max_length=MAX_LETTERS,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
    )
    upload = forms.FileField(
        label=_("or choose a document"), required=False, help_text=_("PDF, DOCX or ODT with words, not a photograph.")
    )

    def clean(self) -> dict[str, Any]:
        """One of the two, not both."""
        cleaned = super().clean() or {}
        text, upload = cleaned.get("text", "").strip(), cleaned.get("upload")
        if not any(letter.isprintable() and letter != " " for letter in text):
            text = ""  # marks of direction alone, as some programs paste them, are no text
        if text and upload:
            raise ValidationError({"upload": _("Send the text or the document, one at a time.")})
        if not text and not upload and not self.errors:
            raise ValidationError({"text": _("Paste a text, or choose a document.")})
        return cleaned


class SeenForm(forms.ModelForm):
    """Where and when the person works, and who sees what of it."""

    use_required_attribute = False
    languages = forms.MultipleChoiceField(
        label=_("Languages I work in"),
        choices=list(WORK_LANGUAGES.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    shown = forms.MultipleChoiceField(
        label=_("Besides my confirmed skills, show"),
        choices=Profile.Part.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Profile
        fields = (
            "headline", "region", "remote", "languages", "availability", "available_from", "seen_by", "shown",
            "teaches",
        )  # fmt: skip
        labels = {
            "headline": _("Present yourself in one line, without your name"),
            "region": _("Region where I live or want to work"),
            "remote": _("I can also work at a distance"),
            "availability": _("Availability"),
            "available_from": _("Available from"),
            "seen_by": _("Who sees my skills"),
            "teaches": _("My corrections may be used to improve the proposals"),
        }
        help_texts = {
            "seen_by": _("Your name, e-mail and phone are shown only when you and an organisation both say yes."),
            "teaches": _("Only the sentence and the skill are used, without your name."),
        }
        widgets = {
            "seen_by": forms.RadioSelect,
            "availability": forms.RadioSelect,
            "available_from": day_input(),
            "headline": forms.TextInput(attrs={"dir": "auto"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        region = self.fields["region"]
        region.queryset = Region.objects.all()  # type: ignore[attr-defined]
        region.label_from_instance = lambda row: said(row.name)  # type: ignore[attr-defined]
        region.empty_label = _("not said")  # type: ignore[attr-defined]


def answers_in(post: Any) -> dict[int, str]:
    """The person's word on proposals: fields ``skill-ID`` with confirmed or rejected; anything else is left open."""
    named = {name.removeprefix("skill-"): value for name, value in post.items() if name.startswith("skill-")}
    known = (ProfileSkill.State.CONFIRMED, ProfileSkill.State.REJECTED)
    return {int(number): value for number, value in named.items() if _is_id(number) and value in known}


def levels_in(post: Any) -> dict[int, tuple[int | None, bool]]:
    """Levels and wishes of confirmed skills: fields ``level-ID`` and ``wish-ID``."""
    named = {name.removeprefix("level-"): value for name, value in post.items() if name.startswith("level-")}
    return {
        int(number): (int(value) if value in _LEVELS else None, f"wish-{number}" in post)
        for number, value in named.items()
        if _is_id(number)
    }


_LEVELS = {str(level) for level in ProfileSkill.Level.values}


def _is_id(number: str) -> bool:
    return number.isascii() and number.isdigit() and len(number) < 16
