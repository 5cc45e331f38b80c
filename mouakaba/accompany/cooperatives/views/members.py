"""The register of members: list, one line, shares, leaving, sheets in and out, and the printed register."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mouakaba.accompany.cooperatives import actions, queries
from mouakaba.accompany.cooperatives.forms import CooperatorForm, ImportForm, LeaveForm, MoveForm
from mouakaba.accompany.cooperatives.models import Cooperative, Cooperator
from mouakaba.accompany.cooperatives.phrases import FOLDER, register_data
from mouakaba.accompany.cooperatives.rules import COLUMNS, PAPER_LANGUAGES, PER_PAGE
from mouakaba.accompany.cooperatives.views.books import kept, read, writes
from mouakaba.base.documents.actions import render_pdf
from mouakaba.base.documents.views import pdf_response
from mouakaba.base.people.queries import me
from mouakaba.base.sheets.views import sheet_response, wants_sheet
from mouakaba.base.ui.views import done, saved
from mouakaba.base.words.queries import said
from mouakaba.kernel.assemblies import Holding
from mouakaba.kernel.money import dirhams


@login_required
@never_cache
def cooperators(request: HttpRequest, slug: str) -> HttpResponse:
    """The register, as filtered; as a sheet with ?format=."""
    books = read(request, slug)
    words, state = request.GET.get("q", "")[:100], request.GET.get("state", "")
    rows = books.cooperators.order_by("number")
    if state:
        rows = rows.filter(left_on__isnull=state != "left")
    found, held = queries.named(rows, words), queries.holdings(books)
    if wants_sheet(request):
        return _sheet(request.GET["format"], books, found, held)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    shown = [(row, held.get(row.pk, Holding())) for row in page]
    context = {
        "cooperative": books, "page": page, "q": words, "state": state, "may_write": writes(request, books),
        "shown": [(row, one.shares, dirhams(one.shares * books.share_value), dirhams(one.paid)) for row, one in shown],
    }  # fmt: skip
    return render(request, "accompany/cooperatives/members.html", context)


def _sheet(ending: str, books: Cooperative, rows: list[Cooperator], held: dict[int, Holding]) -> HttpResponse:
    headers = (
        _("No."), _("Name"), _("Natural or legal person"), _("Duty in the cooperative"), _("Day of entry"), _("Shares"),
        _("Subscribed (DH)"), pgettext("shares", "Paid (DH)"), pgettext("cooperator", "Left on"),
        pgettext("cooperator", "Reason"), _("E-mail"), _("Phone"),
    )  # fmt: skip
    lines = [_sheet_line(row, held.get(row.pk, Holding()), books.share_value) for row in rows]
    return sheet_response(ending, _("Members"), headers, lines, file="members")


def _sheet_line(row: Cooperator, one: Holding, share: int) -> list[Any]:
    duty = row.get_duty_display() if row.duty else ""
    reason = row.get_left_why_display() if row.left_why else ""
    return [
        row.number, row.name, row.get_kind_display(), duty, row.entered_on, one.shares, dirhams(one.shares * share),
        dirhams(one.paid), row.left_on, reason, row.email, row.phone,
    ]  # fmt: skip


@login_required
@never_cache
def cooperators_paper(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """The register as PDF, in Arabic or French."""
    books = read(request, slug)
    if language not in PAPER_LANGUAGES:
        raise Http404
    with override(language):
        pdf = render_pdf(FOLDER / "register.typ", language=language, data=register_data(books))
    return pdf_response(pdf, f"register-{language}")


@login_required
@never_cache
def cooperator_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Another member."""
    books = kept(request, slug)
    form = CooperatorForm(request.POST or None)
    if request.method == "POST" and (
        made := done(
            form,
            lambda: actions.add_cooperator(cooperative=books, values=form.values(), **form.brought(), by=me(request)),
        )
    ):
        return saved(request, "cooperator", slug, made.number)
    return _form_page(request, books, form, _("Enter a member"))


def _form_page(
    request: HttpRequest, books: Cooperative, form: Any, title: str, member: Cooperator | None = None, lead: str = ""
) -> HttpResponse:
    context = {"cooperative": books, "form": form, "name": title, "member": member, "lead": lead}
    status = 422 if form.errors else 200
    return render(request, "accompany/cooperatives/member_form.html", context, status=status)


@login_required
@never_cache
def cooperator(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One line of the register with its moves."""
    books = read(request, slug)
    row = get_object_or_404(books.cooperators, number=number)
    return _line_page(request, books, row, MoveForm())


def _line_page(request: HttpRequest, books: Cooperative, row: Cooperator, form: MoveForm) -> HttpResponse:
    moves = list(row.moves.all())
    shares, paid = sum(one.shares for one in moves), sum(one.paid for one in moves)
    context = {
        "cooperative": books,
        "member": row,
        "moves": [(one, dirhams(one.paid)) for one in moves],
        "shares": shares,
        "subscribed": dirhams(shares * books.share_value),
        "paid": dirhams(paid),
        "owed": dirhams(paid) if row.left_on and paid else None,
        "form": form,
        "may_write": writes(request, books),
    }
    return render(request, "accompany/cooperatives/member.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def cooperator_move(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Shares or money, in or out."""
    books = kept(request, slug)
    row, form = get_object_or_404(books.cooperators, number=number), MoveForm(request.POST)
    if done(form, lambda: actions.move_shares(cooperator=row, **form.values(), by=me(request))):
        return saved(request, "cooperator", slug, number)
    return _line_page(request, books, row, form)


@login_required
@never_cache
def cooperator_edit(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Corrects a line."""
    books = kept(request, slug)
    row = get_object_or_404(books.cooperators, number=number)
    form = CooperatorForm(request.POST or None, cooperator=row)
    if request.method == "POST" and done(
        form, lambda: actions.change_cooperator(cooperator=row, values=form.values(), by=me(request))
    ):
        return saved(request, "cooperator", slug, number)
    return _form_page(request, books, form, _("Correct this line"), row)


@login_required
@never_cache
def cooperator_leave(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A member leaves."""
    books = kept(request, slug)
    row = get_object_or_404(books.cooperators, number=number, left_on=None)
    form = LeaveForm(request.POST or None)
    if request.method == "POST" and done(
        form, lambda: actions.record_leaving(cooperator=row, **form.values(), by=me(request))
    ):
        return saved(request, "cooperator", slug, number)
    lead = _("The line stays in the register, with the day and the reason. What was paid is then to be refunded.")
    return _form_page(request, books, form, _("Record that a member left"), row, lead)


@login_required
@never_cache
def cooperators_import(request: HttpRequest, slug: str) -> HttpResponse:
    """Members out of a sheet; the report names each row that could not be used."""
    books, report = kept(request, slug), None
    form = ImportForm(request.POST or None, request.FILES or None, initial={"whole": ""})
    if request.method == "POST" and form.is_valid():
        whole = form.cleaned_data["whole"] == "yes"
        try:
            report = actions.import_cooperators(
                cooperative=books, rows=form.cleaned_data["sheet"], whole=whole, by=me(request)
            )
        except ValidationError as error:
            form.add_error("sheet", error)
    columns = [said(one["label"]) for one in COLUMNS]
    context = {"cooperative": books, "form": form, "report": report, "columns": columns}
    wrong = form.errors or (report and report.held_back)
    return render(request, "accompany/cooperatives/import.html", context, status=422 if wrong else 200)
