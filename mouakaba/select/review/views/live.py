"""A pitch session: on jurors' phones, on the office's desk, on the hall's screen."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mouakaba.base.clock.queries import now
from mouakaba.base.people.queries import me
from mouakaba.select.calls.models import Call
from mouakaba.select.calls.queries import published
from mouakaba.select.review import actions
from mouakaba.select.review.forms import MinutesForm
from mouakaba.select.review.models import Juror, Panel, Pitch, Review
from mouakaba.select.review.queries import (
    criteria_of,
    current_pitch,
    live_ranking,
    marked_by,
    panel_of,
    pitches_of,
    reviews_of,
    still_to_draw,
)
from mouakaba.select.review.rules import shown_states
from mouakaba.select.review.views.desk import run, seen
from mouakaba.select.review.views.juror import seat_or_404
from mouakaba.select.review.views.sheet import SheetPage, park


def is_poll(request: HttpRequest) -> bool:
    """Whether htmx asks for news of a page already shown."""
    return request.headers.get("HX-Request") == "true"


@never_cache
def jury_live(request: HttpRequest, slug: str) -> HttpResponse:
    """The juror's phone: the pitch under way with its marks, or the wait for the next one."""
    if not request.user.is_authenticated:
        return park(request)
    seat = seat_or_404(request, slug)
    if not seat.call.kind.live:
        raise Http404
    mine = _my_reviews(seat)
    pitch = current_pitch(seat.call)
    here = mine.get(pitch.application_id) if pitch else None  # a pitch in conflict is no pitch for this juror
    session: dict[str, Any] = {
        "seat": seat,
        "call": seat.call,
        "pitch": pitch if here else None,
        "mine": list(mine.values()),
    }
    session["token"] = _token(session["pitch"], seat.call, None)
    session["closed"] = seat.call.marks_closed_at is not None
    session.update(_clock(session["pitch"], panel_of(seat.call)))
    if is_poll(request):
        return _poll(request, session)
    review = _wanted(request, mine) or here
    if review is None:
        return render(request, "select/review/jury_live.html", session)
    session["sheet_url"] = f"{request.path}?file={review.application_id}"
    page = SheetPage(request, review, template="select/review/jury_live.html", context=lambda: session)
    return page.answer()


def _my_reviews(seat: Juror) -> dict[UUID, Review]:
    """The juror's sheets of this session, in the order of passage."""
    reviews = reviews_of(seat.person).filter(juror=seat, application__pitch__started_at__isnull=False)
    related = reviews.select_related("application__call", "application__version", "application__pitch")
    return {review.application_id: review for review in related.order_by("application__pitch__position")}


def _wanted(request: HttpRequest, mine: dict[UUID, Review]) -> Review | None:
    """The file named in the address: an earlier pitch, or the one a form was drawn for."""
    name = request.GET.get("file", "")
    if not name:
        return None
    found = next((review for pk, review in mine.items() if str(pk) == name), None)
    if found is None:
        raise Http404
    return found


def _token(pitch: Pitch | None, call: Call, panel: Panel | None) -> str:
    """What a page has seen; it is redrawn when this changes."""
    begun = pitch.started_at.isoformat() if pitch and pitch.started_at else ""
    shown = panel.revealed_at.isoformat() if panel and panel.revealed_at else ""
    minutes = panel.minutes if panel else ""
    return f"{pitch.pk if pitch else 0}|{begun}|{shown}|{minutes}|{bool(call.marks_closed_at)}"


def _clock(pitch: Pitch | None, panel: Panel) -> dict[str, Any]:
    """What the clock on a page needs: when the pitch began, how long it may take, and the server's present."""
    return {"panel": panel, "minutes": panel.minutes, "now": now(), "started": pitch.started_at if pitch else None}


def _poll(request: HttpRequest, session: dict[str, Any]) -> HttpResponse:
    """Nothing while nothing changed. A waiting phone reloads; one with a sheet gets only the line above it."""
    if request.GET.get("seen") == session["token"]:
        return HttpResponse(status=204)
    if not request.GET.get("file"):
        return HttpResponse(headers={"HX-Refresh": "true"})
    session["here"] = request.GET["file"]
    return render(request, "select/review/jury_live.html#now", session)


