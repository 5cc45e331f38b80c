"""A note to the other side."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class NoteForm(forms.Form):
    """A few words that go with a yes."""

    use_required_attribute = False
    note = forms.CharField(
        label=_("A few words to them (optional)"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
