"""The tokens of a person, under My space."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mouakaba.base.people.queries import me
from mouakaba.base.tokens import actions
from mouakaba.base.tokens.forms import TokenForm
from mouakaba.base.tokens.queries import tokens_of


@login_required
@never_cache
def tokens(request: HttpRequest) -> HttpResponse:
    """The list, and a new one, whose secret is on the answer to its post and nowhere else."""
    form, secret = TokenForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            _made, secret = actions.make_token(by=me(request), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            form = TokenForm()
    context = {"form": form, "secret": secret, "tokens": tokens_of(me(request))}
    return render(request, "base/tokens.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def token_revoke(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It opens nothing any more."""
    actions.revoke_token(token=get_object_or_404(tokens_of(me(request)), pk=pk), by=me(request))
    messages.success(request, _("The token is revoked."))
    return redirect("my_tokens")
