"""Export and erasure: everything held comes out, and nothing personal stays."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from mouakaba.base.audit.models import AuditLine
from mouakaba.base.files.actions import store_file
from mouakaba.base.files.models import StoredFile
from mouakaba.base.notify.actions import queue_message
from mouakaba.base.notify.models import OutboxMessage
from mouakaba.base.people.models import Person
from mouakaba.base.privacy.actions import erase_person, export_person
from mouakaba.select.applications.models import Application, ApplicationFile, Submission
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(call: Any, alice: Person, settings: Any, tmp_path: Path) -> Application:
    settings.MEDIA_ROOT = tmp_path
    application = factories.make_application(call, alice)
    paper = store_file(upload=SimpleUploadedFile("cv.pdf", b"%PDF-1.7 DEMO"), owner=alice)
    ApplicationFile.objects.create(application=application, question="paper", file=paper)
    queue_message(key="receipt", person=alice, subject="Receipt", body="DEMO Holder")
    return application


def test_the_export_holds_the_answers_and_what_was_sent(sent: Application, alice: Person) -> None:
    data = json.loads(json.dumps(export_person(alice), default=str))
    assert data["account"]["email"] == alice.email
    (application,) = data["applications"]
    assert application["answers"]["holder_name"] == "DEMO Holder"
    assert [one["receipt"] for one in application["sent"]] == [sent.number]
    assert application["papers"] == [{"question": "paper", "name": "cv.pdf"}]


def test_erasure_leaves_nothing_personal_anywhere(
    sent: Application, alice: Person, django_capture_on_commit_callbacks: Any
) -> None:
    path = StoredFile.objects.get().content.path
    with django_capture_on_commit_callbacks(execute=True):
        erase_person(person=alice, by=alice)
    row = Application.objects.get(pk=sent.pk)
    assert (row.answers, row.title, row.applicant, row.number) == ({}, "", None, sent.number)
    assert row.facts == {"project.region": "MA-02"}  # what the quota counted, and no birth date
    assert Submission.objects.get().answers == {}
    assert not Path(path).exists()
    assert OutboxMessage.objects.get().body == ""
    kept = Person.objects.get(pk=alice.pk)
    assert (kept.name, kept.email, kept.is_active) == ("", f"{alice.pk}@erased.invalid", False)
    assert not Person.pgh_event_model.objects.filter(pgh_obj=alice).exclude(email=kept.email).exists()  # type: ignore[attr-defined]


def test_drafts_go_whole(call: Any, alice: Person) -> None:
    factories.make_application(call, alice, state="draft")
    erase_person(person=alice, by=alice)
    assert not Application.objects.exists()


def test_erasing_asks_for_the_own_address_and_says_so(client: Any, alice: Person) -> None:
    client.force_login(alice)
    response = client.post(reverse("erase_data"), {"email": "somebody@demo.example"}, follow=True)
    assert Person.objects.get(pk=alice.pk).is_active
    assert 'role="status"' in response.content.decode()
    client.post(reverse("erase_data"), {"email": alice.email})
    assert not Person.objects.get(pk=alice.pk).is_active
    assert AuditLine.objects.filter(act="erase_person").count() == 1


@pytest.mark.parametrize("name", ["profile", "my_data", "export_data"])
def test_own_pages_ask_for_a_login(client: Any, name: str) -> None:
    assert client.get(reverse(name)).status_code == 302
