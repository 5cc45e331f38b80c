"""Journey: the whole jobs of the officer, the applicant and the juror, in Arabic and in French, in a real browser."""

from __future__ import annotations

import io
import json
import re
import zipfile
from typing import Any

import pytest
from django.core import mail
from pypdf import PdfReader

from mouakaba.base.notify.actions import deliver
from mouakaba.base.notify.models import OutboxMessage
from mouakaba.base.people.models import Membership
from mouakaba.base.places.actions import load_places
from mouakaba.base.places.queries import forget_places
from mouakaba.select.models import Application, Call, Decision, Review
from tests import factories
from tests.journeys.conftest import PHONE, Walker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

CALL = "demo-call"
ADDRESS = "new-applicant@demo.example"


@pytest.fixture
def house(language: str) -> Any:
    """A programme, its officer and a juror-to-be; nothing else exists."""
    load_places()
    forget_places()
    officer = factories.make_person("Officer", language=language)
    juror = factories.make_person("Juror", language=language)
    programme = factories.make_programme()
    Membership.objects.create(person=officer, organisation=programme.organisation, role="officer")
    return {"officer": officer, "juror": juror, "programme": programme}


def whole_call() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("call.toml", factories.rules_file())
        archive.writestr("content.json", json.dumps(factories.content(), ensure_ascii=False))
    return buffer.getvalue()


def open_the_call(officer: Walker) -> None:
    """The officer brings a call in, looks it over and publishes it."""
    page = officer.go("office/programmes/demo-programme/import-call/")
    page.set_input_files("[name=file]", {"name": "call.zip", "mimeType": "application/zip", "buffer": whole_call()})
    officer.press("main form button")
    page.fill("[name=slug]", CALL)
    officer.press("main form button")
    officer.go(f"office/calls/{CALL}/setup/dates/")
    assert page.input_value("[name=closes_at_day]") == "2024-03-31"
    officer.go(f"office/calls/{CALL}/setup/check/")
    officer.press("main form[method=post]:not([action*=discard]) button")
    assert Call.objects.get(slug=CALL).state == Call.State.PUBLISHED


def check_before_any_account(visitor: Walker) -> None:
    """Anybody learns, without an account, whether they may apply and why not."""
    page = visitor.go(f"calls/{CALL}/check/")
    page.fill("[name=q_birth_date]", "1990-05-02")
    page.select_option("[name=q_region]", "MA-02")
    visitor.press("main form button")
    assert page.locator("#outcome .badge.bad, #outcome .notice.bad, #outcome .bad").count() > 0
    page.fill("[name=q_birth_date]", "2000-05-02")
    visitor.press("main form button")
    assert page.locator("#outcome .bad").count() == 0
    assert not Application.objects.exists()


def sign_up(applicant: Walker) -> None:
    page = applicant.go(f"calls/{CALL}/apply/")
    applicant.press("main a.button[href*=signup]")
    page.fill("[name=name]", "DEMO New Applicant")
    page.fill("[name=email]", ADDRESS)
    page.fill("[name=password1]", factories.PASSWORD)
    applicant.press("main form button[type=submit]")
    letter = next(letter for letter in reversed(mail.outbox) if ADDRESS in letter.to)
    code = re.search(r"(?m)^\s*([A-Z0-9]{3,}(?:-[A-Z0-9]{3,})*)\s*$", letter.body)
    assert code, letter.body
    page.fill("[name=code]", code.group(1))
    applicant.press("main form button[type=submit]")


def apply_and_send(applicant: Walker) -> str:
    """A new person signs up on a phone, writes, reads it over, sends, and holds a receipt."""
    sign_up(applicant)
    page = applicant.go(f"calls/{CALL}/apply/")
    applicant.press("main form button")
    if "/sections/" not in page.url:
        applicant.press("main a[href*=sections]")
    fill(page, factories.ANSWERS)
    applicant.press("#answers p.row button[value=next]")
    fill(page, factories.ANSWERS)
    applicant.press("#answers p.row button[value=next]")
    if "/review/" not in page.url:
        applicant.press("a[href$='/review/']")
    if page.locator("input[type=checkbox][name=q_consent]").count():
        page.check("[name=q_consent]")
    applicant.press("main form.card button")
    number = page.locator("dl.facts dd b").first.inner_text()
    assert number == Application.objects.get(applicant__email=ADDRESS).submission.receipt_number
    return number


def fill(page: Any, answers: dict[str, Any]) -> None:
    """Answers the questions of the page that is shown."""
    for code, value in answers.items():
        fields = page.locator(f"#answers [name=q_{code}]")
        if not fields.count() or not fields.first.is_visible():
            continue
        kind = fields.first.evaluate("(field) => field.type")
        if kind == "radio":
            page.check(f"#answers [name=q_{code}][value='{value}']")
        elif kind == "checkbox":
            page.check(f"#answers [name=q_{code}]")
        elif kind == "select-one":
            page.select_option(f"#answers [name=q_{code}]", value)
        else:
            page.fill(f"#answers [name=q_{code}]", value)


