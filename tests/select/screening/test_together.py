"""Integration: deciding on many files at once."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from mouakaba.base.audit.models import AuditLine
from mouakaba.base.audit.queries import history_of
from mouakaba.base.notify.models import OutboxMessage
from mouakaba.select.applications.models import Application
from mouakaba.select.screening.actions import Decided, admit_many, refuse_many
from mouakaba.select.screening.models import ScreeningDecision
from tests.select.screening.builders import OUTSIDE, TOO_OLD, UNKNOWN_AGE, english, sent

pytestmark = pytest.mark.django_db


def ids(*files: Application) -> list[Any]:
    return [file.pk for file in files]


def states(*files: Application) -> list[str]:
    return [Application.objects.get(pk=file.pk).state for file in files]


def test_eligible_files_are_admitted_each_with_its_own_line(call: Any, omar: Any) -> None:
    files = [sent(call, f"Good {n}") for n in range(3)]
    assert admit_many(call=call, files=ids(*files), by=omar) == Decided(3, 0)
    assert states(*files) == ["admitted"] * 3
    for file in files:
        assert [(line.act, line.by) for line in history_of(file)] == [("admit_application", omar)]
        assert list(file.status_lines.values_list("state", "by")) == [("admitted", omar.pk)]
        assert (file.screenings.get().by, file.screenings.get().submission) == (omar, file.submission)


def test_only_what_still_waits_and_is_eligible_is_admitted(call: Any, omar: Any) -> None:
    good, old, unknown = sent(call, "Good"), sent(call, "Old", TOO_OLD), sent(call, "Unknown", UNKNOWN_AGE)
    gone = sent(call, "Gone", state="withdrawn")
    assert admit_many(call=call, files=ids(good, old, unknown, gone), by=omar) == Decided(1, 3)
    assert states(good, old, unknown, gone) == ["admitted", "submitted", "submitted", "withdrawn"]


def test_refusals_for_the_same_reason_are_written_in_each_language(call: Any, omar: Any) -> None:
    french, arabic = sent(call, "French", TOO_OLD, language="fr"), sent(call, "Arabic", TOO_OLD, language="ar")
    both = sent(call, "Both", {**TOO_OLD, **OUTSIDE})
    reasons = {"fr": "Votre âge.", "ar": "السن."}
    done = refuse_many(call=call, files=ids(french, arabic, both), unmet=("age",), by=omar, reasons=reasons)
    assert done == Decided(2, 1)
    assert states(french, arabic, both) == ["refused", "refused", "submitted"]
    letters = {letter.language: letter for letter in OutboxMessage.objects.all()}
    assert set(letters) == {"fr", "ar"}
    assert "Votre âge." in letters["fr"].body
    assert "2 mai 1980, soit 43 ans" in letters["fr"].body
    assert "السن." in letters["ar"].body
    assert letters["ar"].address == arabic.applicant.email
    assert [(one.reason, one.by) for one in ScreeningDecision.objects.filter(application=arabic)] == [("السن.", omar)]
    assert [line.why for line in history_of(french)] == ["Votre âge."]


def test_a_language_without_a_reason_stops_everything(call: Any, omar: Any) -> None:
    french, arabic = sent(call, "French", TOO_OLD, language="fr"), sent(call, "Arabic", TOO_OLD, language="ar")
    with pytest.raises(ValidationError):
        refuse_many(call=call, files=ids(french, arabic), unmet=("age",), by=omar, reasons={"fr": "Âge", "ar": " "})
    assert states(french, arabic) == ["submitted", "submitted"]
    assert (OutboxMessage.objects.count(), AuditLine.objects.filter(act="refuse_application").count()) == (0, 0)


def test_files_of_another_call_are_not_touched(call: Any, omar: Any, programme: Any) -> None:
    from tests import factories

    other = factories.make_call(programme, "other-call")
    file = sent(other, "Elsewhere")
    assert admit_many(call=call, files=ids(file), by=omar) == Decided(0, 1)
    assert states(file) == ["submitted"]


def decide(client: Any, call: Any, query: str, **typed: str) -> Any:
    address = english(reverse("screening_decide", args=[call.slug])) + query
    if not typed:
        return client.get(address)
    return client.post(address, typed)


def test_the_page_says_who_and_why_before_anything_is_done(client: Any, call: Any, omar: Any) -> None:
    file = sent(call, "Old", TOO_OLD, language="fr")
    sent(call, "Both", {**TOO_OLD, **OUTSIDE})
    client.force_login(omar)
    page = decide(client, call, "?do=refuse&unmet=age")
    text = page.content.decode()
    assert page.context["chosen"].files == [file.pk]
    assert file.number in text
    assert "that is 43 years" in text
    assert [one["language"] for one in page.context["reasons"]] == ["fr"]
    assert "Âge" in page.context["reasons"][0]["text"]
    assert states(file) == ["submitted"]


def test_the_page_does_what_it_showed(client: Any, call: Any, omar: Any) -> None:
    file = sent(call, "Old", TOO_OLD, language="fr")
    client.force_login(omar)
    digest = decide(client, call, "?do=refuse&unmet=age").context["chosen"].digest
    page = decide(client, call, "?do=refuse&unmet=age", digest=digest, reason_fr="Âge.")
    assert (page.status_code, states(file)) == (302, ["refused"])
    assert "Âge." in OutboxMessage.objects.get().body


def test_a_list_that_changed_is_shown_again_with_what_was_typed(client: Any, call: Any, omar: Any) -> None:
    first = sent(call, "Old", TOO_OLD, language="fr")
    client.force_login(omar)
    digest = decide(client, call, "?do=refuse&unmet=age").context["chosen"].digest
    second = sent(call, "Older", TOO_OLD, language="fr")
    page = decide(client, call, "?do=refuse&unmet=age", digest=digest, reason_fr="My careful words")
    assert (page.status_code, states(first, second)) == (409, ["submitted", "submitted"])
    assert "My careful words" in page.content.decode()
    assert page.context["chosen"].digest != digest


def test_a_missing_reason_is_said_and_the_others_are_kept(client: Any, call: Any, omar: Any) -> None:
    files = [sent(call, "French", TOO_OLD, language="fr"), sent(call, "Arabic", TOO_OLD, language="ar")]
    client.force_login(omar)
    digest = decide(client, call, "?do=refuse&unmet=age").context["chosen"].digest
    page = decide(client, call, "?do=refuse&unmet=age", digest=digest, reason_fr="Mes mots", reason_ar="")
    assert (page.status_code, states(*files)) == (422, ["submitted", "submitted"])
    assert "Mes mots" in page.content.decode()
    assert "Write the reason of the refusal" in page.content.decode()


def test_ticked_files_with_different_reasons_are_parted(client: Any, call: Any, omar: Any) -> None:
    old, both = sent(call, "Old", TOO_OLD), sent(call, "Both", {**TOO_OLD, **OUTSIDE})
    client.force_login(omar)
    query = f"?do=refuse&ticked=1&file={old.pk}&file={both.pk}&file=nonsense"
    page = decide(client, call, query)
    assert [group["codes"] for group in page.context["groups"]] == ["age", "age,region"]
    one = decide(client, call, f"{query}&unmet=age,region")
    assert one.context["chosen"].files == [both.pk]
    assert one.context["left"] == 1
    assert decide(client, call, query, digest="x").status_code == 200
    assert states(old, both) == ["submitted", "submitted"]


def test_nothing_ticked_decides_nothing(client: Any, call: Any, omar: Any) -> None:
    file = sent(call, "Good")
    client.force_login(omar)
    page = decide(client, call, "?do=admit&ticked=1")
    assert page.context["chosen"].files == []
    decide(client, call, "?do=admit&ticked=1", digest=page.context["chosen"].digest)
    assert states(file) == ["submitted"]


def test_all_the_eligible_shown_are_admitted_and_no_other(client: Any, call: Any, omar: Any) -> None:
    french, arabic = sent(call, "French", language="fr"), sent(call, "Arabic", language="ar")
    client.force_login(omar)
    digest = decide(client, call, "?do=admit&language=fr").context["chosen"].digest
    assert decide(client, call, "?do=admit&language=fr", digest=digest).status_code == 302
    assert states(french, arabic) == ["admitted", "submitted"]


@pytest.mark.parametrize("count", [2, 60])
def test_the_price_of_the_page_does_not_depend_on_how_many(
    client: Any, call: Any, omar: Any, count: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(count):
        sent(call, f"Old {number}", TOO_OLD)
    client.force_login(omar)
    decide(client, call, "?do=refuse&unmet=age")
    with django_assert_max_num_queries(14):
        page = decide(client, call, "?do=refuse&unmet=age")
    assert len(page.context["chosen"].files) == count


def test_an_address_that_lost_its_question_leads_back_to_the_list(
    client: Any, call: Any, omar: Any, charlie: Any
) -> None:
    client.force_login(omar)
    assert decide(client, call, "?do=delete").status_code == 302
    back = decide(client, call, "?q=Old")
    assert back.headers["Location"] == english(reverse("screening_list", args=[call.slug])) + "?q=Old"
    client.force_login(charlie)
    assert decide(client, call, "").status_code == 404
