"""Reviewing, sending, and the receipt."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from mouakaba.base.clock.queries import now
from mouakaba.base.documents.views import pdf_response
from mouakaba.base.people.queries import me
from mouakaba.base.words.queries import current
from mouakaba.kernel.forms import QuestionType, visible_questions
from mouakaba.select.applications.actions import (
    ClosedError,
    NotCompleteError,
    ReviewChangedError,
    content_of,
    save_answers,
    submit_application,
)
from mouakaba.select.applications.actions.receipts import receipt_pdf as make_pdf
from mouakaba.select.applications.actions.receipts import verification_url
from mouakaba.select.applications.models import Application, Submission
from mouakaba.select.applications.queries import applications_of, files_of, held, may_edit, own_window
from mouakaba.select.applications.rules import grouped
from mouakaba.select.calls.queries import call_file
from mouakaba.select.eligibility.queries import rules_in_words, verdict_on
from mouakaba.select.forms.forms import FieldState, fields, posted, posted_bases, shown_answers
from mouakaba.select.forms.phrases import say_problem
from mouakaba.select.forms.queries import facts_of, problems_of


@login_required
@never_cache
def review(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everything as it will be sent, what is missing, what the rules say, the agreements, and the act of sending."""
    application = get_object_or_404(applications_of(me(request)), pk=pk)
    if request.method == "POST":
        return _send(request, application)
    return _show(request, application)


def _send(request: HttpRequest, application: Application) -> HttpResponse:
    at, by = now(), me(request)
    asked = [q for q in content_of(application, []).form.questions if q.type is QuestionType.CONSENT]
    try:
        if agreed := posted(asked, request.POST):
            bases = {**application.revisions, **posted_bases(asked, request.POST)}
            saved = save_answers(application=application, posted=agreed, bases=bases, by=by, at=at)
            application.answers, application.revisions = saved.answers, saved.revisions
        submit_application(application=application, by=by, at=at, reviewed=request.POST.get("reviewed", ""))
    except ClosedError:
        return _closed(request, application)
    except NotCompleteError:
        return _show(request, application, care=True, status=422)
    except ReviewChangedError:
        messages.warning(request, _("Your answers changed in another tab meanwhile. Read them again, then send."))
        return _show(request, application, status=409)
    return redirect("application_receipt", application.pk)


def _closed(request: HttpRequest, application: Application) -> HttpResponse:
    """A repeated POST after the closing still leads to the receipt of what was sent before it."""
    if application.submission:
        messages.warning(request, _("The application can no longer be changed. What you sent before stands."))
        return redirect("application_receipt", application.pk)
    messages.error(request, _("The call has closed; this application was not sent."))
    return _show(request, application, status=409)


def _show(request: HttpRequest, application: Application, *, care: bool = False, status: int = 200) -> HttpResponse:
    papers = files_of(application)
    content = content_of(application, papers)
    limits = own_window(application)
    version = application.version
    rules = call_file(version)
    verdict = verdict_on(rules, facts_of(content.form, content.answers))
    problems = _problems(content, application)
    context = {
        "application": application,
        "call": application.call,
        "limits": limits,
        "editable": may_edit(application, limits, now()),
        "sections": shown_answers(_without_consents(content.form), application.answers, held(papers)),
        "problems": problems,
        "blocked": any(blocks for _question, _text, blocks in problems),
        "verdict": verdict.verdict,
        "rules": rules_in_words(version, rules, verdict),
        "consents": _consents(content, application),
        "reviewed": content.digest,
        "care": care,
        "unchanged": _unchanged(application.submission, content),
    }
    return render(request, "select/applications/review.html", context, status=status)


def _unchanged(submission: Submission | None, content: Any) -> bool:
    """Whether exactly this was sent already."""
    return submission is not None and submission.answers == content.answers and submission.files == content.files


def _problems(content: Any, application: Application) -> list[tuple[Any, str, bool]]:
    """Each problem with its question and whether it blocks; agreements are asked on this page itself."""
    files = {one["question"] for one in content.files}
    found = problems_of(content.form, application.answers, files)
    return [
        (content.form.by_code[p.question], say_problem(p), p.blocks)
        for p in found
        if content.form.by_code[p.question].type is not QuestionType.CONSENT
    ]


def _consents(content: Any, application: Application) -> list[Any]:
    shown = visible_questions(content.form, application.answers)
    asked = [question for question in shown if question.type is QuestionType.CONSENT]
    missing = [p for p in problems_of(content.form, application.answers) if p.question in {q.code for q in asked}]
    state = FieldState(revisions=application.revisions, extra=missing)
    return fields(content.form, asked, application.answers, state)


def _without_consents(form: Any) -> Any:
    kept = tuple(question for question in form.questions if question.type is not QuestionType.CONSENT)
    return type(form)(sections=form.sections, questions=kept)


def _sent(request: HttpRequest, pk: UUID) -> tuple[Application, Submission]:
    application = get_object_or_404(applications_of(me(request)), pk=pk)
    if application.submission is None:
        raise Http404
    return application, application.submission


@login_required
@never_cache
def receipt_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The receipt of the latest sending, with what comes next."""
    application, submission = _sent(request, pk)
    context = {
        "application": application,
        "call": application.call,
        "submission": submission,
        "code": grouped(submission.content_hash),
        "url": verification_url(submission),
        "editable": may_edit(application, own_window(application), now()),
        "earlier": list(application.submissions.exclude(pk=submission.pk).order_by("-sequence")),
    }
    return render(request, "select/applications/receipt.html", context)


@login_required
def receipt_pdf(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The receipt as a document in the page's language."""
    _application, submission = _sent(request, pk)
    return pdf_response(make_pdf(submission, language=current()), f"{submission.receipt_number}")
