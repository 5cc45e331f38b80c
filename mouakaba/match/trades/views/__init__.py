"""Pages of markets between organisations."""

from mouakaba.match.trades.views.brokering import broker
from mouakaba.match.trades.views.dealing import deal, deal_delivery, deal_done, deal_paper, deal_slip
from mouakaba.match.trades.views.listing import (
    listing_ask,
    listing_edit,
    listing_new,
    listing_state,
    listing_work,
    trades_office,
)
from mouakaba.match.trades.views.reading import (
    market,
    market_find,
    market_listing,
    market_organisation,
    market_picture,
)

__all__ = [
    "broker",
    "deal",
    "deal_delivery",
    "deal_done",
    "deal_paper",
    "deal_slip",
    "listing_ask",
    "listing_edit",
    "listing_new",
    "listing_state",
    "listing_work",
    "market",
    "market_find",
    "market_listing",
    "market_organisation",
    "market_picture",
    "trades_office",
]
