"""What every view does with a form that was sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _


def done(form: Any, act: Callable[[], Any]) -> Any:
    """What the act made, or True, once the form is valid and the act done; else False, the refusal in the form."""
    if not form.is_valid():
        return False
    try:
        return act() or True
    except ValidationError as error:
        form.refuse(error)
        return False


def saved(request: HttpRequest, to: str, *args: object) -> HttpResponse:
    """On to the next page, with a word that it is done."""
    messages.success(request, _("Saved."))
    return redirect(to, *args)
