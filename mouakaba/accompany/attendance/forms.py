"""What an office sends about attendance: a sheet that was filled in, and the picture of a signed one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from mouakaba.accompany.attendance.actions import PICTURES
from mouakaba.base.files.actions import check_file
from mouakaba.base.sheets.actions import rows_of


class SheetForm(forms.Form):
    """Who signed, as a sheet."""

    sheet = forms.FileField(
        label=_("The sheet that was filled in"),
        help_text=_("CSV or XLSX: a name or an e-mail, and yes or no in the last column. The file itself is not kept."),
        error_messages={"required": _("Choose the sheet.")},
    )
    whole = forms.ChoiceField(
        label=_("If a row cannot be used"),
        choices=[("", _("count the others, and show me that row")), ("yes", _("count nobody until I correct it"))],
        required=False,
        widget=forms.RadioSelect,
    )

    def clean_sheet(self) -> Any:
        """The sheet as rows."""
        return rows_of(self.cleaned_data["sheet"])


class PictureForm(forms.Form):
    """The signed paper itself."""

    picture = forms.FileField(
        label=_("Picture or PDF of the signed sheet"), error_messages={"required": _("Choose the file.")}
    )

    def clean_picture(self) -> Any:
        """A file we receive."""
        upload = self.cleaned_data["picture"]
        try:
            check_file(upload=upload, allowed=PICTURES)
        except ValidationError as error:
            raise ValidationError([*error.messages, _("Send a PDF or a picture.")]) from None
        return upload
