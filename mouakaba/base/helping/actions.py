"""Consents given, taken up, ended; accounts handed over."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from mouakaba.base.audit.actions import point, recorded
from mouakaba.base.clock.queries import now, today
from mouakaba.base.files.actions import store_voice
from mouakaba.base.helping.models import Assistance, CodeTry, HelpCode
from mouakaba.base.helping.queries import acts_for, consents_of, digest_of, may_try
from mouakaba.base.helping.rules import A_DAY, DIGITS, LASTS, LONGEST_DAYS, MOST_OPENED, NOWHERE, scope_named
from mouakaba.base.organisations.actions import join_organisation
from mouakaba.base.organisations.models import Organisation
from mouakaba.base.people.actions import open_account
from mouakaba.base.people.models import Person

Purpose = HelpCode.Purpose
Consent = Assistance.Consent


def _check_terms(scopes: Iterable[str], until: date) -> list[str]:
    codes = [code for code in dict.fromkeys(scopes) if scope_named(code)]
    if not codes:
        raise ValidationError({"scopes": _("Choose at least one thing the helper may do.")})
    if not today() <= until <= today() + timedelta(days=LONGEST_DAYS):
        raise ValidationError(
            {"until": _("Choose a day from today, within %(days)s days at most.") % {"days": LONGEST_DAYS}}
        )
    return codes


def open_for(
    *,
    name: str,
    organisation: Organisation,
    scopes: Iterable[str],
    why: str,
    until: date,
    by: Person,
    phone: str = "",
    language: str = "ar",
    voice: UploadedFile | None = None,
    member: bool = False,
) -> Assistance:
    """Opens an account for somebody in front of the helper, with the consent they spoke. Nobody has its password.

    ``member``: they are a member of the organisation. Raises ValidationError, by field.
    """
    codes = _check_terms(scopes, until)
    person = Person(
        email=f"{uuid4()}@{NOWHERE}", name=name.strip(), phone=phone.strip(), language=language, is_demo=by.is_demo
    )
    person.full_clean(exclude=["password"])
    with recorded("open_for", by=by, scopes=codes) as line:
        Person.objects.select_for_update(no_key=True).get(pk=by.pk)
        if Assistance.objects.filter(helper=by, opened=True, agreed_at__gt=now() - A_DAY).count() >= MOST_OPENED:
            raise ValidationError(_("You have opened %(n)s accounts today. Go on tomorrow.") % {"n": MOST_OPENED})
        open_account(person=person, password=None, by=by)
        if member:
            join_organisation(person=person, organisation=organisation, role="viewer", by=by)
        kept = store_voice(upload=voice, owner=person)[0] if voice else None
        made = Assistance.objects.create(
            person=person, helper=by, organisation=organisation, scopes=codes, why=why.strip(), until=until,
            consent=Consent.SPOKEN, voice=kept, opened=True, agreed_at=now(),
        )  # fmt: skip
        point(line, made)
    return made


def allow_help(*, scopes: Iterable[str], why: str, until: date, by: Person) -> tuple[Assistance, str]:
    """A person agrees to be helped, in their own account; returns the consent and the code for the helper."""
    codes = _check_terms(scopes, until)
    with recorded("allow_help", by=by, scopes=codes) as line:
        made = Assistance.objects.create(
            person=by, scopes=codes, why=why.strip(), until=until, consent=Consent.OWN, agreed_at=now()
        )
        point(line, made)
        return made, _new_code(made, Purpose.HELP)


def _new_code(assistance: Assistance, purpose: str) -> str:
    """A fresh code; those before it no longer work."""
    HelpCode.objects.filter(assistance=assistance, used_at__isnull=True).delete()
    while True:
        code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
        _row, made = HelpCode.objects.get_or_create(
            digest=digest_of(code),
            defaults={"assistance": assistance, "purpose": purpose, "expires_at": now() + LASTS},
        )
        if made:
            return code


def make_hand_over_code(*, assistance: Assistance, by: Person) -> str:
    """The code by which the person takes the account over, even when the help itself has ended.

    Raises ValidationError when they have it already.
    """
    with recorded("make_hand_over_code", by=by, subject=assistance):
        row = Assistance.objects.select_for_update().get(pk=assistance.pk)
        if not row.opened or row.person.has_usable_password():
            raise ValidationError(_("This account is already in the person's own hands."))
        return _new_code(row, Purpose.HAND_OVER)


def _use(code: str, purpose: str, source: str) -> HelpCode | None:
    """The live code, marked as used, its consent held; None, and a try counted, for any other."""
    rows = HelpCode.objects.select_for_update(of=("self",)).filter(
        digest=digest_of(code), purpose=purpose, used_at__isnull=True, expires_at__gt=now()
    )  # fmt: skip
    found = rows.select_related("assistance__person").first()
    if found is None:
        CodeTry.objects.filter(at__lt=now() - A_DAY).delete()
        CodeTry.objects.create(at=now(), source=source)
        return None
    found.used_at = now()
    found.save(update_fields=["used_at"])
    return found


def _check_tries(source: str) -> None:
    if not may_try(source):
        raise ValidationError({"code": _("Too many wrong codes. Wait an hour, then ask for a new code.")})


def _no_such_code() -> ValidationError:
    return ValidationError({"code": _("This code does not work: it was used, it is too old, or a digit is wrong.")})


def take_up_help(*, code: str, organisation: Organisation, source: str, by: Person) -> Assistance:
    """A helper takes up the consent whose code a person read to them. Raises ValidationError, by field."""
    _check_tries(source)
    with recorded("take_up_help", by=by) as line:
        found = _use(code, Purpose.HELP, source)
        taken = found.assistance if found else None
        if taken and taken.person_id != by.pk:
            taken.helper, taken.organisation = by, organisation
            taken.save(update_fields=["helper", "organisation"])
            point(line, taken)
    if taken is None:
        raise _no_such_code()
    if taken.person_id == by.pk:
        raise ValidationError({"code": _("This is your own account: you need no helper's mode for it.")})
    return taken


def hand_over(*, code: str, email: str, password: str, source: str) -> Person:
    """The person takes the account over with their own e-mail and password; every help for it ends.

    Raises ValidationError, by field. The e-mail is verified at the next login.
    """
    _check_tries(source)
    if Person.objects.filter(email__iexact=email).exists():
        raise ValidationError({"email": _("This e-mail already has an account here. Give another one.")})
    with recorded("hand_over", by=None) as line:
        found = _use(code, Purpose.HAND_OVER, source)
        if found:
            person = found.assistance.person
            line.by = person
            point(line, found.assistance)
            _take_over(person, email.lower(), password)
    if found is None:
        raise _no_such_code()
    return person


def _take_over(person: Person, email: str, password: str) -> None:
    person.email = email
    person.set_password(password)
    person.save()
    EmailAddress.objects.filter(user=person).delete()
    EmailAddress.objects.create(user=person, email=email, verified=False, primary=True)
    consents_of(person).filter(ended_at__isnull=True).update(ended_at=now(), ended_by=person)


def end_help(*, assistance: Assistance, by: Person) -> None:
    """Ends it at once, by either of the two; a second time changes nothing."""
    with recorded("end_help", by=by, subject=assistance):
        Assistance.objects.filter(pk=assistance.pk, ended_at__isnull=True).update(ended_at=now(), ended_by=by)
        HelpCode.objects.filter(assistance=assistance, purpose=Purpose.HELP, used_at__isnull=True).delete()


def export_help(person: Person) -> dict[str, Any]:
    """What a person agreed to and what was done in their name, and whom they helped, as data."""
    about = ("scopes", "why", "consent", "until", "agreed_at", "ended_at")
    acts = list(acts_for(person).values("act", "at", "helper__name"))
    given = list(consents_of(person).values("helper__name", "organisation__name", *about))
    return {"agreed": given, "done_for_me": acts, "helped": list(person.helps.values(*about))}


def erase_help(person: Person) -> None:
    """Consents of the person go; those given to them end, and forget whom they were given to."""
    consents_of(person).delete()
    person.helps.filter(ended_at__isnull=True).update(ended_at=now())
    person.helps.update(helper=None)
