"""Integration: a school invites by list; each graduate decides alone; the school learns numbers."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import override

from mouakaba.base.notify.models import OutboxMessage
from mouakaba.base.people.models import Membership, Person
from mouakaba.base.privacy.actions import erase_person, export_person
from mouakaba.match.schools.models import SchoolAgreement, SchoolInvitation
from tests import factories
from tests.match.conftest import as_, make_profile

pytestmark = pytest.mark.django_db


def url(name: str, *arguments: Any, language: str = "fr") -> str:
    with override(language):
        return reverse(name, args=arguments)


@pytest.fixture
def dean(db: None) -> Person:
    """Works for a school."""
    return factories.make_person("Dean", language="fr")


@pytest.fixture
def agreement(dean: Person, places: None, today: None) -> SchoolAgreement:
    school = factories.make_organisation("demo-school")
    Membership.objects.create(person=dean, organisation=school, role="officer")
    return SchoolAgreement.objects.create(school=school, signed_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))


def invite(dean: Person, agreement: SchoolAgreement, rows: str) -> Any:
    return as_(dean).post(url("school_page", agreement.pk), {"rows": rows})


def test_good_rows_are_invited_and_bad_ones_named(agreement: SchoolAgreement, dean: Person, sara: Person) -> None:
    page = invite(dean, agreement, f"new@demo.example; DEMO New\n\nnot an address\n{sara.email}\n{sara.email.upper()}")
    assert page.status_code == 200
    report = page.context["report"]
    assert (report.invited, report.before, [number for number, _ in report.bad]) == (2, 0, [3])
    new = Person.objects.get(email="new@demo.example")
    assert (new.name, new.has_usable_password()) == ("DEMO New", False)
    letter = OutboxMessage.objects.get(person=new)
    assert "/account/password/reset/key/" in letter.body
    assert url("my_schools", language=new.language) in OutboxMessage.objects.get(person=sara).body.replace(
        "/ar/", f"/{new.language}/"
    )


def test_a_second_list_tells_nobody_twice(agreement: SchoolAgreement, dean: Person) -> None:
    invite(dean, agreement, "new@demo.example")
    report = invite(dean, agreement, "new@demo.example\nother@demo.example").context["report"]
    assert (report.invited, report.before) == (1, 1)
    assert OutboxMessage.objects.count() == 2


def test_a_list_too_long_keeps_what_was_typed(agreement: SchoolAgreement, dean: Person) -> None:
    page = invite(dean, agreement, "typed@demo.example\n" * 2_001)
    assert page.status_code == 422
    assert "typed@demo.example" in page.content.decode()
    assert not SchoolInvitation.objects.exists()


def test_the_school_learns_numbers_of_those_who_agreed_and_no_small_ones(
    agreement: SchoolAgreement, dean: Person
) -> None:
    graduates = [factories.make_person(f"G{number}") for number in range(7)]
    invite(dean, agreement, "\n".join(person.email for person in graduates))
    for person in graduates[:5]:
        invitation = SchoolInvitation.objects.get(person=person)
        as_(person).post(url("my_school_answer", invitation.pk), {"answer": "yes"})
    make_profile(graduates[0], ["python"])
    page = as_(dean).get(url("school_page", agreement.pk))
    counts = page.context["counts"]
    assert (counts.invited, counts.counted, counts.with_skills) == (7, 5, None)
    assert not any(person.email in page.content.decode() for person in graduates)


def test_who_says_no_is_not_counted_and_not_asked_again(agreement: SchoolAgreement, dean: Person, sara: Person) -> None:
    invite(dean, agreement, sara.email)
    invitation = SchoolInvitation.objects.get()
    client = as_(sara)
    assert client.get(url("my_schools")).status_code == 200
    client.post(url("my_school_answer", invitation.pk), {"answer": "no"})
    assert client.get(url("my_schools")).headers["Location"] == url("my_skills")
    assert client.post(url("my_school_answer", invitation.pk), {"answer": "yes"}).status_code == 404


def test_strangers_find_nothing(agreement: SchoolAgreement, dean: Person, sara: Person, charlie: Person) -> None:
    invite(dean, agreement, sara.email)
    invitation = SchoolInvitation.objects.get()
    assert as_(charlie).get(url("school_page", agreement.pk)).status_code == 404
    assert as_(charlie).post(url("my_school_answer", invitation.pk), {"answer": "yes"}).status_code == 404
    assert as_(None).get(url("school_page", agreement.pk)).status_code == 302


def test_an_agreement_that_ended_invites_nobody(agreement: SchoolAgreement, dean: Person, stand_at: Any) -> None:
    stand_at("2026-12-31 23:59:59")
    assert as_(dean).get(url("school_page", agreement.pk)).status_code == 200
    stand_at("2027-01-01 00:00:00")
    assert as_(dean).get(url("school_page", agreement.pk)).status_code == 404


def test_export_holds_the_invitation_and_erasure_ends_it(
    agreement: SchoolAgreement, dean: Person, sara: Person
) -> None:
    invite(dean, agreement, sara.email)
    assert export_person(sara)["schools"][0]["agreement__school__slug"] == "demo-school"
    erase_person(person=sara, by=sara)
    assert not SchoolInvitation.objects.exists()


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_pages_open_in_each_language(agreement: SchoolAgreement, dean: Person, sara: Person, language: str) -> None:
    invite(dean, agreement, sara.email)
    for person, path in (
        (dean, url("school_page", agreement.pk, language=language)),
        (dean, url("office", language=language)),
        (sara, url("my_schools", language=language)),
    ):
        assert f'lang="{language}"' in as_(person).get(path).content.decode()
