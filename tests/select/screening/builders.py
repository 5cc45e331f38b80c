"""Files to screen, with the verdict the rules really give."""

from __future__ import annotations

import re
from typing import Any

from mouakaba.base.people.models import Person
from mouakaba.kernel.text import fold
from mouakaba.select.applications.models import Application
from mouakaba.select.calls.models import Call
from mouakaba.select.calls.queries import call_file
from mouakaba.select.eligibility.queries import verdict_as_data, verdict_on
from mouakaba.select.forms.queries import facts_of, form_of
from tests import factories

TOO_OLD = {"birth_date": "1980-05-02"}
OUTSIDE = {"region": "MA-06"}
UNKNOWN_AGE = {"birth_date": ""}


def sent(call: Call, name: str, answers: dict[str, Any] | None = None, **fields: Any) -> Application:
    """A sent file of a new person, judged by the call's own rules."""
    language = fields.pop("language", "fr")
    person: Person | None = fields.pop("person", None) or factories.make_person(name, language=language)
    application = factories.make_application(call, person, answers=answers or {}, language=language, **fields)
    form = form_of(call.version.content)
    facts = facts_of(form, application.answers)
    verdict = verdict_as_data(verdict_on(call_file(call.version), facts), call.version)
    application.submission.verdict, application.submission.facts = verdict, facts
    application.submission.save()
    application.verdict, application.facts = verdict["verdict"], facts
    application.search = fold(f"{application.title} {person.name} {application.number}")
    application.save()
    return application


def english(address: str) -> str:
    """The same page in English, whatever language is active."""
    return re.sub(r"^/(ar|fr|en)/", "/en/", address)
