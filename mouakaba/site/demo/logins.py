"""The demonstration's logins: one password, made at the first load, kept in the data folder, never in the sources."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from mouakaba.base.people.actions import change_password, open_account
from mouakaba.base.people.models import Person
from mouakaba.site.demo.jury import InventedJuror

FILE_NAME = "demo-logins.txt"
_LABEL = "password: "


@dataclass(frozen=True, slots=True)
class Login:
    """Somebody who can log in to the demonstration, and what they do there."""

    email: str
    name: str
    language: str
    does: str
    is_operator: bool = False


CAST = (
    Login("officer@demo.example", "مسؤولة البرنامج (DEMO)", "ar", "programme officer, Fondation Hiba"),
    Login("president@demo.example", "Présidente du jury (DEMO)", "fr", "president of the Kawaliss jury"),
    Login("odco@demo.example", "منشط الإيدياثون (DEMO)", "ar", "officer of the cooperatives office, runs the ideathon"),
    Login("applicant@demo.example", "مترشحة 000 (DEMO)", "ar", "an applicant"),
    Login("admin@demo.example", "DEMO Operator", "en", "operator: the administration", is_operator=True),
)


def juror_logins(jurors: list[InventedJuror]) -> tuple[Login, ...]:
    """The invented jurors as logins."""
    return tuple(
        Login(juror.email, juror.name, juror.languages[0], f"juror, reads {', '.join(juror.languages)}")
        for juror in jurors
    )


def open_logins(logins: tuple[Login, ...], folder: Path) -> dict[str, Person]:
    """Opens the accounts that are missing; returns all by e-mail. The password is that of the file in ``folder``.

    When the file is missing, a new password is made and given to everybody.
    """
    password, is_new = _password(folder)
    known = Person.objects.in_bulk([login.email for login in logins], field_name="email")
    people: dict[str, Person] = {}
    for login in logins:
        people[login.email] = known.get(login.email) or open_account(person=_person(login), password=password, by=None)
        if is_new and login.email in known:
            change_password(person=known[login.email], password=password, by=None)
    _write(folder, password, logins)
    return people


def _person(login: Login) -> Person:
    return Person(
        email=login.email,
        name=login.name,
        language=login.language,
        is_staff=login.is_operator,
        is_superuser=login.is_operator,
        is_demo=True,
    )


def _password(folder: Path) -> tuple[str, bool]:
    """The password, and whether it is new."""
    path = folder / FILE_NAME
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    found = next((line.removeprefix(_LABEL) for line in lines if line.startswith(_LABEL)), "")
    return (found, False) if found else (f"demo-{secrets.token_hex(5)}", True)


def _write(folder: Path, password: str, logins: tuple[Login, ...]) -> None:
    """The file its owner alone can read; the same logins give the same file."""
    width = max(len(login.email) for login in logins)
    lines = [f"{login.email:<{width}}  {login.does}" for login in logins]
    path = folder / FILE_NAME
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as handle:
        handle.write(
            "\n".join(["Logins of the demonstration, all with one password.", _LABEL + password, "", *lines, ""])
        )
