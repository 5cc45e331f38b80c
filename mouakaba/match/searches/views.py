"""Saved searches of a person (under my/) and of an organisation (under office/)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mouakaba.base.notify.queries import refuses
from mouakaba.base.organisations.models import Organisation
from mouakaba.base.people.queries import me
from mouakaba.match import registry
from mouakaba.match.finding.phrases import cards, market_names
from mouakaba.match.finding.queries import Sifted, shown
from mouakaba.match.introductions.actions import ask_person
from mouakaba.match.listings.models import Opening
from mouakaba.match.listings.queries import open_openings, openings_run_by, organisations_of
from mouakaba.match.pairing.queries import shown_of, visible_profiles
from mouakaba.match.searches import actions, phrases
from mouakaba.match.searches.forms import ListingsForm, MarketsForm, MeetForm, PeopleForm, SearchForm
from mouakaba.match.searches.models import SavedSearch
from mouakaba.match.searches.queries import (
    Find,
    introduced,
    is_for_people,
    listed_side,
    searches_of,
    searches_run_by,
    seers,
    sifted,
    skills_of,
    with_seen,
)
from mouakaba.match.searches.rules import TOPIC
from mouakaba.match.skills.forms import WORK_LANGUAGES
from mouakaba.match.skills.queries import NotInstalledError
from mouakaba.match.skills.views import say_refusal, search_of

PER_PAGE = 20


def _rows(request: HttpRequest, entrance: str) -> QuerySet[SavedSearch]:
    """The searches of this entrance."""
    return searches_of(me(request)) if entrance == "my" else searches_run_by(me(request))


def _enter(request: HttpRequest, entrance: str) -> None:
    """The office opens to those who write for an organisation."""
    if entrance == "office" and not organisations_of(me(request)).exists():
        raise Http404


def _one(request: HttpRequest, entrance: str, pk: UUID) -> SavedSearch:
    return get_object_or_404(_rows(request, entrance), pk=pk)


@login_required
@never_cache
def searches(request: HttpRequest, entrance: str) -> HttpResponse:
    """The list, with how much is new in each."""
    _enter(request, entrance)
    rows = list(_rows(request, entrance).prefetch_related("skills"))
    for row in rows:
        row.market = phrases.market_of(row) if row.over_markets else ""  # type: ignore[attr-defined]
    context = {
        "rows": rows,
        "entrance": entrance,
        "seers": seers({row.organisation_id for row in rows if row.organisation_id}),
        "stopped": refuses(me(request), TOPIC),
    }
    return render(request, "match/searches/list.html", context)


@login_required
@never_cache
def new(request: HttpRequest, entrance: str) -> HttpResponse:
    """A new search."""
    _enter(request, entrance)
    form = _form(request, entrance, SavedSearch())
    if request.method == "POST" and form.is_valid() and (made := _saved(request, form, None)):
        return redirect(f"{entrance}_search", made.pk)
    return _form_page(request, entrance, form, None)


@login_required
@never_cache
def save(request: HttpRequest) -> HttpResponse:
    """Keeps what the search over all markets was asked, in one's own name or an organisation's."""
    asked = Sifted.of(request.GET)
    given = {"words": asked.words, "kind_code": asked.kind, "side": asked.side, "region": asked.region}
    named = (asked.words or market_names().get(asked.kind, ""))[:100]
    organisations = organisations_of(me(request))
    form = MarketsForm(request.POST or None, organisations=organisations, initial={**given, "name": named})
    if request.method == "POST" and form.is_valid() and (made := _saved(request, form, None)):
        messages.success(request, _("The search is saved."))
        return redirect("office_search" if made.organisation_id else "my_search", made.pk)
    return _form_page(request, "my", form, None)


@login_required
@never_cache
def edit(request: HttpRequest, entrance: str, pk: UUID) -> HttpResponse:
    """What a search looks for, changed."""
    kept = _one(request, entrance, pk)
    form = _form(request, entrance, SavedSearch.objects.get(pk=pk))
    if request.method == "POST" and form.is_valid() and _saved(request, form, kept):
        messages.success(request, _("Saved."))
        return redirect(f"{entrance}_search", pk)
    return _form_page(request, entrance, form, kept)


def _form(request: HttpRequest, entrance: str, instance: SavedSearch) -> SearchForm | MarketsForm:
    data, kinds = request.POST or None, registry.kinds()
    if instance.over_markets:
        return MarketsForm(data, organisations=Organisation.objects.none(), instance=instance)
    if entrance == "my":
        return ListingsForm(data, kinds=kinds, instance=instance)
    # Where people look for what they lack, nobody looks for people.
    asking = tuple(kind for kind in kinds if listed_side(kind) == "right")
    return PeopleForm(data, kinds=asking, organisations=organisations_of(me(request)), instance=instance)


def _saved(request: HttpRequest, form: SearchForm | MarketsForm, kept: SavedSearch | None) -> SavedSearch | None:
    saves = actions.save_over_markets if isinstance(form, MarketsForm) else actions.save_search
    try:
        return saves(search=kept, by=me(request), **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return None


def _form_page(
    request: HttpRequest, entrance: str, form: SearchForm | MarketsForm, kept: SavedSearch | None
) -> HttpResponse:
    over_markets = isinstance(form, MarketsForm)
    context = {"form": form, "entrance": entrance, "search": kept, "over_markets": over_markets}
    return render(request, "match/searches/form.html", context, status=422 if form.errors else 200)


@login_required
@never_cache
def search(request: HttpRequest, entrance: str, pk: UUID) -> HttpResponse:
    """What a search finds now, what is new first to the eye, and its skills."""
    row = get_object_or_404(with_seen(_rows(request, entrance)), pk=pk)
    if row.over_markets:
        return _over_markets(request, entrance, row)
    found, fresh = actions.look(row)
    page = Paginator(sorted(found, key=lambda one: one.pk not in fresh), PER_PAGE).get_page(request.GET.get("page"))
    people = is_for_people(row)
    context = {
        "search": row,
        "entrance": entrance,
        "people": people,
        "page": page,
        "finds": _shown(row, list(page), fresh) if people else [(one, one.pk in fresh) for one in page],
        "may_see": bool(found) or not people or bool(seers({row.organisation_id} if row.organisation_id else set())),
        "asks": bool(row.opening_id) or not people or bool(row.skills.all()),
        "work_languages": WORK_LANGUAGES,
        **({} if row.opening_id else search_of(request, skills_of(row))),
    }
    return render(request, "match/searches/search.html", context)


def _over_markets(request: HttpRequest, entrance: str, row: SavedSearch) -> HttpResponse:
    found, fresh = actions.look_over_markets(row)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = shown(list(page), row.words)
    row.market, row.address = phrases.market_of(row), sifted(row).address  # type: ignore[attr-defined]
    context = {
        "search": row,
        "entrance": entrance,
        "page": page,
        "finds": [(*card, card[0].pk in fresh) for card in cards(rows)],
        "may_see": True,
        "asks": True,
    }
    return render(request, "match/searches/search.html", context)


def _shown(row: SavedSearch, found: list[Find], fresh: set[UUID]) -> list[tuple[object, ...]]:
    """Of each person: the find, whether it is new, what they show, and an introduction there may be."""
    met = introduced(row, found)
    return [(one, one.pk in fresh, shown_of(one.profile), met.get(one.profile.pk)) for one in found if one.profile]


def _openings(request: HttpRequest, row: SavedSearch) -> QuerySet[Opening]:
    """The public openings of the search's organisation, for which somebody may be asked."""
    mine = openings_run_by(me(request)).filter(organisation=row.organisation_id, kind_code=row.kind_code)
    return mine.filter(pk__in=open_openings().order_by().values("pk"))


