"""The office page on which a whole cohort is paired."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from mouakaba.base.people.queries import me
from mouakaba.match import registry
from mouakaba.match.cohorts.actions import propose_pairs
from mouakaba.match.cohorts.queries import Cohort, PairKey, Plan, at_work, cohorts_of, given_by, plan_pairs
from mouakaba.match.cohorts.rules import PER_PAGE
from mouakaba.match.trades.queries import markets_brokered_by


@login_required
@never_cache
def cohort_pairs(request: HttpRequest, kind: str) -> HttpResponse:
    """The best pairs with their reasons, who is left and why. A POST computes again with what stays, or proposes."""
    found = next((one for one in registry.trades() if one.code == kind), None)
    if found is None or not registry.trade(kind).assigned or not markets_brokered_by(me(request)):
        raise Http404
    cohorts = cohorts_of(me(request))
    cohort = next((one for one in cohorts if one.code == request.GET.get("cohort")), None)
    kept, without = _pairs(request, "keep"), _pairs(request, "without")
    plan = plan_pairs(found, cohort, kept=sorted(kept - without), without=without)
    if request.method == "POST" and "propose" in request.POST:
        return _propose(request, kind, cohort, plan, kept - without)
    deals = list(at_work(found, cohort))
    context = {
        "kind": found, "cohorts": cohorts, "cohort": cohort, "plan": plan, "without": sorted(without),
        "pairs": [(f"{fit.offer.pk}:{fit.need.pk}", fit) for fit in plan.fits],
        "page": Paginator(deals, PER_PAGE).get_page(request.GET.get("page")), "givers": given_by(deals)[:PER_PAGE],
        "unit": next(iter(registry.trade(kind).units.values())),
    }  # fmt: skip
    return render(request, "match/cohorts/pairs.html", context)


def _pairs(request: HttpRequest, name: str) -> set[PairKey]:
    """Pairs named in a form as OFFER:NEED; anything else is none."""
    ends = (value.partition(":") for value in request.POST.getlist(name))
    return {(offer, need) for offer, colon, need in ends if colon}


def _propose(request: HttpRequest, kind: str, cohort: Cohort | None, plan: Plan, wanted: set[PairKey]) -> HttpResponse:
    chosen = [fit for fit in plan.fits if (str(fit.offer.pk), str(fit.need.pk)) in wanted]
    count, refused = propose_pairs(fits=chosen, by=me(request))
    said = ngettext("%(n)s pair is proposed to both sides.", "%(n)s pairs are proposed to both sides.", count)
    messages.success(request, said % {"n": count})
    if lost := len(wanted) - len(chosen):
        text = ngettext("%(n)s pair is no longer possible.", "%(n)s pairs are no longer possible.", lost)
        messages.warning(request, text % {"n": lost})
    for line in refused:
        messages.error(request, line)
    page = reverse("cohort_pairs", args=[kind])
    return redirect(f"{page}?cohort={cohort.code}" if cohort else page)
