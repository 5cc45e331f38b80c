"""Grants and support in kind: decided, paid in tranches against proofs, never beyond; double support flagged."""
