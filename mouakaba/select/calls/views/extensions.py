"""A later closing for one person."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mouakaba.base.people.queries import me
from mouakaba.select.calls.actions import give_extension, withdraw_extension
from mouakaba.select.calls.forms.extensions import ExtensionForm
from mouakaba.select.calls.views.desk import Desk, by_field, open_desk, sentences, writing_desk


@login_required
def call_extensions(request: HttpRequest, slug: str) -> HttpResponse:
    """The extensions of a call, and one more."""
    desk = writing_desk(request, slug) if request.method == "POST" else open_desk(request, slug)
    form = ExtensionForm(request.POST or None, call=desk.call)
    if request.method == "POST" and form.is_valid():
        try:
            given = give_extension(call=desk.call, by=me(request), **form.values())
        except ValidationError as error:
            for name, found in by_field(error).items():
                form.refuse(name, found[0])
        else:
            messages.success(request, _("%(person)s has more time, and was told.") % {"person": given.person})
            return redirect("call_extensions", slug)
    return _show(request, desk, form)


def _show(request: HttpRequest, desk: Desk, form: ExtensionForm) -> HttpResponse:
    context = {
        "desk": desk,
        "call": desk.call,
        "form": form,
        "extensions": desk.call.extensions.select_related("person", "given_by").order_by("-until"),
    }
    return render(request, "select/calls/extensions.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def call_extension_withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Takes an extension back."""
    desk = writing_desk(request, slug)
    extension = get_object_or_404(desk.call.extensions.select_related("call"), pk=pk)
    try:
        withdraw_extension(extension=extension, reason=request.POST.get("reason", ""), by=me(request))
        messages.success(request, _("The extension is taken back."))
    except ValidationError as error:
        messages.error(request, " ".join(sentences(error)))
    return redirect("call_extensions", slug)
