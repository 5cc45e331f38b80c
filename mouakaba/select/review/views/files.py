"""The files before a jury, in the office: who marks them, which lack marks, where jurors disagree, ties."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mouakaba.base.people.queries import me
from mouakaba.kernel.text import fold
from mouakaba.select.applications.models import Application
from mouakaba.select.calls.models import Call
from mouakaba.select.review import actions, phrases
from mouakaba.select.review.models import ClearedTie, Conflict, Review
from mouakaba.select.review.queries import (
    criteria_of,
    files_for_office,
    jurors_of,
    marks_hidden_from,
    ties_to_check,
    untied_reviews,
    with_progress,
)
from mouakaba.select.review.views.desk import PAGE, chosen, posted, run, say_errors, seen


@login_required
@require_safe
def jury_files(request: HttpRequest, slug: str) -> HttpResponse:
    """The files before the jury: who marks them, which lack marks, where jurors disagree."""
    call = seen(request, slug)
    hidden = marks_hidden_from(me(request), call)
    show = request.GET.get("show", "")
    found = _shown(with_progress(_found(request, call)), "" if hidden and show == "apart" else show)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    names: dict[UUID, list[Review]] = {}
    for review in untied_reviews().filter(application__in=list(page)).select_related("juror__person"):
        names.setdefault(review.application_id, []).append(review)
    context = {
        "call": call,
        "here": "files",
        "hidden": hidden,
        "show": show,
        "page": page,
        "rows": [(file, names.get(file.pk, [])) for file in page],
    }
    return render(request, "select/review/jury_files.html", context)


def _found(request: HttpRequest, call: Call) -> QuerySet[Application]:
    files = files_for_office(call, me(request)).order_by("number")
    wanted = fold(request.GET.get("q", ""))
    return files.filter(Q(search__contains=wanted) | Q(number__icontains=wanted)) if wanted else files


def _shown(files: QuerySet[Any], show: str) -> QuerySet[Any]:
    if show == "missing":
        return files.filter(Q(given=0) | Q(finished__lt=F("given")))
    if show == "apart":
        return files.filter(finished__gt=1).order_by("-spread", "-deviation", "number")
    return files


@login_required
def jury_file_office(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """One file: its jurors, its ties."""
    if request.method == "POST":
        file = _file(request, run(request, slug), pk)
        return chosen(request, {"give": _give, "take": _take, "tie": _tie, "lift": _lift}, file)
    call = seen(request, slug)
    return _file_page(request, _file(request, call, pk))


def _file(request: HttpRequest, call: Call, pk: UUID) -> Application:
    file = get_object_or_404(files_for_office(call, me(request)).select_related("version"), pk=pk)
    file.call = call
    return file


def _file_page(request: HttpRequest, file: Application, *, status: int = 200) -> HttpResponse:
    conflicts = list(Conflict.objects.filter(application=file).select_related("juror__person").order_by("at"))
    reviews = list(untied_reviews().filter(application=file).select_related("juror__person").order_by("juror__pk"))
    tied, given = {one.juror_id for one in conflicts}, {one.juror_id for one in reviews}
    untied = [one for one in jurors_of(file.call) if one.pk not in tied and one.person_id != file.applicant_id]
    hidden = marks_hidden_from(me(request), file.call)
    context = {
        "call": file.call,
        "here": "files",
        "file": file,
        "hidden": hidden,
        "reviews": [(review, [] if hidden else _lines(review, file)) for review in reviews],
        "conflicts": conflicts,
        "untied": untied,
        "able": [one for one in untied if one.pk not in given and file.language in one.languages],
        "typed": request.POST,
    }
    return render(request, "select/review/jury_file_office.html", context, status=status)


def _lines(review: Review, file: Application) -> list[tuple[Any, Any]]:
    """A juror's marks in the order of the criteria, each with its label; nothing before the first one."""
    content = file.version.content
    return [
        (phrases.criterion_label(content, one.code), review.marks[one.code])
        for one in criteria_of(file)
        if one.code in review.marks
    ]


