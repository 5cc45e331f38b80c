"""Agreements with schools, and a list of graduates."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from mouakaba.base.clock.forms import day_field
from mouakaba.base.files.forms import KeepsFiles, PaperField
from mouakaba.base.organisations.models import Organisation
from mouakaba.base.people.models import Person
from mouakaba.base.sheets.actions import rows_of
from mouakaba.base.words.forms import NamedChoice, PlainForm, WholeField, lines_field
from mouakaba.base.words.queries import current, pick, said
from mouakaba.kernel.forms import FormDefinition
from mouakaba.kernel.sheets import guess_columns
from mouakaba.match.schools.models import SchoolAgreement

LONGEST = 5_000  # letters of what a party commits to
_NOTHING_ASKED = FormDefinition(sections=(), questions=())


class AgreementForm(KeepsFiles, PlainForm):
    """An agreement, new or changed. The parties of one that is recorded stay."""

    network = NamedChoice(Organisation.objects.none(), label=_("In the name of"), empty_label=None)
    school = NamedChoice(Organisation.objects.none(), label=_("School"), empty_label=_("choose"))
    signed_on = day_field(_("Signed on"))
    ends_on = day_field(_("Last day of the term"), required=False, help_text=_("Leave it empty if there is no end."))
    renewed_by = WholeField(
        label=_("Months of each tacit renewal"),
        required=False,
        min_value=0,
        max_value=120,
        help_text=_("Leave it empty if the agreement simply ends."),
    )
    network_commits = lines_field(_("What the network commits to"), LONGEST, rows=4, required=False)
    school_commits = lines_field(_("What the school commits to"), LONGEST, rows=4, required=False)
    note = lines_field(_("Note"), LONGEST, rows=4, required=False, help_text=_("Both parties read it."))
    upload = PaperField(
        label=_("Signed document"),
        required=False,
        help_text=_("PDF, DOCX, ODT or a picture. A new one replaces the old."),
    )

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        networks: QuerySet[Organisation],
        schools: QuerySet[Organisation],
        agreement: SchoolAgreement | None = None,
        whose: Person,
    ) -> None:
        self.agreement = agreement
        super().__init__(data, files, initial=_initial(agreement), whose=whose)
        if agreement:
            del self.fields["network"], self.fields["school"]
            return
        self.fields["network"].queryset = networks  # type: ignore[attr-defined]
        self.fields["school"].queryset = schools  # type: ignore[attr-defined]

    def clean_renewed_by(self) -> int:
        """Nothing typed is no renewal."""
        return self.cleaned_data["renewed_by"] or 0

    def values(self) -> dict[str, Any]:
        """Columns of SchoolAgreement. The note keeps the language it was first written in."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "upload"}
        known = self.agreement.note if self.agreement else {}
        language = pick(known)[1] if known else current()
        values["note"] = {**known, language: values["note"]} if values["note"] or known else {}
        return values


def _initial(agreement: SchoolAgreement | None) -> dict[str, Any]:
    if agreement is None:
        return {}
    names = ("signed_on", "ends_on", "network_commits", "school_commits")
    values = {name: getattr(agreement, name) for name in names}
    return {**values, "renewed_by": agreement.renewed_by or None, "note": said(agreement.note)}


class RenewForm(PlainForm):
    """Another term."""

    ends_on = day_field(_("New last day"))


class EndForm(PlainForm):
    """The end before the term."""

    ended_on = day_field(_("Last day in force"))
    reason = forms.CharField(label=_("Why"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}))


class GraduatesForm(forms.Form):
    """Addresses, one a line, or a sheet of them."""

    use_required_attribute = False
    rows = forms.CharField(
        label=_("E-mail addresses of graduates, one a line"),
        help_text=_("A name may stand beside the address. Each person decides alone whether to come."),
        required=False,
        max_length=400_000,
        widget=forms.Textarea(attrs={"rows": 8, "class": "ltr", "dir": "ltr", "spellcheck": "false"}),
    )
    upload = forms.FileField(
        label=_("or choose a sheet"), required=False, help_text=_("CSV or XLSX; the file itself is not kept.")
    )
    whole = forms.ChoiceField(
        label=_("If a row cannot be used"),
        choices=[("", _("invite the others, and show me that row")), ("yes", _("invite nobody until I correct it"))],
        required=False,
        widget=forms.RadioSelect,
    )

    def clean(self) -> dict[str, Any]:
        """One of the two, not both; `listed` is then what stands in each row, with its number."""
        cleaned = super().clean() or {}
        typed, upload = cleaned.get("rows", ""), cleaned.get("upload")
        if typed.strip() and upload:
            raise ValidationError({"upload": _("Send the list or the sheet, one at a time.")})
        if not typed.strip() and not upload and not self.errors:
            raise ValidationError({"rows": _("Write at least one address, or choose a sheet.")})
        if not self.errors:
            cleaned["listed"] = _rows_of(upload) if upload else _lines_of(typed)
        return cleaned


def _lines_of(typed: str) -> list[tuple[int, str]]:
    return _without_header([(number, line.split(";")) for number, line in enumerate(typed.splitlines(), start=1)])


def _rows_of(upload: UploadedFile) -> list[tuple[int, str]]:
    """The rows of a sheet as text, without the one that names the columns. Raises ValidationError, in words."""
    try:
        return _without_header(rows_of(upload))
    except ValidationError as error:
        raise ValidationError({"upload": error.messages}) from None


def _without_header(rows: list[tuple[int, list[str]]]) -> list[tuple[int, str]]:
    """The rows as text, but the first one if it names the columns instead of a person."""
    first = next((cells for _number, cells in rows if any(cells)), [])
    names = not any("@" in cell for cell in first) and "@email" in guess_columns(first, _NOTHING_ASKED)
    return [(number, "; ".join(cells)) for number, cells in rows if not (names and cells is first)]
