"""Fairs: days, stands on a plan, and who is given which."""
