"""Integration: programmes, who works on them, and figures stated in public beside what their parts add up to."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from mouakaba.base.audit.queries import history_of
from mouakaba.base.notify.models import OutboxMessage
from mouakaba.base.people.models import Membership, Person
from mouakaba.select.programmes.actions import record_figure
from mouakaba.select.programmes.models import Programme, PublishedFigure
from tests import factories

COHORT = (("Souss-Massa", 5), ("Oriental", 4), ("Fès-Meknès", 4), ("Tanger-Tétouan-Al Hoceïma", 4))


@pytest.fixture
def as_omar(client: Any, omar: Any) -> Any:
    client.force_login(omar)
    return client


@pytest.fixture
def cohort(programme: Any, omar: Any) -> PublishedFigure:
    """The first cohort of Kawaliss as its release states it: 18, of which 5 and 4 and 4 and 4."""
    return record_figure(
        programme=programme,
        code="cohort-1",
        stated=18,
        label=factories.words("First cohort"),
        parts=[{"label": {"fr": name}, "count": count} for name, count in COHORT],
        by=omar,
    )


def page(programme: Any) -> str:
    return reverse("programme_page", args=[programme.slug])


def writing(programme: Any) -> list[str]:
    """Addresses only officers may open."""
    names = ("programme_edit", "figure_new", "call_new", "call_import")
    return [reverse(name, args=[programme.slug]) for name in names]


def test_the_office_lists_the_programmes_a_person_works_on(as_omar: Any, programme: Any) -> None:
    factories.make_programme("other", officer=factories.make_person("Other"))
    response = as_omar.get(reverse("office"))
    assert [found.slug for found, _calls in response.context["rows"]] == ["demo-programme"]


def test_an_office_without_programmes_says_what_to_do(as_omar: Any, omar: Any, client: Any, charlie: Any) -> None:
    Membership.objects.create(person=omar, organisation=factories.make_organisation(), role="owner")
    assert reverse("programme_new") in as_omar.get(reverse("office")).content.decode()
    client.force_login(charlie)
    assert reverse("programme_new") not in client.get(reverse("office")).content.decode()


def test_a_programme_is_opened_for_one_s_own_organisation(as_omar: Any, omar: Any) -> None:
    own, other = factories.make_organisation("own"), factories.make_organisation("foreign")
    Membership.objects.create(person=omar, organisation=own, role="officer")
    data = {"slug": "kawaliss", "title_ar": "كواليس", "title_fr": "Kawaliss", "title_en": "Kawaliss"}
    refused = as_omar.post(reverse("programme_new"), {**data, "organisation": other.pk})
    assert list(refused.context["form"].errors) == ["organisation"]
    assert "Kawaliss" in refused.content.decode()
    made = as_omar.post(reverse("programme_new"), {**data, "organisation": own.pk})
    assert made.url == page(Programme.objects.get(slug="kawaliss", organisation=own))


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"title_ar": ""}, "title_ar"), ({"slug": "demo-programme"}, "slug"), ({"slug": "no spaces"}, "slug")],
)
def test_a_programme_that_cannot_be_opened_keeps_what_was_typed(
    as_omar: Any, programme: Any, changed: dict[str, str], field: str
) -> None:
    data = {"slug": "new", "title_ar": "ع", "title_fr": "Kept words", "title_en": "E"}
    data |= {"organisation": programme.organisation_id} | changed
    response = as_omar.post(reverse("programme_new"), data)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert "Kept words" in response.content.decode()


@pytest.mark.parametrize(("role", "status"), [("officer", 200), ("president", 404), ("viewer", 404)])
def test_only_officers_change_a_programme(client: Any, programme: Any, charlie: Any, role: str, status: int) -> None:
    programme.roles.create(person=charlie, role=role)
    client.force_login(charlie)
    assert client.get(page(programme)).status_code == 200
    assert {client.get(url).status_code for url in writing(programme)} == {status}


def test_strangers_and_anonymous_readers_find_nothing(client: Any, programme: Any, charlie: Any) -> None:
    assert {client.get(url).status_code for url in [page(programme), *writing(programme)]} == {302}
    client.force_login(charlie)
    assert {client.get(url).status_code for url in [page(programme), *writing(programme)]} == {404}


def test_somebody_known_is_added_and_told(as_omar: Any, programme: Any, charlie: Any) -> None:
    url = reverse("programme_invite", args=[programme.slug])
    as_omar.post(url, {"email": charlie.email.upper(), "role": "president"})
    assert programme.roles.get().person == charlie
    letter = OutboxMessage.objects.get(address=charlie.email)
    assert "password" not in letter.body.lower()
    assert history_of(programme).filter(act="invite_to_role").exists()


def test_somebody_unknown_gets_an_account_without_password_and_a_link(
    as_omar: Any, programme: Any, client: Any
) -> None:
    url = reverse("programme_invite", args=[programme.slug])
    as_omar.post(url, {"email": "new@demo.example", "role": "viewer"})
    person = Person.objects.get(email="new@demo.example")
    assert (programme.roles.get().person, person.has_usable_password()) == (person, False)
    letter = OutboxMessage.objects.get(address="new@demo.example")
    link = next(word for word in letter.body.split() if "reset" in word)
    client.logout()
    assert client.get(link.partition("8000")[2] or link, follow=True).status_code == 200


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"email": "not an address", "role": "viewer"}, "email"),
        ({"email": "", "role": "viewer"}, "email"),
        ({"email": "ok@demo.example", "role": "king"}, "role"),
    ],
)
def test_an_invitation_that_cannot_be_sent_keeps_what_was_typed(
    as_omar: Any, programme: Any, data: dict[str, str], field: str
) -> None:
    response = as_omar.post(reverse("programme_invite", args=[programme.slug]), data)
    assert (response.status_code, list(response.context["invite"].errors)) == (422, [field])
    assert data["email"] in response.content.decode()
    assert not programme.roles.exists()


def test_the_same_role_is_not_given_twice(as_omar: Any, programme: Any, charlie: Any) -> None:
    url = reverse("programme_invite", args=[programme.slug])
    for _ in range(2):
        response = as_omar.post(url, {"email": charlie.email, "role": "viewer"})
    assert (response.status_code, programme.roles.count(), OutboxMessage.objects.count()) == (422, 1, 1)


def test_a_role_is_taken_back_and_closes_the_door(as_omar: Any, programme: Any, charlie: Any) -> None:
    role = programme.roles.create(person=charlie, role="officer")
    as_omar.post(reverse("programme_take_role", args=[programme.slug, role.pk]))
    assert not programme.roles.exists()
    as_omar.force_login(charlie)
    assert as_omar.get(page(programme)).status_code == 404


def test_a_role_of_another_programme_is_out_of_reach(as_omar: Any, programme: Any, charlie: Any) -> None:
    other = factories.make_programme("other")
    role = other.roles.create(person=charlie, role="officer")
    response = as_omar.post(reverse("programme_take_role", args=[programme.slug, role.pk]))
    assert (response.status_code, other.roles.count()) == (404, 1)


def test_seventeen_counted_stands_beside_eighteen_published(as_omar: Any, cohort: PublishedFigure) -> None:
    assert (cohort.counted, cohort.stated, cohort.disagrees) == (17, 18, True)
    text = as_omar.get(page(cohort.programme)).content.decode()
    warning = text[text.index('class="notice care"') :]
    assert "17" in warning.split("</div>")[0]
    assert "18" in warning.split("</div>")[0]


def test_a_figure_that_agrees_raises_no_warning(as_omar: Any, cohort: PublishedFigure) -> None:
    PublishedFigure.objects.update(stated=17)
    assert "notice care" not in as_omar.get(page(cohort.programme)).content.decode()


def figure_data(figure: PublishedFigure, **changed: Any) -> dict[str, Any]:
    data = {"stated": figure.stated, "label_ar": "أ", "label_fr": "F", "label_en": "E"}
    for index, part in enumerate(figure.parts):
        data |= {f"part{index}_fr": part["label"]["fr"], f"part{index}_count": part["count"]}
    return data | changed


def test_a_figure_is_changed_and_its_empty_lines_are_not_kept(as_omar: Any, cohort: PublishedFigure) -> None:
    url = reverse("figure", args=[cohort.programme.slug, cohort.code])
    data = figure_data(cohort, part4_fr="Rabat", part4_count=1, source_url="example.ma/release")
    assert as_omar.post(url, data).status_code == 302
    cohort.refresh_from_db()
    assert (cohort.counted, len(cohort.parts), cohort.disagrees) == (18, 5, False)
    assert cohort.source_url == "https://example.ma/release"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"stated": "eighteen"}, "stated"),
        ({"stated": "-1"}, "stated"),
        ({"part0_count": ""}, "part0_count"),
        ({"part4_count": "3"}, "part4_ar"),
        ({"source_url": "javascript:alert(1)"}, "source_url"),
        ({"source_date": "yesterday"}, "source_date"),
    ],
)
def test_a_figure_that_cannot_be_kept_says_why_and_loses_nothing(
    as_omar: Any, cohort: PublishedFigure, changed: dict[str, str], field: str
) -> None:
    url = reverse("figure", args=[cohort.programme.slug, cohort.code])
    response = as_omar.post(url, figure_data(cohort, **changed))
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert all(value in response.content.decode() for value in changed.values())
    cohort.refresh_from_db()
    assert (cohort.stated, cohort.counted) == (18, 17)


def test_a_new_figure_gets_a_code_and_an_old_one_can_go(as_omar: Any, programme: Any) -> None:
    url = reverse("figure_new", args=[programme.slug])
    for _ in range(2):
        as_omar.post(url, {"stated": "3", "label_ar": "أ", "label_fr": "F", "label_en": "E"})
    assert set(programme.published_figures.values_list("code", flat=True)) == {"figure-1", "figure-2"}
    as_omar.post(reverse("figure_remove", args=[programme.slug, "figure-1"]))
    assert programme.published_figures.get().code == "figure-2"


@pytest.mark.parametrize("rows", [1, 15])
def test_pages_stay_within_their_queries(
    as_omar: Any, omar: Any, programme: Any, cohort: Any, rows: int, places: None, django_assert_max_num_queries: Any
) -> None:
    for number in range(rows):
        factories.make_call(programme, f"call-{number}")
        programme.roles.create(person=factories.make_person(f"P {number}"), role="viewer")
        record_figure(programme=programme, code=f"f-{number}", stated=1, by=omar)
    for url in (reverse("office"), page(programme)):
        with django_assert_max_num_queries(12):
            assert as_omar.get(url).status_code == 200
