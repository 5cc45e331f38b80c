"""A conversation, seen from either side: the person's pages and the organisation's do the same things."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mouakaba.base.people.queries import me
from mouakaba.match.introductions import actions
from mouakaba.match.introductions.forms import MessageForm, ReportForm
from mouakaba.match.introductions.models import Introduction
from mouakaba.match.introductions.queries import conversations_of, conversations_run_by, messages_of, open_report

PER_PAGE = 50
ClosedBy = Introduction.ClosedBy


@dataclass(frozen=True, slots=True)
class Stand:
    """Where the reader stands in a conversation, and the pages of that side."""

    row: Introduction
    from_person: bool

    @property
    def entrance(self) -> str:
        return "my" if self.from_person else "office"

    @property
    def side(self) -> str:
        return ClosedBy.PERSON if self.from_person else ClosedBy.ORGANISATION

    @property
    def page(self) -> str:
        return f"{self.entrance}_conversation"


def _mine(request: HttpRequest, pk: UUID) -> Stand:
    return Stand(get_object_or_404(conversations_of(me(request)), pk=pk), True)


def _ours(request: HttpRequest, pk: UUID) -> Stand:
    return Stand(get_object_or_404(conversations_run_by(me(request)), pk=pk), False)


@login_required
@never_cache
def my_conversation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The person reads, and writes by a POST."""
    return _conversation(request, _mine(request, pk))


@login_required
@never_cache
def office_conversation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody of the organisation reads, and writes by a POST."""
    return _conversation(request, _ours(request, pk))


@login_required
@require_POST
def my_conversation_close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The person closes the conversation, or opens again what they closed."""
    return _close(request, _mine(request, pk))


@login_required
@require_POST
def office_conversation_close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The organisation closes the conversation, or opens again what it closed."""
    return _close(request, _ours(request, pk))


@login_required
@require_POST
def my_conversation_report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The person asks the operator to look."""
    return _report(request, _mine(request, pk))


@login_required
@require_POST
def office_conversation_report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The organisation asks the operator to look."""
    return _report(request, _ours(request, pk))


def _conversation(request: HttpRequest, stand: Stand) -> HttpResponse:
    if request.method != "POST":
        return _page(request, stand)
    form = MessageForm(request.POST)
    if form.is_valid() and _written(request, stand, form):
        messages.success(request, _("Your message is sent."))
        return redirect(stand.page, stand.row.pk)
    stand.row.refresh_from_db()  # it may have been closed in between: the page says so and keeps the words
    return _page(request, stand, form=form)


def _written(request: HttpRequest, stand: Stand, form: MessageForm) -> bool:
    try:
        actions.write_message(
            introduction=stand.row,
            text=form.cleaned_data["text"],
            number=form.cleaned_data["number"],
            from_person=stand.from_person,
            by=me(request),
        )
    except ValidationError as error:
        form.add_error("text", error)
        return False
    return True


def _page(
    request: HttpRequest, stand: Stand, form: MessageForm | None = None, report: ReportForm | None = None
) -> HttpResponse:
    pages = Paginator(messages_of(stand.row), PER_PAGE)
    page = pages.get_page(request.GET.get("page") or pages.num_pages)
    context = {
        "row": stand.row,
        "stand": stand,
        "page": page,
        "form": form or MessageForm(initial={"number": uuid4()}),
        "refused": form is not None,
        "report": report or ReportForm(),
        "reported": open_report(stand.row, from_person=stand.from_person),
    }
    answer = render(request, "match/introductions/conversation.html", context, status=422 if form or report else 200)
    actions.mark_read(introduction=stand.row, from_person=stand.from_person, by=me(request))
    return answer


def _close(request: HttpRequest, stand: Stand) -> HttpResponse:
    again = "again" in request.POST
    act = actions.reopen_conversation if again else actions.close_conversation
    act(introduction=stand.row, closed_by=stand.side, by=me(request))
    messages.success(request, _("The conversation is open again.") if again else _("The conversation is closed."))
    return redirect(stand.page, stand.row.pk)


def _report(request: HttpRequest, stand: Stand) -> HttpResponse:
    form = ReportForm(request.POST)
    if not form.is_valid():
        return _page(request, stand, report=form)
    actions.report_conversation(
        introduction=stand.row, why=form.cleaned_data["why"], from_person=stand.from_person, by=me(request)
    )
    messages.success(request, _("The operator of the platform is told, and will read the conversation."))
    return redirect(stand.page, stand.row.pk)
