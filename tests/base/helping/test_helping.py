"""Consent, acting within it, its end, the hand-over; nothing beyond."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from mouakaba.base.audit.models import AuditLine
from mouakaba.base.helping.actions import allow_help, end_help, hand_over, make_hand_over_code, open_for, take_up_help
from mouakaba.base.helping.models import Assistance, CodeTry, HelpCode
from mouakaba.base.notify.actions import deliver, queue_message
from mouakaba.base.organisations.actions import join_organisation
from mouakaba.base.people.models import Person
from mouakaba.base.privacy.actions import erase_person, export_person
from tests import factories
from tests.kernel.sounds.test_measure import wav

UNTIL = date(2026, 4, 1)
ALL = ["applications", "boards", "profile"]
PASSWORD = "une phrase bien longue DEMO"


def as_(person: Person | None) -> Client:
    client = Client()
    if person:
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def world(places: None, stand_at: Any) -> Iterator[SimpleNamespace]:
    """An association, its worker and a colleague; a woman with an account of her own."""
    stand_at("2026-03-02 10:00:00")
    association = factories.make_organisation("demo-association", legal_form="association")
    helper, colleague = factories.make_person("Helper", language="fr"), factories.make_person("Colleague")
    for person in (helper, colleague):
        join_organisation(person=person, organisation=association, role="officer", by=None)
    return SimpleNamespace(
        association=association, helper=helper, colleague=colleague, aicha=factories.make_person("Aicha", language="ar")
    )


def agreed(world: SimpleNamespace, scopes: list[str] = ALL) -> Assistance:
    _consent, code = allow_help(scopes=scopes, why="DEMO", until=UNTIL, by=world.aicha)
    return take_up_help(code=code, organisation=world.association, source="x", by=world.helper)


def acting(world: SimpleNamespace, scopes: list[str] = ALL) -> Client:
    row = agreed(world, scopes)
    client = as_(world.helper)
    assert client.post(f"/fr/my/helping/{row.pk}/begin/", {"scope": scopes[0]}).status_code == 302
    return client


def opened(world: SimpleNamespace) -> Assistance:
    return open_for(
        name="DEMO Zahra", organisation=world.association, scopes=ALL, why="DEMO", until=UNTIL, by=world.helper
    )


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_every_page_in_every_language(
    world: SimpleNamespace, language: str, django_assert_max_num_queries: Any
) -> None:
    row, client = agreed(world), as_(world.helper)
    pages = ["helping/", "helping/new/", "helping/code/", f"helping/{row.pk}/", "help/"]
    for path in pages:
        with django_assert_max_num_queries(12):
            assert client.get(f"/{language}/my/{path}").status_code == 200, path
    for path in pages[:-1]:
        assert as_(world.aicha).get(f"/{language}/my/{path}").status_code == 404, path
        assert as_(None).get(f"/{language}/my/{path}").status_code == 302, path
    assert as_(world.colleague).get(f"/{language}/my/helping/{row.pk}/").status_code == 404
    assert as_(None).get(f"/{language}/hand-over/").status_code == 200


def test_a_person_agrees_in_their_account_and_reads_a_code(world: SimpleNamespace) -> None:
    given = {"scopes": ["boards"], "why": "DEMO أسئلة", "until": "2026-04-01"}
    page = as_(world.aicha).post("/ar/my/help/", given)
    code = page.context["code"]
    assert code in page.content.decode() and len(code.replace(" ", "")) == 8
    assert code.replace(" ", "") not in str(list(HelpCode.objects.values()))
    sent = {"code": code, "organisation": str(world.association.pk)}
    taken = as_(world.helper).post("/fr/my/helping/code/", sent)
    row = Assistance.objects.get()
    assert taken.headers["Location"] == f"/fr/my/helping/{row.pk}/"
    assert (row.helper, row.person, row.scopes, row.consent) == (world.helper, world.aicha, ["boards"], "own")
    again = as_(world.colleague).post("/fr/my/helping/code/", sent)
    assert again.status_code == 422 and "ne marche pas" in again.content.decode()
    assert as_(world.aicha).post("/ar/my/help/", {**given, "until": "2030-01-01"}).status_code == 422


def test_acts_carry_both_names_and_the_person_sees_them(world: SimpleNamespace) -> None:
    client = acting(world, ["profile"])
    page = client.get("/fr/my/profile/").content.decode()
    assert "Vous agissez pour DEMO Aicha" in page
    client.post("/fr/my/profile/", {"name": "DEMO Aicha B", "phone": "", "language": "ar"})
    world.aicha.refresh_from_db()
    assert world.aicha.name == "DEMO Aicha B"
    line = AuditLine.objects.get(act="save_profile")
    assert (line.by, line.helper) == (world.aicha, world.helper)
    seen = as_(world.aicha).get("/fr/my/help/").content.decode()
    assert "DEMO Helper" in seen and "a changé le profil" in seen
    client.post("/fr/my/helping/stop/")
    client.post("/fr/my/profile/", {"name": "DEMO Helper H", "phone": "", "language": "fr"})
    assert AuditLine.objects.filter(act="save_profile", by=world.helper, helper=None).count() == 1
    assert client.post("/fr/my/helping/stop/").status_code == 404


def test_beyond_the_consent_nothing_opens(world: SimpleNamespace) -> None:
    client = acting(world, ["boards"])
    closed = [
        "my/", "my/profile/", "my/data/", "my/data/export/", "my/help/", "my/ideas/", "my/skills/", "office/", "jury/",
        "account/password/change/", "account/email/", "account/2fa/", "hand-over/",
    ]  # fmt: skip
    for path in closed:
        for answer in (client.get(f"/fr/{path}"), client.post(f"/fr/{path}", {"email": "x@y.ma"})):
            assert answer.status_code == 403, path
            assert "DEMO Aicha" in answer.content.decode()
    assert client.get("/admin/").status_code == 403
    public = client.get("/fr/calls/")
    assert public.status_code == 200 and not public.wsgi_request.user.is_authenticated
    assert client.get("/fr/house/").wsgi_request.user == world.aicha
    assert client.post("/fr/account/logout/").status_code == 302


@pytest.mark.parametrize("scope", ALL)
def test_no_scope_opens_passwords_data_votes_or_offices(scope: str) -> None:
    from django.urls import get_resolver

    from mouakaba.base.helping.rules import scope_named
    from tests.house.test_routes import routes

    found = scope_named(scope)
    assert found is not None
    by_name = {route.name: route for route in routes()}
    assert get_resolver().reverse_dict and found.pages <= set(by_name), "a page that is not there"
    assert {by_name[name].entrance for name in found.pages} <= {"public", "my"}
    assert not {name for name in found.pages if "data" in name or "help" in name.split("_") or "withdraw" in name}


def test_taken_back_it_ends_at_once_and_nothing_is_done(world: SimpleNamespace) -> None:
    client = acting(world, ["profile"])
    row = Assistance.objects.get()
    assert as_(world.colleague).post(f"/ar/my/help/{row.pk}/end/").status_code == 404
    assert as_(world.aicha).post(f"/ar/my/help/{row.pk}/end/").status_code == 302
    late = client.post("/fr/my/profile/", {"name": "DEMO trop tard", "phone": "", "language": "fr"})
    assert late.status_code == 403 and "pris fin" in late.content.decode()
    assert not Person.objects.filter(name="DEMO trop tard").exists()
    assert client.get("/fr/my/profile/").wsgi_request.user == world.helper
    assert client.post(f"/fr/my/helping/{row.pk}/begin/").status_code == 404


@pytest.mark.parametrize("ending", ["day", "office", "person"])
def test_it_ends_with_its_day_the_office_or_the_account(world: SimpleNamespace, stand_at: Any, ending: str) -> None:
    client = acting(world, ["profile"])
    if ending == "day":
        stand_at("2026-04-02 00:00:01")
    elif ending == "office":
        world.helper.memberships.update(role="viewer")
    else:
        Person.objects.filter(pk=world.aicha.pk).update(is_active=False)
    assert client.get("/fr/my/profile/").status_code == 403
    assert client.get("/fr/my/profile/").wsgi_request.user == world.helper


def test_an_account_is_opened_together_and_handed_over(world: SimpleNamespace) -> None:
    sent = {
        "name": "DEMO Zahra", "language": "ar", "organisation": str(world.association.pk), "member": "on",
        "scopes": ["applications"], "why": "DEMO ترشيح", "until": "2026-04-01",
        "voice": SimpleUploadedFile("voice.wav", wav(2)),
    }  # fmt: skip
    unsaid = as_(world.helper).post("/fr/my/helping/new/", sent)
    assert unsaid.status_code == 422 and list(unsaid.context["form"].errors) == ["agreed"]
    assert "DEMO Zahra" in unsaid.content.decode() and not Assistance.objects.exists()
    sent["voice"] = SimpleUploadedFile("voice.wav", wav(2))
    assert as_(world.helper).post("/fr/my/helping/new/", {**sent, "agreed": "on"}).status_code == 302
    row = Assistance.objects.get()
    zahra = row.person
    heard = f"/fr/my/help/{row.pk}/voice/"
    assert as_(world.helper).get(heard).status_code == 200
    assert as_(world.colleague).get(heard).status_code == as_(world.aicha).get(heard).status_code == 404
    assert row.opened and row.consent == "spoken" and row.voice.owner == zahra and not zahra.has_usable_password()
    assert zahra.memberships.get().role == "viewer"
    shown = as_(world.helper).post(f"/fr/my/helping/{row.pk}/code/")
    code = shown.context["code"]
    assert code in shown.content.decode()
    taking = {"code": code, "email": "Zahra@demo.example", "password": PASSWORD}
    assert as_(world.helper).post("/fr/hand-over/", taking).status_code == 200
    zahra.refresh_from_db()
    assert not zahra.has_usable_password(), "nobody takes it in the helper's own session"
    phone = Client()
    weak = phone.post("/ar/hand-over/", {**taking, "password": "12345"})
    assert weak.status_code == 422 and list(weak.context["form"].errors) == ["password"]
    assert phone.post("/ar/hand-over/", taking).headers["Location"] == "/ar/my/help/"
    assert phone.get("/ar/my/profile/").wsgi_request.user == zahra
    zahra.refresh_from_db()
    assert zahra.email == "zahra@demo.example" and zahra.check_password(PASSWORD)
    row.refresh_from_db()
    assert row.ended_at and as_(world.helper).get(f"/fr/my/helping/{row.pk}/").status_code == 404
    assert Client().post("/ar/hand-over/", {**taking, "email": "other@demo.example"}).status_code == 422


def test_an_account_is_handed_over_even_when_the_help_has_ended(world: SimpleNamespace) -> None:
    row = opened(world)
    assert as_(world.helper).post(f"/fr/my/helping/{row.pk}/").status_code == 302
    assert "Remettre" in as_(world.helper).get("/fr/my/helping/").content.decode()
    code = as_(world.helper).post(f"/fr/my/helping/{row.pk}/code/").context["code"]
    assert as_(world.colleague).post(f"/fr/my/helping/{row.pk}/code/").status_code == 404
    assert hand_over(code=code, email="zahra@demo.example", password=PASSWORD, source="x") == row.person
    with pytest.raises(ValidationError):
        make_hand_over_code(assistance=row, by=world.helper)


def test_an_account_of_ones_own_is_never_handed_over(world: SimpleNamespace) -> None:
    row = agreed(world)
    answer = as_(world.helper).post(f"/fr/my/helping/{row.pk}/code/", follow=True)
    assert "entre les mains" in answer.content.decode() and not HelpCode.objects.filter(used_at=None).exists()
    _mine, code = allow_help(scopes=ALL, why="DEMO", until=UNTIL, by=world.aicha)
    with pytest.raises(ValidationError):
        hand_over(code=code, email="thief@demo.example", password=PASSWORD, source="x")
    with pytest.raises(ValidationError):
        take_up_help(code=code, organisation=world.association, source="x", by=world.aicha)


def test_a_code_is_short_lived_and_the_newest_alone_works(world: SimpleNamespace, stand_at: Any) -> None:
    row = opened(world)
    first = make_hand_over_code(assistance=row, by=world.helper)
    second = make_hand_over_code(assistance=row, by=world.helper)
    given = {"email": "zahra@demo.example", "password": PASSWORD, "source": "x"}
    with pytest.raises(ValidationError):
        hand_over(code=first, **given)
    stand_at("2026-03-02 10:16:00")
    with pytest.raises(ValidationError):
        hand_over(code=second, **given)
    with pytest.raises(ValidationError):
        hand_over(code=make_hand_over_code(assistance=row, by=world.helper), **{**given, "email": "aicha@demo.example"})
    third = make_hand_over_code(assistance=row, by=world.helper)
    assert hand_over(code=f"{third[:4]}-{third[4:]}", **given) == row.person


def test_wrong_codes_close_the_door_for_an_hour(world: SimpleNamespace, stand_at: Any) -> None:
    row = opened(world)
    code = make_hand_over_code(assistance=row, by=world.helper)
    wrong = {"code": "0000 0000", "email": "zahra@demo.example", "password": PASSWORD}
    for _n in range(10):
        assert Client().post("/fr/hand-over/", wrong).status_code == 422
    shut = Client().post("/fr/hand-over/", {**wrong, "code": code})
    assert "Trop de codes" in shut.content.decode() and CodeTry.objects.count() == 10
    assert "127.0.0.1" not in str(list(CodeTry.objects.values()))
    elsewhere = Client().post("/fr/hand-over/", {**wrong, "code": code}, REMOTE_ADDR="10.0.0.7")
    assert elsewhere.status_code == 302


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_takes_the_account(world: SimpleNamespace) -> None:
    code = make_hand_over_code(assistance=opened(world), by=world.helper)
    gate = Barrier(2)

    def take(n: int) -> bool:
        try:
            gate.wait()
            hand_over(code=code, email=f"taker-{n}@demo.example", password=PASSWORD, source=str(n))
        except ValidationError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(take, range(2))) == [False, True]


def test_letters_to_nobodys_address_do_not_leave(world: SimpleNamespace, mailoutbox: list[Any]) -> None:
    person = opened(world).person
    message = queue_message(key="DEMO", person=person, subject="DEMO", body="DEMO")
    assert deliver(str(message.pk)) == "failed"
    assert mailoutbox == []


def test_it_leaves_and_goes_with_either(world: SimpleNamespace) -> None:
    client = acting(world, ["profile"])
    client.post("/fr/my/profile/", {"name": "DEMO Aicha", "phone": "", "language": "ar"})
    told = export_person(world.aicha)["help"]
    assert told["done_for_me"][0]["act"] == "save_profile" and told["agreed"][0]["helper__name"] == "DEMO Helper"
    assert len(export_person(world.helper)["help"]["helped"]) == 1
    erase_person(person=world.helper, by=world.helper)
    row = Assistance.objects.get()
    assert row.helper is None and row.ended_at
    end_help(assistance=row, by=world.aicha)
    erase_person(person=world.aicha, by=world.aicha)
    assert not Assistance.objects.exists()


def test_a_consent_names_something_known_and_an_account_a_name(world: SimpleNamespace) -> None:
    for scopes in ([], ["votes"]):
        with pytest.raises(ValidationError):
            allow_help(scopes=scopes, why="DEMO", until=UNTIL, by=world.aicha)
    nameless = {"name": " ", "scopes": ALL, "why": "DEMO", "until": "2026-04-01", "agreed": "on", "language": "ar"}
    page = as_(world.helper).post("/fr/my/helping/new/", {**nameless, "organisation": str(world.association.pk)})
    assert page.status_code == 422 and list(page.context["form"].errors) == ["name"]
