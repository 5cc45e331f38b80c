"""Integration: agreements recorded, amended and ended; commitments counted from records; who reads what."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from mouakaba.accompany.agreements import actions, rules
from mouakaba.accompany.agreements.models import Agreement, Commitment, Party
from mouakaba.accompany.agreements.queries import agreement_rows, commitments_in, counted
from mouakaba.accompany.agreements.rules import Ask, Counter, Evidence, register_counter
from mouakaba.base.files.models import StoredFile
from mouakaba.base.notify.models import OutboxMessage
from mouakaba.base.organisations.models import Organisation
from mouakaba.base.people.models import Membership, Person
from mouakaba.base.privacy.actions import erase_person, export_person
from mouakaba.kernel.agreements import Health
from tests import factories
from tests.accompany.agreements.conftest import PDF, day
from tests.browsing import as_, url

pytestmark = pytest.mark.django_db
LANGUAGES = ("ar", "fr", "en")


def make(keeper: Organisation, *parties: Organisation, **fields: Any) -> Agreement:
    values = {"keeper": keeper, "subject": factories.words("DEMO subject"), "signed_on": day("2024-01-15"), **fields}
    return actions.save_agreement(agreement=None, parties=[keeper, *parties], values=values, by=None)


def promise(agreement: Agreement, owner: Organisation, **fields: Any) -> Commitment:
    values = {"what": factories.words("DEMO conferences"), "owed_by": owner, **fields}
    return actions.save_commitment(agreement=agreement, commitment=None, values=values, by=None)


@pytest.fixture
def agreement(keeper: Organisation, partner: Organisation, today: None) -> Agreement:
    return make(keeper, partner, months=24, renewed_by=12)


@pytest.fixture
def harvest() -> Iterator[None]:
    """A way to count that finds two records of every party that owes."""

    def count(asks: Sequence[Ask]) -> list[list[Evidence]]:
        rows = [Evidence(day(on), Decimal(1), factories.words("DEMO record")) for on in ("2023-12-31", "2025-01-10")]
        return [[row for row in rows if row.on and ask.covers(row.on)] for ask in asks]

    register_counter(Counter("harvest", factories.words("DEMO harvest"), count, {"olives": factories.words("olives")}))
    yield
    rules._counters.pop("harvest")


def terms(*parties: Organisation, **changes: Any) -> dict[str, Any]:
    values = {
        "subject_ar": "موضوع DEMO", "subject_fr": "DEMO objet", "subject_en": "", "signed_on": "2024-01-15",
        "signed_known": "day", "months": "24", "renewed_by": "12", "parties": [str(one.pk) for one in parties],
    }  # fmt: skip
    return {**values, **changes}


def test_an_officer_records_amends_and_ends(
    omar: Person, keeper: Organisation, partner: Organisation, today: None
) -> None:
    client, document = as_(omar), SimpleUploadedFile("signed.pdf", PDF)
    answer = client.post(url("agreement_new"), terms(keeper, partner, keeper=keeper.pk, upload=document))
    made = Agreement.objects.get()
    assert answer.headers["Location"] == url("agreement_page", made.pk)
    assert (made.ends_on, set(made.parties.all())) == (date(2026, 1, 14), {keeper, partner})
    assert b"".join(client.get(url("agreement_document", made.pk))) == PDF

    amended = terms(signed_on="2025-03-01", subject_fr="DEMO autre", months="36", what="DEMO change")
    client.post(url("agreement_amend", made.pk), {**amended, "upload": SimpleUploadedFile("a.pdf", PDF)})
    made.refresh_from_db()
    [amendment] = made.amendments.all()
    assert (made.months, made.subject["fr"]) == (36, "DEMO autre")
    assert (amendment.number, amendment.before["months"], amendment.before["subject"]["fr"]) == (1, 24, "DEMO objet")
    assert b"".join(client.get(url("amendment_document", made.pk, 1))) == PDF
    page = client.get(url("agreement_page", made.pk)).content.decode()
    assert "DEMO change" in page and "DEMO objet" in page

    client.post(url("agreement_end", made.pk), {"ended_on": "2025-03-31", "reason": "DEMO reason"})
    made.refresh_from_db()
    assert made.ended_on == date(2025, 3, 31)
    assert client.post(url("agreement_amend", made.pk), amended).status_code == 422
    assert Agreement.pgh_event_model.objects.filter(pgh_obj_id=made.pk).count() == 3  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"parties": []}, "parties"),
        ({"parties": ["one"]}, "parties"),
        ({"signed_on": "31/02/2026"}, "signed_on"),
        ({"months": "", "renewed_by": "12"}, "__all__"),
        ({"months": "-1"}, "months"),
        ({"subject_ar": "", "subject_fr": ""}, "__all__"),
        ({"source_url": "nowhere"}, "source_url"),
        ({"upload": SimpleUploadedFile("a.pdf", b"MZ")}, "upload"),
    ],
)
def test_bad_terms_get_a_sentence_and_lose_nothing(
    omar: Person, keeper: Organisation, partner: Organisation, today: None, changes: dict[str, Any], field: str
) -> None:
    given = terms(keeper, partner, **{"keeper": keeper.pk, "source_url": "https://kept.example/", **changes})
    given["parties"] = [keeper.pk if one == "one" else one for one in given["parties"]]
    page = as_(omar).post(url("agreement_new"), given)
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert (given["source_url"] in page.content.decode(), Agreement.objects.count()) == (True, 0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_agreement_without_two_parties_is_refused_in_words(
    omar: Person, keeper: Organisation, today: None, language: str
) -> None:
    page = as_(omar).post(url("agreement_new", language=language), terms(keeper, keeper=keeper.pk))
    [error] = page.context["form"].errors["parties"]
    said = {"ar": "طرفين", "fr": "deux parties", "en": "two parties"}
    assert said[language] in error


def test_a_party_that_owes_cannot_be_taken_out(
    agreement: Agreement, omar: Person, keeper: Organisation, partner: Organisation
) -> None:
    promise(agreement, partner)
    third = factories.make_organisation("demo-third")
    with pytest.raises(ValidationError) as error:
        actions.save_agreement(agreement=agreement, parties=[keeper, third], values={}, by=omar)
    assert "parties" in error.value.message_dict
    assert set(Party.objects.filter(agreement=agreement).values_list("organisation", flat=True)) == {
        keeper.pk, partner.pk,
    }  # fmt: skip


def test_parts_are_summed_and_a_total_that_differs_is_warned_about(
    agreement: Agreement, omar: Person, partner: Organisation, keeper: Organisation
) -> None:
    sides = {side.organisation_id: side.pk for side in agreement.sides.all()}
    client, page = as_(omar), url("agreement_page", agreement.pk)
    parts = {"amount": "55000000", f"brings_{sides[keeper.pk]}": "35000000", f"brings_{sides[partner.pk]}": "20000000"}
    assert client.post(url("agreement_parts", agreement.pk), parts).status_code == 302
    assert client.get(page).context["disagrees"] is False
    client.post(url("agreement_parts", agreement.pk), {**parts, "amount": "60000000"})
    shown = client.get(page)
    assert (shown.context["disagrees"], shown.context["brought"], shown.context["amount"]) == (
        True,
        55_000_000,
        60_000_000,
    )
    bad = client.post(url("agreement_parts", agreement.pk), {**parts, "amount": "a lot"})
    assert (bad.status_code, list(bad.context["form"].errors)) == (422, ["amount"])


def test_done_comes_from_records_alone(
    agreement: Agreement, partner: Organisation, harvest: None, omar: Person
) -> None:
    row = promise(
        agreement, partner, counted_by="harvest", only="olives", quantity=Decimal(2), due_on=day("2025-03-01")
    )
    [one] = commitments_in([agreement])
    assert (one.done, one.health) == (1, Health.LATE)  # the record before the signature does not count
    with pytest.raises(ValidationError):
        actions.record_done(
            commitment=row, on=day("2025-01-01"), quantity=Decimal(1), note="DEMO", language="fr", upload=None, by=omar
        )
    page = as_(omar).get(url("commitment_page", agreement.pk, row.number)).content.decode()
    assert "DEMO record" in page and 'name="note"' not in page
    rules._counters.pop("harvest")
    [one] = commitments_in([agreement])
    assert (one.done, one.health) == (0, Health.LATE)
    register_counter(Counter("harvest", {}, lambda asks: [[] for _ in asks]))


def test_typed_records_need_a_proof_and_a_day_that_was(
    agreement: Agreement, partner: Organisation, omar: Person
) -> None:
    row = promise(agreement, partner, quantity=Decimal(2))
    client, page = as_(omar), url("commitment_page", agreement.pk, row.number)
    for changes, field in (
        ({}, "upload"), ({"on": "2025-04-02"}, "on"), ({"on": "2023-01-01"}, "on"), ({"quantity": "0"}, "quantity"),
    ):  # fmt: skip
        sent = {"on": "2025-03-31", "quantity": "1", "note": "DEMO kept", **changes}
        bad = client.post(page, sent if field == "upload" else {**sent, "upload": SimpleUploadedFile("p.pdf", PDF)})
        assert (bad.status_code, list(bad.context["form"].errors)) == (422, [field])
        assert "DEMO kept" in bad.content.decode()
    for _time in range(2):
        proof = SimpleUploadedFile("p.pdf", PDF)
        client.post(page, {"on": "2025-03-31", "quantity": "1", "note": "DEMO kept", "upload": proof})
    [one] = counted([row])
    assert (one.done, one.health) == (2, Health.DONE)
    record = row.records.first()
    assert b"".join(client.get(url("commitment_proof", agreement.pk, row.number, record.pk))) == PDF


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"owed_by": "stranger"}, "owed_by"),
        ({"due_on": day("2023-01-01")}, "due_on"),
        ({"counted_by": "nothing"}, "counted_by"),
        ({"only": "olives"}, "only"),
        ({"quantity": Decimal(0)}, "__all__"),
    ],
)
def test_a_commitment_that_cannot_be_is_refused(
    agreement: Agreement, partner: Organisation, values: dict[str, Any], field: str
) -> None:
    if "owed_by" in values:
        values = {"owed_by": factories.make_organisation("demo-stranger")}
    with pytest.raises(ValidationError) as error:
        promise(agreement, values.pop("owed_by", partner), **values)
    assert list(error.value.message_dict) == [field]


def test_a_commitment_is_written_and_corrected_on_its_page(
    agreement: Agreement, omar: Person, partner: Organisation, harvest: None
) -> None:
    client = as_(omar)
    sent = {
        "what_fr": "DEMO ateliers",
        "owed_by": partner.pk,
        "quantity": "3",
        "counted_by": "harvest",
        "only": "olives",
    }
    client.post(url("commitment_new", agreement.pk), sent)
    row = Commitment.objects.get()
    client.post(url("commitment_edit", agreement.pk, row.number), {**sent, "quantity": "4", "due_on": "2025-06-30"})
    row.refresh_from_db()
    assert (row.quantity, row.due_on, row.only) == (4, day("2025-06-30"), "olives")
    bad = client.post(url("commitment_new", agreement.pk), {**sent, "what_fr": "", "quantity": "-1"})
    assert (bad.status_code, set(bad.context["form"].errors)) == (422, {"quantity", "__all__"})


def test_each_step_before_a_due_date_is_told_once(
    agreement: Agreement, partner: Organisation, paula: Person, omar: Person, stand_at: Any
) -> None:
    promise(agreement, partner, due_on=day("2025-05-31"))
    told = []
    for when in ("2025-04-01", "2025-05-02", "2025-05-03", "2025-05-25", "2025-06-01", "2025-06-02"):
        stand_at(f"{when} 10:00:00")
        told.append(actions.remind_commitments())
    assert told == [0, 2, 0, 2, 2, 0]  # 30 days before, 7 days before, late: the party's writer and the keeper's
    assert set(OutboxMessage.objects.values_list("person__email", flat=True)) == {paula.email, omar.email}
    late = OutboxMessage.objects.filter(person=paula).order_by("queued_at").last()
    assert late and "متأخر" in late.subject


def test_nobody_is_reminded_of_what_is_done_or_ended(
    agreement: Agreement, partner: Organisation, paula: Person, omar: Person
) -> None:
    row = promise(agreement, partner, quantity=Decimal(1), due_on=day("2025-04-10"))
    actions.record_done(
        commitment=row, on=day("2025-03-01"), quantity=Decimal(1), note="DEMO", language="fr",
        upload=SimpleUploadedFile("p.pdf", PDF), by=omar,
    )  # fmt: skip
    assert actions.remind_commitments() == 0
    promise(agreement, partner, due_on=day("2025-04-10"))
    actions.end_agreement(agreement=agreement, ended_on=day("2025-03-31"), reason="DEMO", by=omar)
    assert actions.remind_commitments() == 0


PAGES = ("agreement_page", "agreement_sheet")
KEPT = ("agreement_edit", "agreement_parts", "agreement_amend", "agreement_end", "commitment_new")


def test_who_reads_and_who_keeps(
    agreement: Agreement, partner: Organisation, omar: Person, paula: Person, charlie: Person
) -> None:
    row = promise(agreement, partner)
    reader = factories.make_person("Reader")
    Membership.objects.create(person=reader, organisation=partner, role="viewer")
    for name in PAGES:
        codes = [as_(who).get(url(name, agreement.pk)).status_code for who in (omar, paula, reader, charlie, None)]
        assert codes == [200, 200, 200, 404, 302], name
    for name in KEPT:
        codes = [as_(who).get(url(name, agreement.pk)).status_code for who in (omar, paula, reader, charlie, None)]
        assert codes == [200, 404, 404, 404, 302], name
    page = url("commitment_page", agreement.pk, row.number)
    assert [as_(who).get(page).status_code for who in (omar, paula, charlie)] == [200, 200, 404]
    assert as_(paula).post(page, {"on": "2025-03-31", "quantity": "1", "note": "DEMO"}).status_code == 404
    lists = [as_(who).get(url("agreements")).status_code for who in (omar, paula, charlie, None)]
    assert lists == [200, 200, 404, 302]
    assert as_(charlie).get(url("agreements_health")).status_code == 404
    assert as_(paula).get(url("agreement_new")).status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_cost_the_same_for_any_number_of_rows(
    agreement: Agreement, partner: Organisation, keeper: Organisation, omar: Person, harvest: None, language: str
) -> None:
    for number in range(12):
        other = make(keeper, partner, is_public=True)
        promise(other, partner, quantity=Decimal(2))
        promise(agreement, partner, counted_by="harvest" if number % 2 else "services", due_on=day("2025-01-01"))
    addresses = [url(name, language=language) for name in ("agreements", "agreements_health", "public_agreements")]
    for address in [*addresses, url("agreement_page", agreement.pk, language=language),
                    url("commitment_page", agreement.pk, 1, language=language)]:  # fmt: skip
        client = as_(omar)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page = client.get(address)
        assert page.status_code == 200
        assert len(queries) <= 13, "\n".join(
            [address, *(q["sql"][:200] for q in queries)]
        )  # 1: the clock of a demonstration


def test_sheets_say_what_the_page_says(agreement: Agreement, partner: Organisation, omar: Person) -> None:
    promise(agreement, partner, quantity=Decimal("2.5"), due_on=day("2025-01-01"))
    client = as_(omar)
    text = client.get(url("agreements_health", language="en") + "?format=csv").content.decode("utf-8-sig")
    [_header, line] = csv.reader(io.StringIO(text))
    assert (line[2], line[5], line[6], line[8]) == ("DEMO conferences (en)", "2.5", "0", "late")
    book = b"".join(client.get(url("agreements_health") + "?format=xlsx&state=late"))
    assert book.startswith(b"PK")
    assert client.get(url("agreements_health") + "?state=done").context["shown"] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_printed_sheet_is_a_pdf_in_the_readers_language(
    agreement: Agreement, partner: Organisation, omar: Person, language: str
) -> None:
    import pypdfium2

    promise(agreement, partner, due_on=day("2025-01-01"))
    answer = as_(omar).get(url("agreement_sheet", agreement.pk, language=language))
    document = pypdfium2.PdfDocument(answer.content)
    text = document[0].get_textpage().get_text_range()
    assert "subject" in text and "conferences" in text and data_word(language) in text


def data_word(language: str) -> str:
    """A word of the sheet's own in a language."""
    return {"ar": "متأخر", "fr": "en retard", "en": "late"}[language]


