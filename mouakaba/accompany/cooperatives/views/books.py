"""A cooperative's front page, the figures of its statutes, its due dates; and counts for the office."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mouakaba.accompany.cooperatives import actions, queries
from mouakaba.accompany.cooperatives.forms import DateForm, StatutesForm
from mouakaba.accompany.cooperatives.models import Cooperative
from mouakaba.accompany.cooperatives.phrases import due_in_words, meeting_name, part_in_words
from mouakaba.accompany.cooperatives.rules import FEWEST, LEAST_CAPITAL, SOURCE
from mouakaba.base.clock.queries import today
from mouakaba.base.people.queries import me
from mouakaba.base.places.models import Region
from mouakaba.base.ui.views import done, saved
from mouakaba.kernel.money import dirhams
from mouakaba.select import door as select


def read(request: HttpRequest, slug: str) -> Cooperative:
    """The books, for anybody of the team; else 404."""
    return get_object_or_404(queries.cooperatives_read_by(me(request)), organisation__slug=slug)


def kept(request: HttpRequest, slug: str) -> Cooperative:
    """The books, for who writes them; else 404."""
    return get_object_or_404(queries.cooperatives_kept_by(me(request)), organisation__slug=slug)


def writes(request: HttpRequest, cooperative: Cooperative) -> bool:
    """Whether this person writes these books."""
    return queries.cooperatives_kept_by(me(request)).filter(pk=cooperative.pk).exists()


@login_required
@never_cache
def my_cooperatives(request: HttpRequest) -> HttpResponse:
    """The cooperatives in whose team one is, and those whose books can be begun."""
    person = me(request)
    context = {"books": queries.cooperatives_read_by(person), "others": queries.cooperatives_to_begin(person)}
    return render(request, "accompany/cooperatives/mine.html", context)


@login_required
@never_cache
def cooperative_begin(request: HttpRequest, slug: str) -> HttpResponse:
    """Begins the books with the figures of the statutes."""
    organisation = get_object_or_404(queries.cooperatives_to_begin(me(request)), slug=slug)
    form = StatutesForm(request.POST or None)
    if request.method == "POST" and done(
        form, lambda: actions.begin_books(organisation=organisation, values=form.values(), by=me(request))
    ):
        return saved(request, "cooperative", slug)
    return _statutes_page(request, form, {"organisation": organisation})


@login_required
@never_cache
def cooperative_statutes(request: HttpRequest, slug: str) -> HttpResponse:
    """The figures of the statutes, changed."""
    books = kept(request, slug)
    form = StatutesForm(request.POST or None, cooperative=books)
    if request.method == "POST" and done(
        form, lambda: actions.save_statutes(cooperative=books, values=form.values(), by=me(request))
    ):
        return saved(request, "cooperative", slug)
    return _statutes_page(request, form, {"organisation": books.organisation, "cooperative": books})


def _statutes_page(request: HttpRequest, form: StatutesForm, context: dict[str, object]) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, "accompany/cooperatives/statutes.html", {"form": form, **context}, status=status)


@login_required
@never_cache
def cooperative(request: HttpRequest, slug: str) -> HttpResponse:
    """The books at a glance: members and capital, next meeting, what is due."""
    books = read(request, slug)
    total = queries.capital_of(books)
    coming = books.assemblies.filter(on__gte=today()).order_by("on", "at").first()
    rules = [
        (_("Quorum of the ordinary assembly"), part_in_words(books.quorum)),
        (_("Quorum of the extraordinary assembly"), part_in_words(books.quorum_extra)),
        (_("Quorum of the board"), part_in_words(books.quorum_board)),
        (_("Majority of the ordinary assembly and the board, of voices present or represented"),
         part_in_words(books.majority)),
        (_("Days between the notice and the meeting"), books.notice_days),
        (_("Proxies one member may hold"), books.most_proxies),
    ]  # fmt: skip
    context = {
        "cooperative": books,
        "total": total,
        "subscribed": dirhams(total.subscribed),
        "paid": dirhams(total.paid),
        "unpaid": dirhams(total.unpaid),
        "owed_back": dirhams(total.owed_back),
        "share": dirhams(books.share_value),
        "small": total.members and total.subscribed < LEAST_CAPITAL,
        "coming": (coming, meeting_name(coming)) if coming else None,
        "due": [(one, due_in_words(one), one.due_on < today()) for one in queries.dates_of(books)[:3]],
        "rules": rules,
        "source": SOURCE,
        "may_write": writes(request, books),
    }
    return render(request, "accompany/cooperatives/cooperative.html", context)


@login_required
@never_cache
def cooperative_dates(request: HttpRequest, slug: str) -> HttpResponse:
    """What is due; a POST adds something."""
    books = kept(request, slug) if request.method == "POST" else read(request, slug)
    form = DateForm(request.POST or None)
    if request.method == "POST" and done(
        form, lambda: actions.save_date(cooperative=books, values=form.cleaned_data, by=me(request))
    ):
        return saved(request, "cooperative_dates", slug)
    past = books.dates.exclude(done_on=None).order_by("-done_on", "-pk")[:20]
    context = {
        "cooperative": books,
        "form": form,
        "due": [(one, due_in_words(one), one.due_on < today()) for one in queries.dates_of(books)],
        "past": [(one, due_in_words(one)) for one in past],
        "may_write": writes(request, books),
    }
    return render(request, "accompany/cooperatives/dates.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def cooperative_date_done(request: HttpRequest, slug: str, record: int) -> HttpResponse:
    """Done; the next one is made where it comes round."""
    due = get_object_or_404(kept(request, slug).dates, pk=record)
    try:
        actions.finish_date(due=due, by=me(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("cooperative_dates", slug)
    return saved(request, "cooperative_dates", slug)


@login_required
@never_cache
def office_cooperatives(request: HttpRequest) -> HttpResponse:
    """How many cooperatives keep their books here, by region; nobody is named."""
    if not select.programmes_seen_by(me(request)).exists():
        raise Http404
    names = dict(Region.objects.values_list("pk", "name"))
    rows = [(names.get(row.region), row) for row in queries.counts_by_region()]
    return render(request, "accompany/cooperatives/office.html", {"rows": rows, "fewest": FEWEST})
