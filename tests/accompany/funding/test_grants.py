"""Integration: grants, tranches against proofs, own share, double support, register; who reads what."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from mouakaba.accompany.funding import actions
from mouakaba.accompany.funding.models import DoubleSupport, Grant, Payment, Tranche, TrancheProof
from mouakaba.accompany.funding.queries import contributions_of, grant_rows, own_part, public_support, supported_by
from mouakaba.base.files.models import StoredFile
from mouakaba.base.notify.models import OutboxMessage
from mouakaba.base.organisations.models import Organisation
from mouakaba.base.people.models import Membership, Person
from mouakaba.base.privacy.actions import erase_person
from mouakaba.match.door import INSTRUMENTS, load_instruments
from mouakaba.select.door import record_figure
from tests import factories
from tests.accompany.agreements.conftest import PDF, day
from tests.browsing import as_, url

pytestmark = pytest.mark.django_db
LANGUAGES = ("ar", "fr", "en")


def give(programme: Any, beneficiary: Organisation, **fields: Any) -> Grant:
    values = {
        "programme": programme, "beneficiary": beneficiary, "title": "DEMO oven", "language": "fr",
        "amount": 100_000_00, "decided_on": day("2025-01-10"), "decided_by": "DEMO committee", **fields,
    }  # fmt: skip
    return actions.save_grant(grant=None, values=values, by=None)


def part(grant: Grant, amount: int = 40_000_00, **fields: Any) -> Tranche:
    values = {"milestone": "DEMO milestone", "language": "fr", "due_on": day("2025-04-10"), **fields}
    return actions.add_tranche(grant=grant, amount=amount, by=None, **values)


def upload(name: str = "proof.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF)


@pytest.fixture
def grant(programme: Any, cooperative: Organisation, today: None) -> Grant:
    return give(programme, cooperative)


def decision(programme: Any, beneficiary: Organisation, **changes: Any) -> dict[str, Any]:
    values = {
        "programme": programme.pk, "beneficiary": beneficiary.pk, "form": "money", "title": "DEMO oven",
        "amount": "1000.50", "decided_on": "2025-01-10", "decided_by": "DEMO committee",
    }  # fmt: skip
    return {**values, **changes}


def test_a_grant_goes_its_whole_way(
    programme: Any, cooperative: Organisation, omar: Person, hafsa: Person, today: None
) -> None:
    officer, president = as_(omar), as_(hafsa)
    officer.post(url("grant_new"), decision(programme, cooperative))
    grant = Grant.objects.get()
    assert grant.amount == 1000_50
    officer.post(url("grant_split", grant.pk), {"parts": "40; 2025-04-10; DEMO first\n60;; DEMO second\n"})
    assert list(grant.tranches.values_list("number", "amount", "due_on")) == [
        (1, 400_20, date(2025, 4, 10)),
        (2, 600_30, None),
    ]

    pay = {"on": "2025-03-31", "amount": "400.20", "reference": "DEMO-1"}
    early = officer.post(url("grant_pay", grant.pk, 1), pay)
    assert early.status_code == 422 and not Payment.objects.exists()  # no proof yet

    president.post(url("my_grant_proof", grant.pk, 1), {"upload": upload(), "note": "DEMO"})
    proof = TrancheProof.objects.get()
    no = officer.post(url("grant_proof_answer", grant.pk, proof.pk), {"accepted": "no"})
    assert (no.status_code, TrancheProof.objects.get().state) == (422, "waiting")
    officer.post(url("grant_proof_answer", grant.pk, proof.pk), {"accepted": "no", "answer": "DEMO missing stamp"})
    assert "DEMO missing stamp" in president.get(url("my_grant", grant.pk)).content.decode()
    president.post(url("my_grant_proof", grant.pk, 1), {"upload": upload("second.pdf")})
    second = TrancheProof.objects.get(state="waiting")
    officer.post(url("grant_proof_answer", grant.pk, second.pk), {"accepted": "yes"})
    assert OutboxMessage.objects.filter(person=hafsa, key__startswith="proof:").count() == 2

    too_much = officer.post(url("grant_pay", grant.pk, 1), {**pay, "amount": "400.21"})
    assert too_much.status_code == 422 and 'value="400.21"' in too_much.content.decode()
    assert officer.post(url("grant_pay", grant.pk, 1), pay).status_code == 302
    again = officer.post(url("grant_pay", grant.pk, 1), {**pay, "amount": "0.01"})
    assert (again.status_code, Payment.objects.count()) == (422, 1)
    back = {"on": "2025-04-01", "amount": "500", "reference": "DEMO-2", "reason": "DEMO"}
    assert officer.post(url("grant_refund", grant.pk), back).status_code == 422
    assert officer.post(url("grant_refund", grant.pk), {**back, "amount": "100.20"}).status_code == 302
    shown = officer.get(url("grant_page", grant.pk)).context
    assert (float(shown["paid"]), float(shown["refunded"])) == (400.20, 100.20)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("ar", "يتجاوز"), ("fr", "plus que la tranche"), ("en", "more than the tranche")],
)
def test_an_over_payment_is_refused_in_words(grant: Grant, omar: Person, language: str, sentence: str) -> None:
    part(grant, needs_proof=False)
    sent = {"on": "2025-03-31", "amount": "40000.01", "reference": "DEMO"}
    page = as_(omar).post(url("grant_pay", grant.pk, 1, language=language), sent)
    [error] = page.context["tranches"][0]["pay"].errors["amount"]
    assert sentence in error and "40" in error


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"amount": "0"}, "__all__"),
        ({"amount": "12.345"}, "amount"),
        ({"cost": "999"}, "__all__"),
        ({"form": "in_kind"}, "__all__"),
        ({"begins_on": "2025-05-01", "ends_on": "2025-04-01"}, "__all__"),
        ({"decided_on": ""}, "decided_on"),
        ({"title": ""}, "title"),
        ({"instrument": "moazara", "amount": "49000.01"}, "amount"),
        ({"instrument": "indh-social-economy", "amount": "60001", "cost": "100000"}, "amount"),
    ],
)
def test_bad_decisions_get_a_sentence_and_lose_nothing(
    programme: Any, cooperative: Organisation, omar: Person, today: None, changes: dict[str, Any], field: str
) -> None:
    load_instruments(text=INSTRUMENTS.read_text(encoding="utf-8"), source=INSTRUMENTS.name, by=None)
    page = as_(omar).post(url("grant_new"), decision(programme, cooperative, **changes))
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert "DEMO committee" in page.content.decode() and not Grant.objects.exists()


@pytest.mark.parametrize(
    "lines", ["", "40; 2025-04-10", "forty;; DEMO", "40;; DEMO\n50;; DEMO", "40; 31/12; DEMO", "100;;", "1;;x\n" * 13]
)
def test_a_split_that_cannot_be_read_names_its_line(grant: Grant, omar: Person, lines: str) -> None:
    page = as_(omar).post(url("grant_split", grant.pk), {"parts": lines})
    assert (page.status_code, list(page.context["split_form"].errors), grant.tranches.count()) == (422, ["parts"], 0)


def test_tranches_and_grant_hold_each_other(grant: Grant, omar: Person) -> None:
    part(grant, 60_000_00)
    client = as_(omar)
    page = client.post(url("grant_tranche", grant.pk), {"amount": "40000.01", "milestone": "DEMO"})
    assert (page.status_code, list(page.context["tranche_form"].errors)) == (422, ["amount"])
    with pytest.raises(ValidationError) as error:
        actions.save_grant(grant=grant, values={"amount": 59_999_99}, by=omar)
    assert list(error.value.message_dict) == ["amount"]
    with pytest.raises(ValidationError):
        actions.split_grant(grant=grant, parts=[(100, None, "x")], language="fr", by=omar)


def test_the_database_itself_refuses_to_pay_too_much(grant: Grant) -> None:
    """Past every action: rows written by hand, changed by hand."""
    row = part(grant, 40_000_00)
    shared = {"reference": "DEMO", "on": day("2025-03-01"), "recorded_at": factories.at("2025-03-01 10:00:00")}

    def refused(write: Any) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            write()

    refused(lambda: Payment.objects.create(tranche=row, amount=40_000_01, **shared))
    paid = Payment.objects.create(tranche=row, amount=40_000_00, **shared)
    refused(lambda: Payment.objects.create(tranche=row, amount=1, **{**shared, "reference": "DEMO 2"}))
    refused(lambda: Payment.objects.filter(pk=paid.pk).update(amount=40_000_01))
    refused(lambda: Tranche.objects.filter(pk=row.pk).update(amount=39_999_99))
    refused(lambda: Tranche.objects.filter(pk=row.pk).update(amount=100_000_01))
    refused(lambda: Tranche.objects.create(grant=grant, number=2, amount=60_000_01, milestone="x", language="fr"))
    refused(lambda: Grant.objects.filter(pk=grant.pk).update(amount=39_999_99))
    refused(lambda: grant.refunds.create(amount=40_000_01, reason="x", **shared))
    refused(lambda: Payment.objects.filter(pk=paid.pk).update(amount=0))
    grant.refunds.create(amount=40_000_00, reason="x", **shared)


def test_a_payment_has_its_day_and_one_reference(grant: Grant, omar: Person) -> None:
    row = part(grant, needs_proof=False)
    for values, field in (
        ({"on": day("2025-04-02")}, "on"), ({"on": day("2025-01-09")}, "on"), ({"reference": "DEMO"}, "__all__"),
    ):  # fmt: skip
        if field == "__all__":
            actions.record_payment(tranche=row, on=day("2025-03-01"), amount=1, reference="DEMO", by=omar)
        given = {"on": day("2025-03-01"), "amount": 1, "reference": "DEMO", **values}
        with pytest.raises(ValidationError) as error:
            actions.record_payment(tranche=row, by=omar, **given)
        assert list(error.value.message_dict) == [field]


def test_the_own_share_counts_what_was_verified(
    programme: Any, cooperative: Organisation, omar: Person, hafsa: Person, today: None
) -> None:
    load_instruments(text=INSTRUMENTS.read_text(encoding="utf-8"), source=INSTRUMENTS.name, by=None)
    grant = give(
        programme, cooperative, instrument="indh-social-economy", amount=60_000_00, cost=100_000_00,
        own_cash=20_000_00, own_in_kind=20_000_00,
    )  # fmt: skip
    sent = {"on": "2025-03-01", "amount": "30000", "in_kind": "on", "valued_by": "DEMO expert"}
    bad = as_(hafsa).post(url("my_grant_part", grant.pk), sent)
    assert (bad.status_code, list(bad.context["part_form"].errors)) == (422, ["upload"])
    as_(hafsa).post(url("my_grant_part", grant.pk), {**sent, "upload": upload()})
    money = {**sent, "in_kind": "", "amount": "20000", "upload": upload()}
    as_(hafsa).post(url("my_grant_part", grant.pk), money)
    found = own_part(grant, contributions_of(grant))
    assert found and (found.promised.asked, found.promised.missing) == (40_000_00, 0)
    assert (found.verified.counted, found.waiting) == (0, 50_000_00)
    for one in grant.contributions.all():
        as_(omar).post(url("grant_verify", grant.pk, one.pk))
    found = own_part(grant, contributions_of(grant))
    # of 20,000 in money, as much in kind may count: half of the own share at most
    assert found and (found.verified.counted, found.verified.missing, found.waiting) == (40_000_00, 0, 0)


def test_support_given_twice_is_flagged_and_decided_by_a_person(
    programme: Any, cooperative: Organisation, omar: Person, paula: Person, partner: Organisation, today: None
) -> None:
    other = factories.make_programme("other", organisation=partner)
    first = give(programme, cooperative, begins_on=day("2025-01-01"), ends_on=day("2025-12-31"))
    give(programme, cooperative)  # the same programme: no flag
    give(other, cooperative, begins_on=day("2026-01-01"))  # later: no flag with the first, flag with the open one
    flags = DoubleSupport.objects.filter(other=first) | DoubleSupport.objects.filter(grant=first)
    assert not flags.exists()
    later = give(other, cooperative, begins_on=day("2025-06-01"), title="DEMO hidden title")
    flag = DoubleSupport.objects.get(grant=later, other=first)
    assert flag.reason == "same_beneficiary"
    page = as_(omar).get(url("grant_page", first.pk)).content.decode()  # the officer of the earlier one is told too
    assert said(other) in page and "DEMO hidden title" not in page
    sent = {"decision": "allowed", "why": "DEMO two machines"}
    bad = as_(paula).post(url("grant_double", later.pk, flag.pk), {"decision": "allowed"})
    assert bad.status_code == 422
    as_(paula).post(url("grant_double", later.pk, flag.pk), sent)
    flag.refresh_from_db()
    assert (flag.decision, flag.why, flag.decided_by) == ("allowed", "DEMO two machines", paula)
    actions.save_grant(grant=later, values={"title": "DEMO again"}, by=paula)
    assert DoubleSupport.objects.get(pk=flag.pk).decision == "allowed"


def said(programme: Any) -> str:
    return str(programme.title["fr"])


def test_a_missing_proof_is_asked_for_before_and_after_its_day(
    grant: Grant, hafsa: Person, omar: Person, stand_at: Any
) -> None:
    row = part(grant, due_on=day("2025-04-30"))
    part(grant, 1, due_on=day("2025-04-30"), needs_proof=False)
    told = []
    for when in ("2025-04-01", "2025-04-16", "2025-04-17", "2025-05-01", "2025-05-02"):
        stand_at(f"{when} 10:00:00")
        told.append(actions.remind_tranches())
    assert told == [0, 1, 0, 1, 0]
    proof = actions.give_proof(tranche=row, upload=upload(), note="", by=hafsa)
    OutboxMessage.objects.all().delete()
    assert actions.remind_tranches() == 0
    actions.decide_proof(proof=proof, accepted=False, answer="DEMO", by=omar)
    assert actions.remind_tranches() == 1


OFFICE = ("grant_page", "grant_edit")


def test_who_reads_and_who_pays(grant: Grant, omar: Person, hafsa: Person, charlie: Person, paula: Person) -> None:
    reader = factories.make_person("Reader")
    Membership.objects.create(person=reader, organisation=grant.programme.organisation, role="viewer")
    member = factories.make_person("Member")
    Membership.objects.create(person=member, organisation=grant.beneficiary, role="viewer")
    row = part(grant)
    people = (omar, reader, hafsa, member, paula, charlie, None)
    codes = {name: [as_(who).get(url(name, grant.pk)).status_code for who in people] for name in (*OFFICE, "my_grant")}
    assert codes == {
        "grant_page": [200, 200, 404, 404, 404, 404, 302],
        "grant_edit": [200, 404, 404, 404, 404, 404, 302],
        "my_grant": [404, 404, 200, 404, 404, 404, 302],
    }
    proof = actions.give_proof(tranche=row, upload=upload(), note="", by=hafsa)
    files = [as_(who).get(url("grant_proof", grant.pk, proof.pk)).status_code for who in (omar, reader, hafsa, charlie)]
    assert files == [200, 200, 404, 404]
    assert b"".join(as_(hafsa).get(url("my_grant_file", grant.pk, proof.pk))) == PDF
    posts = [
        ("grant_pay", grant.pk, 1), ("grant_tranche", grant.pk), ("grant_split", grant.pk), ("grant_refund", grant.pk),
        ("grant_proof_answer", grant.pk, proof.pk),
    ]  # fmt: skip
    for name, *arguments in posts:
        assert [as_(who).post(url(name, *arguments)).status_code for who in (reader, hafsa, charlie)] == [404] * 3, name
    assert as_(charlie).post(url("my_grant_proof", grant.pk, 1), {"upload": upload()}).status_code == 404
    for name in ("grants", "support_register"):
        assert [as_(who).get(url(name)).status_code for who in (omar, reader, charlie, None)] == [200, 200, 404, 302]


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_cost_the_same_for_any_number_of_rows(
    programme: Any, cooperative: Organisation, omar: Person, hafsa: Person, today: None, language: str
) -> None:
    grant = give(programme, cooperative, cost=200_000_00)
    for number in range(12):
        give(programme, cooperative)
        row = part(grant, 1_00, needs_proof=bool(number % 2))
        actions.give_proof(tranche=row, upload=upload(), note="", by=hafsa)
    for who, names in ((omar, ("grants", "support_register")), (hafsa, ("my_grants",)), (None, ("public_support",))):
        for name in names:
            assert_cheap(who, url(name, language=language))
    assert_cheap(omar, url("grant_page", grant.pk, language=language))
    assert_cheap(hafsa, url("my_grant", grant.pk, language=language))


def assert_cheap(who: Person | None, address: str) -> None:
    client = as_(who)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(address)
    assert page.status_code == 200
    assert len(queries) <= 13, "\n".join(
        [address, *(q["sql"][:200] for q in queries)]
    )  # 1: the clock of a demonstration


def test_the_register_counts_and_the_public_part_names_nobody(
    programme: Any, cooperative: Organisation, omar: Person, today: None
) -> None:
    grant = give(programme, cooperative)
    give(programme, cooperative, form="fair", amount=5_000_00, valued_by="DEMO price list")
    row = part(grant, needs_proof=False)
    actions.record_payment(tranche=row, on=day("2025-03-01"), amount=40_000_00, reference="DEMO", by=omar)
    firm = factories.make_organisation("demo-firm", legal_form="company")
    give(programme, firm)
    text = as_(omar).get(url("support_register", language="en") + "?format=csv").content.decode("utf-8-sig")
    [_header, line] = csv.reader(io.StringIO(text))
    assert line[2:7] == ["2", "100000", "40000", "5000", "1"]
    assert b"".join(as_(omar).get(url("support_register") + "?format=xlsx&all=yes")).startswith(b"PK")
    assert as_(omar).get(url("support_register") + "?all=yes").context["count"] == 2
    assert public_support().cooperatives is None
    for number in range(4):
        give(programme, factories.make_organisation(f"demo-c{number}", legal_form="cooperative", region_id="MA-03"))
    record_figure(
        programme=programme, code="cooperatives-supported", stated=1400, label=factories.words("DEMO published"),
        note=factories.words("DEMO no period"), by=None,
    )  # fmt: skip
    told = public_support()
    assert (told.cooperatives, told.paid, told.in_kind) == (5, None, None)  # one alone was paid, one alone got a place
    assert [one.count for one in told.by_region] == [None, None]  # one and four: too few to tell
    for number in range(2):
        give(programme, factories.make_organisation(f"demo-d{number}", legal_form="cooperative", region_id="MA-03"))
    # six in one region would tell the one in the other
    assert [one.count for one in public_support().by_region] == [None, None]
    for number in range(4):
        give(programme, factories.make_organisation(f"demo-e{number}", legal_form="cooperative", region_id="MA-02"))
    assert [one.count for one in public_support().by_region] == [5, 6]
    page = as_(None).get(url("public_support")).content.decode()
    assert "DEMO no period" in page and "1\u00a0400" in page and "DEMO oven" not in page


def test_a_person_leaves_and_the_papers_stay(grant: Grant, hafsa: Person, omar: Person) -> None:
    colleague = factories.make_person("Colleague")
    Membership.objects.create(person=colleague, organisation=grant.beneficiary, role="officer")
    row = part(grant)
    actions.give_proof(tranche=row, upload=upload(), note="", by=hafsa)
    erase_person(person=hafsa, by=hafsa)
    assert StoredFile.objects.get().owner == colleague
    assert TrancheProof.objects.get().given_by is None


def test_rows_for_figures_and_for_commitments(grant: Grant, omar: Person) -> None:
    row = part(grant, needs_proof=False)
    actions.record_payment(tranche=row, on=day("2025-03-01"), amount=1_00, reference="DEMO", by=omar)
    [told] = grant_rows()
    assert (told["region"], told["legal_form"], told["granted"], told["paid"]) == (
        "MA-02",
        "cooperative",
        100_000_00,
        100,
    )
    [told] = supported_by([grant.programme.organisation_id])
    assert (told["who"], told["label"], told["on"]) == (
        grant.programme.organisation_id,
        grant.beneficiary.name,
        day("2025-01-10"),
    )


def test_sheets_of_grants(grant: Grant, omar: Person) -> None:
    text = as_(omar).get(url("grants", language="en") + "?format=csv").content.decode("utf-8-sig")
    [_header, line] = csv.reader(io.StringIO(text))
    assert line[2:8] == ["DEMO oven", "money", "2025-01-10", "100000", "0", "0"]
    assert as_(omar).get(url("grants") + "?q=nobody").context["shown"] == []
    assert len(as_(omar).get(url("grants") + "?q=Cooperative").context["shown"]) == 1
    assert as_(omar).get(url("grants") + "?flagged=yes").context["shown"] == []
