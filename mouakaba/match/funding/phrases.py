"""Words of the funding pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from mouakaba.base.words.models import LANGUAGES
from mouakaba.base.words.phrases import amount_in_words, in_each_language
from mouakaba.base.words.queries import current
from mouakaba.kernel.eligibility import sentence
from mouakaba.kernel.eligibility.labels import FACTS
from mouakaba.kernel.funding import Form, FundingAnswer, Limit, Validity
from mouakaba.kernel.money import dirhams

GROUPS = {
    "holder": _("Who carries the project"),
    "organisation": _("The organisation, if there is one"),
    "project": _("The project"),
    "money": _("Money"),
}
FORMS = {
    Form.GRANT: _("grant"),
    Form.INTEREST_FREE_LOAN: _("loan without interest"),
    Form.LOAN: _("loan"),
    Form.EQUITY: _("share of the capital"),
    Form.PRIZE: _("prize"),
    Form.ALLOWANCE: _("foreign currency allowance"),
    Form.SERVICE: _("accompaniment"),
}
OWN = {"own.cash": _("Your own money for it (DH)"), "own.in_kind": _("What you bring in kind, its value (DH)")}
LIMITS = {
    Limit.CAP: _("the ceiling of the instrument"),
    Limit.RATE: _("its share of the cost of the project"),
    Limit.COST: _("what the project costs"),
    Limit.UNKNOWN: _("no public source gives the amount"),
}
VALIDITY = {Validity.NOT_YET: _("It is not open yet."), Validity.OVER: _("It is over.")}
LEFT_OUT = {
    "double_support": _("not beside another instrument of the plan"),
    "own_share": _("what you bring is less than the share it asks for"),
    "goes_with": _("only beside an instrument that is not in the plan"),
    "not_tried": _("not tried: too many instruments bind one another"),
    "not_needed": _("not needed: the rest covers the cost"),
}


def fact_label(name: str) -> str:
    """A fact as people read it, in the reader's language."""
    return str(OWN[name]) if name in OWN else FACTS[name][current()]


def reasons(answer: FundingAnswer) -> Iterator[dict[str, Any]]:
    """Why, rule by rule, in three languages: what speaks against first, then what is open, then what holds."""
    if closed := VALIDITY.get(answer.validity):
        yield {"code": "validity", "answer": "no", "text": in_each_language(lambda: closed)}
    order = {"no": 0, "cannot_tell": 1, "yes": 2}
    for rule in sorted(answer.outcomes, key=lambda rule: order[str(rule.answer)]):
        text = {language: sentence(rule, language=language) for language in LANGUAGES}
        yield {"code": rule.code, "answer": str(rule.answer), "text": text}


def amount(centimes: int) -> str:
    """An amount in centimes, in words."""
    return amount_in_words(dirhams(centimes))
