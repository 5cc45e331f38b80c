"""Opening pages in tests: as whom, and at which address."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from mouakaba.base.people.models import Person


def as_(person: Person | None) -> Client:
    """A browser in which this person is logged in."""
    client = Client()
    if person:
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def url(name: str, *arguments: object, language: str = "fr") -> str:
    """The address of a page in a language."""
    with override(language):
        return reverse(name, args=arguments)
