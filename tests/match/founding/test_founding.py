"""Steps with their sources, progress kept, drafts as PDF."""

from __future__ import annotations

import io
from typing import Any

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mouakaba.base.audit.models import AuditLine
from mouakaba.base.privacy.actions import erase_person, export_person
from mouakaba.match.founding.models import FoundingStep
from mouakaba.match.founding.rules import STEPS, Flaw, MembersError, capital, read_members
from tests.match.conftest import as_

SHARE = 100_00
FIVE = "\n".join(f"DEMO Membre {letter}; 300" for letter in "ABCDE")
TOLD = {
    "name": {"language": "fr", "name": "DEMO Coop", "others": "DEMO Deux\nDEMO Trois", "asker": "DEMO Membre A"},
    "members": {"language": "fr", "name": "DEMO Coop", "share": "100", "members": FIVE},
    "minutes": {
        "language": "fr", "name": "DEMO Coop", "day": "2026-03-01", "place": "Oujda", "share": "100",
        "members": FIVE, "managers": "DEMO Membre A, présidente",
    },
}  # fmt: skip


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    return " ".join(page.get_textpage().get_text_bounded() for page in document)


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_anybody_reads_the_steps_each_with_its_source(places: None, language: str) -> None:
    page = as_(None).get(f"/{language}/cooperative/").content.decode()
    for step in STEPS:
        assert all(f'href="{source}"' in page for source in step.sources)
    assert page.count('class="badge care"') == sum(not step.sources for step in STEPS) == 2


def test_a_person_keeps_where_they_are_and_nobody_else_sees_it(alice: Any, charlie: Any, places: None) -> None:
    client = as_(alice)
    client.post("/fr/cooperative/", {"done": ["members", "name", "no-such-step"]})
    assert set(FoundingStep.objects.values_list("person", "code")) == {(alice.pk, "members"), (alice.pk, "name")}
    client.post("/fr/cooperative/", {"done": ["name"]})
    assert [step.code for step, _name, _text, done in client.get("/fr/cooperative/").context["steps"] if done] == [
        "name"
    ]
    assert as_(charlie).get("/fr/cooperative/").context["done"] == 0
    assert as_(None).post("/fr/cooperative/", {"done": ["bank"]}).status_code == 200
    assert [row["code"] for row in export_person(alice)["founding"]] == ["name"]
    erase_person(person=alice, by=alice)
    assert not FoundingStep.objects.exists()


@pytest.mark.parametrize("language", ["ar", "fr"])
@pytest.mark.parametrize("paper", list(TOLD))
def test_a_draft_says_that_it_is_one_and_stores_nothing(places: None, today: None, paper: str, language: str) -> None:
    before = AuditLine.objects.count()
    made = as_(None).post(f"/en/cooperative/{paper}/", TOLD[paper] | {"language": language})
    assert made.headers["Content-Type"] == "application/pdf"
    text = text_of(made.content)
    assert "DEMO" in text and "Coop" in text
    if language == "fr":
        assert "BROUILLON" in text and "ODCO" in text
    assert AuditLine.objects.count() == before


def test_the_list_adds_up(places: None) -> None:
    text = text_of(as_(None).post("/fr/cooperative/members/", TOLD["members"]).content).replace("\xa0", " ")
    assert "1 500 DH" in text.replace("\u2066", "").replace("\u2069", "")
    assert "Moins de cinq" not in text
    few = TOLD["members"] | {"members": "DEMO A 600\nDEMO B 600"}
    assert "Moins de cinq" in text_of(as_(None).post("/fr/cooperative/members/", few).content)


@pytest.mark.parametrize(
    ("share", "members", "flaw", "line"),
    [
        (99_99, FIVE, Flaw.SMALL_SHARE, 0),
        (SHARE, "  \n", Flaw.NOBODY, 0),
        (SHARE, "DEMO A; 500\nDEMO B", Flaw.NO_AMOUNT, 2),
        (SHARE, "500", Flaw.NO_NAME, 1),
        (SHARE, "DEMO A; 900\n\nDEMO B; 50", Flaw.SMALL_PART, 3),
        (SHARE, "DEMO A; 950\nDEMO B; 500", Flaw.BROKEN_PART, 1),
        (SHARE, "DEMO A; 500\nDEMO B; 400", Flaw.SMALL_CAPITAL, 0),
        (SHARE, "DEMO Á; 500\ndemo a; 500", Flaw.TWICE, 2),
        (SHARE, "DEMO A; 12.345,6.7", Flaw.NO_AMOUNT, 1),
        (SHARE, "\n".join(f"DEMO {n} x; 100" for n in range(201)), Flaw.TOO_MANY, 0),
    ],
)
def test_what_the_law_does_not_allow_is_told_by_its_line(share: int, members: str, flaw: Flaw, line: int) -> None:
    with pytest.raises(MembersError) as found:
        read_members(members, share)
    assert (found.value.flaw, found.value.line) == (flaw, line)


@pytest.mark.parametrize("amount", ["1000", "1 000", "1.000", "1,000", "1000 DH", "1000,00", "١٠٠٠ درهم", "1 000 dhs"])
def test_an_amount_is_read_as_people_write_it(amount: str) -> None:
    [member] = read_members(f"DEMO عضو 3 : {amount}", SHARE)
    assert (member.name, member.brings) == ("DEMO عضو 3", 1000_00)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.integers(1, 500), min_size=10, max_size=14), st.integers(100, 1000))
def test_whole_shares_are_the_capital(parts: list[int], share: int) -> None:
    text = "\n".join(f"DEMO member number {'x' * n}; {part * share}" for n, part in enumerate(parts, 1))
    members = read_members(text, share * 100)
    assert capital(members) == sum(parts) * share * 100
    assert all(member.brings % (share * 100) == 0 for member in members)


def test_a_flaw_is_told_at_its_field_and_nothing_is_lost(places: None) -> None:
    page = as_(None).post("/fr/cooperative/members/", TOLD["members"] | {"members": "DEMO A; 5"})
    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["members"]
    assert "DEMO A; 5" in page.content.decode()
    assert as_(None).get("/fr/cooperative/no-paper/").status_code == 404


def test_the_steps_ask_few_queries(alice: Any, places: None, django_assert_max_num_queries: Any) -> None:
    client = as_(alice)
    for path in ("cooperative/", "cooperative/name/", "cooperative/minutes/"):
        with django_assert_max_num_queries(12):
            client.get(f"/ar/{path}")
