"""The sentences of sheets: what is wrong with one, with a row of it, and how to put it right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mouakaba.base.files import phrases as files
from mouakaba.base.words.phrases import isolated
from mouakaba.base.words.queries import said
from mouakaba.kernel.forms import FormDefinition, Problem
from mouakaba.select.applications.models import Application
from mouakaba.select.forms.phrases import PROBLEMS, say_problem
from mouakaba.select.sheets.queries import PlanFlaw

SHEET_ERRORS = {
    **files.SHEET_ERRORS,
    "empty": gettext_lazy("This sheet is empty. Choose the one that holds the applications."),
    "rows_bad": gettext_lazy(
        "Nothing was imported: you asked for every row or none, and %(found)s rows have errors. Correct them, or "
        "import the good rows alone."
    ),
    "gone": gettext_lazy("This sheet is no longer kept. Send it again."),
}
FINDINGS = {
    "figures_lost": gettext_lazy(
        "The last figures were lost by the spreadsheet. Format the column as text, enter the number again, and send "
        "the sheet again."
    ),
    "zero_restored": gettext_lazy("The zero at the start was missing. We put it back; check the number."),
    "date_serial": gettext_lazy("A number stood here; we read it as the spreadsheet counts days. Check the date."),
    "merged": gettext_lazy("Taken from a merged cell above. Check that it goes for this row too."),
    "not_a_moment": gettext_lazy("This is not a day and hour we can read. The moment of the import is taken instead."),
    "already_here": gettext_lazy("Already in this call: application %(number)s. The row is left out."),
    "has_draft": gettext_lazy("This person has begun an application here. The row is left out."),
    "twice_in_sheet": gettext_lazy(
        "The same e-mail, or the same title and name, stands in row %(row)s. This row is left out."
    ),
}
SPECIAL = {
    "@email": gettext_lazy("E-mail of the applicant"),
    "@name": gettext_lazy("Name of the applicant"),
    "@language": gettext_lazy("Language of the file"),
    "@sent_at": gettext_lazy("Day and hour of sending"),
    "@number": gettext_lazy("Number in the other tool"),
}


def say_sheet_error(code: str, params: Mapping[str, Any]) -> str:
    """Why a sheet cannot be read, and what to do."""
    return str(SHEET_ERRORS[code]) % dict(params)


def say_finding(code: str, params: Mapping[str, Any], question: str = "") -> str:
    """What is wrong in a row, and what to do."""
    if code in FINDINGS:
        shown = {key: isolated(str(value)) for key, value in params.items()}
        return str(FINDINGS[code]) % shown
    return say_problem(Problem(question, code, params)) if code in PROBLEMS else code


def column_letter(index: int) -> str:
    """The column as a spreadsheet program names it: A, B, … Z, AA."""
    name = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def imported_letter(application: Application) -> tuple[str, str]:
    """Subject and body of the message that a file was entered from a sheet, in the active language."""
    call = application.call
    address = settings.PUBLIC_URL + reverse("application_page", args=[application.pk])
    words = {"call": said(call.title), "number": isolated(application.number)}
    lines = [
        _("Your application to “%(call)s” has been entered here under the number %(number)s.") % words,
        _("To follow it, open this page and choose a password with “Forgotten password”, using this e-mail address:"),
        address,
        said(call.programme.organisation.name),
    ]
    return _("Your application %(number)s") % {"number": application.number}, "\n\n".join(lines)


def say_flaw(flaw: PlanFlaw, form: FormDefinition) -> str:
    """Why a sheet cannot be checked with these columns, and what to do."""
    question = form.by_code.get(flaw.target)
    name = said(question.label) if question else str(SPECIAL.get(flaw.target, ""))
    letters = ", ".join(column_letter(column) for column in flaw.columns)
    return str(FLAWS[flaw.code]) % {"question": name, "columns": isolated(letters)}


FLAWS = {
    "header": gettext_lazy("This row does not exist. Choose the row that names the columns."),
    "nothing": gettext_lazy("No column is matched with a question. Choose at least one."),
    "twice": gettext_lazy("Columns %(columns)s are all matched with “%(question)s”. Keep one."),
    "missing": gettext_lazy(
        "“%(question)s” is required and has no column. Choose its column, write what is the same for every row, "
        "or tick that you import without it."
    ),
    "no_consent": gettext_lazy(
        "“%(question)s”: choose the column that says so, or confirm that they all agreed elsewhere."
    ),
}
