"""Making one run the jury's choice, and undoing it before anybody is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from mouakaba.base.audit.actions import recorded
from mouakaba.base.clock.queries import now
from mouakaba.base.people.models import Person
from mouakaba.kernel.selection import enough
from mouakaba.kernel.text import isolate
from mouakaba.select.applications.models import Application
from mouakaba.select.calls.models import Call
from mouakaba.select.selection.actions.running import RefusedError
from mouakaba.select.selection.models import Decision, SelectionRun
from mouakaba.select.selection.queries.differences import Differences, differences

Outcome = Decision.Outcome


class FilesChangedError(RefusedError):
    """Files, marks or rules are not what the run was computed from."""

    def __init__(self, found: Differences) -> None:
        super().__init__(_("Files changed since this choice was computed. Compute it again, then freeze it."))
        self.differences = found


def freeze_run(*, run: SelectionRun, note: str, by: Person) -> SelectionRun:
    """Makes this run the choice: one decision per admitted file. Raises RefusedError (or FilesChangedError) in words.

    The row lock on the call lets one person through; whoever comes second is told so.
    """
    with recorded("freeze_selection", by=by, subject=run, why=note):
        call = Call.objects.select_for_update(of=("self",)).get(pk=run.call_id)
        run = SelectionRun.objects.select_related("call__version").get(pk=run.pk)
        _refuse_unfit(run, call, note)
        if found := differences(run):
            raise FilesChangedError(found)
        run.frozen_at, run.frozen_by, run.note = now(), by, note.strip()
        run.save(update_fields=["frozen_at", "frozen_by", "note"])
        Decision.objects.bulk_create(_decisions(run, run.frozen_at), batch_size=1000)
    return run


def _refuse_unfit(run: SelectionRun, call: Call, note: str) -> None:
    if call.decided_at:
        raise RefusedError(_("The results are published, so the choice stands."))
    frozen = SelectionRun.objects.filter(call=call, frozen_at__isnull=False).select_related("frozen_by").first()
    if frozen:
        raise RefusedError(
            _("The choice “%(name)s” is already frozen, by %(person)s.")
            % {
                "name": isolate(frozen.label),
                "person": isolate(str(frozen.frozen_by or _("somebody who has left"))),
            }
        )
    if run.status != "optimal":
        raise RefusedError(_("This computation gives no choice that could be frozen."))
    if run.changes and not note.strip():
        raise RefusedError(_("This choice changes the published quotas. Write why the jury decided so."))


def _decisions(run: SelectionRun, at: datetime) -> Iterator[Decision]:
    """Chosen with rank, reserve with rank, all others with what kept them out."""
    result, floors = run.result, {one["id"]: one["floors"] for one in run.left_out}
    numbers = [*result["chosen"], *result["explanations"], *floors]
    ids = dict(Application.objects.filter(call=run.call, number__in=numbers).values_list("number", "pk"))
    chosen = {id_: rank for rank, id_ in enumerate(result["chosen"], start=1)}
    reserve = {id_: rank for rank, id_ in enumerate(result["reserve"], start=1)}
    for id_ in numbers:
        why: dict[str, Any] = result["explanations"].get(id_, {})
        outcome = Outcome.SELECTED if id_ in chosen else Outcome.RESERVE if id_ in reserve else Outcome.NOT_SELECTED
        yield Decision(
            run=run,
            application_id=ids[id_],
            outcome=outcome,
            rank=chosen.get(id_) or reserve.get(id_),
            short_by=_told(why.get("short_by")),
            quotas=why.get("quotas", []),
            floors=floors.get(id_, []),
            at=at,
        )


def _told(short_by: float | None) -> Decimal | None:
    return None if short_by is None else enough(short_by)


def unfreeze_run(*, run: SelectionRun, why: str, by: Person) -> None:
    """Takes the choice back, before publication only, with a reason. Raises RefusedError in words."""
    with recorded("unfreeze_selection", by=by, subject=run, why=why):
        call = Call.objects.select_for_update(of=("self",)).get(pk=run.call_id)
        if call.decided_at:
            raise RefusedError(_("The results are published, so the choice stands."))
        if not why.strip():
            raise RefusedError(_("Write why the choice is taken back."))
        Decision.objects.filter(run=run).delete()
        SelectionRun.objects.filter(pk=run.pk).update(frozen_at=None, frozen_by=None)
