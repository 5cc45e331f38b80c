"""The school's page in the office, and the graduate's answer."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mouakaba.base.people.queries import me
from mouakaba.match.pairing.rules import FEWEST
from mouakaba.match.schools.actions import Report, answer_school, invite_graduates
from mouakaba.match.schools.forms import GraduatesForm
from mouakaba.match.schools.models import SchoolAgreement
from mouakaba.match.schools.queries import agreements_run_by, counts_of, invitations_of


@login_required
@never_cache
def school_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Counts of a school, and inviting by list."""
    agreement = get_object_or_404(agreements_run_by(me(request)), pk=pk)
    form, report = GraduatesForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        report = _invited(request, form, agreement)
        if report:
            form = GraduatesForm()  # what could be used is done; the report names the rest
    context = {
        "agreement": agreement,
        "counts": counts_of(agreement),
        "fewest": FEWEST,
        "form": form,
        "report": report,
    }
    return render(request, "match/schools/school.html", context, status=422 if form.errors else 200)


def _invited(request: HttpRequest, form: GraduatesForm, agreement: SchoolAgreement) -> Report | None:
    try:
        return invite_graduates(agreement=agreement, rows=form.cleaned_data["rows"], by=me(request))
    except ValidationError as error:
        form.add_error("rows", error)
        return None


@login_required
@never_cache
def my_schools(request: HttpRequest) -> HttpResponse:
    """Invitations the person has not answered."""
    invitations = list(invitations_of(me(request)))
    if not invitations:
        return redirect("my_skills")
    return render(request, "match/schools/mine.html", {"invitations": invitations})


@login_required
@require_POST
def school_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The graduate's word."""
    invitation = get_object_or_404(invitations_of(me(request)), pk=pk)
    answer_school(invitation=invitation, counted=request.POST.get("answer") == "yes", by=me(request))
    messages.success(request, _("Your answer is saved."))
    return redirect("my_schools")
