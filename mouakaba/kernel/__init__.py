"""Decisions as pure functions: frozen values in, a value and its reasons out. No Django, clock, database."""
