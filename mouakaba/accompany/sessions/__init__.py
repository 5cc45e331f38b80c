"""Sessions of support: one type each, registrations with a waiting list, calendars, reminders."""
