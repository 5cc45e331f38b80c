"""What the choice holds about a person: given out, let go of."""

from __future__ import annotations

from typing import Any

import pytest

from mouakaba.base.audit.models import AuditLine
from mouakaba.base.privacy.actions import erase_person, export_person
from mouakaba.select.calls.models import Call
from mouakaba.select.selection.actions import withdraw_selected
from mouakaba.select.selection.models import Decision, SelectionRun, Vacancy
from mouakaba.select.selection.queries.places import cohort_of
from tests.select.selection.cast import application, number

pytestmark = pytest.mark.django_db


def test_a_person_gets_their_result_with_its_reasons(published: Call) -> None:
    (found,) = export_person(application(published, 3).applicant)["results"]
    assert (found["number"], found["outcome"], found["rank"]) == (number(published, 3), "reserve", 1)
    assert found["quotas"] == ["region-oriental"]
    assert found["marks"][0]["reasons"] == ["DEMO reason for viability 4"]


def test_nothing_is_given_out_before_publication(frozen: SelectionRun) -> None:
    assert export_person(application(frozen.call, 3).applicant)["results"] == []


def test_what_a_person_wrote_when_leaving_goes_with_them(published: Call, frozen: SelectionRun) -> None:
    one = application(published, 1)
    withdraw_selected(application=one, by=one.applicant, why="My mother is ill")
    assert export_person(one.applicant)["results"][0]["left"]["why"] == "My mother is ill"
    assert not AuditLine.objects.filter(why__contains="ill").exists()
    erase_person(person=one.applicant, by=one.applicant)
    assert Vacancy.objects.get().why == ""
    assert len(cohort_of(frozen).kept) == 3


def test_a_choice_stands_when_a_chosen_person_is_erased(published: Call, frozen: SelectionRun, omar: Any) -> None:
    one = application(published, 1)
    erase_person(person=one.applicant, by=one.applicant)
    assert Decision.objects.get(application__number=number(published, 1)).outcome == "selected"
    vacancy = withdraw_selected(application=application(published, 1), by=omar, why="account erased")
    assert vacancy is not None
    assert vacancy.called == application(published, 3)
