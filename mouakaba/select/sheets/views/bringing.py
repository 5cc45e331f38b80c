"""Bringing a sheet in: send it, match its columns, read the report, choose."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from mouakaba.base.people.queries import me
from mouakaba.base.places.queries import region_names
from mouakaba.base.words.queries import said
from mouakaba.kernel.forms import FormDefinition, Question, QuestionType
from mouakaba.kernel.sheets import SPECIAL as SPECIAL_TARGETS
from mouakaba.select.calls.models import Call
from mouakaba.select.forms.phrases import yes_or_no
from mouakaba.select.forms.queries import form_of
from mouakaba.select.screening.queries import calls_to_screen
from mouakaba.select.sheets.actions import (
    StateError,
    discard_sheet,
    match_columns,
    start_again,
    start_import,
    upload_sheet,
)
from mouakaba.select.sheets.forms import ENCODINGS, SEPARATORS, ImportForm, UploadForm, plan_from
from mouakaba.select.sheets.models import SheetImport
from mouakaba.select.sheets.phrases import SPECIAL, column_letter, say_finding, say_flaw, say_sheet_error
from mouakaba.select.sheets.queries import Plan, PlanFlaw, flaws_of, gaps_of, imports_run_by, is_stalled
from mouakaba.select.sheets.rules import AT_WORK, MAY_DISCARD, MAY_MAP, SAMPLES

PER_PAGE = 50


@login_required
@never_cache
def sheet_import(request: HttpRequest, slug: str) -> HttpResponse:
    """Send a sheet; the sheets sent before."""
    call = get_object_or_404(calls_to_screen(me(request)), slug=slug)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        try:
            sheet = upload_sheet(call=call, upload=form.cleaned_data["file"], by=me(request))
        except ValidationError as error:
            form.add_error("file", error)
        else:
            return redirect("sheet_columns", call.slug, sheet.pk)
    sheets = imports_run_by(me(request)).filter(call=call).defer("preview", "mapping")
    context = {"call": call, "form": form, "sheets": sheets[:20]}
    return render(request, "select/sheets/import.html", context, status=422 if form.errors else 200)


def _sheet(request: HttpRequest, slug: str, pk: UUID) -> tuple[Call, SheetImport]:
    call = get_object_or_404(calls_to_screen(me(request)), slug=slug)
    sheet = get_object_or_404(imports_run_by(me(request)).select_related("by", "version", "file"), pk=pk, call=call)
    sheet.call = call
    return call, sheet


@login_required
@never_cache
def sheet_columns(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """Match the columns with the form's questions; a POST checks every row."""
    call, sheet = _sheet(request, slug, pk)
    if sheet.state not in MAY_MAP or sheet.file is None:
        return redirect("sheet_report", call.slug, sheet.pk)
    form, plan = form_of(sheet.version.content), Plan.of(sheet.mapping)
    if request.method != "POST":
        return _columns_page(request, sheet, form, plan)
    plan = plan_from(request.POST, plan, form)
    look_again = "look_again" in request.POST
    flaws = [] if look_again else flaws_of(plan, form, sheet.preview)
    if flaws:
        return _columns_page(request, sheet, form, plan, flaws=flaws, status=422)
    try:
        match_columns(sheet=sheet, plan=plan, by=me(request), look_again=look_again)
    except ValidationError as error:
        return _columns_page(request, sheet, form, plan, errors=error.messages, status=422)
    except StateError:
        messages.warning(request, _("This sheet was moved on meanwhile, in another tab or by somebody else."))
    return redirect("sheet_columns" if look_again else "sheet_report", call.slug, sheet.pk)


def _columns_page(
    request: HttpRequest,
    sheet: SheetImport,
    form: FormDefinition,
    plan: Plan,
    *,
    flaws: list[PlanFlaw] | None = None,
    errors: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "call": sheet.call,
        "sheet": sheet,
        "plan": plan,
        "columns": _columns(sheet, plan),
        "targets": [(q.code, said(q.label), q.required) for q in form.questions if q.type is not QuestionType.FILE],
        "special": [(code, SPECIAL[code]) for code in SPECIAL_TARGETS],
        "gaps": [_gap(gap.question, gap.needed, plan) for gap in gaps_of(plan, form)],
        "language": plan.fixed.get("@language", ""),
        "headers": [
            (number, " · ".join(filter(None, row))[:80])
            for number, row in enumerate(sheet.preview["rows"][:20], start=1)
        ],
        "encodings": ENCODINGS if sheet.preview["kind"] == "csv" else [],
        "separators": SEPARATORS,
        "errors": [*(say_flaw(flaw, form) for flaw in flaws or ()), *(errors or ())],
    }
    return render(request, "select/sheets/columns.html", context, status=status)


