"""Inviting and removing jurors; who reads what. Integration, on the database."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from mouakaba.base.notify.models import OutboxMessage
from mouakaba.base.organisations.models import Organisation
from mouakaba.base.people.models import Membership, Person
from mouakaba.select.review.actions import (
    assign,
    change_juror,
    enter_conflict,
    invite_again,
    invite_juror,
    remove_juror,
    save_marks,
    spread_evenly,
    unassign,
)
from mouakaba.select.review.models import Juror, Review
from mouakaba.select.review.queries import loads_of, seats_of, ties_to_check
from tests import factories
from tests.select.review.conftest import COMPLETE, done, file, make_review

pytestmark = pytest.mark.django_db


def invite(call: Any, omar: Any, email: str = "new@demo.example", **fields: Any) -> Juror:
    return invite_juror(call=call, email=email, languages=fields.pop("languages", ["fr", "ar"]), by=omar, **fields)


def test_somebody_unknown_gets_an_account_without_password_and_a_link_that_sets_one(
    call: Any, omar: Any, client: Client
) -> None:
    juror = invite(call, omar, " New@Demo.example ", name="DEMO New juror", is_president=True)
    person = juror.person
    assert (person.email, person.language, person.has_usable_password()) == ("new@demo.example", "fr", False)
    message = OutboxMessage.objects.get()
    assert (message.address, message.language) == ("new@demo.example", "fr")
    link = re.search(r"https?://[^/\s]+(/fr/account/password/reset/key/\S+)", message.body)
    assert link
    form = client.get(link[1], follow=True)
    password = "an own long password"
    answer = client.post(form.request["PATH_INFO"], {"password1": password, "password2": password})
    assert answer.status_code == 302
    login = client.post("/fr/account/login/", {"login": "new@demo.example", "password": password})
    assert (login.status_code, client.get("/fr/jury/").status_code) == (302, 200)


def test_somebody_known_gets_no_link_and_keeps_their_name(call: Any, omar: Any, alice: Any) -> None:
    juror = invite(call, omar, "ALICE@demo.example", name="Other name")
    assert (juror.person, juror.person.name) == (alice, "DEMO Alice")
    assert "password" not in OutboxMessage.objects.get().body


def test_a_second_invitation_is_refused_and_writes_nothing(call: Any, omar: Any) -> None:
    invite(call, omar)
    with pytest.raises(ValidationError) as refused:
        invite(call, omar)
    assert set(refused.value.message_dict) == {"email"}
    assert (Juror.objects.count(), OutboxMessage.objects.count()) == (1, 1)


def test_the_link_can_be_sent_again(call: Any, omar: Any) -> None:
    juror = invite(call, omar)
    invite_again(juror=juror, by=omar)
    assert OutboxMessage.objects.count() == 2


def test_a_juror_who_marked_nothing_leaves_without_a_reason(
    call: Any, jurors: list[Any], files: list[Any], omar: Any
) -> None:
    make_review(jurors[0], files[0])
    remove_juror(juror=jurors[0], by=omar)
    assert not seats_of(jurors[0].person).exists()
    assert not Review.objects.exists()


def test_a_juror_who_marked_leaves_with_a_reason_and_comes_back_with_their_marks(
    call: Any, jurors: list[Any], files: list[Any], omar: Any
) -> None:
    done(jurors[0], files[0], 4, 4)
    with pytest.raises(ValidationError) as refused:
        remove_juror(juror=jurors[0], by=omar, why="  ")
    assert set(refused.value.message_dict) == {"why"}
    remove_juror(juror=jurors[0], by=omar, why="moved away")
    assert [load.juror for load in loads_of(call)] == jurors[1:]
    again = invite(call, omar, jurors[0].person.email)
    assert again.pk == jurors[0].pk
    assert next(load.done for load in loads_of(call) if load.juror == again) == 1


def test_giving_by_hand_refuses_ties_own_files_and_unread_languages_together(
    call: Any, jurors: list[Any], files: list[Any], omar: Any
) -> None:
    enter_conflict(juror=jurors[0], application=files[0], by=omar)
    english = file(call, "English", language="en")
    own = file(call, "Own", applicant=jurors[1].person)
    pairs = [(jurors[0], files[0]), (jurors[0], english), (jurors[1], own), (jurors[2], files[0])]
    with pytest.raises(ValidationError) as refused:
        assign(pairs=pairs, by=omar)
    assert len(refused.value.messages) == 3
    assert not Review.objects.exists()
    assert assign(pairs=[(jurors[2], files[0]), (jurors[2], files[1])], by=omar) == 2
    assert assign(pairs=[(jurors[2], files[0])], by=omar) == 0


def test_a_begun_file_is_not_taken_back(call: Any, jurors: list[Any], files: list[Any], omar: Any) -> None:
    begun, idle = make_review(jurors[0], files[0]), make_review(jurors[0], files[1])
    save_marks(review=begun, marks={"impact": {"mark": 3}}, base_revision=0, by=jurors[0].person)
    with pytest.raises(ValidationError):
        unassign(reviews=[begun, idle], by=omar)
    assert Review.objects.count() == 2
    assert unassign(reviews=[idle], by=omar) == 1
    assert Review.objects.get() == begun


def test_the_even_spread_respects_ties_languages_and_begun_reviews(
    call: Any, jurors: list[Any], files: list[Any], omar: Any
) -> None:
    change_juror(juror=jurors[2], languages=["fr"], is_president=False, by=omar)  # the files are in Arabic
    enter_conflict(juror=jurors[0], application=files[0], by=omar)
    begun = make_review(jurors[0], files[1])
    save_marks(review=begun, marks=COMPLETE, base_revision=0, by=jurors[0].person)
    report = spread_evenly(call=call, reviews_per_file=2, by=omar)
    assert [(number, short.can_get, short.because) for number, short in report.short] == [
        (files[0].number, 1, ("language", "conflict"))
    ]
    loads = {load.juror: load.files for load in loads_of(call)}
    assert loads == {jurors[0]: 3, jurors[1]: 4, jurors[2]: 0}
    assert Review.objects.get(pk=begun.pk).marks == COMPLETE


def test_spreading_twice_changes_nothing_and_only_admitted_files_are_spread(
    call: Any, jurors: list[Any], files: list[Any], omar: Any
) -> None:
    file(call, "Still screened", state="submitted")
    first = spread_evenly(call=call, reviews_per_file=2, by=omar)
    again = spread_evenly(call=call, reviews_per_file=2, by=omar)
    assert (first.added, first.removed) == (8, 0)
    assert (again.added, again.removed, again.short) == (0, 0, ())


def test_a_tied_juror_s_marks_do_not_serve_the_file(call: Any, jurors: list[Any], files: list[Any], omar: Any) -> None:
    review = done(jurors[0], files[0], 4, 4)
    enter_conflict(juror=jurors[0], application=files[0], by=omar)
    spread_evenly(call=call, reviews_per_file=2, by=omar)
    readers = set(Review.objects.filter(application=files[0]).exclude(pk=review.pk).values_list("juror", flat=True))
    assert readers == {jurors[1].pk, jurors[2].pk}
    assert Review.objects.get(pk=review.pk).state == "done"  # kept in the record


def test_spreading_without_jurors_says_what_to_do(call: Any, files: list[Any], omar: Any) -> None:
    with pytest.raises(ValidationError, match="Invite jurors"):
        spread_evenly(call=call, reviews_per_file=2, by=omar)


def test_an_applicant_of_the_jury_s_own_never_receives_their_file(call: Any, jurors: list[Any], omar: Any) -> None:
    own = file(call, "Own", applicant=jurors[0].person)
    report = spread_evenly(call=call, reviews_per_file=3, by=omar)
    assert set(Review.objects.filter(application=own).values_list("juror", flat=True)) == {jurors[1].pk, jurors[2].pk}
    assert report.short[0][1].because == ("conflict",)


def ties(call: Any) -> list[tuple[str, list[str]]]:
    return [(tie.application.title, tie.why) for tie in ties_to_check(call)]


def test_the_office_is_warned_of_shared_domains_and_organisations_until_the_tie_is_entered(
    call: Any, jurors: list[Any], omar: Any
) -> None:
    jurors[0].person.email = "juror@workplace.ma"
    jurors[0].person.save()
    same = factories.make_person("Colleague", email="applicant@workplace.ma")
    by_mail = file(call, "Mail", applicant=same)
    organisation = Organisation.objects.create(slug="demo-shared", name=factories.words("DEMO"))
    member = factories.make_person("Member")
    for person in (member, jurors[1].person):
        Membership.objects.create(person=person, organisation=organisation, role="viewer")
    file(call, "Both members", applicant=member)
    assert ties(call) == [("DEMO Mail", ["mail"]), ("DEMO Both members", ["organisation"])]
    enter_conflict(juror=jurors[0], application=by_mail, by=omar)
    assert ties(call) == [("DEMO Both members", ["organisation"])]


@pytest.mark.parametrize("domain", ["gmail.com", "menara.ma", "demo.example"])
def test_an_open_mail_service_is_no_tie(call: Any, jurors: list[Any], domain: str) -> None:
    Person.objects.filter(pk=jurors[0].person_id).update(email=f"juror@{domain}")
    file(call, "Free mail", applicant=factories.make_person("Free", email=f"applicant@{domain}"))
    assert ties(call) == []
