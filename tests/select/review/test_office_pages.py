"""The office's pages of a jury: rights, forms, lists, budgets. Integration."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from mouakaba.base.audit.models import AuditLine
from mouakaba.base.organisations.models import Organisation
from mouakaba.base.people.models import Membership, Person
from mouakaba.select.programmes.models import ProgrammeRole
from mouakaba.select.review.actions import close_marks, enter_conflict
from mouakaba.select.review.models import ClearedTie, Conflict, Juror, Review
from mouakaba.select.review.queries import ties_to_check
from tests import factories
from tests.select.review.conftest import done, file, make_review

pytestmark = pytest.mark.django_db
SLUG = "demo-call"


@pytest.fixture
def desk(client: Client, omar: Any) -> Client:
    """The officer's browser."""
    client.force_login(omar)
    return client


def pages(juror: Juror, application: Any) -> list[str]:
    """Every page of the office's jury."""
    plain = [reverse(name, args=[SLUG]) for name in ("jury_office", "jury_files", "jury_ties", "jury_close")]
    one = [reverse("jury_juror", args=[SLUG, juror.pk]), reverse("jury_file_office", args=[SLUG, application.pk])]
    return plain + one


@pytest.fixture
def viewer(programme: Any) -> Any:
    """A colleague who may read and not change."""
    person = factories.make_person("Viewer")
    Membership.objects.create(person=person, organisation=programme.organisation, role="viewer")
    return person


@pytest.fixture
def applicant(files: list[Any]) -> Any:
    return files[0].applicant


@pytest.fixture
def juror_only(jurors: list[Any]) -> Any:
    return jurors[1].person


@pytest.mark.parametrize(
    ("who", "reads"),
    [("omar", 200), ("viewer", 200), ("charlie", 404), ("applicant", 404), ("juror_only", 404), (None, 302)],
)
def test_who_reads_the_office_s_pages(
    request: Any, client: Client, jurors: list[Any], files: list[Any], who: str | None, reads: int
) -> None:
    if who:
        client.force_login(request.getfixturevalue(who))
    assert [client.get(url).status_code for url in pages(jurors[0], files[0])] == [reads] * 6


@pytest.mark.parametrize("who", ["viewer", "charlie", "applicant", "juror_only"])
def test_only_officers_change_anything(
    request: Any, client: Client, jurors: list[Any], files: list[Any], who: str
) -> None:
    client.force_login(request.getfixturevalue(who))
    acts = ["invite", "spread", "give", "take", "tie", "lift", "enter", "clear", "change", "again", "remove", "close"]
    acts += ["reopen"]
    for url in pages(jurors[0], files[0]):
        for act in acts:
            answer = client.post(url, {"act": act, "email": "a@b.ma", "languages": ["ar"], "reviews_per_file": 1})
            assert answer.status_code in (404, 405)
    assert (Juror.objects.count(), Review.objects.exists(), Conflict.objects.exists()) == (3, False, False)


@pytest.mark.parametrize("who", ["applicant", "omar", "charlie"])
def test_who_holds_no_seat_opens_no_jury_page(
    request: Any, client: Client, jurors: list[Any], files: list[Any], who: str
) -> None:
    make_review(jurors[0], files[0])
    client.force_login(request.getfixturevalue(who))
    urls = [reverse("jury_call", args=[SLUG]), reverse("jury_file", args=[SLUG, files[0].pk])]
    assert [client.get(url).status_code for url in urls] == [404, 404]
    assert client.get(reverse("jury")).context["rows"] == []


def test_inviting_with_bad_input_keeps_what_was_typed_and_names_the_field(desk: Client, call: Any) -> None:
    url = reverse("jury_office", args=[SLUG])
    answer = desk.post(url, {"act": "invite", "email": "not an e-mail", "name": "DEMO Kept"})
    assert answer.status_code == 422
    assert set(answer.context["invite"].errors) == {"email", "languages"}
    assert "DEMO Kept" in answer.content.decode()
    good = {"act": "invite", "email": "new@demo.example", "languages": ["ar"]}
    assert desk.post(url, good).status_code == 302
    again = desk.post(url, good)
    assert (again.status_code, set(again.context["invite"].errors)) == (422, {"email"})


def test_spreading_from_the_page_says_what_changed_and_what_is_short(
    desk: Client, jurors: list[Any], files: list[Any], call: Any
) -> None:
    english = file(call, "English", language="en")
    answer = desk.post(reverse("jury_office", args=[SLUG]), {"act": "spread", "reviews_per_file": "2"}, follow=True)
    said = [str(message) for message in answer.context["messages"]]
    assert (len(said), english.number in said[1]) == (2, True)
    assert answer.context["figures"] == {"files": 5, "given": 4, "marked": 0}
    assert desk.post(reverse("jury_office", args=[SLUG]), {"act": "spread", "reviews_per_file": "0"}).status_code == 422


