"""One file before an officer: what was sent, what the rules say, what to do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache

from mouakaba.base.audit.queries import history_of
from mouakaba.base.clock.queries import now
from mouakaba.base.files.queries import attachment
from mouakaba.base.people.queries import me
from mouakaba.base.words.queries import said
from mouakaba.kernel.forms import FormDefinition
from mouakaba.select.applications.models import Application
from mouakaba.select.forms.forms import Held, shown_answers
from mouakaba.select.forms.queries import form_of
from mouakaba.select.screening.actions import (
    ChangedMeanwhileError,
    admit,
    ask_paper,
    letter_language,
    refuse,
    withdraw_decision,
)
from mouakaba.select.screening.forms import AdmitForm, PaperForm, RefuseForm, TakeBackForm
from mouakaba.select.screening.phrases import act_in_words, reason_from, request_from
from mouakaba.select.screening.queries import (
    facts_in_words,
    files_of_call,
    files_run_by,
    jury_has_begun,
    missing_questions,
    next_to_decide,
    paper_of,
    rules_of,
    stamp_of,
)
from mouakaba.select.screening.rules import DECIDED, UNDECIDED, needs_reason, proposed
from mouakaba.select.screening.views.listing import verdict_label

ANSWER_DAYS = 7
Acts = dict[str, Callable[..., Any]]
ACTS: Acts = {"admit": admit, "refuse": refuse, "ask": ask_paper, "take_back": withdraw_decision}


@login_required
@never_cache
def screening_file(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """One file. A POST decides, asks or takes back; what cannot be done keeps everything typed."""
    files = files_run_by(me(request)).filter(call__slug=slug)
    joined = files.select_related("call__programme__organisation", "version", "submission", "applicant", "imported_row")
    application = get_object_or_404(joined, pk=pk)
    form = form_of(application.version.content)
    if request.method != "POST":
        return _page(request, application, form)
    act = request.POST.get("act", "")
    if act not in ACTS:
        raise Http404
    return _do(request, application, form, act)


def _do(request: HttpRequest, application: Application, form: FormDefinition, act: str) -> HttpResponse:
    typed = _forms(application, form, data=request.POST, act=act)[act]
    if not typed.is_valid():
        return _page(request, application, form, act=act, status=422)
    try:
        ACTS[act](application=application, by=me(request), seen=request.POST.get("seen", ""), **typed.cleaned_data)
    except ValidationError as error:
        _tell(typed, error)
        return _page(request, application, form, act=act, typed=typed, status=422)
    except ChangedMeanwhileError:
        application.refresh_from_db()
        return _page(request, application, form, act=act, changed=True, status=409)
    messages.success(request, _done(act))
    return redirect("screening_file", application.call.slug, application.pk)


def _tell(typed: forms.Form, error: ValidationError) -> None:
    """Puts an action's complaint at its field; an action with one field means that one."""
    if hasattr(error, "error_dict"):
        typed.add_error(None, error)
    else:
        typed.add_error("reason" if "reason" in typed.fields else "text", error)


def _done(act: str) -> str:
    return {
        "admit": _("The file is admitted."),
        "refuse": _("The refusal is confirmed. The applicant is written to."),
        "ask": _("The applicant is asked."),
        "take_back": _("The decision is taken back. The file waits for a new one."),
    }[act]


def _forms(application: Application, form: FormDefinition, *, data: Any = None, act: str = "") -> dict[str, forms.Form]:
    """The forms of the page; the one that was sent keeps what was typed."""
    reason, request = _prefilled(application, form)
    unsure = needs_reason("admitted", application.verdict)
    made = {
        "admit": lambda sent: AdmitForm(sent, prefix="admit", needs_reason=unsure),
        "refuse": lambda sent: RefuseForm(sent, prefix="refuse", initial={"reason": reason}),
        "ask": lambda sent: PaperForm(sent, prefix="ask", form=form, initial=request),
        "take_back": lambda sent: TakeBackForm(sent, prefix="take_back"),
    }
    return {name: make(data if name == act else None) for name, make in made.items()}


def _prefilled(application: Application, form: FormDefinition) -> tuple[str, dict[str, Any]]:
    """What the officer starts from, in the applicant's language: the reason of a refusal, and a request."""
    missing = missing_questions(application, form)
    language = letter_language(application)
    with override(language):
        reason = reason_from(rules_of(application, language))
        text = request_from([said(question.label) for question in missing]) if missing else ""
    question = missing[0].code if len(missing) == 1 else ""
    return reason, {"text": text, "question": question, "due": _in_some_days(application)}


def _in_some_days(application: Application) -> datetime:
    """A week from now at six in the evening, wall time of the call."""
    day = now().astimezone(ZoneInfo(application.call.zone)) + timedelta(days=ANSWER_DAYS)
    return day.replace(hour=18, minute=0, second=0, microsecond=0, tzinfo=None)


def _page(
    request: HttpRequest,
    application: Application,
    form: FormDefinition,
    *,
    act: str = "",
    typed: forms.Form | None = None,
    changed: bool = False,
    status: int = 200,
) -> HttpResponse:
    papers = list(application.paper_requests.select_related("file", "asked_by").order_by("-asked_at"))
    decisions = list(application.screenings.select_related("by", "taken_back_by"))
    sheet = _forms(application, form, data=request.POST or None, act=act)
    if typed is not None:
        sheet[act] = typed
    context = {
        "application": application,
        "call": application.call,
        "sections": _sections(application, form),
        "rules": rules_of(application),
        "verdict": verdict_label(application.verdict),
        "proposed": proposed(application.verdict),
        "facts": facts_in_words(application.version, form, application.facts),
        "papers": papers,
        "now": now(),
        "decisions": decisions,
        "standing": next((one for one in decisions if one.taken_back_at is None), None),
        "forms": sheet,
        "act": act,
        "changed": changed,
        "kept": _kept(request, act) if changed else [],
        "seen": stamp_of(application, papers),
        **_where(request, application),
    }
    return render(request, "select/screening/file.html", context, status=status)


def _where(request: HttpRequest, application: Application) -> dict[str, Any]:
    """What may be done now, the trace, and the file that comes next."""
    decided = application.state in DECIDED
    return {
        "undecided": application.state in UNDECIDED,
        "decided": decided,
        "may_take_back": decided and not jury_has_begun(application),
        "steps": list(application.status_lines.select_related("by")),
        "trace": [(line, act_in_words(line.act)) for line in history_of(application)[:100]],
        "next": next_to_decide(files_of_call(me(request), application.call), application),
    }


def _kept(request: HttpRequest, act: str) -> list[str]:
    """What was typed into a form that the page may no longer show."""
    return [text for name in request.POST if name.startswith(f"{act}-") and (text := request.POST[name]).strip()]


def _sections(application: Application, form: FormDefinition) -> list[Any]:
    sent = application.submission
    if sent is None:
        return []
    files: dict[str, list[Held]] = {}
    for one in sent.files:
        files.setdefault(one["question"], []).append(Held(one["file"], one["name"], one["size"]))
    return shown_answers(form, sent.answers, files)


@login_required
@never_cache
def screening_paper(request: HttpRequest, pk: UUID, file_id: UUID) -> FileResponse:
    """A paper of a file, as a download."""
    application = get_object_or_404(files_run_by(me(request)), pk=pk)
    paper = paper_of(application, file_id)
    if paper is None:
        raise Http404
    return attachment(paper)
