"""The pages of grants and of the register of support."""

from __future__ import annotations

from mouakaba.accompany.funding.views.granting import (
    grant_double,
    grant_edit,
    grant_new,
    grant_page,
    grant_part_proof,
    grant_pay,
    grant_proof,
    grant_proof_answer,
    grant_refund,
    grant_split,
    grant_tranche,
    grant_verify,
    grants,
    my_grant,
    my_grant_file,
    my_grant_part,
    my_grant_proof,
    my_grants,
)
from mouakaba.accompany.funding.views.register import public_support, support_register

__all__ = [
    "grant_double",
    "grant_edit",
    "grant_new",
    "grant_page",
    "grant_part_proof",
    "grant_pay",
    "grant_proof",
    "grant_proof_answer",
    "grant_refund",
    "grant_split",
    "grant_tranche",
    "grant_verify",
    "grants",
    "my_grant",
    "my_grant_file",
    "my_grant_part",
    "my_grant_proof",
    "my_grants",
    "public_support",
    "support_register",
]
