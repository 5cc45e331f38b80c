"""Members of a network and their way through the stages."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from mouakaba.accompany.spaces import actions, queries
from mouakaba.accompany.spaces.forms import StageForm
from mouakaba.accompany.spaces.models import Member
from mouakaba.accompany.spaces.views.shared import sheet
from mouakaba.base.people.queries import me
from mouakaba.base.sheets.actions import Value
from mouakaba.base.sheets.views import wants_sheet
from mouakaba.base.ui.views import done, saved
from mouakaba.base.words.queries import said
from mouakaba.kernel.text import fold

PER_PAGE = 30


@login_required
@never_cache
def office_members(request: HttpRequest) -> HttpResponse:
    """The members, by stage and by words of their name; counts by stage; CSV and workbook of what is shown."""
    every = queries.members_seen_by(me(request))
    if not every.exists() and not queries.networks_of(me(request)).exists():
        raise Http404
    words, stage = request.GET.get("q", "")[:100], request.GET.get("stage", "")
    rows = every.filter(stage=stage) if stage in Member.Stage.values else every
    if words.strip():
        keys = [pk for pk, name in rows.values_list("pk", "name") if fold(words) in fold(name)]
        rows = rows.filter(pk__in=keys)
    if wants_sheet(request):
        headers = (_("Member"), _("Who it is"), _("Stage"), _("Since"), _("Comes from"), _("Network"))
        return sheet(request, "members", headers, map(_line, rows))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "q": words, "stage": stage, "stages": queries.by_stage(every)}
    context["origins"] = queries.by_origin(every)
    return render(request, "accompany/spaces/members.html", context)


def _line(member: Member) -> list[Value]:
    region = said(member.region.name) if member.region else ""
    kind, stage = str(member.get_kind_display()), str(member.get_stage_display())
    return [member.name, kind, stage, member.joined_on, region, said(member.network.name)]


@login_required
@never_cache
def office_member(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One member: its stages with the reasons, its spaces on all sites; another stage by a POST."""
    member = get_object_or_404(queries.members_seen_by(me(request)), pk=pk)
    may_change = queries.members_run_by(me(request)).filter(pk=pk).exists()
    if request.method == "POST" and not may_change:
        raise Http404
    form = StageForm(request.POST or None, member=member) if may_change else None
    if (
        request.method == "POST"
        and form
        and done(form, lambda: actions.move_stage(member=member, by=me(request), **form.cleaned_data))
    ):
        return saved(request, "office_member", pk)
    context = {
        "member": member,
        "moves": queries.moves_of(member),
        "stays": queries.stays_seen_by(me(request)).filter(member=member),
        "waits": queries.waiting_seen_by(me(request)).filter(member=member),
        "form": form,
    }
    return render(request, "accompany/spaces/member.html", context, status=422 if form and form.errors else 200)
