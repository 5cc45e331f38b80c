"""What the rest of the house may ask of ACCOMPANY."""

from __future__ import annotations

from mouakaba.accompany.agreements.actions import (
    amend_agreement,
    erase_records,
    export_records,
    record_done,
    save_agreement,
    save_commitment,
    set_parts,
)
from mouakaba.accompany.agreements.queries import agreement_rows, has_agreements
from mouakaba.accompany.agreements.rules import Ask, Counter, Evidence, register_counter
from mouakaba.accompany.funding.actions import (
    add_tranche,
    decide_proof,
    erase_proofs,
    export_proofs,
    give_contribution,
    give_proof,
    record_payment,
    save_grant,
    split_grant,
    verify_contribution,
)
from mouakaba.accompany.funding.queries import gives_grants, grant_rows, has_grants, supported_by

__all__ = [
    "Ask",
    "Counter",
    "Evidence",
    "add_tranche",
    "agreement_rows",
    "amend_agreement",
    "decide_proof",
    "erase_proofs",
    "erase_records",
    "export_proofs",
    "export_records",
    "give_contribution",
    "give_proof",
    "gives_grants",
    "grant_rows",
    "has_agreements",
    "has_grants",
    "record_done",
    "record_payment",
    "register_counter",
    "save_agreement",
    "save_commitment",
    "save_grant",
    "set_parts",
    "split_grant",
    "supported_by",
    "verify_contribution",
]