def _columns(sheet: SheetImport, plan: Plan) -> list[dict[str, Any]]:
    """Each column with its name, its first values, and what it is matched with."""
    rows = sheet.preview["rows"]
    names = rows[plan.header - 1] if plan.header <= len(rows) else []
    width = max((len(row) for row in rows), default=0)
    below = rows[plan.header :]
    return [
        {
            "index": index,
            "letter": column_letter(index),
            "name": names[index] if index < len(names) else "",
            "samples": [row[index] for row in below if index < len(row) and row[index].strip()][:SAMPLES],
            "target": plan.columns.get(index, ""),
        }
        for index in range(width)
    ]


def _gap(question: Question, needed: bool, plan: Plan) -> dict[str, Any]:
    """A question without a column, with what may be said once for every row."""
    return {
        "code": question.code,
        "label": said(question.label),
        "needed": needed,
        "choices": _choices(question),
        "value": plan.fixed.get(question.code, ""),
        "without": question.code in plan.without,
        "consent": question.type is QuestionType.CONSENT,
    }


def _choices(question: Question) -> list[tuple[str, str]]:
    if question.type is QuestionType.REGION:
        return [(code, said(name)) for code, name in sorted(region_names().items())]
    if question.type is QuestionType.YES_NO:
        return [("true", yes_or_no(True)), ("false", yes_or_no(False))]
    if question.type is QuestionType.CONSENT:
        return [("true", _("yes, they all agreed elsewhere"))]
    return [(option.value, said(option.label)) for option in question.options]


@login_required
@never_cache
def sheet_report(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """How far the work is; then what was found, and the choice; then what was imported."""
    call, sheet = _sheet(request, slug, pk)
    if sheet.state == SheetImport.State.MAPPING:
        return redirect("sheet_columns", call.slug, sheet.pk)
    form = ImportForm(request.POST) if request.method == "POST" else ImportForm()
    if request.method == "POST":
        try:
            return _act(request, sheet, form)
        except StateError:
            messages.warning(request, _("This sheet was moved on meanwhile, in another tab or by somebody else."))
            return redirect("sheet_report", call.slug, sheet.pk)
    context = {"call": call, "sheet": sheet, "form": form, **_found(request, sheet)}
    if request.htmx:  # type: ignore[attr-defined]  # set by its middleware
        return _progress(request, context)
    return render(request, "select/sheets/report.html", context)


def _progress(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """How far the work is; once it is done the whole page comes anew."""
    if context["at_work"]:
        return render(request, "select/sheets/report.html#progress", context)
    return HttpResponse(headers={"HX-Refresh": "true"})


def _act(request: HttpRequest, sheet: SheetImport, form: ImportForm) -> HttpResponse:
    if "discard" in request.POST:
        discard_sheet(sheet=sheet, by=me(request))
        messages.success(request, _("The sheet is thrown away."))
        return redirect("sheet_import", sheet.call.slug)
    if "again" in request.POST:
        start_again(sheet=sheet, by=me(request))
    elif form.is_valid():
        start_import(sheet=sheet, by=me(request), **form.cleaned_data)
    else:
        context = {"call": sheet.call, "sheet": sheet, "form": form, **_found(request, sheet)}
        return render(request, "select/sheets/report.html", context, status=422)
    return redirect("sheet_report", sheet.call.slug, sheet.pk)


def _found(request: HttpRequest, sheet: SheetImport) -> dict[str, Any]:
    """The report in words."""
    report, names = sheet.report, _column_names(sheet)
    page = Paginator(report.get("findings", []), PER_PAGE).get_page(request.GET.get("page"))
    return {
        "report": report,
        "page": page,
        "findings": [_in_words(finding, names) for finding in page],
        "kinds": [_in_words(kind, names) for kind in report.get("kinds", [])[:30]],
        "at_work": sheet.state in AT_WORK,
        "stalled": is_stalled(sheet),
        "may_map": sheet.state in MAY_MAP and sheet.file is not None,
        "may_discard": sheet.state in MAY_DISCARD,
        "error": say_sheet_error(sheet.error, sheet.error_params) if sheet.error else "",
    }


def _column_names(sheet: SheetImport) -> dict[int, str]:
    rows, plan = sheet.preview.get("rows", []), Plan.of(sheet.mapping)
    names = rows[plan.header - 1] if plan.header <= len(rows) else []
    return {index: f"{column_letter(index)} · {name}"[:60] for index, name in enumerate(names)}


def _in_words(finding: dict[str, Any], names: dict[int, str]) -> dict[str, Any]:
    column, params = finding["column"], finding.get("params", {})
    return {
        **finding,
        "where": names.get(column, column_letter(column) if column >= 0 else ""),
        "text": say_finding(finding["code"], params, finding["question"]),
    }
