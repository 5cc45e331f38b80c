"""The broker's queue: pairs of others' listings that could work together. Who runs a programme proposes them."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from mouakaba.base.people.queries import me
from mouakaba.match.trades import actions
from mouakaba.match.trades.queries import markets_brokered_by, proposals
from mouakaba.match.trades.views.reading import kind_named, told


@login_required
@never_cache
def broker(request: HttpRequest, kind: str) -> HttpResponse:
    """Pairs that fit, with the reasons. A POST proposes one to both sides; neither has said yes by that."""
    found = kind_named(kind)
    if not markets_brokered_by(me(request)):
        raise Http404
    fits = proposals(found)
    if request.method == "POST":
        wanted = (request.POST.get("offer"), request.POST.get("need"))
        fit = next((one for one in fits if (str(one.offer.pk), str(one.need.pk)) == wanted), None)
        if fit is None:
            messages.error(request, _("This pair is no longer open, or was proposed already."))
            return redirect("broker", kind)
        try:
            actions.propose(offer=fit.offer, need=fit.need, by=me(request))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("Both sides are asked."))
        return redirect("broker", kind)
    shown = [(fit, told(fit.offer), told(fit.need)) for fit in fits]
    return render(request, "match/trades/broker.html", {"kind": found, "fits": shown})
