"""Computing a choice: the exact inputs, the exact result, once."""

from __future__ import annotations

import json
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from mouakaba.base.audit.models import AuditLine
from mouakaba.select.applications.models import Application, State
from mouakaba.select.calls.models import Call
from mouakaba.select.review.actions import close_marks, reopen_marks
from mouakaba.select.review.models import Review
from mouakaba.select.review.queries import left_out, scored_files
from mouakaba.select.selection.actions import RefusedError, run_selection
from mouakaba.select.selection.models import SelectionRun
from mouakaba.select.selection.queries.inputs import Change, inputs_of, read_scored
from tests.select.selection import cast
from tests.select.selection.cast import number

pytestmark = pytest.mark.django_db


def command(folder: Path, run: SelectionRun) -> bytes:
    """What the real tool prints for the run's two files."""
    (folder / "call.toml").write_text(run.rules_file)
    (folder / "scored.jsonl").write_text(run.scored)
    told = subprocess.run(
        [sys.executable, "-m", "mouakaba.cli", "choose", str(folder / "call.toml"), str(folder / "scored.jsonl")],
        capture_output=True,
        check=True,
    )
    return told.stdout


def test_the_quota_keeps_the_third_best_out(run: SelectionRun, six: Call) -> None:
    assert run.result["chosen"] == [number(six, 1), number(six, 2), number(six, 4)]
    assert run.result["objective"] == 260.0
    assert run.result["quotas"]["region-oriental"]["price"] == 10.0
    assert run.result["explanations"][number(six, 3)] == {"short_by": 10.0, "quotas": ["region-oriental"]}
    assert run.result["reserve"] == [number(six, 3), number(six, 5)]


def test_the_tool_gives_the_stored_result_byte_for_byte(run: SelectionRun, tmp_path: Path) -> None:
    assert command(tmp_path, run) == run.result_text.encode()


def test_a_larger_choice_is_the_tool_s_own_too(programme: Any, places: None, omar: Any, tmp_path: Path) -> None:
    quotas = "".join(cast.quota(f"r{code}", "project.region", code, min=2, max=6) for code in cast.REGIONS)
    call = cast.closed_call(programme, cast.random_files(60), places=12, reserve=4, quotas=quotas)
    run = run_selection(call=call, name="", by=omar)
    assert (run.name, run.label) == ("", "Published quotas")
    assert command(tmp_path, run) == run.result_text.encode()


def test_only_the_facts_of_the_quotas_leave(run: SelectionRun) -> None:
    rows = [json.loads(line) for line in run.scored.split("\n") if line]
    assert {tuple(row["facts"]) for row in rows} == {("project.region",)}
    assert set(rows[0]) == {"id", "score", "submitted_at", "facts"}


def test_the_same_inputs_are_the_same_run(run: SelectionRun, six: Call, omar: Any) -> None:
    again = run_selection(call=six, name="another name", by=omar)
    assert (again.pk, again.name) == (run.pk, "DEMO choice")
    assert SelectionRun.objects.count() == 1


def test_another_score_is_another_run(run: SelectionRun, six: Call, omar: Any) -> None:
    Application.objects.filter(number=number(six, 6)).update(score="99")
    assert run_selection(call=six, name="after", by=omar).pk != run.pk


def test_a_what_if_moves_a_bound_and_says_so(run: SelectionRun, six: Call, omar: Any) -> None:
    wider = run_selection(call=six, name="three", changes=[Change("region-oriental", "max", 3)], by=omar)
    assert wider.result["objective"] == 270.0
    assert wider.changes == [{"code": "region-oriental", "bound": "max", "from": 2, "to": 3}]
    assert "max = 3" in wider.rules_file
    assert "max = 2" in run.rules_file


def test_a_change_to_what_the_call_says_is_no_change(run: SelectionRun, six: Call, omar: Any) -> None:
    assert run_selection(call=six, name="x", changes=[Change("region-oriental", "max", 2)], by=omar).pk == run.pk


def test_a_quota_without_bounds_is_gone(six: Call, omar: Any) -> None:
    changes = [Change("region-oriental", "max", None), Change("region-oriental", "min", None)]
    free = run_selection(call=six, name="free", changes=changes, by=omar)
    assert free.result["quotas"] == {}
    assert free.result["chosen"] == [number(six, 1), number(six, 2), number(six, 3)]


