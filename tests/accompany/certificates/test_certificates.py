"""Integration: certificates follow their rule, are numbered, and tell nothing the person does not show."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from mouakaba.accompany.certificates.models import Certificate
from mouakaba.accompany.certificates.rules import deserves
from mouakaba.accompany.cohorts.models import Cohort, CohortProject
from mouakaba.accompany.sessions.models import Registration
from mouakaba.base.people.models import Person
from mouakaba.base.privacy.actions import erase_person
from tests import factories
from tests.accompany.conftest import make_session
from tests.browsing import as_, url


@given(st.integers(0, 60), st.integers(0, 60), st.integers(1, 100))
def test_the_rule_is_the_share_exactly(attended: int, held: int, share: int) -> None:
    assert deserves(attended=attended, held=held, share=share) == (held > 0 and attended / held * 100 >= share - 1e-9)


@pytest.fixture
def attended(cohort: Cohort, project: CohortProject, holder: Person, stand_at: Any) -> Person:
    """The holder was at three of four sessions held; an individual one and one to come do not count."""
    for number in range(4):
        session = make_session(cohort, starts_at=factories.at(f"2026-02-1{number} 10:00:00"))
        at = session.starts_at if number else None
        proof = "scan" if number else ""
        Registration.objects.create(
            session=session, person=holder, at=session.starts_at, present_at=at, present_by=proof
        )
    make_session(cohort, kind="coaching", individual=True, starts_at=factories.at("2026-02-15 10:00:00"))
    make_session(cohort, starts_at=factories.at("2026-04-15 10:00:00"))
    return holder


@pytest.mark.django_db
def test_an_officer_gives_them_once_with_numbers(
    cohort: Cohort, attended: Person, omar: Person, viewer: Person
) -> None:
    path = url("cohort_certificates", cohort.pk)
    assert as_(viewer).post(path).status_code == 404
    page = as_(omar).get(path)
    assert [(line.attended, line.held, line.deserves) for line in page.context["lines"]] == [(3, 4, True)]
    for _ in range(2):
        as_(omar).post(path)
    made = Certificate.objects.get()
    assert (made.number, made.attended, made.held, made.share) == ("DEMO-PROGRAMME-DEMO-COHORT-0001", 3, 4, 70)


@pytest.mark.django_db
def test_who_attended_too_little_gets_none(cohort: Cohort, attended: Person, omar: Person) -> None:
    Cohort.objects.update(certificate_share=80)
    as_(omar).post(url("cohort_certificates", cohort.pk))
    assert not Certificate.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "words"), [("fr", "Attestation de présence"), ("ar", "3"), ("en", "attendance")])
def test_the_paper_and_the_page_that_verifies_it(
    cohort: Cohort, attended: Person, omar: Person, charlie: Person, language: str, words: str
) -> None:
    as_(omar).post(url("cohort_certificates", cohort.pk))
    made = Certificate.objects.get()
    client, paper = as_(attended), url("my_certificate_paper", made.pk, language)
    text = PdfReader(io.BytesIO(client.get(paper).content)).pages[0].extract_text()
    assert words in text and made.code in text
    assert as_(charlie).get(paper).status_code == 404
    check = url("certificate_check", made.code.lower(), language=language)
    assert "DEMO Holder" not in as_(None).get(check).content.decode()
    client.post(url("my_certificate_name", made.pk), {"shown": "yes"})
    assert "DEMO Holder" in as_(None).get(check).content.decode()
    client.post(url("my_certificate_name", made.pk), {"shown": "no"})
    shown = as_(None).get(check).content.decode()
    assert "DEMO Holder" not in shown and made.number in shown and attended.email not in shown


@pytest.mark.django_db
def test_an_unknown_code_is_said_to_be_unknown() -> None:
    answer = as_(None).get(url("certificate_check", "NOCODE"))
    assert answer.status_code == 404 and "Comparez chaque lettre" in answer.content.decode()


@pytest.mark.django_db
def test_an_erased_person_leaves_a_number_without_a_name(cohort: Cohort, attended: Person, omar: Person) -> None:
    as_(omar).post(url("cohort_certificates", cohort.pk))
    as_(attended).post(url("my_certificate_name", Certificate.objects.get().pk), {"shown": "yes"})
    erase_person(person=attended, by=attended)
    kept = Certificate.objects.get()
    assert (kept.person, kept.name, kept.sequence) == (None, "", 1)
