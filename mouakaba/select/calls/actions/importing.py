"""Making a call from a file."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mouakaba.base.people.models import Person
from mouakaba.select import registry
from mouakaba.select.calls.actions.drafting import check_slug, make_call
from mouakaba.select.calls.models import Call
from mouakaba.select.calls.queries.bundles import Bundle
from mouakaba.select.calls.queries.drafts import LISTS, Draft
from mouakaba.select.programmes.models import Programme


def import_call(*, programme: Programme, bundle: Bundle, slug: str, by: Person | None) -> Call:
    """A new call in preparation from a file without faults. Raises ValidationError, by field."""
    if bundle.faults:
        raise ValidationError(_("The file has faults. Put them right and choose it again."))
    check_slug(slug)
    kind = imported_kind(bundle)
    return make_call(programme, kind, slug, draft=imported_draft(bundle, kind), by=by, source="imported from a file")


def imported_kind(bundle: Bundle) -> str:
    """The kind the file names, else the first one there is."""
    named = str((bundle.rules.get("call") or {}).get("kind") or "")
    codes = [kind.code for kind in registry.kinds()]
    return named if named in codes else codes[0]


def imported_draft(bundle: Bundle, kind_code: str) -> Draft:
    """The file as a draft. Rules that come without a form get the form of their kind, so that they can be answered."""
    rules = copy.deepcopy(bundle.rules)
    for key in ("slug", "kind"):  # the call has its own
        rules.get("call", {}).pop(key, None)
    if bundle.content is not None:
        return Draft(rules, copy.deepcopy(bundle.content))
    content = copy.deepcopy(dict(registry.kind(kind_code).default_content))
    content["labels"] = _labels_kept(content.get("labels") or {}, rules)
    return Draft(rules, content)


def _labels_kept(labels: Mapping[str, Any], rules: Mapping[str, Any]) -> dict[str, Any]:
    """Of the kind's labels, those of codes the file has too."""
    return {
        section: {
            item["code"]: labels[section][item["code"]]
            for item in rules.get(section) or []
            if item["code"] in labels.get(section, {})
        }
        for section in LISTS.values()
    }
