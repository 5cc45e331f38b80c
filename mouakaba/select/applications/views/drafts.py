"""Writing an application: section by section, with or without JavaScript."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mouakaba.base.clock.queries import now
from mouakaba.base.files.queries import attachment
from mouakaba.base.people.queries import me
from mouakaba.base.resending.views import KeptRedirect
from mouakaba.kernel.forms import FormDefinition, Question, QuestionType, Section, visible_questions
from mouakaba.kernel.forms.values import as_texts
from mouakaba.select.applications.actions import (
    ClosedError,
    Saved,
    attach_file,
    put_back,
    remove_file,
    save_answers,
    start_application,
)
from mouakaba.select.applications.models import Application, ApplicationFile
from mouakaba.select.applications.phrases import saved_sentence
from mouakaba.select.applications.queries import (
    applications_of,
    files_of,
    held,
    live_application,
    may_edit,
    own_window,
    public_calls,
    sections_of,
    window_of,
)
from mouakaba.select.forms.forms import (
    FieldState,
    commune_choices,
    field_name,
    fields,
    posted,
    posted_bases,
    searches,
)
from mouakaba.select.forms.phrases import answer_in_words, say_problem
from mouakaba.select.forms.queries import form_of, read

PARKED = "parked_answers"
PARKED_MOST = 200_000  # characters of answers a lost session may leave for after the login


def apply(request: HttpRequest, slug: str) -> HttpResponse:
    """From a call to one's own draft: explains the account, then starts or continues."""
    call = get_object_or_404(public_calls(), slug=slug)
    at = now()
    if not request.user.is_authenticated:
        return render(request, "select/applications/apply.html", {"call": call, "stage": call.stage(at)})
    mine = live_application(call, me(request))
    limits = window_of(call, me(request))
    stage = limits.stage(at, started_at=None) if limits else "closed"
    if mine is None and request.method == "POST" and stage == "open":
        mine = start_application(call=call, by=me(request), at=at)
        form = form_of(mine.version.content)
        return redirect("application_section", mine.pk, sections_of(form)[0].code)
    if mine:
        return redirect("application_page", mine.pk)
    return render(request, "select/applications/apply.html", {"call": call, "stage": stage, "limits": limits})


@never_cache
def section(request: HttpRequest, pk: UUID, code: str) -> HttpResponse:
    """One section of one's own application. A POST after the session ended is set aside until the login."""
    if not request.user.is_authenticated:
        login = redirect_to_login(request.path)
        return KeptRedirect(login.url) if request.method == "POST" and _park(request, pk, code) else login
    application = get_object_or_404(applications_of(me(request)), pk=pk)
    form = form_of(application.version.content)
    here = next((one for one in sections_of(form) if one.code == code), None)
    if here is None:
        raise Http404
    page = _Page(request, application, form, here)
    return page.post() if request.method == "POST" else page.show()


