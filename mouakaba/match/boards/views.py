"""Pages of the House: boards, threads, what is said, and the keepers' office."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mouakaba.base.files.queries import attachment, playable
from mouakaba.base.people.queries import me, me_if_any
from mouakaba.base.places.queries import region_names
from mouakaba.base.sheets.rules import MOST_EXPORTED
from mouakaba.base.sheets.views import sheet_response
from mouakaba.match import registry
from mouakaba.match.boards import actions, queries
from mouakaba.match.boards.forms import HideForm, PostForm, ReportForm
from mouakaba.match.boards.models import Board, Post, PostReport
from mouakaba.match.boards.phrases import length, post_title, thread_rows
from mouakaba.match.boards.rules import PER_PAGE
from mouakaba.match.listings.queries import open_trainings

TRAININGS = 3  # shown on the first page of the House


def _listed(request: HttpRequest, rows: Any) -> dict[str, Any]:
    """Threads as the lists show them, narrowed by the words and the box of the address."""
    words, waiting = request.GET.get("q", "")[:200], request.GET.get("waiting") == "1"
    page = Paginator(_narrowed(request, rows), PER_PAGE).get_page(request.GET.get("page"))
    return {
        "page": page,
        "cards": [(post, post_title(post), length(post.seconds)) for post in page],
        "words": words,
        "waiting": waiting,
    }


def _narrowed(request: HttpRequest, rows: Any) -> Any:
    words, waiting = request.GET.get("q", "")[:200], request.GET.get("waiting") == "1"
    return queries.narrowed(rows, words, _region(request), unanswered=waiting)


def _sheet(request: HttpRequest, ending: str, rows: Any) -> HttpResponse:
    """What the list shows, whole."""
    return sheet_response(ending, _("Boards"), *thread_rows(_narrowed(request, rows)[:MOST_EXPORTED]))


def _region(request: HttpRequest) -> str:
    code = request.GET.get("region", "")
    return code if code in region_names() else ""


@never_cache
def house(request: HttpRequest) -> HttpResponse:
    """The first page of the House: its boards, what was said last (as a sheet too), trainings and services."""
    reader, region = me_if_any(request), _region(request)
    if ending := request.GET.get("format", ""):
        return _sheet(request, ending, queries.threads(reader))
    boards, trainings = queries.boards_read_by(reader), open_trainings()
    if region:
        boards, trainings = boards.filter(region=region), trainings.filter(region=region)
    context = {
        "boards": boards,
        "region": region,
        "regions": sorted(region_names().items()),
        "teaching": trainings[:TRAININGS],
        "training": next(iter(registry.codes(teaching=True)), ""),
        "markets": registry.trades(),
        "keeps": reader is not None and queries.boards_kept_by(reader).exists(),
        **_listed(request, queries.threads(reader)),
    }
    return render(request, "match/boards/house.html", context)


@never_cache
def board(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One board; what is said on it as a sheet too."""
    shown = _board(request, pk)
    rows = queries.threads(me_if_any(request)).filter(board=shown)
    if ending := request.GET.get("format", ""):
        return _sheet(request, ending, rows)
    context = {"board": shown, "writes": _writes(request, shown), **_listed(request, rows)}
    return render(request, "match/boards/board.html", context)


def _board(request: HttpRequest, pk: UUID) -> Board:
    return get_object_or_404(queries.boards_read_by(me_if_any(request)), pk=pk)


def _writes(request: HttpRequest, shown: Board) -> bool:
    """Whether the button to write is shown; somebody without an account is asked to log in first."""
    reader = me_if_any(request)
    return reader is None or queries.boards_written_by(reader).filter(pk=shown.pk).exists()


