"""A sheet of marks over HTTP: with and without JavaScript, at a desk and during a pitch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from mouakaba.base.people.queries import me
from mouakaba.base.resending.views import KeptRedirect
from mouakaba.base.words.phrases import number_in_words
from mouakaba.kernel import marks as kernel
from mouakaba.select.review import phrases
from mouakaba.select.review.actions import Saved, finish_review, save_marks
from mouakaba.select.review.forms import Typed, faults_of, read_sheet, sheet_of
from mouakaba.select.review.models import Review
from mouakaba.select.review.queries import criteria_of

PARKED = "parked_marks"
PARKED_MOST = 100_000  # characters a lost session may leave for after the login
PARTS = ("mark-", "reason-", "seen-", "comment", "base")


def wants_json(request: HttpRequest) -> bool:
    """Whether the page's script asks, rather than a person."""
    return request.headers.get("Accept", "").startswith("application/json")


def park(request: HttpRequest) -> HttpResponse:
    """After the session ended: the script is told to log in; a form's text waits in the new session."""
    if wants_json(request):
        return JsonResponse({"login": True}, status=401)
    kept = {key: text for key, text in request.POST.items() if key.startswith(PARTS)}
    login = redirect_to_login(request.get_full_path())
    if not kept or sum(map(len, kept.values())) > PARKED_MOST:
        return login
    request.session[PARKED] = {"path": request.get_full_path(), "data": kept}
    return KeptRedirect(login.url)


def _unpark(request: HttpRequest) -> QueryDict | None:
    """What a lost session left for this page; shown once, for the juror to save."""
    parked = request.session.get(PARKED)
    if not parked or parked["path"] != request.get_full_path():
        return None
    del request.session[PARKED]
    data = QueryDict(mutable=True)
    data.update(parked["data"])
    return data


class SheetPage:
    """One request for one sheet. ``context`` gives what the page shows around it."""

    def __init__(
        self, request: HttpRequest, review: Review, *, template: str, context: Callable[[], dict[str, Any]]
    ) -> None:
        self.request, self.review, self.template, self.context = request, review, template, context
        self.criteria = criteria_of(review.application)

    def answer(self) -> HttpResponse:
        """The page, or what became of what was sent."""
        if wants_json(self.request):
            return self._script()
        if self.request.method == "POST":
            return self._post()
        parked = _unpark(self.request)
        if parked is None:
            return self._page()
        messages.warning(self.request, _("Your session had ended. What you wrote is below: press Save to keep it."))
        return self._page(typed=read_sheet(parked, self.criteria))

    def _page(self, *, status: int = 200, **state: Any) -> HttpResponse:
        context = {
            "review": self.review,
            "sheet": sheet_of(self.review, **state),
            "closed": self.review.application.call.marks_closed_at is not None,
            **self.context(),
        }
        return render(self.request, self.template, context, status=status)

    def _save(self, typed: Typed) -> Saved:
        try:
            saved = save_marks(
                review=self.review,
                marks=typed.marks,
                base_revision=typed.base,
                by=me(self.request),
                comment=typed.comment,
            )
        except Review.DoesNotExist as gone:  # a tie was entered, or the file taken back, meanwhile
            raise Http404 from gone
        self.review.marks, self.review.comment = saved.review.marks, saved.review.comment
        self.review.revision, self.review.state = saved.review.revision, saved.review.state
        return saved

    def _post(self) -> HttpResponse:
        typed = read_sheet(self.request.POST, self.criteria)
        try:
            saved = self._save(typed)
            if saved.clashes:
                messages.error(self.request, _("Another window of yours saved something else. Choose below."))
                return self._page(typed=_only(typed, saved.clashes), clashes=saved.clashes, status=409)
            if self.request.POST.get("act") == "done":
                finish_review(review=self.review, by=me(self.request))
                return self._finished()
        except ValidationError as error:
            return self._refused(typed, error)
        messages.success(self.request, _("Your marks are saved."))
        return redirect(self.request.get_full_path())

    def _finished(self) -> HttpResponse:
        messages.success(self.request, _("Done. You may still change your marks until they are closed."))
        following = self.context().get("next")
        if following is None:
            return redirect(self.request.get_full_path())
        return redirect("jury_file", self.review.application.call.slug, following.application_id)

    def _refused(self, typed: Typed, error: ValidationError) -> HttpResponse:
        errors, general = faults_of(error)
        for sentence in general:
            messages.error(self.request, sentence)
        if errors:
            messages.error(self.request, _("Something is still missing: see below. What you wrote is kept."))
        return self._page(typed=typed, errors=errors, status=422)

    def _script(self) -> HttpResponse:
        """For autosave. 200 saved; 409 closed for good; 422 refused in words. GET renews the token after a login."""
        if self.request.method != "POST":
            return JsonResponse({"token": get_token(self.request)})
        try:
            saved = self._save(read_sheet(self.request.POST, self.criteria))
        except ValidationError as error:
            errors, general = faults_of(error)
            return JsonResponse({"errors": errors, "closed": general}, status=422 if errors else 409)
        return JsonResponse(self._state(saved))

    def _state(self, saved: Saved) -> dict[str, Any]:
        row = saved.review
        total = kernel.total(row.marks, self.criteria)
        by_code = {criterion.code: criterion for criterion in self.criteria}
        missing = {
            flaw.criterion: phrases.flaw_sentence(flaw.code, by_code[flaw.criterion])
            for flaw in kernel.flaws(row.marks, self.criteria)
            if flaw.code == "reason_missing"
        }
        return {
            "revision": row.revision,
            "state": row.state,
            "total": "" if total is None else number_in_words(kernel.rounded(total)),
            "missing": missing,
            "clashes": saved.clashes,
        }


def _only(typed: Typed, clashes: Mapping[str, Any]) -> Typed:
    """What was typed and not stored: the fields in conflict."""
    marks = {code: given for code, given in typed.marks.items() if code in clashes}
    return Typed(marks, typed.comment if "_comment" in clashes else None, typed.base)
