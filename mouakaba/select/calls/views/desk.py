"""What every page of a call in the office starts from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from mouakaba.base.people.queries import me
from mouakaba.select.calls.models import Call
from mouakaba.select.calls.phrases import STEP_NAMES
from mouakaba.select.calls.queries import calls_run_by, calls_seen_by
from mouakaba.select.calls.queries.differences import changed_parts
from mouakaba.select.calls.queries.drafts import Draft, draft_of
from mouakaba.select.calls.queries.findings import blocking
from mouakaba.select.calls.queries.reading import DraftRead, read_draft


@dataclass
class Desk:
    """A call a person may read, and whether they may change it."""

    call: Call
    may_change: bool

    @cached_property
    def draft(self) -> Draft:
        """The draft as it stands."""
        return draft_of(self.call)

    @cached_property
    def read(self) -> DraftRead:
        """The draft read whole."""
        return read_draft(self.call, self.draft)

    @cached_property
    def ready(self) -> bool:
        """Whether nothing blocks publication."""
        return not blocking(self.read.problems)

    @cached_property
    def changes(self) -> list[str]:
        """The parts in which a publishable draft differs from the published version."""
        if self.call.version is None or not self.read.rules_file:
            return []
        return changed_parts(self.call.version, rules_file=self.read.rules_file, content=self.read.content)

    def steps(self, here: str) -> list[dict[str, Any]]:
        """The steps of the set-up, with how many problems block each."""
        counts = [(code, label, len(blocking(self.read.of_step(code)))) for code, label in STEP_NAMES.items()]
        return [
            {"code": code, "label": label, "here": code == here, "count": count, "done": code != "check" and not count}
            for code, label, count in counts
        ]


def open_desk(request: HttpRequest, slug: str) -> Desk:
    """The desk of a call this person may read; 404 for anybody else."""
    calls = calls_seen_by(me(request)).select_related("programme__organisation", "version")
    call = get_object_or_404(calls, slug=slug)
    return Desk(call, calls_run_by(me(request)).filter(pk=call.pk).exists())


def writing_desk(request: HttpRequest, slug: str) -> Desk:
    """The desk of a call this person may change; 404 for anybody else."""
    desk = open_desk(request, slug)
    if not desk.may_change:
        raise Http404
    return desk


def by_field(error: ValidationError) -> dict[str, list[str]]:
    """The sentences of a refused action by field; those of no field under the empty name."""
    if hasattr(error, "error_dict"):
        return dict(error.message_dict)
    return {"": sentences(error)}


def sentences(error: ValidationError) -> list[str]:
    """What a refused action says, one sentence each."""
    return list(dict.fromkeys(error.messages))
