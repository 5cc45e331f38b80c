"""The cast of the markets."""

from tests.match.trades.conftest import cluster, cooperative, deal, need, offer

__all__ = ["cluster", "cooperative", "deal", "need", "offer"]
