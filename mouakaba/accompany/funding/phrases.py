"""Grants in words: refusals, letters, the trace."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from mouakaba.accompany.funding.models import Grant, Tranche, TrancheProof
from mouakaba.accompany.funding.queries import amount_rule
from mouakaba.base.people.models import Person
from mouakaba.base.words.phrases import amount_in_words, day_in_words
from mouakaba.base.words.queries import said
from mouakaba.kernel.funding import Limit, most
from mouakaba.kernel.grants import Refusal
from mouakaba.kernel.money import dirhams

REFUSALS = {
    Refusal.NOT_POSITIVE: gettext_lazy("Write an amount above zero."),
    Refusal.BEYOND_GRANT: gettext_lazy(
        "The tranches would be more than the grant: %(left)s of it is left. Nothing was recorded."
    ),
    Refusal.BEYOND_TRANCHE: gettext_lazy(
        "This is more than the tranche: %(left)s of it is left to pay. Nothing was recorded."
    ),
    Refusal.BEYOND_PAID: gettext_lazy("More would come back than was paid: at most %(left)s. Nothing was recorded."),
    Refusal.BELOW_PLANNED: gettext_lazy("Its tranches make %(left)s already: the grant cannot be less."),
}
LIMITS = {
    Limit.CAP: gettext_lazy("The instrument gives at most %(most)s (its cap)."),
    Limit.RATE: gettext_lazy("The instrument gives at most %(most)s (its share of the cost)."),
    Limit.COST: gettext_lazy("The project costs %(most)s: the grant cannot be more."),
}
# What was done to a grant, after the name of who did it; an act that is not here is shown by its name.
ACTS = {
    "save_grant": gettext_lazy("recorded the grant"),
    "add_tranche": gettext_lazy("added a tranche"),
    "split_grant": gettext_lazy("split the grant into tranches"),
    "give_proof": gettext_lazy("handed in a proof"),
    "decide_proof": gettext_lazy("decided on a proof"),
    "record_payment": gettext_lazy("recorded a payment"),
    "record_refund": gettext_lazy("recorded a refund"),
    "give_contribution": gettext_lazy("told of an own contribution"),
    "verify_contribution": gettext_lazy("verified an own contribution"),
    "decide_double": gettext_lazy("decided on support given twice"),
}


def act_in_words(act: str) -> str:
    """What was done, after the name of who did it."""
    return str(ACTS.get(act, act))


def money(amount: int) -> str:
    """Centimes as dirhams in words."""
    return amount_in_words(dirhams(amount))


def refused(flaw: Refusal, left: int) -> str:
    """Why an amount is refused, with what would be possible."""
    return REFUSALS[flaw] % {"left": money(left)}


def beyond_instrument(grant: Grant, limit: Limit) -> str:
    """Which limit of its instrument a grant passes."""
    at_most, _limit = most(amount_rule(grant), grant.cost)
    return LIMITS[limit] % {"most": money(at_most or 0)}


def _about(tranche: Tranche) -> dict[str, str]:
    return {
        "milestone": tranche.milestone,
        "grant": tranche.grant.title,
        "programme": said(tranche.grant.programme.title),
        "amount": money(tranche.amount),
        "day": day_in_words(tranche.due_on) if tranche.due_on else "",
    }


def _page(tranche: Tranche) -> str:
    return _("See it here:") + f"\n{settings.PUBLIC_URL}{reverse('my_grant', args=[tranche.grant_id])}"


def proof_letter(proof: TrancheProof, reader: Person) -> tuple[str, str]:
    """To who handed it in: accepted, or refused and why."""
    with override(reader.language):
        about = {**_about(proof.tranche), "why": proof.answer}
        if proof.state == TrancheProof.State.ACCEPTED:
            line = _("Your proof of “%(milestone)s” is accepted: %(amount)s can be paid (%(grant)s, %(programme)s).")
            return _("Your proof is accepted"), f"{line % about}\n\n{_page(proof.tranche)}"
        line = _("Your proof of “%(milestone)s” is not enough yet: %(why)s (%(grant)s, %(programme)s).")
        return _("Your proof is not enough yet"), f"{line % about}\n\n{_page(proof.tranche)}"


def tranche_letter(tranche: Tranche, reader: Person, *, late: bool) -> tuple[str, str]:
    """To the beneficiary whose proof is missing."""
    with override(reader.language):
        line = _("The proof of “%(milestone)s” was due on %(day)s: %(amount)s waits for it (%(grant)s, %(programme)s).")
        if not late:
            line = _(
                "The proof of “%(milestone)s” is due on %(day)s: %(amount)s waits for it (%(grant)s, %(programme)s)."
            )
        return _("A proof is missing for your grant"), f"{line % _about(tranche)}\n\n{_page(tranche)}"
