"""Giving certificates in the office, one's own, and the page that verifies one."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from mouakaba.accompany.certificates import actions, queries
from mouakaba.accompany.cohorts.queries import cohorts_run_by, cohorts_seen_by
from mouakaba.base.documents.views import pdf_response
from mouakaba.base.people.queries import me
from mouakaba.base.words.models import LANGUAGES


@login_required
@never_cache
def cohort_certificates(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who attended how much, under which rule; a POST gives those that are due."""
    cohort = get_object_or_404(cohorts_seen_by(me(request)), pk=pk)
    runs = cohorts_run_by(me(request)).filter(pk=pk).exists()
    if request.method == "POST":
        if not runs:
            raise Http404
        given = actions.give_certificates(cohort=cohort, by=me(request))
        said = ngettext("%(n)s certificate was given.", "%(n)s certificates were given.", given) % {"n": given}
        messages.success(request, said)
        return redirect("cohort_certificates", pk)
    lines = queries.lines_of(cohort)
    context = {
        "cohort": cohort,
        "lines": lines,
        "held": queries.counted_sessions(cohort).count(),
        "due": sum(line.deserves and line.certificate is None for line in lines),
        "may_give": runs,
    }
    return render(request, "accompany/certificates/cohort.html", context)


@login_required
@never_cache
def my_certificates(request: HttpRequest) -> HttpResponse:
    """One's certificates, and whether whoever verifies them reads one's name."""
    return render(request, "accompany/certificates/mine.html", {"certificates": queries.certificates_of(me(request))})


@login_required
@require_POST
def my_certificate_name(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Shows the name, or hides it."""
    certificate = get_object_or_404(queries.certificates_of(me(request)), pk=pk)
    actions.show_name(certificate=certificate, shown=request.POST.get("shown") == "yes", by=me(request))
    messages.success(request, _("Saved."))
    return redirect("my_certificates")


@login_required
@require_GET
def my_certificate_paper(request: HttpRequest, pk: UUID, language: str) -> HttpResponse:
    """The certificate as PDF."""
    certificate = get_object_or_404(queries.certificates_of(me(request)), pk=pk)
    if language not in LANGUAGES:
        raise Http404
    pdf = actions.print_certificate(certificate=certificate, person=me(request), language=language)
    return pdf_response(pdf, f"{certificate.number.lower()}-{language}")


@never_cache
def certificate_check(request: HttpRequest, code: str) -> HttpResponse:
    """What a code stands for, and no person's data but the name the person agreed to show."""
    certificate = queries.certificate_coded(code)
    context = {"certificate": certificate, "code": code[:20]}
    return render(request, "accompany/certificates/check.html", context, status=200 if certificate else 404)
