"""Words of sites, spaces and stays."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override, pgettext_lazy

from mouakaba.accompany.spaces.models import Site, Waiting
from mouakaba.accompany.spaces.queries import Warned
from mouakaba.base.people.models import Person
from mouakaba.base.words.phrases import amount_in_words, day_in_words, isolated, number_in_words
from mouakaba.base.words.queries import said
from mouakaba.kernel.letting import Why
from mouakaba.kernel.money import dirhams

# The one-stop desk: who is there, as the sources name them (their own letters, with what they do).
DESKS = {
    "ompic": gettext_lazy("OMPIC (trade names, trademarks, patents)"),
    "anapec": gettext_lazy("ANAPEC (recruiting)"),
    "cnss": gettext_lazy("CNSS (social security)"),
    "cimr": gettext_lazy("CIMR (retirement)"),
    "legalisation": gettext_lazy("legalisation of signatures"),
    "insurance": gettext_lazy("insurance"),
    "accountant": gettext_lazy("accountant"),
    "fund": gettext_lazy("investment fund"),
    "post": gettext_lazy("post"),
}
ACTS = {
    "save_site": gettext_lazy("recorded the site"),
    "add_site_figure": gettext_lazy("added a published figure"),
    "remove_site_figure": gettext_lazy("took a published figure away"),
    "link_call": gettext_lazy("linked a call to the list"),
    "take_in_chosen": gettext_lazy("took in the chosen of a call"),
    "add_waiting": gettext_lazy("put on the list"),
    "set_priority": gettext_lazy("changed the place on the list"),
    "leave_list": gettext_lazy("took off the list"),
    "allot_space": gettext_lazy("gave a space"),
    "let_space": gettext_lazy("let the space"),
    "end_stay": gettext_lazy("set the end of the stay"),
    "set_rent_step": gettext_lazy("set the rent from a day on"),
    "remove_rent_step": gettext_lazy("took a change of rent away"),
    "move_stay": gettext_lazy("moved the member to another space"),
    "save_member": gettext_lazy("recorded the member"),
    "move_stage": gettext_lazy("changed the stage"),
}
_WHY = {
    Why.FIRST: gettext_lazy("first of the list"),
    Why.PRIORITY: gettext_lazy("behind a priority"),
    Why.DATE: gettext_lazy("decided later than the one before"),
    Why.ARRIVAL: gettext_lazy("decided on the same day, recorded later"),
}
PER_METRE = pgettext_lazy("rent", "a square metre and month")
PER_SEAT = pgettext_lazy("rent", "a seat and month")


def act_in_words(act: str) -> str:
    """What was done, after the name of who did it."""
    return str(ACTS.get(act, act))


def why_here(row: Waiting) -> str:
    """Why somebody has the place they have on the list."""
    words = str(_WHY[row.place.why])  # type: ignore[attr-defined]
    return words if not row.priority else _("priority %(n)s: %(why)s") % {"n": row.priority, "why": row.priority_reason}


def wanted_in_words(row: Waiting) -> str:
    """The space somebody waits for."""
    if not row.wanted:
        return str(row.get_kind_display())
    size = _("%(n)s seats") if row.kind == "coworking" else _("at least %(n)s m²")
    return f"{row.get_kind_display()} · {size % {'n': isolated(number_in_words(row.wanted.normalize()))}}"


def opening_in_words(site: Site) -> str:
    """When it opened or is to open: a day, a year, some years, or from a day to another."""
    first, last = site.opens_from, site.opens_until
    if first is None:
        return ""
    if last is None or last == first:
        return day_in_words(first)
    whole = (first.month, first.day) == (1, 1) and (last.month, last.day) == (12, 31)
    if whole:
        return isolated(str(first.year) if first.year == last.year else f"{first.year}–{last.year}")
    return _("from %(first)s to %(last)s") % {"first": day_in_words(first), "last": day_in_words(last)}


def rate_in_words(centimes: int, *, exclusive: bool) -> str:
    """``50 DH a square metre and month``."""
    return f"{amount_in_words(dirhams(centimes))} {PER_METRE if exclusive else PER_SEAT}"


def size_in_words(quantity: Decimal, *, exclusive: bool) -> str:
    """What a stay pays for."""
    shown = isolated(number_in_words(quantity.normalize()))
    return (_("%(n)s m²") if exclusive else _("%(n)s seats")) % {"n": shown}


def last_day(ends: date) -> str:
    """The last day of a stay, which is the day before the space is free."""
    return day_in_words(ends - timedelta(days=1))


def warned_in_words(one: Warned) -> str:
    """A change that comes near, in a sentence."""
    if one.after is None or one.before is None:
        return _("last day of the stay: %(day)s") % {"day": last_day(one.on)}
    told = {
        "day": day_in_words(one.on),
        "before": amount_in_words(dirhams(one.before)),
        "after": rate_in_words(one.after, exclusive=one.stay.exclusive),
    }
    return _("rent from %(day)s: %(after)s, until then %(before)s") % told


def step_letter(one: Warned, reader: Person) -> tuple[str, str]:
    """Before a rent changes."""
    with override(reader.language):
        return _("The rent changes: %(space)s") % {"space": _where(one)}, _body(one, reader)


def end_letter(one: Warned, reader: Person) -> tuple[str, str]:
    """Before a stay ends."""
    with override(reader.language):
        return _("The stay ends: %(space)s") % {"space": _where(one)}, _body(one, reader)


def _where(one: Warned) -> str:
    return f"{said(one.stay.space.site.name)}, {one.stay.space.code}"


def _body(one: Warned, reader: Person) -> str:
    page = reverse("my_stay") if one.stay.member.contact_id == reader.pk else reverse("office_stay", args=[one.stay.pk])
    lines = [f"“{one.stay.member.name}” · {_where(one)}", warned_in_words(one), f"{settings.PUBLIC_URL}{page}"]
    return "\n\n".join(lines)