def test_files_withdrawn_refused_or_below_a_floor_stay_out(six: Call, omar: Any) -> None:
    Application.objects.filter(number=number(six, 1)).update(state=State.WITHDRAWN)
    Application.objects.filter(number=number(six, 2)).update(state=State.REFUSED)
    low = {"viability": {"mark": 1, "reason": "DEMO"}, "impact": {"mark": 5, "reason": ""}}
    Review.objects.filter(application__number=number(six, 4)).update(marks=low)
    run = run_selection(call=six, name="x", by=omar)
    assert [json.loads(line)["id"] for line in run.scored.split("\n") if line] == [number(six, n) for n in (3, 5, 6)]
    assert run.left_out == [{"id": number(six, 4), "floors": ["viability"]}]


def test_the_jury_and_the_choice_mean_the_same_files(six: Call) -> None:
    Application.objects.filter(number=number(six, 2)).update(state=State.WITHDRAWN)
    Application.objects.filter(number=number(six, 5)).update(score=None)
    inputs = inputs_of(six)
    rows = [json.loads(line) for line in inputs.scored.split("\n") if line]
    jury = sorted((file.number, float(score)) for file, score in scored_files(six))
    assert [(row["id"], row["score"]) for row in rows] == jury
    out = [one.application.number for one in left_out(six) if one.reason in ("below_floor", "no_marks")]
    assert [one["id"] for one in inputs.left_out] == out


def test_an_impossible_choice_is_kept_with_its_reason(six: Call, omar: Any) -> None:
    changes = [Change("region-oriental", "min", 3), Change("region-oriental", "max", None)]
    Application.objects.filter(number=number(six, 3)).update(state=State.WITHDRAWN)
    run = run_selection(call=six, name="x", changes=changes, by=omar)
    assert run.status == "infeasible"
    assert run.result["relaxation"] == [{"code": "region-oriental", "bound": "min", "from": 3, "to": 2}]


def test_open_marks_are_refused(six: Call, omar: Any) -> None:
    six.marks_closed_at = None
    six.save()
    with pytest.raises(RefusedError, match="not closed"):
        run_selection(call=six, name="x", by=omar)


def test_a_file_without_marks_is_left_out_and_said(six: Call, omar: Any) -> None:
    Application.objects.filter(number=number(six, 6)).update(score=None)
    run = run_selection(call=six, name="x", by=omar)
    assert run.left_out == [{"id": number(six, 6), "floors": []}]
    assert number(six, 6) not in run.scored


def test_no_file_at_all_is_said(programme: Any, places: None, omar: Any) -> None:
    call = cast.closed_call(programme, [])
    with pytest.raises(RefusedError, match="nothing to choose from"):
        run_selection(call=call, name="x", by=omar)


def test_each_computation_is_in_the_audit(run: SelectionRun, omar: Any) -> None:
    line = AuditLine.objects.get(act="run_selection")
    assert (line.by, line.subject_id) == (omar, str(run.pk))


def test_a_large_call_is_left_to_a_worker(six: Call, omar: Any, monkeypatch: Any) -> None:
    from mouakaba.select.selection.actions import running
    from mouakaba.select.selection.tasks import compute

    monkeypatch.setattr(running, "AT_ONCE", 5)
    run = run_selection(call=six, name="x", by=omar)
    assert run.status == "computing"
    assert run_selection(call=six, name="x", by=omar).pk == run.pk
    compute(run_id=str(run.pk))
    done = SelectionRun.objects.get(pk=run.pk)
    assert (done.status, done.result["objective"]) == ("optimal", 260.0)


def test_a_mean_that_no_decimal_ends_is_written_in_full(programme: Any, places: None, omar: Any) -> None:
    """Three jurors, marks of five: 60, 60 and 80 make 66.6667, which is 200/3."""
    thirds, halves = [(3, 3), (3, 3), (4, 4)], [(3, 3), (4, 4)]
    call = cast.closed_call(programme, [(thirds, "MA-01", "f"), (halves, "MA-02", "m")])
    first, second = (json.loads(line) for line in inputs_of(call).scored.split("\n") if line)
    assert (first["score"], first["exact"]) == (66.6667, "200/3")
    assert (second["score"], "exact" in second) == (70.0, False)
    assert read_scored(inputs_of(call).scored)[0].score == Fraction(200, 3)


def test_closing_keeps_the_scores_in_full_and_opening_takes_them_back(programme: Any, places: None, omar: Any) -> None:
    call = cast.closed_call(programme, [([(3, 3), (3, 3), (4, 4)], "MA-01", "f")])
    reopen_marks(call=call, why="DEMO", by=omar)
    assert Application.objects.get(call=call).score_exact == ""
    close_marks(call=call, by=omar)
    file = Application.objects.get(call=call)
    assert (str(file.score), file.score_exact) == ("66.6667", "200/3")