@never_cache
def post(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One thread; the address of an answer leads to its thread."""
    shown = _post(request, pk)
    if shown.parent_id:
        return redirect("post", shown.parent_id)
    return _thread(request, shown, PostForm(board=shown.board, answer=True))


def _post(request: HttpRequest, pk: UUID) -> Post:
    return get_object_or_404(queries.posts_seen_by(me_if_any(request)), pk=pk)


def _thread(request: HttpRequest, shown: Post, form: PostForm, status: int = 200) -> HttpResponse:
    reader = me_if_any(request)
    answers = queries.answers_to(shown, reader)
    context = {
        "post": shown,
        "title": post_title(shown),
        "said": [(shown, length(shown.seconds))],
        "answers": [(one, length(one.seconds)) for one in answers],
        "asker": reader is not None and shown.person_id == reader.pk,
        "keeps": reader is not None and queries.boards_kept_by(reader).filter(pk=shown.board_id).exists(),
        "similar": [(one, post_title(one)) for one in queries.similar(shown, reader)],
        "writes": shown.hidden_at is None and _writes(request, shown.board),
        "form": form,
    }
    return render(request, "match/boards/post.html", context, status=status)


@never_cache
def post_voice(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The voice note of a post, whole or in the part a player asks for."""
    file = _post(request, pk).voice
    if file is None:
        raise Http404
    return playable(file, request.headers.get("Range"))


@never_cache
def post_picture(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The picture of a post."""
    file = _post(request, pk).picture
    if file is None:
        raise Http404
    return attachment(file)


@login_required
@never_cache
def post_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A question or an announcement."""
    shown = get_object_or_404(queries.boards_written_by(me(request)), pk=pk)
    form = PostForm(request.POST or None, request.FILES or None, board=shown)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.write_post(board=shown, by=me(request), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("It is on the board."))
            return redirect("post", made.pk)
    context = {"form": form, "board": shown}
    return render(request, "match/boards/write.html", context, status=422 if form.errors else 200)


@login_required
@never_cache
def post_answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Answers a thread, by voice or in writing."""
    rows = queries.threads(me(request)).filter(board__in=queries.boards_written_by(me(request)))
    shown = get_object_or_404(rows, pk=pk)
    if request.method != "POST":
        return redirect("post", pk)
    form = PostForm(request.POST, request.FILES, board=shown.board, answer=True)
    if form.is_valid():
        try:
            actions.write_post(
                board=shown.board, parent=shown, kind=Post.Kind.ANSWER, by=me(request), **form.cleaned_data
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Your answer is on the board."))
            return redirect("post", pk)
    return _thread(request, shown, form, status=422)


@login_required
@require_POST
def post_helped(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who asked marks the answer that helped."""
    rows = queries.posts_seen_by(me(request)).filter(parent__person=me(request), hidden_at__isnull=True)
    question = actions.mark_helped(answer=get_object_or_404(rows, pk=pk), by=me(request))
    return redirect("post", question.pk)


@login_required
@require_POST
def post_off(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Its writer takes it off."""
    rows = queries.posts_seen_by(me(request)).filter(person=me(request), hidden_at__isnull=True)
    taken = actions.take_off_post(post=get_object_or_404(rows, pk=pk), by=me(request))
    messages.success(request, _("It is off the board."))
    return redirect("post", taken.parent_id) if taken.parent_id else redirect("board", taken.board_id)


@login_required
@never_cache
def post_report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Asks the keepers to look."""
    shown = _post(request, pk)
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.report_post(post=shown, by=me(request), **form.cleaned_data)
        messages.success(request, _("Thank you. The keepers of the board look at it."))
        return redirect("post", shown.parent_id or shown.pk)
    context = {"form": form, "post": shown, "title": post_title(shown)}
    return render(request, "match/boards/report.html", context, status=422 if form.errors else 200)


@login_required
@never_cache
def office_posts(request: HttpRequest) -> HttpResponse:
    """What is said on the boards one keeps, what was reported first."""
    if not queries.boards_kept_by(me(request)).exists():
        raise Http404
    page = Paginator(queries.posts_kept_by(me(request)), PER_PAGE).get_page(request.GET.get("page"))
    rows = [(one, post_title(one)) for one in page]
    return render(request, "match/boards/office.html", {"page": page, "rows": rows})


@login_required
@never_cache
def office_post(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One post for its keepers: what was reported, to hide it with a reason, or to leave it."""
    shown = get_object_or_404(queries.posts_kept_by(me(request)), pk=pk)
    act = request.POST.get("act")
    form = HideForm(request.POST if act == "hide" else None)
    if act == "show":
        actions.show_post(post=shown, by=me(request))
        messages.success(request, _("It is shown, and the reports are settled."))
        return redirect("office_posts")
    if act == "hide" and form.is_valid():
        actions.hide_post(post=shown, by=me(request), **form.cleaned_data)
        messages.success(request, _("It is hidden; the person who wrote it is told why."))
        return redirect("office_posts")
    reports = PostReport.objects.filter(post=shown).select_related("settled_by")
    context = {
        "post": shown, "title": post_title(shown), "said": [(shown, length(shown.seconds))], "form": form,
        "reports": reports,
    }  # fmt: skip
    return render(request, "match/boards/office_post.html", context, status=422 if form.errors else 200)
