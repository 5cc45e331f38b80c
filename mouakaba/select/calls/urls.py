"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from mouakaba.select.calls.views import exchange, extensions, lists, overview, setup, versions

_PROGRAMME = "office/programmes/<slug:slug>"
_CALL = "office/calls/<slug:slug>"

urlpatterns = [
    path(f"{_PROGRAMME}/new-call/", overview.call_new, name="call_new"),
    path(f"{_PROGRAMME}/import-call/", exchange.call_import, name="call_import"),
    path(f"{_CALL}/", overview.call_office, name="call_office"),
    path(f"{_CALL}/clone/", overview.call_clone, name="call_clone"),
    path(f"{_CALL}/cancel/", overview.call_cancel, name="call_cancel"),
    path(f"{_CALL}/export/<slug:form>/", exchange.call_export, name="call_export"),
    path(f"{_CALL}/versions/", versions.call_versions, name="call_versions"),
    path(f"{_CALL}/versions/<int:old>/<int:new>/", versions.call_compare, name="call_compare"),
    path(f"{_CALL}/extensions/", extensions.call_extensions, name="call_extensions"),
    path(f"{_CALL}/extensions/<int:pk>/withdraw/", extensions.call_extension_withdraw, name="call_extension_withdraw"),
    path(f"{_CALL}/setup/", setup.call_setup, name="call_setup"),
    path(f"{_CALL}/setup/discard/", setup.call_discard, name="call_discard"),
    path(f"{_CALL}/setup/preview/", versions.call_preview, name="call_preview"),
    path(f"{_CALL}/setup/<slug:step>/", setup.call_setup_step, name="call_setup_step"),
    path(f"{_CALL}/setup/<slug:listed>/add/", lists.call_add_item, name="call_add_item"),
    path(f"{_CALL}/setup/<slug:listed>/arrange/", lists.call_arrange, name="call_arrange"),
    path(f"{_CALL}/setup/<slug:listed>/item/<path:code>/", lists.call_item, name="call_item"),
]
