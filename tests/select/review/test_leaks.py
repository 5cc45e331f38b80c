"""For a juror in conflict, and for one the file was not given to, the file does not exist. Integration.

Each address answers as one of a file that never existed: same status, same headers, same bytes (the address's own
id, the CSRF mask and the nonce of the session apart), and the same number of queries.
"""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mouakaba.base.files.actions import store_file
from mouakaba.select.review.actions import enter_conflict, start_pitch
from mouakaba.select.review.models import Pitch, Review
from tests import factories
from tests.select.review.conftest import COMPLETE, file, make_review

pytestmark = pytest.mark.django_db

PAPER = uuid4()


def addresses(slug: str, pk: UUID, paper: UUID = PAPER) -> dict[str, str]:
    """Every address of one file in the jury's entrance, by name."""
    return {
        "jury_file": reverse("jury_file", args=[slug, pk]),
        "jury_tie": reverse("jury_tie", args=[slug, pk]),
        "jury_paper": reverse("jury_paper", args=[pk, paper]),
        "jury_live": reverse("jury_live", args=[slug]) + f"?file={pk}",
    }


METHODS: dict[str, tuple[str, dict[str, Any]]] = {
    "get": ("get", {}),
    "post": ("post", {"data": {"base": "0", "mark-impact": "4", "reason-impact": "", "note": "x"}}),
    "script": ("post", {"data": {"base": "0", "mark-impact": "4"}, "headers": {"accept": "application/json"}}),
    "token": ("get", {"headers": {"accept": "application/json"}}),
    "poll": ("get", {"headers": {"hx-request": "true"}}),
}


# A poll of the live page answers about the session, not about the file: it has its own test below.
NAMES = ("jury_file", "jury_tie", "jury_paper", "jury_live")
ASKED = [(name, method) for name in NAMES for method in METHODS if (name, method) != ("jury_live", "poll")]


def seen(client: Client, method: str, url: str, pk: UUID) -> tuple[Any, ...]:
    """All of an answer that a person or a program could tell apart, and how much work it was."""
    verb, extra = METHODS[method]
    with CaptureQueriesContext(connection) as queries:
        answer = getattr(client, verb)(url, **extra)
    body = answer.content.decode().replace(str(pk), "ID")
    body = re.sub(r'(X-CSRFToken": "|csrfmiddlewaretoken" value=")\w+', r"\1", body)
    headers = {key: value for key, value in answer.headers.items() if key != "Content-Length"}
    return answer.status_code, headers, body, len(queries)


@pytest.fixture
def secret(live_call: Any, panel: list[Any]) -> Any:
    """A file with a paper, given to both jurors of a live call, pitched, with marks of the other juror."""
    one = file(live_call, "Secret zebra")
    stored = store_file(upload=SimpleUploadedFile("plan.pdf", b"%PDF-1.7 DEMO"), owner=one.applicant)
    one.submission.files = [{"question": "paper", "file": str(stored.pk), "name": "zebra.pdf", "size": 1}]
    one.submission.save()
    for juror in panel:
        make_review(juror, one, marks=COMPLETE, state=Review.State.STARTED)
    Pitch.objects.create(call=live_call, application=one, position=1, started_at=live_call.opens_at)
    return one


@pytest.fixture
def tied(secret: Any, panel: list[Any], omar: Any) -> Any:
    """A juror whose tie with the file is known."""
    enter_conflict(juror=panel[0], application=secret, by=omar)
    return panel[0].person


@pytest.fixture
def not_given(secret: Any, live_call: Any) -> Any:
    """A juror of the same call who was not given the file."""
    return factories.make_juror(live_call, "Not given").person


@pytest.fixture
def applicant_on_the_jury(secret: Any, live_call: Any) -> Any:
    """The applicant, sitting on the jury of their own file, which somebody even gave them."""
    make_review(factories.make_juror(live_call, person=secret.applicant), secret)
    return secret.applicant


