"""What one side writes to the other."""

from __future__ import annotations

import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from mouakaba.match.introductions.phrases import say_contacts
from mouakaba.match.introductions.rules import MOST_CHARACTERS, MOST_WHY


class NoteForm(forms.Form):
    """A few words that go with a yes."""

    use_required_attribute = False
    note = forms.CharField(
        label=_("A few words to them (optional)"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def clean_note(self) -> str:
        """A note goes out before the other side said yes: it leads to nobody."""
        note: str = self.cleaned_data["note"]
        if flaw := say_contacts(note):
            raise ValidationError(flaw, code="contact")
        return note


def _own_words(text: str, most: int) -> str:
    """The text with plain line ends, as browsers count them. Raises ValidationError when it is too long."""
    plain = text.replace("\r\n", "\n").strip()
    if len(plain) > most:
        raise ValidationError(
            _("This has %(n)s characters; the most is %(most)s.") % {"n": len(plain), "most": most}, code="too_long"
        )
    return plain


class MessageForm(forms.Form):
    """A message. Its number is made with the page: the same page sent twice is one message."""

    use_required_attribute = False
    number = forms.CharField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Your message"),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto", "maxlength": MOST_CHARACTERS}),
        error_messages={"required": _("Write something first.")},
    )

    def clean_number(self) -> uuid.UUID:
        """A number nobody could read is replaced."""
        try:
            return uuid.UUID(self.cleaned_data["number"])
        except ValueError:
            return uuid.uuid4()

    def clean_text(self) -> str:
        """At most MOST_CHARACTERS."""
        return _own_words(self.cleaned_data["text"], MOST_CHARACTERS)


class ReportForm(forms.Form):
    """Why the operator should look."""

    use_required_attribute = False
    why = forms.CharField(
        label=_("What is wrong in this conversation?"),
        help_text=_("The operator of the platform will read the conversation."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto", "maxlength": MOST_WHY}),
        error_messages={"required": _("Say in a few words what is wrong.")},
    )

    def clean_why(self) -> str:
        """At most MOST_WHY."""
        return _own_words(self.cleaned_data["why"], MOST_WHY)