class _Page:
    """One request for one section."""

    def __init__(self, request: HttpRequest, application: Application, form: FormDefinition, here: Section) -> None:
        self.request, self.application, self.form, self.here = request, application, form, here
        self.at = now()
        self.questions: list[Question] = [
            question for question in form.in_section(here.code) if question.type is not QuestionType.CONSENT
        ]

    def post(self) -> HttpResponse:
        data, codes = self.request.POST, [question.code for question in self.questions]
        typed = posted(self.questions, data)
        chosen = {c: data[f"{field_name(c)}-keep"] for c in codes if data.get(f"{field_name(c)}-keep")}
        before = self._shown()
        try:
            saved = save_answers(
                application=self.application,
                posted=typed,
                bases=posted_bases(self.questions, data),
                chosen=chosen,
                by=me(self.request),
                at=self.at,
            )
            refused = self._files()
        except ClosedError:
            return self.show(typed=typed, status=409)
        self.application.answers, self.application.revisions = saved.answers, saved.revisions
        return self._answer(saved, refused, before)

    def _shown(self) -> set[str]:
        return {question.code for question in visible_questions(self.form, self.application.answers)}

    def _files(self) -> dict[str, list[str]]:
        """Takes what was uploaded or removed; returns the sentences of what was refused, by question."""
        by, at, refused = me(self.request), self.at, {}
        if (gone := self.request.POST.get("remove", "")).isdigit():
            with suppress(ApplicationFile.DoesNotExist):  # a second press: it is gone already
                remove_file(application=self.application, file_id=int(gone), by=by, at=at)
        for question in self.questions:
            upload = self.request.FILES.get(field_name(question.code))
            if upload and question.type is QuestionType.FILE:
                try:
                    attach_file(application=self.application, question=question.code, upload=upload, by=by, at=at)
                except ValidationError as error:
                    refused[question.code] = list(error.messages)
        return refused

    def _answer(self, saved: Saved, refused: dict[str, list[str]], before: set[str]) -> HttpResponse:
        data = self.request.POST
        if saved.conflicts or refused:
            return self.show(
                conflicts=saved.conflicts,
                typed=saved.refused,
                said=refused,
                care=True,
                status=409 if saved.conflicts else 422,
            )
        found = searches(data)
        if "find" in data or (data.get("go") == "enter" and any(found.values())):
            return self.show(find=found)
        if data.keys() & {"upload", "remove"}:
            return redirect(self.request.path)
        if data.get("go") == "stop":
            messages.success(self.request, saved_sentence(self.at, self.application.call.zone))
            return redirect("application_page", self.application.pk)
        if (self._shown() - before) & {question.code for question in self.questions}:
            messages.info(self.request, _("Your answer opened new questions below."))
            return redirect(self.request.path)
        if self._stays(saved):
            return redirect(f"{self.request.path}?care=1")
        return redirect(self._next())

    def _stays(self, saved: Saved) -> bool:
        """Answers that cannot be read are shown once; pressing again without touching them goes on."""
        warned = "care" in self.request.GET
        asked = [q for q in self.questions if q.code in self._shown() and (q.code in saved.changed or not warned)]
        return any(read(q, self.application.answers.get(q.code)).errors for q in asked)

    def _next(self) -> str:
        after = sections_of(self.form)
        later = after[after.index(self.here) + 1 :]
        if later:
            return reverse("application_section", args=[self.application.pk, later[0].code])
        return reverse("application_review", args=[self.application.pk])

    def show(self, *, status: int = 200, care: bool = False, **state: Any) -> HttpResponse:
        application, limits = self.application, own_window(self.application)
        parked = _unpark(self.request, application, self.here.code)
        state.setdefault("typed", parked)
        papers, parts = files_of(application), sections_of(self.form)
        drawn = FieldState(revisions=application.revisions, files=held(papers), **state)
        context = {
            "application": application,
            "call": application.call,
            "limits": limits,
            "editable": may_edit(application, limits, self.at),
            "here": self.here,
            "sections": parts,
            "position": parts.index(self.here) + 1,
            "fields": fields(self.form, self.questions, application.answers, drawn),
            "revisions": application.revisions,
            "care": care or "care" in self.request.GET,
            "parked": bool(parked),
            "conflicts": drawn.conflicts,
            "at": self.at,
        }
        return render(self.request, "select/applications/section.html", context, status=status)


def _park(request: HttpRequest, pk: UUID, code: str) -> bool:
    """Keeps the typed answers in the anonymous session, for the same browser after its login; False: too long."""
    answers = {key: values for key, values in request.POST.lists() if key.startswith("q_")}
    if sum(len(text) for values in answers.values() for text in values) > PARKED_MOST:
        return False
    request.session[PARKED] = {"application": str(pk), "section": code, "answers": answers}
    return True


def _unpark(request: HttpRequest, application: Application, code: str) -> dict[str, Any]:
    """The answers a lost session left for this section; they are shown once, to be saved by the person."""
    parked = request.session.get(PARKED) or {}
    if (parked.get("application"), parked.get("section")) != (str(application.pk), code):
        return {}
    del request.session[PARKED]
    found: dict[str, list[str]] = parked["answers"]
    names = {key.removeprefix("q_").removesuffix("-base") for key in found if key.endswith("-base")}
    return {name: found.get(field_name(name), [""]) for name in names}


