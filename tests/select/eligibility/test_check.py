"""Integration: “may I apply?” before any account, without JavaScript, storing nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.sessions.models import Session

from mouakaba.base.audit.models import AuditLine
from mouakaba.kernel.forms import parse_form
from mouakaba.select.applications.models import Application
from mouakaba.select.eligibility.queries import questions_behind
from tests.kernel.forms.builders import content, options, question

pytestmark = pytest.mark.django_db

WORDS = {
    "eligible": ("يمكنك الترشح", "vous pouvez candidater", "you may apply"),
    "ineligible": ("غير مستوفى", "n’est pas remplie", "is not met"),
    "cannot_tell": ("لا يمكن الحسم", "pas encore le dire", "cannot tell yet"),
}


def check(client: Any, language: str, **answers: str) -> str:
    data = {f"q_{code}": value for code, value in answers.items()}
    bases = {f"q_{code}-base": "0" for code in ("birth_date", "region")}
    response = client.post(f"/{language}/calls/demo-call/check/", {**data, **bases})
    assert response.status_code == 200
    return str(response.content.decode())


@pytest.mark.parametrize(("index", "language"), list(enumerate(("ar", "fr", "en"))))
@pytest.mark.parametrize(
    ("answers", "verdict"),
    [
        ({"birth_date": "02/05/2000", "region": "MA-02"}, "eligible"),
        ({"birth_date": "٠١/٠٤/٢٠٠٦", "region": "MA-02"}, "ineligible"),
        ({"birth_date": "02/05/2000", "region": "MA-06"}, "ineligible"),
        ({"birth_date": "", "region": "MA-02"}, "cannot_tell"),
        ({"birth_date": "yesterday", "region": "MA-02"}, "cannot_tell"),
    ],
)
def test_the_answer_in_each_language(
    answers: dict[str, str], verdict: str, index: int, language: str, client: Any, call: Any, stand_at: Any
) -> None:
    stand_at("2024-03-20 10:00:00")
    page = check(client, language, **answers)
    assert WORDS[verdict][index] in page
    assert (f"/{language}/calls/demo-call/apply/" in page) is True


def test_only_what_the_rules_look_at_is_asked(client: Any, call: Any) -> None:
    page = client.get("/en/calls/demo-call/check/").content.decode()
    assert 'name="q_birth_date"' in page and 'name="q_region"' in page
    assert 'name="q_holder_name"' not in page and 'name="q_summary"' not in page


def test_each_rule_has_its_sentence(client: Any, call: Any) -> None:
    page = check(client, "en", birth_date="01/04/2006", region="MA-02")
    assert "17 years" in page and "from 18 to 29 years" in page
    assert page.count('<li class="card">') == 2


def test_nothing_is_stored(client: Any, call: Any) -> None:
    before = AuditLine.objects.count()
    check(client, "fr", birth_date="02/05/2000", region="MA-02")
    assert not Application.objects.exists() and not Session.objects.exists()
    assert AuditLine.objects.count() == before


def test_what_was_typed_stays_in_the_fields(client: Any, call: Any) -> None:
    page = check(client, "fr", birth_date="<b>yesterday", region="MA-99")
    assert "&lt;b&gt;yesterday" in page and "<b>yesterday" not in page


def test_a_closed_call_answers_but_offers_no_application(client: Any, call: Any, stand_at: Any) -> None:
    stand_at("2024-04-01 00:00:00")
    page = check(client, "en", birth_date="02/05/2000", region="MA-02")
    assert "you may apply" in page and "/apply/" not in page


def test_questions_that_conditions_depend_on_come_along() -> None:
    form = parse_form(
        content(
            question("bearer", "choice", options=options("p", "o")),
            question("kind", "choice", options=options("x"), condition={"fact": "bearer", "operator": "present"}),
            question(
                "form", "short_text", fact="o.form", condition={"fact": "kind", "operator": "equals", "value": "x"}
            ),
            question("other", "short_text", fact="p.other"),
        )
    )
    assert [q.code for q in questions_behind(form, {"o.form"})] == ["bearer", "kind", "form"]
