"""Journey: a cluster's officer follows an agreement, and a grant is paid against its proof and never beyond."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from mouakaba.accompany.agreements import actions
from mouakaba.accompany.agreements.models import Agreement, Commitment
from mouakaba.accompany.funding.models import Grant, Payment
from mouakaba.base.notify.models import OutboxMessage
from mouakaba.base.people.models import Membership
from mouakaba.base.places.actions import load_places
from mouakaba.base.places.queries import forget_places
from mouakaba.match.trades.actions import answer_deal, propose, record_delivery
from tests import factories
from tests.accompany.agreements.conftest import PDF, TODAY, day
from tests.journeys.conftest import PHONE, Walker
from tests.match.trades.conftest import COACHING, NEED, make_listing

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def cast(language: str, stand_at: Any) -> dict[str, Any]:
    """A cluster that runs a programme, the parks, a cooperative that was coached once."""
    load_places()
    forget_places()
    stand_at(TODAY)
    officer = factories.make_person("Officer", language=language)
    president = factories.make_person("President", language=language)
    programme = factories.make_programme("demo-green", officer=officer)
    parks = factories.make_organisation("demo-parks", search="demo parks")
    cooperative = factories.make_organisation("demo-cooperative", legal_form="cooperative")
    Membership.objects.create(person=president, organisation=cooperative, role="owner")
    offer = make_listing(programme.organisation, "offer", COACHING, closes_on=day("2025-12-31"))
    need = make_listing(cooperative, "need", NEED, closes_on=day("2025-12-31"))
    deal = propose(offer=offer, need=need, by=president, side="need")
    answer_deal(deal=deal, side="offer", yes=True, by=officer)
    record_delivery(deal=deal, on=day("2025-03-20"), quantity=Decimal(2), unit="hour", by=officer)
    agreement = actions.save_agreement(
        agreement=None,
        parties=[parks, programme.organisation],
        values={
            "keeper": programme.organisation, "subject": factories.words("DEMO green startups"),
            "signed_on": day("2021-05-01"), "signed_known": "month", "months": 60,
        },
        by=None,
    )  # fmt: skip
    for what, fields in (
        ("DEMO coaching", {"counted_by": "services", "only": "coaching", "quantity": Decimal(1)}),
        ("DEMO conferences", {"due_on": day("2025-03-15"), "quantity": Decimal(4)}),
    ):
        values = {"what": factories.words(what), "owed_by": programme.organisation, **fields}
        actions.save_commitment(agreement=agreement, commitment=None, values=values, by=None)
    return {"officer": officer, "president": president, "agreement": agreement, "cooperative": cooperative}


def clean(walker: Walker, axe: Any) -> None:
    """Nothing for axe to report, nothing wider than the screen."""
    assert axe(walker.page) == []
    width = walker.page.viewport_size["width"]
    assert walker.page.evaluate("document.documentElement.scrollWidth") <= width, walker.page.url


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_an_agreement_is_followed(walk: Any, cast: Any, axe: Any, language: str) -> None:
    agreement: Agreement = cast["agreement"]
    officer = walk(PHONE, cast["officer"].email)
    page = officer.go("office/")
    officer.press("main a[href$='/office/agreements/']")
    clean(officer, axe)
    officer.press("main article a")
    clean(officer, axe)
    late, done = {"ar": ("متأخر", "منجز"), "fr": ("en retard", "fait")}[language]
    assert late in page.locator("main").inner_text() and done in page.locator("main").inner_text()

    coaching = Commitment.objects.get(agreement=agreement, number=1)
    officer.press(f"main a[href$='/commitments/{coaching.number}/']")
    assert "1" in page.locator("dl.facts b").inner_text()  # one service, from the record of its delivery
    assert page.locator("[name=note]").count() == 0
    clean(officer, axe)

    assert actions.remind_commitments() == 1
    letter = OutboxMessage.objects.filter(person=cast["officer"], key__startswith="commitment:").get()
    assert late in letter.subject
    [link] = [line for line in letter.body.splitlines() if "/commitments/2/" in line]
    page.goto("/" + link.split("/", 3)[3])
    clean(officer, axe)

    officer.go(f"office/agreements/{agreement.pk}/amend/")
    clean(officer, axe)
    page.fill("[name=signed_on]", "2025-04-01")
    page.fill("[name=what]", "DEMO longer")
    page.fill("[name=months]", "72")
    officer.press("main form.card button")
    assert "DEMO longer" in page.content()
    clean(officer, axe)
    own = f"office/agreements/{agreement.pk}"
    for path in (
        "office/agreements/health/",
        "agreements/",
        f"{own}/parts/",
        f"{own}/edit/",
        f"{own}/commitments/new/",
    ):
        officer.go(path)
        clean(officer, axe)


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_grant_is_paid_against_its_proof_and_never_beyond(
    walk: Any, cast: Any, axe: Any, language: str, tmp_path: Path
) -> None:
    officer = walk(email=cast["officer"].email)
    page = officer.go("office/grants/new/")
    clean(officer, axe)
    page.select_option("[name=beneficiary]", str(cast["cooperative"].pk))
    for name, value in (
        ("title", "DEMO oven"),
        ("amount", "1000"),
        ("decided_on", "2025-01-10"),
        ("decided_by", "DEMO"),
    ):
        page.fill(f"[name={name}]", value)
    officer.press("main form.card button")
    grant = Grant.objects.get()
    page.locator("main summary").first.click()
    page.fill("#split_parts", "40; 2025-04-10; DEMO oven bought\n60; 2025-06-30; DEMO oven runs")
    officer.press("form[action$='/split/'] button")

    president = walk(PHONE, cast["president"].email)
    mine = president.go("my/")
    president.press("main a[href$='/my/grants/']")
    clean(president, axe)
    president.press("main article a")
    clean(president, axe)
    paper = tmp_path / "invoice.pdf"
    paper.write_bytes(PDF)
    mine.set_input_files("#give1_upload", paper)
    president.press("form[action$='/tranches/1/'] button")
    assert "invoice.pdf" in mine.content()
    clean(president, axe)

    officer.go(f"office/grants/{grant.pk}/")
    page.check("form[action$='/answer/'] [value=yes]")
    officer.press("form[action$='/answer/'] button")
    page.locator("main article summary").first.click()
    page.fill("#pay1_amount", "400.01")
    page.fill("#pay1_reference", "DEMO-1")
    officer.press("form[action$='/payments/'] button")
    assert {"ar": "يتجاوز", "fr": "plus que la tranche"}[language] in page.locator("main .error").first.inner_text()
    assert page.input_value("#pay1_amount") == "400.01" and not Payment.objects.exists()
    clean(officer, axe)
    page.fill("#pay1_amount", "400")
    officer.press("form[action$='/payments/'] button")
    assert Payment.objects.get().amount == 400_00
    clean(officer, axe)
    for path in ("office/grants/", "office/support/?all=yes", "support/"):
        officer.go(path)
        clean(officer, axe)
