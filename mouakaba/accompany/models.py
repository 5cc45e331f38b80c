"""The tables of the accompany engine, gathered from its rooms for Django."""

from mouakaba.accompany.agreements.models import Agreement, Amendment, Commitment, CommitmentRecord, Party
from mouakaba.accompany.funding.models import (
    DoubleSupport,
    Grant,
    OwnContribution,
    Payment,
    Refund,
    Tranche,
    TrancheProof,
)

__all__ = [
    "Agreement",
    "Amendment",
    "Commitment",
    "CommitmentRecord",
    "DoubleSupport",
    "Grant",
    "OwnContribution",
    "Party",
    "Payment",
    "Refund",
    "Tranche",
    "TrancheProof",
]
