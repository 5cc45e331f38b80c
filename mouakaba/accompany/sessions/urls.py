"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from mouakaba.accompany.sessions.views import mine, office, public

urlpatterns = [
    path("sessions/", public.agenda, name="agenda"),
    path("sessions/<uuid:pk>/", public.session, name="session"),
    path("sessions/<uuid:pk>/register/", public.session_register, name="session_register"),
    path("cohorts/<uuid:pk>/figures/", public.cohort_figures, name="cohort_figures"),
    path("calendar/<str:token>.ics", mine.calendar_feed, name="calendar_feed"),
    path("my/sessions/", mine.my_sessions, name="my_sessions"),
    path("my/sessions/calendar/", mine.my_calendar, name="my_calendar"),
    path("office/sessions/", office.sessions, name="sessions"),
    path("office/sessions/new/", office.session_new, name="session_new"),
    path("office/cohorts/<uuid:pk>/sessions/", office.cohort_sessions, name="cohort_sessions"),
    path("office/cohorts/<uuid:pk>/sessions/new/", office.cohort_session_new, name="cohort_session_new"),
    path("office/sessions/<uuid:pk>/", office.session_office, name="session_office"),
    path("office/sessions/<uuid:pk>/edit/", office.session_edit, name="session_edit"),
    path("office/sessions/<uuid:pk>/cancel/", office.session_cancel, name="session_cancel"),
    path("office/sessions/<uuid:pk>/people/", office.session_person, name="session_person"),
    path("office/sessions/<uuid:pk>/people/<uuid:line>/off/", office.session_person_off, name="session_person_off"),
]