@never_cache
def save_field(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Saves one answer for the page's script. GET gives a fresh token after a login elsewhere.

    200: saved, with the new revision. 409: another tab saved meanwhile, with its text. 410: closed. 401: log in again.
    """
    if not request.user.is_authenticated:
        return JsonResponse({"login": redirect_to_login("").url.partition("?")[0]}, status=401)
    application = get_object_or_404(applications_of(me(request)), pk=pk)
    if request.method != "POST":
        return JsonResponse({"token": get_token(request)})
    form = form_of(application.version.content)
    question = form.by_code.get(request.POST.get("question", ""))
    if question is None or question.type is QuestionType.FILE:  # perhaps a new version of the call dropped it
        return JsonResponse({"question": request.POST.get("question", "")[:60], "unknown": True}, status=404)
    base = request.POST.get("base", "")
    try:
        saved = save_answers(
            application=application,
            posted={question.code: request.POST.getlist("value")},
            bases={question.code: int(base)} if base.isascii() and base.isdigit() and len(base) < 9 else {},
            chosen={question.code: request.POST["keep"]} if request.POST.get("keep") else {},
            by=me(request),
            at=now(),
        )
    except ClosedError:
        sentence = _("The application can no longer be changed. Your text stays on this device.")
        return JsonResponse({"closed": sentence}, status=410)
    return _field_json(form, question, saved, application)


def _field_json(form: FormDefinition, question: Question, saved: Saved, application: Application) -> JsonResponse:
    code = question.code
    kept = saved.answers.get(code)
    body = {
        "question": code,
        "revision": saved.revisions.get(code, 0),
        "value": list(as_texts(kept)),
        "saved": saved_sentence(saved.at, application.call.zone),
    }
    if code in saved.conflicts:
        return JsonResponse({**body, "words": answer_in_words(question, kept)}, status=409)
    found = read(question, kept).problems
    shown = [q.code for q in visible_questions(form, saved.answers)]
    problems = [{"level": str(problem.level), "text": say_problem(problem)} for problem in found]
    return JsonResponse({**body, "problems": problems, "shown": shown})


def find_commune(request: HttpRequest) -> HttpResponse:
    """Communes by part of their name, as choices of the question whose field asks."""
    code = request.GET.get("question", "")[:60]
    if not code.replace("_", "").isalnum():
        raise Http404
    text = request.GET.get(f"{field_name(code)}-find", "")[:60]
    context = {"choices": commune_choices(text), "name": field_name(code), "asked": len(text.strip()) > 1}
    return render(request, "select/forms/communes.html", context)


@login_required
@never_cache
def earlier_texts(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Texts that another tab or device overwrote; each can be put back."""
    application = get_object_or_404(applications_of(me(request)), pk=pk)
    if request.method == "POST":
        return _put_back(request, application)
    form = form_of(application.version.content)
    rows = [
        (one, form.by_code[one.question], answer_in_words(form.by_code[one.question], one.value))
        for one in application.superseded.order_by("-at")
        if one.question in form.by_code
    ]
    context = {"application": application, "call": application.call, "rows": rows}
    return render(request, "select/applications/earlier.html", context)


@require_POST
def _put_back(request: HttpRequest, application: Application) -> HttpResponse:
    wanted = request.POST.get("text", "")
    text = get_object_or_404(application.superseded, pk=int(wanted) if wanted.isdigit() else 0)
    try:
        put_back(application=application, superseded_id=text.pk, by=me(request), at=now())
    except ClosedError:
        messages.error(request, _("The application can no longer be changed."))
    else:
        messages.success(request, _("The text is back in your application."))
    return redirect("application_earlier", application.pk)


@login_required
def download_file(request: HttpRequest, pk: UUID, file_id: int) -> FileResponse:
    """One's own paper, as a download."""
    application = get_object_or_404(applications_of(me(request)), pk=pk)
    paper = get_object_or_404(application.files.select_related("file"), pk=file_id)
    return attachment(paper.file)
