"""Making a run the jury's choice, and taking it back."""

from __future__ import annotations

import threading
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from mouakaba.base.audit.models import AuditLine
from mouakaba.select.applications.models import Application, State
from mouakaba.select.calls.models import Call
from mouakaba.select.review.models import Review
from mouakaba.select.selection.actions import (
    FilesChangedError,
    RefusedError,
    freeze_run,
    run_selection,
    unfreeze_run,
)
from mouakaba.select.selection.models import Decision, SelectionRun
from mouakaba.select.selection.queries.differences import Differences
from mouakaba.select.selection.queries.inputs import Change
from tests.select.selection import cast
from tests.select.selection.cast import number

pytestmark = pytest.mark.django_db


def told(run: SelectionRun) -> dict[int, tuple[Any, ...]]:
    rows = Decision.objects.filter(run=run).select_related("application")
    return {int(d.application.number[-4:]): (d.outcome, d.rank, d.short_by, d.quotas) for d in rows}


def test_every_admitted_file_gets_its_decision(frozen: SelectionRun) -> None:
    assert told(frozen) == {
        1: ("selected", 1, None, []),
        2: ("selected", 2, None, []),
        4: ("selected", 3, None, []),
        3: ("reserve", 1, Decimal(10), ["region-oriental"]),
        5: ("reserve", 2, Decimal(10), []),
        6: ("not_selected", None, Decimal(20), []),
    }


def test_a_file_below_a_floor_is_decided_too(six: Call, omar: Any) -> None:
    low = {"viability": {"mark": 1, "reason": "DEMO"}, "impact": {"mark": 5, "reason": ""}}
    Review.objects.filter(application__number=number(six, 1)).update(marks=low)
    freeze_run(run=run_selection(call=six, name="x", by=omar), note="", by=omar)
    decision = Decision.objects.get(application__number=number(six, 1))
    assert (decision.outcome, decision.floors, decision.short_by) == ("not_selected", ["viability"], None)


def test_it_says_who_froze_and_why(run: SelectionRun, omar: Any) -> None:
    frozen = freeze_run(run=run, note=" The jury was unanimous. ", by=omar)
    assert (frozen.frozen_by, frozen.note) == (omar, "The jury was unanimous.")
    line = AuditLine.objects.get(act="freeze_selection")
    assert (line.by, line.subject_id) == (omar, str(run.pk))


def test_what_changed_since_is_named(run: SelectionRun, six: Call, omar: Any) -> None:
    Application.objects.filter(number=number(six, 1)).update(state=State.WITHDRAWN)
    Application.objects.filter(number=number(six, 2)).update(score="91")
    Application.objects.filter(number=number(six, 3)).update(facts={"project.region": "MA-09"})
    with pytest.raises(FilesChangedError) as caught:
        freeze_run(run=run, note="", by=omar)
    assert caught.value.differences == Differences(
        gone=(number(six, 1),), rescored=(number(six, 2),), facts=(number(six, 3),)
    )
    assert not Decision.objects.exists()
    assert run_selection(call=six, name="after", by=omar).pk != run.pk


def test_a_file_that_fell_below_a_floor_is_a_change(run: SelectionRun, six: Call, omar: Any) -> None:
    low = {"viability": {"mark": 1, "reason": "DEMO"}, "impact": {"mark": 5, "reason": ""}}
    Review.objects.filter(application__number=number(six, 6)).update(marks=low)
    with pytest.raises(FilesChangedError) as caught:
        freeze_run(run=run, note="", by=omar)
    assert caught.value.differences.rescored == (number(six, 6),)


def test_an_infeasible_run_cannot_be_frozen(six: Call, omar: Any) -> None:
    changes = [Change("region-oriental", "min", 4), Change("region-oriental", "max", None)]
    impossible = run_selection(call=six, name="x", changes=changes, by=omar)
    with pytest.raises(RefusedError, match="no choice"):
        freeze_run(run=impossible, note="because", by=omar)


def test_changed_quotas_need_the_jury_s_reason(six: Call, omar: Any) -> None:
    run = run_selection(call=six, name="x", changes=[Change("region-oriental", "max", 3)], by=omar)
    with pytest.raises(RefusedError, match="Write why the jury"):
        freeze_run(run=run, note="  ", by=omar)
    freeze_run(run=run, note="The partner agreed in writing.", by=omar)
    assert told(run)[3][:2] == ("selected", 3)


def test_a_second_choice_cannot_be_frozen(frozen: SelectionRun, six: Call, omar: Any) -> None:
    other = run_selection(call=six, name="x", changes=[Change("region-oriental", "max", 3)], by=omar)
    with pytest.raises(RefusedError, match=r"already frozen, by .?DEMO Omar"):
        freeze_run(run=other, note="reason", by=omar)


def test_the_database_says_no_to_two(frozen: SelectionRun, six: Call, omar: Any) -> None:
    other = run_selection(call=six, name="x", changes=[Change("region-oriental", "max", 3)], by=omar)
    with pytest.raises(IntegrityError), transaction.atomic():
        SelectionRun.objects.filter(pk=other.pk).update(frozen_at=frozen.frozen_at)


def test_a_choice_can_be_taken_back_with_a_reason(frozen: SelectionRun, six: Call, omar: Any) -> None:
    with pytest.raises(RefusedError, match="Write why"):
        unfreeze_run(run=frozen, why=" ", by=omar)
    unfreeze_run(run=frozen, why="A juror declared a tie.", by=omar)
    assert not Decision.objects.exists()
    assert AuditLine.objects.get(act="unfreeze_selection").why == "A juror declared a tie."
    freeze_run(run=frozen, note="", by=omar)
    assert len(told(frozen)) == 6


def test_a_published_choice_stands(published: Call, frozen: SelectionRun, omar: Any) -> None:
    with pytest.raises(RefusedError, match="published"):
        unfreeze_run(run=frozen, why="too late", by=omar)
    with pytest.raises(RefusedError, match="published"):
        freeze_run(run=frozen, note="", by=omar)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_freeze_at_once_one_is_told_no(six: Call, omar: Any) -> None:
    runs = [
        run_selection(call=six, name="a", by=omar),
        run_selection(call=six, name="b", changes=[Change("region-oriental", "max", 3)], by=omar),
    ]
    start, ends = threading.Barrier(2), []

    def freeze(run: SelectionRun) -> None:
        start.wait()
        try:
            freeze_run(run=run, note="reason", by=omar)
            ends.append("frozen")
        except RefusedError:
            ends.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=freeze, args=[run]) for run in runs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ends) == ["frozen", "refused"]
    assert SelectionRun.objects.filter(frozen_at__isnull=False).count() == 1
    assert Decision.objects.count() == len(cast.SIX)