def test_anybody_reads_what_was_made_public_and_nothing_else(
    keeper: Organisation, partner: Organisation, today: None
) -> None:
    make(keeper, partner, subject={"fr": "DEMO secret"})
    make(
        keeper, partner, subject={"fr": "DEMO public"}, signed_on=None, is_public=True, source_url="https://s.example/"
    )
    make(keeper, partner, subject={"fr": "DEMO mai"}, signed_on=day("2021-05-01"), signed_known="month", is_public=True)
    text = as_(None).get(url("public_agreements")).content.decode()
    assert "DEMO public" in text and "DEMO secret" not in text
    assert "mai 2021" in text and "1 mai 2021" not in text
    assert "DEMO" not in as_(None).get(url("public_agreements") + "?q=nobody").content.decode().split("<main")[1]


def test_agreements_with_schools_stand_in_the_same_list(keeper: Organisation, omar: Person, today: None) -> None:
    from mouakaba.match.schools.models import SchoolAgreement

    school = factories.make_organisation("demo-school")
    made = SchoolAgreement.objects.create(network=keeper, school=school, signed_on=day("2025-01-01"))
    page = as_(omar).get(url("agreements")).content.decode()
    assert url("school_page", made.pk) in page


def test_the_database_keeps_the_days_in_order(agreement: Agreement) -> None:
    for changes in ({"ended_on": day("2023-01-01")}, {"months": None}, {"amount": -1}, {"months": 0, "renewed_by": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Agreement.objects.filter(pk=agreement.pk).update(**changes)


def test_a_person_leaves_and_the_papers_stay(agreement: Agreement, partner: Organisation, omar: Person) -> None:
    colleague = factories.make_person("Colleague")
    Membership.objects.create(person=colleague, organisation=agreement.keeper, role="owner")
    row = promise(agreement, partner)
    actions.record_done(
        commitment=row, on=day("2025-03-01"), quantity=Decimal(1), note="DEMO note", language="fr",
        upload=SimpleUploadedFile("p.pdf", PDF), by=omar,
    )  # fmt: skip
    assert export_person(omar)["agreements"][0]["note"] == "DEMO note"
    erase_person(person=omar, by=omar)
    assert [(file.name, file.owner) for file in StoredFile.objects.all()] == [("p.pdf", colleague)]
    assert row.records.get().recorded_by is None


def test_rows_for_figures_hold_no_person(agreement: Agreement, partner: Organisation) -> None:
    promise(agreement, partner, quantity=Decimal(2), due_on=day("2025-03-01"))
    [row] = agreement_rows()
    assert (row["health"], row["owed_by"], row["done"]) == ("late", "demo-partner", 0)
    assert not any(isinstance(value, Person) for value in row.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_letter_speaks_its_readers_language(
    agreement: Agreement, partner: Organisation, paula: Person, language: str
) -> None:
    Person.objects.filter(pk=paula.pk).update(language=language)
    promise(agreement, partner, due_on=day("2025-04-03"))
    with override("en"):
        actions.remind_commitments()
    body = OutboxMessage.objects.get(person=paula).body
    assert f"/{language}/office/agreements/" in body
    assert f"DEMO conferences ({'ع' if language == 'ar' else language})" in body
