"""After publication: withdrawals, the file called, its answer, and places no file fits."""

from __future__ import annotations

import random
from typing import Any

import pytest

from mouakaba.base.notify.models import OutboxMessage
from mouakaba.kernel.selection.replace import quota_counts
from mouakaba.select.applications.models import State, StatusLine
from mouakaba.select.calls.models import Call
from mouakaba.select.events import PlaceTaken, listen
from mouakaba.select.selection.actions import (
    RefusedError,
    answer_place,
    call_anyway,
    freeze_run,
    leave_empty,
    publish_results,
    run_selection,
    withdraw_selected,
)
from mouakaba.select.selection.models import Decision, SelectionRun, Vacancy
from mouakaba.select.selection.queries.inputs import quotas_of, read_scored
from mouakaba.select.selection.queries.places import Cohort, cohort_of
from mouakaba.select.selection.queries.results import result_for
from tests.select.selection import cast
from tests.select.selection.cast import application, number

pytestmark = pytest.mark.django_db


def publish(call: Call, omar: Any) -> SelectionRun:
    run = freeze_run(run=run_selection(call=call, name="DEMO", by=omar), note="", by=omar)
    publish_results(call=call, by=omar)
    return run


def chosen(run: SelectionRun) -> set[int]:
    return {int(file.id[-4:]) for file in cohort_of(run).kept}


def quotas_hold(run: SelectionRun) -> bool:
    quotas, cohort = quotas_of(run.rules_file), cohort_of(run)
    counts = quota_counts(cohort.kept, quotas)
    pairs = zip(quotas, counts, strict=True)
    return all((q.min is None or n >= q.min) and (q.max is None or n <= q.max) for q, n in pairs)


def test_the_right_file_is_called_not_the_next_score(published: Call, frozen: SelectionRun, omar: Any) -> None:
    """File 4 leaves: file 3 has the better score, but a third place for its region would break the quota."""
    vacancy = withdraw_selected(application=application(published, 4), by=omar, why="moved abroad")
    assert vacancy is not None
    assert vacancy.called == application(published, 5)
    assert chosen(frozen) == {1, 2, 5}
    assert frozen.result["replacements"][number(published, 4)] == number(published, 5)


def test_a_withdrawal_from_the_full_region_calls_the_best(published: Call, frozen: SelectionRun) -> None:
    leaving = application(published, 1)
    vacancy = withdraw_selected(application=leaving, by=leaving.applicant)
    assert vacancy is not None
    assert vacancy.called == application(published, 3)
    assert frozen.result["replacements"][number(published, 1)] == number(published, 3)


@pytest.mark.django_db(transaction=True)
def test_states_steps_letters_and_event(published: Call, omar: Any) -> None:
    heard: list[PlaceTaken] = []
    listen(PlaceTaken, heard.append)
    vacancy = withdraw_selected(application=application(published, 1), by=omar, why="x")
    assert vacancy is not None
    left, called = application(published, 1), application(published, 3)
    assert (left.state, called.state) == (State.WITHDRAWN, State.SELECTED)
    assert StatusLine.objects.filter(application=called).latest("pk").note.startswith("A place came free")
    assert heard == [PlaceTaken(published.pk, called.pk)]
    offer = OutboxMessage.objects.get(key=f"place-{vacancy.pk}")
    assert (offer.person, offer.language) == (called.applicant, "en")
    assert "Accept or decline before" in offer.body
    assert OutboxMessage.objects.get(key=f"left-{vacancy.pk}").person == left.applicant


def test_twice_is_once(published: Call, omar: Any) -> None:
    first = withdraw_selected(application=application(published, 1), by=omar, why="x")
    again = withdraw_selected(application=application(published, 1), by=omar, why="x")
    assert first == again
    assert Vacancy.objects.count() == 1
    assert OutboxMessage.objects.filter(key__startswith="place-").count() == 1


def test_publishing_again_writes_nobody_who_was_called(published: Call, omar: Any) -> None:
    withdraw_selected(application=application(published, 1), by=omar, why="x")
    assert publish_results(call=published, by=omar) == 0


def test_a_reserve_that_leaves_moves_the_others_up(published: Call, omar: Any) -> None:
    assert withdraw_selected(application=application(published, 3), by=omar) is None
    decision = Decision.objects.get(application=application(published, 5))
    assert (decision.outcome, decision.rank) == ("reserve", 1)
    vacancy = withdraw_selected(application=application(published, 1), by=omar, why="x")
    assert vacancy is not None
    assert vacancy.called == application(published, 5)