@never_cache
@require_safe
def call_screen(request: HttpRequest, slug: str) -> HttpResponse:
    """The hall's screen, open to everybody: the pitch under way, and the ranking once it is shown."""
    call = get_object_or_404(published().select_related("version"), slug=slug)
    if not call.kind.live:
        raise Http404
    panel, pitch = panel_of(call), current_pitch(call)
    token = _token(pitch, call, panel)
    if is_poll(request) and request.GET.get("seen") == token and not panel.revealed_at:
        return HttpResponse(status=204)
    ranking = live_ranking(call) if panel.revealed_at and not pitch else []
    context: dict[str, Any] = {
        "call": call,
        "pitch": pitch,
        "token": token,
        "ranking": ranking,
        "criteria": _criteria(ranking),
    }
    turns = [one.started_at for one in pitches_of(call)]
    context.update(_clock(pitch, panel), turns=len(turns), coming=turns.count(None))
    part = "#stage" if is_poll(request) else ""
    return render(request, f"select/review/screen.html{part}", context)


def _criteria(ranking: list[Any]) -> list[tuple[str, Any]]:
    """The criteria with their labels, from the first file ranked."""
    if not ranking:
        return []
    file = ranking[0].application
    labels = file.version.content.get("labels", {}).get("criteria", {})
    return [(one.code, labels.get(one.code, {}).get("label") or {"en": one.code}) for one in criteria_of(file)]


@login_required
@never_cache
def live_office(request: HttpRequest, slug: str) -> HttpResponse:
    """Running the session: order, begin, end, who has marked, the ranking."""
    call = seen(request, slug)
    if not call.kind.live:
        raise Http404
    if request.method == "POST":
        return _change(request, slug)
    return _desk(request, call)


def _desk(request: HttpRequest, call: Call) -> HttpResponse:
    panel = getattr(call, "panel", None) or Panel(call=call)
    every = list(Pitch.objects.filter(call=call).select_related("application").order_by("position"))
    pitch = next((one for one in every if one.started_at and not one.ended_at), None)
    jurors = marked_by(call, pitch)
    hidden = call.marks_closed_at is None and any(juror.person_id == me(request).pk for juror, _state in jurors)
    ranking = [] if hidden else live_ranking(call)
    context = {
        "call": call,
        "pitch": pitch,
        "pitches": [one for one in every if one.application.state in shown_states(call.kind)],
        "new": list(still_to_draw(call)),
        "jurors": jurors,
        "hidden": hidden,
        "ranking": ranking,
        "criteria": _criteria(ranking),
        "form": MinutesForm(initial={"minutes": panel.minutes}),
        **_clock(pitch, panel),
    }
    part = "#desk" if is_poll(request) else ""
    return render(request, f"select/review/live_office.html{part}", context)


def _change(request: HttpRequest, slug: str) -> HttpResponse:
    call = run(request, slug)
    act = _ACTS.get(request.POST.get("act", ""))
    if act is None:
        raise Http404
    try:
        act(request, call)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect("live_office", slug)


def _pitch(request: HttpRequest, call: Call) -> Pitch:
    wanted = request.POST.get("pitch", "")
    pitches = Pitch.objects.filter(call=call).select_related("call", "application")
    return get_object_or_404(pitches, pk=int(wanted) if wanted.isdigit() and len(wanted) < 10 else 0)


def _set_minutes(request: HttpRequest, call: Call) -> None:
    form = MinutesForm(request.POST)
    if not form.is_valid():
        raise ValidationError(form.errors["minutes"].as_data())
    actions.set_minutes(call=call, minutes=form.cleaned_data["minutes"], by=me(request))


def _draw(request: HttpRequest, call: Call) -> None:
    actions.order_pitches(call=call, seed=request.POST.get("seed", "")[:40], by=me(request))


def _by_number(request: HttpRequest, call: Call) -> None:
    """Files not yet in the order are added at its end, by number: the order by hand starts from here."""
    waiting = [pitch.application_id for pitch in pitches_of(call).filter(started_at=None)]
    order = [*waiting, *(file.pk for file in still_to_draw(call))]
    actions.order_pitches(call=call, order=order, by=me(request))


_ACTS: dict[str, Any] = {
    "draw": _draw,
    "add": _by_number,
    "up": lambda request, call: actions.move_pitch(pitch=_pitch(request, call), up=True, by=me(request)),
    "down": lambda request, call: actions.move_pitch(pitch=_pitch(request, call), up=False, by=me(request)),
    "start": lambda request, call: actions.start_pitch(pitch=_pitch(request, call), by=me(request)),
    "end": lambda request, call: actions.end_pitch(pitch=_pitch(request, call), by=me(request)),
    "reveal": lambda request, call: actions.reveal(call=call, by=me(request)),
    "hide": lambda request, call: actions.hide_ranking(call=call, by=me(request)),
    "minutes": _set_minutes,
}
