"""Moving the demonstration's clock. Answers 404 outside a demonstration."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from mouakaba.base.clock.actions import set_clock
from mouakaba.base.clock.queries import moment

# Wall times in Africa/Casablanca, around the loaded calls.
STANDS = {
    "open": (datetime(2024, 3, 30, 10, 0), _("Kawaliss 2 is open: the day before closing")),
    "last": (datetime(2024, 3, 31, 23, 58), _("The last two minutes of Kawaliss 2")),
    "after": (datetime(2024, 4, 20, 9, 0), _("After closing: the jury has marked, the choice is to be made")),
    "third": (datetime(2025, 4, 1, 10, 0), _("Kawaliss 3 is open")),
    "ideathon": (datetime(2025, 4, 3, 14, 0), _("The day of the Oujda ideathon")),
    "real": (None, _("Real time")),
}


def demo_clock(request: HttpRequest) -> HttpResponse:
    """Choose where the clock stands."""
    if not settings.DEMO:
        raise Http404
    if request.method == "POST" and request.POST.get("stand") in STANDS:
        wall = STANDS[request.POST["stand"]][0]
        set_clock(stands_at=moment(wall, "Africa/Casablanca") if wall else None)
        return redirect("home")
    return render(request, "base/demo_clock.html", {"stands": [(k, v[1]) for k, v in STANDS.items()]})