@login_required
@require_POST
def skills(request: HttpRequest, entrance: str, pk: UUID) -> HttpResponse:
    """Asks for a skill, or no more."""
    row, uri = _one(request, entrance, pk), request.POST.get("uri", "")[:200]
    if "remove" in request.POST:
        actions.remove_skill(search=row, uri=uri, by=me(request))
        return redirect(f"{entrance}_search", pk)
    try:
        actions.add_skill(search=row, uri=uri, by=me(request))
    except (ValidationError, NotInstalledError) as error:
        messages.error(request, say_refusal(error))
    return redirect(f"{entrance}_search", pk)


@login_required
@require_POST
def state(request: HttpRequest, entrance: str, pk: UUID) -> HttpResponse:
    """Pauses a search, goes on with it, or deletes it."""
    row, act = _one(request, entrance, pk), request.POST.get("act")
    if act == "delete":
        actions.delete_search(search=row, by=me(request))
        messages.success(request, _("The search is deleted."))
    elif act in {"pause", "resume"}:
        actions.pause_search(search=row, paused=act == "pause", by=me(request))
        messages.success(request, _("Saved."))
    return redirect(f"{entrance}_searches")


@login_required
@never_cache
def meet(request: HttpRequest, pk: UUID, profile: UUID) -> HttpResponse:
    """The organisation would like to meet somebody a search found, for one of its openings."""
    row = _one(request, "office", pk)
    person = get_object_or_404(visible_profiles().select_related("person"), pk=profile)
    form = MeetForm(request.POST or None, openings=_openings(request, row))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = ask_person(opening=given["opening"], profile=person, note=given["note"], by=me(request))
        except ValidationError as error:
            form.add_error("note", error)
        else:
            messages.success(request, _("The person is asked. You see their name only if they say yes."))
            return redirect("office_conversation", made.pk)
    context = {"form": form, "search": row}
    return render(request, "match/searches/meet.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def watch(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A search for people who fit an opening."""
    needs = openings_run_by(me(request)).filter(kind_code__in=registry.codes(teaching=False))
    opening = get_object_or_404(needs, pk=pk)
    try:
        made = actions.watch_opening(opening=opening, by=me(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("opening_matches", pk)
    messages.success(request, _("Saved. You will be told of new people who fit."))
    return redirect("office_search", made.pk)
