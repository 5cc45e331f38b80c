"""Integration: somebody without an account comes from a call and arrives at their draft."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail

from mouakaba.base.people.models import Person
from mouakaba.select.applications.models import Application
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db


def test_signing_up_leads_back_to_the_call(client: Any, open_call: Any) -> None:
    apply = f"/ar/calls/{open_call.slug}/apply/"
    page = client.get(apply).content.decode()
    (signup,) = re.findall(r'href="(/ar/account/signup/[^"]*)"', page)
    assert signup.endswith(f"?next={apply}")
    fields = {"email": "new@demo.example", "password1": PASSWORD, "name": "DEMO New", "next": apply}
    confirm = client.post("/ar/account/signup/", fields)
    code = re.findall(r"^[A-Z0-9-]{5,9}$", mail.outbox[0].body, re.MULTILINE)[0]
    arrived = client.post(confirm.headers["Location"], {"code": code})
    assert arrived.headers["Location"] == apply
    started = client.post(apply)
    mine = Application.objects.get(applicant=Person.objects.get(email="new@demo.example"))
    assert started.headers["Location"].startswith(f"/ar/my/applications/{mine.pk}/sections/")
    assert mine.language == "ar"
