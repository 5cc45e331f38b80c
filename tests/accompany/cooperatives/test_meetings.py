"""Integration: meetings called, attended, decided, approved and locked; due dates; who reads what."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pypdf
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from mouakaba.accompany.cooperatives import actions
from mouakaba.accompany.cooperatives.models import Assembly, Cooperative, CooperativeDate, Cooperator
from mouakaba.accompany.cooperatives.queries import attendance, counts_by_region, entitled
from mouakaba.base.audit.models import AuditLine
from mouakaba.base.helping.actions import allow_help, take_up_help
from mouakaba.base.notify.models import OutboxMessage
from mouakaba.base.organisations.actions import join_organisation
from mouakaba.base.people.models import Person
from mouakaba.kernel.assemblies import QuorumAnswer, Seat
from tests import factories
from tests.accompany.cooperatives.cast import DAY, call, enter, make_books, make_team
from tests.browsing import as_, url

pytestmark = pytest.mark.django_db
SLUG = "demo-honey"
MEETING = {
    "kind": "ordinary", "on": "2026-04-02", "at": "10:30", "place": "DEMO seat", "agenda": "DEMO one\n\nDEMO two",
    "language": "fr",
}  # fmt: skip
DECISION = {"text": "DEMO accounts approved", "votes_for": "3", "against": "1", "abstained": "0", "adopted": "yes"}


def seat(assembly: Assembly, present: list[Cooperator], proxies: dict[Cooperator, Cooperator] | None = None) -> None:
    seats = {one.pk: Seat(present=True) for one in present}
    seats |= {one.pk: Seat(proxy=holder.pk) for one, holder in (proxies or {}).items()}
    actions.take_seats(assembly=assembly, seats=seats, by=None)


def test_a_meeting_is_called_held_decided_and_locked(
    books: Cooperative, six: list[Cooperator], team: dict[str, Person], stand_at: Any
) -> None:
    client = as_(team["officer"])
    client.post(url("assembly_new", SLUG), MEETING)
    row = Assembly.objects.get()
    assert (row.quorum, row.majority, row.notice_days) == ("1/2", ">1/2", 15)
    client.post(url("assembly_notices", row.pk))
    client.post(url("assembly_notices", row.pk))  # a second press sends nothing more
    letters = OutboxMessage.objects.filter(key__startswith=f"assembly:{row.pk}")
    assert {one.address for one in letters} == {"m1@demo.example", "m2@demo.example"}
    assert letters[0].language == "fr" and "DEMO two" in letters[0].body and "2 avril 2026" in letters[0].body

    stand_at("2026-04-02 18:00:00")
    seats = {f"seat-there_{one.pk}": "on" for one in six[:3]} | {f"seat-proxy_{six[3].pk}": "١"}
    assert client.post(url("assembly_seats", row.pk), seats).status_code == 302
    found = attendance(row).quorum
    assert (found.answer, found.present, found.represented, found.needed) == (QuorumAnswer.YES, 3, 1, 3)
    assert client.post(url("assembly_decision", row.pk), DECISION).status_code == 302
    client.post(url("assembly_minutes", row.pk), {"chair": "DEMO Chair", "secretary": "DEMO Sec", "minutes": "DEMO x"})
    client.post(url("assembly_approve", row.pk))
    row.refresh_from_db()
    assert row.approved_at and row.seats.count() == 6

    for name, given in (("assembly_decision", DECISION), ("assembly_minutes", {"chair": "a", "secretary": "b"})):
        assert client.post(url(name, row.pk), given).status_code == 422
    assert client.post(url("assembly_seats", row.pk), {}).status_code == 404
    assert client.get(url("assembly_edit", row.pk)).status_code == 404
    client.post(url("assembly_decision_off", row.pk, 1))
    assert row.decisions.count() == 1
    client.post(url("assembly_note", row.pk), {"text": "DEMO a name was misspelt"})
    actions.record_leaving(cooperator=six[0], on=date(2026, 1, 1), why="withdrew", note="", by=None)
    assert len(entitled(row)) == 6  # the register changed; the approved meeting did not
    page = client.get(url("assembly", row.pk)).content.decode()
    assert "DEMO a name was misspelt" in page and "DEMO accounts approved" in page


def test_the_database_itself_keeps_approved_minutes(books: Cooperative, six: list[Cooperator]) -> None:
    row, other = call(books), call(books)
    values = {"text": "DEMO", "votes_for": 4, "against": 0, "abstained": 0, "adopted": True}
    for one in (row, other):
        seat(one, six[:4])
        actions.record_decision(assembly=one, values=values, by=None)
    actions.write_minutes(assembly=row, values={"chair": "DEMO", "secretary": "DEMO"}, by=None)
    actions.approve_minutes(assembly=row, by=None)
    writes: list[Callable[[], object]] = [
        lambda: Assembly.objects.filter(pk=row.pk).update(minutes="DEMO else"),
        lambda: Assembly.objects.filter(pk=row.pk).update(approved_at=None),
        lambda: row.decisions.update(votes_for=3),
        lambda: row.decisions.all().delete(),
        lambda: row.seats.update(present=False),
        lambda: other.seats.filter(cooperator=six[0]).update(assembly=row),
        lambda: row.decisions.create(number=2, **values),
        lambda: row.delete(),
    ]
    for write in writes:
        with pytest.raises(IntegrityError), transaction.atomic():
            write()
    other.decisions.all().delete()
    assert (row.decisions.get().votes_for, row.seats.count(), other.decisions.count()) == (4, 6, 0)


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_papers_say_what_is_recorded(
    books: Cooperative, six: list[Cooperator], team: dict[str, Person], language: str
) -> None:
    row, client = call(books), as_(team["viewer"])
    seat(row, six[:4], {six[4]: six[0]})
    values = {"text": "DEMO budget", "votes_for": 5, "against": 0, "abstained": 0, "adopted": True}
    actions.record_decision(assembly=row, values=values, by=None)
    for code, pages, words in (("notices", 6, "DEMO officers"), ("list", 1, "DEMO Member 6"), ("minutes", 1, "budget")):
        answer = client.get(url("assembly_paper", row.pk, code, language))
        read = pypdf.PdfReader(io.BytesIO(answer.content))
        assert len(read.pages) == pages and words in "".join(page.extract_text() for page in read.pages)
    assert client.get(url("assembly_paper", row.pk, "other", language)).status_code == 404
    assert client.get(url("assembly_paper", row.pk, "list", "en")).status_code == 404


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"votes_for": "4"}, "votes_for"), ({"votes_for": "2"}, "votes_for"), ({"adopted": "no"}, "adopted"),
     ({"text": ""}, "text"), ({"votes_for": "1", "against": "3"}, "adopted")],
)  # fmt: skip
def test_votes_that_do_not_add_up_are_refused(
    books: Cooperative, six: list[Cooperator], team: dict[str, Person], changes: dict[str, str], field: str
) -> None:
    row = call(books)
    seat(row, six[:4])
    page = as_(team["owner"]).post(url("assembly_decision", row.pk), {**DECISION, **changes})
    assert (page.status_code, list(page.context["decision_form"].errors)) == (422, [field])
    assert (changes.get("text", "DEMO accounts approved") in page.content.decode(), row.decisions.count()) == (True, 0)


def test_without_quorum_nothing_is_decided_and_a_second_call_asks_less(
    books: Cooperative, six: list[Cooperator], team: dict[str, Person]
) -> None:
    first, second = call(books), call(books, again=True)
    assert (first.quorum, second.quorum) == ("1/2", "1/4")
    values = {"text": "DEMO", "votes_for": 2, "against": 0, "abstained": 0, "adopted": True}
    with pytest.raises(ValidationError):
        actions.record_decision(assembly=first, values=values, by=None)  # nobody is ticked yet
    for row in (first, second):
        seat(row, six[:2])
    with pytest.raises(ValidationError):
        actions.record_decision(assembly=first, values=values, by=None)
    assert actions.record_decision(assembly=second, values=values, by=None).number == 1
    # the minutes of the first say that the quorum was missed, and are approved as such
    actions.write_minutes(assembly=first, values={"chair": "DEMO", "secretary": "DEMO"}, by=None)
    actions.approve_minutes(assembly=first, by=None)


def test_a_quorum_nobody_typed_cannot_be_told(house: Any) -> None:
    books = make_books(house[0], quorum="", majority="")
    row = call(books)
    seat(row, [enter(books)])
    assert attendance(row).quorum.answer is QuorumAnswer.CANNOT_TELL
    values = {"text": "DEMO", "votes_for": 0, "against": 1, "abstained": 0, "adopted": True}
    assert actions.record_decision(assembly=row, values=values, by=None).adopted  # the person says the outcome
    page = as_(house[1]["owner"]).get(url("assembly", row.pk, language="en")).content.decode()
    assert "Type the quorum of your statutes" in page


def test_proxies_follow_the_statutes(books: Cooperative, six: list[Cooperator], team: dict[str, Person]) -> None:
    row, client = call(books), as_(team["owner"])
    two = {f"seat-there_{six[0].pk}": "on", f"seat-proxy_{six[1].pk}": "1", f"seat-proxy_{six[2].pk}": "1"}
    page = client.post(url("assembly_seats", row.pk), two)
    assert page.status_code == 422 and "DEMO Member 2" in page.context["seats_form"].non_field_errors()[0]
    nobody = {f"seat-there_{six[0].pk}": "on", f"seat-proxy_{six[1].pk}": "99"}
    page = client.post(url("assembly_seats", row.pk), nobody)
    assert page.status_code == 422 and 'value="99"' in page.content.decode()
    assert row.seats.count() == 0


def test_who_may_sit_is_who_was_a_member_that_day(books: Cooperative, six: list[Cooperator]) -> None:
    actions.record_leaving(cooperator=six[5], on=DAY, why="withdrew", note="", by=None)
    late = enter(books, "DEMO Late", entered_on=DAY)
    row, board, before = call(books), call(books, kind="board"), call(books, on=date(2026, 3, 9))
    assert entitled(row) == [*six[:5], late]
    assert entitled(before) == six
    assert entitled(board) == six[:1]


@pytest.mark.parametrize("missing", ["chair", "seats", "votes", "day"])
def test_minutes_are_approved_only_when_whole(books: Cooperative, six: list[Cooperator], missing: str) -> None:
    row = call(books, on=date(2026, 5, 1) if missing == "day" else DAY)
    if missing not in ("seats", "day"):
        seat(row, six[:4])
        values = {"text": "DEMO", "votes_for": 4, "against": 0, "abstained": 0, "adopted": True}
        actions.record_decision(assembly=row, values=values, by=None)
    if missing != "chair":
        actions.write_minutes(assembly=row, values={"chair": "DEMO", "secretary": "DEMO"}, by=None)
    if missing == "votes":
        seat(row, six[:5])  # the list changed after the vote
    with pytest.raises(ValidationError):
        actions.approve_minutes(assembly=row, by=None)
    row.refresh_from_db()
    assert row.approved_at is None


def test_what_a_notice_said_cannot_change_unnoticed(books: Cooperative, six: Any, team: dict[str, Person]) -> None:
    row, client = call(books, on=date(2026, 4, 2)), as_(team["owner"])
    actions.send_notices(assembly=row, by=None)
    client.post(url("assembly_edit", row.pk), {**MEETING, "place": "DEMO elsewhere"})
    row.refresh_from_db()
    assert row.called_on is None
    assert actions.send_notices(assembly=row, by=None) == (2, 4)
    assert OutboxMessage.objects.filter(key__startswith=f"assembly:{row.pk}").count() == 4
    late = call(books, on=date(2026, 3, 12))
    assert "15" in client.get(url("assembly", late.pk, language="en")).content.decode()
    past = call(books, on=date(2026, 3, 1))
    with pytest.raises(ValidationError):
        actions.send_notices(assembly=past, by=None)


def test_dates_come_round_and_remind_once_a_step(books: Cooperative, team: dict[str, Person], stand_at: Any) -> None:
    client = as_(team["owner"])
    given = {"kind": "assembly", "counted_from": "2025-12-31", "months": "3", "every": "12", "source": "DEMO art. 20"}
    assert client.post(url("cooperative_dates", SLUG), {**given, "kind": "other"}).status_code == 422
    assert client.post(url("cooperative_dates", SLUG), given).status_code == 302
    due = CooperativeDate.objects.get()
    assert due.due_on == date(2026, 3, 31)
    assert (actions.remind_dates(), actions.remind_dates()) == (2, 0)  # owner and officer
    stand_at("2026-03-25 10:00:00")
    assert actions.remind_dates() == 2
    stand_at("2026-04-01 10:00:00")
    assert actions.remind_dates() == 2
    client.post(url("cooperative_date_done", SLUG, due.pk))
    client.post(url("cooperative_date_done", SLUG, due.pk))  # a second press makes no second one
    [following] = CooperativeDate.objects.filter(done_on=None)
    assert (following.due_on, actions.remind_dates()) == (date(2027, 3, 31), 0)


READ = ("cooperative", "cooperators", "assemblies", "cooperative_dates")
KEPT = ("cooperative_statutes", "cooperator_new", "cooperators_import", "assembly_new")


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_each_page_is_for_the_team_alone(
    books: Cooperative, six: list[Cooperator], team: dict[str, Person], omar: Person, language: str
) -> None:
    row = call(books)
    read = [url(name, SLUG, language=language) for name in READ]
    read += [url("cooperator", SLUG, 1, language=language), url("assembly", row.pk, language=language)]
    kept = [url(name, SLUG, language=language) for name in KEPT]
    kept += [url(name, SLUG, 1, language=language) for name in ("cooperator_edit", "cooperator_leave")]
    kept.append(url("assembly_edit", row.pk, language=language))
    stranger = make_team("demo-other")[1]["owner"]
    for address in (*read, *kept):
        assert as_(team["officer"]).get(address).status_code == 200, address
        assert as_(team["viewer"]).get(address).status_code == (200 if address in read else 404), address
        assert as_(stranger).get(address).status_code == 404, address
        assert as_(omar).get(address).status_code == 404, address
        assert "/account/login/" in as_(None).get(address).headers["Location"], address
    for name in ("assembly_approve", "assembly_notices", "assembly_seats", "assembly_minutes", "assembly_note"):
        assert as_(team["viewer"]).post(url(name, row.pk)).status_code == 404
        assert as_(stranger).post(url(name, row.pk)).status_code == 404


def test_the_office_sees_counts_alone(
    books: Cooperative, six: Any, omar: Person, programme: Any, charlie: Person
) -> None:
    row = call(books)
    page = as_(omar).get(url("office_cooperatives", language="en")).content.decode()
    [found] = counts_by_region()
    assert (found.region, found.cooperatives, found.members, found.assemblies, found.approved) == ("MA-02", 1, 6, 1, 0)
    assert "DEMO Member" not in page and "Oriental" in page and str(row.pk) not in page
    actions.record_leaving(cooperator=six[0], on=DAY, why="died", note="", by=None)
    actions.record_leaving(cooperator=six[1], on=DAY, why="died", note="", by=None)
    assert counts_by_region()[0].members is None
    assert as_(charlie).get(url("office_cooperatives")).status_code == 404


def test_pages_ask_few_questions_whatever_the_rows(books: Cooperative, team: dict[str, Person]) -> None:
    client, row = as_(team["owner"]), call(books)
    addresses = [url(name, SLUG) for name in READ] + [url("assembly", row.pk), url("my_cooperatives")]

    def asked() -> list[int]:
        counts = []
        for address in addresses:
            with CaptureQueriesContext(
                connection,
            ) as found:
                assert client.get(address).status_code == 200
            counts.append(len(found))
        return counts

    members = [enter(books, f"DEMO Few {n}") for n in range(2)]
    seat(row, members)
    few = asked()
    members += [enter(books, f"DEMO Many {n}") for n in range(12)]
    seat(row, members[:10], {members[11]: members[0]})
    for n in range(4):
        values = {"text": f"DEMO {n}", "votes_for": 11, "against": 0, "abstained": 0, "adopted": True}
        actions.record_decision(assembly=row, values=values, by=None)
    many = asked()
    assert max(many) <= 12 and many == few, (few, many)


def test_a_helper_acts_with_consent_and_no_further(books: Cooperative, team: dict[str, Person]) -> None:
    helper = factories.make_person("Helper", language="fr")
    association = factories.make_organisation("demo-association", legal_form="association")
    join_organisation(person=helper, organisation=association, role="officer", by=None)
    client = as_(helper)
    assert client.get(url("cooperators", SLUG)).status_code == 404
    _row, code = allow_help(scopes=["cooperatives"], why="DEMO", until=date(2026, 4, 1), by=team["owner"])
    row = take_up_help(code=code, organisation=association, source="x", by=helper)
    begun = client.post(url("helping_begin", row.pk), {"scope": "cooperatives"})
    assert begun.headers["Location"] == url("my_cooperatives")
    line = {"name": "DEMO Aïcha", "kind": "person", "entered_on": "2026-01-05", "shares": "1", "paid": "0"}
    assert client.post(url("cooperator_new", SLUG), line).status_code == 302
    trace = AuditLine.objects.get(act="add_cooperator")
    assert (trace.by, trace.helper) == (team["owner"], helper)
    assert client.get(url("my_data")).status_code == 403
    seen = as_(team["owner"]).get(url("my_help")).content.decode()
    assert "a inscrit un membre" in seen


def test_the_steps_to_found_one_lead_here(alice: Person) -> None:
    assert url("my_cooperatives") in as_(alice).get(url("founding")).content.decode()
    assert as_(alice).get(url("my_cooperatives")).status_code == 200
