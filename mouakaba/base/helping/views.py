"""Pages of helpers, and of the people who are helped."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from mouakaba.base.files.queries import playable
from mouakaba.base.helping import actions, queries
from mouakaba.base.helping.forms import HandOverForm, OpenForm, TakeForm, TermsForm
from mouakaba.base.helping.middleware import KEY
from mouakaba.base.helping.models import Assistance
from mouakaba.base.helping.phrases import acts_in_words, read_aloud, scopes_in_words
from mouakaba.base.helping.rules import LASTS, scope_named
from mouakaba.base.organisations.models import Organisation
from mouakaba.base.people.queries import me

Result = TypeVar("Result")
SHOWN_ACTS = 50
MINUTES = int(LASTS.total_seconds() // 60)


def _source(request: HttpRequest) -> str:
    return queries.source_of(request.META.get("REMOTE_ADDR", ""))


def _tried(form: Form, action: Callable[[], Result]) -> Result | None:
    """What the action made; None with its sentences at the fields of the form."""
    try:
        return action()
    except ValidationError as error:
        form.add_error(None, error)
        return None


@login_required
@never_cache
def helping(request: HttpRequest) -> HttpResponse:
    """Whom one helps."""
    if not queries.organisations_helping(me(request)).exists():
        raise Http404
    rows = queries.helped_by(me(request))
    live = set(queries.running(rows).values_list("pk", flat=True))
    shown = [(row, row.pk in live, scopes_in_words(row)) for row in rows]
    return render(request, "base/helping/helping.html", {"rows": shown})


@login_required
@never_cache
def helping_new(request: HttpRequest) -> HttpResponse:
    """Opens an account for somebody who has none, with their consent."""
    organisations = _organisations(request)
    form = OpenForm(request.POST or None, request.FILES or None, organisations=organisations, whose=me(request))
    if request.method == "POST" and form.is_valid():
        made = _tried(form, lambda: actions.open_for(by=me(request), **form.terms()))
        if made:
            return redirect("helping_one", made.pk)
    return render(request, "base/helping/new.html", {"form": form}, status=422 if form.errors else 200)


def _organisations(request: HttpRequest) -> QuerySet[Organisation]:
    rows = queries.organisations_helping(me(request))
    if not rows.exists():
        raise Http404
    return rows


@login_required
@never_cache
def helping_take(request: HttpRequest) -> HttpResponse:
    """Takes up a consent by the code the person reads aloud."""
    form = TakeForm(request.POST or None, organisations=_organisations(request))
    if request.method == "POST" and form.is_valid():
        made = _tried(form, lambda: actions.take_up_help(source=_source(request), by=me(request), **form.cleaned_data))
        if made:
            return redirect("helping_one", made.pk)
    return render(request, "base/helping/take.html", {"form": form}, status=422 if form.errors else 200)


def _one(request: HttpRequest, pk: UUID) -> Assistance:
    return get_object_or_404(queries.running(queries.helped_by(me(request))), pk=pk)


@login_required
@never_cache
def helping_one(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One person who is helped: what was agreed, what was done, the way to act for them."""
    row = _one(request, pk)
    if request.method == "POST":
        actions.end_help(assistance=row, by=me(request))
        request.session.pop(KEY, None)
        messages.success(request, _("The help has ended."))
        return redirect("helping")
    context = {
        "row": row,
        "scopes": [scope for code in row.scopes if (scope := scope_named(code))],
        "acts": acts_in_words(queries.acts_for(row.person, me(request))[:SHOWN_ACTS]),
    }
    return render(request, "base/helping/one.html", context)


@login_required
@require_POST
def helping_begin(request: HttpRequest, pk: UUID) -> HttpResponse:
    """From now on the helper acts for the person, on the pages agreed to."""
    row = _one(request, pk)
    request.session[KEY] = str(row.pk)
    wanted = scope_named(request.POST.get("scope", ""))
    return redirect(wanted.start if wanted and wanted.code in row.scopes else "home")


@login_required
@require_POST
def helping_stop(request: HttpRequest) -> HttpResponse:
    """The helper is themselves again."""
    number = request.session.pop(KEY, None)
    if number is None:
        raise Http404
    return redirect("helping")


@login_required
@require_POST
def helping_code(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The code by which the person takes the account over, shown once and big."""
    row = get_object_or_404(queries.helped_by(me(request)), pk=pk)
    try:
        code = actions.make_hand_over_code(assistance=row, by=me(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("helping")
    return render(request, "base/helping/code.html", {"row": row, "code": read_aloud(code), "minutes": MINUTES})


@login_required
@never_cache
def help_voice(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The spoken consent, for the two it is between."""
    file = get_object_or_404(queries.between(me(request)), pk=pk).voice
    if file is None:
        raise Http404
    return playable(file, request.headers.get("Range"))


@login_required
@never_cache
def my_help(request: HttpRequest) -> HttpResponse:
    """Who helps me, what they did, and a new consent with its code."""
    form, code = TermsForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        made = _tried(form, lambda: actions.allow_help(by=me(request), **form.cleaned_data))
        code = read_aloud(made[1]) if made else ""
    rows = queries.consents_of(me(request))
    live = set(queries.running(rows).values_list("pk", flat=True))
    context = {
        "form": form,
        "code": code,
        "minutes": MINUTES,
        "rows": [(row, row.pk in live, scopes_in_words(row)) for row in rows if row.helper_id],
        "acts": acts_in_words(queries.acts_for(me(request))[:SHOWN_ACTS]),
        "helps": queries.organisations_helping(me(request)).exists(),
    }
    return render(request, "base/helping/mine.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def my_help_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The person takes their consent back: it ends at once."""
    row = get_object_or_404(queries.consents_of(me(request)), pk=pk)
    actions.end_help(assistance=row, by=me(request))
    messages.success(request, _("The help has ended."))
    return redirect("my_help")


@never_cache
@sensitive_post_parameters("password", "code")
def hand_over(request: HttpRequest) -> HttpResponse:
    """The person takes the account over on their own phone."""
    if request.user.is_authenticated:
        return render(request, "base/helping/hand_over.html", {"form": None})
    form = HandOverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = _tried(form, lambda: actions.hand_over(source=_source(request), **form.cleaned_data))
        if person:
            login(request, person, backend="django.contrib.auth.backends.ModelBackend")
            messages.success(request, _("The account is yours. Nobody else can open it now."))
            return redirect("my_help")
    return render(request, "base/helping/hand_over.html", {"form": form}, status=422 if form.errors else 200)
