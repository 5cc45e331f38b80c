"""Bounds of saved searches."""

from __future__ import annotations

MOST_SEARCHES = 20  # of a person, and of an organisation
MOST_SKILLS = 20  # of a search
MOST_FOUND = 200  # listings one search finds: nobody reads more
MOST_NAMED = 5  # openings named in a letter, of each search
WEEK = 7  # days between two letters of a weekly search
NEAR = 0.55  # distance below which a letter calls a text near: see docs/decisions; the page goes further, and says so
AT_ONCE = 50  # entries of the index looked at in one go, while saving a search waits
ONE_AT_A_TIME = 0x6D6B5352  # lock: who saves a search, and who looks for news, wait for each other
TOPIC = "searches"  # of the letters that tell what is new
