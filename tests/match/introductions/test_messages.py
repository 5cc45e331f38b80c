"""Integration: both sides write on an introduction; nobody is reached outside the platform before both said yes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from mouakaba.base.audit.models import AuditLine
from mouakaba.base.clock.queries import now
from mouakaba.base.notify.actions import deliver, stop_letters
from mouakaba.base.notify.models import OutboxMessage
from mouakaba.base.people.models import Membership
from mouakaba.base.privacy.actions import erase_person, export_person
from mouakaba.match.introductions.actions import answer, ask_person, tell_messages, write_message
from mouakaba.match.introductions.models import ConversationReport, Introduction, Message, Reading
from mouakaba.match.introductions.rules import MOST_CHARACTERS, MOST_IN_A_WHILE, MOST_UNANSWERED
from mouakaba.match.listings.models import Opening
from mouakaba.match.skills.actions import withdraw_profile
from mouakaba.match.skills.models import Profile
from tests import factories
from tests.match.conftest import as_, make_profile

pytestmark = pytest.mark.django_db


def url(name: str, *arguments: Any, language: str = "fr") -> str:
    with override(language):
        return reverse(name, args=arguments)


@pytest.fixture
def row(opening: Opening, profile: Profile, boss: Any) -> Introduction:
    """The organisation asked; the person has not answered."""
    return ask_person(opening=opening, profile=profile, by=boss)


@pytest.fixture
def agreed(row: Introduction, sara: Any) -> Introduction:
    return answer(introduction=row, yes=True, by=sara)


def write(person: Any, row: Introduction, text: str, **fields: Any) -> Any:
    entrance = "my" if row.profile.person_id == person.pk else "office"
    return as_(person).post(url(f"{entrance}_conversation", row.pk), {"text": text, "number": uuid4(), **fields})


def page(person: Any, row: Introduction, language: str = "fr") -> str:
    entrance = "my" if row.profile.person_id == person.pk else "office"
    response = as_(person).get(url(f"{entrance}_conversation", row.pk, language=language))
    assert response.status_code == 200
    return response.content.decode()


def letters(person: Any) -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(person=person, key__startswith="messages:"))


def test_both_sides_write_before_and_after_both_said_yes(row: Introduction, boss: Any, sara: Any) -> None:
    assert write(boss, row, "DEMO question").status_code == 302
    assert write(sara, row, "DEMO réponse").status_code == 302
    answer(introduction=row, yes=True, by=sara)
    assert write(sara, row, "DEMO: 06 12 34 56 78").status_code == 302  # contact is shown now
    for person in (boss, sara):
        html = page(person, row)
        assert all(text in html for text in ("DEMO question", "DEMO réponse", "06 12 34 56 78"))


def test_a_conversation_names_nobody_before_both_said_yes(row: Introduction, boss: Any, sara: Any) -> None:
    write(boss, row, "DEMO question")
    write(sara, row, "DEMO réponse")
    for reader, other in ((boss, sara), (sara, boss)):
        html = page(reader, row)
        assert not any(word in html for word in (other.name, other.email, other.phone) if word)
    answer(introduction=row, yes=True, by=sara)
    assert sara.name in page(boss, row)
    assert boss.email in page(sara, row)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Appelez le 06 12 34 56 78", "06 12 34 56 78"),
        ("رقمي ٠٦ ١٢ ٣٤ ٥٦ ٧٨ شكرا", "٠٦ ١٢ ٣٤ ٥٦ ٧٨"),
        ("Écrivez à nom (at) demo (dot) com", "nom (at) demo (dot) com"),
        ("Voir https://demo.example/moi", "https://demo.example/moi"),
    ],
)
def test_contact_details_are_refused_with_the_words_found_and_nothing_is_lost(
    row: Introduction, sara: Any, text: str, named: str
) -> None:
    response = write(sara, row, text)
    html = response.content.decode()
    assert response.status_code == 422
    assert named in str(response.context["form"].errors["text"])
    assert f">\n{text}</textarea>" in html
    assert not Message.objects.exists()


def test_the_note_that_goes_with_a_question_leads_to_nobody_either(
    opening: Opening, profile: Profile, boss: Any
) -> None:
    response = as_(boss).post(url("opening_ask", opening.pk, profile.pk), {"note": "DEMO 0612345678"})
    assert response.status_code == 422
    assert "DEMO 0612345678</textarea>" in response.content.decode()
    assert not Introduction.objects.exists()


@pytest.mark.parametrize("text", ["", "   \r\n ", "é" * (MOST_CHARACTERS + 1)])
def test_an_empty_or_endless_message_is_refused(row: Introduction, sara: Any, text: str) -> None:
    response = write(sara, row, text)
    assert response.status_code == 422
    assert response.context["form"].errors["text"]
    assert not Message.objects.exists()


def test_line_ends_count_once(row: Introduction, sara: Any) -> None:
    assert write(sara, row, "a\r\n" * (MOST_CHARACTERS // 2)).status_code == 302
    assert len(Message.objects.get().text) == MOST_CHARACTERS - 1


def test_a_script_is_text(row: Introduction, sara: Any, boss: Any) -> None:
    write(sara, row, "<script>DEMO</script>")
    assert "<script>DEMO" not in page(boss, row)


def test_the_same_page_sent_twice_is_one_message_and_two_tabs_are_two(row: Introduction, sara: Any) -> None:
    number = uuid4()
    assert write(sara, row, "DEMO", number=number).status_code == 302
    assert write(sara, row, "DEMO", number=number).status_code == 302
    assert Message.objects.count() == 1
    assert write(sara, row, "DEMO").status_code == 302
    assert Message.objects.count() == 2


def test_a_number_of_somebody_else_or_none_does_no_harm(row: Introduction, sara: Any, boss: Any) -> None:
    write(boss, row, "DEMO theirs")
    assert write(sara, row, "DEMO mine", number=Message.objects.get().pk).status_code == 302
    assert write(sara, row, "DEMO again", number="not a number").status_code == 302
    assert sorted(Message.objects.values_list("text", flat=True)) == ["DEMO again", "DEMO mine", "DEMO theirs"]


def test_a_message_posted_after_the_session_ended_comes_back(row: Introduction, sara: Any) -> None:
    response = Client().post(url("my_conversation", row.pk), {"text": "DEMO typed", "number": uuid4()})
    assert response.status_code == 401
    assert "DEMO typed" in response.content.decode()


def test_nobody_writes_more_than_a_few_without_an_answer(row: Introduction, boss: Any, sara: Any) -> None:
    for number in range(MOST_UNANSWERED):
        assert write(boss, row, f"DEMO {number}").status_code == 302
    refused = write(boss, row, "DEMO one too many")
    assert refused.status_code == 422
    assert "DEMO one too many</textarea>" in refused.content.decode()
    write(sara, row, "DEMO answer")
    assert write(boss, row, "DEMO goes on").status_code == 302


def test_nobody_writes_very_many_in_an_hour(agreed: Introduction, boss: Any, stand_at: Any) -> None:
    for number in range(MOST_IN_A_WHILE):
        write_message(introduction=agreed, text=f"DEMO {number}", number=uuid4(), from_person=False, by=boss)
    assert write(boss, agreed, "DEMO too soon").status_code == 422
    stand_at(now() + timedelta(hours=1, minutes=1))
    assert write(boss, agreed, "DEMO later").status_code == 302


@pytest.mark.parametrize(("closer", "other"), [("sara", "boss"), ("boss", "sara")])
def test_either_side_closes_and_only_that_side_opens_again(
    agreed: Introduction, closer: str, other: str, request: Any
) -> None:
    one, two = request.getfixturevalue(closer), request.getfixturevalue(other)
    mine, theirs = ("my", "office") if closer == "sara" else ("office", "my")
    as_(one).post(url(f"{mine}_conversation_close", agreed.pk))
    refused = write(two, agreed, "DEMO unsent")
    assert refused.status_code == 422
    assert "DEMO unsent" in refused.content.decode()
    assert not Message.objects.exists()
    as_(two).post(url(f"{theirs}_conversation_close", agreed.pk), {"again": "yes"})
    assert write(two, agreed, "DEMO unsent").status_code == 422
    as_(one).post(url(f"{mine}_conversation_close", agreed.pk), {"again": "yes"})
    assert write(two, agreed, "DEMO sent").status_code == 302


def test_an_introduction_that_ended_is_read_and_not_written(row: Introduction, boss: Any, sara: Any) -> None:
    write(boss, row, "DEMO question")
    answer(introduction=row, yes=False, by=sara)
    assert write(boss, row, "DEMO why not").status_code == 422
    assert "DEMO question" in page(boss, row)
    assert Message.objects.count() == 1


def test_what_is_new_is_marked_until_it_is_read(row: Introduction, boss: Any, sara: Any) -> None:
    write(boss, row, "DEMO 1")
    write(boss, row, "DEMO 2")
    assert "2 nouveaux" in as_(sara).get(url("my_introductions")).content.decode()
    page(sara, row)
    assert "2 nouveaux" not in as_(sara).get(url("my_introductions")).content.decode()
    write(sara, row, "DEMO 3")
    assert "1 nouveau" in as_(boss).get(url("opening_matches", row.opening_id)).content.decode()


def test_one_letter_without_words_tells_of_all_that_is_new(row: Introduction, boss: Any, sara: Any) -> None:
    colleague = factories.make_person("Colleague", language="en")
    Membership.objects.create(person=colleague, organisation=row.opening.organisation, role="officer")
    reader = factories.make_person("Viewer")
    Membership.objects.create(person=reader, organisation=row.opening.organisation, role="viewer")
    write(sara, row, "DEMO secret words")
    write(sara, row, "DEMO more secret words")
    assert tell_messages() == 2
    assert tell_messages() == 0  # a second run tells nobody twice
    assert letters(reader) == letters(sara) == []
    for member, counted in ((boss, "2 nouveaux messages"), (colleague, "2 new messages")):
        [letter] = letters(member)
        assert counted in letter.body
        assert url("office_conversation", row.pk, language=member.language) in letter.body
        assert not any(word in letter.subject + letter.body for word in ("secret", sara.name, sara.email))
        assert f"/{member.language}/letters/stop/" in letter.body


def test_what_was_read_already_is_not_told(row: Introduction, boss: Any, sara: Any) -> None:
    write(boss, row, "DEMO")
    page(sara, row)
    assert tell_messages() == 0
    assert letters(sara) == []


def test_a_closed_conversation_tells_nothing(row: Introduction, boss: Any, sara: Any) -> None:
    write(boss, row, "DEMO")
    as_(sara).post(url("my_conversation_close", row.pk))
    assert tell_messages() == 0


def test_who_stopped_the_letters_gets_none(row: Introduction, boss: Any, sara: Any) -> None:
    stop_letters(person=sara, topic="messages", by=sara)
    write(boss, row, "DEMO")
    assert tell_messages() == 0
    assert "1 nouveau" in as_(sara).get(url("my_introductions")).content.decode()


def test_the_letter_leaves_with_the_way_to_stop_it(row: Introduction, boss: Any, sara: Any) -> None:
    write(boss, row, "DEMO")
    tell_messages()
    deliver(str(letters(sara)[0].pk))
    assert "/ar/letters/stop/" in mail.outbox[0].extra_headers["List-Unsubscribe"]


def test_a_report_reaches_the_operator_who_reads_and_closes(row: Introduction, boss: Any, sara: Any) -> None:
    operator = factories.make_person("Operator", is_staff=True, is_superuser=True, language="fr")
    write(boss, row, "DEMO rude words")
    client = as_(sara)
    assert client.post(url("my_conversation_report", row.pk), {"why": " "}).status_code == 422
    assert client.post(url("my_conversation_report", row.pk), {"why": "DEMO reason"}).status_code == 302
    client.post(url("my_conversation_report", row.pk), {"why": "DEMO again"})
    report = ConversationReport.objects.get()
    letter = OutboxMessage.objects.get(person=operator)
    path = reverse("admin:match_conversationreport_change", args=[report.pk])
    assert path in letter.body
    assert "DEMO reason" not in letter.body
    desk = as_(operator)
    html = desk.get(path).content.decode()
    assert "DEMO rude words" in html
    assert "DEMO reason" in html
    act = {"action": "close", "_selected_action": [report.pk]}
    assert desk.post(reverse("admin:match_conversationreport_changelist"), act).status_code == 302
    report.refresh_from_db()
    assert report.settled_by == operator
    client.post(url("my_conversation_close", row.pk), {"again": "yes"})
    assert write(boss, row, "DEMO more").status_code == 422


def test_the_operator_settles_without_closing(row: Introduction, boss: Any, sara: Any) -> None:
    operator = factories.make_person("Operator", is_staff=True, is_superuser=True)
    as_(boss).post(url("office_conversation_report", row.pk), {"why": "DEMO reason"})
    act = {"action": "settle", "_selected_action": [ConversationReport.objects.get().pk]}
    as_(operator).post(reverse("admin:match_conversationreport_changelist"), act)
    assert ConversationReport.objects.get().settled_at is not None
    assert write(boss, row, "DEMO").status_code == 302
    as_(boss).post(url("office_conversation_report", row.pk), {"why": "DEMO once more"})
    assert ConversationReport.objects.count() == 2


def test_only_the_two_sides_come_in(row: Introduction, boss: Any, sara: Any, charlie: Any) -> None:
    viewer = factories.make_person("Viewer")
    Membership.objects.create(person=viewer, organisation=row.opening.organisation, role="viewer")
    for entrance, inside in (("my", sara), ("office", boss)):
        for name in (f"{entrance}_conversation", f"{entrance}_conversation_close", f"{entrance}_conversation_report"):
            for person in {charlie, viewer, boss, sara} - {inside}:
                assert as_(person).post(url(name, row.pk), {"text": "DEMO", "why": "DEMO"}).status_code == 404
            assert as_(None).get(url(name, row.pk)).status_code in {302, 405}
        assert as_(charlie).get(url(f"{entrance}_conversation", row.pk)).status_code == 404
    assert not Message.objects.exists()
    assert not ConversationReport.objects.exists()


def test_a_colleague_who_may_publish_reads_and_writes(row: Introduction, sara: Any) -> None:
    colleague = factories.make_person("Colleague")
    Membership.objects.create(person=colleague, organisation=row.opening.organisation, role="officer")
    assert write(colleague, row, "DEMO from a colleague").status_code == 302
    assert "DEMO from a colleague" in page(sara, row)
    assert colleague.name not in page(sara, row)


def test_the_trace_holds_no_words(row: Introduction, boss: Any) -> None:
    write(boss, row, "DEMO secret words")
    lines = AuditLine.objects.filter(act="write_message")
    assert [line.subject_id for line in lines] == [str(row.pk)]
    assert "secret" not in str(list(lines.values()))


def test_who_withdraws_takes_the_conversation_along(row: Introduction, boss: Any, sara: Any) -> None:
    write(boss, row, "DEMO")
    page(sara, row)
    withdraw_profile(profile=row.profile, by=sara)
    assert not Message.objects.exists()
    assert as_(boss).get(url("office_conversation", row.pk)).status_code == 404
    assert tell_messages() == 0


def test_messages_leave_with_the_data_and_are_erased_with_it(row: Introduction, boss: Any, sara: Any) -> None:
    write(boss, row, "DEMO from the organisation")
    write(sara, row, "DEMO from the person")
    as_(sara).post(url("my_conversation_report", row.pk), {"why": "DEMO reason"})
    taken = export_person(sara)["messages"]
    assert [(one["mine"], one["text"]) for one in taken["messages"]] == [
        (False, "DEMO from the organisation"),
        (True, "DEMO from the person"),
    ]
    assert [one["why"] for one in taken["reports"]] == ["DEMO reason"]
    assert [one["text"] for one in export_person(boss)["messages"]["messages"]] == ["DEMO from the organisation"]
    erase_person(person=boss, by=boss)
    html = page(sara, row)
    assert "DEMO from the organisation" not in html
    assert "DEMO from the person" in html
    assert tell_messages() == 0
    erase_person(person=sara, by=sara)
    assert not (Message.objects.exists() or Reading.objects.exists() or ConversationReport.objects.exists())


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_pages_open_in_each_language_within_the_budget(
    agreed: Introduction, boss: Any, sara: Any, language: str
) -> None:
    for number in range(60):
        Message.objects.create(
            introduction=agreed, writer=boss, from_person=False, text=f"DEMO {number}", written_at=now()
        )
    for person, name in ((boss, "office_conversation"), (sara, "my_conversation")):
        client = as_(person)
        with CaptureQueriesContext(connection) as queries:
            html = client.get(url(name, agreed.pk, language=language)).content.decode()
        assert f'lang="{language}"' in html
        assert len(queries) <= 12
        assert "DEMO 59" in html  # the newest page first
        assert "DEMO 1<" not in html


def test_the_number_of_conversations_does_not_change_the_number_of_queries(
    opening: Opening, boss: Any, sara: Any, profile: Profile
) -> None:
    counts = []
    for size in (2, 20):
        for number in range(size):
            other = make_profile(factories.make_person(f"P{size}-{number}"), ["python"])
            one = ask_person(opening=opening, profile=other, by=boss)
            Message.objects.create(
                introduction=one, writer=other.person, from_person=True, text="DEMO", written_at=now()
            )
        client = as_(boss)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url("opening_matches", opening.pk)).status_code == 200
        counts.append(len(queries))
        with CaptureQueriesContext(connection) as told:
            assert tell_messages() == 1
        counts.append(len(told))
    assert counts[0] == counts[2] <= 12
    assert counts[1] == counts[3]