def _done(request: HttpRequest, file: Application, act: Callable[[], Any]) -> HttpResponse:
    """Runs an act on a file's page; a refusal is said on the same page, with what was typed."""
    try:
        act()
    except ValidationError as error:
        say_errors(request, error)
        return _file_page(request, file, status=422)
    messages.success(request, _("Saved."))
    return redirect("jury_file_office", file.call.slug, file.pk)


def _give(request: HttpRequest, file: Application) -> HttpResponse:
    wanted = {int(text) for text in request.POST.getlist("jurors") if text.isdigit() and len(text) < 10}
    pairs = [(juror, file) for juror in jurors_of(file.call).filter(pk__in=wanted)]
    if not pairs:
        messages.error(request, _("Tick at least one juror."))
        return _file_page(request, file, status=422)
    return _done(request, file, lambda: actions.assign(pairs=pairs, by=me(request)))


def _take(request: HttpRequest, file: Application) -> HttpResponse:
    reviews = posted(request, "review", untied_reviews().filter(application=file))
    return _done(request, file, lambda: actions.unassign(reviews=[reviews], by=me(request)))


def _tie(request: HttpRequest, file: Application) -> HttpResponse:
    juror = posted(request, "juror", jurors_of(file.call))
    note = request.POST.get("note", "")[:2000]
    return _done(
        request, file, lambda: actions.enter_conflict(juror=juror, application=file, note=note, by=me(request))
    )


def _lift(request: HttpRequest, file: Application) -> HttpResponse:
    conflict = posted(request, "conflict", Conflict.objects.filter(application=file).select_related("juror__call"))
    why = request.POST.get("why", "")[:2000]
    return _done(request, file, lambda: actions.lift_conflict(conflict=conflict, why=why, by=me(request)))


@login_required
def jury_ties(request: HttpRequest, slug: str) -> HttpResponse:
    """Ties declared and entered, and those nobody has spoken of yet."""
    if request.method == "POST":
        return chosen(request, {"enter": _enter, "clear": _clear}, run(request, slug))
    call = seen(request, slug)
    files = files_for_office(call, me(request))
    ties = Conflict.objects.filter(juror__call=call, application__in=files)
    ties = ties.select_related("juror__person", "application")
    context = {
        "call": call,
        "here": "ties",
        "page": Paginator(ties.order_by("application__number", "pk"), PAGE).get_page(request.GET.get("page")),
        "to_check": [
            (tie, [phrases.TIES[why] for why in tie.why]) for tie in ties_to_check(call, shown_to=me(request))
        ],
        "cleared": [
            (one, [phrases.TIES[why] for why in one.why if why in phrases.TIES])
            for one in ClearedTie.objects.filter(juror__call=call, application__in=files)
            .select_related("juror__person", "application", "by")
            .order_by("application__number", "pk")
        ],
    }
    return render(request, "select/review/jury_ties.html", context)


def _enter(request: HttpRequest, call: Call) -> HttpResponse:
    juror = posted(request, "juror", jurors_of(call).select_related("call"))
    file = posted(request, "file", files_for_office(call, me(request)))
    try:
        actions.enter_conflict(juror=juror, application=file, note=request.POST.get("note", "")[:2000], by=me(request))
    except ValidationError as error:
        say_errors(request, error)
    else:
        messages.success(request, _("Saved."))
    return redirect("jury_ties", call.slug)


def _clear(request: HttpRequest, call: Call) -> HttpResponse:
    juror = posted(request, "juror", jurors_of(call))
    file = posted(request, "file", files_for_office(call, me(request)))
    why = [tie.why for tie in ties_to_check(call) if (tie.juror.pk, tie.application.pk) == (juror.pk, file.pk)]
    if why:  # none: a second press, or a tie declared meanwhile
        actions.clear_tie(juror=juror, application=file, why=why[0], by=me(request))
        messages.success(request, _("Saved."))
    return redirect("jury_ties", call.slug)
