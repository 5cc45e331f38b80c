"""What other rooms' pages show of the choice, without knowing this room."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template

from mouakaba.base.words.queries import current
from mouakaba.kernel.text import isolate
from mouakaba.select.applications.models import Application
from mouakaba.select.programmes.models import Programme
from mouakaba.select.selection.phrases import sentences
from mouakaba.select.selection.queries.cohort import figures_of
from mouakaba.select.selection.queries.results import result_for

register = template.Library()


@register.filter
def figure(value: float | Decimal | None) -> str:
    """A score or distance, with at most four decimals and no more than it has."""
    return "—" if value is None else sentences.figure(value)


@register.filter
def apart(text: object) -> str:
    """What a person typed, set apart inside a sentence that may run the other way."""
    return isolate(str(text))


@register.filter
def in_points(value: float | Decimal | None) -> str:
    """``2.5 points``."""
    return "" if value is None else sentences.points(value)


@register.inclusion_tag("select/selection/_result.html", takes_context=True)
def result_of(context: template.Context, application: Application) -> dict[str, Any]:
    """What the published choice means for an application; nothing before publication."""
    result = result_for(application, current())
    request = context.get("request")
    return {"result": result, "application": application, "csrf_token": context.get("csrf_token"), "request": request}


@register.inclusion_tag("select/selection/_history.html")
def programme_history(programme: Programme) -> dict[str, Any]:
    """Totals stated in public about a programme, each beside what its parts count."""
    return {"figures": figures_of(programme)}
