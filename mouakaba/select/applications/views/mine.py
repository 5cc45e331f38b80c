"""A person's own space: where each application stands, and what to do next."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from mouakaba.base.clock.queries import now
from mouakaba.base.people.queries import me
from mouakaba.match.door import is_counted, is_invited
from mouakaba.select.applications.actions import ClosedError, answer_paper_request, withdraw_application
from mouakaba.select.applications.models import Application, State
from mouakaba.select.applications.phrases import next_act, unmet_sentences
from mouakaba.select.applications.queries import (
    applications_of,
    files_of,
    listed,
    may_edit,
    may_withdraw,
    own_window,
    sections_of,
)
from mouakaba.select.forms.queries import form_of, problems_of


@login_required
@never_cache
def my(request: HttpRequest) -> HttpResponse:
    """A person's applications, each with its state and the next act."""
    at, person = now(), me(request)
    rows = []
    for application in listed(applications_of(person)):
        limits = own_window(application)
        editable = may_edit(application, limits, at)
        rows.append({"application": application, "editable": editable, **_where(application, editable, limits)})
    context = {"rows": rows, "invited": is_invited(person), "counted": is_counted(person)}
    return render(request, "select/applications/my.html", context)


def _where(application: Application, editable: bool, limits: Any) -> dict[str, Any]:
    unsent = bool(application.submission and editable and application.saved_at > application.submission.submitted_at)
    missed = application.state == State.DRAFT and not editable
    return {
        "unsent": unsent,
        "missed": missed,
        "next": next_act(application.state, unsent=unsent, missed=missed),
        "closes_at": limits.closes_at if editable and limits else None,
    }


@login_required
@never_cache
def application_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One application: its state, what to do, its sections, its dated steps, what the office asks."""
    application = get_object_or_404(applications_of(me(request)), pk=pk)
    limits = own_window(application)
    at = now()
    editable = may_edit(application, limits, at)
    papers = list(application.paper_requests.select_related("file").order_by("-asked_at"))
    context = {
        "application": application,
        "call": application.call,
        "limits": limits,
        "editable": editable,
        **_where(application, editable, limits),
        "sections": _progress(application) if editable else [],
        "steps": list(application.status_lines.all()),
        "unmet": unmet_sentences(application) if application.state == State.REFUSED else [],
        "decided": bool(application.call.decided_at and application.call.decided_at <= at),
        "papers": papers,
        "asked": [paper for paper in papers if paper.answered_at is None and application.state == State.PAPER_ASKED],
        "withdrawable": may_withdraw(application),
        "earlier": editable and application.superseded.exists(),
    }
    return render(request, "select/applications/application.html", context)


def _progress(application: Application) -> list[tuple[Any, int]]:
    """Each section with how many of its answers are missing or wrong."""
    form = form_of(application.version.content)
    files = {paper.question for paper in files_of(application)}
    wrong = {p.question for p in problems_of(form, application.answers, files) if p.blocks}
    return [
        (section, sum(question.code in wrong for question in form.in_section(section.code)))
        for section in sections_of(form)
    ]


@login_required
@never_cache
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Taking an application back, after a page that says what it means."""
    application = get_object_or_404(applications_of(me(request)), pk=pk)
    if request.method == "POST":
        try:
            withdraw_application(application=application, by=me(request), at=now())
        except ClosedError:
            messages.error(request, _("This application has its final answer; it can no longer be taken back."))
        else:
            messages.success(request, _("Your application is taken back."))
        return redirect("application_page", application.pk)
    if not may_withdraw(application):
        return redirect("application_page", application.pk)
    context = {"application": application, "call": application.call}
    return render(request, "select/applications/withdraw.html", context)


@login_required
@never_cache
def answer_paper(request: HttpRequest, pk: UUID, request_id: int) -> HttpResponse:
    """Answers what the office asked for, with words, a paper or both."""
    application = get_object_or_404(applications_of(me(request)), pk=pk)
    asked = application.paper_requests.filter(pk=request_id).first()
    if asked is None:
        raise Http404
    text, upload = request.POST.get("answer", "").strip()[:5000], request.FILES.get("file")
    errors: list[str] = []
    if request.method == "POST":
        errors = [] if text or upload else [_("Write an answer or add a file.")]
        if not errors:
            errors = _answer(request, application, asked, text, upload)
        if not errors:
            return redirect("application_page", application.pk)
    context = {"application": application, "call": application.call, "asked": asked, "text": text, "errors": errors}
    return render(request, "select/applications/paper.html", context, status=422 if errors else 200)


def _answer(request: HttpRequest, application: Application, asked: Any, text: str, upload: Any) -> list[str]:
    """Stores the answer; returns the sentences of what was refused."""
    try:
        answer_paper_request(
            application=application, request_id=asked.pk, text=text, upload=upload, by=me(request), at=now()
        )
    except ValidationError as error:
        return list(error.messages)
    except ClosedError:
        messages.error(request, _("The organisation has already decided on this application."))
        return []
    messages.success(request, _("Your answer is sent to the organisation."))
    return []
