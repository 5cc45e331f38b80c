"""Bounds of saved searches."""

from __future__ import annotations

MOST_SEARCHES = 20  # of a person, and of an organisation
MOST_SKILLS = 20  # of a search
MOST_FOUND = 200  # listings one search finds: nobody reads more
MOST_NAMED = 5  # openings named in a letter, of each search
WEEK = 7  # days between two letters of a weekly search
TOPIC = "searches"  # of the letters that tell what is new
