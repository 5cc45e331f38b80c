"""Which files go before a jury, and what ties a juror to an applicant."""

from __future__ import annotations

from mouakaba.select.registry import Kind

DECIDED = ("selected", "reserve", "not_selected")

# Two people with an address at one of these do not share an employer. RFC 2606 keeps "example" for examples, which
# the demonstration's people use.
OPEN_MAIL = frozenset((
    "gmail.com", "googlemail.com", "outlook.com", "outlook.fr", "hotmail.com", "hotmail.fr", "live.com", "live.fr",
    "msn.com", "yahoo.com", "yahoo.fr", "ymail.com", "icloud.com", "me.com", "mac.com", "aol.com", "gmx.com", "gmx.fr",
    "mail.com", "proton.me", "protonmail.com", "pm.me", "zoho.com", "yandex.com", "yandex.ru", "mail.ru", "free.fr",
    "laposte.net", "orange.fr", "wanadoo.fr", "sfr.fr", "menara.ma", "iam.net.ma",
    "demo.example", "example.com", "example.org", "example.net",
))  # fmt: skip


def judged_states(kind: Kind) -> tuple[str, ...]:
    """States in which a jury marks a file."""
    return ("admitted",) if kind.needs_screening else ("submitted", "admitted")


def shown_states(kind: Kind) -> tuple[str, ...]:
    """States in which a file has been before the jury, decided or not: neither refused nor withdrawn."""
    return judged_states(kind) + DECIDED


def mail_domain(email: str) -> str:
    """The domain two colleagues would share; empty for an address of an open mail service."""
    domain = email.rpartition("@")[2].lower()
    return "" if domain in OPEN_MAIL else domain
