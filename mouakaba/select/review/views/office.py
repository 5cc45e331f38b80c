"""The front page of a jury in the office, and one juror."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mouakaba.base.people.queries import me
from mouakaba.select.calls.models import Call
from mouakaba.select.review import actions, phrases
from mouakaba.select.review.forms import (
    DeadlineForm,
    InviteForm,
    NumbersForm,
    SeatForm,
    SpreadForm,
    WhyForm,
    unknown_numbers,
)
from mouakaba.select.review.models import Conflict, Juror
from mouakaba.select.review.queries import figures_of, files_for_office, jurors_of, loads_of, untied_reviews
from mouakaba.select.review.views.desk import PAGE, chosen, posted, run, say_errors, seen


@login_required
def jury_office(request: HttpRequest, slug: str) -> HttpResponse:
    """Jurors with their loads and progress; inviting, spreading the files."""
    if request.method == "POST":
        acts = {"invite": _invite, "spread": _spread, "due": _due, "remind": _remind}
        return chosen(request, acts, run(request, slug))
    return _front(request, seen(request, slug))


def _front(request: HttpRequest, call: Call, *, status: int = 200, **forms: Any) -> HttpResponse:
    loads = loads_of(call)
    context = {
        "call": call,
        "here": "jurors",
        "loads": loads,
        "behind": any(load.to_do + load.started for load in loads),
        "figures": figures_of(files_for_office(call, me(request))),
        "invite": forms.get("invite") or InviteForm(initial={"languages": ["ar", "fr"]}),
        "spread": forms.get("spread") or SpreadForm(),
        "due": forms.get("due") or DeadlineForm.of(call.marks_close_at, call.zone),
    }
    return render(request, "select/review/jury_office.html", context, status=status)


def _invite(request: HttpRequest, call: Call) -> HttpResponse:
    form = InviteForm(request.POST)
    if form.is_valid():
        try:
            juror = actions.invite_juror(call=call, by=me(request), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The invitation to %(email)s is on its way.") % {"email": juror.person.email})
            return redirect("jury_office", call.slug)
    return _front(request, call, invite=form, status=422)


def _spread(request: HttpRequest, call: Call) -> HttpResponse:
    form = SpreadForm(request.POST)
    if not form.is_valid():
        return _front(request, call, spread=form, status=422)
    try:
        report = actions.spread_evenly(call=call, by=me(request), **form.cleaned_data)
    except ValidationError as error:
        say_errors(request, error)
        return _front(request, call, spread=form, status=422)
    messages.success(request, _spread_sentence(report))
    for number, short in report.short[:12]:
        messages.warning(request, phrases.short_sentence(number, short.can_get, short.because))
    if len(report.short) > 12:
        more = len(report.short) - 12
        text = ngettext("%(more)s more file is short of jurors.", "%(more)s more files are short of jurors.", more)
        messages.warning(request, text % {"more": more})
    return redirect("jury_office", call.slug)


def _due(request: HttpRequest, call: Call) -> HttpResponse:
    form = DeadlineForm(request.POST)
    if not form.is_valid():
        return _front(request, call, due=form, status=422)
    actions.set_marks_deadline(call=call, until=form.until(call.zone), by=me(request))
    messages.success(request, _("Saved."))
    return redirect("jury_office", call.slug)


def _remind(request: HttpRequest, call: Call) -> HttpResponse:
    sent = actions.remind_jurors(call=call, by=me(request))
    text = ngettext("%(count)s reminder is on its way.", "%(count)s reminders are on their way.", sent)
    messages.success(request, text % {"count": sent})
    return redirect("jury_office", call.slug)


def _spread_sentence(report: actions.SpreadReport) -> str:
    return _("Spread: %(added)s files given, %(removed)s taken back. Each juror has %(least)s to %(most)s files.") % {
        "added": report.added,
        "removed": report.removed,
        "least": report.least,
        "most": report.most,
    }


@login_required
def jury_juror(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One juror: seat, files, ties, leaving."""
    if request.method == "POST":
        acts = {"change": _change, "again": _again, "remove": _remove, "give": _give_numbers, "take": _take_from}
        return chosen(request, acts, _juror(run(request, slug), pk))
    return _juror_page(request, _juror(seen(request, slug), pk))


def _juror(call: Call, pk: int) -> Juror:
    juror = get_object_or_404(jurors_of(call), pk=pk)
    juror.call = call
    return juror


def _juror_page(request: HttpRequest, juror: Juror, *, status: int = 200, **forms: Any) -> HttpResponse:
    files = files_for_office(juror.call, me(request))
    reviews = untied_reviews().filter(juror=juror, application__in=files).select_related("application")
    page = Paginator(reviews.order_by("application__number"), PAGE).get_page(request.GET.get("page"))
    context = {
        "call": juror.call,
        "here": "jurors",
        "juror": juror,
        "page": page,
        "conflicts": Conflict.objects.filter(juror=juror, application__in=files).select_related("application"),
        "seat": forms.get("seat") or SeatForm.of(juror),
        "numbers": forms.get("numbers") or NumbersForm(),
        "why": forms.get("why") or WhyForm(),
    }
    return render(request, "select/review/jury_juror.html", context, status=status)


def _change(request: HttpRequest, juror: Juror) -> HttpResponse:
    form = SeatForm(request.POST)
    if not form.is_valid():
        return _juror_page(request, juror, seat=form, status=422)
    actions.change_juror(juror=juror, by=me(request), **form.cleaned_data)
    messages.success(request, _("Saved."))
    return redirect("jury_juror", juror.call.slug, juror.pk)


def _again(request: HttpRequest, juror: Juror) -> HttpResponse:
    actions.invite_again(juror=juror, by=me(request))
    messages.success(request, _("The invitation to %(email)s is on its way.") % {"email": juror.person.email})
    return redirect("jury_juror", juror.call.slug, juror.pk)


def _remove(request: HttpRequest, juror: Juror) -> HttpResponse:
    form = WhyForm(request.POST)
    if form.is_valid():
        try:
            actions.remove_juror(juror=juror, by=me(request), why=form.cleaned_data["why"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("%(name)s no longer sits on this jury.") % {"name": juror.person})
            return redirect("jury_office", juror.call.slug)
    return _juror_page(request, juror, why=form, status=422)


def _give_numbers(request: HttpRequest, juror: Juror) -> HttpResponse:
    form = NumbersForm(request.POST)
    if form.is_valid():
        wanted = form.cleaned_data["numbers"]
        files = {file.number.upper(): file for file in files_for_office(juror.call, me(request))}
        if unknown := [number for number in wanted if number not in files]:
            form.add_error("numbers", unknown_numbers(unknown))
        else:
            try:
                actions.assign(pairs=[(juror, files[number]) for number in wanted], by=me(request))
            except ValidationError as error:
                form.add_error("numbers", error)
    if form.errors:
        return _juror_page(request, juror, numbers=form, status=422)
    messages.success(request, _("Saved."))
    return redirect("jury_juror", juror.call.slug, juror.pk)


def _take_from(request: HttpRequest, juror: Juror) -> HttpResponse:
    review = posted(request, "review", untied_reviews().filter(juror=juror))
    try:
        actions.unassign(reviews=[review], by=me(request))
    except ValidationError as error:
        say_errors(request, error)
        return _juror_page(request, juror, status=422)
    messages.success(request, _("Saved."))
    return redirect("jury_juror", juror.call.slug, juror.pk)