def test_giving_by_numbers_reports_every_unknown_one_and_gives_none(
    desk: Client, jurors: list[Any], files: list[Any]
) -> None:
    url = reverse("jury_juror", args=[SLUG, jurors[0].pk])
    typed = f"{files[0].number.lower()}، NOPE-1 NOPE-2"
    answer = desk.post(url, {"act": "give", "numbers": typed})
    assert answer.status_code == 422
    assert all(number in str(answer.context["numbers"].errors) for number in ("NOPE-1", "NOPE-2"))
    assert typed in answer.content.decode()
    assert not Review.objects.exists()
    desk.post(url, {"act": "give", "numbers": f"{files[0].number.lower()}, {files[1].number}"})
    assert Review.objects.filter(juror=jurors[0]).count() == 2


def test_one_file_s_jurors_ties_and_their_lifting(desk: Client, jurors: list[Any], files: list[Any]) -> None:
    url = reverse("jury_file_office", args=[SLUG, files[0].pk])
    desk.post(url, {"act": "give", "jurors": [jurors[0].pk, jurors[1].pk]})
    assert desk.post(url, {"act": "give"}).status_code == 422
    desk.post(url, {"act": "take", "review": Review.objects.get(juror=jurors[1]).pk})
    assert set(Review.objects.values_list("juror", flat=True)) == {jurors[0].pk}
    desk.post(url, {"act": "tie", "juror": jurors[0].pk, "note": "partners in 2020"})
    tie = Conflict.objects.get()
    assert (tie.source, tie.note) == ("officer", "partners in 2020")
    assert desk.post(url, {"act": "lift", "conflict": tie.pk, "why": ""}).status_code == 422
    desk.post(url, {"act": "lift", "conflict": tie.pk, "why": "another company of that name"})
    assert not Conflict.objects.exists()


@pytest.mark.parametrize("name", ["review", "juror", "conflict"])
@pytest.mark.parametrize("value", ["", "x", "999999", "0' OR 1=1", "9" * 400])
def test_hostile_ids_are_not_found(desk: Client, jurors: list[Any], files: list[Any], name: str, value: str) -> None:
    act = {"review": "take", "juror": "tie", "conflict": "lift"}[name]
    url = reverse("jury_file_office", args=[SLUG, files[0].pk])
    assert desk.post(url, {"act": act, name: value}).status_code == 404


def test_removing_a_juror_who_marked_asks_for_the_reason_on_the_page(
    desk: Client, jurors: list[Any], files: list[Any]
) -> None:
    done(jurors[0], files[0], 4, 4)
    url = reverse("jury_juror", args=[SLUG, jurors[0].pk])
    assert set(desk.post(url, {"act": "remove"}).context["why"].errors) == {"why"}
    assert desk.post(url, {"act": "remove", "why": "left"}).status_code == 302


def test_missing_marks_and_disagreement_are_listed(desk: Client, jurors: list[Any], files: list[Any]) -> None:
    for juror, (near, far) in zip(jurors, [(4, 1), (4, 3), (3, 5)], strict=True):
        done(juror, files[0], near, near)
        done(juror, files[1], far, far)
    make_review(jurors[0], files[2])
    url = reverse("jury_files", args=[SLUG])
    assert [one for one, _ in desk.get(url, {"show": "missing"}).context["rows"]] == [files[2], files[3]]
    apart = desk.get(url, {"show": "apart"}).context["rows"]
    found = [(one, float(one.spread), round(float(one.deviation), 2)) for one, _reviews in apart]
    assert found == [(files[1], 80.0, 32.66), (files[0], 20.0, 9.43)]  # 20, 60, 100; and 80, 80, 60


def test_a_president_who_marks_sees_no_others_marks_before_the_closing(
    client: Client, programme: Any, call: Any, jurors: list[Any], files: list[Any], omar: Any
) -> None:
    ProgrammeRole.objects.create(person=jurors[0].person, programme=programme, role="president")
    for juror, mark in zip(jurors[1:], (1, 5), strict=True):
        done(juror, files[0], mark, mark, reason="DEMO")
    client.force_login(jurors[0].person)
    list_url, file_url = reverse("jury_files", args=[SLUG]), reverse("jury_file_office", args=[SLUG, files[0].pk])
    before = client.get(list_url, {"show": "apart"}), client.get(file_url)
    assert before[0].context["hidden"] is True
    assert "80.0" not in before[0].content.decode()
    assert not any(f"<b>{mark}" in before[1].content.decode() for mark in ("100", "20"))
    close_marks(call=call, by=omar, why="DEMO")
    assert "80.0" in client.get(list_url, {"show": "apart"}).content.decode()


