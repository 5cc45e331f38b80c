"""The office's front page and programmes."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mouakaba.base.clock.queries import now
from mouakaba.base.people.queries import me
from mouakaba.base.ui.views import done
from mouakaba.match.door import agreements_run_by, has_agreements, keeps_bank, states_needs
from mouakaba.select.programmes.actions import (
    change_programme,
    create_programme,
    invite_to_role,
    record_figure,
    remove_figure,
    take_role,
)
from mouakaba.select.programmes.forms import FigureForm, InviteForm, ProgrammeForm
from mouakaba.select.programmes.models import Programme, PublishedFigure
from mouakaba.select.programmes.queries import (
    colleagues_of,
    figures_of,
    organisations_run_by,
    programmes_run_by,
    programmes_seen_by,
    roles_in,
    with_may_change,
)


@login_required
def office(request: HttpRequest) -> HttpResponse:
    """The programmes a person works on, with their calls."""
    person = me(request)
    seen = with_may_change(programmes_seen_by(person), person)
    programmes = seen.select_related("organisation").prefetch_related("calls")
    rows = [(programme, _stages(programme)) for programme in programmes]
    context = {
        "rows": rows,
        "may_open": organisations_run_by(person).exists(),
        "states_needs": states_needs(person),
        "keeps_bank": keeps_bank(person),
        "schools": agreements_run_by(person),
        "has_agreements": has_agreements(person),
    }
    return render(request, "select/programmes/office.html", context)


def _stages(programme: Programme) -> list[tuple[object, str, str]]:
    """Each call of a programme with its stage and the words for it."""
    at = now()
    staged = [(call, call.stage(at)) for call in programme.calls.all()]
    return [(call, stage, str(call.Stage(stage).label)) for call, stage in staged]


@login_required
def programme_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One programme: calls, people, figures."""
    return _show(request, _seen(request, slug), InviteForm())


def _seen(request: HttpRequest, slug: str) -> Programme:
    seen = with_may_change(programmes_seen_by(me(request)), me(request))
    return get_object_or_404(seen.select_related("organisation").prefetch_related("calls"), slug=slug)


def _run(request: HttpRequest, slug: str) -> Programme:
    return get_object_or_404(programmes_run_by(me(request)).select_related("organisation"), slug=slug)


def _show(request: HttpRequest, programme: Programme, invite: InviteForm) -> HttpResponse:
    context = {
        "programme": programme,
        "calls": _stages(programme),
        "colleagues": colleagues_of(programme),
        "roles": roles_in(programme),
        "figures": figures_of(programme),
        "invite": invite,
    }
    return render(request, "select/programmes/programme.html", context, status=422 if invite.errors else 200)


@login_required
def programme_new(request: HttpRequest) -> HttpResponse:
    """A new programme of an organisation the person works for."""
    organisations = organisations_run_by(me(request))
    if not organisations.exists():
        raise Http404
    form = ProgrammeForm(request.POST or None, organisations=organisations)
    if request.method == "POST" and form.is_valid():
        programme = create_programme(
            organisation=form.cleaned_data["organisation"],
            slug=form.cleaned_data["slug"],
            title=form.words("title"),
            summary=form.words("summary"),
            by=me(request),
        )
        return redirect("programme_page", programme.slug)
    status = 422 if form.errors else 200
    return render(request, "select/programmes/programme_form.html", {"form": form}, status=status)


@login_required
def programme_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """The words of a programme."""
    programme = _run(request, slug)
    form = ProgrammeForm(request.POST or None, programme=programme)
    if request.method == "POST" and form.is_valid():
        change_programme(programme=programme, title=form.words("title"), summary=form.words("summary"), by=me(request))
        messages.success(request, _("Saved."))
        return redirect("programme_page", slug)
    context = {"form": form, "programme": programme}
    return render(request, "select/programmes/programme_form.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def programme_invite(request: HttpRequest, slug: str) -> HttpResponse:
    """Gives somebody a role by e-mail."""
    programme = _run(request, slug)
    form = InviteForm(request.POST)
    if given := done(form, lambda: invite_to_role(programme=programme, by=me(request), **form.cleaned_data)):
        messages.success(request, _("We wrote to %(email)s.") % {"email": given.person.email})
        return redirect("programme_page", slug)
    return _show(request, _seen(request, slug), form)


@login_required
@require_POST
def programme_take_role(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Takes a role back."""
    role = get_object_or_404(roles_in(_run(request, slug)), pk=pk)
    take_role(role=role, by=me(request))
    messages.success(request, _("This person no longer has this role."))
    return redirect("office") if role.person_id == me(request).pk else redirect("programme_page", slug)


@login_required
def figure(request: HttpRequest, slug: str, code: str = "") -> HttpResponse:
    """A total stated in public, new or changed."""
    programme = _run(request, slug)
    known = get_object_or_404(figures_of(programme), code=code) if code else None
    form = FigureForm(request.POST or None, figure=known)
    if request.method == "POST" and form.is_valid():
        record_figure(programme=programme, code=code or _free_code(programme), by=me(request), **form.values())
        messages.success(request, _("Saved."))
        return redirect("programme_page", slug)
    context = {"form": form, "programme": programme, "figure": known}
    return render(request, "select/programmes/figure.html", context, status=422 if form.errors else 200)


def _free_code(programme: Programme) -> str:
    taken = set(PublishedFigure.objects.filter(programme=programme).values_list("code", flat=True))
    return next(code for code in (f"figure-{number}" for number in range(1, len(taken) + 2)) if code not in taken)


@login_required
@require_POST
def figure_remove(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Removes a published figure."""
    found = get_object_or_404(figures_of(_run(request, slug)), code=code)
    remove_figure(figure=found, by=me(request))
    messages.success(request, _("Removed."))
    return redirect("programme_page", slug)
