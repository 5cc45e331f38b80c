"""Opening the choice of a call: fetching is authorising."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from mouakaba.base.people.queries import me
from mouakaba.select.calls.models import Call
from mouakaba.select.selection.models import SelectionRun
from mouakaba.select.selection.queries.board import choices_seen_by, run_to_show


def open_choice(request: HttpRequest, slug: str, *, right: str = "") -> Call:
    """The call, for somebody who may read its choice or has the ``right`` named (may_judge, may_run); else 404."""
    calls = choices_seen_by(me(request))
    return get_object_or_404(calls.filter(**{right: True}) if right else calls, slug=slug)


def open_run(request: HttpRequest, call: Call) -> SelectionRun | None:
    """The run named in the address, or the one to show; 404 for a name that is none of this call's."""
    wanted = request.GET.get("run", "")
    run = run_to_show(call, wanted) if not wanted or is_id(wanted) else None
    if wanted and run is None:
        raise Http404
    if run is not None:
        run.call = call
    return run


def is_id(text: str) -> bool:
    """Whether a text is the id of something."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True
