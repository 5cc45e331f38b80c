"""Making a call and keeping its draft. A draft takes whatever was typed; only publishing is strict."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mouakaba.base.audit.actions import point, recorded
from mouakaba.base.people.models import Person
from mouakaba.select import registry
from mouakaba.select.calls.models import Call
from mouakaba.select.calls.queries.drafts import Draft, draft_of, shown_digest, tests_of
from mouakaba.select.calls.queries.shape import content_flaws, rules_flaws
from mouakaba.select.calls.queries.values import day, storable, wall
from mouakaba.select.programmes.models import Programme

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def create_call(
    *, programme: Programme, kind_code: str, slug: str, title: Mapping[str, str], by: Person | None
) -> Call:
    """A call in preparation, with its kind's form and criteria to start from.

    Raises ValidationError, by field, for a slug that is taken or unusable and for an unknown kind.
    """
    check_slug(slug)
    if kind_code not in {kind.code for kind in registry.kinds()}:
        raise ValidationError({"kind_code": _("Choose the kind of call from the list.")})
    kind = registry.kind(kind_code)
    rules = copy.deepcopy(dict(kind.default_rules))
    rules["call"] = {"languages": ["ar", "fr", "en"], **rules.get("call", {}), "title": dict(title)}
    return make_call(programme, kind_code, slug, draft=Draft(rules, copy.deepcopy(dict(kind.default_content))), by=by)


def check_slug(slug: str) -> None:
    """Raises ValidationError on the field `slug` unless it is free and can stand in an address."""
    if not _SLUG.fullmatch(slug) or len(slug) > 50:
        text = _("Write 1 to 50 small Latin letters, digits and hyphens, for example kawaliss-3.")
        raise ValidationError({"slug": text})
    if Call.objects.filter(slug=slug).exists():
        text = _("Another call already has the address “%(slug)s”. Choose another one.")
        raise ValidationError({"slug": text % {"slug": slug}})


def make_call(
    programme: Programme, kind_code: str, slug: str, *, draft: Draft, by: Person | None, source: str = ""
) -> Call:
    """Stores a new call with its draft; `source` says where the draft comes from."""
    with recorded("create_call", by=by, why=source) as line:
        call = Call(programme=programme, kind_code=kind_code, slug=slug, is_demo=programme.is_demo)
        _keep(call, draft)
        call.save()
        point(line, call)
    return call


def save_draft(
    *,
    call: Call,
    rules: Mapping[str, Any] | None = None,
    content: Mapping[str, Any] | None = None,
    by: Person | None,
) -> Call:
    """Replaces the draft's rules (shape of the call file, as `tomllib` reads it), its content, or both.

    Raises ValidationError for data of another shape; values may be missing or wrong until the call is published.
    """

    def replace(draft: Draft) -> Draft:
        return Draft(
            draft.rules if rules is None else storable(rules), draft.content if content is None else storable(content)
        )

    return edit_draft(call=call, change=replace, by=by)


def locked_call(call: Call) -> Call:
    """The call as it stands now, held until the transaction ends.

    Locked first and read after: a query that locks and joins at once would join the version of before the wait.
    """
    Call.objects.select_for_update(no_key=True).values_list("pk").get(pk=call.pk)
    return Call.objects.select_related("version").get(pk=call.pk)


class StaleDraftError(ValidationError):
    """Somebody else saved the same page meanwhile."""


def edit_draft(
    *,
    call: Call,
    change: Callable[[Draft], object],
    by: Person | None,
    shown: Callable[[Draft], Mapping[str, Any]] | None = None,
    seen: str = "",
) -> Call:
    """Applies a change to the draft as it stands now, one officer at a time.

    `change` gets the draft and alters it, or returns another Draft. `shown` says what the officer's page shows of a
    draft and `seen` is its digest when the page was made: raises StaleDraftError when it shows something else by now.
    The call given is brought up to date.
    """
    with recorded("edit_draft", by=by, subject=call):
        fresh = locked_call(call)
        if fresh.state == Call.State.CANCELLED:
            raise ValidationError(_("This call is cancelled: it can no longer be changed."))
        draft = draft_of(fresh)
        if shown and seen and shown_digest(shown(draft)) != seen:
            raise StaleDraftError(_("Somebody else saved this page after you opened it."))
        changed = change(draft)
        _keep(fresh, changed if isinstance(changed, Draft) else draft)
        fresh.save(update_fields=["draft_rules", "draft_content", "title"])
    call.draft_rules, call.draft_content, call.title = fresh.draft_rules, fresh.draft_content, fresh.title
    return call


def _keep(call: Call, draft: Draft) -> None:
    rules, content = storable(draft.rules), storable(draft.content)
    if flaws := [*rules_flaws(rules, ""), *content_flaws(content, "")]:
        raise ValidationError(flaws)
    call.draft_rules, call.draft_content = rules, content
    if call.version_id is None:
        call.title = rules.get("call", {}).get("title") or {}


def discard_draft(*, call: Call, by: Person | None) -> Call:
    """Takes the draft back to the published version."""
    if call.version is None:
        raise ValidationError(_("This call has never been published: there is nothing to go back to."))

    def published(_draft: Draft) -> Draft:
        return draft_of(Call(version=call.version))

    return edit_draft(call=call, change=published, by=by)


def clone_call(
    *, call: Call, slug: str, title: Mapping[str, str], by: Person | None, shift_days: int | None = None
) -> Call:
    """A new call in preparation with this one's draft.

    Dates, and the reference days of age rules, move by `shift_days`; without it they are emptied, for a
    forgotten old date would judge new people by it.
    """
    check_slug(slug)
    draft = draft_of(call)
    draft.header["title"] = dict(title)
    for key in ("opens_at", "closes_at"):
        _shift(draft.header, key, shift_days)
    for rule in draft.items("rules"):
        for test in tests_of(rule):
            _shift(test, "on", shift_days)
    return make_call(call.programme, call.kind_code, slug, draft=draft, by=by, source=f"clone of {call.slug}")


def _shift(holder: dict[str, Any], key: str, days: int | None) -> None:
    typed = holder.pop(key, None)
    moved: datetime | Any = wall(typed) or day(typed)
    if moved and days is not None:
        holder[key] = (moved + timedelta(days=days)).isoformat()
