"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from mouakaba.match.trades import views

urlpatterns = [
    path("markets/<slug:kind>/", views.market, name="market"),
    path("markets/<slug:kind>/find/", views.market_find, name="market_find"),
    path("markets/<slug:kind>/<uuid:pk>/", views.market_listing, name="market_listing"),
    path("markets/<slug:kind>/<uuid:pk>/pictures/<slug:code>/", views.market_picture, name="market_picture"),
    path("markets/<slug:kind>/of/<slug:slug>/", views.market_organisation, name="market_organisation"),
    path("office/markets/", views.trades_office, name="trades_office"),
    path("office/markets/<slug:kind>/new/<slug:side>/", views.listing_new, name="listing_new"),
    path("office/markets/<slug:kind>/proposals/", views.broker, name="broker"),
    path("office/markets/listings/<uuid:pk>/", views.listing_work, name="listing_work"),
    path("office/markets/listings/<uuid:pk>/edit/", views.listing_edit, name="listing_edit"),
    path("office/markets/listings/<uuid:pk>/state/", views.listing_state, name="listing_state"),
    path("office/markets/listings/<uuid:pk>/ask/", views.listing_ask, name="listing_ask"),
    path("office/deals/<uuid:pk>/", views.deal, name="deal"),
    path("office/deals/<uuid:pk>/delivery/", views.deal_delivery, name="deal_delivery"),
    path("office/deals/<uuid:pk>/slip/", views.deal_slip, name="deal_slip"),
    path("office/deals/<uuid:pk>/papers/<slug:side>/<slug:code>/", views.deal_paper, name="deal_paper"),
    path("office/deals/<uuid:pk>/done/", views.deal_done, name="deal_done"),
]
