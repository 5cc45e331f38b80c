"""Words of the steps and of the drafts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mouakaba.base.words.phrases import amount_in_words, day_in_words
from mouakaba.base.words.queries import said
from mouakaba.kernel.money import dirhams
from mouakaba.match.founding.rules import USUAL_MEMBERS, Flaw, MembersError, capital

STEP_WORDS = {
    "members": (
        gettext_lazy("Gather the members"),
        gettext_lazy("Agree on the activity, the seat and what each brings. Five members at least, it is said."),
    ),
    "capital": (
        gettext_lazy("Settle the capital"),
        gettext_lazy("At least 1,000 DH in all; a share is worth at least 100 DH."),
    ),
    "name": (
        gettext_lazy("Have the name approved"),
        gettext_lazy(
            "Ask the Office for Cooperation Development (ODCO). When the law was prepared, the press wrote of an "
            "answer within 3 days."
        ),
    ),
    "statutes": (gettext_lazy("Write the statutes and sign them"), gettext_lazy("Every founding member signs.")),
    "meeting": (
        gettext_lazy("Hold the founding meeting"),
        gettext_lazy("It adopts the statutes, chooses who manages, and its minutes are signed."),
    ),
    "bank": (
        gettext_lazy("Open a bank account"),
        gettext_lazy("In the name of the cooperative being founded, for the members’ shares."),
    ),
    "register": (
        gettext_lazy("Ask for the entry in the local register"),
        gettext_lazy("At the court of first instance of the seat, in three copies, with the name approval of ODCO."),
    ),
    "central": (
        gettext_lazy("See the entry in the central register"),
        gettext_lazy("ODCO keeps it. With the registration the cooperative exists."),
    ),
}
PAPER_NAMES = {
    "name": gettext_lazy("Request for the approval of a name"),
    "members": gettext_lazy("List of founding members and their shares"),
    "minutes": gettext_lazy("Minutes of the founding meeting"),
}


def say_members(error: MembersError) -> str:
    """A flaw of a list of members in a sentence."""
    sentence = {
        Flaw.NO_AMOUNT: _("Line %(line)s: end it with the amount in dirhams: %(what)s"),
        Flaw.NO_NAME: _("Line %(line)s: write the name before the amount: %(what)s"),
        Flaw.SMALL_SHARE: _("A share is worth at least 100 DH (law 112-12)."),
        Flaw.SMALL_PART: _("Line %(line)s: %(what)s brings less than one share."),
        Flaw.BROKEN_PART: _("Line %(line)s: what %(what)s brings is not a whole number of shares."),
        Flaw.SMALL_CAPITAL: _("The capital is %(what)s DH; law 112-12 asks for 1,000 DH at least."),
        Flaw.TWICE: _("Line %(line)s: %(what)s is there twice."),
        Flaw.TOO_MANY: _("At most %(what)s members are listed here."),
        Flaw.NOBODY: _("Write at least one member."),
    }[error.flaw]
    return sentence % {"line": error.line, "what": error.what}


def paper_data(paper: str, told: Mapping[str, Any]) -> dict[str, Any]:
    """What the template prints, in the active language."""
    body = {"name": _name_data, "members": _members_data, "minutes": _minutes_data}[paper](told)
    heading = str(PAPER_NAMES[paper])
    return {
        "title": heading,
        "heading": heading,
        "notice": _("DRAFT to be checked with ODCO before any use. Made with what was typed; nothing was stored."),
        "footer": " · ".join([str(settings.PRODUCT_NAME), _("a draft")]),
        "paragraphs": [],
        "facts": [],
        "columns": [],
        "rows": [],
        "signatures": [_("Name and signature"), _("Place and date")],
        **body,
    }


def _about(told: Mapping[str, Any]) -> list[list[str]]:
    region = said(told["region"].name) if told.get("region") else ""
    rows = [
        [_("Cooperative"), told["name"]],
        [_("Activity"), told.get("activity", "")],
        [_("Seat of the cooperative"), told.get("seat", "")],
        [_("Region"), region],
    ]
    return [row for row in rows if row[1]]


def _name_data(told: Mapping[str, Any]) -> dict[str, Any]:
    others = [[_("Another name, if it is taken"), one] for one in told["others"].splitlines() if one.strip()][:3]
    return {
        "paragraphs": [
            _("To the Office for Cooperation Development (ODCO)"),
            _("We ask for the approval of the name below, for a cooperative we are founding under law 112-12."),
        ],
        "facts": [*_about(told), *others, [_("Asked by"), told["asker"]]],
    }


def _members_data(told: Mapping[str, Any]) -> dict[str, Any]:
    members, share = told["members"], told["share"]
    total = amount_in_words(dirhams(capital(members)))
    facts = [*_about(told), [_("Value of a share"), amount_in_words(dirhams(share))], [_("Capital"), total]]
    rows = [
        [str(n), member.name, str(member.brings // share), amount_in_words(dirhams(member.brings)), ""]
        for n, member in enumerate(members, 1)
    ]
    return {
        "facts": facts,
        "columns": [_("No."), _("Member"), _("Shares"), _("Amount"), _("Signature")],
        "rows": rows,
        "paragraphs": _few(members),
    }


def _few(members: Any) -> list[str]:
    if len(members) >= USUAL_MEMBERS:
        return []
    return [_("Fewer than five members: ask ODCO whether this is enough.")]


def _minutes_data(told: Mapping[str, Any]) -> dict[str, Any]:
    members = told["members"]
    held = {"day": day_in_words(told["day"], weekday=True), "place": told["place"], "name": told["name"]}
    return {
        "paragraphs": [
            _("On %(day)s, at %(place)s, the founding members of the cooperative %(name)s met.") % held,
            _("They adopted the statutes, after reading them."),
            _("They settled the capital at %(amount)s, as in the table.")
            % {"amount": amount_in_words(dirhams(capital(members)))},
            _("They chose to manage the cooperative: %(managers)s.")
            % {"managers": " · ".join(one.strip() for one in told["managers"].splitlines() if one.strip())},
            *_few(members),
        ],
        "facts": _about(told),
        "columns": [_("No."), _("Member"), _("Amount"), _("Signature")],
        "rows": [[str(n), one.name, amount_in_words(dirhams(one.brings)), ""] for n, one in enumerate(members, 1)],
    }
