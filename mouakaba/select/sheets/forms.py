"""What an officer chooses: the sheet, how its columns are matched, what to do with the rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from mouakaba.kernel.forms import FormDefinition, clean_text
from mouakaba.kernel.sheets import SPECIAL
from mouakaba.select.sheets.models import SheetImport
from mouakaba.select.sheets.queries import Plan

ENCODINGS = [
    ("utf-8-sig", "UTF-8"),
    ("cp1252", _("Windows, Western (1252)")),
    ("cp1256", _("Windows, Arabic (1256)")),
    ("utf-16", "UTF-16"),
]
SEPARATORS = [(";", _("semicolon ;")), (",", _("comma ,")), ("\t", _("tab")), ("|", "|")]


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("The sheet"),
        help_text=_("Excel workbook (.xlsx) or CSV, one application a row, at most 50,000 rows."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"required": _("Choose the sheet.")},
    )


class ImportForm(forms.Form):
    policy = forms.ChoiceField(
        label=_("What to do"), choices=SheetImport.Policy.choices, initial="good_rows", widget=forms.RadioSelect
    )
    tell = forms.BooleanField(label=_("Write to each applicant that their file was entered here"), required=False)


def plan_from(data: QueryDict, before: Plan, form: FormDefinition) -> Plan:
    """The plan a page sent. What it does not say stays as before; what is not known is left out."""
    known = {*form.by_code, *SPECIAL}
    columns = {
        int(name[4:]): target
        for name in data
        if name.startswith("col_") and name[4:].isascii() and name[4:].isdigit() and (target := data[name]) in known
    }
    fixed = {
        name[6:]: text
        for name in data
        if name.startswith("fixed_") and name[6:] in known and (text := clean_text(str(data[name]))[0][:2000])
    }
    return Plan(
        header=_whole(data.get("header", ""), before.header),
        columns=columns,
        fixed=fixed,
        without=tuple(code for code in data.getlist("without") if code in form.by_code),
        sheet=data.get("sheet", before.sheet).replace("\0", "")[:200],
        encoding=_one_of(data.get("encoding"), dict(ENCODINGS), before.encoding),
        separator=_one_of(data.get("separator"), dict(SEPARATORS), before.separator),
        month_first=data.get("month_first") == "1",
    )


def _whole(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else otherwise


def _one_of(value: str | None, choices: Mapping[str, Any], otherwise: str) -> str:
    return value if value and value in choices else otherwise
