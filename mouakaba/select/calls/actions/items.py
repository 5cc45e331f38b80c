"""Adding, changing, moving and removing the questions, sections, rules, criteria and quotas of a draft."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mouakaba.base.people.models import Person
from mouakaba.select.calls.actions.drafting import StaleDraftError, edit_draft
from mouakaba.select.calls.models import Call
from mouakaba.select.calls.queries.drafts import LISTS, Draft, find_item

Item = dict[str, Any]


def add_item(
    *, call: Call, listed: str, make: Callable[[Draft], Item], words: Mapping[str, Any], by: Person | None
) -> str:
    """Adds what `make` returns for the draft as it stands, with its words; returns its code."""
    made: list[str] = []

    def add(draft: Draft) -> None:
        item = make(draft)
        draft.items(listed).append(item)
        made.append(str(item["code"]))
        if listed in LISTS:
            draft.labels(LISTS[listed])[item["code"]] = dict(words)

    edit_draft(call=call, change=add, by=by)
    return made[0]


def edit_item(
    *,
    call: Call,
    listed: str,
    code: str,
    change: Callable[[Draft, Item], None],
    shown: Callable[[Draft], Mapping[str, Any]],
    seen: str,
    by: Person | None,
) -> None:
    """Changes one element; raises StaleDraftError when another officer saved or removed it meanwhile."""

    def apply(draft: Draft) -> None:
        item = find_item(draft, listed, code)
        if item is None:
            raise StaleDraftError(_("Somebody else removed this element after you opened it."))
        change(draft, item)

    edit_draft(call=call, change=apply, shown=shown, seen=seen, by=by)


def arrange_item(*, call: Call, listed: str, code: str, act: str, by: Person | None) -> None:
    """`up`, `down` or `remove`. A question moves among those of its section. Raises ValidationError in words."""

    def arrange(draft: Draft) -> None:
        item = find_item(draft, listed, code)
        if item is None:
            raise ValidationError(_("This element is no longer in the draft: somebody removed it."))
        if act == "remove":
            _remove(draft, listed, item)
        elif act in ("up", "down"):
            _move(draft.items(listed), item, up=act == "up")

    edit_draft(call=call, change=arrange, by=by)


def _move(items: list[Item], item: Item, *, up: bool) -> None:
    here = items.index(item)
    before, after = range(here - 1, -1, -1), range(here + 1, len(items))
    for there in before if up else after:
        if items[there].get("section") == item.get("section"):
            items[here], items[there] = items[there], items[here]
            return


def _remove(draft: Draft, listed: str, item: Item) -> None:
    held = [q for q in draft.items("questions") if listed == "sections" and q.get("section") == item.get("code")]
    if held:
        text = ngettext(
            "This section still has %(count)s question. Move it or remove it first.",
            "This section still has %(count)s questions. Move them or remove them first.",
            len(held),
        )
        raise ValidationError(text % {"count": len(held)})
    draft.items(listed).remove(item)
    if listed in LISTS:
        draft.labels(LISTS[listed]).pop(str(item.get("code")), None)