@pytest.fixture
def removed(secret: Any, panel: list[Any]) -> Any:
    """A juror who left the jury: the whole call is gone for them."""
    panel[0].removed_at = panel[0].invited_at
    panel[0].save()
    return panel[0].person


@pytest.mark.parametrize("who", ["tied", "not_given", "applicant_on_the_jury", "removed", "charlie"])
@pytest.mark.parametrize(("name", "method"), ASKED)
def test_every_address_answers_as_if_the_file_had_never_existed(
    request: Any, client: Client, secret: Any, who: str, name: str, method: str
) -> None:
    client.force_login(request.getfixturevalue(who))
    paper, nowhere = UUID(secret.submission.files[0]["file"]), uuid4()
    client.get(reverse("profile"))  # the first page of a session costs a query more
    real = seen(client, method, addresses("demo-live", secret.pk, paper)[name], secret.pk)
    never = seen(client, method, addresses("demo-live", nowhere, paper)[name], nowhere)
    assert real == never
    assert real[0] in (404, 405)


def test_no_address_of_a_file_is_forgotten() -> None:
    assert set(addresses("x", uuid4())) == set(NAMES)


def test_the_same_addresses_do_open_for_a_juror_without_a_tie(client: Client, secret: Any, panel: list[Any]) -> None:
    client.force_login(panel[1].person)
    paper = UUID(secret.submission.files[0]["file"])
    found = {name: client.get(url).status_code for name, url in addresses("demo-live", secret.pk, paper).items()}
    assert found == {"jury_file": 200, "jury_tie": 405, "jury_paper": 200, "jury_live": 200}


def test_lists_counts_and_search_leave_the_file_out(client: Client, secret: Any, tied: Any) -> None:
    client.force_login(tied)
    queue = reverse("jury_call", args=["demo-live"])
    pages = [reverse("jury"), queue, f"{queue}?q=zebra", f"{queue}?state=started"]
    bodies = [client.get(url).content.decode() for url in pages]
    assert not any("Secret" in body or str(secret.pk) in body for body in bodies)
    assert client.get(queue).context["all"] == 0


def test_during_their_file_s_pitch_the_phone_waits_as_between_pitches(client: Client, secret: Any, tied: Any) -> None:
    client.force_login(tied)
    url = reverse("jury_live", args=["demo-live"])
    during = client.get(url)
    Pitch.objects.update(ended_at=secret.submitted_at)
    between = client.get(url)
    assert during.context["token"] == between.context["token"]
    assert during.context["pitch"] is None
    assert "Secret" not in during.content.decode()


def test_a_pitch_begun_gives_no_sheet_of_use_to_a_tied_juror(
    client: Client, live_call: Any, live_files: list[Any], panel: list[Any], omar: Any
) -> None:
    enter_conflict(juror=panel[0], application=live_files[0], by=omar)
    pitch = Pitch.objects.create(call=live_call, application=live_files[0], position=1)
    start_pitch(pitch=pitch, by=omar)
    client.force_login(panel[0].person)
    assert client.get(reverse("jury_file", args=["demo-live", live_files[0].pk])).status_code == 404


def test_an_officer_who_sits_on_the_jury_finds_no_tied_file_in_the_office_s_jury_pages(
    client: Client, live_call: Any, secret: Any, omar: Any
) -> None:
    seat = factories.make_juror(live_call, person=omar)
    client.force_login(omar)
    urls = [reverse("jury_files", args=["demo-live"]), reverse("jury_file_office", args=["demo-live", secret.pk])]
    assert [client.get(url).status_code for url in urls] == [200, 200]
    enter_conflict(juror=seat, application=secret, by=omar)
    assert "Secret" not in client.get(urls[0]).content.decode()
    assert client.get(urls[1]).status_code == 404
    assert client.get(reverse("jury_office", args=["demo-live"])).context["figures"]["files"] == 0