def others_apply(call: Call) -> None:
    """Five more files, so that there is something to choose; one of them is too old."""
    regions = ["MA-02", "MA-02", "MA-01", "MA-03", "MA-09"]
    for n, region in enumerate(regions, start=1):
        person = factories.make_person(f"Other {n}", language=["ar", "fr", "en"][n % 3])
        factories.make_application(call, person, facts={"project.region": region}, answers={"title": f"DEMO other {n}"})


def screen(officer: Walker) -> None:
    """The officer admits everybody who meets the rules, in one confirmed act."""
    page = officer.go(f"office/calls/{CALL}/applications/")
    officer.press("main a[href*='do=admit']")
    officer.press("main form[method=post] button")
    assert Application.objects.filter(call__slug=CALL, state="admitted").count() == 6
    assert page.locator("main").is_visible()


def seat_the_jury(officer: Walker, juror: Any) -> None:
    page = officer.go(f"office/calls/{CALL}/jury/")
    page.fill("[name=email]", juror.email)
    for box in page.locator("[name=languages]").all():
        box.check()
    officer.press("button[value=invite]")
    page.fill("main [name=reviews_per_file], main form:has(button[value=spread]) input[type=number]", "1")
    officer.press("button[value=spread]")
    assert Review.objects.filter(juror__person=juror).count() == 6


def mark_every_file(juror: Walker) -> None:
    """The juror marks on a phone; the grid asks for a reason and gets one."""
    for n, review in enumerate(Review.objects.order_by("application__number")):
        page = juror.go(f"jury/calls/{CALL}/files/{review.application_id}/")
        assert "DEMO Holder" not in page.content()  # hidden from the jury
        mark(page, "viability", 5 - n % 4)
        mark(page, "impact", 4 if n % 2 else 3)
        juror.press("#marks button[value=done]")
    assert Review.objects.filter(state="done").count() == 6


def mark(page: Any, criterion: str, value: int) -> None:
    page.locator(f".scale label:has([name='mark-{criterion}'][value='{value}'])").click()
    page.fill(f"[name='reason-{criterion}']", "DEMO: سبب مكتوب, un motif écrit")


def decide(officer: Walker) -> None:
    """Marks closed, choice computed, frozen, printed and published."""
    page = officer.go(f"office/calls/{CALL}/jury/close/")
    officer.press("button[value=close]")
    officer.go(f"office/calls/{CALL}/selection/")
    officer.press("main form[action*=compute] button")
    officer.go(f"office/calls/{CALL}/selection/")
    officer.press("a.button[href*=freeze]")
    officer.press("main form.stack button")
    assert Decision.objects.filter(outcome="selected").count() == 3
    for language in ("ar", "fr"):
        with page.expect_download() as download:
            page.locator(f"a[href$='minutes-{language}.pdf']").click()
        assert len(PdfReader(download.value.path()).pages) >= 1
    officer.press("a.button[href*=publish]")
    officer.press("main .panel form button")
    assert Call.objects.get(slug=CALL).decided_at is not None


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_from_an_opened_call_to_an_explained_cohort(
    walk: Any, house: Any, language: str, stand_at: Any, axe: Any
) -> None:
    stand_at("2024-02-10 10:00:00")
    officer = walk(email=house["officer"].email)
    open_the_call(officer)

    stand_at("2024-03-30 10:00:00")
    check_before_any_account(walk(PHONE))
    applicant = walk(PHONE)
    number = apply_and_send(applicant)
    others_apply(Call.objects.get(slug=CALL))

    stand_at("2024-04-02 10:00:00")
    screen(officer)
    seat_the_jury(officer, house["juror"])
    mark_every_file(walk(PHONE, email=house["juror"].email))
    decide(officer)

    mine = Application.objects.get(applicant__email=ADDRESS)
    page = applicant.go(f"my/applications/{mine.pk}/")
    assert axe(page) == []
    assert page.locator(".timeline li").count() >= 3
    assert number in applicant.go("my/").content() or mine.number in page.content()
    cohort = walk(PHONE).go(f"calls/{CALL}/cohort/")
    assert cohort.locator("main").inner_text().count("DEMO") >= 3
    assert axe(cohort) == []
    letters_reach_everybody()


def letters_reach_everybody() -> None:
    """Each applicant is told the result once, in their own language, by a message that leaves."""
    mail.outbox.clear()
    for message in OutboxMessage.objects.filter(state="queued"):
        assert deliver(str(message.pk)) == "sent"
    told = [letter.to[0] for letter in mail.outbox]
    assert {person.email for person in (one.applicant for one in Application.objects.all())} <= set(told)
    by_result = OutboxMessage.objects.exclude(key__startswith="receipt").values_list("key", flat=True)
    assert len(by_result) == len(set(by_result))
