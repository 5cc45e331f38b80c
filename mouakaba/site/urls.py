"""Every address of the product. Pages live under ``/ar/``, ``/fr/`` and ``/en/``."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from mouakaba.site import views
from mouakaba.site.api import api

urlpatterns = [
    path("healthz", views.health, name="health"),
    path("admin/", admin.site.urls),
    path("api/v1/", api.urls),
    *i18n_patterns(
        path("", views.home, name="home"),
        path("account/", include("allauth.urls")),
        path("", include("mouakaba.base.urls")),
        path("", include("mouakaba.match.urls")),
        path("", include("mouakaba.select.urls")),
        path("", include("mouakaba.accompany.urls")),
        path("", include("mouakaba.observe.urls")),
        prefix_default_language=True,
    ),
]

handler400 = "mouakaba.site.views.bad_request"
handler403 = "mouakaba.site.views.forbidden"
handler404 = "mouakaba.site.views.not_found"
handler500 = "mouakaba.site.views.server_error"