def test_before_publication_no_place_can_be_given_up(frozen: SelectionRun, six: Call, omar: Any) -> None:
    with pytest.raises(RefusedError, match="not published"):
        withdraw_selected(application=application(six, 1), by=omar)


def test_accepting(published: Call, omar: Any) -> None:
    withdraw_selected(application=application(published, 1), by=omar, why="x")
    called = application(published, 3)
    before = result_for(called, "en")
    assert before is not None
    assert (before.must_answer, before.headline) == (True, "A place has come free, and it is offered to you.")
    for _ in range(2):
        place = answer_place(application=called, accept=True, by=called.applicant)
    assert place.answer == "accepted"
    after = result_for(application(published, 3), "en")
    assert after is not None
    assert (after.must_answer, after.may_give_up) == (False, True)
    with pytest.raises(RefusedError, match="no longer open"):
        answer_place(application=called, accept=False, by=called.applicant)


def test_declining_calls_the_next(published: Call, frozen: SelectionRun, omar: Any) -> None:
    withdraw_selected(application=application(published, 1), by=omar, why="x")
    called = application(published, 3)
    answer_place(application=called, accept=False, by=called.applicant)
    assert chosen(frozen) == {2, 4, 5}
    answer_place(application=called, accept=False, by=called.applicant)
    assert chosen(frozen) == {2, 4, 5}


def test_nobody_answers_for_a_place_not_offered(published: Call) -> None:
    one = application(published, 6)
    with pytest.raises(RefusedError, match="No place is offered"):
        answer_place(application=one, accept=True, by=one.applicant)


@pytest.fixture
def tight(programme: Any, places: None, omar: Any) -> SelectionRun:
    """Two places, both for women; two women applied, and two men."""
    files = [cast.one(5, 5, sex="f"), cast.one(4, 4, sex="f"), cast.one(3, 3, sex="m"), cast.one(3, 2, sex="m")]
    quotas = cast.quota("women", "holder.sex", "f", min=2)
    return publish(cast.closed_call(programme, files, places=2, quotas=quotas), omar)


def test_when_no_file_fits_the_quota_is_named_and_a_person_asked(tight: SelectionRun, omar: Any) -> None:
    vacancy = withdraw_selected(application=application(tight.call, 1), by=omar, why="x")
    assert vacancy is not None
    assert vacancy.is_open
    filling = cohort_of(tight).filling
    assert "women" in filling.conflict
    assert [one.as_dict() for one in filling.relaxation] == [{"code": "women", "bound": "min", "from": 2, "to": 1}]


def test_a_person_may_call_somebody_in_spite_of_a_quota(tight: SelectionRun, omar: Any) -> None:
    vacancy = withdraw_selected(application=application(tight.call, 1), by=omar, why="x")
    assert vacancy is not None
    with pytest.raises(RefusedError, match="reason"):
        call_anyway(vacancy=vacancy, number=number(tight.call, 3), why=" ", by=omar)
    with pytest.raises(RefusedError, match="cannot be called"):
        call_anyway(vacancy=vacancy, number=number(tight.call, 1), why="x", by=omar)
    place = call_anyway(vacancy=vacancy, number=number(tight.call, 3), why="The jury met again.", by=omar)
    assert (place.called, place.note) == (application(tight.call, 3), "The jury met again.")
    assert place.waived == [{"code": "women", "bound": "min", "from": 2, "to": 1}]
    with pytest.raises(RefusedError, match="settled"):
        call_anyway(vacancy=vacancy, number=number(tight.call, 4), why="x", by=omar)


def test_what_was_set_aside_once_does_not_block_again(tight: SelectionRun, omar: Any) -> None:
    vacancy = withdraw_selected(application=application(tight.call, 1), by=omar, why="x")
    assert vacancy is not None
    call_anyway(vacancy=vacancy, number=number(tight.call, 3), why="The jury met again.", by=omar)
    second = withdraw_selected(application=application(tight.call, 3), by=omar, why="x")
    assert second is not None
    assert second.called == application(tight.call, 4)


