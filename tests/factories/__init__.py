"""Rows for tests: a cast everyone knows. Everything invented is marked DEMO."""

from __future__ import annotations

import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from mouakaba.base.clock.queries import moment
from mouakaba.base.organisations.models import Organisation
from mouakaba.base.people.models import Membership, Person
from mouakaba.select.applications.models import Application, State, Submission
from mouakaba.select.calls.actions import create_call, publish_call, save_draft
from mouakaba.select.calls.models import Call
from mouakaba.select.programmes.models import Programme
from mouakaba.select.review.models import Juror

HERE = Path(__file__).parent
ZONE = "Africa/Casablanca"
PASSWORD = "a long DEMO password"


def at(text: str) -> datetime:
    """The instant of a Moroccan wall time, ``2024-03-31 23:59:59``."""
    return moment(datetime.fromisoformat(text), ZONE)


def words(text: str) -> dict[str, str]:
    """The same text in three languages, told apart."""
    return {"ar": f"{text} (ع)", "fr": f"{text} (fr)", "en": f"{text} (en)"}


def make_person(name: str, **fields: Any) -> Person:
    """A person who can log in with PASSWORD and whose e-mail is verified."""
    from allauth.account.models import EmailAddress

    email = fields.pop("email", f"{name.lower().replace(' ', '-')}@demo.example")
    person = Person.objects.create_user(email, PASSWORD, name=f"DEMO {name}", is_demo=True, **fields)
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    return person


def make_organisation(slug: str = "demo-foundation", **fields: Any) -> Organisation:
    return Organisation.objects.create(slug=slug, name=words("DEMO foundation"), is_demo=True, **fields)


def make_programme(slug: str = "demo-programme", *, officer: Person | None = None, **fields: Any) -> Programme:
    """A programme; ``officer`` runs it through its organisation."""
    organisation = fields.pop("organisation", None) or make_organisation(f"{slug}-org")
    if officer:
        Membership.objects.create(person=officer, organisation=organisation, role="officer")
    return Programme.objects.create(
        slug=slug, organisation=organisation, title=words("DEMO programme"), is_demo=True, **fields
    )


def rules_file() -> str:
    """The small incubation call file of the tests: closes 31 March 2024 at 23:59:59, 3 places, 2 in reserve."""
    return (HERE / "call.toml").read_text()


def content() -> dict[str, Any]:
    """Its words and questions."""
    import json

    data: dict[str, Any] = json.loads((HERE / "call.json").read_text())
    return data


def make_call(programme: Programme, slug: str = "demo-call", **fields: Any) -> Call:
    """A published call with one frozen version, drafted and published as an officer does it.

    `rules_file`, `content`, `kind_code`, `opens_at`, `closes_at`, `places` go through the draft; other fields are
    set on the call afterwards. Labels that a call file of one's own does not have are filled in.
    """
    kind = fields.pop("kind_code", "incubation")
    rules = tomllib.loads(fields.pop("rules_file", None) or rules_file())
    title = fields.pop("title", None) or words("DEMO call")
    header = rules["call"]
    header.update({"title": title, "timezone": ZONE, "places": fields.pop("places", header.get("places", 3))})
    header["opens_at"] = _wall(fields.pop("opens_at", at("2024-02-15 09:00:00")))
    header["closes_at"] = _wall(fields.pop("closes_at", at("2024-03-31 23:59:59")))
    header["grace_minutes"] = int(fields.pop("grace", timedelta()).total_seconds() // 60)
    call = create_call(programme=programme, kind_code=kind, slug=slug, title=title, by=None)
    save_draft(call=call, rules=rules, content=_labelled(fields.pop("content", None) or content(), rules), by=None)
    publish_call(call=call, by=None)
    for name, value in {"is_demo": True, **fields}.items():
        setattr(call, name, value)
    call.save()
    return call


def _wall(moment_: datetime) -> datetime:
    return moment_.astimezone(ZoneInfo(ZONE)).replace(tzinfo=None)


def _labelled(texts: dict[str, Any], rules: dict[str, Any]) -> dict[str, Any]:
    labels = texts.setdefault("labels", {})
    for section in ("eligibility", "criteria", "quotas"):
        for item in rules.get(section, []):
            plain = words(item["code"])
            label = {"label": plain, "help": {}} if section == "criteria" else plain
            labels.setdefault(section, {}).setdefault(item["code"], label)
    return texts


ANSWERS = {
    "title": "DEMO workshop of weaving",
    "summary": "A workshop where young weavers sell together.",
    "holder_name": "DEMO Holder",
    "birth_date": "2000-05-02",
    "sex": "f",
    "bearer": "person",
    "region": "MA-02",
    "sector": "crafts",
    "consent": True,
}
FACTS = {
    "holder.birth_date": "2000-05-02",
    "holder.sex": "f",
    "bearer.kind": "person",
    "project.region": "MA-02",
    "project.sector": "crafts",
}


def make_application(
    call: Call,
    applicant: Person,
    *,
    state: str = State.SUBMITTED,
    facts: dict[str, Any] | None = None,
    **fields: Any,
) -> Application:
    """An application with its frozen submission, unless it is a draft."""
    when = fields.pop("at", at("2024-03-02 10:00:00"))
    answers = {**ANSWERS, **fields.pop("answers", {})}
    application = Application.objects.create(
        call=call,
        version=call.version,
        applicant=applicant,
        state=state,
        answers=answers,
        revisions=dict.fromkeys(answers, 1),
        started_at=when,
        saved_at=when,
        language=fields.pop("language", "ar"),
        is_demo=True,
        **fields,
    )
    if state != State.DRAFT:
        _freeze(application, {**FACTS, **(facts or {})}, when)
    return application


def _freeze(application: Application, facts: dict[str, Any], when: datetime) -> None:
    call = application.call
    number = f"{call.slug.upper()}-{call.next_number:04d}"
    call.next_number += 1
    call.save(update_fields=["next_number"])
    submission = Submission.objects.create(
        application=application,
        version=call.version,
        sequence=1,
        answers=application.answers,
        facts=facts,
        verdict={"verdict": "eligible", "rules": []},
        receipt_number=number,
        content_hash="0" * 64,
        submitted_at=when,
    )
    application.submission, application.number, application.facts = submission, number, facts
    application.title, application.submitted_at = application.answers["title"], when
    application.verdict = "eligible"
    application.search = f"{application.title} {number}".lower()
    application.save()


def make_juror(call: Call, name: str = "Juror", **fields: Any) -> Juror:
    person = fields.pop("person", None) or make_person(name)
    return Juror.objects.create(
        call=call,
        person=person,
        languages=fields.pop("languages", ["ar", "fr", "en"]),
        invited_at=call.opens_at,
        **fields,
    )