def test_closing_from_the_page_lists_the_gaps_and_takes_a_reason(
    desk: Client, jurors: list[Any], files: list[Any], call: Any
) -> None:
    done(jurors[0], files[0], 4, 4)
    url = reverse("jury_close", args=[SLUG])
    assert desk.get(url).context["gaps"] == files[1:]
    refused = desk.post(url, {"act": "close"})
    assert (refused.status_code, set(refused.context["form"].errors)) == (422, {"why"})
    desk.post(url, {"act": "close", "why": "three files came too late"})
    call.refresh_from_db()
    assert call.marks_closed_at is not None
    desk.post(url, {"act": "reopen", "why": "one more juror"})
    call.refresh_from_db()
    assert call.marks_closed_at is None


@pytest.mark.parametrize("count", [3, 60])
def test_pages_stay_within_twelve_queries(
    desk: Client, call: Any, count: int, omar: Any, django_assert_max_num_queries: Any
) -> None:
    seats = [factories.make_juror(call, f"Seat {n}") for n in range(6)]
    for n in range(count):
        one = file(call, f"Many {n}")
        for juror in seats[:3]:
            make_review(juror, one, state="done", total=n, marks={})
        enter_conflict(juror=seats[3], application=one, by=omar)
    for url in [*pages(seats[0], one), f"{reverse('jury_files', args=[SLUG])}?show=apart"]:
        with django_assert_max_num_queries(12):
            assert desk.get(url).status_code == 200


def test_live_pages_stay_within_twelve_queries(
    client: Client,
    live_call: Any,
    live_files: list[Any],
    panel: list[Any],
    omar: Any,
    django_assert_max_num_queries: Any,
) -> None:
    client.force_login(omar)
    desk = reverse("live_office", args=["demo-live"])
    client.post(desk, {"act": "draw"})
    pitch = live_call.pitches.order_by("position")[0]
    client.post(desk, {"act": "start", "pitch": pitch.pk})
    done(panel[0], pitch.application, 4, 4)
    with django_assert_max_num_queries(12):
        client.get(desk)
    with django_assert_max_num_queries(12):
        client.get(reverse("call_screen", args=["demo-live"]))
    client.force_login(panel[0].person)
    with django_assert_max_num_queries(12):
        client.get(reverse("jury_live", args=["demo-live"]))


@pytest.fixture
def colleague(call: Any, jurors: list[Any]) -> Any:
    """The file of somebody who shares a work e-mail domain with the first juror."""
    Person.objects.filter(pk=jurors[0].person_id).update(email="juror@workplace.ma")
    return file(call, "Mail", applicant=factories.make_person("Colleague", email="applicant@workplace.ma"))


def press(desk: Client, act: str, juror: Juror, application: Any) -> Any:
    data = {"act": act, "juror": juror.pk, "file": application.pk, "note": "same e-mail domain"}
    return desk.post(reverse("jury_ties", args=[SLUG]), data, follow=True)


def test_a_warning_that_is_no_tie_goes_and_stays_in_the_record(
    desk: Client, jurors: list[Any], colleague: Any, omar: Any
) -> None:
    shown = press(desk, "clear", jurors[0], colleague).content.decode()
    assert "To check" not in shown
    assert "Asked, no tie" in shown
    cleared = ClearedTie.objects.get()
    assert (cleared.juror, cleared.application, cleared.why, cleared.by) == (jurors[0], colleague, ["mail"], omar)
    assert AuditLine.objects.get(act="clear_tie").detail["shared"] == ["mail"]
    assert not Conflict.objects.exists()


def test_what_they_share_later_is_asked_about_again(desk: Client, jurors: list[Any], colleague: Any) -> None:
    press(desk, "clear", jurors[0], colleague)
    organisation = Organisation.objects.create(slug="demo-shared", name=factories.words("DEMO"))
    for person in (colleague.applicant, jurors[0].person):
        Membership.objects.create(person=person, organisation=organisation, role="viewer")
    assert [tie.why for tie in ties_to_check(colleague.call)] == [["organisation"]]
    press(desk, "clear", jurors[0], colleague)
    assert ties_to_check(colleague.call) == []


def test_a_warning_may_still_become_a_tie(desk: Client, jurors: list[Any], colleague: Any) -> None:
    press(desk, "enter", jurors[0], colleague)
    assert Conflict.objects.get().note == "same e-mail domain"
    assert press(desk, "clear", jurors[0], colleague).status_code == 200  # an old page: nothing is left to clear
    assert not ClearedTie.objects.exists()


def test_nothing_is_cleared_that_was_not_asked(desk: Client, jurors: list[Any], files: list[Any]) -> None:
    press(desk, "clear", jurors[0], files[0])
    assert not ClearedTie.objects.exists()
