"""The components of the house that need more than an include."""

from __future__ import annotations

from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.template.context import Context
from django.utils.safestring import SafeString

from mouakaba.base.files.forms import KeepsFiles
from mouakaba.base.words.forms import WordsForm

register = template.Library()

TONES = {
    "draft": "quiet",
    "published": "good",
    "in_force": "good",
    "coming": "care",
    "operating": "good",
    "works": "care",
    "planned": "quiet",
    "waiting": "care",
    "allotted": "good",
    "expired": "care",
    "ended": "quiet",
    "open": "good",
    "closed": "quiet",
    "submitted": "good",
    "admitted": "good",
    "selected": "good",
    "eligible": "good",
    "yes": "good",
    "optimal": "good",
    "sent": "good",
    "done": "good",
    "under_way": "good",
    "due_soon": "care",
    "late": "bad",
    "started": "care",
    "reserve": "care",
    "paper_asked": "care",
    "cannot_tell": "care",
    "queued": "care",
    "uncertain": "care",
    "refused": "bad",
    "ineligible": "bad",
    "no": "bad",
    "failed": "bad",
    "infeasible": "bad",
    "withdrawn": "quiet",
    "not_selected": "quiet",
}


@register.filter
def group(form: WordsForm, name: str) -> list[BoundField]:
    """The fields of a text in three languages: ``{% include "ui/words.html" with fields=form|group:"title" %}``."""
    return form.group(name)


@register.inclusion_tag("ui/badge.html")
def badge(state: str, label: str) -> dict[str, str]:
    """A status: a word with a colour, never a colour alone."""
    return {"label": label, "tone": TONES.get(state, "quiet")}


@register.inclusion_tag("ui/field.html")
def field(bound: BoundField, **extra: Any) -> dict[str, Any]:
    """A form field with label, help, and its error tied to it by ``aria-describedby``."""
    described = [f"{bound.auto_id}-help"] if bound.help_text else []
    described += [f"{bound.auto_id}-error"] if bound.errors else []
    kept = bound.form.kept(bound.name) if isinstance(bound.form, KeepsFiles) else None
    described += [f"{bound.auto_id}-kept"] if kept else []
    attrs: dict[str, Any] = {"aria-describedby": " ".join(described)} if described else {}
    if bound.errors:
        attrs["aria-invalid"] = "true"
    widget = bound.field.widget
    kind = getattr(widget, "input_type", "") or widget.__class__.__name__.lower()
    if getattr(widget, "allow_multiple_selected", False):  # many boxes under one legend, not one box
        kind = widget.__class__.__name__.lower()
    return {"field": bound, "control": bound.as_widget(attrs=attrs), "kind": kind, "kept": kept, **extra}


@register.filter
def refusals(form: BaseForm) -> list[BoundField]:
    """The fields that were refused, in the order of the page; the one field of a form stands right below, so none."""
    return [one for one in form if one.errors] if len(form.fields) > 1 else []


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: Any) -> str:
    """The page's query string with some keys changed; empty values are dropped."""
    params = context["request"].GET.copy()
    for key, value in changes.items():
        if value in (None, ""):
            params.pop(key, None)
        else:
            params[key] = value
    return f"?{params.urlencode()}" if params else "?"


@register.inclusion_tag("ui/pages.html", takes_context=True)
def pages(context: Context, page: Any) -> dict[str, Any]:
    """Links to the other pages of a list."""
    return {"page": page, "request": context["request"]}


@register.simple_tag
def star() -> SafeString:
    """The eight-fold star, the house's one quiet motif."""
    return SafeString(
        '<svg class="star" viewBox="0 0 40 40" aria-hidden="true" focusable="false">'
        '<path d="M20 2 26 8h8v8l6 4-6 4v8h-8l-6 6-6-6H6v-8l-6-4 6-4V8h8z"/></svg>'
    )
