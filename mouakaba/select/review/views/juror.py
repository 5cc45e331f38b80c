"""A juror's own pages: the juries, the queue, a file with its sheet of marks."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from mouakaba.base.files.queries import attachment
from mouakaba.base.people.queries import me
from mouakaba.kernel.text import fold
from mouakaba.select.forms.forms import Held, shown_answers
from mouakaba.select.forms.queries import form_of
from mouakaba.select.review.actions import declare_conflict
from mouakaba.select.review.models import Juror, Review
from mouakaba.select.review.queries import (
    comments_on,
    paper_for_jury,
    progress_of,
    reviews_of,
    seats_of,
    totals_of,
)
from mouakaba.select.review.views.sheet import SheetPage, park

PAGE = 30


@login_required
@require_safe
def jury(request: HttpRequest) -> HttpResponse:
    """The juries a person sits on, with what is left to do in each."""
    seats = seats_of(me(request)).select_related("call__programme__organisation").order_by("-call__closes_at", "pk")
    done = progress_of(me(request))
    rows = [(seat, done.get(seat.pk, {})) for seat in seats]
    return render(request, "select/review/jury.html", {"rows": rows})


@login_required
@never_cache
@require_safe
def jury_call(request: HttpRequest, slug: str) -> HttpResponse:
    """A juror's queue in one call."""
    seat = get_object_or_404(seats_of(me(request)).select_related("call"), call__slug=slug)
    every = list(_queue(reviews_of(me(request)).filter(juror=seat)))
    shown = _searched(every, request.GET.get("q", ""), request.GET.get("state", ""))
    page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    closed = seat.call.marks_closed_at is not None
    context = {
        "seat": seat,
        "call": seat.call,
        "closed": closed,
        "page": page,
        "rows": [(review, _totals(review, closed, page)) for review in page],
        "states": Review.State.choices,
        "counts": {state: sum(one.state == state for one in every) for state in Review.State.values},
        "all": len(every),
        "next": None if closed else next((one for one in every if one.state != Review.State.DONE), None),
    }
    return render(request, "select/review/jury_call.html", context)


def _queue(reviews: QuerySet[Review]) -> QuerySet[Review]:
    """Begun first, then to do, then done; by number inside each."""
    order = Case(
        When(state=Review.State.STARTED, then=Value(0)),
        When(state=Review.State.ASSIGNED, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return reviews.select_related("application").order_by(order, "application__number")


def _searched(reviews: list[Review], text: str, state: str) -> list[Review]:
    """Only titles and numbers are searched: the file's search text also holds what the jury must not see."""
    wanted = fold(text)
    found = (one for one in reviews if wanted in fold(f"{one.application.title} {one.application.number}"))
    return [one for one in found if state in ("", one.state)]


def _totals(review: Review, closed: bool, page: Any) -> list[Decimal]:
    """After the closing, the totals the file received, without names."""
    if not closed:
        return []
    if not hasattr(page, "totals"):
        page.totals = totals_of([one.application_id for one in page])
    found: list[Decimal] = page.totals.get(review.application_id, [])
    return found


def _review(request: HttpRequest, slug: str, pk: UUID) -> Review:
    """The juror's review of a file, or 404: not theirs, in conflict and never existing look the same."""
    mine = reviews_of(me(request)).select_related(
        "juror__call", "application__call", "application__version", "application__submission__version"
    )
    return get_object_or_404(mine, juror__call__slug=slug, application=pk)


@never_cache
def jury_file(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """A file: its answers, and the juror's marks. What is typed after the session ended waits for the login."""
    if not request.user.is_authenticated:
        return park(request)
    review = _review(request, slug, pk)
    page = SheetPage(request, review, template="select/review/jury_file.html", context=lambda: _file_context(review))
    return page.answer()


def _file_context(review: Review) -> dict[str, Any]:
    application = review.application
    return {
        "call": application.call,
        "application": application,
        "sections": _sections(review),
        **(_after(review) if application.call.marks_closed_at else _before(review)),
    }


def _before(review: Review) -> dict[str, Any]:
    """While marks are open: what is left to do."""
    others = _queue(reviews_of(review.juror.person).filter(juror=review.juror)).exclude(pk=review.pk)
    left = list(others.exclude(state=Review.State.DONE))
    return {"next": left[0] if left else None, "left": len(left)}


def _after(review: Review) -> dict[str, Any]:
    """Once they are closed: the jury's totals and comments, without names."""
    totals = totals_of([review.application_id])
    return {"totals": totals.get(review.application_id, []), "comments": comments_on(review.application)}


def _sections(review: Review) -> list[Any]:
    sent = review.application.submission
    if sent is None:
        return []
    papers: dict[str, list[Held]] = {}
    for paper in sent.files:
        papers.setdefault(paper["question"], []).append(Held(paper["file"], paper["name"], paper["size"]))
    return shown_answers(form_of(sent.version.content), sent.answers, papers, for_jury=True)


@login_required
@require_safe
def jury_paper(request: HttpRequest, pk: UUID, file_id: UUID) -> HttpResponseBase:
    """A paper of the file, as a download."""
    mine = reviews_of(me(request)).select_related("application__submission__version")
    review = get_object_or_404(mine, application=pk)
    paper = paper_for_jury(review.application, file_id)
    if paper is None:
        raise Http404
    return attachment(paper)


@login_required
@require_POST
def jury_tie(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """The juror says they have a tie with the file. It is gone at once, everywhere, for them."""
    review = _review(request, slug, pk)
    try:
        declare_conflict(review=review, by=me(request), note=request.POST.get("note", "")[:2000])
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("jury_file", slug, pk)
    messages.success(request, _("Thank you. The file goes to another juror, and you will not see it again."))
    return redirect("jury_call", slug)


def seat_or_404(request: HttpRequest, slug: str) -> Juror:
    """The person's seat in a call."""
    return get_object_or_404(seats_of(me(request)).select_related("call__version"), call__slug=slug)
