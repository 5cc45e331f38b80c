"""Addresses of the base engine."""

from __future__ import annotations

from django.urls import path

from mouakaba.base.clock import views as clock
from mouakaba.base.helping.urls import urlpatterns as helping
from mouakaba.base.notify import views as notify
from mouakaba.base.people import views as people
from mouakaba.base.privacy import views as privacy
from mouakaba.base.resending import views as resending
from mouakaba.base.tokens import views as tokens

urlpatterns = [
    *helping,
    path("my/profile/", people.profile, name="profile"),
    path("my/data/", privacy.my_data, name="my_data"),
    path("my/data/export/", privacy.export_data, name="export_data"),
    path("my/data/erase/", privacy.erase_data, name="erase_data"),
    path("my/tokens/", tokens.tokens, name="my_tokens"),
    path("my/tokens/<uuid:pk>/revoke/", tokens.token_revoke, name="token_revoke"),
    path("my/letters/pace/", notify.pace, name="letter_pace"),
    path("my/letters/", notify.receive, name="receive_letters"),
    path("letters/stop/<str:token>/", notify.stop, name="stop_letters"),
    path("privacy/", privacy.privacy, name="privacy"),
    path("signed-in/", resending.signed_in, name="signed_in"),
    path("demo/clock/", clock.demo_clock, name="demo_clock"),
]
