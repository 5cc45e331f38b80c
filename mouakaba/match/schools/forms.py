"""A list of graduates."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class GraduatesForm(forms.Form):
    """Addresses, one a line."""

    use_required_attribute = False
    rows = forms.CharField(
        label=_("E-mail addresses of graduates, one a line"),
        help_text=_("A name may follow after a semicolon. Each person decides alone whether to come."),
        max_length=400_000,
        widget=forms.Textarea(attrs={"rows": 8, "class": "ltr", "dir": "ltr", "spellcheck": "false"}),
    )
