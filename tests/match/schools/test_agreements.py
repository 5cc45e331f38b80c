"""Integration: agreements with schools, kept by the network's officers and read by both parties."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from mouakaba.base.audit.models import AuditLine
from mouakaba.base.files.models import StoredFile
from mouakaba.base.organisations.models import Organisation
from mouakaba.base.people.models import Membership, Person
from mouakaba.base.privacy.actions import erase_person
from mouakaba.match.schools.models import SchoolAgreement
from mouakaba.match.schools.queries import has_agreements, in_force
from mouakaba.match.schools.rules import status_on, term_end
from tests import factories
from tests.match.conftest import as_
from tests.match.schools.conftest import url

PDF = b"%PDF-1.7 DEMO"


def terms(**changes: Any) -> dict[str, Any]:
    values = {
        "signed_on": "2026-02-01", "ends_on": "2027-01-31", "renewed_by": "12", "network_commits": "DEMO welcomes",
        "school_commits": "DEMO invites", "note": "DEMO note",
    }  # fmt: skip
    return {**values, **changes}


@pytest.mark.django_db
def test_an_officer_records_changes_renews_and_ends(
    omar: Person, network: Organisation, school: Organisation, today: None
) -> None:
    client, document = as_(omar), SimpleUploadedFile("signed.pdf", PDF)
    answer = client.post(url("school_agreement_new"), terms(network=network.pk, school=school.pk, upload=document))
    made = SchoolAgreement.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, url("school_page", made.pk))
    assert (made.ends_on, made.renewed_by, made.note) == (date(2027, 1, 31), 12, {"fr": "DEMO note"})
    assert b"".join(client.get(url("school_document", made.pk))) == PDF

    client.post(url("school_agreement_edit", made.pk, language="ar"), terms(note="DEMO other", renewed_by=""))
    made.refresh_from_db()
    assert (made.renewed_by, made.note, made.document and made.document.name) == (0, {"fr": "DEMO other"}, "signed.pdf")

    client.post(url("school_agreement_renew", made.pk), {"ends_on": "2029-01-31"})
    client.post(url("school_agreement_end", made.pk), {"ended_on": "2026-03-02", "reason": "DEMO reason"})
    made.refresh_from_db()
    assert (made.ends_on, made.ended_on) == (date(2029, 1, 31), date(2026, 3, 2))
    acts = list(AuditLine.objects.filter(subject_id=str(made.pk)).order_by("pk").values_list("act", flat=True))
    assert acts == ["save_school_agreement"] * 2 + ["renew_school_agreement", "end_school_agreement"]
    assert SchoolAgreement.pgh_event_model.objects.filter(pgh_obj_id=made.pk).count() == 4  # type: ignore[attr-defined]
    page = client.get(url("school_page", made.pk)).content.decode()
    assert "DEMO reason" in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"signed_on": ""}, "signed_on"),
        ({"signed_on": "31/02/2026"}, "signed_on"),
        ({"ends_on": "2026-01-31"}, "__all__"),
        ({"ends_on": ""}, "__all__"),
        ({"renewed_by": "-1"}, "renewed_by"),
        ({"renewed_by": "soon"}, "renewed_by"),
        ({"school": "itself"}, "__all__"),
        ({"school": ""}, "school"),
        ({"upload": "empty"}, "upload"),
        ({"upload": "lying"}, "upload"),
    ],
)
def test_bad_terms_get_a_sentence_and_lose_nothing(
    omar: Person, network: Organisation, school: Organisation, today: None, changes: dict[str, Any], field: str
) -> None:
    other = factories.make_programme("other", officer=omar).organisation  # so that the own organisation is a choice
    files = {"empty": SimpleUploadedFile("a.pdf", b""), "lying": SimpleUploadedFile("a.pdf", b"MZ")}
    given_ = terms(**{"network": network.pk, "school": school.pk, **changes})
    given_["upload"] = files.get(changes.get("upload", ""), "")
    given_["school"] = network.pk if given_["school"] == "itself" else given_["school"]
    page = as_(omar).post(url("school_agreement_new"), given_)
    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]
    assert "DEMO welcomes" in page.content.decode()
    assert (SchoolAgreement.objects.count(), other.pk != network.pk) == (0, True)


@pytest.mark.django_db
def test_a_new_document_takes_the_place_of_the_old(omar: Person, agreement: SchoolAgreement) -> None:
    for name in ("first.pdf", "second.pdf"):
        upload = SimpleUploadedFile(name, PDF)
        as_(omar).post(url("school_agreement_edit", agreement.pk), terms(upload=upload))
    assert [row.name for row in StoredFile.objects.all()] == ["second.pdf"]


@pytest.mark.django_db
@pytest.mark.parametrize("ends_on", ["2026-12-31", "2020-01-01", ""])
def test_a_renewal_ends_later_than_the_term(omar: Person, agreement: SchoolAgreement, ends_on: str) -> None:
    page = as_(omar).post(url("school_agreement_renew", agreement.pk), {"ends_on": ends_on})
    assert (page.status_code, list(page.context["renew"].errors)) == (422, ["ends_on"])


@pytest.mark.django_db
def test_the_end_lies_in_the_term_and_comes_once(omar: Person, agreement: SchoolAgreement) -> None:
    client, end = as_(omar), url("school_agreement_end", agreement.pk)
    for day in ("2025-12-31", "2027-01-01"):
        page = client.post(end, {"ended_on": day, "reason": "DEMO"})
        assert (page.status_code, list(page.context["end_form"].errors)) == (422, ["ended_on"])
    assert client.post(end, {"ended_on": "2026-02-28", "reason": ""}).status_code == 422
    assert client.post(end, {"ended_on": "2026-02-28", "reason": "DEMO"}).status_code == 302
    assert client.post(end, {"ended_on": "2026-02-01", "reason": "DEMO"}).status_code == 422
    assert client.post(url("school_agreement_renew", agreement.pk), {"ends_on": "2028-01-01"}).status_code == 422
    agreement.refresh_from_db()
    assert agreement.ended_on == date(2026, 2, 28)


@pytest.mark.django_db
def test_each_finds_what_is_theirs(
    agreement: SchoolAgreement, omar: Person, dean: Person, charlie: Person, school: Organisation
) -> None:
    reader, clerk = factories.make_person("Reader"), factories.make_person("Clerk")
    Membership.objects.create(person=reader, organisation=agreement.network, role="viewer")
    Membership.objects.create(person=clerk, organisation=school, role="viewer")
    page, edit, new = (
        url("school_page", agreement.pk),
        url("school_agreement_edit", agreement.pk),
        url("school_agreement_new"),
    )
    document, remind = url("school_document", agreement.pk), url("school_remind", agreement.pk)
    agreement.document = StoredFile.objects.create(
        owner=omar, name="a.pdf", media_type="application/pdf", size=1, content="x/y"
    )
    agreement.save()
    agreement.document.content.storage.save("x/y", SimpleUploadedFile("y", PDF))
    #            list, page, document, edit, new, invite, remind
    expected = {
        omar: (200, 200, 200, 200, 200, 404, 404),
        reader: (200, 200, 200, 404, 404, 404, 404),
        dean: (200, 200, 200, 404, 404, 422, 302),
        clerk: (200, 200, 200, 404, 404, 404, 404),
        charlie: (404, 404, 404, 404, 404, 404, 404),
        None: (302, 302, 302, 302, 302, 401, 401),
    }
    for person, codes in expected.items():
        client = as_(person)
        reading = [client.get(one).status_code for one in (url("school_agreements"), page, document, edit, new)]
        writing = [client.post(page, {"rows": ""}).status_code, client.post(remind).status_code]
        assert (*reading, *writing) == codes, person


@pytest.mark.django_db
def test_a_startup_without_a_programme_records_no_agreement(boss: Person, startup: Any, today: None) -> None:
    assert as_(boss).get(url("school_agreement_new")).status_code == 404
    assert url("school_agreements") not in as_(boss).get(url("office")).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_pages_keep_their_budget_in_each_language(
    agreement: SchoolAgreement, omar: Person, dean: Person, language: str
) -> None:
    for number in range(30):
        SchoolAgreement.objects.create(
            network=agreement.network, school=agreement.school, signed_on=date(2026, 1, 1) + timedelta(days=number)
        )
    for person, name, arguments in (
        (omar, "school_agreements", ()),
        (omar, "school_page", (agreement.pk,)),
        (dean, "school_page", (agreement.pk,)),
        (omar, "school_agreement_new", ()),
        (omar, "school_agreement_edit", (agreement.pk,)),
    ):
        client = as_(person)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(url(name, *arguments, language=language))
        assert page.status_code == 200
        assert f'lang="{language}"' in page.content.decode()
        assert len(queries) <= 12, (name, len(queries))


@pytest.mark.django_db
def test_one_query_says_whether_the_list_is_of_use(agreement: SchoolAgreement, omar: Person, charlie: Person) -> None:
    for person, is_of_use in ((omar, True), (charlie, False)):
        with CaptureQueriesContext(connection) as asked:
            assert has_agreements(person) is is_of_use
        assert len(asked) == 1


def test_the_list_filters_and_leaves_as_a_sheet(agreement: SchoolAgreement, omar: Person) -> None:
    other = Organisation.objects.create(slug="other", name={"fr": "=Autre"}, search="autre")
    SchoolAgreement.objects.create(
        network=agreement.network, school=other, signed_on=date(2020, 1, 1), ends_on=date(2021, 1, 1)
    )
    client, page = as_(omar), url("school_agreements")
    assert len(client.get(page).context["shown"]) == 2
    assert [one["agreement"].school for one in client.get(page, {"q": "AUTRÉ"}).context["shown"]] == [other]
    assert [one["agreement"] for one in client.get(page, {"running": "yes"}).context["shown"]] == [agreement]
    assert "school_agreement_new" not in client.get(page, {"q": "nothing"}).content.decode()
    lines = client.get(page, {"format": "csv"}).content.decode("utf-8-sig").splitlines()
    assert len(lines) == 3
    assert lines[2].startswith("'=Autre,")
    assert lines[1].endswith(",0,moins de 5,moins de 5")


@pytest.mark.django_db
def test_the_document_outlives_the_account_of_who_uploaded_it(
    agreement: SchoolAgreement, omar: Person, dean: Person
) -> None:
    colleague = factories.make_person("Colleague")
    Membership.objects.create(person=colleague, organisation=agreement.network, role="owner")
    as_(omar).post(url("school_agreement_edit", agreement.pk), terms(upload=SimpleUploadedFile("a.pdf", PDF)))
    erase_person(person=omar, by=omar)
    assert b"".join(as_(dean).get(url("school_document", agreement.pk))) == PDF


def made(ends_on: date | None, renewed_by: int, ended_on: date | None = None) -> SchoolAgreement:
    return SchoolAgreement(signed_on=date(2024, 1, 1), ends_on=ends_on, renewed_by=renewed_by, ended_on=ended_on)


def test_a_month_s_last_day_comes_back_after_a_short_month() -> None:
    monthly = made(date(2026, 1, 31), 1)
    ends = [term_end(monthly, date(2026, month, 1)) for month in (1, 2, 3, 4)]
    assert ends == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]


days, ends = st.dates(date(2023, 1, 1), date(2032, 1, 1)), st.dates(date(2024, 1, 1), date(2032, 1, 1))


@given(ends_on=ends, renewed_by=st.integers(0, 40), day=days)
def test_the_running_term_is_the_first_that_reaches_the_day(ends_on: date, renewed_by: int, day: date) -> None:
    found = term_end(made(ends_on, renewed_by), day)
    assert found is not None
    if not renewed_by or ends_on >= day:
        assert found == ends_on
        return
    steps = (found.year - ends_on.year) * 12 + found.month - ends_on.month
    assert steps % renewed_by == 0
    assert found >= day
    assert found.day == ends_on.day or (found + timedelta(days=1)).day == 1


@pytest.mark.django_db
def test_the_query_and_the_rule_say_the_same(agreement: SchoolAgreement, stand_at: Any) -> None:
    for ends_on in (None, date(2026, 6, 30)):
        for renewed_by in (0, 12) if ends_on else (0,):
            for ended_on in (None, date(2026, 3, 1), date(2028, 3, 1)):
                SchoolAgreement.objects.filter(pk=agreement.pk).update(
                    ends_on=ends_on, renewed_by=renewed_by, ended_on=ended_on
                )
                agreement.refresh_from_db()
                for day in ("2025-12-31", "2026-01-01", "2026-03-01", "2026-03-02", "2026-07-01", "2029-01-01"):
                    stand_at(f"{day} 12:00:00")
                    running = in_force(SchoolAgreement.objects.filter(pk=agreement.pk)).exists()
                    assert running == (status_on(agreement, date.fromisoformat(day)) == "in_force"), (agreement, day)
