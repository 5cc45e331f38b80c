"""A simple business plan: a few amounts in, what comes of them out. Whole centimes throughout (`kernel.money`)."""

from mouakaba.kernel.plans.outcome import HORIZON, Outcome, Sheet, outcome

__all__ = ["HORIZON", "Outcome", "Sheet", "outcome"]
