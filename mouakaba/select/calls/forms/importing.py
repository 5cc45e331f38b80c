"""The forms of an import: the file, then the address of the call to be."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from mouakaba.select.calls.models import Call
from mouakaba.select.calls.queries.bundles import Bundle
from mouakaba.select.calls.queries.codes import new_code

_SALT = "mouakaba.calls.import"


class UploadForm(forms.Form):
    """The file."""

    use_required_attribute = False
    file = forms.FileField(
        label=_("File"),
        help_text=_("A call file (.toml) or a whole call (.zip), at most 2 MB."),
        widget=forms.FileInput(attrs={"accept": ".toml,.zip"}),
    )


class MakeForm(forms.Form):
    """The address; the file travels with the page, signed, so that nothing is kept on the server before the yes."""

    use_required_attribute = False
    packed = forms.CharField(widget=forms.HiddenInput)
    slug = forms.CharField(
        label=_("Address of the call"),
        max_length=50,
        help_text=_("The last part of the call's web address. It never changes."),
        widget=forms.TextInput(attrs={"class": "ltr", "autocapitalize": "none", "spellcheck": "false"}),
    )

    def bundle(self) -> Bundle | None:
        """The file read before; None if the page was tampered with or is a day old."""
        try:
            kept: dict[str, Any] = signing.loads(self.data.get("packed", ""), salt=_SALT, max_age=24 * 3600)
        except signing.BadSignature:
            return None
        return Bundle(kept["rules"], kept["content"])


def packed(bundle: Bundle) -> str:
    """The file as the page carries it."""
    kept = {"rules": bundle.rules, "content": bundle.content}
    return signing.dumps(kept, salt=_SALT, compress=True)


def free_slug(bundle: Bundle) -> str:
    """The file's own address, or a free one near it."""
    wanted = str((bundle.rules.get("call") or {}).get("slug") or "").lower().replace("_", "-")
    taken = set(Call.objects.values_list("slug", flat=True))
    return new_code({"en": wanted}, taken, fallback="call", joint="-")
