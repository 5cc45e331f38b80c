"""Agreements between organisations: parties, term, amendments, commitments, and what was done of them."""
