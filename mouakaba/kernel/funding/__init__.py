"""Which instruments of funding are open to a project, how much each could give, and a plan that adds up."""

from mouakaba.kernel.funding.answers import COST, answer_all, cost_of, most, validity
from mouakaba.kernel.funding.facts import BASES, derived
from mouakaba.kernel.funding.model import (
    PLANNED,
    Amount,
    Form,
    FundingAnswer,
    Instrument,
    Limit,
    Means,
    Plan,
    Share,
    Validity,
)
from mouakaba.kernel.funding.plans import plan

__all__ = [
    "BASES",
    "COST",
    "PLANNED",
    "Amount",
    "Form",
    "FundingAnswer",
    "Instrument",
    "Limit",
    "Means",
    "Plan",
    "Share",
    "Validity",
    "answer_all",
    "cost_of",
    "derived",
    "most",
    "plan",
    "validity",
]