def test_a_person_may_leave_the_place_empty(tight: SelectionRun, omar: Any) -> None:
    vacancy = withdraw_selected(application=application(tight.call, 1), by=omar, why="x")
    assert vacancy is not None
    place = leave_empty(vacancy=vacancy, why="The programme has begun.", by=omar)
    assert not place.is_open
    assert place.waived == [{"code": "women", "bound": "min", "from": 2, "to": 1}]
    assert cohort_of(tight).open_places == []


def test_two_open_places_may_hold_what_one_cannot(programme: Any, places: None, omar: Any) -> None:
    """At least two women of three: when two have left, one woman and one man do not do, and a person is asked."""
    files = [
        cast.one(5, 5, sex="f"), cast.one(5, 4, sex="f"), cast.one(4, 4, sex="m"),
        cast.one(3, 3, sex="f"), cast.one(3, 2, sex="m"),
    ]  # fmt: skip
    quotas = cast.quota("women", "holder.sex", "f", min=2)
    run = publish(cast.closed_call(programme, files, places=3, quotas=quotas), omar)
    withdraw_selected(application=application(run.call, 1), by=omar, why="x")
    assert chosen(run) == {2, 3, 4}
    last = withdraw_selected(application=application(run.call, 2), by=omar, why="x")
    assert last is not None
    assert last.is_open


@pytest.mark.parametrize("seed", range(8))
def test_any_five_withdrawals_keep_the_quotas_while_it_can_be_done(
    programme: Any, places: None, omar: Any, seed: int
) -> None:
    draw = random.Random(seed)
    low, high = draw.choice([(1, 3), (2, 3), (2, 2), (1, 4)])
    quotas = "".join(cast.quota(f"r{code}", "project.region", code, min=low, max=high) for code in cast.REGIONS)
    quotas += cast.quota("women", "holder.sex", "f", min=draw.choice([3, 4, 5]))
    files = cast.random_files(draw.choice([16, 22, 30]), seed=seed + 100, jurors=1)
    call = cast.closed_call(programme, files, places=8, reserve=5, quotas=quotas)
    first = run_selection(call=call, name="DEMO", by=omar)
    if first.status == "infeasible":
        assert first.result["relaxation"]
        return
    run = publish(call, omar)
    for _ in range(5):
        leaving = draw.choice(cohort_of(run).kept)
        before = cohort_of(run)
        withdraw_selected(application=application(call, int(leaving.id[-4:])), by=omar, why="x")
        assert_best_possible(run, before, leaving.id)


def assert_best_possible(run: SelectionRun, before: Cohort, leaving: str) -> None:
    """The place is filled with the quotas kept; it stays open only where no single file would keep them."""
    after = cohort_of(run)
    if after.open_places:
        open_now = len(after.open_places)
        possible = [file for file in after.available if not after.broken_by([file], open_now - 1)]
        assert possible == [] or open_now > 1
        return
    assert quotas_hold(run)
    assert len(after.kept) == 8
    joined = {file.id for file in after.kept} - {file.id for file in before.kept}
    assert leaving not in {file.id for file in after.kept}
    if not before.open_places:
        best = _best_single(run, before, leaving)
        assert joined == {best}


def _best_single(run: SelectionRun, before: Cohort, leaving: str) -> str:
    """The twin: every available file is tried in the order of the choice."""
    quotas = quotas_of(run.rules_file)
    kept = [file for file in before.kept if file.id != leaving]
    for file in sorted(before.available, key=lambda f: (-f.score, f.submitted_at, f.id)):
        counts = quota_counts([*kept, file], quotas)
        pairs = list(zip(quotas, counts, strict=True))
        if all((q.min is None or n >= q.min) and (q.max is None or n <= q.max) for q, n in pairs):
            return file.id
    raise AssertionError("a place was filled although no file keeps the quotas")


def test_facts_of_the_frozen_run_decide_not_later_ones(published: Call, frozen: SelectionRun, omar: Any) -> None:
    """An applicant cannot move to another region after the choice."""
    late = application(published, 3)
    late.facts = {"project.region": "MA-09"}
    late.save()
    vacancy = withdraw_selected(application=application(published, 4), by=omar, why="x")
    assert vacancy is not None
    assert vacancy.called == application(published, 5)
    assert {file.facts["project.region"] for file in read_scored(frozen.scored)} == {"MA-01", "MA-02", "MA-03"}
